"""Texts as they may enter: trimmed, in one Unicode form, without characters that are not text."""

import unicodedata
from datetime import datetime
from typing import Annotated

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

MAX_NAME = 120
MAX_MESSAGE = 4000
MAX_PASSWORD = 1024
MAX_SEARCH = 200
FIRST_YEAR, LAST_YEAR = 1970, 9998
SPECIAL_USE_DOMAIN_NAMES.clear()  # ann@mail.local is a good address on a server of one's own
_NO_TEXT = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories: control, surrogate, private, unassigned, line and paragraph separators."""
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Make a name look like another's, or the rest of the line run backwards."""


_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by category that show nothing."""


class Body(BaseModel):
    """What a request sends: a field we do not know is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class View(BaseModel):
    """What an answer says."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


def _clean(text: str, allowed: str = "") -> str:
    for character in text:
        if character in allowed:
            continue
        if unicodedata.category(character) in _NO_TEXT or character in _REORDERING:
            raise ValueError(f"must not contain U+{ord(character):04X}")
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> str:
    """Give the text trimmed; raises ValueError on control characters, empty and overlong text."""
    clean = _clean(text)
    if not clean:
        raise ValueError("must not be empty")
    if not any(unicodedata.category(each)[0] in "LNPS" and each not in _BLANK for each in clean):
        raise ValueError("must have something to be seen")
    if len(clean) > MAX_NAME:
        raise ValueError(f"must have at most {MAX_NAME} characters")
    return clean


def _paragraphs(text: str) -> str:
    clean = _clean(text.replace("\r\n", "\n"), "\n\t")
    if not clean:
        raise ValueError("must not be empty")
    if len(clean) > MAX_MESSAGE:  # letters that have no composed form become two
        raise ValueError(f"must have at most {MAX_MESSAGE} characters")
    return clean


def _searched(text: str) -> str:
    clean = _clean(text)
    if not clean:
        raise ValueError("must not be empty")
    return clean


def _encodable(text: str) -> str:
    text.encode()  # UnicodeEncodeError is a ValueError
    return text


def _email(text: str) -> str:
    """Lower case throughout: nobody is two people by capitals."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise ValueError("is not an e-mail address") from error
    return found.normalized.lower()


def _in_our_time(at: datetime) -> datetime:
    """At the ends of the calendar a moment has no place in other zones."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"must be in the years {FIRST_YEAR} to {LAST_YEAR}")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Name = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_NAME}), AfterValidator(one_line)
]
Message = Annotated[str, Field(max_length=MAX_MESSAGE), AfterValidator(_paragraphs)]
Email = Annotated[str, Field(max_length=254, json_schema_extra={"format": "email"}), AfterValidator(_email)]
NewPassword = Annotated[str, Field(min_length=8, max_length=MAX_PASSWORD), AfterValidator(_encodable)]
Password = Annotated[str, Field(max_length=MAX_PASSWORD), AfterValidator(_encodable)]
Searched = Annotated[str, Field(max_length=MAX_SEARCH), AfterValidator(_searched)]
Tag = Annotated[str, Field(max_length=40), AfterValidator(one_line)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=16)]

"""The fields of requests: what each takes, and the sentence that says what is wrong with it."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from server.meeting.texts import LINE, LINES, NAME, SEARCH, Kind, clean

MAX_PASSWORD = 1024
MAX_TAG = 40
FIRST_YEAR, LAST_YEAR = 1970, 9998
SPECIAL_USE_DOMAIN_NAMES.clear()  # ann@mail.local is a good address on a server of one's own


class Body(BaseModel):
    """What a request sends: a field we do not know is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class View(BaseModel):
    """What an answer says."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


def one_line(text: str) -> str:
    """Give a name or title as it is stored; raises ValueError that says what is wrong, and where."""
    return clean(text, NAME)


def _typed(kind: Kind, limit: int | None = None) -> AfterValidator:
    """Check a text by the table of texts.py."""
    bounded = replace(kind, limit=limit) if limit else kind
    return AfterValidator(lambda text: clean(text, bounded))


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"Delete the broken character at position {error.start + 1}.") from None
    return text


def _email(text: str) -> str:
    """Lower case throughout: nobody is two people by capitals."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise ValueError("Write an e-mail address such as ann@example.org.") from error
    return found.normalized.lower()


def _in_our_time(at: datetime) -> datetime:
    """At the ends of the calendar a moment has no place in other zones."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"Choose a date in the years {FIRST_YEAR} to {LAST_YEAR}.")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Name = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": NAME.limit}), AfterValidator(one_line)
]
Message = Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": LINES.limit}), _typed(LINES)]
Email = Annotated[str, Field(max_length=254, json_schema_extra={"format": "email"}), AfterValidator(_email)]
NewPassword = Annotated[str, Field(min_length=8, max_length=MAX_PASSWORD), AfterValidator(_encodable)]
Password = Annotated[str, Field(max_length=MAX_PASSWORD), AfterValidator(_encodable)]
Searched = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": SEARCH.limit}), _typed(SEARCH)
]
Tag = Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_TAG}), _typed(LINE, MAX_TAG)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=16)]

"""The fields of requests: what each takes, and the sentence that says what is wrong with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from server.languages import MAX_LANGUAGE_TAG, canonical
from server.meeting.mailboxes import address, addresses
from server.meeting.password_strength import MIN_CHARACTERS
from server.meeting.texts import LINE, LINES, NAME, SEARCH, Kind, clean
from server.time_zones import time_zone

MAX_PASSWORD = 1024
MAX_TAG = 40
MAX_MEMBERS = 200
MAX_ENTRY = 20_000
"""Characters of one entry of a list of people, which may itself be a list."""
GRACE = timedelta(minutes=10)
"""So long ago a meeting may have been meant to begin, while its form was filled in."""
MAX_AHEAD = timedelta(days=5 * 366)
FIRST_YEAR, LAST_YEAR = 1970, 9998


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


def _mailboxes(text: str) -> str:
    """Check every address in one entry of a list."""
    addresses(text)
    return text


def _in_one_list(entries: list[str]) -> list[str]:
    """Give each address once, however the entries were put together; raises ValueError."""
    found = list(dict.fromkeys(each for entry in entries for each in addresses(entry)))
    if len(found) > MAX_MEMBERS:
        raise ValueError(f"Remove some: at most {MAX_MEMBERS} people can be invited.")
    return found


def _in_our_time(at: datetime) -> datetime:
    """At the ends of the calendar a moment has no place in other zones."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return at


def _to_come(at: datetime) -> datetime:
    now = datetime.now(UTC)
    if at < now - GRACE:
        raise ValueError("That time has passed. Choose a later one.")
    if at > now + MAX_AHEAD:
        raise ValueError("Choose a time within the next five years.")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
ToCome = Annotated[Moment, AfterValidator(_to_come)]
Name = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": NAME.limit}), AfterValidator(one_line)
]
Message = Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": LINES.limit}), _typed(LINES)]
Email = Annotated[str, Field(max_length=254, json_schema_extra={"format": "email"}), AfterValidator(address)]
Mailboxes = Annotated[
    list[Annotated[str, Field(max_length=MAX_ENTRY), AfterValidator(_mailboxes)]],
    Field(
        max_length=MAX_MEMBERS, description="Addresses, with names or without; one entry may hold several."
    ),
    AfterValidator(_in_one_list),
]
NewPassword = Annotated[
    str,
    Field(max_length=MAX_PASSWORD, json_schema_extra={"minLength": MIN_CHARACTERS}),
    AfterValidator(_encodable),
]
Password = Annotated[str, Field(max_length=MAX_PASSWORD), AfterValidator(_encodable)]
Searched = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": SEARCH.limit}), _typed(SEARCH)
]
Tag = Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_TAG}), _typed(LINE, MAX_TAG)]
Language = Annotated[
    str,
    Field(max_length=MAX_LANGUAGE_TAG, json_schema_extra={"examples": ["en", "pt-BR", "zh-TW"]}),
    AfterValidator(canonical),
]
TimeZone = Annotated[
    str, Field(max_length=64, json_schema_extra={"examples": ["Europe/Berlin"]}), AfterValidator(time_zone)
]

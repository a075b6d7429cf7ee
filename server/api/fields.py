"""Types of request fields: how each is validated, and the message for each error."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from server.languages import MAX_LANGUAGE_TAG, canonical
from server.meeting.breakouts import MAX_LABEL
from server.meeting.links import LONGEST, SHORTEST, link_code
from server.meeting.mailboxes import address, addresses
from server.meeting.password_strength import MIN_CHARACTERS
from server.meeting.recurrence import PAST_TOLERANCE
from server.meeting.texts import LINE, LINES, NAME, SAID, SEARCH, Kind, clean, is_seen
from server.time_zones import time_zone

MAX_PASSWORD = 1024
MAX_TAG = 40
MAX_NOTE = 200
MAX_TERM = 80
MAX_QUESTION = 500
MAX_TEMPLATE_NAME = 80
MAX_TEMPLATE_TEXT = 1000
MAX_POLL_QUESTION, MAX_POLL_OPTION = 300, 200
MAX_MEMBERS = 200
MAX_ENTRY_CHARACTERS = 20_000
"""Of one entry in a list of invited people; an entry may hold several addresses."""
MAX_AHEAD = timedelta(days=5 * 366)
MOST_MINUTES = 24 * 60
"""A meeting is planned for a day at most."""
FIRST_YEAR, LAST_YEAR = 1970, 9998


class Body(BaseModel):
    """A request's body or query; unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class View(BaseModel):
    """A response's body."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


def clean_name(text: str) -> str:
    """Return a name or title as stored; raises ValueError with the error and its position."""
    return clean(text, NAME)


def _cleaned(kind: Kind, limit: int | None = None) -> AfterValidator:
    """Clean a text by the rules in texts.py."""
    bounded = replace(kind, limit=limit) if limit else kind
    return AfterValidator(lambda text: clean(text, bounded))


def _cleaned_or_empty(kind: Kind, limit: int) -> AfterValidator:
    """The same for a text that may be left out."""
    bounded = replace(kind, limit=limit)
    return AfterValidator(lambda text: clean(text, bounded) if text.strip() else "")


def _clean_said(text: str) -> str:
    """Clean corrected words; raises ValueError."""
    if not is_seen(text):
        raise ValueError("Write what was said. A correction cannot delete it: the speaker can forget it.")
    return clean(text, SAID)


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"Delete the broken character at position {error.start + 1}.") from None
    return text


def _check_addresses(text: str) -> str:
    """Validate every address in one entry; raises ValueError."""
    addresses(text)
    return text


def _unique_addresses(entries: list[str]) -> list[str]:
    """Return each address of all entries once; raises ValueError if there are too many."""
    found = list(dict.fromkeys(each for entry in entries for each in addresses(entry)))
    if len(found) > MAX_MEMBERS:
        raise ValueError(f"Remove some: at most {MAX_MEMBERS} people can be invited.")
    return found


def _in_supported_years(at: datetime) -> datetime:
    """Refuse times that cannot be converted to every time zone."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return at


def _in_future(at: datetime) -> datetime:
    now = datetime.now(UTC)
    if at < now - PAST_TOLERANCE:
        raise ValueError("That time has passed. Choose a later one.")
    if at > now + MAX_AHEAD:
        raise ValueError("Choose a time within the next five years.")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_in_supported_years)]
FutureMoment = Annotated[Moment, AfterValidator(_in_future)]
ScheduledMinutes = Annotated[int, Field(ge=5, le=MOST_MINUTES)]
Name = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": NAME.limit}), AfterValidator(clean_name)
]
Message = Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": LINES.limit}), _cleaned(LINES)]
Said = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": SAID.limit}), AfterValidator(_clean_said)
]
Email = Annotated[str, Field(max_length=254, json_schema_extra={"format": "email"}), AfterValidator(address)]
Mailboxes = Annotated[
    list[Annotated[str, Field(max_length=MAX_ENTRY_CHARACTERS), AfterValidator(_check_addresses)]],
    Field(
        max_length=MAX_MEMBERS, description="Addresses, with names or without; one entry may hold several."
    ),
    AfterValidator(_unique_addresses),
]
NewPassword = Annotated[
    str,
    Field(max_length=MAX_PASSWORD, json_schema_extra={"minLength": MIN_CHARACTERS}),
    AfterValidator(_encodable),
]
Password = Annotated[str, Field(max_length=MAX_PASSWORD), AfterValidator(_encodable)]
SearchText = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": SEARCH.limit}), _cleaned(SEARCH)
]
KnockNote = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_NOTE}), _cleaned(LINE, MAX_NOTE)
]
Tag = Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_TAG}), _cleaned(LINE, MAX_TAG)]
Term = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_TERM}), _cleaned(LINE, MAX_TERM)
]
QuestionText = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_QUESTION}), _cleaned(LINE, MAX_QUESTION)
]
TemplateName = Annotated[
    str,
    Field(json_schema_extra={"minLength": 1, "maxLength": MAX_TEMPLATE_NAME}),
    _cleaned(LINE, MAX_TEMPLATE_NAME),
]
TemplateHeading = Annotated[
    str,
    Field(json_schema_extra={"maxLength": MAX_TEMPLATE_NAME}),
    _cleaned_or_empty(LINE, MAX_TEMPLATE_NAME),
]
TemplateText = Annotated[
    str,
    Field(json_schema_extra={"maxLength": MAX_TEMPLATE_TEXT}),
    _cleaned_or_empty(LINES, MAX_TEMPLATE_TEXT),
]
PollQuestion = Annotated[
    str,
    Field(json_schema_extra={"minLength": 1, "maxLength": MAX_POLL_QUESTION}),
    _cleaned(LINE, MAX_POLL_QUESTION),
]
ChosenLink = Annotated[
    str,
    Field(
        max_length=200,
        description=f"{SHORTEST} to {LONGEST} letters, digits and single hyphens, at least one letter.",
        json_schema_extra={"examples": ["team-standup"]},
    ),
    AfterValidator(link_code),
]
LinkChange = Annotated[
    str,
    Field(max_length=200, description="As when it is created; of a series its lasting link. Empty: none."),
    AfterValidator(lambda text: link_code(text) if text.strip() else ""),
]
BreakoutLabel = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_LABEL}), _cleaned(LINE, MAX_LABEL)
]
PollOption = Annotated[
    str,
    Field(json_schema_extra={"minLength": 1, "maxLength": MAX_POLL_OPTION}),
    _cleaned(LINE, MAX_POLL_OPTION),
]
Language = Annotated[
    str,
    Field(max_length=MAX_LANGUAGE_TAG, json_schema_extra={"examples": ["en", "pt-BR", "zh-TW"]}),
    AfterValidator(canonical),
]
TimeZone = Annotated[
    str, Field(max_length=64, json_schema_extra={"examples": ["Europe/Berlin"]}), AfterValidator(time_zone)
]

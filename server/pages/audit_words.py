"""Words for audit events: actions, tables, columns and details; what has none is made readable by rule."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.meeting.audit import Event
from server.meeting.permissions import Right, sentence
from server.pages.audit_refusal_words import WHY_WORDS as WHY_WORDS
from server.pages.audit_row_words import COLUMN_WORDS as COLUMN_WORDS
from server.pages.audit_row_words import TABLE_WORDS as TABLE_WORDS
from server.pages.formatting import day_and_time

CATEGORIES: dict[str, str] = {
    "user_action": "User actions",
    "room_access": "Access to meetings",
    "data_modification": "Data changes",
    "admin_operation": "Administrator actions",
}
ACTION_WORDS = {
    "register": "created an account",
    "register.refuse": "tried to create an account with an e-mail that has one",
    "sign_in": "signed in",
    "sign_in.refuse": "failed to sign in: wrong password or unknown account",
    "sign_out": "signed out",
    "session.end": "ended a session",
    "password.change": "changed their password",
    "password.refuse": "failed to change their password: wrong current password",
    "join": "was admitted to the meeting",
    "join.refuse": "was refused entry to the meeting",
    "arrive": "entered the meeting",
    "leave": "left the meeting",
    "remove": "removed somebody from the meeting",
    "block": "blocked somebody from the meeting",
    "let_in": "let somebody into the meeting",
    "series.create": "made a series of meetings",
    "series.change": "changed a series of meetings",
    "permanent.create": "made a permanent room",
    "permanent.end": "ended a permanent room for good",
    "series.cancel": "cancelled a series of meetings, from one on",
    "series.hand_over": "made somebody else the host of a series of meetings",
    "invitation.send": "invited people",
    "invitation.link": "made an invitation link",
    "invitation.renew": "sent an invitation again",
    "invitation.accept": "accepted an invitation",
    "invitation.hesitate": "answered an invitation with maybe",
    "invitation.decline": "declined an invitation",
    "invitation.use": "used an invitation",
    "invitation.refuse": "was refused by an invitation",
    "ticket.refuse": "was refused a connection to the meeting",
    "right.refuse": "tried what their role may not do",
    "turn_away": "turned away somebody who waited",
    "answer_all": "let in or turned away everybody who waited",
    "link.choose": "chose the meeting’s link",
    "link.remove": "removed the meeting’s chosen link",
    "hand_over": "made somebody else the host",
    "breakouts.open": "opened breakout rooms",
    "breakouts.write": "wrote to all breakout rooms",
    "breakouts.time": "timed breakout rooms, or called people back",
    "spotlight": "chose whom everybody sees large, or nobody",
    "switch": "turned switches of the meeting",
    "mute_all": "muted everybody",
    "stop_video": "stopped somebody’s camera or shared screen",
    "lower_hands": "lowered hands",
    "succeed": "became a co-host, as the host was gone",
    "withdraw_invitation": "withdrew an invitation",
    "words.forget": "had words forgotten",
    "off_record.begin": "went off the record",
    "off_record.end": "went back on the record",
    "poll.refuse": "was refused a poll with too many options",
    "poll.read": "read the polls",
    "retention.change": "changed how long the meeting is kept",
    "minutes.read": "read the minutes",
    "meeting.read": "opened the meeting’s page",
    "meeting.export": "exported the meeting as a file",
    "meeting.import": "imported a file",
    "transcript.read": "read the transcript",
    "recording.play": "played the recording",
    "recording.watch": "watched the recording",
    "chat.read": "read the chat",
    "minutes.rewrite": "had the minutes written again",
    "minutes.edit": "edited the minutes",
    "minutes.restore": "restored a version of the minutes",
    "transcript.correct": "corrected the transcript",
    "transcript.history": "read the corrections of the transcript",
    "transcript.search": "searched the transcript",
    "search": "searched their meetings",
    "question": "asked about their meetings",
    "action_item.change": "changed an action item",
    "action_item.comment": "commented on an action item",
    "calendar.open": "made a private calendar link",
    "calendar.close": "ended their calendar link",
    "share.create": "shared the minutes by a link",
    "share.end": "ended a share link",
    "notifications.choose": "chose what they are told of",
    "notifications.stop_mails": "stopped e-mail by a link in it",
    "elevation.begin": "turned on administrator access",
    "elevation.refuse": "failed to turn on administrator access: wrong password",
    "elevation.end": "turned off administrator access",
    "audit.read": "read the audit log",
    "audit.export": "exported the audit log",
    "insert": "added",
    "update": "changed",
    "delete": "deleted",
}
CORRECTIONS = {
    "text": "words",
    "assign": "who spoke",
    "rename": "a speaker’s name",
    "split": "a sentence split",
    "join": "two sentences joined",
    "replace": "a term in the whole meeting",
    "undo": "a correction undone",
}
ITEM_CHANGES = {
    "create": "made by hand",
    "edit": "edited",
    "status": "how far it is",
    "assign": "its owner",
    "delete": "deleted",
    "undo": "a change undone",
}
SERVICE_NAMES = {
    "": "A visitor",
    "livekit": "The media server",
    "transcriber": "The transcriber",
    "minutes": "The minutes writer",
    "maintenance": "Scheduled maintenance",
    "operator": "Somebody with direct database access",
}
"""Why somebody was refused, by the class of the error."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names of accounts, meetings and participants, by id."""

    people: Mapping[UUID, str]
    rooms: Mapping[UUID, str]
    participants: Mapping[UUID, str]


def action_words(event: Event) -> str:
    """What happened, after the actor's name."""
    words = ACTION_WORDS.get(event.action) or readable(event.action)
    if event.table_name is None:
        return words
    return f"{words} {TABLE_WORDS.get(event.table_name) or readable(event.table_name)}"


def column_words(columns: list[str]) -> list[str]:
    """The changed columns, each once."""
    return list(dict.fromkeys(COLUMN_WORDS.get(each) or readable(each) for each in columns))


def detail_words(event: Event, known: KnownNames) -> list[str]:
    """Phrases about an event's details."""
    return [
        DETAILS[key](str(value), known) if key in DETAILS else f"{readable(key)}: {_value(value)}"
        for key, value in event.details.items()
        if value is not None
    ]


def readable(name: str) -> str:
    """Make a name of code readable: `scheduled_start`, `second.factor`, `RoomFull` → room full."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").replace(".", " ")
    return re.sub(r" (id|at)$", "", words.lower().strip()) or name


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{readable(str(key))} {_value(each)}" for key, each in value.items())
    return str(value)


def _named(names: Mapping[UUID, str], text: str, otherwise: str) -> str:
    try:
        return names.get(UUID(text), otherwise)
    except ValueError:
        return otherwise


def _time(text: str) -> str:
    try:
        return day_and_time(datetime.fromisoformat(text))
    except ValueError:
        return text


def _right(text: str) -> str:
    return _small(sentence(Right(text))) if text in {each.value for each in Right} else readable(text)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _other_sessions(count: str) -> str:
    return {"0": "no other session", "1": "1 other session ended"}.get(count, f"{count} other sessions ended")


DETAILS: dict[str, Callable[[str, KnownNames], str]] = {
    "account": lambda text, known: f"account: {_named(known.people, text, 'deleted')}",
    "change": lambda text, _: f"change: {ITEM_CHANGES.get(text) or readable(text)}",
    "bytes": lambda text, _: f"{text} bytes",
    "category": lambda text, _: f"category: {CATEGORIES.get(text) or readable(text)}",
    "edit": lambda text, _: f"correction {text[:8]}",
    "format": lambda text, _: f"as {text}",
    "item": lambda text, _: f"action item {text[:8]}",
    "invitations": lambda text, _: f"invitations: {text}",
    "kind": lambda text, _: f"kind: {CORRECTIONS.get(text) or readable(text)}",
    "link": lambda text, _: f"link {text[:8]}",
    "missed": lambda text, _: "all of them" if text == "0" else f"{text} could not be muted",
    "participant": lambda text, known: f"participant: {_named(known.participants, text, 'deleted')}",
    "people": lambda text, _: "1 person" if text == "1" else f"{text} people",
    "settings": lambda text, _: f"settings: {', '.join(map(readable, text.split(',')))}",
    "admitted": lambda text, _: "let in" if text == "True" else "turned away",
    "person": lambda text, known: f"person: {_named(known.people, text, 'deleted account')}",
    "reason": lambda text, _: f"reason: {text}",
    "room": lambda text, known: f"meeting: {_named(known.rooms, text, 'deleted')}",
    "template": lambda text, _: f"template: {readable(text)}",
    "writer": lambda text, _: f"written by: {readable(text)}",
    "rooms": lambda text, _: "1 room" if text == "1" else f"{text} rooms",
    "seconds": lambda text, _: {"None": "without an end", "0": "at once"}.get(text, f"in {text} s"),
    "series": lambda text, _: f"series {text[:8]}",
    "section": lambda text, _: f"part: {readable(text)}",
    "right": lambda text, _: f"what it takes: {_right(text)}",
    "segments": lambda text, _: "1 sentence" if text == "1" else f"{text} sentences",
    "session": lambda text, _: f"session {text[:8]}",
    "sessions_ended": lambda text, _: _other_sessions(text),
    "shows": lambda text, _: f"shows: {text}",
    "since": lambda text, _: f"from {_time(text)}",
    "sources": lambda text, _: ", ".join(map(readable, text.split(","))),
    "tried": lambda text, _: f"tried: {_small(text)}",
    "until": lambda text, _: f"until {_time(text)}",
    "why": lambda text, _: f"because {WHY_WORDS[text]}" if text in WHY_WORDS else f"why: {readable(text)}",
}
"""The phrase of each detail, from its value as text."""

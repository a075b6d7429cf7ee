"""The audit page's words for events."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest

from migrations.versions.m0007_audit import AUDITED
from migrations.versions.m0034_corrections_rules import TABLES as CORRECTED
from migrations.versions.m0044_action_items_rules import TABLES as OF_ITEMS
from server.errors import (
    Conflict,
    Forbidden,
    ParleyError,
    ParticipantNotFound,
    RoomNotFound,
    Unauthenticated,
)
from server.meeting.action_item_errors import ActionItemChanged
from server.meeting.audit import Category, Event, Filter, asked
from server.meeting.invitation_answers import AccountNeeded, NoInvitation
from server.meeting.segment_errors import SegmentChanged
from server.pages.audit_words import (
    ACTION_WORDS,
    CATEGORIES,
    DETAILS,
    TABLE_WORDS,
    WHY_WORDS,
    KnownNames,
    column_words,
    detail_words,
)
from server.places import ROOT

RECORDED_BY_FUNCTIONS = re.compile(r"audit_note\('\w+', '([\w.]+)'")


def recorded_actions() -> Iterator[str]:
    """The second argument of each `record("category", "action", …)`, and what the database records."""
    for file in (ROOT / "server").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(args=[ast.Constant(value=category), ast.Constant(value=str(action)), *_]):
                    if category in get_args(Category):
                        yield action
    for migration in Path(ROOT / "migrations" / "versions").glob("*.py"):
        yield from RECORDED_BY_FUNCTIONS.findall(migration.read_text(encoding="utf-8"))


@pytest.mark.parametrize("action", sorted(set(recorded_actions())))
def test_every_action_has_words(action: str) -> None:
    """No event is shown by its internal name."""
    assert action in ACTION_WORDS


def test_every_category_has_words() -> None:
    """Each can be chosen in the filter."""
    assert set(CATEGORIES) == set(get_args(Category))


BUILT_DETAILS = re.compile(r"jsonb_build_object\('(\w+)', [^']+'(\w+)'")
BOB = UUID(int=1)
KNOWN = KnownNames({BOB: "Bob"}, {BOB: "Atrium"}, {BOB: "Bobby"})


def recorded_details() -> Iterator[str]:
    """The keywords of each `record(…)`, the filter of a read, and what the database records."""
    for file in (ROOT / "server").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    args=[ast.Constant(value=category), ast.Constant(value=str()), *_], keywords=keywords
                ) if category in get_args(Category):
                    yield from (each.arg for each in keywords if each.arg not in (None, "lasting"))
    now = datetime.now(UTC)
    yield from asked(Filter(BOB, BOB, "user_action", now, now))
    text = (ROOT / "migrations" / "versions" / "m0007_audit.py").read_text(encoding="utf-8")
    yield from (key for keys in BUILT_DETAILS.findall(text) for key in keys)


def refusals(kind: type[ParleyError]) -> set[str]:
    """The error and all that are derived from it."""
    return {kind.__name__}.union(*(refusals(each) for each in kind.__subclasses__()))


def told(**details: Any) -> list[str]:
    """The phrases of an event with these details."""
    event = Event(
        datetime.now(UTC), BOB, "user_action", "a", None, None, None, "", None, None, None, None, [], details
    )
    return detail_words(event, KNOWN)


def test_every_detail_has_words() -> None:
    """Keys, refusals and tables that are recorded have a phrase."""
    assert set(recorded_details()) == set(DETAILS)
    kinds = (Forbidden, AccountNeeded, Conflict, SegmentChanged, ActionItemChanged, RoomNotFound)
    alone = {each.__name__ for each in (NoInvitation, ParticipantNotFound, Unauthenticated)}
    assert alone.union(*map(refusals, kinds)) == set(WHY_WORDS)
    assert {
        *AUDITED,
        *CORRECTED,
        *OF_ITEMS,
        "recording_consents",
        "forgotten_words",
        "imports",
        "calendar_feeds",
        "share_links",
        "polls",
        "minutes_edits",
        "minutes_versions",
        "minutes_templates",
        "report_refusals",
    } == set(TABLE_WORDS)


def test_details() -> None:
    """Ids become names, classes reasons, numbers and times sentences; what is unset is not told."""
    assert told(account=str(BOB), participant=str(BOB), room=str(BOB), person=None) == [
        "account: Bob",
        "participant: Bobby",
        "meeting: Atrium",
    ]
    assert told(why="RoomFull", sessions_ended=2) == [
        "because the meeting was full",
        "2 other sessions ended",
    ]
    assert told(since="2026-05-04T00:00:00+00:00") == ["from 4 May 2026, 00:00 UTC"]


def test_unknown_details() -> None:
    """What an older or newer version recorded is readable too."""
    assert told(moved_to="B", is_new=True, seen_by=["a", "b"], why="LateToken") == [
        "moved to: B",
        "is new: yes",
        "seen by: a, b",
        "why: late token",
    ]
    assert told(account="no id") == ["account: deleted"]
    assert column_words(["password_hash", "host_id", "closed_at"]) == ["password", "host", "closed"]


def test_refused_right() -> None:
    """What was tried and what it takes are the sentences of the API and of the table of rights."""
    assert told(tried="Turn switches of a meeting", right="give_roles") == [
        "tried: turn switches of a meeting",
        "what it takes: make and unmake co-hosts",
    ]
    assert told(right="of_old", sources="camera,screen_share") == [
        "what it takes: of old",
        "camera, screen share",
    ]

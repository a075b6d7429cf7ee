"""The permission table: its shape, what it grants in LiveKit, and its page."""

from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from server.api.operation_rights import ASKS, WITHOUT_A_RIGHT, Also, Ask
from server.api.print_permissions import page
from server.api.routes import OPERATIONS
from server.meeting.permissions import (
    ON,
    ROLES,
    SWITCHES,
    TABLE,
    Right,
    Role,
    When,
    has_power_over,
    is_switched_off,
    rights_inside,
    sources,
    when,
)
from server.meeting.room_settings import RoomSettings

ALL = ("microphone", "camera", "screen_share", "screen_share_audio")
OPEN = RoomSettings()
CLOSED = replace(OPEN, allow_chat=False, allow_share=False, allow_reactions=False, allow_unmute=False)


def test_every_right_has_a_row() -> None:
    """The table has one row a right, with a cell for each role and a sentence."""
    assert list(TABLE) == list(Right)
    assert all(len(row) == len(ROLES) + 1 and row[-1] for row in TABLE.values())


def test_page_is_current() -> None:
    """docs/permissions.md is what the table says now."""
    assert Path("docs/permissions.md").read_text() == page()


def test_what_is_switched_has_a_switch() -> None:
    """A right that can be turned off has a switch, and every switch is a setting that is on at first."""
    switched = {right for right in Right if When.ALLOWED in TABLE[right]}
    assert switched == set(SWITCHES)
    assert all(getattr(OPEN, name) is True for name in SWITCHES.values())


@pytest.mark.parametrize("right", ON, ids=lambda right: right.value)
def test_over_the_host(right: Right) -> None:
    """Nothing that hurts works on the host."""
    assert not has_power_over(right, "host") or right in (Right.LOWER_HANDS, Right.SPOTLIGHT)


@pytest.mark.parametrize("role", ["waiting", "stranger"])
def test_outside(role: Role) -> None:
    """Who is not in has no right but to know of the meeting and to come in as the doors say."""
    assert set(rights_inside(role, OPEN)) <= {Right.ENTER, Right.JOIN}
    assert sources(role, OPEN, may_speak=True, may_share=True) == ()


@pytest.mark.parametrize("role", ["host", "cohost"])
def test_switches_do_not_bind_moderators(role: Role) -> None:
    """Host and co-hosts publish everything whatever is switched off."""
    assert sources(role, CLOSED, may_speak=True, may_share=True) == ALL


@pytest.mark.parametrize(("role", "left"), [("participant", ALL), ("guest", ("camera", "screen_share"))])
def test_microphones_of_guests(role: Role, left: tuple[str, ...]) -> None:
    """One switch takes the microphone from guests alone, and with it the sound of a shared screen."""
    settings = replace(OPEN, allow_guest_microphones=False)
    assert sources(role, settings, may_speak=True, may_share=True) == left


@pytest.mark.parametrize("right", SWITCHES, ids=lambda right: right.value)
def test_switch(right: Right) -> None:
    """A switch takes its right from participants and guests."""
    switches: dict[str, Any] = {SWITCHES[right]: False}
    off = replace(OPEN, **switches)
    assert [is_switched_off(role, right, off) for role in ROLES[:4]] == [False, False, True, True]
    assert when("participant", right) is When.ALLOWED


def test_taken_from_one() -> None:
    """The host may take microphone and screen from one person, a co-host too, and never loses their own."""
    taken = [sources(role, OPEN, may_speak=False, may_share=False) for role in ("cohost", "guest", "host")]
    assert taken == [("camera",), ("camera",), ALL]


def test_every_operation_is_in_the_table() -> None:
    """Each operation of the API asks a right of the page, or is one of the few that ask none, never both."""
    asked = {ask.name for ask in ASKS}
    there = {f"{each.method} {each.path}" for each in OPERATIONS}
    free = {name for name in there if any(fnmatchcase(name, pattern) for pattern in WITHOUT_A_RIGHT)}
    assert (there - asked - free, asked - there, asked & free) == (set(), set(), set())
    assert not [name for name in free if "{slug}" in name]


def test_exceptions_are_needed() -> None:
    """Each exception is of an operation there is."""
    there = [f"{each.method} {each.path}" for each in OPERATIONS]
    assert all(any(fnmatchcase(name, pattern) for name in there) for pattern in WITHOUT_A_RIGHT)


@pytest.mark.parametrize(
    ("also", "left"),
    [
        (None, (When.YES, When.YES, When.OWN, When.OWN, When.NO, When.YES, When.NO)),
        (Also.EVERYBODYS, (When.YES, When.YES, When.NO, When.NO, When.NO, When.YES, When.NO)),
        (Also.ACCOUNT, (When.YES, When.YES, When.OWN, When.NO, When.NO, When.YES, When.NO)),
        (Also.PLACE, (When.INSIDE, When.INSIDE, When.OWN, When.OWN, When.NO, When.NO, When.NO)),
    ],
)
def test_asked_beside_a_right(also: Also | None, left: tuple[When, ...]) -> None:
    """What an operation asks beside its right leaves fewer roles it."""
    ask = Ask("POST", "/", Right.CORRECT_WORDS, also=also)
    assert tuple(map(ask.when, ROLES)) == left

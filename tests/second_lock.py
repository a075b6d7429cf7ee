"""The second lock alone: `-p tests.second_lock` switches off what the application asks of whose a row is.

What is refused then, the database refuses. Who signs in stays who they are: for them the policies are.
Tests marked `first_lock` are about the words of the first, and are left out; with `--let-in` so are those in
which the first lock stood open anyway: they would be run twice the same (tests/first_lock.py counts them).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType

import pytest

from server.api import audit, elevation
from server.api.identity import require_account
from server.meeting import access, home, notifications, participant_reports, search, search_claims
from server.meeting import audit as events
from server.meeting.segment_edits import Editor
from tests.let_in import LetIn
from tests.let_in import pytest_addoption as pytest_addoption

ANYBODYS = "({0}::uuid IS NOT NULL AND {1}::boolean IS NOT NULL)"
"""A condition that says nothing of the row, and uses up the two arguments of the one it stands for."""
EVERY = ANYBODYS.format("$1", "$2")
FOUND = ANYBODYS.format("$9", "$10")
NOT_DISTINCT = "$2::uuid IS NOT DISTINCT FROM $2"


async def _anybody(_: object) -> None:
    """Ask for no raised rights."""


async def _for_ever() -> datetime:
    """Take everybody's for raised."""
    return datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Door:
    """A function that refuses, and the one that lets everybody in."""

    holder: object
    name: str
    opened: Callable[..., object]


@dataclass(frozen=True)
class Filter:
    """A condition in a statement that leaves rows out, and the one that does not."""

    module: ModuleType
    name: str
    mine: str
    all_rows: str

    @property
    def statement(self) -> str:
        """The statement as it is now."""
        return str(getattr(self.module, self.name))


DOORS = (
    Door(access, "_may_know", lambda *_: True),
    Door(access, "_may", lambda *_: True),
    Door(access, "_is_out", lambda _: False),
    Door(Editor, "may_correct", lambda *_: True),
    Door(audit, "_require_elevation", _anybody),
    Door(events, "elevated_until", _for_ever),
    Door(elevation, "require_administrator", require_account),
)
"""Everybody may know of every room and do anything there."""
FILTERS = (
    Filter(home, "OPEN", home.MINE_OPEN, EVERY),
    Filter(home, "PAST", home.MINE_PAST, f"{EVERY} AND $3::int IS NOT NULL"),
    Filter(search, "SEARCH", search.MINE, FOUND),
    Filter(search_claims, "CLAIMS", search.MINE, FOUND),
    Filter(participant_reports, "OWN_REPORT", "participant_id = $2", NOT_DISTINCT),
    Filter(notifications, "NEWEST", "user_id = $1", "$1::uuid IS NOT NULL"),
    Filter(notifications, "UNREAD", "user_id = $1", "$1::uuid IS NOT NULL"),
)
"""Every list is of all there is."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only the first lock says, and what it does not decide."""
    let_in = LetIn.of(config).read()
    left_out = [item for item in items if item.get_closest_marker("first_lock") or item.nodeid in let_in]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody know of every room and do anything there, and every list be of all there is."""
    for door in DOORS:
        monkeypatch.setattr(door.holder, door.name, door.opened)
    for each in FILTERS:
        assert each.mine in each.statement
        monkeypatch.setattr(each.module, each.name, each.statement.replace(each.mine, each.all_rows))

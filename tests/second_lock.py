"""The second lock alone: `-p tests.second_lock` switches off what the application asks of whose a row is.

What is refused then, the database refuses. Who signs in stays who they are: for them the policies are.
Tests marked `first_lock` are about the words of the first, and are left out; so are modules where all ask for
what is theirs.
"""

from datetime import UTC, datetime

import pytest

from server.api import audit, elevation
from server.api.identity import require_account
from server.meeting import access, home, notifications, participant_reports, search, search_claims
from server.meeting import audit as events
from server.meeting.segment_edits import Editor

REFUSES_NOTHING = frozenset(
    f"test_{name}"
    for name in (
        "bad_input", "docs", "forgery", "languages", "leaks", "parts_away", "password_change",
        "reconciler", "security", "signalling", "webhooks",
    )
)  # fmt: skip
"""Modules in which the first lock's checks of rooms and administrators refused nothing when counted (leaks
were not counted): they would be run twice the same. Its conditions inside queries were not counted."""
ANYBODYS = "({0}::uuid IS NOT NULL AND {1}::boolean IS NOT NULL)"
"""A condition that says nothing of the row, and uses up the two arguments of the one it stands for."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only the first lock says, and what it does not decide."""
    left_out = [
        item for item in items if item.get_closest_marker("first_lock") or item.path.stem in REFUSES_NOTHING
    ]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody know of every room and do anything there, and every list be of all there is."""
    monkeypatch.setattr(access, "_may_know", lambda *_: True)
    monkeypatch.setattr(access, "_may", lambda *_: True)
    monkeypatch.setattr(access, "_is_out", lambda _: False)
    monkeypatch.setattr(Editor, "may_correct", lambda *_: True)
    monkeypatch.setattr(audit, "_require_elevation", _anybody)
    monkeypatch.setattr(events, "elevated_until", _for_ever)
    monkeypatch.setattr(elevation, "require_administrator", require_account)
    every = ANYBODYS.format("$1", "$2")
    _rewrite(monkeypatch, home, "OPEN", home.MINE_OPEN, every)
    _rewrite(monkeypatch, home, "PAST", home.MINE_PAST, f"{every} AND $3::int IS NOT NULL")
    _rewrite(monkeypatch, search, "SEARCH", search.MINE, ANYBODYS.format("$9", "$10"))
    _rewrite(monkeypatch, search_claims, "CLAIMS", search.MINE, ANYBODYS.format("$9", "$10"))
    _rewrite(
        monkeypatch,
        participant_reports,
        "OWN_REPORT",
        "participant_id = $2",
        "$2::uuid IS NOT DISTINCT FROM $2",
    )
    for name in ("NEWEST", "UNREAD"):
        _rewrite(monkeypatch, notifications, name, "user_id = $1", "$1::uuid IS NOT NULL")


async def _anybody(_: object) -> None:
    """Ask for no raised rights."""


async def _for_ever() -> datetime:
    """Take everybody's for raised."""
    return datetime.max.replace(tzinfo=UTC)


def _rewrite(monkeypatch: pytest.MonkeyPatch, module: object, name: str, mine: str, all_rows: str) -> None:
    """Take a condition out of a statement; it must be there."""
    statement: str = getattr(module, name)
    assert mine in statement
    monkeypatch.setattr(module, name, statement.replace(mine, all_rows))

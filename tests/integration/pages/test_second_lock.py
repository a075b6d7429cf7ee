"""With the application's access checks disabled, row-level security still protects every row."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import uuid4

import pytest

from server.api.routes import OPERATIONS
from server.meeting.access import Right, room_for
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch
from server.meeting.home import home
from server.meeting.minutes import minutes_of, save_minutes
from server.meeting.notifications import notifications_of
from tests.conftest import PASSWORD
from tests.integration.api.browser import Answer, Browser
from tests.integration.pages.conftest import WORDS, Spoken, minutes
from tests.second_lock import no_door  # noqa: F401  fixtures are found by name

TYPED = "The printer"
REPORTS = ("Alice led", "Bob warned")
PAGES = ("/r/atrium", "/m/atrium", "/", "/search?q=April", "/account")
SAID = (*(text for _, text in WORDS), TYPED, "Gus tells the printer", *REPORTS)
ENDLESS = {"/api/rooms/{slug}/events", "/api/notifications/events"}


@pytest.fixture
async def written(ended: Spoken) -> Spoken:
    """The meeting of alice, bob and gus, ended and with minutes."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    return ended


def _addresses(meeting: Spoken) -> Iterator[tuple[str, str]]:
    ids: defaultdict[str, object] = defaultdict(uuid4)
    ids |= {"slug": "atrium", "participant_id": meeting.meeting.bob.id}
    for operation in OPERATIONS:
        if operation.path not in ENDLESS and "sessions" not in operation.path:
            yield operation.method, operation.path.format_map(ids)
    yield from (("GET", page) for page in PAGES)


def _deletes_last(addresses: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(addresses, key=lambda each: each[0] == "DELETE")


async def _everything(browser: Browser, meeting: Spoken) -> dict[str, Answer]:
    """Call every page and operation; writes get an empty or a valid body."""
    return {
        f"{method} {path}": await browser.request(
            method, path, json=None if method in ("GET", "DELETE") else {"consent": True, "muted": True}
        )
        for method, path in _deletes_last(_addresses(meeting))
    }


def _leaks(answers: dict[str, Answer]) -> dict[str, list[str]]:
    """The responses that contain what was said, typed or written."""
    found = {
        name: [said for said in SAID if said.encode() in answer.body] for name, answer in answers.items()
    }
    return {name: said for name, said in found.items() if said}


async def _rows() -> list[object]:
    """The meeting's rows, to check that none was changed."""
    tables = ("rooms", "participants", "attendance", "transcript_segments", "chat_messages", "action_items")
    return [
        [tuple(row.values()) for row in await fetch(f"SELECT * FROM {table} ORDER BY id")]  # noqa: S608
        for table in tables
    ]


async def test_carol_reads_and_changes_nothing(carols: Browser, written: Spoken) -> None:
    """Carol gets no word of the meeting from any page or operation, and changes no row."""
    before = await _rows()
    assert _leaks(await _everything(carols, written)) == {}
    assert await _rows() == before


async def test_nobody_reads_and_changes_nothing(nobody: Browser, written: Spoken) -> None:
    """The same for people who are not signed in."""
    before = await _rows()
    assert _leaks(await _everything(nobody, written)) == {}
    assert await _rows() == before


async def test_without_policies(carol: Account, written: Spoken) -> None:
    """Without policies everybody can do everything, so it is the policies that refuse in these tests."""
    roles = {right: (await room_for(carol, "atrium", right)).role for right in Right}
    assert roles == dict.fromkeys(Right, "stranger")


async def test_lists_do_not_filter(carol: Account, alice: Account, written: Spoken) -> None:
    """The lists' queries do not filter by owner themselves."""
    assert [each.slug for each in (await home(carol)).past] == ["atrium"]
    assert await notifications_of(carol.id)
    found = await minutes_of(written.meeting.room.id)
    assert found is not None
    assert len(found.reports) == 2


async def test_attendee_finds_the_words(bobs: Browser, written: Spoken) -> None:
    """The same requests do find the words for an attendee."""
    found = {said for words in _leaks(await _everything(bobs, written)).values() for said in words}
    assert found == set(SAID) - {"Alice led"}


async def test_reports_are_private(alices: Browser, written: Spoken) -> None:
    """Even the host reads only their own report."""
    found = {said for words in _leaks(await _everything(alices, written)).values() for said in words}
    assert "Bob warned" not in found


async def test_removed_person_cannot_read(bobs: Browser, written: Spoken) -> None:
    """A removed person can no longer read."""
    await execute("UPDATE participants SET status = 'removed' WHERE id = $1", written.meeting.bob.id)
    assert _leaks(await _everything(bobs, written)) == {}


async def test_audit_log_is_protected(alices: Browser, written: Spoken) -> None:
    """The audit log is empty without elevated access, which only administrators can get."""
    assert (await alices.get("/api/audit")).json == {"events": [], "next": None}
    assert len((await alices.get("/api/audit.csv")).body.splitlines()) == 1
    raising = {"password": PASSWORD, "reason": "To see"}
    assert (await alices.post("/api/elevation", raising)).json["type"].endswith(":forbidden")

"""A room that carol may not know of looks to her like one that does not exist."""

import asyncio

import pytest

from server.api.openapi import Operation
from server.api.routes import OPERATIONS
from server.meeting.accounts import Account
from server.meeting.rooms import NewRoom, Room, RoomSettings, create_room
from tests.conftest import Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.conftest import Opens
from tests.integration.api.operation_paths import filled

BODIES: dict[str, object] = {
    "RoomChanges": {"name": "Mine now"},
    "SeriesChanges": {"name": "Mine now"},
    "NewHost": {"participant": "00000000-0000-0000-0000-000000000000"},
    "JoinBody": {"name": "Carol", "consent": True},
    "ParticipantChanges": {"hand": True},
    "Switches": {"allow_chat": True},
    "MuteAll": {"may_unmute": True},
    "Admissions": {"admitted": True},
    "NewMessage": {"text": "hello?"},
    "MessageReaction": {"emoji": "👍", "on": True},
    "NewReaction": {"emoji": "👍"},
    "NewPoll": {"question": "Lunch?", "options": ["yes", "no"]},
    "Vote": {"choices": [0]},
    "NewBreakouts": {"rooms": [{}]},
    "Closing": {"in_s": 0},
    "Assignment": {"breakout_id": None},
    "NewBreakoutMessage": {"text": "hello?"},
    "HelpChange": {"wanted": True},
    "RecordingChange": {"recording": True},
    "ConsentChange": {"agreed": True},
    "TextCorrection": {"revision": 1, "text": "hello"},
    "SpeakerCorrection": {"revision": 1, "name": "Carol"},
    "RetentionChange": {"keep_recordings_days": 1, "keep_transcripts_days": 1, "keep_chat_days": 1},
    "OffRecordChange": {"scope": "me", "off": True},
    "Split": {"revision": 1, "at": 1},
    "Join": {"revision": 1, "next": "00000000-0000-0000-0000-000000000000", "next_revision": 1},
    "Undo": {},
    "NewTask": {"title": "x"},
    "TaskChange": {"revision": 0, "title": "x"},
    "Undoing": {"edit_id": "00000000-0000-0000-0000-000000000000"},
    "RegenerationBody": {"template": "standup"},
    "NewInvitations": {"addresses": ["carol@example.org"]},
    "NewInvitationLink": {"max_uses": 1},
    "NewShareLink": {"scope": "summary"},
    "NewElement": {"section": "decisions", "text": "x"},
    "ElementChange": {"revision": 0, "text": "x"},
    "ElementUndoing": {"edit_id": "00000000-0000-0000-0000-000000000000"},
    "NewComment": {"text": "x"},
    "ReportWish": {"wanted": False},
    "Misheard": {"heard": "a", "meant": "b"},
    "Replacement": {"heard": "a", "meant": "b"},
    "GlossaryBody": {"terms": ["Kubernetes"]},
}
"""A valid body for each operation on a room, so that only access control refuses."""
QUERIES = {
    "GET /api/rooms/{slug}/search": "?q=a",
    "DELETE /api/rooms/{slug}/action-items/{item_id}": "?revision=0",
    "DELETE /api/rooms/{slug}/minutes/elements/{element_id}": "?revision=0",
}
"""A valid query, where one is required."""
OF_ROOMS = [each for each in OPERATIONS if "{slug}" in each.path]
PATIENCE_S = 30
PAGES = ("/r/{slug}", "/m/{slug}", "/r/{slug}/invitations", "/r/{slug}/change", "/r/{slug}/meetings")


@pytest.fixture
async def vault(alice: Account) -> Room:
    """Alice's room for invited people only."""
    new = NewRoom(name="Vault", slug="vault", settings=RoomSettings(access="invited", guests=False))
    return await create_room(alice, new)


def _seen(answer: Answer) -> tuple[int, bytes, set[str]]:
    """Status, body and names of the headers, without Set-Cookie."""
    return answer.status, answer.body, set(answer.headers) - {"Set-Cookie"}


async def _knock(browser: Browser, operation: Operation, slug: str) -> Answer:
    body = operation.endpoint.body
    sent = BODIES[body.__name__] if body is not None else None
    url = filled(operation.path, slug) + QUERIES.get(_named(operation), "")
    return await browser.request(operation.method, url, json=sent)


def _named(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


async def _told_apart(browser: Browser, slug: str) -> dict[str, object]:
    """The operations whose answers differ for the room and for one that does not exist, or are not 404.

    All are asked at one server: what is refused changes nothing there for the next.
    """
    told: dict[str, object] = {}
    for operation in OF_ROOMS:
        try:
            async with asyncio.timeout(PATIENCE_S):
                foreign = await _knock(browser, operation, slug)
                missing = await _knock(browser, operation, "no-such")
        except TimeoutError:
            told[_named(operation)] = "a stream that does not end"
            continue
        if foreign.status != 404 or _seen(foreign) != _seen(missing):
            told[_named(operation)] = _seen(foreign), _seen(missing)
    return told


async def test_foreign_room_looks_absent(carols: Browser, vault: Room) -> None:
    """Every operation answers carol with the same bytes for alice's room as for an unknown one."""
    assert await _told_apart(carols, vault.slug) == {}


async def test_foreign_room_without_signing_in(nobody: Browser, vault: Room) -> None:
    """The same for people who are not signed in."""
    assert await _told_apart(nobody, vault.slug) == {}


async def test_past_meeting_looks_absent(carols: Browser, alices: Browser, meeting: Meeting) -> None:
    """A meeting that is over is visible only to those who attended."""
    await alices.post(f"/api/rooms/{meeting.room.slug}/end")
    assert await _told_apart(carols, meeting.room.slug) == {}


@pytest.mark.parametrize("path", PAGES)
async def test_foreign_page_looks_absent(carols: Browser, vault: Room, path: str) -> None:
    """Pages behave like the API."""
    foreign = await carols.get(filled(path, vault.slug))
    missing = await carols.get(filled(path, "no-such"))
    assert foreign.status == 404
    assert foreign.body.replace(b"vault", b"") == missing.body.replace(b"no-such", b"")


MALFORMED = ["%00", "a%00b", "..", "A%20B", "%F0%9F%98%80", "x" * 500, "'%20OR%201=1", "%ED%A0%80"]


@pytest.mark.parametrize("slug", MALFORMED)
async def test_malformed_link_names_no_room(carols: Browser, vault: Room, slug: str) -> None:
    """A malformed slug is 404."""
    answer = await carols.get(f"/api/rooms/{slug}/minutes")
    assert answer.status == 404


@pytest.mark.parametrize("participant_id", ["1", "not-a-uuid", "%00"])
async def test_malformed_participant(alices: Browser, atrium: Room, participant_id: str) -> None:
    """A malformed id is 404."""
    assert (await alices.delete(f"/api/rooms/{atrium.slug}/participants/{participant_id}")).status == 404


async def test_participant_of_another_room(
    alices: Browser, atrium: Room, vault: Room, browser_of: Opens
) -> None:
    """A participant is found only in their own room."""
    joined = await alices.post(f"/api/rooms/{vault.slug}/join", {"consent": True})
    elsewhere = joined.json["participant"]["id"]
    assert (await alices.delete(f"/api/rooms/{atrium.slug}/participants/{elsewhere}")).status == 404

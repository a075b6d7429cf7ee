"""Off the record: who may, what is stored, and that nothing else ends it."""

import pytest

from server.api.identity import GUEST_COOKIE
from server.meeting.db import fetch
from server.meeting.gaps import Gap, end_gaps, gaps_of
from server.meeting.lifecycle import end_room
from tests.conftest import Meeting
from tests.integration.api.browser import Browser

PATH = "/api/rooms/atrium/off-record"
EVERYBODY_OFF = {"scope": "everybody", "off": True}
ME_OFF = {"scope": "me", "off": True}


async def stretches(meeting: Meeting) -> list[Gap]:
    """Those of the meeting off the record."""
    return [gap for gap in await gaps_of(meeting.room.id) if gap.cause == "off_record"]


async def test_everybody(alices: Browser, meeting: Meeting) -> None:
    """The host puts everybody off the record and back on it; a repetition changes nothing."""
    for _ in range(2):
        answer = await alices.put(PATH, EVERYBODY_OFF)
        assert (answer.status, answer.json) == (200, {"everybody": True, "me": False})
    (stretch,) = await stretches(meeting)
    assert (stretch.participant_id, stretch.to_ms) == (None, None)
    for _ in range(2):
        answer = await alices.put(PATH, {"scope": "everybody", "off": False})
        assert answer.json == {"everybody": False, "me": False}
    (stretch,) = await stretches(meeting)
    assert stretch.to_ms is not None
    assert stretch.to_ms >= stretch.from_ms > 0


async def test_oneself(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Anybody goes off the record by themselves, and the host's resuming leaves that."""
    assert (await bobs.put(PATH, ME_OFF)).json == {"everybody": False, "me": True}
    await alices.put(PATH, EVERYBODY_OFF)
    await alices.put(PATH, {"scope": "everybody", "off": False})
    lasting = [gap for gap in await stretches(meeting) if gap.to_ms is None]
    assert [gap.participant_id for gap in lasting] == [meeting.bob.id]
    assert (await bobs.put(PATH, {"scope": "me", "off": False})).json == {"everybody": False, "me": False}


async def test_guest(nobody: Browser, meeting: Meeting) -> None:
    """A guest goes off the record, too."""
    nobody.cookies[GUEST_COOKIE] = meeting.guest_token
    assert (await nobody.put(PATH, ME_OFF)).json == {"everybody": False, "me": True}
    assert [gap.participant_id for gap in await stretches(meeting)] == [meeting.gus.id]


async def test_refused(bobs: Browser, carols: Browser, meeting: Meeting) -> None:
    """Who is no host puts nobody else off the record; who is not there, not even themselves."""
    assert (await bobs.put(PATH, EVERYBODY_OFF)).status == 403
    assert (await carols.put(PATH, ME_OFF)).status == 403
    assert (await carols.put(PATH, EVERYBODY_OFF)).status == 403
    assert await stretches(meeting) == []


async def test_cohost(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """A co-host resumes what the host began."""
    await alices.patch(f"/api/rooms/atrium/participants/{meeting.bob.id}", {"role": "cohost"})
    await alices.put(PATH, EVERYBODY_OFF)
    assert (await bobs.put(PATH, {"scope": "everybody", "off": False})).status == 200
    assert [gap.to_ms is None for gap in await stretches(meeting)] == [False]


async def test_a_new_transcriber_ends_nothing(alices: Browser, meeting: Meeting) -> None:
    """A transcriber that takes over ends the gaps of failures, and not what is off the record."""
    await alices.put(PATH, EVERYBODY_OFF)
    assert await end_gaps(meeting.room.id, 90_000) == []
    assert [gap.to_ms for gap in await stretches(meeting)] == [None]


async def test_everybody_inside_is_told(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """What is off the record comes with the transcript, also while it lasts."""
    await bobs.put(PATH, ME_OFF)
    (gap,) = (await alices.get("/api/rooms/atrium/segments")).json["gaps"]
    assert (gap["cause"], gap["speaker"], gap["to_ms"]) == ("off_record", "Bob", None)


@pytest.mark.first_lock
async def test_after_the_end(alices: Browser, meeting: Meeting) -> None:
    """A meeting that is over is not put off the record."""
    await end_room(meeting.room.id, "host")
    assert (await alices.put(PATH, EVERYBODY_OFF)).status == 409


async def test_is_audited(alices: Browser, meeting: Meeting) -> None:
    """The audit knows who went off the record and when."""
    await alices.put(PATH, EVERYBODY_OFF)
    rows = await fetch("SELECT details::text FROM audit_events WHERE action = 'off_record.begin'")
    assert [row[0] for row in rows] == ['{"scope": "everybody"}']

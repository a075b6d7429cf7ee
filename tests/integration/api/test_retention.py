"""Changing how long an ended meeting is kept: who may, what is refused, and what the answer says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.api.identity import GUEST_COOKIE
from server.config import Settings
from server.jobs import retention_tasks
from server.jobs.scheduled_task import Work
from server.jobs.worker import ACTOR
from server.meeting.actor import acting_as
from server.meeting.chat import say
from server.meeting.db import execute, fetch
from server.meeting.lifecycle import end_room
from server.meeting.rooms import Room, room
from tests.conftest import TEN, Meeting
from tests.integration.api.browser import Browser

PATH = "/api/rooms/atrium/retention"
DAYS = {"keep_recordings_days": 7, "keep_transcripts_days": 0, "keep_chat_days": 36_500}
END = TEN + timedelta(minutes=30)


@pytest.fixture
async def over(meeting: Meeting) -> Meeting:
    """The meeting after its end."""
    await end_room(meeting.room.id, "host", END)
    return meeting


async def _days(meeting: Meeting) -> dict[str, int]:
    settings = (await room(meeting.room.id)).settings
    return {name: getattr(settings, name) for name in DAYS}


async def test_host(alices: Browser, over: Meeting) -> None:
    """The host sets the days of an ended meeting; its other settings stay."""
    before = (await room(over.room.id)).settings
    answer = await alices.put(PATH, DAYS)
    assert answer.status == 200
    assert {name: answer.json[name] for name in DAYS} == DAYS == await _days(over)
    assert datetime.fromisoformat(answer.json["recordings_until"]) == END + timedelta(days=7)
    assert answer.json["transcripts_until"] is None
    after = (await room(over.room.id)).settings
    assert (after.access, after.language, after.recording) == (
        before.access,
        before.language,
        before.recording,
    )


async def test_nightly_deletion(alices: Browser, meeting: Meeting, settings: Settings) -> None:
    """The night after, what is over by the new days is deleted, and nothing else."""
    await say(meeting.bob, "Good night.")
    await end_room(meeting.room.id, "host", END)
    work = Work(settings, datetime.now(UTC))
    with acting_as(ACTOR):
        assert await retention_tasks.chat(work) == {"meetings": 0}
    assert (await alices.put(PATH, DAYS | {"keep_chat_days": 1})).status == 200
    with acting_as(ACTOR):
        assert await retention_tasks.transcripts(work) == {"meetings": 0}
        assert await retention_tasks.chat(work) == {"meetings": 1}
    assert (await alices.get("/api/rooms/atrium/messages")).json["messages"] == []


async def test_archived(alices: Browser, over: Meeting) -> None:
    """An archived meeting is kept by the same rules."""
    await execute("UPDATE rooms SET status = 'archived' WHERE id = $1", over.room.id)
    assert (await alices.put(PATH, DAYS)).status == 200
    assert await _days(over) == DAYS


async def test_others(
    alices: Browser, bobs: Browser, carols: Browser, nobody: Browser, over: Meeting
) -> None:
    """Neither participant, co-host nor guest may; who was not there learns nothing."""
    assert (await bobs.put(PATH, DAYS)).status == 403
    await execute("UPDATE participants SET role = 'cohost' WHERE id = $1", over.bob.id)
    assert (await bobs.put(PATH, DAYS)).status == 403
    assert (await carols.put(PATH, DAYS)).status == 404
    assert (await nobody.put(PATH, DAYS)).status == 404
    nobody.cookies[GUEST_COOKIE] = over.guest_token
    assert (await nobody.put(PATH, DAYS)).status == 403
    assert await _days(over) == dict.fromkeys(DAYS, 0)


async def test_before_the_end(alices: Browser, meeting: Meeting) -> None:
    """Until a meeting is over, its days are settings like the others."""
    assert (await alices.put(PATH, DAYS)).status == 409
    assert await _days(meeting) == dict.fromkeys(DAYS, 0)


async def test_cancelled(alices: Browser, atrium: Room) -> None:
    """Nothing was held of a cancelled meeting."""
    assert (await alices.delete("/api/rooms/atrium")).status == 204
    assert (await alices.put(PATH, DAYS)).status == 409


@pytest.mark.parametrize("value", [-1, 1.5, 36_501, 10**30, None, True, "7", "soon", [1], {}])
async def test_bad_days(alices: Browser, over: Meeting, value: object) -> None:
    """Days are whole numbers from 0 to 36,500; a wrong one is named, and nothing changes."""
    answer = await alices.put(PATH, DAYS | {"keep_chat_days": value})
    assert answer.status == 422
    assert [each["field"] for each in answer.json["problems"]] == ["keep_chat_days"]
    assert await _days(over) == dict.fromkeys(DAYS, 0)


@pytest.mark.parametrize("body", [{}, {"keep_chat_days": 1}, DAYS | {"access": "link"}, DAYS | {"days": 1}])
async def test_exactly_the_days(alices: Browser, over: Meeting, body: dict[str, object]) -> None:
    """All three are needed, and no other setting is taken."""
    assert (await alices.put(PATH, body)).status == 422
    assert await _days(over) == dict.fromkeys(DAYS, 0)


class TestServersDays:
    """A server that keeps chat for five days."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """The days of the server."""
        return replace(settings, keep_chat_days=5)

    async def test_never_longer(self, alices: Browser, over: Meeting) -> None:
        """The server's days hold where they are fewer."""
        answer = await alices.put(PATH, DAYS)
        assert datetime.fromisoformat(answer.json["chat_until"]) == END + timedelta(days=5)


async def test_audited(alices: Browser, over: Meeting) -> None:
    """The audit log has who changed the days and to what; a repetition changes nothing."""
    for _ in range(2):
        assert (await alices.put(PATH, DAYS)).status == 200
    found = await fetch("SELECT user_id, details FROM audit_events WHERE action = 'retention.change'")
    assert [each["user_id"] for each in found] == [over.alice.user_id]
    assert '"keep_recordings_days": 7' in found[0]["details"]

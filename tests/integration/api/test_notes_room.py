"""Notes in the room: who comes late is offered what they missed, and reads on beside the meeting."""

import pytest
from aiohttp import web
from playwright.async_api import expect

from agent.minutes.block_noting import note_block
from agent.minutes.writing import Extractor
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeBus
from server.meeting.db import execute
from server.meeting.participants import participants_of
from server.meeting.rooms import Room
from server.meeting.summary_blocks import add_block
from server.meeting.transcripts import finish_segment, open_segment, open_transcript, segments_of
from tests.integration.api.live import has_status, until
from tests.integration.api.room_windows import SIZES, Windows, chromium, enter, picture, violations, windows
from tests.integration.minutes.conftest import SAID
from tests.integration.minutes.test_blocks import DECIDED

__all__ = ["chromium", "windows"]


async def noted(room: Room, settings: Settings) -> None:
    """Ten minutes ago it began; what was said is noted, but for the last two sentences."""
    await execute("UPDATE rooms SET started_at = now() - interval '10 minutes' WHERE id = $1", room.id)
    transcript = await open_transcript(room.id, "en", "vosk")
    (alice,) = await participants_of(room.id)
    for at, (_, text) in enumerate(SAID):
        segment = await open_segment(
            transcript.id,
            participant_id=alice.id,
            speaker="Alice",
            language="en",
            engine="vosk",
            start_ms=at * 60_000,
        )
        await finish_segment(segment.id, text, [], 0.9, at * 60_000 + 4000)
    await add_block(room.id, transcript.id, 0, (await segments_of(room.id))[:5])
    async with ChangeBus(settings.redis_url) as bus:
        await note_block(room.id, 0, Extractor(), bus)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_catch_up(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """The offer opens the notes of what was missed; the panels are opened and closed by keyboard."""
    first, late = [await windows.of(each, size) for each in (alice, bob)]
    await enter(first, settings)
    await until(has_status(atrium, "live"))
    await expect(first.get_by_test_id("catch-up")).to_have_count(0)
    await first.keyboard.press("n")
    await expect(first.get_by_test_id("notes-progress")).to_have_text("Nothing has been said yet.")
    await picture(first, "notes-empty")
    assert await violations(first) == []
    await noted(atrium, settings)
    await expect(first.get_by_text(DECIDED)).to_be_visible()
    await enter(late, settings)
    await expect(late.get_by_test_id("catch-up")).to_contain_text("10 minutes before you came")
    await picture(late, "catch-up")
    assert await violations(late) == []
    await late.get_by_role("button", name="Catch me up").click()
    await expect(late.get_by_test_id("notes-decisions")).to_contain_text(DECIDED)
    await expect(late.get_by_test_id("catch-up")).to_have_count(0)
    await picture(late, "notes")
    assert await violations(late) == []
    await late.keyboard.press("Escape")
    await expect(late.get_by_test_id("notes-panel")).to_have_count(0)
    await late.keyboard.press("t")
    await expect(late.get_by_test_id("transcript-line").last).to_be_visible()
    await picture(late, "transcript")
    assert await violations(late) == []

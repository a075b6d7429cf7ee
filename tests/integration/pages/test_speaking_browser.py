"""The plots of who spoke, of a large and long meeting, in a real browser."""

import os
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from agent.minutes.writing import Extractor, draft_minutes
from server.app_keys import CHANGE_BUS
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.db import execute
from server.meeting.lifecycle import end_room
from server.meeting.participants import Participant
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.conftest import Meeting, enter
from tests.integration.pages.test_browser import AXE, FOUND, chromium, sign_in, watched
from tests.integration.web_client import need_web_client

__all__ = ["chromium"]
SIZES = ((360, "light"), (768, "dark"), (1440, "light"), (1440, "dark"))
PICTURES = os.environ.get("PARLEY_TEST_PICTURES")
"""A directory for pictures of the page, to look at."""
NAMES = ("김민준", "이서연", "박지훈 <b>", "Maximiliane von Hohenstein-Wittgenstein", "Zoë", "이서연")
LINES = (
    "Shall we go on with the plan of the release?",
    "The test went really well, and everybody was happy with the great result.",
    "I am worried about the schedule, the delay of the vendor is terrible for us.",
    "Yes, right.",
    "Alice will send the numbers of the third quarter by Friday.",
    "We do the second part of the migration in the first week of March.",
)
STEP_MS = 48_000
COUNT = 300
"""Four hours of them."""


@pytest.fixture
async def large(meeting: Meeting, app: web.Application) -> Meeting:
    """Twenty people in four hours, with the minutes of it."""
    await execute("UPDATE rooms SET max_participants = 50 WHERE id = $1", meeting.room.id)
    places = [meeting.alice, meeting.bob, meeting.gus]
    for at in range(17):
        name = NAMES[at] if at < len(NAMES) else f"Person {at}"
        places.append((await enter(meeting.room, None, name))[0])
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    for at in range(COUNT):
        who: Participant = places[(at * at + at // 7) % len(places)]
        opened = await open_segment(
            transcript.id,
            participant_id=who.id,
            speaker=who.display_name,
            language="en",
            engine="vosk",
            start_ms=at * STEP_MS,
        )
        text = " ".join(LINES[(at // 40 + n * at) % len(LINES)] for n in range(4))
        await finish_segment(opened.id, text, [], 0.9, at * STEP_MS + 25_000)
    await end_room(meeting.room.id, "host")
    await draft_minutes(meeting.room.id, Extractor(), app[CHANGE_BUS])
    return meeting


async def test_at_all_widths(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account, large: Meeting
) -> None:
    """With all tables open the page has no accessibility violation, and nothing is wider than the window."""
    need_web_client(settings)
    for width, scheme in SIZES:
        async with watched(chromium, settings, width, scheme) as page:
            await sign_in(page, alice, settings.url)
            await page.goto("/m/atrium")
            for name in ("Speaking", "Engagement and sentiment", "Your report"):
                await expect(page.get_by_role("region", name=name, exact=False).first).to_be_visible()
            await page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            if PICTURES:
                for part in ("speaking", "tone", "report"):
                    where = Path(PICTURES) / f"{part}-{width}-{scheme}.png"
                    await page.locator(f".{part}").screenshot(path=where)
            await page.evaluate(AXE.read_text())
            assert await page.evaluate(FOUND) == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= width

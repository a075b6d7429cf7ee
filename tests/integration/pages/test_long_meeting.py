"""The page of a long meeting in a real browser: all of it is reached, though little of it is laid out."""

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.lifecycle import end_room
from server.meeting.minutes import save_minutes
from server.meeting.segment_rows import Segment
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from server.stack.testing import browser
from tests.conftest import Meeting
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_browser import chromium, sign_in, window
from tests.integration.pages.test_player import until

__all__ = ["chromium", "window"]
SEGMENTS = 700
"""More than are read at a time."""
SEEN = """(() => {
  const said = document.querySelector('[data-segment="%s"]').getBoundingClientRect();
  return said.top >= 0 && said.bottom <= innerHeight && said.height > 0;
})()"""


@pytest.fixture
async def long(meeting: Meeting) -> Spoken:
    """Alice and Bob in turns; the minutes cite the beginning, and as its action item the end."""
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    segments: list[Segment] = []
    for n in range(SEGMENTS):
        place, name = ((meeting.alice, "Alice"), (meeting.bob, "Bob"))[n % 2]
        opened = await open_segment(
            transcript.id,
            participant_id=place.id,
            speaker=name,
            language="en",
            engine="vosk",
            start_ms=n * 5000,
        )
        text = f"This is sentence number {n}, and it goes on for a while."
        segments.append(await finish_segment(opened.id, text, [], 0.9, n * 5000 + 3000))
    await end_room(meeting.room.id, "host")
    spoken = Spoken(meeting, tuple(segments))
    await save_minutes(meeting.room.id, minutes(Spoken(meeting, (*segments[:3], segments[-1]))))
    return spoken


async def seen(page: Page, segment: Segment) -> None:
    """Wait until a segment is in the window."""
    await until(page, SEEN % segment.id)


@pytest.fixture
async def page(window: Page, settings: Settings, alice: Account, long: Spoken) -> Page:
    """The meeting's page."""
    await sign_in(window, alice, settings.url)
    await window.goto("/m/atrium")
    return window


async def test_far_citation(page: Page, long: Spoken) -> None:
    """A citation leads to words an hour away, and the next one back."""
    await page.get_by_role("region", name="Action items", exact=True).get_by_role("link").first.press("Enter")
    await seen(page, long.segments[-1])
    await page.get_by_role("region", name="Decisions").get_by_role("link").first.press("Enter")
    await seen(page, long.segments[1])


async def test_find(page: Page, long: Spoken) -> None:
    """The page's own search reaches all of it."""
    await page.get_by_role("searchbox", name="Find in the transcript").fill("sentence number 698")
    await page.keyboard.press("Enter")
    await seen(page, long.segments[698])


async def test_link_to_a_moment(page: Page, long: Spoken) -> None:
    """So does a link."""
    await page.goto("/m/atrium?t=50:00")
    await seen(page, long.segments[600])


async def test_link_to_words(page: Page, long: Spoken) -> None:
    """So does a link to words, opened afresh."""
    await page.goto("about:blank")
    await page.goto(f"/m/atrium#s-{long.segments[500].id}")
    await seen(page, long.segments[500])


async def test_browsers_find(page: Page, long: Spoken) -> None:
    """The browser's own search finds words that were not laid out."""
    assert await page.evaluate("window.find('sentence number 444,')")
    found = "getSelection().anchorNode.parentElement.closest('[data-segment]').dataset.segment"
    assert await page.evaluate(found) == str(long.segments[444].id)


async def test_screen_reader(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account, long: Spoken
) -> None:
    """Screen readers have all of it, laid out or not."""
    args = ["--no-sandbox", "--force-renderer-accessibility"]  # as when one runs
    async with await chromium.browser_type.launch(executable_path=browser(), args=args) as read_aloud:
        page = await read_aloud.new_page(base_url=settings.url)
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        devtools = await page.context.new_cdp_session(page)
        tree = await devtools.send("Accessibility.getFullAXTree")
    named = {each.get("name", {}).get("value") for each in tree["nodes"]}
    assert not [each.seq for each in long.segments if each.text not in named]


async def test_paper(page: Page, long: Spoken) -> None:
    """All of it is printed."""
    await page.emulate_media(media="print")
    stretches = "[...document.querySelectorAll('.stretch')]"
    assert await page.evaluate(
        f"{stretches}.every(each => getComputedStyle(each).contentVisibility === 'visible')"
    )


async def test_without_scripts(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account, long: Spoken
) -> None:
    """All of it can be read without scripts."""
    context = await chromium.new_context(java_script_enabled=False, base_url=settings.url)
    page = await context.new_page()
    await sign_in(page, alice, settings.url)
    await page.goto("/m/atrium")
    await expect(page.locator("[data-segment]")).to_have_count(SEGMENTS)
    await page.goto(f"/m/atrium#s-{long.segments[650].id}")
    await expect(page.locator(f"#s-{long.segments[650].id}")).to_be_in_viewport()
    await context.close()

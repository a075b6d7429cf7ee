"""One person in two tabs, and a room that was over before the link was opened."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Playwright, expect

from tests.system.browser_window import SOON_MS, BrowserWindow, tab, window
from tests.system.running_stack import RunningStack

PLACES = """
SELECT count(*) FROM participants p JOIN rooms r ON r.id = p.room_id JOIN users u ON u.id = p.user_id
WHERE r.slug = $1 AND u.name = 'Dora Lind'
"""


@pytest.fixture(scope="module")
async def dora(stack: RunningStack, playwright: Playwright) -> AsyncIterator[BrowserWindow]:
    """A person with an account and a browser that has neither microphone nor camera."""
    async with window(playwright, stack.url, None) as view:
        await view.register("Dora Lind")
        yield view


async def test_the_second_tab_takes_over(stack: RunningStack, dora: BrowserWindow) -> None:
    """The first tab says why it is out; the person has one place in the meeting."""
    slug = await dora.new_room("Two tabs")
    await dora.enter(slug)
    second = await tab(dora.page.context, stack.url)
    await second.enter(slug)
    await expect(dora.part("exit")).to_have_attribute("data-exit", "elsewhere", timeout=SOON_MS)
    assert (await stack.row(PLACES, slug))["count"] == 1
    await second.end_for_all()
    await second.page.wait_for_url(f"**/m/{slug}")


async def test_the_link_of_a_past_meeting_leads_to_its_page(dora: BrowserWindow) -> None:
    """Nobody waits before a door that will not open."""
    slug = await dora.new_room("Past")
    await dora.enter(slug)
    await dora.call("POST", f"/api/rooms/{slug}/end")
    await dora.page.goto(f"{dora.url}/r/{slug}")
    await dora.page.wait_for_url(f"**/m/{slug}")

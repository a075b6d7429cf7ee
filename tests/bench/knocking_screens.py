"""Knocks as people see them: a host's browser and that of somebody who waits, among many others who wait.

Both tell the time by the same clock: the host's page at the click, the other's once the room is painted, and
once it is painted with its media connected.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Page, async_playwright

from server.demo.client import Client
from server.stack.testing import browser

FLAGS = ("--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
PATIENCE_MS = 60_000
CLICKED = "addEventListener('click', () => { window.clickedAt = Date.now(); }, true);"
STATE = '[data-testid="connection-state"]'
CONNECTED = f'{STATE}[data-state="connected"]'
PAINTED = """
((shown) => new MutationObserver((_, observer) => {
  for (const [name, selector] of Object.entries(shown)) {
    if (!document.querySelector(selector)) continue;
    delete shown[name];
    requestAnimationFrame(() => setTimeout(() => { document.documentElement.dataset[name] = Date.now(); }));
  }
  if (Object.keys(shown).length === 0) observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true }))
"""
TIMES = f"{PAINTED}({json.dumps({'insideAt': STATE, 'connectedAt': CONNECTED})});"


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds from the host's click until the room is on the screen of who waited, and is connected."""

    inside: float
    connected: float


@dataclass(frozen=True)
class Screens:
    """A running browser, and the host's page in the room with the list of people open."""

    chromium: Browser
    host: Page
    room: str

    async def let_in(self, name: str) -> Seen:
        """Knock in a window of its own, let in by a click."""
        context = await self.chromium.new_context(permissions=["microphone", "camera"])
        context.set_default_timeout(PATIENCE_MS)
        try:
            page = await context.new_page()
            await page.add_init_script(TIMES)
            await page.goto(self.room)
            await page.get_by_test_id("prejoin-name").fill(name)
            await page.get_by_test_id("prejoin-join").click()
            await page.get_by_test_id("prejoin-waiting").wait_for()
            there = self.host.get_by_test_id("at-the-door").filter(has_text=name)
            await there.get_by_test_id("let-in").click()
            await page.locator("html[data-connected-at]").wait_for()
            clicked = float(await self.host.evaluate("window.clickedAt"))
            times = await page.evaluate("({ ...document.documentElement.dataset })")
            return Seen(float(times["insideAt"]) - clicked, float(times["connectedAt"]) - clicked)
        finally:
            await context.close()


@asynccontextmanager
async def screens(url: str, slug: str, host: Client) -> AsyncIterator[Screens]:
    """Open the host's page, who is signed in as the client is."""
    async with (
        async_playwright() as driver,
        await driver.chromium.launch(executable_path=browser(), args=[*FLAGS]) as chromium,
    ):
        context = await chromium.new_context(permissions=["microphone", "camera"])
        context.set_default_timeout(PATIENCE_MS)
        kept = host.http.cookie_jar.filter_cookies(host.origin)
        await context.add_cookies(
            [
                {"name": each.key, "value": each.value, "url": url.replace("http:", "https:"), "secure": True}
                for each in kept.values()
            ]
        )
        page = await context.new_page()
        await page.add_init_script(CLICKED)
        await page.goto(f"{url}/r/{slug}")
        await page.get_by_test_id("prejoin-join").click()
        await page.locator(CONNECTED).wait_for()
        await page.get_by_test_id("people-toggle").click()
        yield Screens(chromium, page, f"{url}/r/{slug}")

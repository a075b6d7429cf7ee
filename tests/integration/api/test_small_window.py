"""Picture in picture: a window with the large tile, the last caption, microphone and leave; else a video."""

import pytest
from aiohttp import web
from playwright.async_api import BrowserContext, Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.integration.api.live import until
from tests.integration.api.room_windows import Windows, chromium, enter, picture, violations, windows
from tests.integration.api.test_breakouts_room import both_are_in
from tests.integration.menus import choose

__all__ = ["chromium", "windows"]

SIZE = (1440, 900, "light")
PATIENCE_MS = 60_000
"""On a busy machine a window of its own is slow to open, and a camera to be seen."""
WITHOUT_DOCUMENT = "Object.defineProperty(window, 'documentPictureInPicture', { value: undefined })"

CLICK_SOON = "button => { setTimeout(() => button.click()) }"
"""For what closes its own window: of a key, the release would come after the end of the page."""


def refusals(context: BrowserContext) -> list[str]:
    """List what the pages' policy refuses from now on, in all windows."""
    seen: list[str] = []
    context.on("console", lambda told: seen.append(told.text) if "Content Security" in told.text else None)
    return seen


async def both(
    windows: Windows, settings: Settings, alice: Account, bob: Account, script: str = ""
) -> tuple[Page, Page]:
    """Let two people meet; the first one's pages run a script before all others."""
    page, other = [await windows.of(each, SIZE) for each in (alice, bob)]
    await page.add_init_script(script)
    for each in (page, other):
        await enter(each, settings)
    others = page.get_by_test_id("grid").get_by_role("group", name=bob.name).locator("video")
    await expect(others).to_have_js_property("readyState", 4, timeout=PATIENCE_MS)
    return page, other


async def press(page: Page, key: str) -> None:
    """Press a key as one does who is nowhere on the page."""
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press(key)


async def closed(page: Page) -> None:
    """Wait until the page knows that no small window is open."""
    offer = page.get_by_role("menuitem", name="Picture in picture", exact=True, include_hidden=True)
    await expect(offer).to_have_count(1)


async def test_small_window(
    app: web.Application, windows: Windows, settings: Settings, alice: Account, bob: Account, atrium: Room
) -> None:
    """It has the other's video and mutes; closed by its own button it opens again, and leaving closes it."""
    page, other = await both(windows, settings, alice, bob)
    refused = refusals(page.context)
    async with page.context.expect_page(timeout=PATIENCE_MS) as opened:
        await choose(page, "View", "Picture in picture")
    small = await opened.value
    await small.set_viewport_size({"width": 400, "height": 320})
    await expect(small.get_by_test_id("small-tile")).to_contain_text("Bob")
    await expect(small.locator("video")).to_have_js_property("readyState", 4)
    await expect(small.get_by_role("main")).to_have_css("display", "grid")
    await picture(small, "small-window-video")
    await small.get_by_role("button", name="Mic").press("Enter")
    await expect(page.get_by_test_id("mic-toggle")).to_have_attribute("aria-pressed", "false")
    await other.get_by_test_id("camera-toggle").press("Enter")
    await other.get_by_test_id("mic-toggle").press("Enter")
    await expect(small.locator("video")).to_have_count(0)
    await expect(small.get_by_test_id("small-tile")).to_contain_text("Microphone off: Bob")
    await picture(small, "small-window")
    assert await violations(small) == []
    await small.close()
    await closed(page)
    async with page.context.expect_page(timeout=PATIENCE_MS) as opened:
        await press(page, "i")
    small = await opened.value
    await expect(small.get_by_test_id("small-tile")).to_contain_text("Bob")
    async with small.expect_event("close", timeout=PATIENCE_MS):
        await small.get_by_role("button", name="Leave").evaluate(CLICK_SOON)
    await expect(page.get_by_test_id("exit")).to_be_visible()
    assert refused == []


async def test_video_alone(
    app: web.Application, windows: Windows, settings: Settings, alice: Account, bob: Account, atrium: Room
) -> None:
    """A browser that knows it for videos alone shows who sends one, and says so where nobody does."""
    page, other = await both(windows, settings, alice, bob, WITHOUT_DOCUMENT)
    video, above = page.locator("#small-video"), page.locator(":picture-in-picture")
    await expect(video).to_have_js_property("readyState", 4)
    await press(page, "i")
    await expect(above).to_have_count(1)
    await choose(page, "View", "Close picture in picture")
    await expect(above).to_have_count(0)
    await closed(page)
    for each in (page, other):
        await each.get_by_test_id("camera-toggle").press("Enter")
    await expect(video).to_have_js_property("srcObject", None)
    await press(page, "i")
    await expect(page.locator(".toast")).to_have_text("There is no video to show in a small window now.")
    await page.get_by_test_id("camera-toggle").press("Enter")
    await expect(video).to_have_js_property("readyState", 4)
    await press(page, "i")
    await expect(above).to_have_count(1)
    await page.get_by_test_id("leave").press("Enter")
    await expect(page.get_by_test_id("exit")).to_be_visible()
    await expect(above).to_have_count(0)


@pytest.mark.parametrize("script", ["", WITHOUT_DOCUMENT], ids=["document", "video"])
async def test_to_a_breakout_and_back(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    script: str,
) -> None:
    """One and the same window stays on the way to a breakout and back, and shows who is there."""
    member, host = await both(windows, settings, bob, alice, script)
    await member.evaluate("window.left = 0")
    await member.evaluate("addEventListener('leavepictureinpicture', () => (window.left += 1), true)")
    await until(both_are_in(atrium))
    if script:
        await expect(member.locator("#small-video")).to_have_js_property("readyState", 4, timeout=PATIENCE_MS)
    await press(member, "i")
    opened = member.get_by_role("menuitem", name="Close picture in picture", include_hidden=True)
    await expect(opened).to_have_count(1, timeout=PATIENCE_MS)
    await host.get_by_test_id("breakouts-toggle").press("Enter")
    await host.get_by_test_id("breakouts-rooms").fill("1")
    await host.get_by_test_id("breakouts-open").press("Enter")
    await expect(member.get_by_test_id("breakout-bar")).to_contain_text("You are in Breakout 1.")
    await host.get_by_test_id("breakout-go").press("Enter")
    alices = member.get_by_test_id("grid").get_by_role("group", name="Alice").locator("video")
    await expect(alices).to_have_js_property("readyState", 4, timeout=PATIENCE_MS)
    await expect(opened).to_have_count(1)
    if script:
        await expect(member.locator("#small-video")).to_have_js_property("readyState", 4, timeout=PATIENCE_MS)
    else:
        small = member.context.pages[-1]
        await expect(small.get_by_test_id("small-tile")).to_contain_text("Alice")
        await expect(small.locator("video")).to_have_js_property("readyState", 4, timeout=PATIENCE_MS)
    await member.get_by_test_id("main-room").press("Enter")
    await expect(member.get_by_test_id("main-room")).to_have_count(0)
    await expect(opened).to_have_count(1)
    assert await member.evaluate("window.left") == 0

"""The room on a phone, upright and sideways, with a panel open and without."""

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.integration.api.live import has_status, until
from tests.integration.api.room_windows import Windows, chromium, enter, picture, violations, windows
from tests.integration.api.test_captions import agent

__all__ = ["chromium", "windows"]

UPRIGHT, SIDEWAYS = (360, 740, "light"), (740, 360, "dark")
PANELS = ("people", "chat", "polls", "transcript", "notes")
SMALL = """() => [...document.querySelectorAll('.bar button, .head button, .panel button, .panel select')]
  .filter(each => each.checkVisibility({ visibilityProperty: true }))
  .map(each => [each.getAttribute('aria-label') ?? each.textContent, each.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 43.5 || height < 43.5)
  .map(([name, { width, height }]) => `${name}: ${width} × ${height}`)"""
"""Targets that a thumb misses."""
HIDDEN = """() => [...document.querySelectorAll('.bar button, .head__panels button')]
  .filter(each => each.checkVisibility())
  .filter(each => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return !each.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  }).map(each => each.title)"""
"""Controls that are covered by something, or outside of the screen."""
SCROLLS = """() => [document.scrollingElement, ...document.querySelectorAll('.meeting *')]
  .filter(each => each.scrollHeight > each.clientHeight + 1)
  .filter(each => each === document.scrollingElement || /auto|scroll/.test(getComputedStyle(each).overflowY))
  .filter((each, _, all) => all.some(other => other !== each && other.contains(each)))
  .map(each => each.className)"""
"""What scrolls within something that scrolls."""


async def check(page: Page, name: str) -> None:
    """Nothing is too small for a thumb, covered, wider than the screen, or scrolls twice."""
    await picture(page, f"phone-{name}")
    assert await page.evaluate(SMALL) == []
    assert await page.evaluate(HIDDEN) == []
    assert await page.evaluate(SCROLLS) == []
    assert await violations(page) == []


async def top(page: Page, test_id: str) -> float:
    """Where a part begins, as a share of the screen's height."""
    box = await page.get_by_test_id(test_id).bounding_box()
    assert box is not None
    return box["y"] / float(await page.evaluate("innerHeight"))


async def drag(page: Page, by_px: int) -> None:
    """Drag the sheet's head slowly."""
    box = await page.locator(".panel__head").bounding_box()
    assert box is not None
    x, y = box["x"] + 80, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + by_px, steps=4)
    await page.evaluate("new Promise(requestAnimationFrame)")
    await page.mouse.move(x, y + by_px + 1)
    await page.mouse.up()


async def drag_the_sheet(page: Page) -> None:
    """Up it fills the stage; its button makes it lower again, and down it closes."""
    await page.get_by_test_id("chat-toggle").click()
    panel = page.get_by_test_id("chat-panel")
    await expect(panel).to_have_attribute("data-height", "half")
    await drag(page, -200)
    await expect(panel).to_have_attribute("data-height", "full")
    await page.get_by_test_id("panel-grip").press("Enter")
    await expect(panel).to_have_attribute("data-height", "half")
    await drag(page, 400)
    await expect(panel).to_have_count(0)
    await expect(page.get_by_test_id("chat-toggle")).to_be_focused()


@pytest.mark.parametrize("size", [UPRIGHT, SIDEWAYS], ids=["upright", "sideways"])
async def test_thumb(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """Controls, captions and video are in reach and in sight, whatever panel is open."""
    page = await windows.of(alice, size)
    async with agent(settings, atrium, engine="whisper"):
        await enter(page, settings)
        await until(has_status(atrium, "live"))
        await check(page, "room")
        strip = await page.get_by_test_id("caption-strip").bounding_box()
        assert strip is not None
        assert 40 < strip["height"] < size[1] / 3
        assert strip["y"] + strip["height"] <= size[1]
        if size is UPRIGHT:
            assert await top(page, "chat-toggle") > 0.75
        for name in PANELS:
            await page.get_by_test_id(f"{name}-toggle").click()
            await expect(page.get_by_test_id(f"{name}-panel")).to_be_in_viewport()
            await check(page, name)
            if size is UPRIGHT:
                assert await top(page, f"{name}-panel") > 0.2
            await page.keyboard.press("Escape")
        if size is UPRIGHT:
            await drag_the_sheet(page)
        await page.get_by_test_id("settings-toggle").click()
        await expect(page.get_by_label("Videos at once")).to_be_attached()
        await picture(page, "phone-settings")
        assert await page.evaluate(SCROLLS) == []
        assert await violations(page) == []

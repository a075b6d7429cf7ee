"""The page before joining by keyboard alone: what has the focus is in view, beside what one agrees to."""

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.rooms import Room, update_room
from tests.integration.api.room_windows import Windows, chromium, picture, violations, windows

__all__ = ["chromium", "windows"]
SIZES = ((320, 568, "light"), (360, 740, "dark"), (768, 1024, "dark"), (1440, 900, "light"))
FOCUSED = """() => {
  const on = document.activeElement;
  const { left, top, right, bottom, width, height } = on.getBoundingClientRect();
  const covered = [top + 1, (top + bottom) / 2, bottom - 1].filter((y) => {
    const seen = document.elementFromPoint(left + width / 2, y);
    return !(seen && (on.contains(seen) || seen.contains(on)));
  });
  const name = on.dataset.testid || on.id || on.labels?.[0]?.innerText || on.ariaLabel || on.textContent;
  return [name, covered.length === 0];
}"""
"""Whatever has the focus, and whether it is in view from its top to its bottom, with nothing over it."""


async def tabbed(page: Page, key: str) -> list[tuple[str, bool]]:
    """Press the key until the focus was everywhere, from wherever it begins, and tell what had it."""
    seen: dict[str, bool] = {}
    while True:
        await page.keyboard.press(key)
        name, in_view = await page.evaluate(FOCUSED)
        if name in seen:
            return list(seen.items())
        if not await page.evaluate("document.activeElement === document.body"):
            seen[name] = in_view


async def unfold(page: Page, settings: Settings) -> None:
    """Open the page, with all that it can ask of a guest."""
    await page.goto(f"{settings.url}/r/atrium")
    await expect(page.get_by_test_id("prejoin-note")).to_be_visible()
    details = page.locator("details.prejoin__devices")
    if await details.get_attribute("open") is None:
        await details.locator("summary").click()
    await page.evaluate("scrollTo(0, 0); document.activeElement.blur()")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_focus_in_view(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """Forwards and backwards, nothing lies over the field that has the focus."""
    await update_room(atrium.id, settings={"lobby": "all"})
    page = await windows.of(None, size)
    await unfold(page, settings)
    await picture(page, f"prejoin-{size[1]}")
    forwards = await tabbed(page, "Tab")
    await page.get_by_test_id("prejoin-join").focus()
    backwards = await tabbed(page, "Shift+Tab")
    assert len(forwards) > len(["name", "note", "devices", "join"])
    assert [name for name, in_view in (*forwards, *backwards) if not in_view] == []
    await page.get_by_test_id("prejoin-note").focus()
    await picture(page, f"prejoin-focused-{size[1]}")
    assert await violations(page) == []

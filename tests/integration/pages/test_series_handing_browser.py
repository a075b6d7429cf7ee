"""A host hands a series over in a browser, by keyboard, at every width."""

import os
from pathlib import Path
from uuid import UUID

from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from tests.integration.api.browser import Browser
from tests.integration.api.test_series import DANA, made, slugs
from tests.integration.api.test_series_hosts import attended
from tests.integration.jobs.conftest import as_owner
from tests.integration.pages.test_browser import AXE, FOUND, SIZES, chromium, sign_in, watched
from tests.integration.web_client import need_web_client

__all__ = ["chromium"]
SEEN = os.environ.get("PARLEY_SCREENSHOTS")
HOSTS = "SELECT array_agg(DISTINCT host_id) FROM rooms WHERE status = 'scheduled'"


async def looked_at(page: Page, name: str, width: int) -> None:
    """Nothing is found by axe, and nothing is wider than the screen."""
    await page.evaluate(AXE.read_text())
    assert await page.evaluate(FOUND) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    if SEEN:
        await page.screenshot(path=Path(SEEN) / f"{name}.png", full_page=True)


async def choose(page: Page, place: UUID, *, is_sure: bool) -> None:
    """By keyboard; they are asked once more."""
    await page.get_by_label("New host").select_option(str(place))
    async with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.accept() if is_sure else dialog.dismiss())
        await page.get_by_label("New host").press("Tab")
        await expect(page.get_by_role("button", name="Hand over")).to_be_focused()
        await page.keyboard.press("Enter")
    assert "Hand “Plan” over to Bob?" in (await asked.value).message


async def test_seen_at_every_width(
    chromium: Chromium, settings: Settings, alices: Browser, alice: Account, bob: Account
) -> None:
    """With somebody to choose and with nobody the page stays within it, in both colour schemes."""
    need_web_client(settings)
    series, empty = await made(alices), await made(alices)
    await attended(series, bob)
    for width in (width for width, _ in SIZES):
        for scheme in ("light", "dark"):
            async with watched(chromium, settings, width, scheme) as page:
                await sign_in(page, alice, settings.url)
                await page.goto(f"/r/{slugs(series)[1]}/change")
                await page.get_by_role("button", name="Hand over").press("Enter")
                await expect(page.get_by_label("New host")).to_be_focused()
                await expect(page.locator("#participant-error")).not_to_be_empty()
                await looked_at(page, f"{width}-{scheme}", width)
                await page.goto(f"/r/{slugs(empty)[1]}/change")
                await expect(page.get_by_text("nobody has yet")).to_be_visible()
                await looked_at(page, f"{width}-{scheme}-nobody", width)


async def test_handed_over(
    chromium: Chromium, settings: Settings, alices: Browser, alice: Account, bob: Account
) -> None:
    """Both are told; the new host finds the series on their home page to change, the old one as a co-host."""
    need_web_client(settings)
    series = await made(alices)
    place = await attended(series, bob)
    async with watched(chromium, settings, 360, "dark") as page:
        await sign_in(page, alice, settings.url)
        await page.goto(f"/r/{slugs(series)[1]}/change")
        await choose(page, place, is_sure=False)
        assert await as_owner(HOSTS) == [alice.id]
        await choose(page, place, is_sure=True)
        await expect(page.get_by_role("heading", name="The series is handed over")).to_be_focused()
        await expect(page.get_by_role("main")).to_contain_text("Bob is the host of “Plan”")
        await looked_at(page, "handed-over", 360)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("You have handed this series over")).to_be_visible()
        await expect(page.get_by_role("link", name="Join Plan")).to_be_visible()
        await expect(page.get_by_role("link", name="Change Plan")).to_have_count(0)
    async with watched(chromium, settings, 1440) as page:
        await sign_in(page, bob, settings.url)
        await page.goto("/")
        await expect(page.get_by_text("You are the host of this series")).to_be_visible()
        await page.get_by_role("link", name="Change Plan").click()
        await expect(page.get_by_role("heading", name="Hand the series over")).to_be_visible()
    roles = "SELECT array_agg(DISTINCT p.role) FROM participants p JOIN rooms r ON r.id = p.room_id"
    mine = await as_owner(f"{roles} WHERE r.status = 'scheduled' AND p.user_id = $1", alice.id)
    assert (await as_owner(HOSTS), mine) == ([bob.id], ["cohost"])


async def test_refused(
    chromium: Chromium, settings: Settings, alices: Browser, alice: Account, bob: Account
) -> None:
    """Who was chosen and can no longer get it is refused in words, and the page stays."""
    need_web_client(settings)
    series = await made(alices)
    place = await attended(series, bob)
    async with watched(chromium, settings, 768) as page:
        await sign_in(page, alice, settings.url)
        await page.goto(f"/r/{slugs(series)[1]}/change")
        await as_owner("UPDATE participants SET status = 'removed' WHERE id = $1 RETURNING 1", place)
        await choose(page, place, is_sure=True)
        await expect(page.get_by_role("alert")).to_contain_text("Only people with an account")
        await looked_at(page, "refused", 768)


async def test_invitations_to_all(
    chromium: Chromium, settings: Settings, alices: Browser, alice: Account, bob: Account
) -> None:
    """The new host gives who is invited to all another link, on the page of a meeting to come."""
    need_web_client(settings)
    series = await made(alices, members=[DANA])
    place = await attended(series, bob)
    await alices.put(f"/api/series/{series['slug']}/host", {"participant": str(place)})
    versions = "SELECT max(token_version) FROM room_invitations WHERE series_of = id"
    for number, (width, scheme) in enumerate((width, s) for width, _ in SIZES for s in ("light", "dark")):
        async with watched(chromium, settings, width, scheme) as page:
            await sign_in(page, bob, settings.url)
            await page.goto(f"/r/{slugs(series)[1]}/invitations")
            to_all = page.get_by_role("region", name="Invited to the whole series")
            await expect(to_all.get_by_role("listitem")).to_have_count(1)
            await looked_at(page, f"to-all-{width}-{scheme}", width)
            async with page.expect_navigation():
                await to_all.get_by_role("button", name=f"New link for {DANA}").press("Enter")
            assert await as_owner(versions) == number + 1
            await page.goto("/account/notices")
            await expect(page.get_by_text("always told, in Parley alone")).to_be_visible()
            await looked_at(page, f"notices-{width}-{scheme}", width)

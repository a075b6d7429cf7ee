"""The pages in a real browser: their scripts, the content security policy, keyboard and accessibility."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, expect

from server.app_keys import CHANGE_BUS
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeEvent
from server.meeting.minutes import State, save_minutes
from server.meeting.rooms import NewRoom, create_room
from server.meeting.sessions import open_session
from tests.conftest import PASSWORD, TEN
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.web_client import need_web_client

AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = ((360, "light"), (768, "dark"), (1440, "light"))
FOUND = "axe.run().then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target)))"


@pytest.fixture(scope="session")
async def chromium(page_browser: Browser) -> Browser:
    """A browser, whose pages are looked through by axe."""
    if not AXE.is_file():
        pytest.skip("the web packages are not there: python3 -m server test brings them")
    return page_browser


@pytest.fixture
async def window(chromium: Browser, app: web.Application, settings: Settings) -> AsyncIterator[Page]:
    """A window that is not signed in; script errors and CSP violations fail the test."""
    need_web_client(settings)
    async with watched(chromium, settings, 1280) as page:
        yield page


@asynccontextmanager
async def watched(
    chromium: Browser, settings: Settings, width: int, scheme: str = "light"
) -> AsyncIterator[Page]:
    """Open a window with a width and colour scheme."""
    context: BrowserContext = await chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=settings.url,
        locale="en-GB",
    )
    page, wrong = await context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if _is_ours(said.type, said.text) else None)
    try:
        yield page
    finally:
        await context.close()
    assert wrong == []


def _is_ours(kind: str, text: str) -> bool:
    """Whether a console message is the page's error; refused requests are logged there too."""
    return kind == "error" and not text.startswith("Failed to load resource")


async def sign_in(page: Page, person: Account, url: str) -> None:
    """Sign the window in."""
    token, _ = await open_session(
        person.id, {"user_agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}, "192.0.2.7"
    )
    at = url.replace("http:", "https:")
    await page.context.add_cookies([{"name": "__Host-parley", "value": token, "url": at, "secure": True}])


async def test_register_and_begin(window: Page, admin: Account) -> None:
    """A new person registers, starts a meeting with one click and finds it on the home page."""
    await window.goto("/register")
    await window.get_by_label("Your name").fill("Dora Field")
    await window.get_by_label("E-mail").fill("dora@example.org")
    await window.get_by_label("Password").fill("a longer password")
    await window.keyboard.press("Enter")
    await window.get_by_role("button", name="New meeting").click()
    await window.wait_for_url(re.compile("/r/[a-z-]+$"))
    await window.goto("/")
    await expect(window.get_by_role("link", name="Dora Field’s meeting", exact=True)).to_be_visible()
    await window.get_by_role("button", name="Sign out").click()
    await expect(window.get_by_role("heading", level=1)).to_contain_text("Leave with minutes")


async def test_wrong_password(window: Page, alice: Account) -> None:
    """The server's error is shown as an alert."""
    await window.goto("/signin")
    await window.get_by_label("E-mail").fill("alice@example.org")
    await window.get_by_label("Password").fill("not it")
    await window.get_by_role("button", name="Sign in").click()
    await expect(window.get_by_role("alert")).to_contain_text("E-mail or password is wrong")


async def test_sign_in_returns_to_the_page(window: Page, alice: Account) -> None:
    """Signing in leads back to the requested page."""
    await window.goto("/account")
    await window.get_by_label("E-mail").fill("alice@example.org")
    await window.get_by_label("Password").fill("correct horse battery")
    await window.keyboard.press("Enter")
    await expect(window.get_by_role("heading", name="Your account")).to_be_visible()


async def test_password_change(window: Page, alice: Account, settings: Settings) -> None:
    """A mistake gets an error at its field; afterwards the other sessions and what was typed are gone."""
    await sign_in(window, alice, settings.url)
    await open_session(alice.id, {}, None)
    await window.goto("/account")
    await window.get_by_label("Current password").fill("not it")
    await window.get_by_label("New password").fill("five grey umbrellas")
    await window.get_by_role("button", name="Change password").click()
    await expect(window.locator("#current-error")).to_contain_text("not your current password")
    await window.get_by_label("Current password").fill("correct horse battery")
    await window.get_by_role("button", name="Change password").click()
    about = window.get_by_role("region", name="Change your password")
    await expect(about.get_by_role("status")).to_contain_text("Your password is changed")
    await expect(window.get_by_label("New password")).to_have_value("")
    await expect(window.get_by_role("button", name="End session")).to_have_count(0)


async def test_schedule(window: Page, alice: Account, bob: Account, settings: Settings) -> None:
    """A meeting is scheduled in local time; an invalid address gets an error at its field."""
    await sign_in(window, alice, settings.url)
    await window.goto("/")
    await window.get_by_text("Schedule a meeting").click()
    await window.get_by_label("Title").fill("Retrospective")
    await window.get_by_label("Starts").fill(f"{datetime.now(UTC).year + 1}-05-04T10:30")
    await window.get_by_label("Invite", exact=True).fill("bob@example.org\nnobody")
    await window.get_by_role("button", name="Schedule", exact=True).click()
    await expect(window.locator("#members-error")).to_contain_text("“nobody”: This is not an e-mail address")
    await window.get_by_label("Invite", exact=True).fill("bob@example.org")
    await window.get_by_role("button", name="Schedule", exact=True).click()
    row = window.get_by_role("listitem").filter(has_text="Retrospective")
    await expect(row).to_contain_text("10:30")


async def test_minutes_come_by_themselves(
    window: Page, app: web.Application, settings: Settings, alice: Account, ended: Spoken
) -> None:
    """The open page shows the minutes when they are ready, and announces them."""
    await sign_in(window, alice, settings.url)
    await open_waiting(window)
    await expect(window.get_by_role("heading", name="The minutes will be ready soon")).to_be_visible()
    await save_minutes(ended.meeting.room.id, minutes(ended))
    await app[CHANGE_BUS].publish(ChangeEvent("minutes", ended.meeting.room.id))
    await expect(window.get_by_text("Launch in May.")).to_be_visible()
    await expect(window.locator("[data-status]")).to_have_text("The minutes are ready.")


async def write(app: web.Application, spoken: Spoken, method: Literal["extractive", "model"]) -> None:
    """Save minutes and publish the change: first an extractive draft, later the model's."""
    state: State = "drafted" if method == "extractive" else "ready"
    await save_minutes(spoken.meeting.room.id, replace(minutes(spoken), state=state, method=method))
    await app[CHANGE_BUS].publish(ChangeEvent("minutes", spoken.meeting.room.id))


async def open_waiting(window: Page) -> None:
    """Open the page and wait until it receives change events."""
    async with window.expect_response("**/events"):
        await window.goto("/m/atrium")


async def test_better_minutes_come_too(
    window: Page, app: web.Application, settings: Settings, alice: Account, just_ended: Spoken
) -> None:
    """Extractive minutes are replaced by the model's without a reload."""
    await sign_in(window, alice, settings.url)
    await open_waiting(window)
    await write(app, just_ended, "extractive")
    await expect(window.locator("[data-method=extractive]")).to_be_visible()
    await write(app, just_ended, "model")
    await expect(window.locator("[data-method=model]")).to_be_visible()


async def test_reader_is_not_interrupted(
    window: Page, app: web.Application, settings: Settings, alice: Account, just_ended: Spoken
) -> None:
    """While somebody reads, better minutes are offered by a button instead."""
    await write(app, just_ended, "extractive")
    await sign_in(window, alice, settings.url)
    await open_waiting(window)
    await window.get_by_role("region", name="Decisions").get_by_role("link").focus()
    await write(app, just_ended, "model")
    show = window.get_by_role("button", name="Show them")
    await expect(show).to_be_visible()
    await expect(window.locator("[data-method=extractive]")).to_be_attached()
    await show.click()
    await expect(window.locator("[data-method=model]")).to_be_visible()


async def test_citation_leads_there_and_back(
    window: Page, settings: Settings, alice: Account, ended: Spoken
) -> None:
    """By keyboard, Enter on a citation jumps to the words and highlights them, and Escape returns."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    await sign_in(window, alice, settings.url)
    await window.goto("/m/atrium")
    cite = window.get_by_role("region", name="Decisions").get_by_role("link")
    await cite.focus()
    await window.keyboard.press("Enter")
    await expect(window.locator(".said--cited")).to_have_text([each.text for each in ended.segments[1:3]])
    await expect(window.locator(":focus")).to_have_text(ended.segments[1].text)
    await window.keyboard.press("Escape")
    await expect(cite).to_be_focused()


async def test_search(window: Page, settings: Settings, alice: Account, ended: Spoken) -> None:
    """Search in the transcript ignores case."""
    await sign_in(window, alice, settings.url)
    await window.goto("/m/atrium")
    await window.get_by_role("searchbox").fill("WE")
    await expect(window.locator("[data-find-count]")).to_have_text("2 found")


@pytest.mark.parametrize(
    "path", ["/", "/signin", "/register", "/nowhere", "/m/atrium", "/account", "/search?q=review"]
)
async def test_accessibility(
    chromium: Browser, app: web.Application, settings: Settings, alice: Account, ended: Spoken, path: str
) -> None:
    """At every size there are no axe violations, no CSP violations, and no horizontal scrolling."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    await create_room(alice, NewRoom("L" * 120, "scheduled", TEN + timedelta(days=9)))
    for width, scheme in SIZES:
        async with watched(chromium, settings, width, scheme) as page:
            if path not in ("/signin", "/register"):
                await sign_in(page, alice, settings.url)
            await page.goto(path)
            await page.evaluate(AXE.read_text())
            assert await page.evaluate(FOUND) == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def turn_on_access(page: Page, password: str) -> None:
    """Turn on administrator access on the audit page."""
    await page.get_by_label("Reason").fill("A meeting that is lost")
    await page.get_by_label("Your password").fill(password)
    await page.get_by_role("button", name="Turn on administrator access").click()


async def test_administrator_access_on_and_off(window: Page, admin: Account, settings: Settings) -> None:
    """A wrong password shows an error; the right one opens the audit log until access is turned off."""
    await sign_in(window, admin, settings.url)
    await window.goto("/admin/audit")
    await turn_on_access(window, "not it")
    await expect(window.get_by_role("alert")).to_contain_text("That password is wrong")
    await turn_on_access(window, PASSWORD)
    await expect(window.get_by_role("list", name="Events")).to_contain_text("A meeting that is lost")
    await window.get_by_role("button", name="Turn it off").click()
    await expect(window.get_by_label("Reason")).to_be_visible()


async def test_audit_accessibility(
    chromium: Browser, app: web.Application, settings: Settings, admin: Account, ended: Spoken
) -> None:
    """The same for the audit page, with access off, on, and with an invalid filter."""
    for width, scheme in SIZES:
        async with watched(chromium, settings, width, scheme) as page:
            await sign_in(page, admin, settings.url)
            await page.goto("/admin/audit?person=me&since=2026-99-99")
            await page.evaluate(AXE.read_text())
            assert await page.evaluate(FOUND) == []
            await turn_on_access(page, PASSWORD)
            await expect(page.get_by_text("This is not the ID of a person.")).to_be_visible()
            await page.evaluate(AXE.read_text())
            assert await page.evaluate(FOUND) == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= width

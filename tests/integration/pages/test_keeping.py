"""The form on a meeting's page in which its host changes how long it is kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser as ChromiumBrowser
from playwright.async_api import expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.db import execute
from tests.integration.api.browser import Browser
from tests.integration.pages.conftest import Spoken
from tests.integration.pages.html_page import HtmlPage
from tests.integration.pages.test_browser import SIZES, chromium, sign_in, watched  # noqa: F401
from tests.integration.pages.test_tasks_browser import check
from tests.integration.web_client import need_web_client

DAYS = {"keep_recordings_days": 30, "keep_transcripts_days": 0, "keep_chat_days": 90}


async def read(browser: Browser) -> HtmlPage:
    """Open the atrium's page."""
    answer = await browser.get("/m/atrium")
    assert answer.status == 200
    return HtmlPage(answer.body)


def fields(page: HtmlPage) -> dict[str, tuple[str, str]]:
    """Value and most days of each field."""
    found = [each.attributes for each in page.all("data-goes")]
    return {each["name"]: (each["value"], each["max"]) for each in found}


async def test_todays_values(alices: Browser, ended: Spoken) -> None:
    """The host sees today's days, empty where there are none, and changes them."""
    assert {value for value, _ in fields(await read(alices)).values()} == {""}
    assert (await alices.put("/api/rooms/atrium/retention", DAYS)).status == 200
    page = await read(alices)
    assert {name: value for name, (value, _) in fields(page).items()} == {
        "keep_recordings_days": "30",
        "keep_transcripts_days": "",
        "keep_chat_days": "90",
    }
    assert [each.text.split(":")[0] for each in page.tagged("li") if "kept until" in each.text] == [
        "Recording",
        "Chat",
    ]


async def test_every_field_is_labelled(alices: Browser, ended: Spoken) -> None:
    """Each field has its label, hint and place for its error; the dialog has its title."""
    page = await read(alices)
    ids = {each.attributes["id"] for each in page.all("id")}
    labelled = {each.attributes["for"] for each in page.all("for")}
    for each in page.all("data-goes"):
        assert each.attributes["id"] in labelled
        assert set(each.attributes["aria-describedby"].split()) <= ids
    assert page.one("id", "keep-less").attributes["aria-labelledby"] in ids
    assert "Backups hold them until they expire." in page.one("id", "keep-less").text


async def test_not_for_others(bobs: Browser, ended: Spoken) -> None:
    """Neither participants nor co-hosts see the form."""
    assert not fields(await read(bobs))
    await execute("UPDATE participants SET role = 'cohost' WHERE id = $1", ended.meeting.bob.id)
    assert not fields(await read(bobs))


async def test_not_during_the_meeting(alices: Browser, spoken: Spoken) -> None:
    """The days of a meeting that goes on are among its settings."""
    assert not fields(await read(alices))


class TestServersDays:
    """A server that keeps recordings for twenty days."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """The days of the server."""
        return replace(settings, keep_recordings_days=20)

    async def test_at_most(self, alices: Browser, ended: Spoken) -> None:
        """No field takes, or shows, more than the server's days, and its hint says so."""
        await alices.put("/api/rooms/atrium/retention", DAYS)
        page = await read(alices)
        assert fields(page)["keep_recordings_days"] == ("20", "20")
        assert "Empty: 20 days after the meeting, as this server does; not longer" in page.text


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_shortening_asks_first(
    width: int, scheme: str, chromium: ChromiumBrowser, app: web.Application, settings: Settings,  # noqa: F811
    ended: Spoken, alice: Account, tmp_path: Path,
) -> None:  # fmt: skip
    """What would go is named before anything is saved; no accessibility fault, nothing too wide."""
    need_web_client(settings)
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto(f"{settings.url}/m/atrium")
        await page.get_by_text("How long it is kept").click()
        await page.get_by_role("spinbutton", name="Chat").fill("2")
        await check(page, width)
        await page.screenshot(path=tmp_path / "keep.png", full_page=True)
        await page.locator("[data-form=keep]").get_by_role("button", name="Save").click()
        dialog = page.get_by_role("dialog", name="Delete earlier?")
        await expect(dialog).to_contain_text("Chat")
        await check(page, width)
        await page.screenshot(path=tmp_path / "keep-less.png")
        await dialog.get_by_role("button", name="Delete earlier").click()
        await expect(page.get_by_text("Chat: kept until")).to_be_visible()

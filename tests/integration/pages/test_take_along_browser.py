"""Export and import in a real browser: a file is saved from the menu, and one becomes a meeting."""

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.minutes import save_minutes
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_browser import AXE, FOUND, SIZES, chromium, sign_in, watched  # noqa: F401
from tests.integration.pages.test_import import TALK, Site, site  # noqa: F401  a fixture
from tests.integration.web_client import need_web_client


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Files are in directories of the test."""
    return replace(settings, data=tmp_path / "data", recordings=tmp_path / "recordings")


@pytest.fixture(autouse=True)
def built(settings: Settings) -> None:
    """The pages' scripts are there."""
    need_web_client(settings)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_export_menu(
    width: int, scheme: str, chromium: Browser, app: web.Application, settings: Settings,  # noqa: F811
    ended: Spoken, alice: Account, tmp_path: Path,
) -> None:  # fmt: skip
    """A file is saved under the meeting's name; what is not there is said; no accessibility fault."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.get_by_text("Export", exact=True).click()
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Word to edit").click()
        saved = await download.value
        assert saved.suggested_filename.startswith("Atrium 2026-")
        await saved.save_as(tmp_path / "a.docx")
        assert any(
            each.text == "Launch in May. (0:05)"
            for each in docx.Document(str(tmp_path / "a.docx")).paragraphs
        )
        await page.get_by_role("button", name="Audio").click()
        await expect(page.locator("[data-export] [data-problem]")).to_contain_text("no such recording")
        await page.evaluate(AXE.read_text())
        assert await page.evaluate(FOUND) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_import_page(
    width: int, scheme: str, chromium: Browser, settings: Settings, site: Site, alice: Account,  # noqa: F811
    tmp_path: Path,
) -> None:  # fmt: skip
    """A file is sent, its progress shown, and its meeting linked; a bad one says why."""
    (tmp_path / "Weekly talk.txt").write_text(TALK)
    (tmp_path / "bad.mp3").write_bytes(b"PK\x03\x04" + bytes(3000))
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/import")
        await page.get_by_role("button", name="Import").click()
        await expect(page.locator("#file-error")).to_have_text("Choose a file.")
        async with site.working():
            for name in ("Weekly talk.txt", "bad.mp3"):
                await page.get_by_label("File").set_input_files(tmp_path / name)
                await page.get_by_role("button", name="Import").click()
                await expect(page.locator("[data-import-id]").filter(has_text=name[:3])).to_be_visible()
            await expect(page.get_by_role("link", name="Weekly talk", exact=True)).to_be_visible(
                timeout=30_000
            )
            await expect(page.locator("[data-state=failed]")).to_contain_text(
                "not a recording", timeout=30_000
            )
        await page.evaluate(AXE.read_text())
        assert await page.evaluate(FOUND) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.get_by_role("link", name="Weekly talk", exact=True).click()
        await expect(page.locator("[data-segment]").first).to_have_text("Shall we keep April?")

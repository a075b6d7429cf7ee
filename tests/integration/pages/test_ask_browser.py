"""Asking in a real browser: all of one's meetings, and one on its page."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from agent.minutes.asking.answering import Answerer
from agent.minutes.embeddings.embedder import Embedder
from agent.minutes.embeddings.local_e5 import local_e5
from agent.minutes.passage_indexing import Embeddings, index_passages
from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Extractor
from server.app_keys import CHANGE_BUS
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.actor import WORKER, Actor, acting_as
from server.meeting.minutes import save_minutes
from server.meeting.transcripts import close_transcript
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_browser import SIZES, chromium, sign_in, watched  # noqa: F401
from tests.integration.pages.test_tasks_browser import check
from tests.integration.web_client import need_web_client


async def e5() -> Embedder:
    """The model that is installed."""
    return local_e5()


@pytest.fixture
async def answered(app: web.Application, settings: Settings, ended: Spoken) -> AsyncIterator[Spoken]:
    """A meeting with minutes and passages, and a worker that answers questions about it."""
    need_web_client(settings)
    room_id = ended.meeting.room.id
    await save_minutes(room_id, minutes(ended))
    await close_transcript(room_id)
    embeddings = Embeddings(e5)
    with acting_as(Actor(WORKER, service="minutes", room_id=room_id)):
        await index_passages(room_id, embeddings)
    worker = MinutesWorker(
        Extractor(),
        app[CHANGE_BUS],
        settings.database_url,
        embeddings=embeddings,
        answerer=Answerer(embeddings),
    )
    running = asyncio.create_task(worker.run())
    await worker.ready.wait()
    yield ended
    worker.stop()
    await running


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_all_meetings(
    width: int, scheme: str, chromium: Browser, settings: Settings,  # noqa: F811
    answered: Spoken, bob: Account, tmp_path: Path,
) -> None:  # fmt: skip
    """A question typed and sent by keyboard is answered by what was said, with a link to where."""
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, bob, settings.url)
        await page.goto("/ask")
        box = page.get_by_label("Ask all your meetings", exact=True).and_(page.locator("input"))
        await check(page, width)
        await box.fill("When is the launch?")
        await box.press("Enter")
        quotes = page.get_by_role("list", name="What people said")
        await expect(quotes).to_contain_text("Then we move the launch to May.", timeout=60_000)
        await expect(page.locator("[data-ask-status]")).to_have_text("In people’s own words:")
        await page.screenshot(path=tmp_path / "ask.png", full_page=True)
        await check(page, width)
        link = quotes.get_by_role("link", name="Alice").first
        assert (await link.get_attribute("href") or "").startswith("/m/atrium?t=")


async def test_on_the_meetings_page(
    chromium: Browser, settings: Settings, answered: Spoken, bob: Account, tmp_path: Path,  # noqa: F811
) -> None:  # fmt: skip
    """An answer's link lights up the words in the transcript beside it."""
    async with watched(chromium, settings, 1440, "light") as page:
        await sign_in(page, bob, settings.url)
        await page.goto("/m/atrium")
        box = page.get_by_label("Ask this meeting", exact=True).and_(page.locator("input"))
        await box.fill("When is the launch?")
        await box.press("Enter")
        quotes = page.get_by_role("list", name="What people said")
        await quotes.get_by_role("link", name="Alice · 0:10").click(timeout=60_000)
        await expect(page.locator(".said--cited")).to_contain_text("Then we move the launch to May.")
        await page.screenshot(path=tmp_path / "meeting.png", full_page=True)
        await check(page, 1440)

"""A recording as people in the room see it: real browsers and a real media server, with a scripted agent."""

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from server.api.app_keys import LIVEKIT
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.rooms import Room
from tests.integration.api.live import has_status, until
from tests.integration.api.room_windows import SIZES, Windows, chromium, enter, picture, violations, windows
from tests.integration.api.test_captions import agent

__all__ = ["chromium", "windows"]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_host_records_and_somebody_declines(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """The host confirms, everybody sees the mark, who is asked may decline, and the button stops it."""
    host, member = [await windows.of(each, size) for each in (alice, bob)]
    async with agent(settings, atrium, engine="whisper", recording=""):
        for page in (host, member):
            await enter(page, settings)
        await until(has_status(atrium, "live"))
        await host.get_by_test_id("record-toggle").click()
        await picture(host, "confirm")
        assert await violations(host) == []
        await host.get_by_test_id("record-confirm").click()
        await until(_started)
        await _tell(app, atrium, "on")
        for page in (host, member):
            await expect(page.get_by_test_id("recording-mark")).to_be_visible()
        await expect(member.get_by_test_id("recording-agree")).to_be_visible()
        await picture(member, "asked")
        assert await violations(member) == []
        await expect(host.get_by_test_id("recording-announcement")).to_have_text(
            "This meeting is recorded. You are in it."
        )
        await member.get_by_test_id("recording-decline").click()
        await expect(member.get_by_test_id("recording-announcement")).to_have_text(
            "This meeting is recorded. You are heard, and not in it."
        )
        await expect(member.get_by_test_id("record-toggle")).to_have_count(0)
        await _fits(host)
        await picture(host, "recording")
        await picture(member, "declined")
        assert [await violations(page) for page in (host, member)] == [[], []]
        await _fail_and_stop(app, atrium, host)
        await _tell(app, atrium, "")
        await expect(member.get_by_test_id("recording-mark")).to_have_count(0)
    assert await _answers() == [False, True]


async def _fits(host: Page) -> None:
    """On a narrow screen, too, a host who records sees every control from the first to the last."""
    before = host.viewport_size
    assert before is not None
    for width in (640, 900, 1024):
        await host.set_viewport_size({"width": width, "height": 740})
        for part in ("mic-toggle", "end-for-all"):
            await expect(host.get_by_test_id(part)).to_be_in_viewport(ratio=1)
        await picture(host, "recording-fits")
    await host.set_viewport_size(before)


async def _tell(app: web.Application, room: Room, mark: str) -> None:
    """As the transcriber does."""
    await app[LIVEKIT].set_attributes(room.livekit_name, "agent", {"parley.recording": mark})


async def _fail_and_stop(app: web.Application, room: Room, host: Page) -> None:
    await _tell(app, room, "failing")
    await expect(host.get_by_test_id("recording-mark")).to_have_attribute("data-mark", "failing")
    await picture(host, "failing")
    assert await violations(host) == []
    await host.get_by_test_id("record-toggle").click()
    await host.get_by_test_id("record-confirm").click()


async def _answers() -> list[bool]:
    return [row["agreed"] for row in await fetch("SELECT agreed FROM recording_consents ORDER BY agreed")]


async def _started() -> bool:
    return bool(await fetch("SELECT FROM recordings WHERE status = 'starting'"))


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}-{size[2]}")
async def test_asked_before_joining(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """Where a meeting is recorded already, nobody joins without an answer, and nobody is asked twice."""
    page = await windows.of(bob, size)
    async with agent(settings, atrium, engine="whisper", recording="on"):
        await page.goto(f"{settings.url}/r/atrium")
        await expect(page.get_by_test_id("prejoin-recording")).to_be_visible()
        await page.get_by_test_id("prejoin-join").click()
        await expect(page.get_by_test_id("prejoin-join")).to_be_enabled()
        await page.get_by_label("Do not record me").check()
        await picture(page, "prejoin")
        assert await violations(page) == []
        await page.get_by_test_id("prejoin-join").click()
        await expect(page.get_by_test_id("recording-mark")).to_be_visible()
        await expect(page.get_by_test_id("recording-agree")).to_have_count(0)
    assert await _answers() == [False]

"""One's own sound in the room: the hint for who speaks while muted, and how the microphone is processed."""

import math
import struct
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.integration.api.room_windows import Windows, enter, picture, violations, windows
from tests.integration.chromium import MEDIA, launched

__all__ = ["windows"]

RATE_HZ, SYLLABLE_S, PAUSE_S, PITCH_HZ = 48_000, 0.2, 0.15, 150
WATCH = """
window.asked = [];
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wanted) => { window.asked.push(wanted); return open(wanted); };
"""
SIZES = ((360, 740, "light"), (1440, 900, "dark"))


def speak(path: Path) -> None:
    """Write a voice's rhythm: syllables rich in overtones, with pauses between them."""
    cycle = SYLLABLE_S + PAUSE_S
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        for n in range(round(20 * cycle * RATE_HZ)):
            at_s = n / RATE_HZ
            pitch = PITCH_HZ * (1 + 0.1 * math.sin(at_s * 9))
            sound = (at_s * pitch % 1 - 0.5) if at_s % cycle < SYLLABLE_S else 0.0
            file.writeframesraw(struct.pack("<h", round(sound * 20_000)))


@pytest.fixture(scope="module")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chromium]:
    """A browser whose microphone hears speech all the time."""
    voice = tmp_path_factory.mktemp("voice") / "voice.wav"
    speak(voice)
    async with launched(*MEDIA, f"--use-file-for-fake-audio-capture={voice}") as running:
        yield running


async def last_asked(page: Page) -> dict[str, object]:
    """Give the constraints with which a microphone was opened last."""
    asked: dict[str, object] = await page.evaluate("asked.filter((each) => each.audio).at(-1).audio")
    return asked


async def switch(page: Page, label: str) -> None:
    """Press a switch of the settings, by keyboard."""
    await page.get_by_test_id("settings-toggle").press("Enter")
    box = page.get_by_label(label)
    await box.scroll_into_view_if_needed()
    await box.press("Space")
    await expect(box).not_to_be_checked()
    await picture(page, "sound-settings")
    assert await violations(page) == []
    await page.keyboard.press("Escape")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_own_sound(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """Who speaks while muted is told so; noise suppression is off for the microphone that opens next."""
    page = await windows.of(alice, size)
    await page.add_init_script(WATCH)
    await enter(page, settings)
    assert (await last_asked(page))["noiseSuppression"] is True
    mic = page.get_by_test_id("mic-toggle")
    await expect(mic).to_have_attribute("aria-pressed", "true")
    await mic.press("Enter")
    await expect(mic).to_have_attribute("aria-pressed", "false")
    await expect(page.get_by_text("Your microphone is off: nobody hears you.")).to_be_visible()
    await picture(page, "muted-hint")
    opened = await page.evaluate("asked.length")
    await switch(page, "Suppress noise around you")
    assert await page.evaluate("asked.length") == opened
    await mic.press("Enter")
    await expect(mic).to_have_attribute("aria-pressed", "true")
    assert (await last_asked(page))["noiseSuppression"] is False
    await page.goto(f"{settings.url}/r/atrium")
    await expect(page.get_by_text("Your microphone works")).to_be_visible()
    assert (await last_asked(page))["noiseSuppression"] is False

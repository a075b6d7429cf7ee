"""Picture in picture above a tab that is not seen: what it is there for."""

from pathlib import Path

import pytest
from aiohttp import web
from livekit import rtc

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from server.meeting.sessions import open_session
from tests.integration.api.live import until
from tests.integration.api.plain_tab import PlainTab, plain_tab
from tests.integration.api.room_windows import Windows, chromium, enter, windows
from tests.integration.api.test_captions import agent
from tests.integration.api.test_small_window import SIZE, WITHOUT_DOCUMENT

__all__ = ["chromium", "windows"]

SMALL = {
    "document": "window.documentPictureInPicture?.window?.document.querySelector('video')",
    "video": "document.pictureInPictureElement",
}
CAPTION = "documentPictureInPicture.window.document.querySelector('[data-testid=small-caption]').textContent"
SAID = {
    "lk.segment_id": "s1",
    "lk.transcription_final": "true",
    "parley.speaker": "bob",
    "parley.name": "Bob",
}
MANY_PICTURES = 100
"""More than are still on their way when nobody wants them any more."""


async def come_in(tab: PlainTab, person: Account, settings: Settings, script: str) -> None:
    """Join the atrium, with the microphone; all pages run a script before all others."""
    token, _ = await open_session(person.id, {}, None)
    at = settings.url.replace("http:", "https:")
    await tab.send("Network.setCookie", name="__Host-parley", value=token, url=at, path="/", secure=True)
    await tab.send("Page.addScriptToEvaluateOnNewDocument", source=script)
    await tab.send("Page.navigate", url=f"{settings.url}/r/atrium")
    await tab.until("document.querySelector('[aria-label=Microphone][aria-pressed=true]') !== null")
    await tab.ask("document.querySelector('[data-testid=prejoin-join]').click()")
    await tab.until("document.querySelector('[data-testid=connection-state]')?.dataset.state === 'connected'")


async def says(transcriber: rtc.Room, tab: PlainTab, words: str) -> None:
    """A caption comes, and is seen in the window; it is sent again, as one may be lost on its way."""

    async def is_seen() -> bool:
        await transcriber.local_participant.send_text(words, topic="lk.transcription", attributes=SAID)
        return words in await tab.ask(CAPTION)

    await until(is_seen)


@pytest.mark.parametrize("way", SMALL)
async def test_behind_another_tab(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    tmp_path: Path,
    way: str,
) -> None:
    """While its tab is hidden its video and captions go on, and leaving closes it."""
    await enter(await windows.of(bob, SIZE), settings)
    small = SMALL[way]
    async with agent(settings, atrium, engine="whisper") as transcriber, plain_tab(tmp_path) as tab:
        await come_in(tab, alice, settings, WITHOUT_DOCUMENT if way == "video" else "")
        await tab.until(
            "document.querySelector('#small-video, .lk-participant-media-video')?.readyState === 4"
        )
        await tab.press("i")
        await tab.until(f"{small}?.readyState === 4")
        await tab.hide()
        pictures = f"{small}.getVideoPlaybackQuality().totalVideoFrames"
        before = await tab.ask(pictures)
        await tab.until(f"{pictures} >= {before + MANY_PICTURES}")
        if way == "document":
            await says(transcriber, tab, "It goes on without you")
        await tab.ask("document.querySelector('[data-testid=leave]').click()")
        await tab.until("document.querySelector('[data-testid=exit]') !== null")
        await tab.until(f"!({small})")

"""A browser window whose microphone says what the test wants, when it wants it."""

import base64
import io
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from playwright.async_api import Playwright

from server.demo.voices import RATE_HZ, speech, voice_of
from tests.system.browser_window import BrowserWindow, window

MICROPHONE = """
(() => {
  const context = new AudioContext({ sampleRate: 48000 });
  const microphone = context.createMediaStreamDestination();
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) =>
    wanted.audio && !wanted.video ? microphone.stream.clone() : real(wanted);
  window.__say = async (file) => {
    const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
    const voice = context.createBufferSource();
    voice.buffer = await context.decodeAudioData(bytes.buffer);
    voice.connect(microphone);
    await context.resume();
    await new Promise((ended) => { voice.onended = ended; voice.start(); });
  };
})();
"""
"""What the browser gives the page as its microphone; everything behind that is the real thing."""


class TalkingWindow(BrowserWindow):
    """A person who speaks on demand."""

    def __init__(self, plain: BrowserWindow, place: int, store: Path) -> None:
        """`place` chooses the voice."""
        super().__init__(plain.page, plain.url)
        self._place = place
        self._store = store

    async def say(self, text: str) -> None:
        """Speak, and return when the last word is over."""
        samples = speech(text, voice_of(self._place), self._store)
        sound = io.BytesIO()
        with wave.open(sound, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(np.asarray(samples * 32767, np.int16).tobytes())
        await self.page.evaluate("file => window.__say(file)", base64.b64encode(sound.getvalue()).decode())


@asynccontextmanager
async def talking_window(
    playwright: Playwright, url: str, place: int, store: Path, silence: Path
) -> AsyncIterator[TalkingWindow]:
    """Open a browser of its own; `silence` is a sound file that makes it have a microphone at all."""
    with wave.open(str(silence), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(96_000))
    async with window(playwright, url, silence) as plain:
        await plain.page.add_init_script(MICROPHONE)
        yield TalkingWindow(plain, place, store)

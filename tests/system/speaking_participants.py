"""People who are no browsers: they join through REST and LiveKit and say what a test wants said."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from livekit import rtc

from server.demo.client import Client, client
from server.demo.demo_accounts import DemoAccounts
from server.demo.demo_participant import DemoParticipant
from server.demo.voice_mix import VoiceTrack
from server.demo.voices import RATE_HZ, Samples, speech, voice_of
from tests.system.word_similarity import ENOUGH, heard

CAPTION_S = 60.0
REST_S = 1.2
"""Silence after a line: longer than any endpoint."""


@dataclass(frozen=True)
class Caption:
    """One update of a caption, as every LiveKit client gets it."""

    text: str
    attributes: dict[str, str]

    @property
    def speaker(self) -> str:
        """LiveKit identity of the person who spoke."""
        return self.attributes["parley.speaker"]

    @property
    def final(self) -> bool:
        """Whether the words stand."""
        return self.attributes["lk.transcription_final"] == "true"


@dataclass
class Captions:
    """Everything a client of the room is shown, in order."""

    shown: list[Caption] = field(default_factory=list)
    more: asyncio.Condition = field(default_factory=asyncio.Condition)
    reading: set[asyncio.Task[None]] = field(default_factory=set)

    def listen(self, room: rtc.Room) -> None:
        """Take the room's text streams from now on."""
        room.register_text_stream_handler("lk.transcription", self._begin)

    def _begin(self, reader: rtc.TextStreamReader, _sender: str) -> None:
        task = asyncio.create_task(self._read(reader))
        self.reading.add(task)
        task.add_done_callback(self.reading.discard)

    async def _read(self, reader: rtc.TextStreamReader) -> None:
        text = await reader.read_all()
        async with self.more:
            self.shown.append(Caption(text, dict(reader.info.attributes or {})))
            self.more.notify_all()

    async def until(self, said: str, speaker: str, *, final: bool = True) -> None:
        """Wait until a speaker's captions together hold enough of what was said; by default the finals."""
        async with asyncio.timeout(CAPTION_S), self.more:
            await self.more.wait_for(lambda: heard(said, self.text(speaker, final=final)) >= ENOUGH)

    def text(self, speaker: str, *, final: bool = True) -> str:
        """Give the newest words of each of this speaker's segments, in order."""
        newest = {
            one.attributes["lk.segment_id"]: one.text
            for one in self.shown
            if one.speaker == speaker and one.final >= final
        }
        return " ".join(newest.values())


@asynccontextmanager
async def account(url: str, name: str, keep: Path) -> AsyncIterator[Client]:
    """Sign somebody in who has an account, making it where needed."""
    async with client(url) as own:
        await DemoAccounts(keep / "people.json").sign_in(own, name)
        yield own


async def new_room(host: Client, **settings: Any) -> str:
    """Open a meeting and give its slug."""
    body = {"name": "Atrium", "type": "instant", **({"settings": settings} if settings else {})}
    return str((await host.call("POST", "/api/rooms", body))["slug"])


def line(text: str, place: int, store: Path) -> VoiceTrack:
    """Speak one line in the voice of this place."""
    return sound(speech(text, voice_of(place), store))


def sound(samples: Samples) -> VoiceTrack:
    """Make any samples a part."""
    return VoiceTrack("somebody", samples, ())


def noise(seconds: float, level: float = 0.02) -> VoiceTrack:
    """Give white noise about as loud as a fan beside the microphone."""
    return sound(np.random.default_rng(7).normal(0, level, int(seconds * RATE_HZ)).astype(np.float32))


async def say(person: DemoParticipant, part: VoiceTrack) -> None:
    """Play a part now, and a rest after it."""
    now = asyncio.get_running_loop().time()
    await person.play(part, now, len(part.samples) / RATE_HZ + REST_S)

"""Vosk as the streaming engine: the transcript holds exactly the words the model gives for that sound."""

import asyncio
import json
import os
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from server.demo.demo_participant import joined, transcriber
from server.demo.voice_mix import VoiceTrack
from server.demo.voices import RATE_HZ
from server.models import find_vosk
from server.places import ROOT
from tests.system.running_stack import RunningStack
from tests.system.speaking_participants import account, line, new_room, say, sound

KOREAN = ROOT.parent / "shared" / "data" / "speech" / "azure_ko_testing_audio.wav"
"""Real Korean speech, where it is at hand; else a demo voice, whose English the model spells its own way."""
SPOKEN_S = 12.0
CLOSED = """
SELECT 1 FROM transcripts t JOIN rooms r ON r.id = t.room_id WHERE r.slug = $1 AND t.status = 'closed'
"""
SEGMENTS = """
SELECT s.raw_text FROM transcript_segments s JOIN rooms r ON r.id = s.room_id WHERE r.slug = $1 ORDER BY s.seq
"""


def spoken(store: Path) -> VoiceTrack:
    """Give something to say into a Korean room."""
    if not KOREAN.exists():
        return line("Good morning everybody, this is a rather long sentence for a small model.", 0, store)
    with wave.open(str(KOREAN)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
        rate_hz = file.getframerate()
    heard = heard[: int(SPOKEN_S * rate_hz)]
    at = np.arange(int(len(heard) * RATE_HZ / rate_hz)) * rate_hz / RATE_HZ
    return sound(np.interp(at, np.arange(len(heard)), heard).astype(np.float32))


async def straight(model: Path, taps: list[Path]) -> list[str]:
    """Feed what the recognizers were fed straight to the model, in a fresh process."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.system.direct_recognition", str(model), *map(str, taps)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    return list(json.loads(told))


@pytest.fixture(scope="module")
async def stored(stack: RunningStack, store: Path) -> list[str]:
    """The words of each segment of a Korean meeting, in order."""
    async with account(stack.url, "Alice Arden", stack.data) as host:
        slug = await new_room(host, language="ko")
        async with joined(host, slug, None, 0) as alice:
            agent = await transcriber(alice.room)
            if agent.attributes["parley.engine"] != "vosk":
                pytest.skip("no Vosk model for Korean is installed")
            await say(alice, spoken(store))
            await host.call("POST", f"/api/rooms/{slug}/end")
        await stack.until(CLOSED, slug)
    async with stack.database() as database:
        return [row["raw_text"] for row in await database.fetch(SEGMENTS, slug)]


async def test_something_was_heard(stored: list[str]) -> None:
    """The law below would hold for an empty transcript too."""
    assert any(stored)


async def test_the_words_are_the_models(stack: RunningStack, stored: list[str]) -> None:
    """No word is lost, added or changed between the recognizer and the database."""
    path = find_vosk("ko", [Path(part) for part in stack.env["PARLEY_MODELS"].split(os.pathsep)])
    assert path is not None
    assert path.parent == stack.data / "models", "a model that dithers says otherwise each time"
    words = await straight(path, sorted(stack.taps.glob("*.raw")))
    assert " ".join(stored).split() == " ".join(words).split()

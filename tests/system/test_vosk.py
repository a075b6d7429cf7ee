"""Vosk as the streaming engine: the transcript holds exactly the words the model gives for that sound."""

import json
import os
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import vosk

from server.config import ROOT
from server.demo.person import joined, transcriber
from server.demo.score import Part
from server.demo.voices import RATE_HZ
from server.models import find_vosk
from tests.system.running import Running
from tests.system.stage import account, line, new_room, say, sound

KOREAN = ROOT.parent / "shared" / "data" / "speech" / "azure_ko_testing_audio.wav"
"""Real Korean speech, where it is at hand; else a demo voice, whose English the model spells its own way."""
CHUNK_BYTES = 6400
CLOSED = """
SELECT 1 FROM transcripts t JOIN rooms r ON r.id = t.room_id WHERE r.slug = $1 AND t.status = 'closed'
"""
SEGMENTS = """
SELECT s.id, s.raw_text FROM transcript_segments s
JOIN rooms r ON r.id = s.room_id
WHERE r.slug = $1 AND s.state <> 'open' ORDER BY s.seq
"""


@dataclass(frozen=True)
class Written:
    """A stored segment and the sound its recognizer was fed."""

    raw_text: str
    sound: bytes


def spoken(store: Path) -> Part:
    """Give something to say into a Korean room."""
    if not KOREAN.exists():
        return line("Good morning everybody, this is a rather long sentence for a small model.", 0, store)
    with wave.open(str(KOREAN)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
        rate_hz = file.getframerate()
    at = np.arange(int(len(heard) * RATE_HZ / rate_hz)) * rate_hz / RATE_HZ
    return sound(np.interp(at, np.arange(len(heard)), heard).astype(np.float32))


def words_of(model: vosk.Model, pcm: bytes) -> str:
    """Feed 16 kHz samples straight to the model."""
    recognizer = vosk.KaldiRecognizer(model, 16_000)
    found = []
    for at in range(0, len(pcm), CHUNK_BYTES):
        if recognizer.AcceptWaveform(pcm[at : at + CHUNK_BYTES]):
            found.append(json.loads(recognizer.Result())["text"])
    return " ".join([*found, json.loads(recognizer.FinalResult())["text"]]).strip()


@pytest.fixture(scope="module")
async def written(stack: Running, store: Path) -> list[Written]:
    """Everything stored of a Korean meeting, with what was heard."""
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
        rows = await database.fetch(SEGMENTS, slug)
    return [Written(row["raw_text"], (stack.taps / f"{row['id']}.raw").read_bytes()) for row in rows]


async def test_something_was_heard(written: list[Written]) -> None:
    """The law below would hold for an empty transcript too."""
    assert any(one.raw_text for one in written)


async def test_the_words_are_the_models(stack: Running, written: list[Written]) -> None:
    """No word is lost, added or changed between the recognizer and the database."""
    paths = tuple(Path(part) for part in stack.env["PARLEY_MODELS"].split(os.pathsep))
    path = find_vosk("ko", paths)
    assert path is not None
    vosk.SetLogLevel(-1)
    model = vosk.Model(model_path=str(path))
    assert [one.raw_text for one in written] == [words_of(model, one.sound) for one in written]

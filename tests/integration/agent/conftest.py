"""Shared by the run: LiveKit, the whisper process, the agent worker and a database of their own."""

import wave
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import numpy as np
import pytest

from server.demo.voices import RATE_HZ, speech, voice_of
from server.meeting.accounts import Account, account_of, register
from server.meeting.db import open_database
from server.models import find_vosk, find_whisper
from server.stack.child_process import Child
from server.stack.layout import Layout
from tests.conftest import BESIDE_THE_TREE
from tests.integration.agent.livekit_harness import LiveKitHarness, SpokenClip, caption_services

Speak = Callable[[str, int], SpokenClip]


@pytest.fixture(scope="session")
def models() -> tuple[Path, ...]:
    """Directory of the models that `parley up` or `parley test` downloaded."""
    found = Layout.of().model_paths()
    if find_whisper("en", found) is None:
        pytest.skip("no Whisper model is installed: python3 -m server test fetches it")
    return found


@pytest.fixture(scope="session")
def korean(models: tuple[Path, ...]) -> Path:
    """The Vosk model distributed on PyPI."""
    found = find_vosk("ko", models)
    if found is None:
        pytest.skip("no Korean Vosk model is installed: python3 -m server test fetches it")
    return found


@pytest.fixture(scope="session")
def korean_speech() -> SpokenClip:
    """Recorded Korean speech, because a synthetic voice is no test of it."""
    with wave.open(str(BESIDE_THE_TREE["korean_speech"])) as recording:
        return np.frombuffer(recording.readframes(recording.getnframes()), np.int16)


@pytest.fixture(scope="session")
def speak(tmp_path_factory: pytest.TempPathFactory) -> Speak:
    """Synthesize speech in one of the demo's voices."""
    store = tmp_path_factory.mktemp("voices")

    def say(text: str, place: int = 0) -> SpokenClip:
        samples = speech(text, voice_of(place), store)
        at = np.arange(len(samples) * 16_000 // RATE_HZ) * (RATE_HZ / 16_000)
        return np.asarray(np.interp(at, np.arange(len(samples)), samples) * 32767, np.int16)

    return say


@pytest.fixture(scope="session")
async def hall(
    models: tuple[Path, ...], postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[LiveKitHarness]:
    """LiveKit and a migrated database that this process has open too."""
    directory = tmp_path_factory.mktemp("hall")
    admin = urlsplit(postgres_url)._replace(path="/postgres").geturl()
    connection = await asyncpg.connect(admin)
    await connection.execute("CREATE DATABASE hall TEMPLATE template STRATEGY FILE_COPY")
    await connection.close()
    url = urlsplit(postgres_url)._replace(path="/hall").geturl()
    async with caption_services(directory, url, models, PARLEY_AUDIO_TAP=str(directory / "tap")) as harness:
        yield harness


@pytest.fixture(scope="module")
async def whisper(hall: LiveKitHarness) -> AsyncIterator[Child]:
    """The whisper process; a module may kill it, at its end."""
    async with hall.process("agent.whisper", ready="whisper_ready") as child:
        yield child


@pytest.fixture(scope="module")
async def worker(hall: LiveKitHarness, whisper: Child) -> AsyncIterator[Child]:
    """The agent worker, registered with LiveKit; it replaces no jobs of another module's worker."""
    (hall.directory / "data" / "agent-jobs.json").unlink(missing_ok=True)
    async with hall.process("agent", ready="worker_ready") as child:
        yield child


@pytest.fixture
async def books(hall: LiveKitHarness) -> AsyncIterator[None]:
    """The harness's database, open."""
    async with open_database(hall.env["DATABASE_URL"], pool_size=4):
        yield


@pytest.fixture
async def host(books: None, hall: LiveKitHarness) -> Account:
    """A person who creates rooms."""
    found = await account_of("alice@example.org")
    return found or await register("alice@example.org", "Alice", "no password")

"""A web process with a recorded meeting of any length, for the benchmark of playback."""

# ruff: noqa: S311  random words, no secrets

import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import numpy as np
from aiohttp.test_utils import TestServer

from server.app import build_app
from server.config import Secret, Settings
from server.demo.voices import RATE_HZ, Samples
from server.meeting.accounts import Account, register
from server.meeting.actor import AS_CONNECTED, acting_as
from server.meeting.db import execute, fetch_one, open_database
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Decision, Minutes, Topic, save_minutes
from server.meeting.passwords import hash_password
from server.meeting.rooms import NewRoom, create_room
from server.meeting.schema import migrate
from server.meeting.sessions import open_session
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from server.places import home
from server.stack.child_process import free_port
from server.stack.engines import postgres, redis
from tests.conftest import KEYS, PASSWORD, TEN, enter
from tests.integration.media_server import KEY, SECRET
from tests.recorded_sound import PCM, SpokenWord, said, write_opus

WORDS = tuple(
    "the we of to and launch review printer budget would could meeting agenda decide action friday april may"  # noqa: SIM905
    " customer answer number system window garden paper winter question letter river morning market".split()
)
NAMES = ("Alice", "Bob", "Dora", "Emil")
SEGMENT_MS = 3600
"""From the start of one to that of the next: 4,000 in four hours."""
ROOM_TONE = 40
"""Of 32,767: the recording is never digital silence, so that its place is known wherever it is heard."""


@dataclass(frozen=True)
class Said:
    """A segment with its words."""

    id: UUID
    words: tuple[SpokenWord, ...]


@dataclass(frozen=True)
class Recorded:
    """A recorded meeting; `sound` is the mix before it was encoded, 24 kHz."""

    slug: str
    segments: tuple[Said, ...]
    sound: PCM


@dataclass(frozen=True)
class Stage:
    """The web process, and Alice's session."""

    settings: Settings
    alice: Account
    token: str


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    """Start database, Redis and the web process in this process, with nothing in them but Alice."""
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parley-bench-")))
        url = await stack.enter_async_context(postgres(place / "postgres", durable=False))
        redis_url = await stack.enter_async_context(redis(place / "redis"))
        await migrate(url)
        port, nothing = free_port(), free_port()
        settings = Settings(
            database_url=Secret(url),
            redis_url=Secret(redis_url),
            livekit_url=f"ws://127.0.0.1:{nothing}",
            livekit_public_url=f"ws://127.0.0.1:{nothing}",
            livekit_api_key=KEY,
            livekit_api_secret=Secret(SECRET),
            url=f"http://127.0.0.1:{port}",
            port=port,
            keys=Secret(KEYS),
            recordings=place / "recordings",
            archive=str(place / "archive"),
        )
        stack.enter_context(acting_as(AS_CONNECTED))
        await stack.enter_async_context(open_database(url, pool_size=4))
        server = TestServer(build_app(settings), host="127.0.0.1", port=port)
        await server.start_server()
        stack.push_async_callback(server.close)
        alice = await register("alice@example.org", "Alice", await hash_password(PASSWORD, cost=4))
        token, _ = await open_session(alice.id, {}, None)
        yield Stage(settings, alice, token)


async def recorded(stage: Stage, slug: str, length_min: int) -> Recorded:
    """Hold a meeting in which somebody speaks all the time, and write its minutes."""
    room = await create_room(stage.alice, NewRoom(name=f"{length_min} minutes", slug=slug))
    host, _ = await enter(room, stage.alice, "Alice")
    places = [host.id] + [(await enter(room, None, name))[0].id for name in NAMES[1:]]
    transcript = await open_transcript(room.id, "en", "vosk")
    rng, store = Random(slug), home() / "speech" / "playback"
    segments: list[Said] = []
    sound = np.random.default_rng(0).integers(
        -ROOM_TONE, ROOM_TONE, length_min * 60 * RATE_HZ, dtype=np.int16
    )
    for start_ms in range(1000, length_min * 60_000 - 5 * SEGMENT_MS, SEGMENT_MS):
        voice = rng.randrange(len(NAMES))
        text = " ".join(rng.sample(WORDS, k=rng.randint(3, 7)))  # none twice: each is told from the others
        words, clips = said(text, start_ms, voice, store)
        _mix(sound, clips)
        opened = await open_segment(
            transcript.id,
            participant_id=places[voice],
            speaker=NAMES[voice],
            language="en",
            engine="vosk",
            start_ms=start_ms,
        )
        timed = [{"w": word.text, "s": word.start_ms, "e": word.end_ms, "c": 0.9} for word in words]
        await finish_segment(opened.id, f"{text.capitalize()}.", timed, 0.9, words[-1].end_ms, delay_ms=700)
        segments.append(Said(opened.id, tuple(words)))
    await _store(stage, room.id, sound)
    await end_room(room.id, "host", TEN + timedelta(minutes=length_min))
    await save_minutes(room.id, _minutes(segments))
    return Recorded(slug, tuple(segments), sound)


def _mix(sound: PCM, clips: list[tuple[int, Samples]]) -> None:
    for at, samples in clips:
        begin = at * RATE_HZ // 1000
        sound[begin : begin + len(samples)] += (samples * 32_000).astype(np.int16)


async def _store(stage: Stage, room_id: UUID, sound: PCM) -> None:
    row = await fetch_one(
        "INSERT INTO recordings (room_id, status, completed_at) VALUES ($1, 'completed', now()) RETURNING id",
        room_id,
    )
    assert row is not None
    place = Path(str(room_id), str(row["id"]))
    directory = stage.settings.recordings / place
    directory.mkdir(parents=True)
    write_opus(directory / "mix.ogg", sound)
    await execute(
        "UPDATE recordings SET file_path = $2, file_size = $3, duration = $4 WHERE id = $1",
        row["id"],
        str(place / "mix.ogg"),
        (directory / "mix.ogg").stat().st_size,
        len(sound) // RATE_HZ,
    )


def _minutes(segments: list[Said]) -> Minutes:
    """Minutes that cite the whole meeting."""
    cited = [each.id for each in segments[:: max(1, len(segments) // 24)]]
    return Minutes(
        state="ready",
        method="model",
        model="a-model",
        executive_summary="They spoke all the time.",
        decisions=[Decision("It is decided.", (each,)) for each in cited[1::3]],
        topics=[Topic(f"Topic {n}", "What was said.", (each,)) for n, each in enumerate(cited[::3], 1)],
        actions=[Action("Write it", evidence=(each,)) for each in cited[2::3]],
    )

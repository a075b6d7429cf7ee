"""LiveKit with the agent's processes, and clients that speak into its rooms."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil
from livekit import api, rtc
from numpy.typing import NDArray

from agent.recognizer import SAMPLE_RATE_HZ
from server.places import ROOT
from server.stack.child_process import Child, free_port, start
from tests.integration.media_server import KEY, LOOPBACK, SECRET, media_server

BLOCK_MS = 20
PATIENCE_S = 60.0
START_S = 240.0
"""Start-up limit of a process: it loads models, and the machine may be busy."""
STOP_S = 1.0
"""A worker would wait longer for the ends of its meetings, of which the tests are done."""

SpokenClip = NDArray[np.int16]
"""16 kHz, mono."""


@dataclass(frozen=True)
class Shown:
    """One caption as a client receives it."""

    sender: str
    """LiveKit identity of the participant that sent it."""
    attributes: dict[str, str]
    text: str
    at: float
    """Time of arrival by time.perf_counter()."""

    @property
    def speaker(self) -> str:
        """LiveKit identity of the person who spoke."""
        return self.attributes["parley.speaker"]

    @property
    def revision(self) -> int:
        """Of the row in the database."""
        return int(self.attributes["parley.revision"])

    @property
    def is_final(self) -> bool:
        """Whether the caption is final."""
        return self.attributes["lk.transcription_final"] == "true"


@dataclass
class Captions:
    """All captions one client has received."""

    shown: list[Shown] = field(default_factory=list)
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _reading: set["asyncio.Task[None]"] = field(default_factory=set)

    def listen(self, room: rtc.Room) -> None:
        """Register the handler; LiveKit requires this before connecting."""
        room.register_text_stream_handler("lk.transcription", self._begin)

    def _begin(self, reader: rtc.TextStreamReader, sender: str) -> None:
        task = asyncio.create_task(self._read(reader, sender))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read(self, reader: rtc.TextStreamReader, sender: str) -> None:
        attributes = dict(reader.info.attributes or {})
        text = await reader.read_all()
        self.shown.append(Shown(sender, attributes, text, time.perf_counter()))
        self._came.set()

    def finals(self) -> list[Shown]:
        """The first final of each segment with text, in the order of arrival."""
        return [each for each in self.shown if each.is_final and each.text and each.revision == 1]

    def refined(self) -> list[Shown]:
        """Finals that replaced an earlier one."""
        return [each for each in self.shown if each.is_final and each.revision > 1]

    async def until(self, enough: Callable[["Captions"], bool], within_s: float = PATIENCE_S) -> None:
        """Wait until the captions satisfy a condition."""
        async with asyncio.timeout(within_s):
            while not enough(self):
                self._came.clear()
                await self._came.wait()


@dataclass
class SpeakingClient:
    """A client in a room with a published microphone."""

    room: rtc.Room
    captions: Captions
    microphone: rtc.AudioSource
    track: rtc.LocalAudioTrack

    async def say(self, sound: SpokenClip, after_s: float = 1.0) -> float:
        """Speak in real time, then be silent for `after_s`; return the time of the last sample of speech."""
        loop, size = asyncio.get_running_loop(), SAMPLE_RATE_HZ * BLOCK_MS // 1000
        quiet = np.zeros(int(after_s * SAMPLE_RATE_HZ), np.int16)
        begun, spoken_at = loop.time(), 0.0
        whole = np.concatenate((sound, quiet))
        for number in range(len(whole) // size):
            block = whole[number * size : (number + 1) * size]
            await asyncio.sleep(begun + number * BLOCK_MS / 1000 - loop.time())
            if not spoken_at and number * size >= len(sound):
                spoken_at = time.perf_counter()
            await self.microphone.capture_frame(
                rtc.AudioFrame(block.tobytes(), SAMPLE_RATE_HZ, 1, len(block))
            )
        return spoken_at

    async def transcriber(self, after: str = "") -> rtc.RemoteParticipant:
        """Wait for an agent other than `after` that has published its engine."""
        return await transcriber(self.room, after)


async def transcriber(room: rtc.Room, after: str = "") -> rtc.RemoteParticipant:
    """Wait for an agent in this room, other than `after`, that has published its engine."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            for other in room.remote_participants.values():
                if other.identity != after and other.attributes.get("parley.engine"):
                    return other
            await asyncio.sleep(0.05)


@dataclass
class LiveKitHarness:
    """Addresses and environment shared by the agent's tests."""

    livekit_url: str
    directory: Path
    env: dict[str, str]

    def token(self, room: str, identity: str, name: str) -> str:
        """Issue a token for a room, as another application would."""
        grants = api.VideoGrants(room_join=True, room=room)
        token = api.AccessToken(KEY, SECRET).with_identity(identity).with_name(name)
        return token.with_grants(grants).to_jwt()

    def api(self) -> api.LiveKitAPI:
        """Open LiveKit's API."""
        return api.LiveKitAPI(self.livekit_url.replace("ws", "http", 1), KEY, SECRET)

    @asynccontextmanager
    async def without_microphone(self, there: rtc.Room, room: str, identity: str) -> AsyncIterator[None]:
        """Have `there` joined to a room, with no track published or subscribed to, while the block runs."""
        options = rtc.RoomOptions(auto_subscribe=False)
        await there.connect(self.livekit_url, self.token(room, identity, identity.capitalize()), options)
        try:
            yield
        finally:
            await there.disconnect()

    @asynccontextmanager
    async def person(
        self, room: str, identity: str, name: str, *, subscribes: bool = True, key: bytes | None = None
    ) -> AsyncIterator[SpeakingClient]:
        """Join a room with a published microphone; `subscribes` to the others' tracks.

        With a `key` sound is end-to-end encrypted, as LiveKit's clients do it.
        """
        there, captions = rtc.Room(), Captions()
        captions.listen(there)
        options = rtc.RoomOptions(auto_subscribe=subscribes)
        if key is not None:
            options.encryption = rtc.E2EEOptions(rtc.KeyProviderOptions(shared_key=key))
        await there.connect(self.livekit_url, self.token(room, identity, name), options)
        microphone, track, _ = await publish_microphone(there)
        try:
            yield SpeakingClient(there, captions, microphone, track)
        finally:
            await there.disconnect()
            await microphone.aclose()

    async def dispatch(self, room: str) -> None:
        """Dispatch a transcriber, as the reconciler does."""
        async with self.api() as livekit:
            await livekit.agent_dispatch.create_dispatch(api.CreateAgentDispatchRequest(room=room))

    async def delete(self, room: str) -> None:
        """Delete a room."""
        async with self.api() as livekit:
            await livekit.room.delete_room(api.DeleteRoomRequest(room=room))

    @asynccontextmanager
    async def process(self, module: str, ready: str, **more: str) -> AsyncIterator[Child]:
        """Run one of the agent's processes while the block runs; `more` is added to its environment."""
        log = self.directory / f"{module}-{time.monotonic_ns()}.log"
        child = await start(
            module, [sys.executable, "-m", module], log=log, env={**self.env, **more}, cwd=ROOT
        )
        try:
            async with asyncio.timeout(START_S):
                while ready not in log.read_text():
                    assert child.running, log.read_text()
                    await asyncio.sleep(0.05)
            yield child
        finally:
            await child.stop(STOP_S)


@asynccontextmanager
async def caption_services(
    directory: Path, database_url: str, models: tuple[Path, ...], host: str = LOOPBACK, **more: str
) -> AsyncIterator[LiveKitHarness]:
    """Run LiveKit, for the agent's processes with this database; `more` is added to their environment."""
    async with media_server(directory, f"http://127.0.0.1:{free_port()}/", host) as plan:
        env = environment(
            DATABASE_URL=database_url,
            REDIS_URL=plan.redis_url,
            LIVEKIT_URL=plan.url,
            LIVEKIT_API_KEY=KEY,
            LIVEKIT_API_SECRET=SECRET,
            AGENT_PORT=str(free_port()),
            WHISPER_PORT=str(free_port()),
            PARLEY_DATA=str(directory / "data"),
            PARLEY_MODELS=os.pathsep.join(map(str, models)),
            PARLEY_WHISPER=str(directory / "whisper.sock"),
            **more,
        )
        yield LiveKitHarness(plan.url, directory, env)


async def publish_microphone(
    room: rtc.Room,
) -> tuple[rtc.AudioSource, rtc.LocalAudioTrack, rtc.LocalTrackPublication]:
    """Publish one more microphone of the room's own participant."""
    microphone = rtc.AudioSource(SAMPLE_RATE_HZ, 1, queue_size_ms=100)
    track = rtc.LocalAudioTrack.create_audio_track("microphone", microphone)
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
    return microphone, track, await room.local_participant.publish_track(track, options)


async def eventually(look: Callable[[], Awaitable[bool]], within_s: float = PATIENCE_S) -> None:
    """Poll until a condition holds that other processes bring about."""
    async with asyncio.timeout(within_s):
        while not await look():  # noqa: ASYNC110  a database signals no event here
            await asyncio.sleep(0.1)


def job_process(worker: Child, job: str) -> psutil.Process:
    """The process of a job that transcribes, as the worker's log names it."""
    for line in worker.log.read_text().splitlines():
        if "transcription_started" in line and (entry := json.loads(line))["job"] == job:
            return psutil.Process(entry["pid"])
    raise LookupError(f"{job} does not transcribe")


def environment(**more: str) -> dict[str, str]:
    """Environment of this process and the test's additions, without a developer's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "LIVEKIT_"))}
    return {**kept, **more}

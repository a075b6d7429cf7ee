"""One participant of the demo: joins by REST, publishes audio and a video tile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from livekit import rtc

from server.demo.client import Client
from server.demo.tape import TapeEvent
from server.demo.video_tile import FRAMES_HZ, HEIGHT, WIDTH, tile
from server.demo.voice_mix import VoiceTrack, pcm16
from server.demo.voices import LOUDNESS_RMS, RATE_HZ
from server.errors import Unavailable

BLOCK_S = 0.04
"""Length of an audio block; each is sent at its absolute time, so timing does not drift."""
QUEUE_MS = 200
JOIN_S = 20.0


@dataclass
class DemoParticipant:
    """A connected participant with audio and video."""

    client: Client
    slug: str
    place: int
    participant_id: str
    room: rtc.Room
    microphone: rtc.AudioSource
    camera: rtc.VideoSource

    async def play(self, part: VoiceTrack, start: float, seconds: float) -> None:
        """Play `part` from loop time `start`, then silence until `seconds` have passed."""
        loop = asyncio.get_running_loop()
        size = int(BLOCK_S * RATE_HZ)
        for number in range(int(seconds / BLOCK_S)):
            block = part.samples[number * size : (number + 1) * size]
            block = np.pad(block, (0, size - len(block)))
            await asyncio.sleep(start + number * BLOCK_S - loop.time())
            await self.microphone.capture_frame(rtc.AudioFrame(pcm16(block), RATE_HZ, 1, size))
            if number % round(1 / (FRAMES_HZ * BLOCK_S)) == 0:
                level = float(np.sqrt(np.mean(block**2))) / (2 * LOUDNESS_RMS)
                self.camera.capture_frame(tile(self.place, level))

    async def act(self, cue: TapeEvent) -> None:
        """Perform a chat message or a raised hand."""
        room = f"/api/rooms/{self.slug}"
        if cue.chat is not None:
            await self.client.call("POST", f"{room}/messages", {"text": cue.chat})
        if cue.hand is not None:
            await self.client.call("PATCH", f"{room}/participants/{self.participant_id}", {"hand": cue.hand})


@asynccontextmanager
async def joined(client: Client, slug: str, name: str | None, place: int) -> AsyncIterator[DemoParticipant]:
    """Join a room for the block; `name` for a guest, None when signed in."""
    body: dict[str, Any] = {"consent": True, **({"name": name} if name else {})}
    ticket = await client.call("POST", f"/api/rooms/{slug}/join", body)
    room = rtc.Room()
    microphone = rtc.AudioSource(RATE_HZ, 1, queue_size_ms=QUEUE_MS)
    camera = rtc.VideoSource(WIDTH, HEIGHT)
    person = DemoParticipant(client, slug, place, str(ticket["participant"]["id"]), room, microphone, camera)
    try:
        await asyncio.wait_for(_connect(person, ticket["livekit"]), JOIN_S)
        yield person
    finally:
        await room.disconnect()
        await microphone.aclose()
        await camera.aclose()


async def _connect(person: DemoParticipant, livekit: dict[str, str]) -> None:
    try:
        options = rtc.RoomOptions(auto_subscribe=False)
        await person.room.connect(livekit["url"], livekit["token"], options=options)
    except rtc.ConnectError as error:
        raise Unavailable(f"LiveKit at {livekit['url']} did not let us in: {error}.") from error
    voice = rtc.LocalAudioTrack.create_audio_track("microphone", person.microphone)
    picture = rtc.LocalVideoTrack.create_video_track("camera", person.camera)
    for track, source in (
        (voice, rtc.TrackSource.SOURCE_MICROPHONE),
        (picture, rtc.TrackSource.SOURCE_CAMERA),
    ):
        await person.room.local_participant.publish_track(track, rtc.TrackPublishOptions(source=source))


async def transcriber(room: rtc.Room) -> rtc.RemoteParticipant:
    """Wait until the transcriber announces its engine."""
    ready = asyncio.Event()
    for happening in ("participant_connected", "participant_attributes_changed"):
        room.on(happening, lambda *_: ready.set())  # the room and this handler end together
    while True:
        for other in room.remote_participants.values():
            agent = other.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
            if agent and other.attributes.get("parley.engine"):
                return other
        ready.clear()
        await ready.wait()

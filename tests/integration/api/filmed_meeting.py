"""A meeting as LiveKit's Egress films it: people who show a colour and sound a tone, and the page."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
from aiohttp import web
from livekit import api, rtc
from PIL import Image
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page

from server.api.app_keys import LIVEKIT
from server.config import Settings
from server.livekit_client import Seat
from server.meeting.accounts import Account
from server.meeting.db import execute
from server.meeting.participants import Participant, admit
from server.meeting.rooms import Room
from tests.integration.media_server import KEY, SECRET

WIDTH, HEIGHT = 320, 180
RATE_HZ, FRAME_HZ = 48_000, 50
RED, GREEN, BLUE = (200, 30, 30), (30, 180, 30), (30, 60, 220)
AWAY = 60
"""After compression a colour is nearer than this in each channel, and all else is farther in one."""
TONES = """async () => Promise.all([...document.querySelectorAll("audio")].map(async (element) => {
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  context.createMediaStreamSource(element.srcObject).connect(analyser);
  const found = new Float32Array(analyser.frequencyBinCount);
  const end = performance.now() + 5000;
  let top = 0;
  do {
    await new Promise((resolve) => setTimeout(resolve, 200));
    analyser.getFloatFrequencyData(found);
    top = found.indexOf(Math.max(...found));
  } while (found[top] < -60 && performance.now() < end);
  const hz = found[top] < -60 ? 0 : Math.round(top * context.sampleRate / analyser.fftSize);
  await context.close();
  return hz;
}))"""
"""The loudest tone of each sound that plays, in hertz; 0: silence."""


@dataclass
class Performer:
    """Somebody in the room."""

    place: Participant
    client: rtc.Room


@asynccontextmanager
async def performing(
    app: web.Application, settings: Settings, room: Room, name: str, *, viewer: Account | None = None,
    agreed: bool | None = None, colour: tuple[int, int, int] | None = RED, hz: int = 440,
) -> AsyncIterator[Performer]:  # fmt: skip
    """Show a colour and sound a tone in the meeting while the block runs; `agreed` None: not answered."""
    place, _ = await admit(room, viewer, name)
    token = app[LIVEKIT].token(Seat(room.livekit_name, place.identity, name, place.role))
    client = rtc.Room()
    await client.connect(settings.livekit_url, token, rtc.RoomOptions(auto_subscribe=False))
    if agreed is not None:
        await answer(place, agreed=agreed)
    sound, picture = rtc.AudioSource(RATE_HZ, 1), rtc.VideoSource(WIDTH, HEIGHT)
    microphone = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
    camera = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=False)
    me = client.local_participant
    await me.publish_track(rtc.LocalAudioTrack.create_audio_track("voice", sound), microphone)
    working = [asyncio.create_task(_sound(sound, hz))]
    if colour is not None:
        await me.publish_track(rtc.LocalVideoTrack.create_video_track("face", picture), camera)
        working.append(asyncio.create_task(_show(picture, colour)))
    try:
        yield Performer(place, client)
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await client.disconnect()


async def answer(place: Participant, *, agreed: bool) -> None:
    """Agree to be recorded, or decline, for somebody who has no browser."""
    await execute(
        "INSERT INTO recording_consents (room_id, participant_id, agreed) VALUES ($1, $2, $3)"
        " ON CONFLICT (participant_id) DO UPDATE SET agreed = EXCLUDED.agreed",
        place.room_id,
        place.id,
        agreed,
    )


async def _sound(source: rtc.AudioSource, hz: int) -> None:
    size = RATE_HZ // FRAME_HZ
    for number in range(1 << 30):
        at = np.arange(number * size, (number + 1) * size) / RATE_HZ
        samples = (8000 * np.sin(2 * np.pi * hz * at)).astype(np.int16)
        await source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE_HZ, 1, size))


async def _show(source: rtc.VideoSource, colour: tuple[int, int, int]) -> None:
    frame = np.empty((HEIGHT, WIDTH, 4), np.uint8)
    frame[:] = (*colour, 255)
    while True:
        source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, frame.tobytes()))
        await asyncio.sleep(0.1)


def recorder_token(room: Room, *, secret: str = SECRET, **grants: bool) -> str:
    """A token as Egress makes it."""
    video = api.VideoGrants(
        room=room.livekit_name,
        room_join=True,
        can_subscribe=True,
        can_publish=False,
        can_publish_data=False,
        hidden=True,
        recorder=True,
    )
    for name, granted in grants.items():
        setattr(video, name, granted)
    return (
        api.AccessToken(KEY, secret).with_identity("EG_film").with_kind("egress").with_grants(video).to_jwt()
    )


CONNECTIONS = """window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...parameters) {
    super(...parameters);
    window.connections.push(this);
  }
};"""
RECEIVED = """async () => {
  const found = [];
  for (const connection of window.connections) {
    for (const each of (await connection.getStats()).values()) {
      if (each.type === "inbound-rtp" && each.packetsReceived > 0) found.push(each.kind);
    }
  }
  return found;
}"""
"""The kind of each track of which the page was sent a packet."""


@dataclass
class Film:
    """The page, and what it said to Egress."""

    page: Page
    said: list[str] = field(default_factory=list)

    async def tones(self) -> list[int]:
        """Return what is heard now."""
        return sorted(await self.page.evaluate(TONES))

    async def received(self) -> list[str]:
        """Return the kind of each track of which the page was ever sent anything."""
        return sorted(await self.page.evaluate(RECEIVED))

    async def shows(self, colours: Iterable[tuple[int, int, int]]) -> list[bool]:
        """Return whether each colour is seen now: a hundredth of the picture, or more."""
        with Image.open(io.BytesIO(await self.page.screenshot())) as image:
            picture = np.asarray(image.convert("RGB"), np.int16)
        return [bool((abs(picture - colour).max(axis=2) < AWAY).mean() > 0.01) for colour in colours]


@asynccontextmanager
async def filming(chromium: Chromium, settings: Settings, room: Room) -> AsyncIterator[Film]:
    """Open the page as Egress does."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 720})
    film = Film(await context.new_page())
    await film.page.add_init_script(CONNECTIONS)
    film.page.on("console", lambda message: film.said.append(message.text))
    film.page.on("pageerror", lambda error: film.said.append(str(error)))
    address = f"?layout=grid&url=ws%3A%2F%2Felsewhere&token={recorder_token(room)}"
    await film.page.goto(f"{settings.url}/egress-layout{address}")
    try:
        yield film
    finally:
        await context.close()

"""People of a bench who only send video: one moving picture in two qualities (simulcast)."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import count

import numpy as np
from livekit import rtc

from server.demo.client import client

WIDTH, HEIGHT = 480, 270
"""The smallest size for which LiveKit's client makes a second, smaller quality."""
FRAMES_HZ = 10
PHASES = 20
"""Pictures after which the movement begins again."""
AT_ONCE = 2
"""How many join beside each other."""


def pictures() -> list[rtc.VideoFrame]:
    """Stripes that wander over a still ground, as much movement as a talking head."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    inside = np.hypot((rows - HEIGHT / 2) / 90, (columns - WIDTH / 2) / 70) < 1
    chroma = np.full((HEIGHT // 2) * (WIDTH // 2), 128, np.uint8).tobytes()
    found = []
    for phase in range(PHASES):
        stripes = 110 + 80 * np.sin((rows + columns) / 9 + 2 * np.pi * phase / PHASES)
        luma = np.where(inside, stripes, 50 + rows / 4).astype(np.uint8).tobytes()
        found.append(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, luma + chroma + chroma))
    return found


class Publishers:
    """Everybody who sends now; all show the same picture at another moment of it."""

    def __init__(self, url: str, slug: str) -> None:
        self.url = url
        self.slug = slug
        self.cameras: list[rtc.VideoSource] = []
        self._stack = AsyncExitStack()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._complete = asyncio.Event()

    async def grow(self, to: int) -> None:
        """Let people join until there are so many; nobody sends meanwhile, as joining takes the machine."""
        self._complete.clear()
        await asyncio.gather(*(self._join(number) for number in range(len(self.cameras), to)))
        self._complete.set()

    async def _join(self, number: int) -> None:
        async with self._gate:
            guest = await self._stack.enter_async_context(client(self.url))
            body = {"consent": True, "name": f"Person {number + 1}"}
            access = (await guest.call("POST", f"/api/rooms/{self.slug}/join", body))["livekit"]
            room = rtc.Room()
            self._stack.push_async_callback(room.disconnect)
            options = rtc.RoomOptions(auto_subscribe=False, dynacast=True)
            await room.connect(access["url"], access["token"], options=options)
            camera = rtc.VideoSource(WIDTH, HEIGHT)
            self._stack.push_async_callback(camera.aclose)
            track = rtc.LocalVideoTrack.create_video_track("camera", camera)
            publishing = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=True)
            await room.local_participant.publish_track(track, publishing)
            self.cameras.append(camera)

    async def send(self) -> None:
        """Send pictures in real time until cancelled."""
        shown, due = pictures(), time.perf_counter()
        for number in count():
            await self._complete.wait()
            for place, camera in enumerate(self.cameras):
                camera.capture_frame(shown[(number + place) % PHASES])
            due = max(due + 1 / FRAMES_HZ, time.perf_counter())
            await asyncio.sleep(due - time.perf_counter())

    async def aclose(self) -> None:
        """Let everybody leave."""
        await self._stack.aclose()


@asynccontextmanager
async def publishing(url: str, slug: str) -> AsyncIterator[Publishers]:
    """Send while the block runs; nobody is there at first."""
    publishers = Publishers(url, slug)
    sending = asyncio.create_task(publishers.send())
    try:
        yield publishers
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
        await publishers.aclose()

"""What a track's samples pass through, and what of them is captioned."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import numpy as np
import pytest
from livekit import rtc
from numpy.typing import NDArray

from agent import track_audio
from agent.meeting_clock import MeetingClock
from agent.track_audio import Samples, TrackAudio

FRAME = 2400


class Noting:
    """A stage that notes what comes, and hands on zeros."""

    def __init__(self) -> None:
        self.taken: list[tuple[int, int]] = []
        self.closes = 0

    def take(self, pcm: Samples, start_ms: int) -> Samples:
        """Note the first sample and the time."""
        self.taken.append((int(pcm[0]), start_ms))
        return np.zeros_like(pcm)

    def close(self) -> None:
        """Count the call."""
        self.closes += 1


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> "asyncio.Queue[NDArray[np.int16] | None]":
    """What the track's stream gives; None ends it."""
    queue: asyncio.Queue[NDArray[np.int16] | None] = asyncio.Queue()

    async def audio_frames(_: object) -> AsyncIterator[NDArray[np.int16]]:
        while (pcm := await queue.get()) is not None:
            yield pcm

    monkeypatch.setattr(track_audio, "audio_frames", audio_frames)
    return queue


def speak(sound: "asyncio.Queue[NDArray[np.int16] | None]", *values: int) -> None:
    """Have the stream give a frame of each value, then end."""
    for value in values:
        sound.put_nowait(np.full(FRAME, value, np.int16))
    sound.put_nowait(None)


def audio(*stages: Noting) -> TrackAudio:
    """The sound of a track, on a clock that stands still."""
    return TrackAudio(cast(rtc.AudioStream, None), MeetingClock(lambda: 7.0), stages)


async def test_stages_in_order(sound: "asyncio.Queue[NDArray[np.int16] | None]") -> None:
    """A stage gets what the one before it handed on, with the same times; what silences stands first."""
    first, second = Noting(), Noting()
    speak(sound, 500, 600)
    await audio(first, second).run()
    assert [value for value, _ in first.taken] == [500, 600]
    assert [value for value, _ in second.taken] == [0, 0]
    assert [at for _, at in first.taken] == [at for _, at in second.taken]


async def test_silenced_sound_is_not_captioned(sound: "asyncio.Queue[NDArray[np.int16] | None]") -> None:
    """Captions get what the last stage handed on, a third of the samples."""
    made = audio(Noting())
    speak(sound, 500, 600)
    await made.run()
    heard = [pcm async for pcm in made.frames()]
    assert [len(pcm) for pcm in heard] == [800, 800]
    assert not np.any(np.concatenate(heard))


async def test_captioner_replaced(sound: "asyncio.Queue[NDArray[np.int16] | None]") -> None:
    """Who reads later gets the frames that nobody read; the stages miss none."""
    stage = Noting()
    made = audio(stage)
    speak(sound, 1, 2, 3)
    running = asyncio.create_task(made.run())
    async for _ in made.frames():
        break
    await running
    assert len([pcm async for pcm in made.frames()]) == 2
    assert len(stage.taken) == 3


async def test_end_closes_the_stages(sound: "asyncio.Queue[NDArray[np.int16] | None]") -> None:
    """Each stage is closed once, also when the track's task is cancelled."""
    stage = Noting()
    running = asyncio.create_task(audio(stage).run())
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert stage.closes == 1

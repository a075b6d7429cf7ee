"""How `parley capacity` searches, and what it measures of one speaker."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from agent.capacity import MAX_STEPS, largest
from agent.captioner import Captioner
from agent.meeting_clock import MeetingClock
from agent.simulated_speakers import WARM_S, SilentRoom, Sound, Stopwatch, p95
from agent.voice_gate import END_WINDOWS, WINDOW_MS
from tests.unit.agent.scripted_fakes import SPEAKER, EchoRecognizer, ScriptedDetector, known, windows

SILENCE_MS = END_WINDOWS * WINDOW_MS


@pytest.mark.parametrize(
    ("carries", "first", "most", "found"),
    [
        (0, 1, 512, 0),
        (1, 1, 512, 1),
        (3, 1, 512, 3),
        (6, 1, 512, 6),
        (5, 4, 512, 5),
        (9, 1, 4, 4),
        (2, 1, 2, 2),
    ],
)
async def test_largest(carries: int, first: int, most: int, found: int) -> None:
    """The largest number that fits is found, never more than there may be."""
    tried: list[int] = []

    async def fits(number: int) -> bool:
        tried.append(number)
        return number <= carries

    assert await largest(fits, first, most) == found
    assert len(tried) == len(set(tried)) <= MAX_STEPS
    assert all(1 <= number <= most for number in tried)


async def test_out_of_steps() -> None:
    """Where the steps do not suffice, the answer is what is known to fit."""

    async def fits(number: int) -> bool:
        return number <= 1000

    assert await largest(fits, 1, 512) == 32


def test_p95() -> None:
    """Nearest rank; nothing of nothing."""
    assert p95(list(range(1, 101))) == 95
    assert p95([7]) == 7
    assert p95([]) is None


class Speech:
    """One sentence after the warm-up, then silence; time passes with the frames."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.letters = "." * 60 + "v" * 20 + "." * 30

    async def frames(self) -> AsyncIterator[Sound]:
        """Yield one window after the other."""
        for _ in self.letters:
            self.now_s += WINDOW_MS / 1000
            yield windows(1)
            for _ in range(20):
                await asyncio.sleep(0)


async def measured(engine: EchoRecognizer) -> list[int]:
    """The latencies of one speaker with a scripted engine."""
    speech = Speech()
    watch = Stopwatch(engine, lambda: speech.now_s)
    watch._detector = ScriptedDetector(speech.letters)
    room, clock = SilentRoom(), MeetingClock(lambda: speech.now_s)
    clock.start(0, 0)
    captioner = Captioner(
        "TR_1", known(SPEAKER), recognizer=watch, gate=watch, segment_store=room, sink=room, clock=clock
    )
    await captioner.run(speech.frames())
    return watch.latencies_ms()


async def test_final_without_words() -> None:
    """A final counts from the end of speech, also one without words; a prompt engine adds nothing."""
    (latency_ms,) = await measured(EchoRecognizer([]))
    assert SILENCE_MS <= latency_ms <= SILENCE_MS + 5 * WINDOW_MS
    assert 60 * WINDOW_MS > 1000 * WARM_S


def test_final_that_never_came() -> None:
    """A final that is still missing counts with the time it was waited for."""
    speech = Speech()
    watch = Stopwatch(EchoRecognizer([]), lambda: speech.now_s)
    watch._detector = ScriptedDetector("v" * 20)
    speech.now_s = 2 * WARM_S
    watch.feed(windows(60))
    speech.now_s += 3.0
    assert watch.latencies_ms() == [3000 + SILENCE_MS]


async def test_nobody_spoke() -> None:
    """Silence has no latency."""
    watch = Stopwatch(EchoRecognizer([]), lambda: 0.0)
    watch.feed(np.zeros(16_000, np.int16))
    assert watch.latencies_ms() == []

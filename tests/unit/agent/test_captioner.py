"""From gated speech to a row and a caption, with a scripted engine."""

import asyncio
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.captioner import Captioner, Frames
from agent.meeting_clock import MeetingClock
from agent.recognizer import FinalHypothesis, Hypothesis, InterimHypothesis, TimedWord
from agent.voice_gate import VoiceGate
from tests.unit.agent.scripted_fakes import (
    SPEAKER,
    EchoRecognizer,
    FakeSegmentStore,
    ScriptedDetector,
    frames,
    windows,
)

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SENTENCE = "." * 20 + "v" * 30 + "." * 30


def interim(text: str) -> InterimHypothesis:
    """Say something so far."""
    return InterimHypothesis(text, 0, 500)


def final(text: str) -> FinalHypothesis:
    """Say something for good."""
    return FinalHypothesis(text, 0, 900, (TimedWord("word", 100, 300, 0.9),), 0.9)


async def caption(
    desk: FakeSegmentStore, echo: EchoRecognizer, letters: str, *pcm: NDArray[np.int16]
) -> None:
    """Let one track run through."""
    captioner = Captioner(
        "TR_1",
        SPEAKER,
        recognizer=echo,
        segment_store=desk,
        sink=desk,
        clock=MeetingClock(NOW, lambda: NOW + timedelta(seconds=10)),
        gate=VoiceGate(ScriptedDetector(letters)),
    )
    await captioner.run(frames(*(pcm or (windows(len(letters)),))))


async def told(*script: list[Hypothesis]) -> FakeSegmentStore:
    """Speak one sentence of which the engine says this, call by call."""
    desk = FakeSegmentStore()
    await caption(desk, EchoRecognizer(list(script)), SENTENCE)
    return desk


async def test_stored_before_shown() -> None:
    """A final is in the notebook before it is on the screen."""
    desk = await told([], [], [final("We have spent less.")])
    assert desk.events == [
        ("open", "We have spent less."),
        ("finish", "We have spent less."),
        ("final", "We have spent less."),
    ]


async def test_one_segment() -> None:
    """An interim and the final after it are the same segment."""
    desk = await told([interim("we have")], [], [final("We have spent less.")])
    assert [kind for kind, _ in desk.events if kind in ("open", "finish")] == ["open", "finish"]
    assert len({shown.segment for shown in desk.captions}) == 1


async def test_two_segments() -> None:
    """What comes after a final is a new segment with the next number."""
    desk = await told([final("One.")], [], [final("Two.")])
    assert [(shown.text, shown.seq) for shown in desk.captions] == [("One.", 0), ("Two.", 1)]


async def test_nothing_said() -> None:
    """An empty final after nothing leaves no trace."""
    assert (await told([], [], [final("")])).events == []


async def test_came_to_nothing() -> None:
    """An empty final takes back what its interim wrote and showed."""
    desk = await told([interim("uh")], [], [final("")])
    assert desk.events[-2:] == [("drop", ""), ("final", "")]


async def test_not_written() -> None:
    """What could not be stored is not shown."""
    desk = FakeSegmentStore(refuses=True)
    await caption(desk, EchoRecognizer([[interim("we")], [], [final("We have.")]]), SENTENCE)
    assert desk.captions == []


async def test_times() -> None:
    """Times of segments and words are on the meeting's clock."""
    desk = await told([], [], [final("word")])
    shown = desk.captions[-1]
    begun_ms = 10_000 - (80 - 20 + 10) * 32
    assert (shown.start_ms, shown.end_ms) == (begun_ms, begun_ms + 900)


async def test_track_ends_in_speech() -> None:
    """Who leaves in the middle of a word is heard to the last sample."""
    desk, echo = FakeSegmentStore(), EchoRecognizer([[], [final("We have")]])
    await caption(desk, echo, "v" * 10)
    assert echo.finished == 1
    assert desk.captions[-1].text == "We have"
    assert echo.forgotten == ["TR_1"]


@pytest.mark.parametrize("letters", ["", ".", "v", "." * 300])
async def test_too_little(letters: str) -> None:
    """A track of nothing, of one window or of silence is nothing to an engine."""
    echo = EchoRecognizer([])
    await caption(FakeSegmentStore(), echo, letters)
    assert echo.begun == 0


async def test_falls_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speech that found no room is skipped, and what follows is heard again, in an utterance of its own."""
    monkeypatch.setattr("agent.captioner.MAX_BACKLOG_MS", 1000)
    echo = EchoRecognizer([])
    captioner = Captioner(
        "TR_1",
        SPEAKER,
        recognizer=echo,
        segment_store=FakeSegmentStore(),
        sink=FakeSegmentStore(),
        clock=MeetingClock(NOW, lambda: NOW + timedelta(seconds=10)),
        gate=VoiceGate(ScriptedDetector("v" * 140)),
    )

    async def in_two_bursts() -> Frames:
        for _ in range(20):
            yield windows(5)
        for _ in range(200):
            await asyncio.sleep(0)
        for _ in range(8):
            yield windows(5)

    await captioner.run(in_two_bursts())
    assert (echo.begun, echo.finished) == (2, 2)
    assert sum(map(len, echo.fed[-2:])) // 32 >= 8 * 160 - 320
    assert captioner._backlog_ms == 0


async def test_mute() -> None:
    """Muting ends the utterance without waiting for silence."""
    desk, echo = FakeSegmentStore(), EchoRecognizer([[], [final("We have")]])
    captioner = Captioner(
        "TR_1",
        SPEAKER,
        recognizer=echo,
        segment_store=desk,
        sink=desk,
        clock=MeetingClock(NOW),
        gate=VoiceGate(ScriptedDetector("v" * 10)),
    )

    async def speech_then_mute() -> Frames:
        yield windows(10)
        captioner.flush()
        assert len(desk.events) == 0
        yield windows(1)

    await captioner.run(speech_then_mute())
    assert echo.finished == 1

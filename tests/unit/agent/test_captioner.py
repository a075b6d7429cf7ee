"""From gated speech to a row and a caption, with a scripted engine."""

import asyncio

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.captioner import Captioner, Frames
from agent.faults import Faults
from agent.meeting_clock import MeetingClock
from agent.recognizer import FinalHypothesis, Hypothesis, InterimHypothesis, TimedWord
from agent.segment_store import Speaker
from agent.voice_gate import VoiceGate
from tests.unit.agent.scripted_fakes import (
    SPEAKER,
    EchoRecognizer,
    FakeSegmentStore,
    ScriptedDetector,
    frames,
    known,
    windows,
)

SENTENCE = "." * 20 + "v" * 30 + "." * 30


def running_clock() -> MeetingClock:
    """Give one that stands ten seconds after the meeting's beginning."""
    clock = MeetingClock(lambda: 0.0)
    clock.start(10_000, 0)
    return clock


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
        known(SPEAKER),
        recognizer=echo,
        segment_store=desk,
        sink=desk,
        clock=running_clock(),
        gate=VoiceGate(ScriptedDetector(letters)),
    )
    await captioner.run(frames(*(pcm or (windows(len(letters)),))))


async def told(*script: list[Hypothesis] | Exception) -> FakeSegmentStore:
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
        known(SPEAKER),
        recognizer=echo,
        segment_store=FakeSegmentStore(),
        sink=FakeSegmentStore(),
        clock=running_clock(),
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
        known(SPEAKER),
        recognizer=echo,
        segment_store=desk,
        sink=desk,
        clock=running_clock(),
        gate=VoiceGate(ScriptedDetector("v" * 10)),
    )

    async def speech_then_mute() -> Frames:
        yield windows(10)
        captioner.flush()
        assert len(desk.events) == 0
        yield windows(1)

    await captioner.run(speech_then_mute())
    assert echo.finished == 1


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try a failed engine again without waiting."""
    monkeypatch.setattr("agent.engine_guard.FIRST_BACKOFF_S", 0)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("at", ["feed", "finish"])
async def test_engine_fails(at: str) -> None:
    """An engine that fails costs that utterance: it is let go, the gap is noted, the next one is heard."""
    desk, error = FakeSegmentStore(), RuntimeError("native")
    echo = EchoRecognizer([error] if at == "feed" else [[], error])
    echo.script += [[], [], [final("And on.")]] if at == "feed" else [[], [final("And on.")]]
    letters = "v" * 30 + "." * 30 + "v" * 30 + "." * 30
    await caption(desk, echo, letters, *(windows(1) for _ in letters))
    assert [shown.text for shown in desk.captions] == ["And on."]
    assert echo.abandoned == 1
    assert [gap.cause for gap in desk.gaps.values()] == ["engine"]


@pytest.mark.usefixtures("at_once")
async def test_shown_words_are_kept(at_once: None) -> None:
    """What was shown when the engine failed is kept as said, and only what came after it is missing."""
    desk = await told([interim("we have")], RuntimeError())
    assert desk.events[-2:] == [("finish", "we have"), ("final", "we have")]
    (gap,) = desk.gaps.values()
    assert gap.from_ms == desk.captions[-1].end_ms


@pytest.mark.usefixtures("at_once")
async def test_engine_that_always_fails() -> None:
    """A whole sentence of failures is one gap, and the fault is told until the track is gone."""
    desk, faults = FakeSegmentStore(), Faults()
    echo = EchoRecognizer([RuntimeError() for _ in range(99)])
    told: list[str] = []
    captioner = Captioner(
        "TR_1",
        known(SPEAKER),
        recognizer=echo,
        segment_store=desk,
        sink=desk,
        clock=running_clock(),
        faults=faults,
        gate=VoiceGate(ScriptedDetector("v" * 60)),
    )

    async def speech() -> Frames:
        for _ in range(60):
            yield windows(1)
            await asyncio.sleep(0.001)
            told.append(faults.worst)

    await captioner.run(speech())
    assert len(desk.gaps) == 1
    assert "engine" in told
    assert faults.worst == ""


async def test_what_was_heard_is_stored_when_the_track_breaks() -> None:
    """A captioner that fails has stored what it had heard when it raises."""
    desk = FakeSegmentStore()
    captioner = Captioner(
        "TR_1",
        known(SPEAKER),
        recognizer=EchoRecognizer([[final("We have.")]]),
        segment_store=desk,
        sink=desk,
        clock=running_clock(),
        gate=VoiceGate(ScriptedDetector("v" * 60)),
    )

    async def speech() -> Frames:
        yield windows(20)
        for _ in range(5):
            await asyncio.sleep(0)
        raise OSError

    with pytest.raises(ExceptionGroup):
        await captioner.run(speech())
    assert [shown.text for shown in desk.captions] == ["We have."]


async def test_speaker_known_late() -> None:
    """What is said before it is written who speaks is heard at once, and stored when it is."""
    desk, echo = FakeSegmentStore(), EchoRecognizer([[], [final("We have.")]])
    speaker: asyncio.Future[Speaker] = asyncio.get_running_loop().create_future()
    captioner = Captioner(
        "TR_1",
        speaker,
        recognizer=echo,
        segment_store=desk,
        sink=desk,
        clock=running_clock(),
        gate=VoiceGate(ScriptedDetector("v" * 10)),
    )
    running = asyncio.create_task(captioner.run(frames(windows(10))))
    while not echo.finished:  # noqa: ASYNC110  the engine rings nobody
        await asyncio.sleep(0)
    assert desk.events == []
    speaker.set_result(SPEAKER)
    await running
    assert [shown.text for shown in desk.captions] == ["We have."]


async def test_speaker_not_to_be_heard() -> None:
    """Of somebody who was put out nothing is kept."""
    desk = FakeSegmentStore()
    speaker: asyncio.Future[Speaker] = asyncio.get_running_loop().create_future()
    speaker.cancel()
    captioner = Captioner(
        "TR_1",
        speaker,
        recognizer=EchoRecognizer([[final("We have.")]]),
        segment_store=desk,
        sink=desk,
        clock=running_clock(),
        gate=VoiceGate(ScriptedDetector("v" * 10)),
    )
    await captioner.run(frames(windows(10)))
    assert desk.events == []

"""From speech to stored segment and caption, with a scripted engine."""

import asyncio

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.captioner import Captioner, Frames
from agent.faults import Faults
from agent.meeting_clock import MeetingClock
from agent.recognizer import FinalHypothesis, Hypothesis, InterimHypothesis, TimedWord
from agent.refinements import Refinements
from agent.segment_records import Speaker
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
from tests.unit.agent.test_refinements import BETTER, FakeRereading, FakeTranscript

SENTENCE = "." * 20 + "v" * 30 + "." * 30


def running_clock() -> MeetingClock:
    """A clock that stands at ten seconds of meeting time."""
    clock = MeetingClock(lambda: 0.0)
    clock.start(10_000, 0)
    return clock


def interim(text: str) -> InterimHypothesis:
    return InterimHypothesis(text, 0, 500)


def final(text: str) -> FinalHypothesis:
    return FinalHypothesis(text, 0, 900, (TimedWord("word", 100, 300, 0.9),), 0.9)


def captioner_of(
    store: FakeSegmentStore,
    recognizer: EchoRecognizer,
    letters: str,
    *,
    speaker: asyncio.Future[Speaker] | None = None,
    faults: Faults | None = None,
    refinements: Refinements | None = None,
) -> Captioner:
    """A captioner of one track, whose gate hears these letters."""
    return Captioner(
        "TR_1",
        speaker or known(SPEAKER),
        recognizer=recognizer,
        segment_store=store,
        sink=store,
        clock=running_clock(),
        faults=faults,
        gate=VoiceGate(ScriptedDetector(letters)),
        refinements=refinements,
    )


async def caption(
    store: FakeSegmentStore, echo: EchoRecognizer, letters: str, *pcm: NDArray[np.int16]
) -> None:
    """Caption one track to its end."""
    captioner = captioner_of(store, echo, letters)
    await captioner.run(frames(*(pcm or (windows(len(letters)),))))


async def caption_sentence(*script: list[Hypothesis] | Exception) -> FakeSegmentStore:
    """Caption one sentence for which the engine reports this script."""
    store = FakeSegmentStore()
    await caption(store, EchoRecognizer(list(script)), SENTENCE)
    return store


async def test_database_away() -> None:
    """While the database is away captions are shown, marked as not stored, and finals again once they are."""
    store = FakeSegmentStore(is_away=True)
    await caption(store, EchoRecognizer([[], [interim("We have")], [final("We have spent.")]]), SENTENCE)
    await store.late[0](4)
    assert [(each.is_final, each.is_stored, each.seq) for each in store.captions] == [
        (False, False, None),
        (True, False, None),
        (True, True, 4),
    ]
    assert len({each.segment for each in store.captions}) == 1
    assert store.captions[-1].text == "We have spent."


async def test_read_again_after_an_outage() -> None:
    """A final that was shown before it was stored is read a second time once it is."""
    store, reader, transcript = FakeSegmentStore(is_away=True), FakeRereading(), FakeTranscript()
    reader.let.set()
    second = Refinements(reader, "en", transcript, transcript, list)
    script: list[list[Hypothesis] | Exception] = [[], [final("we have spend less")]]
    captioner = captioner_of(store, EchoRecognizer(script), SENTENCE, refinements=second)
    await captioner.run(frames(windows(len(SENTENCE))))
    assert reader.windows_ms == []
    await store.late[0](4)
    await second.settle(5)
    assert transcript.events == [("stored", BETTER, 1), ("shown", BETTER, 2)]


async def test_stored_before_published() -> None:
    """A final is stored before it is published."""
    store = await caption_sentence([], [], [final("We have spent less.")])
    assert store.events == [
        ("open", "We have spent less."),
        ("finish", "We have spent less."),
        ("final", "We have spent less."),
    ]


async def test_one_segment() -> None:
    """An interim and the final after it belong to the same segment."""
    store = await caption_sentence([interim("we have")], [], [final("We have spent less.")])
    assert [kind for kind, _ in store.events if kind in ("open", "finish")] == ["open", "finish"]
    assert len({shown.segment for shown in store.captions}) == 1


async def test_two_segments() -> None:
    """A hypothesis after a final starts a new segment with the next number."""
    store = await caption_sentence([final("One.")], [], [final("Two.")])
    assert [(shown.text, shown.seq) for shown in store.captions] == [("One.", 0), ("Two.", 1)]


async def test_empty_final_alone() -> None:
    """An empty final without an interim stores and publishes nothing."""
    assert (await caption_sentence([], [], [final("")])).events == []


async def test_empty_final_drops_the_segment() -> None:
    """An empty final deletes the segment its interim stored and published."""
    store = await caption_sentence([interim("uh")], [], [final("")])
    assert store.events[-2:] == [("drop", ""), ("final", "")]


async def test_not_stored_not_published() -> None:
    """A segment that could not be stored is not published."""
    store = FakeSegmentStore(refuses=True)
    await caption(store, EchoRecognizer([[interim("we")], [], [final("We have.")]]), SENTENCE)
    assert store.captions == []


async def test_times() -> None:
    """Times of segments and words are on the meeting's clock."""
    store = await caption_sentence([], [], [final("word")])
    shown = store.captions[-1]
    begun_ms = 10_000 - (80 - 20 + 10) * 32
    assert (shown.start_ms, shown.end_ms) == (begun_ms, begun_ms + 900)


async def test_track_ends_in_speech() -> None:
    """A speaker who leaves within a word is transcribed to the last sample."""
    store, echo = FakeSegmentStore(), EchoRecognizer([[], [final("We have")]])
    await caption(store, echo, "v" * 10)
    assert echo.finished == 1
    assert store.captions[-1].text == "We have"
    assert echo.forgotten == ["TR_1"]


@pytest.mark.parametrize("letters", ["", ".", "v", "." * 300])
async def test_no_speech(letters: str) -> None:
    """A track that is empty, one window long or silent does not reach the engine."""
    echo = EchoRecognizer([])
    await caption(FakeSegmentStore(), echo, letters)
    assert echo.begun == 0


async def test_backlog_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speech beyond the backlog is skipped, and later speech is recognized in an utterance of its own."""
    monkeypatch.setattr("agent.captioner.MAX_BACKLOG_MS", 1000)
    echo = EchoRecognizer([])
    captioner = captioner_of(FakeSegmentStore(), echo, "v" * 140)

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
    """Muting ends the utterance without a wait for silence."""
    store, echo = FakeSegmentStore(), EchoRecognizer([[], [final("We have")]])
    captioner = captioner_of(store, echo, "v" * 10)

    async def speech_then_mute() -> Frames:
        yield windows(10)
        captioner.flush()
        assert len(store.events) == 0
        yield windows(1)

    await captioner.run(speech_then_mute())
    assert echo.finished == 1


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry a failed engine without backoff."""
    monkeypatch.setattr("agent.engine_guard.FIRST_BACKOFF_S", 0)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("at", ["feed", "finish"])
async def test_engine_fails(at: str) -> None:
    """An engine failure costs one utterance: it is abandoned, a gap is stored, the next one is recognized."""
    store, error = FakeSegmentStore(), RuntimeError("native")
    echo = EchoRecognizer([error] if at == "feed" else [[], error])
    echo.script += [[], [], [final("And on.")]] if at == "feed" else [[], [final("And on.")]]
    letters = "v" * 30 + "." * 30 + "v" * 30 + "." * 30
    await caption(store, echo, letters, *(windows(1) for _ in letters))
    assert [shown.text for shown in store.captions] == ["And on."]
    assert echo.abandoned == 1
    assert [gap.cause for gap in store.gaps.values()] == ["engine"]


@pytest.mark.usefixtures("at_once")
async def test_shown_interim_becomes_final(at_once: None) -> None:
    """The interim shown when the engine failed becomes final, and only later speech is a gap."""
    store = await caption_sentence([interim("we have")], RuntimeError())
    assert store.events[-2:] == [("finish", "we have"), ("final", "we have")]
    (gap,) = store.gaps.values()
    assert gap.from_ms == store.captions[-1].end_ms


@pytest.mark.usefixtures("at_once")
async def test_engine_that_always_fails() -> None:
    """Failures throughout a sentence make one gap, and the fault lasts until the track ends."""
    store, faults = FakeSegmentStore(), Faults()
    echo = EchoRecognizer([RuntimeError() for _ in range(99)])
    told: list[str] = []
    captioner = captioner_of(store, echo, "v" * 60, faults=faults)

    async def speech() -> Frames:
        for _ in range(60):
            yield windows(1)
            await asyncio.sleep(0.001)
            told.append(faults.worst)

    await captioner.run(speech())
    assert len(store.gaps) == 1
    assert "engine" in told
    assert faults.worst == ""


async def test_hypotheses_are_stored_when_the_track_fails() -> None:
    """A captioner that fails stores its hypotheses before it raises."""
    store = FakeSegmentStore()
    captioner = captioner_of(store, EchoRecognizer([[final("We have.")]]), "v" * 60)

    async def speech() -> Frames:
        yield windows(20)
        for _ in range(5):
            await asyncio.sleep(0)
        raise OSError

    with pytest.raises(ExceptionGroup):
        await captioner.run(speech())
    assert [shown.text for shown in store.captions] == ["We have."]


async def test_arrival_stored_late() -> None:
    """Speech before the arrival is stored is recognized at once, and stored afterwards."""
    store, echo = FakeSegmentStore(), EchoRecognizer([[], [final("We have.")]])
    speaker: asyncio.Future[Speaker] = asyncio.get_running_loop().create_future()
    captioner = captioner_of(store, echo, "v" * 10, speaker=speaker)
    running = asyncio.create_task(captioner.run(frames(windows(10))))
    while not echo.finished:  # noqa: ASYNC110  the engine signals no event
        await asyncio.sleep(0)
    assert store.events == []
    speaker.set_result(SPEAKER)
    await running
    assert [shown.text for shown in store.captions] == ["We have."]


async def test_removed_speaker() -> None:
    """Nothing a removed participant says is stored."""
    store = FakeSegmentStore()
    speaker: asyncio.Future[Speaker] = asyncio.get_running_loop().create_future()
    speaker.cancel()
    captioner = captioner_of(store, EchoRecognizer([[final("We have.")]]), "v" * 10, speaker=speaker)
    await captioner.run(frames(windows(10)))
    assert store.events == []

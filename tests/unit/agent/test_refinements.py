"""The second pass of a room: what is replaced, what stays, and what is dropped."""

import asyncio
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import pytest

from agent.caption_publisher import Caption
from agent.recognizer import BYTES_PER_MS, TimedWord
from agent.refinements import (
    ENOUGH_MS,
    LATE_WINDOWS,
    MAX_WAITING,
    OVERLOAD,
    OVERLOAD_S,
    Refinements,
)
from agent.segment_store import SegmentNotStoredError
from agent.stored_finals import MAX_UNSTORED_BYTES, StoredFinal
from agent.whisper.messages import Failed, Refined
from tests.unit.agent.job_figures import Figures

FIRST = "we have spend less"
BETTER = "We have spent less."


def reading(text: str, start_ms: int = 0) -> Refined:
    """A reading with a word each 100 ms."""
    words = [f" {word}" for word in text.split()]
    starts = [start_ms + 100 * n for n in range(len(words))]
    ends, sure = [each + 100 for each in starts], [0.9] * len(words)
    return Refined(1, text, -0.1, 0.0, words=words, starts_ms=starts, ends_ms=ends, confidences=sure)


@dataclass
class FakeRereading:
    """Client that gives its answer once released."""

    answer: Refined | Failed = field(default_factory=lambda: reading(BETTER))
    let: asyncio.Event = field(default_factory=asyncio.Event)
    names: list[str] = field(default_factory=list)
    is_closed: bool = False

    windows_ms: list[int] = field(default_factory=list)

    async def refine(self, pcm: bytes, language: str, names: str) -> Refined | Failed:
        """Return the answer."""
        self.names.append(names)
        self.windows_ms.append(len(pcm) // BYTES_PER_MS)
        await self.let.wait()
        return self.answer

    async def aclose(self) -> None:
        """Record the call."""
        self.is_closed = True


@dataclass
class FakeTranscript:
    """Store and screen in one, recording the order."""

    events: list[tuple[str, str, int]] = field(default_factory=list)
    answer: bool | Exception = True
    words: tuple[TimedWord, ...] = ()

    async def refine(
        self, segment: UUID, revision: int, text: str, words: tuple[TimedWord, ...], confidence: float
    ) -> bool:
        """Record the call and answer."""
        if isinstance(self.answer, Exception):
            raise self.answer
        self.events.append(("stored", text, revision))
        self.words = words
        return self.answer

    async def show(self, caption: Caption) -> None:
        """Record the caption."""
        self.events.append(("shown", caption.text, caption.revision))


def final(text: str = FIRST, ms: int = 2000, start_ms: int = 0, track: str = "TR") -> StoredFinal:
    """A final with its samples."""
    caption = Caption(
        uuid4(), 0, text, True, "PA", "Alice", track, "vosk", start_ms, start_ms + ms, 0.5, revision=1
    )
    return StoredFinal(caption, (TimedWord("we", 0, 100, 0.9),), bytes(ms * BYTES_PER_MS))


def refinements(reader: FakeRereading, transcript: FakeTranscript, *names: str) -> Refinements:
    """The second pass of a room with these people."""
    return Refinements(reader, "en", transcript, transcript, lambda: names)


async def test_stored_before_shown() -> None:
    """Better words are stored as a new revision of the same segment, then shown."""
    reader, transcript = FakeRereading(), FakeTranscript()
    reader.let.set()
    second = refinements(reader, transcript)
    second.add(final())
    await second.finish(5)
    assert transcript.events == [("stored", BETTER, 1), ("shown", BETTER, 2)]
    assert transcript.words[0] == TimedWord("We", 0, 100, 0.9)
    assert reader.is_closed


@pytest.mark.parametrize(("engine", "start_ms"), [("vosk", 40), ("whisper", 0)])
async def test_times(engine: str, start_ms: int) -> None:
    """A word that both passes heard keeps Vosk's time; a larger Whisper times words better than a smaller."""
    reader, transcript = FakeRereading(), FakeTranscript()
    reader.let.set()
    second = refinements(reader, transcript)
    first = final()
    heard = TimedWord("we", 40, 100, 0.9)
    second.add(replace(first, caption=replace(first.caption, engine=engine), words=(heard,)))
    await second.finish(5)
    assert transcript.words[0].s == start_ms


async def test_measured() -> None:
    """A refinement is counted, with the time since its final."""
    reader, transcript = FakeRereading(), FakeTranscript()
    reader.let.set()
    outcomes, delays = Figures({"outcome": "refined"}), Figures({"engine": "vosk", "language": "en"})
    second = refinements(reader, transcript)
    second.add(final())
    await second.finish(5)
    assert outcomes.added("parley_refinements_total") == 1
    assert delays.added("parley_refinement_delay_seconds_count") == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Failed(1, "queue full"), "queue full"),
        (reading(f"{FIRST} thanks for watching"), "stock_phrase"),
        (reading(FIRST), "unchanged"),
        (reading("I see a house."), "disagreement"),
    ],
)
async def test_first_words_stand(answer: Refined | Failed, outcome: str) -> None:
    """What is not read, doubted or the same is neither stored nor shown, and counted."""
    reader, transcript = FakeRereading(answer), FakeTranscript()
    reader.let.set()
    second = refinements(reader, transcript)
    second.add(final())
    await second.settle(5)
    assert (transcript.events, dict(second.outcomes)) == ([], {outcome: 1})


@pytest.mark.parametrize("answer", [False, SegmentNotStoredError("LeaseLostError")])
async def test_not_stored_is_not_shown(answer: bool | Exception) -> None:
    """Words that another revision or another job keeps out of the database are not shown."""
    reader, transcript = FakeRereading(), FakeTranscript(answer=answer)
    reader.let.set()
    second = refinements(reader, transcript)
    second.add(final())
    await second.finish(5)
    assert not [event for event in transcript.events if event[0] == "shown"]


@dataclass
class FakeShedding:
    """A machine that has no time."""

    has_second_pass: bool = False
    waited_s: list[float] = field(default_factory=list)

    async def second_pass(self, within_s: float) -> bool:
        """Record the wait and answer."""
        self.waited_s.append(within_s)
        return self.has_second_pass


async def test_overload() -> None:
    """On an overloaded machine finals wait, then keep their first words, which is counted as such."""
    reader, transcript, shedding = FakeRereading(), FakeTranscript(), FakeShedding()
    reader.let.set()
    dropped = Figures({"outcome": OVERLOAD})
    second = Refinements(reader, "en", transcript, transcript, tuple, shedding)
    second.add(final())
    await second.settle(5)
    assert (shedding.waited_s, reader.names, transcript.events) == ([OVERLOAD_S], [], [])
    assert dropped.added("parley_refinements_total") == 1
    shedding.has_second_pass = True
    second.add(final())
    await second.settle(5)
    assert [kind for kind, _, _ in transcript.events] == ["stored", "shown"]


@pytest.mark.parametrize("ms", [0, 40_000])
async def test_length(ms: int) -> None:
    """Samples that are gone or more than a window are not sent."""
    reader = FakeRereading()
    second = refinements(reader, FakeTranscript())
    second.add(final(ms=ms))
    await second.settle(5)
    assert (reader.names, second.outcomes.total()) == ([], 1)


async def test_read_together() -> None:
    """A speaker's neighbouring finals are one window, and each gets its own words of the reading."""
    words = reading(BETTER)
    both = replace(
        words,
        text=f"{BETTER} {BETTER}",
        words=words.words * 2,
        starts_ms=words.starts_ms + [2300 + each for each in words.starts_ms],
        ends_ms=words.ends_ms + [2300 + each for each in words.ends_ms],
        confidences=words.confidences * 2,
    )
    reader, transcript = FakeRereading(both), FakeTranscript()
    reader.let.set()
    second = refinements(reader, transcript)
    second.add(final())
    second.add(final(start_ms=5000))
    await second.settle(5)
    assert reader.windows_ms == [4300]
    assert [text for kind, text, _ in transcript.events if kind == "stored"] == [BETTER, BETTER]


async def test_speakers_apart() -> None:
    """Two speakers are never in one window."""
    reader, transcript = FakeRereading(), FakeTranscript()
    reader.let.set()
    second = refinements(reader, transcript)
    second.add(final(track="TR_1"))
    second.add(final(track="TR_2"))
    await second.settle(5)
    assert reader.windows_ms == [2000, 2000]


async def test_full_window() -> None:
    """A window with enough speech is read at once; speech that does not fit begins the next."""
    reader = FakeRereading()
    second = refinements(reader, FakeTranscript())
    for ms in (10_000, 9_000, 16_000, 15_000):
        second.add(final(ms=ms))
    await asyncio.sleep(0)
    assert reader.windows_ms == [19_000, 16_000]
    reader.let.set()
    await second.finish(5)
    assert reader.windows_ms[2:] == [15_000]


async def test_read_after_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a speaker said is read when they have said no more for a while."""
    monkeypatch.setattr("agent.refinements.PAUSE_S", 0.01)
    reader, transcript = FakeRereading(), FakeTranscript()
    second = refinements(reader, transcript)
    reader.let.set()
    second.add(final())
    async with asyncio.timeout(5):
        while second.outcomes.total() == 0:  # noqa: ASYNC110  outcomes signal no event
            await asyncio.sleep(0.01)
    assert second.outcomes == {"refined": 1}


async def test_limit_of_waiting() -> None:
    """More windows than may wait keep their first words; the others are read."""
    reader, transcript = FakeRereading(), FakeTranscript()
    second = refinements(reader, transcript)
    for number in range(MAX_WAITING + 2):
        second.add(final(ms=ENOUGH_MS, track=f"TR_{number}"))
    reader.let.set()
    await second.settle(5)
    assert second.outcomes == {"refined": MAX_WAITING, "room queue full": 2}


async def test_end_of_the_meeting() -> None:
    """What is not read within the limit is dropped, and nothing is stored afterwards."""
    reader, transcript = FakeRereading(), FakeTranscript()
    second = refinements(reader, transcript)
    second.add(final())
    await second.finish(0.01)
    reader.let.set()
    await asyncio.sleep(0)
    assert transcript.events == []


async def test_names() -> None:
    """The words to expect are told to the reader."""
    reader = FakeRereading()
    reader.let.set()
    second = refinements(reader, FakeTranscript(), "Alice", "Bob")
    second.add(final())
    await second.finish(5)
    assert reader.names == ["Alice, Bob"]


def kept(second: Refinements, *finals: StoredFinal) -> list[StoredFinal]:
    """Those that are read once they are stored."""
    return [each for each in finals if second.keep(each)]


def store_late(second: Refinements, *finals: StoredFinal) -> None:
    """The database is back: these are stored, one after the other."""
    for seq, each in enumerate(finals):
        second.add_late(each, replace(each.caption, seq=seq, is_stored=True))


async def test_after_an_outage() -> None:
    """What was said while the database was away is read once it is stored: each once, neighbours together."""
    reader, transcript = FakeRereading(), FakeTranscript()
    second = refinements(reader, transcript)
    said = kept(second, *(final(start_ms=3000 * n) for n in range(20)))
    assert reader.windows_ms == []
    store_late(second, *said)
    reader.let.set()
    await second.settle(5)
    assert sum(second.outcomes.values()) == len(said)
    assert len(reader.windows_ms) < len(said) / 2


async def test_outage_gives_way() -> None:
    """Of an outage a few windows are read at a time, so that there is room for what is said now."""
    reader, transcript = FakeRereading(), FakeTranscript()
    second = refinements(reader, transcript)
    store_late(second, *kept(second, *(final(track=f"T{n}") for n in range(20))))
    await asyncio.sleep(0)
    assert len(reader.windows_ms) == LATE_WINDOWS
    second.add(final(ms=ENOUGH_MS, track="now"))
    await asyncio.sleep(0)
    assert reader.windows_ms[LATE_WINDOWS:] == [ENOUGH_MS]
    await second.aclose()


async def test_long_outage() -> None:
    """Of a long outage the first minutes are read; what nothing waits for any more takes no room."""
    reader, transcript = FakeRereading(), FakeTranscript()
    second = refinements(reader, transcript)
    one = final(ms=ENOUGH_MS)
    most = MAX_UNSTORED_BYTES // len(one.pcm)
    said = kept(second, *(final(ms=ENOUGH_MS) for _ in range(most + 1)))
    assert len(said) == most
    assert dict(second.outcomes) == {"outage too long": 1}
    del said[0]
    assert kept(second, one) == [one]

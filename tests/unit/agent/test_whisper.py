"""The whisper process's protocol and queue, and the engine that uses it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from agent.recognizer import (
    BYTES_PER_MS,
    FinalHypothesis,
    Hypothesis,
    InterimHypothesis,
    MissedSpeech,
    TimedWord,
)
from agent.repetition import repetition
from agent.whisper.client import WhisperClient
from agent.whisper.engine import CUT_MS, FIRST_INTERIM_MS, GUESS_HOLDS_MS, PAUSE_MS, WhisperUtterance
from agent.whisper.messages import (
    LENGTHS,
    MAX_SAMPLES,
    Busy,
    Drop,
    Failed,
    Heard,
    Kind,
    Listen,
    Message,
    ProtocolError,
    Refine,
    Refined,
    encode,
    receive,
)
from agent.whisper.model import Decoding
from agent.whisper.request_queue import MAX_QUEUED
from agent.whisper.server import WhisperServer, open_server
from agent.whisper.stable_words import StableWords


async def given(raw: bytes) -> Message:
    """Read a message from a stream with these bytes."""
    reader = asyncio.StreamReader()
    reader.feed_data(raw)
    reader.feed_eof()
    return await receive(reader)


@pytest.mark.parametrize(
    "message",
    [
        Listen(1, "en", "final", b"\x01\x02" * 160),
        Listen(2, "ko", "interim", b""),
        Heard(3, '안녕, "she" said\n', 0.25),
        Busy(4),
        Failed(5, "no model for the language"),
        Drop(6),
        Refine(7, "ko", "Alice, 민수", b"\x01\x02" * 160),
        Refined(8, "안녕.", -0.25, 0.01),
    ],
)
async def test_round_trip(message: Message) -> None:
    """A message is received as it was sent."""
    assert await given(encode(message)) == message


@pytest.mark.parametrize(
    "raw",
    [
        LENGTHS.pack(2, 0) + b"{}",
        LENGTHS.pack(4, 0) + b"null",
        LENGTHS.pack(3, 0) + b"\xff\xff\xff",
        LENGTHS.pack(15, 0) + b'{"is":"Launch"}',
        LENGTHS.pack(13, 0) + b'{"is":"Busy"}',
        LENGTHS.pack(10, MAX_SAMPLES + 1),
        LENGTHS.pack(2**31, 0),
    ],
)
async def test_malformed_frame(raw: bytes) -> None:
    """A malformed frame is refused, an oversized one before it is read."""
    with pytest.raises(ProtocolError):
        await given(raw)


class Model:
    """Reader that returns the length in milliseconds, once released."""

    def __init__(self) -> None:
        self.let = Event()
        self.let.set()
        self.read_kinds: list[str] = []

    def read(self, batch: Sequence[bytes], language: str, kind: Kind) -> list[Heard]:
        """Return the lengths as texts."""
        self.let.wait(10)
        self.read_kinds.append(kind)
        if language == "xx":
            raise RuntimeError
        if language == "yy":
            raise Exception("what Alice said")
        return [Heard(0, self.text(len(pcm) // BYTES_PER_MS, kind), 0.5) for pcm in batch]

    def text(self, length_ms: int, kind: Kind) -> str:
        """Return the text of samples of this length."""
        return f"{length_ms} ms"


@asynccontextmanager
async def serving(model: Model, path: Path, threads: int = 1) -> AsyncIterator[WhisperServer]:
    """Run a server with this model; the language `zz` has none."""

    def load(language: str) -> Model:
        if language == "zz":
            raise LookupError
        return model

    async with open_server(path, load, "en", threads=threads) as server:
        yield server


def listen(number: int, kind: Kind, language: str = "en") -> Listen:
    """A request with 100 ms of samples."""
    return Listen(number, language, kind, bytes(100 * BYTES_PER_MS))


async def busy_with(server: WhisperServer, model: Model, *kinds: Kind) -> list["asyncio.Task[Message]"]:
    """Queue requests; the first is being transcribed."""
    model.let.clear()
    tasks = []
    for number, kind in enumerate(kinds):
        tasks.append(asyncio.create_task(server.ask(listen(number, kind))))
        for _ in range(5):
            await asyncio.sleep(0)
    return tasks


async def test_reply_to_own_request(tmp_path: Path) -> None:
    """A client receives the text of its own request."""
    async with serving(Model(), tmp_path / "s"):
        client = WhisperClient(tmp_path / "s")
        heard = await client.final(bytes(200 * BYTES_PER_MS), "en")
        await client.aclose()
    assert heard is not None
    assert heard.text == "200 ms"


async def test_finals_before_guesses_before_interims(tmp_path: Path) -> None:
    """What waits is transcribed by its kind, whenever it came."""
    model = Model()
    async with serving(model, tmp_path / "s") as server:
        tasks = await busy_with(server, model, "final", "interim", "guess", "final")
        model.let.set()
        await asyncio.gather(*tasks)
    assert model.read_kinds == ["final", "final", "interim"]  # the guess with the second final


async def interims_read_together(server: WhisperServer, model: Model) -> list[Message]:
    """The answers to interims of 100 and 200 ms that waited for a final."""
    (first,) = await busy_with(server, model, "final")
    speakers = [asyncio.create_task(server.ask(Listen(n, "en", "interim", bytes(n * 3200)))) for n in (1, 2)]
    await asyncio.sleep(0)
    model.let.set()
    answers = await asyncio.gather(*speakers)
    await first
    return answers


async def test_batch(tmp_path: Path) -> None:
    """Interims that wait are transcribed together, and everybody receives their own text."""
    model = Model()
    async with serving(model, tmp_path / "s") as server:
        answers = await interims_read_together(server, model)
    assert answers == [Heard(1, "100 ms", 0.5), Heard(2, "200 ms", 0.5)]
    assert model.read_kinds == ["final", "interim"]


@pytest.mark.parametrize(
    ("waits", "is_read"), [("final", True), ("guess", True), ("first", True), ("interim", False)]
)
async def test_interims_leave_a_thread(tmp_path: Path, waits: Kind, is_read: bool) -> None:
    """While an interim is transcribed, everything else is too; other interims wait."""
    model = Model()
    async with serving(model, tmp_path / "s", threads=2) as server:
        tasks = await busy_with(server, model, "interim", waits)
        waiting = server.metrics.registry.get_sample_value("parley_whisper_queue_length")
        model.let.set()
        await asyncio.gather(*tasks)
    assert waiting == (0 if is_read else 1)


class Picky(Model):
    """Reader that fails on samples of a certain length."""

    def text(self, length_ms: int, kind: Kind) -> str:
        """Fail on 200 ms."""
        if length_ms == 200:
            raise RuntimeError
        return super().text(length_ms, kind)


async def test_failure_in_a_batch(tmp_path: Path) -> None:
    """One request that makes the model fail does not cost the others of its batch."""
    model = Picky()
    async with serving(model, tmp_path / "s") as server:
        answers = await interims_read_together(server, model)
    assert [type(answer) for answer in answers] == [Heard, Failed]


async def test_guess_is_refused_when_busy(tmp_path: Path) -> None:
    """A guess may be in vain: others that wait are not kept waiting for it, except for interims."""
    model = Model()
    async with serving(model, tmp_path / "s") as server:
        tasks = await busy_with(server, model, "final", "interim", "interim", "first", "first")
        assert await server.ask(listen(9, "guess")) == Busy(9)
        model.let.set()
        await asyncio.gather(*tasks)


@pytest.mark.parametrize("kind", MAX_QUEUED)
async def test_queue_is_bounded(tmp_path: Path, kind: Kind) -> None:
    """Of each kind a limited number waits; what comes then is refused at once."""
    model = Model()
    async with serving(model, tmp_path / "s") as server:
        tasks = await busy_with(server, model, "final", *([kind] * MAX_QUEUED[kind]))
        assert await server.ask(listen(9, kind)) == Busy(9)
        model.let.set()
        await asyncio.gather(*tasks)


async def test_queue_is_measured(tmp_path: Path) -> None:
    """What waits, what is refused and what was read shows in the metrics."""
    model = Model()
    async with serving(model, tmp_path / "s") as server:
        tasks = await busy_with(server, model, "final", "guess", "interim")
        value = server.metrics.registry.get_sample_value
        assert value("parley_whisper_queue_length") == 2
        assert (value("parley_whisper_queue_oldest_seconds") or 0) > 0
        model.let.set()
        await asyncio.gather(*tasks)
        outcomes = "parley_whisper_requests_total"
        assert value(outcomes, {"kind": "interim", "outcome": "heard"}) == 1
        read = value("parley_whisper_audio_seconds_total", {"kind": "final", "language": "en"})
        assert read == pytest.approx(0.1)
        assert value("parley_whisper_queue_oldest_seconds") == 0


async def test_dropped_request_is_counted(tmp_path: Path) -> None:
    """A request that its client took back counts as dropped."""
    model = Model()
    async with serving(model, tmp_path / "s") as server:
        first, second = await busy_with(server, model, "final", "final")
        second.cancel()
        model.let.set()
        await first
        await asyncio.wait([second])
        told = {"kind": "final", "outcome": "dropped"}
        assert server.metrics.registry.get_sample_value("parley_whisper_requests_total", told) == 1


async def test_finals_in_turn(tmp_path: Path) -> None:
    """Finals are transcribed in order of arrival."""
    model = Model()
    async with serving(model, tmp_path / "s") as server:
        tasks = await busy_with(server, model, "final", "final", "final")
        model.let.set()
        answers = await asyncio.gather(*tasks)
    assert answers == [Heard(0, "100 ms", 0.5), Heard(1, "100 ms", 0.5), Heard(2, "100 ms", 0.5)]


@pytest.mark.parametrize("language", ["xx", "yy", "zz"])
async def test_failure(tmp_path: Path, language: str) -> None:
    """A model that fails or is missing fails only that request."""
    async with serving(Model(), tmp_path / "s") as server:
        assert isinstance(await server.ask(listen(1, "final", language)), Failed)
        assert isinstance(await server.ask(listen(2, "final")), Heard)


async def test_restart(tmp_path: Path) -> None:
    """A final requested while the process is down is answered by its successor, with the same client."""
    client, pcm = WhisperClient(tmp_path / "s"), bytes(100 * BYTES_PER_MS)
    async with serving(Model(), tmp_path / "s"):
        await client.final(pcm, "en")
    asked = asyncio.create_task(client.final(pcm, "en"))
    assert await client.interim(pcm, "en") is None
    async with serving(Model(), tmp_path / "s"):
        heard = await asyncio.wait_for(asked, 10)
        await client.aclose()
    assert heard is not None


async def test_killed_socket(tmp_path: Path) -> None:
    """A socket file left by a killed process is replaced."""
    (tmp_path / "s").write_text("left")
    async with serving(Model(), tmp_path / "s"):
        assert (tmp_path / "s").is_socket()


def test_repetition() -> None:
    """A repeated phrase is detected as repetition; a sentence is not."""
    assert repetition("Thank you. " * 30) > 2.4
    assert repetition("We have spent a little less than we planned for the whole of this year.") < 1.5


@pytest.mark.parametrize(
    ("text", "logprob", "is_cut_off", "is_hallucinated"),
    [
        ("No " * 20, -0.3, False, False),
        ("No " * 20, -0.3, True, True),
        ("I'm sorry, " * 6, -0.7, False, True),
        ("We have spent less.", -0.7, False, False),
        ("We have spent less.", -1.4, False, True),
    ],
)
def test_hallucination(text: str, logprob: float, is_cut_off: bool, is_hallucinated: bool) -> None:
    """A repeated phrase is a loop if it had no end, or the model doubts it; else somebody repeats a word."""
    assert Decoding(text, logprob, 0.1, [], is_cut_off).is_hallucinated == is_hallucinated


class HypothesisLog(list[Hypothesis]):
    """Records the engine's hypotheses, with an event for the first."""

    def __init__(self) -> None:
        self.came = asyncio.Event()

    def record(self, hypothesis: Hypothesis) -> None:
        """Note it."""
        self.append(hypothesis)
        self.came.set()


@asynccontextmanager
async def utterance(model: Model, path: Path) -> AsyncIterator[tuple[WhisperUtterance, HypothesisLog]]:
    """Feed the engine; return its hypotheses."""
    heard = HypothesisLog()
    async with serving(model, path):
        client = WhisperClient(path)
        yield WhisperUtterance(client, "en", heard.record), heard
        await client.aclose()


def finals(heard: list[Hypothesis]) -> list[tuple[str, int, int]]:
    """Text and times of the finals."""
    return [(each.text, each.start_ms, each.end_ms) for each in heard if isinstance(each, FinalHypothesis)]


async def test_short_sentence(tmp_path: Path) -> None:
    """Speech between two silences is one final, without the trailing silence."""
    async with utterance(Model(), tmp_path / "s") as (speech, heard):
        await speech.feed(bytes(2000 * BYTES_PER_MS))
        await speech.pause()
        await speech.feed(bytes(GUESS_HOLDS_MS * BYTES_PER_MS))
        await speech.finish()
    assert finals(heard) == [("2000 ms", 0, 2000 - PAUSE_MS)]


class Timed(Model):
    """Reader that hears two words, the second in the last moment."""

    def read(self, batch: Sequence[bytes], language: str, kind: Kind) -> list[Heard]:
        """Return them with times; an interim has none."""
        lengths = [len(pcm) // BYTES_PER_MS for pcm in batch]
        if kind not in ("guess", "final"):
            return [Heard(0, "so it", 0.5) for _ in batch]
        words, sure = [" so", " it"], [0.9, 0.4]
        return [
            Heard(0, "so it", 0.5, words=words, starts_ms=[0, 900], ends_ms=[200, ms], confidences=sure)
            for ms in lengths
        ]


async def test_word_times(tmp_path: Path) -> None:
    """Words of each segment have their times after the utterance's first sample, within the segment."""
    async with utterance(Timed(), tmp_path / "s") as (speech, heard):
        await speech.feed(bytes(10_000 * BYTES_PER_MS))
        await speech.pause()
        await speech.feed(bytes(1000 * BYTES_PER_MS))
        await speech.finish()
    words = [word for each in heard if isinstance(each, FinalHypothesis) for word in each.words]
    assert words == [
        TimedWord("so", 0, 200, 0.9),
        TimedWord("it", 900, 10_000 - PAUSE_MS, 0.4),
        TimedWord("so", 10_000, 10_200, 0.9),
        TimedWord("it", 10_900, 11_000, 0.4),
    ]


async def test_goes_on_after_pause(tmp_path: Path) -> None:
    """If the speaker goes on after a pause, the final covers everything."""
    async with utterance(Model(), tmp_path / "s") as (speech, heard):
        await speech.feed(bytes(2000 * BYTES_PER_MS))
        await speech.pause()
        await speech.feed(bytes(1000 * BYTES_PER_MS))
        await speech.finish()
    assert finals(heard) == [("3000 ms", 0, 3000)]


async def test_cut_at_a_pause(tmp_path: Path) -> None:
    """Long speech is cut at a pause, where the next segment begins."""
    async with utterance(Model(), tmp_path / "s") as (speech, heard):
        await speech.feed(bytes(10_000 * BYTES_PER_MS))
        await speech.pause()
        await speech.feed(bytes(1000 * BYTES_PER_MS))
        await speech.finish()
    assert finals(heard) == [("10000 ms", 0, 10_000 - PAUSE_MS), ("1000 ms", 10_000, 11_000)]


async def test_cut_where_quietest(tmp_path: Path) -> None:
    """Speech without a pause is cut at the quietest place of its last seconds, and no sample is lost."""
    loud = np.full(CUT_MS * 16, 8000, np.int16)
    loud[(CUT_MS - 1500) * 16 : (CUT_MS - 1400) * 16] = 10
    async with utterance(Model(), tmp_path / "s") as (speech, heard):
        await speech.feed(loud.tobytes())
        await speech.finish()
    cut_ms = CUT_MS - 1450
    assert finals(heard) == [(f"{cut_ms} ms", 0, cut_ms), (f"{CUT_MS - cut_ms} ms", cut_ms, CUT_MS)]


async def test_backlog(tmp_path: Path) -> None:
    """A backlog is transcribed in parts that fit the window, and no sample is lost."""
    async with utterance(Model(), tmp_path / "s") as (speech, heard):
        await speech.feed(bytes(75_000 * BYTES_PER_MS))
        await speech.finish()
    found = finals(heard)
    assert all(end_ms - start_ms <= CUT_MS for _, start_ms, end_ms in found)
    assert sum(int(text.split()[0]) for text, _, _ in found) == 75_000
    assert [start_ms for _, start_ms, _ in found[1:]] == [end_ms for _, _, end_ms in found[:-1]]


class Failing(Model):
    """Reader that fails on finals."""

    def text(self, length_ms: int, kind: Kind) -> str:
        """Fail on a final."""
        if kind in ("guess", "final"):
            raise RuntimeError
        return super().text(length_ms, kind)


async def test_failed_final_keeps_the_interim(tmp_path: Path) -> None:
    """The last interim becomes final if the final fails."""
    async with utterance(Failing(), tmp_path / "s") as (speech, heard):
        await speech.feed(bytes(1000 * BYTES_PER_MS))
        await asyncio.wait_for(heard.came.wait(), 5)
        await speech.finish()
    assert finals(heard) == [("1000 ms", 0, 1000)]


class Forgetful(Model):
    """Reader that stops after the first word of a final of 4 s or more."""

    def text(self, length_ms: int, kind: Kind) -> str:
        """Return one word per second."""
        seconds = round(length_ms / 1000)
        return " ".join(["word"] * (1 if kind in ("guess", "final") and seconds >= 4 else seconds))


async def test_short_final_is_repeated_in_parts(tmp_path: Path) -> None:
    """A final with far fewer words than its interim is transcribed again in parts."""
    async with utterance(Forgetful(), tmp_path / "s") as (speech, heard):
        await speech.feed(bytes(4000 * BYTES_PER_MS))
        await asyncio.wait_for(heard.came.wait(), 5)
        await speech.finish()
    assert finals(heard)[0][0].split() == ["word"] * 4


async def test_interim(tmp_path: Path) -> None:
    """Continuing speech gives interims."""
    async with utterance(Model(), tmp_path / "s") as (speech, heard):
        await speech.feed(bytes(1000 * BYTES_PER_MS))
        await asyncio.wait_for(heard.came.wait(), 5)
        await speech.finish()
    assert heard[0] == InterimHypothesis("1000", 0, 1000)


async def test_interims_are_asked_one_after_the_other(tmp_path: Path) -> None:
    """The next interim is requested when the one before is answered, with all speech until then."""
    model = Model()
    async with utterance(model, tmp_path / "s") as (speech, heard):
        model.let.clear()
        for _ in range(20):
            await speech.feed(bytes(100 * BYTES_PER_MS))
            await asyncio.sleep(0)
        model.let.set()
        await asyncio.wait_for(heard.came.wait(), 5)
        heard.came.clear()
        await speech.feed(bytes(100 * BYTES_PER_MS))
        await asyncio.wait_for(heard.came.wait(), 5)
        assert [each.end_ms for each in heard] == [FIRST_INTERIM_MS, 2100]
        await speech.finish()
    assert model.read_kinds == ["first", "interim", "final"]


@pytest.mark.parametrize(
    ("readings", "shown"),
    [
        (["We", "We begin"], ["", "We"]),
        (["We be...", "We be."], ["We", "We be"]),
        (["We begin, now", "We began now"], ["We begin", "We began"]),
        (["会議を始め"], ["会議を"]),
        ([""], [""]),
    ],
)
def test_stable_words(readings: list[str], shown: list[str]) -> None:
    """The last word of an interim, which may be cut off, is shown once two readings have it."""
    stable = StableWords()
    assert [stable.update(text) for text in readings] == shown


async def test_no_interim_after_the_final(tmp_path: Path) -> None:
    """No interim of the same speech follows a final."""
    model = Model()
    async with utterance(model, tmp_path / "s") as (speech, heard):
        model.let.clear()
        await speech.feed(bytes(1000 * BYTES_PER_MS))
        finishing = asyncio.create_task(speech.finish())
        await asyncio.sleep(0)
        model.let.set()
        await finishing
    assert isinstance(heard[-1], FinalHypothesis)


async def test_final_is_requested_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A final that is queued for long is not requested a second time."""
    monkeypatch.setattr("agent.whisper.client.RETRY_S", 0.01)
    model, pcm = Model(), bytes(100 * BYTES_PER_MS)
    async with serving(model, tmp_path / "s"):
        client = WhisperClient(tmp_path / "s")
        model.let.clear()
        asked = asyncio.create_task(client.final(pcm, "en"))
        await asyncio.sleep(0.5)
        model.let.set()
        assert await asked is not None
        await client.final(pcm, "en")
        await client.aclose()
    assert model.read_kinds == ["final", "final"]


@pytest.mark.parametrize("kind", ["guess", "final"])
async def test_cancelled_requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """A request that timed out or was cancelled is removed from the queue and not transcribed."""
    monkeypatch.setattr("agent.whisper.client.INTERIM_S", 0.1)
    model, pcm = Model(), bytes(100 * BYTES_PER_MS)
    async with serving(model, tmp_path / "s") as server:
        client = WhisperClient(tmp_path / "s")
        (first,) = await busy_with(server, model, "interim")
        asked = asyncio.create_task(getattr(client, kind)(pcm, "en"))
        while not server.queue:  # noqa: ASYNC110  the queue signals only its reader
            await asyncio.sleep(0.01)
        if kind == "final":
            asked.cancel()
        await asyncio.wait([asked])
        while server.queue:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        model.let.set()
        await first
        await client.aclose()
    assert model.read_kinds == ["interim"]


async def test_work_loop_dies(tmp_path: Path) -> None:
    """If the server's work loop dies, clients are disconnected and the process ends, to be restarted."""
    async with serving(Model(), tmp_path / "s") as server:
        server._threads.shutdown()
        asking = asyncio.create_task(server.ask(listen(1, "final")))
        await asyncio.wait_for(server.ended.wait(), 5)
        asking.cancel()


class Deaf(Model):
    """Reader that always fails."""

    def text(self, length_ms: int, kind: Kind) -> str:
        """Fail."""
        raise RuntimeError


async def test_failure_is_missed_speech(tmp_path: Path) -> None:
    """Speech that cannot be transcribed is reported as missed, not as an empty utterance."""
    async with utterance(Deaf(), tmp_path / "s") as (speech, heard):
        await speech.feed(bytes(2000 * BYTES_PER_MS))
        await speech.finish()
    assert heard == [MissedSpeech(0, 2000)]

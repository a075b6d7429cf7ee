"""What is shed, in which order, and when it comes back."""

import asyncio
from pathlib import Path

import pytest

from agent.engine_load import LATE_S, MIN_UTTERANCES, RECENT_S, EngineLoad, LoadFigure, mean_load
from agent.faults import Faults
from agent.interim_throttle import MIN_INTERIM_INTERVAL_S
from agent.job_shedding import FEWER_INTERVAL_S, JobShedding
from agent.load_exchange import JobLoad, LoadReporter, MachineLoad, SharedSteps
from agent.load_shedding import BEGINS_AT, HOLD_S, RECOVERED, LoadShedding, Step
from agent.recognizer import BYTES_PER_MS
from agent.shedding_client import SheddingWhisperClient
from agent.voice_gate import SpeechAudio, SpeechEnded, SpeechStarted, VadEvent
from tests.unit.agent.job_figures import Figures, value

SPEECH = bytes(1000 * BYTES_PER_MS)
LATE = LoadFigure(total=1.0 * MIN_UTTERANCES, utterances=MIN_UTTERANCES, speaking=1)


class Clock:
    """Time that passes when told."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_order() -> None:
    """The second pass goes first, then interims, then new rooms: the thresholds rise with the steps."""
    assert list(BEGINS_AT) == list(Step)[1:]
    assert list(BEGINS_AT.values()) == sorted(BEGINS_AT.values())
    shedding = LoadShedding(Clock())
    for step, load in BEGINS_AT.items():
        assert shedding.update(load - 0.01) == step - 1
        assert shedding.update(load) == step


def test_rises_at_once_and_falls_one_by_one() -> None:
    """A step ends after the load was low for a while; each of the next needs as long."""
    clock = Clock()
    shedding = LoadShedding(clock)
    assert shedding.update(9.0) is Step.NEW_ROOMS
    for step in (Step.NEW_ROOMS, Step.NO_INTERIMS, Step.FEWER_INTERIMS, Step.SECOND_PASS):
        assert shedding.update(0.1) is step
        clock.now_s += HOLD_S - 0.1
        assert shedding.update(0.1) is step
        clock.now_s += 0.1
        shedding.update(0.1)
    assert shedding.step is Step.NOTHING


@pytest.mark.parametrize("step", list(BEGINS_AT))
def test_hysteresis(step: Step) -> None:
    """A load just under the threshold keeps a step for good, and a peak begins the wait again."""
    clock = Clock()
    shedding = LoadShedding(clock)
    shedding.update(BEGINS_AT[step])
    clock.now_s += 100 * HOLD_S
    assert shedding.update(BEGINS_AT[step] - 0.01) is step
    shedding.update(0.0)
    clock.now_s += HOLD_S / 2
    shedding.update(BEGINS_AT[step] * RECOVERED + 0.01)
    clock.now_s += HOLD_S / 2
    assert shedding.update(0.0) is step


def speak(load: EngineLoad, clock: Clock, calls: list[tuple[VadEvent, float]], track: str = "TR") -> None:
    """One utterance; each call of the engine takes so long."""
    for event, took_s in calls:
        with load.timed(track, event):
            clock.now_s += took_s


def test_late_finals() -> None:
    """An engine that reads at the end is as loaded as its finals are late, prompt ones being nothing."""
    clock = Clock()
    load = EngineLoad(clock)
    for took_s in (LATE_S, LATE_S, LATE_S / 2, LATE_S / 2):
        speak(load, clock, [(SpeechStarted(SPEECH, 0), 0.0), (SpeechEnded(), took_s)])
    assert mean_load([load.figure()]) == pytest.approx(0.75)
    clock.now_s += RECENT_S + 0.1
    assert load.figure() == LoadFigure()


def test_slow_decoding() -> None:
    """An engine that decodes as it is fed is loaded by its real-time factor, before anything is late."""
    clock = Clock()
    load = EngineLoad(clock)
    for number in range(MIN_UTTERANCES):
        speech: list[tuple[VadEvent, float]] = [(SpeechAudio(SPEECH), 0.9)] * 3
        speak(load, clock, [(SpeechStarted(SPEECH, 0), 0.7), *speech], f"TR_{number}")
    assert load.figure().speaking == MIN_UTTERANCES
    assert mean_load([load.figure()]) == pytest.approx(0.9)


def test_call_that_hangs() -> None:
    """A call counts while it lasts."""
    clock = Clock()
    load = EngineLoad(clock)
    with load.timed("TR", SpeechStarted(SPEECH, 0)):
        clock.now_s += 6 * LATE_S
        assert mean_load([load.figure()]) == pytest.approx(6 / MIN_UTTERANCES)
    load.forget("TR")
    assert load.figure().speaking == 0


def test_one_late_final() -> None:
    """One late final alone sheds nothing."""
    clock = Clock()
    load = EngineLoad(clock)
    speak(load, clock, [(SpeechStarted(SPEECH, 0), 0.0), (SpeechEnded(), LATE_S)])
    assert mean_load([load.figure()]) < BEGINS_AT[Step.SECOND_PASS]


def test_engines_apart() -> None:
    """Interims are shed for the engine that is overloaded, the second pass for all."""
    machine = MachineLoad(Clock())
    assert machine.report("a", JobLoad("vosk", LATE)) == SharedSteps(Step.NO_INTERIMS, Step.NO_INTERIMS)
    assert machine.report("b", JobLoad("whisper", LoadFigure())) == SharedSteps(
        Step.NOTHING, Step.NO_INTERIMS
    )


def test_quiet_rooms_hide_nothing() -> None:
    """The machine's load is that of those who speak, however many rooms are quiet; ended jobs are gone."""
    machine = MachineLoad(Clock())
    for quiet in range(20):
        machine.report(quiet, JobLoad("vosk", LoadFigure()))
    machine.report("loud", JobLoad("vosk", LATE))
    assert machine.load_of("vosk") == 1.0
    assert machine.speaking_to("vosk") == 1
    machine.forget("loud")
    assert machine.load_of("vosk") == 0.0


def shed_rooms() -> list[float]:
    """Of this process's jobs, by step."""
    steps = ("second_pass", "fewer_interims", "no_interims")
    return [value("parley_shedding_rooms", {"step": step}) for step in steps]


async def test_job() -> None:
    """A job sheds step by step, its metrics say what, and the room says that captions are late."""
    faults = Faults()
    shedding = JobShedding(faults)
    before = shed_rooms()

    def shed() -> list[float]:
        return [now - then for now, then in zip(shed_rooms(), before, strict=True)]

    assert (shedding.has_second_pass, shedding.interim_interval_s) == (True, MIN_INTERIM_INTERVAL_S)
    shedding.follow(0.0, SharedSteps(machine=Step.NO_INTERIMS))
    assert (shedding.has_second_pass, shedding.interim_interval_s) == (False, MIN_INTERIM_INTERVAL_S)
    assert not await shedding.second_pass(0.01)
    assert (shed(), faults.worst) == ([1, 0, 0], "")
    shedding.follow(BEGINS_AT[Step.FEWER_INTERIMS], SharedSteps())
    assert (shedding.interim_interval_s, shed(), faults.worst) == (FEWER_INTERVAL_S, [1, 1, 0], "")
    shedding.follow(BEGINS_AT[Step.NO_INTERIMS], SharedSteps())
    assert (shedding.interim_interval_s, shed(), faults.worst) == (None, [1, 1, 1], "delayed")


async def test_whisper_is_not_asked(tmp_path: Path) -> None:
    """What Whisper would have to make for nothing is not asked for, and counted; of fewer, the first is."""
    shedding, dropped = JobShedding(Faults()), Figures({"reason": "overload"})
    client, tried = SheddingWhisperClient(tmp_path / "nobody", shedding), Figures({"reason": "unavailable"})
    for load, asked in ((0.0, 3), (BEGINS_AT[Step.FEWER_INTERIMS], 0), (BEGINS_AT[Step.NO_INTERIMS], 0)):
        shedding.follow(load, SharedSteps())
        before = tried.added("parley_caption_interims_dropped_total")
        for _ in range(3):
            assert await client.interim(SPEECH, "en") is None
        assert tried.added("parley_caption_interims_dropped_total") - before == asked
    assert dropped.added("parley_caption_interims_dropped_total") == 6
    assert await client.guess(SPEECH, "en") is None
    assert tried.added("parley_caption_interims_dropped_total") == 4


async def test_recovery() -> None:
    """What was shed by the worker's word comes back by itself."""
    faults = Faults()
    shedding = JobShedding(faults)
    shedding.follow(0.0, SharedSteps(Step.NO_INTERIMS, Step.NEW_ROOMS))
    waiting = asyncio.create_task(shedding.second_pass(5))
    shedding.follow(0.0, SharedSteps())
    assert await waiting
    assert (shedding.interim_interval_s, faults.worst) == (MIN_INTERIM_INTERVAL_S, "")


@pytest.mark.parametrize(
    "message", [JobLoad("vosk", LoadFigure(1.25, 2, 1)), SharedSteps(Step.SECOND_PASS, Step.NEW_ROOMS)]
)
def test_round_trip(message: JobLoad | SharedSteps) -> None:
    """Messages are read as they were written."""
    assert type(message).decode(message.encode()) == message


async def test_exchange(tmp_path: Path) -> None:
    """A job is told what others' load demands; without a worker, and after it has gone, nothing."""
    path = tmp_path / ("deep" * 30) / "load.sock"
    machine, reporter, other = MachineLoad(), LoadReporter(path), LoadReporter(path)
    quiet = JobLoad("vosk", LoadFigure())
    assert await reporter.exchange(quiet) == SharedSteps()
    async with machine.open(path):
        await other.exchange(JobLoad("vosk", LATE))
        assert await reporter.exchange(quiet) == SharedSteps(Step.NO_INTERIMS, Step.NO_INTERIMS)
        other.close()
        reporter.close()
    assert await reporter.exchange(quiet) == SharedSteps()

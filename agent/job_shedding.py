"""What one job sheds now: it follows its own engine's load and what the worker says of the machine's."""

import asyncio
from dataclasses import dataclass

import structlog

from agent.engine_load import EngineLoad, mean_load
from agent.faults import Faults
from agent.interim_throttle import MIN_INTERIM_INTERVAL_S
from agent.job_metrics import SHEDDING
from agent.load_exchange import JobLoad, LoadReporter, SharedSteps
from agent.load_shedding import LoadShedding, Step

EXCHANGE_S = 1.0
FEWER_INTERVAL_S = 1.5
"""Between two interims of a speaker, when there are fewer."""
IN_A_JOB = (Step.SECOND_PASS, Step.FEWER_INTERIMS, Step.NO_INTERIMS)
PART = "load"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Shed:
    interims: Step = Step.NOTHING
    """By the job's own engine: another engine's load would not fall if these were shed."""
    second_pass: Step = Step.NOTHING
    """By the worst engine: the second pass takes processor time from all."""

    def has(self, step: Step) -> bool:
        """Whether a step is taken."""
        return (self.second_pass if step is Step.SECOND_PASS else self.interims) >= step


class JobShedding:
    """The state that captioners and the second pass ask."""

    def __init__(self, faults: Faults, load: EngineLoad | None = None) -> None:
        self.load = load or EngineLoad()
        self._own = LoadShedding()
        self._faults = faults
        self._shed = _Shed()
        self._has_second_pass = asyncio.Event()
        self._has_second_pass.set()

    @property
    def interim_interval_s(self) -> float | None:
        """At least so long between two interims of a speaker; None: none are shown."""
        if self._shed.has(Step.NO_INTERIMS):
            return None
        return FEWER_INTERVAL_S if self._shed.has(Step.FEWER_INTERIMS) else MIN_INTERIM_INTERVAL_S

    @property
    def has_second_pass(self) -> bool:
        """Whether finals may be read again now."""
        return self._has_second_pass.is_set()

    async def second_pass(self, within_s: float) -> bool:
        """Wait until finals may be read again; False if that takes too long."""
        try:
            async with asyncio.timeout(within_s):
                await self._has_second_pass.wait()
        except TimeoutError:
            return False
        return True

    async def run(self, engine: str, reporter: LoadReporter) -> None:
        """Keep the state true, until cancelled."""
        try:
            while True:
                figure = self.load.figure()
                told = await reporter.exchange(JobLoad(engine, figure))
                self.follow(mean_load((figure,)), told)
                await asyncio.sleep(EXCHANGE_S)
        finally:
            reporter.close()
            self._set(_Shed())

    def follow(self, load: float, told: SharedSteps) -> None:
        """Shed what the job's own load demands, and what the worker says."""
        own = self._own.update(load)
        self._set(_Shed(max(own, told.engine), max(own, told.machine)))

    def _set(self, shed: _Shed) -> None:
        before, self._shed = self._shed, shed
        for step in IN_A_JOB:
            SHEDDING.labels(step.name.lower()).inc(shed.has(step) - before.has(step))
        if [before.has(step) for step in IN_A_JOB] == [shed.has(step) for step in IN_A_JOB]:
            return
        log.info("load_shedding", interims=shed.interims.name.lower(), worst=shed.second_pass.name.lower())
        if shed.has(Step.SECOND_PASS):
            self._has_second_pass.clear()
        else:
            self._has_second_pass.set()
        if shed.has(Step.NO_INTERIMS):
            self._faults.begin(PART, "delayed")
        else:
            self._faults.end(PART)

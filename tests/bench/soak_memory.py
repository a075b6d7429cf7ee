"""Samples the agent's private memory and its own metrics during a soak, and says whose memory it is."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from statistics import median

import numpy as np
import psutil
from aiohttp import ClientError, ClientSession
from prometheus_client.parser import text_string_to_metric_families

SAMPLE_S = 5.0
"""The kernel counts the pages of all processes for each sample, which takes half a second of processor."""
SETTLED = 5
"""Samples whose median is the memory at rest."""
ROOM_MB, SPEAKER_MB = 120.0, 280.0
"""Limits of private memory: of a room, and of a Vosk recognizer that somebody speaks to."""
SHED = {
    'caption_interims_dropped_total{"overload"}': "interims shed",
    'refinements_total{"overload"}': "finals without a second pass",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory in MB."""

    whole: float
    """All processes of the agent."""
    jobs: tuple[float, ...]
    """Those with a room, or waiting for one."""
    rooms: float = 0.0
    leased: float = 0.0
    idle: float = 0.0
    """Vosk recognizers, with a speaker and kept for the next words of one."""
    load: float = 0.0
    speaking: float = 0.0


class MemoryWatch:
    """Of one worker and its metrics page."""

    def __init__(self, pid: int, port: str) -> None:
        self._worker = psutil.Process(pid)
        self._url = f"http://127.0.0.1:{port}/metrics"
        self._samples: list[Sample] = []
        self._rests: list[float] = []
        self._figures: dict[str, float] = {}

    @contextlib.asynccontextmanager
    async def sampling(self) -> AsyncIterator[None]:
        """Sample while the block runs."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()

    async def settle(self) -> None:
        """Take the memory at rest: before the first room, and after the last."""
        first = len(self._samples)
        while len(self._samples) < first + SETTLED:  # noqa: ASYNC110  memory signals no event
            await asyncio.sleep(SAMPLE_S)
        self._rests.append(median(each.whole for each in self._samples[first:]))

    async def _run(self) -> None:
        async with ClientSession() as session:
            while True:
                with contextlib.suppress(ClientError, psutil.Error):
                    self._figures = await _scraped(session, self._url)
                    self._samples.append(await asyncio.to_thread(self._sample))
                await asyncio.sleep(SAMPLE_S)

    def _sample(self) -> Sample:
        family = [self._worker, *self._worker.children(recursive=True)]
        jobs = [job for child in self._worker.children() for job in child.children()]
        get = self._figures.get
        return Sample(
            sum(_private_mb(family)),
            tuple(_private_mb(jobs)),
            get("agent_jobs", 0.0),
            get('recognizers{"leased"}', 0.0),
            get('recognizers{"idle"}', 0.0),
            max(get('agent_engine_load{"vosk"}', 0.0), get('agent_engine_load{"whisper"}', 0.0)),
            get('agent_speakers{"vosk"}', 0.0) + get('agent_speakers{"whisper"}', 0.0),
        )

    def table(self) -> str:
        """What was measured, by whom, and whether it is within the limits."""
        before, after = self._rests[0], self._rests[-1]
        busy = [each for each in self._samples if each.rooms]
        peak = max(busy, key=lambda each: each.whole)
        over = max(each.whole - before - ROOM_MB * each.rooms - SPEAKER_MB * each.leased for each in busy)
        room_mb, recognizer_mb = _shares(busy, before)
        shed = ", ".join(f"{self._figures.get(key, 0):.0f} {name}" for key, name in SHED.items())
        largest = max(max(each.jobs, default=0.0) for each in busy)
        kept = "kept" if over <= 0 else f"exceeded by {over:.0f} MB"
        rooms, speaking = max(each.rooms for each in busy), max(each.speaking for each in busy)
        return (
            f"agent, private memory: before {before:.0f} MB, peak {peak.whole:.0f} with {peak.rooms:.0f} "
            f"rooms and {peak.leased:.0f}+{peak.idle:.0f} recognizers, after {after:.0f}\n"
            f"a room {room_mb:.0f} MB, a recognizer {recognizer_mb:.0f} MB (least squares); "
            f"the largest job {largest:.0f} MB; limits of {ROOM_MB:.0f} + {SPEAKER_MB:.0f} MB {kept}\n"
            f"at most {rooms:.0f} rooms and {speaking:.0f} speakers at once, "
            f"engine load at most {max(each.load for each in busy):.2f}; {shed}"
        )


def _shares(samples: list[Sample], before: float) -> tuple[float, float]:
    """Fit rooms and recognizers to the memory that was added."""
    counts = np.array([(each.rooms, each.leased + each.idle) for each in samples])
    added = np.array([each.whole - before for each in samples])
    room_mb, recognizer_mb = np.linalg.lstsq(counts, added, rcond=None)[0]
    return float(room_mb), float(recognizer_mb)


def _private_mb(processes: list[psutil.Process]) -> list[float]:
    """Memory that is freed when a process ends, of those that still live."""
    found = []
    for each in processes:
        with contextlib.suppress(psutil.Error):
            found.append(each.memory_full_info().uss / 1e6)
    return found


async def _scraped(session: ClientSession, url: str) -> dict[str, float]:
    async with session.get(url) as answer:
        families = text_string_to_metric_families(await answer.text())
    found = {}
    for family in families:
        for each in family.samples:
            labels = "".join(f'{{"{value}"}}' for value in each.labels.values())
            found[each.name.removeprefix("parley_") + labels] = each.value
    return found

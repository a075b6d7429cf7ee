"""Benchmark of recordings: what a track costs, what a killed writer loses, how far an hour drifts.

    python -m tests.bench.recording [--minutes 60]

A track is driven as the agent drives it, frame by frame, faster than real time: first only captioned (taken
down to 16 kHz), then recorded as well; the difference is the cost. A writer in real time is killed, and its
file read. Clicks at known times of the clock, in frames with jitter and pauses, are found in the mix.
"""

# ruff: noqa: T201  it prints its figures

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.decimation import Decimator
from agent.recording.mix import MixJob, mix
from agent.recording.opus_file import PER_MS, RATE_HZ, read_opus
from agent.recording.part import Part
from tests.bench.percentiles import machine

FRAME_MS = 50
FRAMES_A_S = 1000 // FRAME_MS
COST_S = 120
"""Seconds of sound that the cost is measured with."""
WRITTEN_S = 5
KILLS = 5
MOST_CORE_PERCENT, MOST_LOST_S, MOST_DRIFT_MS = 3.0, 1.0, 20.0
WRITER = """
import sys, time
from pathlib import Path
import numpy as np
from agent.recording.part import Part
part, begun = Part(Path(sys.argv[1]), 0), time.monotonic()
frame = np.random.default_rng(1).normal(0, 3000, 2400).astype(np.int16)
for number in range(10_000):
    time.sleep(max(0, begun + number * 0.05 - time.monotonic()))
    part.write(frame, number * 50)
    print((number + 1) * 50, flush=True)
"""


def speech(seconds: int) -> NDArray[np.int16]:
    """What costs an encoder as much as speech does: syllables of harmonics and noise, and pauses."""
    at = np.arange(seconds * RATE_HZ) / RATE_HZ
    voice = sum(np.sin(2 * np.pi * 140 * harmonic * at) / harmonic for harmonic in range(1, 12))
    syllables = np.clip(np.sin(2 * np.pi * 4 * at), 0, 1) * (np.sin(2 * np.pi * at / 7) > -0.5)
    noise = np.random.default_rng(3).normal(0, 0.02, len(at))
    return np.asarray((voice * 0.2 * syllables + noise) * 12_000, np.int16)


def cost(directory: Path) -> tuple[float, float]:
    """Percent of a core a track: captioned only, and recorded as well."""
    pcm = speech(COST_S)
    frames = [pcm[at : at + FRAME_MS * PER_MS] for at in range(0, len(pcm), FRAME_MS * PER_MS)]
    used = []
    for records in (False, True):
        decimate, part = Decimator(), Part(directory / "cost.ogg", 0)
        begun = time.process_time()
        for number, frame in enumerate(frames):
            decimate.feed(frame)
            if records:
                part.write(frame, number * FRAME_MS)
        used.append((time.process_time() - begun) / COST_S * 100)
        if records:
            part.close()
    return used[0], used[1]


def lost_s(directory: Path) -> float:
    """Seconds missing of a file whose writer was killed, of what it had been given."""
    path = directory / "killed.ogg"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603  our own
        assert writer.stdout is not None
        given_ms = 0
        while given_ms < WRITTEN_S * 1000 + np.random.default_rng().integers(0, 1000):
            given_ms = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        given_ms = max([given_ms, *map(int, writer.stdout.read().split())])
    return given_ms / 1000 - sum(map(len, read_opus(path))) / RATE_HZ


def drift_ms(directory: Path, minutes: int) -> list[float]:
    """How far each click in the mix is from its time, one a minute."""
    path, rng = directory / "part-0001.ogg", np.random.default_rng(5)
    part, clicks = Part(path, 0), [minute * 60_000 + 30_000 for minute in range(minutes)]
    for number in range(minutes * 60 * FRAMES_A_S):
        at_ms = number * FRAME_MS
        if at_ms % 60_000 < 1_000:  # a second a minute does not come
            continue
        jitter = int(rng.integers(-2, 3)) if at_ms % 30_000 else 0
        frame = np.zeros(FRAME_MS * PER_MS, np.int16)
        if at_ms in clicks:
            frame[20 * PER_MS : 22 * PER_MS] = 20_000
        part.write(frame, max(0, at_ms + jitter))
    part.close()
    mix(MixJob(str(directory), [(str(path), 0, "one", 0)], {"one": "speaker-one.ogg"}, {"one": "One"}))
    return [each - clicks[number] - 20 for number, each in enumerate(found_ms(directory / "mix.ogg", clicks))]


def found_ms(path: Path, clicks: list[int]) -> list[float]:
    """The middle of the loudest millisecond within a second around each click, less half its length."""
    at, found, loud = 0, dict.fromkeys(clicks, (0.0, 0.0)), iter(clicks)
    wanted = next(loud, None)
    for pcm in read_opus(path):
        while wanted is not None and at / PER_MS > wanted + 500:
            wanted = next(loud, None)
        if wanted is not None and at / PER_MS > wanted - 500:
            peak = int(np.argmax(np.abs(pcm)))
            level = float(abs(pcm[peak]))
            if level > found[wanted][0]:
                found[wanted] = (level, (at + peak) / PER_MS - 1.0)
        at += len(pcm)
    return [place for _, place in found.values()]


def main() -> int:
    """Print the figures; 1 if one is beyond its limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=int, default=60)
    minutes = parser.parse_args().minutes
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        plain, recorded = cost(directory)
        losses = [lost_s(directory) for _ in range(KILLS)]
        begun = time.monotonic()
        off = drift_ms(directory, minutes)
        took_s = time.monotonic() - begun
    added = recorded - plain
    print(f"a track: {plain:.2f} % of a core captioned, {recorded:.2f} % recorded: {added:.2f} % more")
    print(f"killed writer: {max(losses):.2f} s lost at most, of {KILLS} kills")
    print(f"{minutes} minutes: clicks off by {min(off):+.1f} to {max(off):+.1f} ms")
    print(f"{minutes} minutes: written and mixed in {took_s:.0f} s")
    limits = (added <= MOST_CORE_PERCENT, max(losses) <= MOST_LOST_S, max(map(abs, off)) <= MOST_DRIFT_MS)
    return 0 if all(limits) else 1


if __name__ == "__main__":
    sys.exit(main())

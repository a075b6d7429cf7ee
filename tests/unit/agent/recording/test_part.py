"""Where the samples of a part stand, and what is left of it when its writer dies."""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.recording.opus_file import ERRORS, PER_MS, read_opus
from agent.recording.part import Part, is_being_written
from agent.recording.part_names import last_part, parse_part, part_name
from server.meeting.ids import uuid7

FRAME_MS = 50


def tone(ms: int, hz: float = 440.0) -> NDArray[np.int16]:
    """A tone at a quarter of full scale."""
    return np.asarray(np.sin(2 * np.pi * hz * np.arange(ms * PER_MS) / 48_000) * 8_000, np.int16)


def loud_ms(path: Path) -> list[int]:
    """Of each 10 ms whether it is loud: the first and the last that are, per run, in ms."""
    pcm = np.concatenate(list(read_opus(path)))
    blocks = pcm[: len(pcm) // 480 * 480].reshape(-1, 480)
    loud = np.sqrt(np.mean(blocks**2, axis=1)) > 0.05
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(int), [0]))))
    return [int(each) * 10 for each in edges]


def test_positions_are_the_clocks(tmp_path: Path) -> None:
    """A pause without frames is silence in the file, as long as it was."""
    part = Part(tmp_path / "a.ogg", 10_000)
    for at_ms in (10_000, 10_050, 11_500, 11_550):
        part.write(tone(FRAME_MS), at_ms)
    part.close()
    begins, ends, begins_again, ends_again = loud_ms(tmp_path / "a.ogg")
    assert begins == 0
    assert abs(ends - 100) <= 20
    assert abs(begins_again - 1500) <= 20
    assert abs(ends_again - 1600) <= 20


def test_frame_that_is_early(tmp_path: Path) -> None:
    """Of a frame that the clock places before the end of the last one only the rest is written."""
    part = Part(tmp_path / "a.ogg", 0)
    for at_ms in (0, 30, 80):
        part.write(tone(FRAME_MS), at_ms)
    assert part.close()[0] == 130


def test_length_size_and_hash(tmp_path: Path) -> None:
    """Closing tells the length, and size and hash of the file as it is on disk."""
    part = Part(tmp_path / "a.ogg", 0)
    part.write(tone(1000), 0)
    duration_ms, size, sha256 = part.close()
    written = (tmp_path / "a.ogg").read_bytes()
    assert (duration_ms, size, sha256) == (1000, len(written), hashlib.sha256(written).hexdigest())


def test_jitter_does_not_add_up(tmp_path: Path) -> None:
    """Frames that come with jitter for ten minutes stand within a millisecond of their time."""
    part = Part(tmp_path / "a.ogg", 0)
    jitter = np.random.default_rng(7).integers(-2, 3, 12_000)
    for number, off in enumerate(jitter):
        part.write(np.zeros(FRAME_MS * PER_MS, np.int16), max(0, number * FRAME_MS + int(off)))
    assert abs(part.close()[0] - 600_000) <= 2


WRITER = """
import sys, time
from pathlib import Path
import numpy as np
from agent.recording.part import Part, is_being_written
part = Part(Path(sys.argv[1]), 0)
for number in range(200):
    part.write(np.full(2400, 3000, np.int16), number * 50)
print("written", flush=True)
time.sleep(60)
"""


def test_killed_writer(tmp_path: Path) -> None:
    """Of ten seconds written by a process that is killed at most the last one is missing; the rest plays."""
    path = tmp_path / "a.ogg"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:  # noqa: S603  our own
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
        os.kill(writer.pid, signal.SIGKILL)
    seconds = sum(map(len, read_opus(path))) / 48_000
    assert 9.0 <= seconds <= 10.0


def test_who_writes_it(tmp_path: Path) -> None:
    """Until a part is closed, or its writer dies, it is seen that somebody writes it."""
    path = tmp_path / "a.ogg"
    assert not is_being_written(path)
    part = Part(path, 0)
    assert is_being_written(path)
    part.write(tone(100), 0)
    part.close()
    assert not is_being_written(path)


def test_no_sound_in_it(tmp_path: Path) -> None:
    """A file that is no recording is refused by name."""
    (tmp_path / "a.ogg").write_bytes(b"not a recording")
    with pytest.raises(ERRORS):
        list(read_opus(tmp_path / "a.ogg"))


def test_name_tells_all(tmp_path: Path) -> None:
    """A part without a row is found by its name."""
    whose = uuid7()
    assert parse_part(part_name(12, 3_600_000, whose)) == (12, 3_600_000, whose)
    assert parse_part("mix.ogg") is None
    (tmp_path / part_name(12, 0, whose)).touch()
    assert last_part(tmp_path) == 12

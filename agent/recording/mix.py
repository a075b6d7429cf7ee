"""Mixes the parts of a recording to one file, and each speaker's to one of the same length.

Runs in a process of its own at the lowest priority (`python -m agent.recording.mix`): a job comes in as JSON,
what became of it goes out. Holds a second of each part that sounds at a time, however long the meeting. Files
are written beside their place, read back, and only then moved there.
"""

import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from agent.recording.limiter import Limiter, Sound
from agent.recording.mix_source import Source, SourceReader
from agent.recording.opus_file import PER_MS, RATE_HZ, OpusFile, Samples, read_opus
from agent.recording.part_names import MIX, PEAKS
from agent.recording.peaks import Peaks

BLOCK = RATE_HZ
MOST_OFF_MS = 20
"""A file read back must be as long as the recording, but for this."""
SCRATCH = ".mixing"
LOWEST_PRIORITY = 19
PR_SET_PDEATHSIG = 1


class MixError(Exception):
    """Nothing can be mixed, or a file read back is not what was written."""


@dataclass(frozen=True, slots=True)
class MixJob:
    """`names`: of each speaker's key the name of their file."""

    directory: str
    sources: list[tuple[str, int, str, int]]
    """Path, start in ms, speaker, and until when in ms they are silenced."""
    names: dict[str, str]
    labels: dict[str, str]
    """What each speaker is called, for the peaks."""


@dataclass(frozen=True, slots=True)
class MixedFile:
    """A finished file; `size` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Mixed:
    """The result of a job."""

    duration_ms: int
    mix: MixedFile
    speakers: dict[str, MixedFile]
    unreadable: list[str] = field(default_factory=list)
    """Paths of sources that hold no sound."""


class _Track:
    """A file that is being written, with its peaks."""

    def __init__(self, path: Path) -> None:
        self._file = OpusFile(path)
        self.peaks = Peaks()

    def write(self, sound: Sound) -> None:
        self.peaks.feed(sound)
        self._file.write(as_samples(sound))

    def close(self) -> None:
        self._file.close()


def mix(job: MixJob) -> Mixed:
    """Mix; raises MixError, and opus_file.ERRORS for a disk that refuses."""
    directory = Path(job.directory)
    scratch = directory / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    readers = [
        SourceReader(Source(Path(path), start_ms, speaker, silent_until_ms))
        for path, start_ms, speaker, silent_until_ms in job.sources
    ]
    tracks = {speaker: _Track(scratch / name) for speaker, name in job.names.items()}
    duration_ms = _write(readers, tracks, scratch / MIX)
    unreadable = [str(each.source.path) for each in readers if each.is_unreadable]
    if not duration_ms:
        raise MixError("no part holds any sound")
    _write_peaks(job, tracks, duration_ms, scratch / PEAKS)
    for name in (MIX, *job.names.values()):
        _verify(scratch / name, duration_ms)
    speakers = {speaker: _finish(scratch / name, directory) for speaker, name in job.names.items()}
    _finish(scratch / PEAKS, directory)
    mixed = Mixed(duration_ms, _finish(scratch / MIX, directory), speakers, unreadable)
    scratch.rmdir()
    return mixed


def _write(readers: list[SourceReader], tracks: dict[str, _Track], path: Path) -> int:
    """Write every file, and return their length in ms."""
    limiter, written, mixed = Limiter(), 0, OpusFile(path)
    while open_readers := [each for each in readers if each.is_open]:
        voices = {speaker: np.zeros(BLOCK, np.float32) for speaker in tracks}
        for each in open_readers:
            each.add_to(voices[each.source.speaker], written)
        if not any(each.is_open for each in readers) and not any(map(np.any, voices.values())):
            break  # the last source ended with the block before
        for speaker, voice in voices.items():
            tracks[speaker].write(voice)
        mixed.write(as_samples(limiter.feed(np.sum(list(voices.values()), axis=0, dtype=np.float32))))
        written += BLOCK
    if written:
        mixed.write(as_samples(limiter.flush()))
    mixed.close()
    for track in tracks.values():
        track.close()
    return written // PER_MS


def as_samples(sound: Sound) -> Samples:
    """Round to 16 bits; what is louder is cut off."""
    return np.asarray(np.clip(np.rint(sound * 32767.0), -32768, 32767), np.int16)


def _write_peaks(job: MixJob, tracks: dict[str, _Track], duration_ms: int, path: Path) -> None:
    speakers = [
        {"participant_id": speaker or None, "speaker": job.labels[speaker], "peaks": track.peaks.bins()}
        for speaker, track in tracks.items()
    ]
    bins = len(tracks[next(iter(tracks))].peaks.bins())
    document = {"duration_ms": duration_ms, "bins": bins, "speakers": speakers}
    path.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def _verify(path: Path, duration_ms: int) -> None:
    """Read a file back to its end."""
    read_ms = sum(map(len, read_opus(path))) / PER_MS
    if abs(read_ms - duration_ms) > MOST_OFF_MS:
        raise MixError(f"{path.name} is {read_ms:.0f} ms long, and not {duration_ms}")


def _finish(path: Path, directory: Path) -> MixedFile:
    """Have it on disk, then in its place."""
    with path.open("rb") as written:
        os.fsync(written.fileno())
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    size = path.stat().st_size
    path.replace(directory / path.name)
    return MixedFile(path.name, size, digest)


@contextlib.contextmanager
def _errors_as_json() -> Iterator[None]:
    """Tell the parent the error's class and, of a MixError, its text, which holds no words of people."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  the parent decides what an error means
        text = str(error) if isinstance(error, MixError) else ""
        number = getattr(error, "errno", None)
        sys.stdout.write(json.dumps({"error": type(error).__name__, "text": text, "errno": number}))


def main() -> None:
    """Mix what stdin says; dies with its parent."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(LOWEST_PRIORITY)
    with _errors_as_json():
        job = json.load(sys.stdin)
        done = mix(MixJob(**job))
        sys.stdout.write(json.dumps(asdict(done)))


if __name__ == "__main__":
    main()

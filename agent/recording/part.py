"""One part of a recording: a file of one track, whose samples stand where the meeting's clock has them."""

import contextlib
import fcntl
import hashlib
from pathlib import Path

from agent.recording.opus_file import PER_MS, OpusFile, Samples


class Part:
    """Written by one thread; every method blocks, and raises opus_file.ERRORS."""

    def __init__(self, path: Path, start_ms: int) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._mark = path.open("ab")
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(self._mark, fcntl.LOCK_SH)
        try:
            self._file = OpusFile(path)
        except BaseException:
            self._mark.close()
            raise
        self._start_ms = start_ms

    @property
    def duration_ms(self) -> int:
        """Length so far."""
        return self._file.samples // PER_MS

    def write(self, pcm: Samples, at_ms: int) -> None:
        """Write a frame that begins at `at_ms`: silence before it if it is late, less of it if early."""
        ahead = (at_ms - self._start_ms) * PER_MS - self._file.samples
        self._file.silence(ahead)
        self._file.write(pcm[-ahead:] if ahead < 0 else pcm)

    def close(self) -> tuple[int, int, str]:
        """Finish the file; returns its length in ms, its bytes and its SHA-256."""
        try:
            self._file.close()
        finally:
            self._mark.close()
        with self._file.path.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        return self.duration_ms, self._file.path.stat().st_size, digest


def is_being_written(path: Path) -> bool:
    """Whether a part's writer lives and has not finished it; False of one that is gone."""
    try:
        with path.open("rb") as part:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False

"""The directories of a stack: downloads, builds, data and logs."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server import places
from server.operator_error import OperatorError
from server.places import ROOT, is_clone

BIG_LOG_BYTES = 10_000_000


@dataclass(frozen=True)
class Layout:
    """`home` is shared by every stack of this machine; `data` belongs to one."""

    root: Path
    home: Path
    data: Path

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ, data: Path | None = None) -> "Layout":
        """Take `data` if given, else PARLEY_DATA, else the directory in the home."""
        chosen = data.absolute() if data else places.data(environ)
        return cls(_root(), places.home(environ), chosen)

    @property
    def engines(self) -> Path:
        """Built or downloaded servers and tools."""
        return self.home / "engines"

    @property
    def models(self) -> Path:
        """Speech models, and Ollama's model store."""
        return self.home / "models"

    @property
    def log(self) -> Path:
        """Log files of this stack's processes."""
        return self.data / "log"

    @property
    def state(self) -> Path:
        """A file that exists while the stack is ready: its URL and environment, JSON."""
        return self.data / "stack.json"

    def log_of(self, name: str) -> Path:
        """Return the log of one process; a large one of earlier runs is rotated."""
        log = self.log / f"{name}.log"
        if log.exists() and log.stat().st_size > BIG_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        return log

    def model_paths(self, environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
        """Directories searched for models: the operator's, then ours."""
        given = environ.get("PARLEY_MODELS", "")
        theirs = [Path(part) for part in given.split(os.pathsep) if part]
        return tuple(dict.fromkeys([*theirs, self.models]))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Lock the data against a second stack; the kernel releases the lock when this process dies."""
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (self.data / "lock").open("a+")
        except OSError as fault:
            raise OperatorError(
                f"cannot write {self.data}: {fault.strerror}", "parley up --data DIRECTORY"
            ) from fault
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read().strip()
                raise OperatorError(
                    f"Parley already runs on {self.data} (process {holder})", f"kill {holder}"
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield


def _root() -> Path:
    """Return the source tree; an installed package unpacks its own where it can build."""
    if is_clone():
        return ROOT
    tree = places.sources()
    shutil.copytree(ROOT / "server" / "shipped", tree, dirs_exist_ok=True)
    return tree

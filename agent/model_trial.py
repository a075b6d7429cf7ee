"""Tries Vosk models in a child process, because Kaldi aborts on a damaged one; remembers which work.

A trial takes longer than loading, so it is made once for the same files. A process that dies while it loads
its models leaves a mark, by which the next one tries all of them again.
"""

import contextlib
import fcntl
import json
import os
import random
import resource
from array import array
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import vosk

from agent.recognizer import SAMPLE_RATE_HZ
from agent.vosk_recognizer import new_warm_recognizer
from server.files import exclusive_lock, write_private

FILE = "vosk-tried.json"
"""In PARLEY_DATA: `{directory: fingerprint}` of the models that work."""
MARK = "vosk-loading."
"""The prefix of a file that exists, locked, while a process loads its models."""
TRIAL_CPU_S = 60
"""Without its settings a model may take minutes for a second of sound; a whole one takes three seconds."""
NOISE_LEVEL = 3000.0
"""Standard deviation of one second of noise, in which models hear words: some damage shows only in words."""

Works = Callable[[Path], bool]


@contextlib.contextmanager
def trials(data: Path, works: Works) -> Iterator[Works]:
    """Yield a function that tells whether a model works, by the record or by `works`; load them in the block.

    Where nothing can be written, each model is tried.
    """
    with contextlib.ExitStack() as held:
        try:
            data.mkdir(parents=True, exist_ok=True)
            _forget_after_crash(data)
            held.enter_context(_mark(data / f"{MARK}{os.getpid()}"))
        except OSError:
            yield works
        else:
            yield partial(_works, data / FILE, works)


def _works(record: Path, works: Works, directory: Path) -> bool:
    found = fingerprint(directory)
    if _read(record).get(str(directory)) == found:
        return True
    if not works(directory):
        return False
    with contextlib.suppress(OSError), exclusive_lock(record):  # the standby loads them too
        write_private(record, json.dumps(_read(record) | {str(directory): found}))
    return True


def _read(record: Path) -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(record.read_text())
        return found if isinstance(found, dict) else {}
    return {}


def _forget_after_crash(data: Path) -> None:
    for mark in data.glob(f"{MARK}*"):
        with contextlib.suppress(OSError), mark.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a process that lives holds it
            (data / FILE).unlink(missing_ok=True)
            mark.unlink()


@contextlib.contextmanager
def _mark(path: Path) -> Iterator[None]:
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
        path.unlink()


def fingerprint(directory: Path) -> str:
    """Sum up names, sizes and times of the files of a model, and the version of Vosk."""
    found = [version("vosk")]
    for path in sorted(directory.rglob("*")):
        with contextlib.suppress(OSError):  # a link to nowhere
            about = path.stat()
            found.append(f"{path.relative_to(directory)} {about.st_size} {about.st_mtime_ns}")
    return sha256("\n".join(found).encode()).hexdigest()


def works_in_child(directory: Path) -> bool:
    """Whether a model loads and hears words, in a fork."""
    child = os.fork()
    if not child:
        _try(directory)
    return os.waitpid(child, 0)[1] == 0


def _try(directory: Path) -> None:
    """End this process, with exit code 0 if the model works."""
    resource.setrlimit(resource.RLIMIT_CPU, (TRIAL_CPU_S, TRIAL_CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # it would be as large as the model
    with contextlib.suppress(Exception):
        kaldi = new_warm_recognizer(vosk.Model(str(directory)))
        kaldi.AcceptWaveform(noise())
        kaldi.FinalResult()
        os._exit(0)
    os._exit(1)


def noise() -> bytes:
    """One second of white noise."""
    drawn = random.Random(0)  # noqa: S311  not a secret
    samples = array("h", (round(drawn.gauss(0, NOISE_LEVEL)) for _ in range(SAMPLE_RATE_HZ)))
    return samples.tobytes()

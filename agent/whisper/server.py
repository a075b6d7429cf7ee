"""The whisper process: serves all rooms over a unix socket, finals in order, interims only when idle.

The second pass has a queue and a thread of its own.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

import structlog

from agent.whisper.messages import (
    Busy,
    Drop,
    Failed,
    Heard,
    Kind,
    Listen,
    Message,
    ProtocolError,
    Refine,
    encode,
    receive,
)
from agent.whisper.refinement_queue import LoadRereader, RefinementQueue, no_rereader
from agent.whisper.server_metrics import WhisperMetrics

MAX_QUEUED = 64
"""Limit of queued finals; at 0.3 s each, more would make captions too old to be useful."""

log = structlog.get_logger()


class Reader(Protocol):
    """A loaded model."""

    def read(self, pcm: bytes, language: str, kind: Kind) -> tuple[str, float]:
        """Return text and confidence; blocks."""


Load = Callable[[str], Reader]
"""Loads the reader of a language; blocks, and raises LookupError if there is none."""


@dataclass(frozen=True, slots=True)
class _Task:
    listen: Listen
    answer: "asyncio.Future[Message]"
    since_s: float = field(default_factory=time.monotonic)


class WhisperServer:
    """One model thread and one bounded queue."""

    def __init__(
        self, load: Load, metrics: WhisperMetrics | None = None, load_rereader: LoadRereader = no_rereader
    ) -> None:
        self._load = load
        self.metrics = metrics or WhisperMetrics()
        self.metrics.waiting.set_function(lambda: len(self._waiting))
        self.metrics.oldest.set_function(self._oldest_s)
        self.metrics.clients.set_function(lambda: len(self._clients))
        self._readers: dict[str, Reader] = {}
        self._waiting: deque[_Task] = deque()
        self._filled = asyncio.Event()
        self._is_reading = False
        self._is_idle = asyncio.Event()
        self.refinements = RefinementQueue(load_rereader, self._is_idle, self.metrics.refining)
        self._clients: set[asyncio.StreamWriter] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="whisper")
        self.ended = asyncio.Event()
        """Set when the server has stopped transcribing and every client is disconnected."""

    async def warm(self, language: str) -> None:
        """Load a language's model before the first request; without one others can be asked for."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._reader, language)
        except LookupError:
            log.error("whisper_has_no_model", language=language)

    async def ask(self, listen: Listen) -> Message:
        """Queue a request and return its reply; Busy at once if it is refused."""
        answer: Message | None = None
        try:
            answer = await self._queue(listen) if self._admits(listen.kind) else Busy(listen.id)
        finally:
            self.metrics.answered(listen, answer)
        return answer

    async def _queue(self, listen: Listen) -> Message:
        task = _Task(listen, asyncio.get_running_loop().create_future())
        self._waiting.append(task)
        self._is_idle.clear()
        self._filled.set()
        try:
            return await task.answer
        finally:
            if task in self._waiting:  # cancelled while queued
                self._waiting.remove(task)

    def _oldest_s(self) -> float:
        return time.monotonic() - self._waiting[0].since_s if self._waiting else 0.0

    def _admits(self, kind: Kind) -> bool:
        """Admission: finals up to MAX_QUEUED, a guess only if it would be next, an interim only when idle."""
        if kind == "final":
            return len(self._waiting) < MAX_QUEUED
        if kind == "guess":
            return all(task.listen.kind == "interim" for task in self._waiting)
        return not self._waiting and not self._is_reading

    async def work(self) -> None:
        """Transcribe queued requests, until cancelled."""
        while True:
            while not self._waiting:
                self._is_idle.set()
                self._filled.clear()
                await self._filled.wait()
            task = self._waiting.popleft()
            if task.answer.cancelled():
                continue
            self._is_reading = True
            try:
                with self.metrics.reading(task.listen, time.monotonic() - task.since_s):
                    answer = await asyncio.get_running_loop().run_in_executor(
                        self._thread, self._read, task.listen
                    )
            finally:
                self._is_reading = False
            if not task.answer.cancelled():
                task.answer.set_result(answer)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client until it disconnects."""
        answering: dict[int, asyncio.Task[None]] = {}
        self._clients.add(writer)
        try:
            async for request in _requests(reader):
                if isinstance(request, Drop):
                    if (dropped := answering.pop(request.id, None)) is not None:
                        dropped.cancel()
                    continue
                task = asyncio.create_task(self._reply(request, writer))
                answering[request.id] = task
                task.add_done_callback(partial(_forget, answering, request.id))
        except ProtocolError:
            log.warning("whisper_client_refused")
        finally:
            for task in answering.values():
                task.cancel()
            self._clients.discard(writer)
            writer.close()

    def disconnect_clients(self) -> None:
        """Disconnect all clients, so that they reconnect to the next process at once."""
        self.ended.set()
        for writer in self._clients:
            writer.close()

    async def _reply(self, request: Listen | Refine, writer: asyncio.StreamWriter) -> None:
        asked = self.refinements.ask(request) if isinstance(request, Refine) else self.ask(request)
        answer = await asked
        with contextlib.suppress(ConnectionError):  # the client has disconnected
            writer.write(encode(answer))
            await writer.drain()

    def _reader(self, language: str) -> Reader:
        if language not in self._readers:
            self._readers[language] = self._load(language)
        return self._readers[language]

    def _read(self, listen: Listen) -> Message:
        try:
            text, confidence = self._reader(listen.language).read(listen.pcm, listen.language, listen.kind)
        except LookupError:
            return Failed(listen.id, "no model for the language")
        except Exception as error:  # noqa: BLE001  tokenizers raise nothing narrower, and other requests must be served
            log.error("whisper_failed", error=type(error).__name__)
            return Failed(listen.id, "the model failed")
        return Heard(listen.id, text, confidence)


def _forget(answering: "dict[int, asyncio.Task[None]]", number: int, _: object) -> None:
    answering.pop(number, None)


async def _requests(reader: asyncio.StreamReader) -> AsyncIterator[Listen | Refine | Drop]:
    while True:
        try:
            message = await receive(reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        if not isinstance(message, Listen | Refine | Drop):
            raise ProtocolError("not a request")
        yield message


@contextlib.asynccontextmanager
async def open_server(
    path: Path,
    load: Load,
    language: str,
    metrics: WhisperMetrics | None = None,
    load_rereader: LoadRereader = no_rereader,
) -> AsyncIterator[WhisperServer]:
    """Listen at `path` once the first models are loaded; replaces the socket file of a killed process."""
    whisper = WhisperServer(load, metrics, load_rereader)
    await whisper.warm(language)
    await whisper.refinements.warm(language)
    await asyncio.to_thread(_clear, path)
    workers = [asyncio.create_task(work) for work in (whisper.work(), whisper.refinements.work())]
    for worker in workers:
        worker.add_done_callback(lambda _: whisper.disconnect_clients())
    server = await asyncio.start_unix_server(whisper.serve, path)
    await asyncio.to_thread(path.chmod, 0o600)
    try:
        yield whisper
    finally:
        server.close()
        whisper.disconnect_clients()
        for worker in workers:
            worker.cancel()
        await asyncio.to_thread(path.unlink, missing_ok=True)


def _clear(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)

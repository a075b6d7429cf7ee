"""The whisper process: serves all rooms over a unix socket, by kind.

The second pass has a queue and a thread of its own.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
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
from agent.whisper.request_queue import RequestQueue
from agent.whisper.server_metrics import WhisperMetrics

THREADS = 2
"""Requests transcribed at once. On two cores two take 0.75 of the time of one after the other."""

log = structlog.get_logger()


class Reader(Protocol):
    """A loaded model."""

    def read(self, batch: Sequence[bytes], language: str, kind: Kind) -> list[Heard]:
        """Transcribe samples together; blocks. The answers' `id` is not used."""


Load = Callable[[str], Reader]
"""Loads the reader of a language; blocks, and raises LookupError if there is none."""


class WhisperServer:
    """A few model threads and one bounded queue."""

    def __init__(
        self,
        load: Load,
        metrics: WhisperMetrics | None = None,
        load_rereader: LoadRereader = no_rereader,
        threads: int = THREADS,
    ) -> None:
        self._load = load
        self.metrics = metrics or WhisperMetrics()
        self.queue = RequestQueue(threads)
        self.metrics.waiting.set_function(lambda: len(self.queue))
        self.metrics.oldest.set_function(self.queue.oldest_s)
        self.metrics.clients.set_function(lambda: len(self._clients))
        self._readers: dict[str, Reader] = {}
        self.refinements = RefinementQueue(load_rereader, self.queue.is_idle, self.metrics.refining)
        self._clients: set[asyncio.StreamWriter] = set()
        self._workers = threads
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="whisper")
        self._loading = threading.Lock()
        self.ended = asyncio.Event()
        """Set when the server has stopped transcribing and every client is disconnected."""

    async def warm(self, language: str) -> None:
        """Load a language's model before the first request; without one others can be asked for."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._reader, language)
        except LookupError:
            log.error("whisper_has_no_model", language=language)

    async def ask(self, listen: Listen) -> Message:
        """Queue a request and return its reply; Busy at once if it is refused."""
        answer: Message | None = None
        try:
            if not listen.pcm:
                answer = Heard(listen.id, "", 0.0)
            else:
                is_admitted = self.queue.admits(listen.kind)
                answer = await self.queue.ask(listen) if is_admitted else Busy(listen.id)
        finally:
            self.metrics.answered(listen, answer)
        return answer

    async def work(self) -> None:
        """Transcribe queued requests, until cancelled."""
        async with asyncio.TaskGroup() as workers:
            for _ in range(self._workers):
                workers.create_task(self._work())

    async def _work(self) -> None:
        while True:
            batch = await self.queue.next()
            waited = [(each.request, time.monotonic() - each.since_s) for each in batch]
            with self.queue.reading(batch), self.metrics.reading(waited):
                answers = await asyncio.get_running_loop().run_in_executor(
                    self._threads, self._read, [each.request for each in batch]
                )
            for each, answer in zip(batch, answers, strict=True):
                each.reply(answer)

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
        with self._loading:
            if language not in self._readers:
                self._readers[language] = self._load(language)
            return self._readers[language]

    def _read(self, batch: list[Listen]) -> list[Message]:
        language, kind = batch[0].language, batch[0].kind
        try:
            found = self._reader(language).read([listen.pcm for listen in batch], language, kind)
        except LookupError:
            return [Failed(listen.id, "no model for the language") for listen in batch]
        except Exception as error:  # noqa: BLE001  tokenizers raise nothing narrower, and other requests must be served
            if len(batch) > 1:  # one of them may be the cause
                return [answer for listen in batch for answer in self._read([listen])]
            log.error("whisper_failed", error=type(error).__name__)
            return [Failed(batch[0].id, "the model failed")]
        return [replace(heard, id=listen.id) for listen, heard in zip(batch, found, strict=True)]


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
    threads: int = THREADS,
) -> AsyncIterator[WhisperServer]:
    """Listen at `path` once the first models are loaded; replaces the socket file of a killed process."""
    whisper = WhisperServer(load, metrics, load_rereader, threads)
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

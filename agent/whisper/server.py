"""The whisper process: hears for all rooms over a unix socket, finals in turn, interims only when idle."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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
    encode,
    receive,
)

MAX_WAITING = 64
"""Finals in the queue; with 0.3 s each more would be older than a caption is worth waiting for."""

log = structlog.get_logger()


class Reader(Protocol):
    """A loaded model."""

    def read(self, pcm: bytes, language: str, kind: Kind) -> tuple[str, float]:
        """Give text and confidence; blocks."""


Load = Callable[[str], Reader]
"""Give the reader for a language; blocks, and raises LookupError when there is none."""


@dataclass(frozen=True, slots=True)
class _Task:
    listen: Listen
    answer: "asyncio.Future[Message]"


class WhisperServer:
    """One model thread, one bounded queue."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._readers: dict[str, Reader] = {}
        self._waiting: deque[_Task] = deque()
        self._filled = asyncio.Event()
        self._is_reading = False
        self._clients: set[asyncio.StreamWriter] = set()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="whisper")
        self.ended = asyncio.Event()
        """Set when requests are read no more: every client was hung up on."""

    async def warm(self, language: str) -> None:
        """Load a language's model before the first request."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._reader, language)

    async def ask(self, listen: Listen) -> Message:
        """Answer one request, when its turn comes."""
        if not self._has_time_for(listen.kind):
            return Busy(listen.id)
        task = _Task(listen, asyncio.get_running_loop().create_future())
        self._waiting.append(task)
        self._filled.set()
        try:
            return await task.answer
        finally:
            if task in self._waiting:  # nobody waits for it any more
                self._waiting.remove(task)

    def _has_time_for(self, kind: Kind) -> bool:
        """A final waits its turn, a guess may be next, an interim is for idle moments."""
        if kind == "final":
            return len(self._waiting) < MAX_WAITING
        if kind == "guess":
            return all(task.listen.kind == "interim" for task in self._waiting)
        return not self._waiting and not self._is_reading

    async def work(self) -> None:
        """Read request after request, for ever."""
        while True:
            while not self._waiting:
                self._filled.clear()
                await self._filled.wait()
            task = self._waiting.popleft()
            if task.answer.cancelled():
                continue
            self._is_reading = True
            try:
                answer = await asyncio.get_running_loop().run_in_executor(
                    self._thread, self._read, task.listen
                )
            finally:
                self._is_reading = False
            if not task.answer.cancelled():
                task.answer.set_result(answer)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one job process until it hangs up."""
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

    def hang_up(self) -> None:
        """Let the clients know at once; they find the next process."""
        self.ended.set()
        for writer in self._clients:
            writer.close()

    async def _reply(self, listen: Listen, writer: asyncio.StreamWriter) -> None:
        answer = await self.ask(listen)
        with contextlib.suppress(ConnectionError):  # who asked is gone
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
        except Exception as error:  # noqa: BLE001  tokenizers raise nothing narrower, and the others must be heard
            log.error("whisper_failed", error=type(error).__name__)
            return Failed(listen.id, "the model failed")
        return Heard(listen.id, text, confidence)


def _forget(answering: "dict[int, asyncio.Task[None]]", number: int, _: object) -> None:
    answering.pop(number, None)


async def _requests(reader: asyncio.StreamReader) -> AsyncIterator[Listen | Drop]:
    while True:
        try:
            message = await receive(reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        if not isinstance(message, Listen | Drop):
            raise ProtocolError("not a request")
        yield message


@contextlib.asynccontextmanager
async def open_server(path: Path, load: Load, language: str) -> AsyncIterator[WhisperServer]:
    """Listen at `path` once the first model is in memory; a killed process's socket file is replaced."""
    whisper = WhisperServer(load)
    await whisper.warm(language)
    await asyncio.to_thread(_clear, path)
    worker = asyncio.create_task(whisper.work())
    worker.add_done_callback(lambda _: whisper.hang_up())
    server = await asyncio.start_unix_server(whisper.serve, path)
    await asyncio.to_thread(path.chmod, 0o600)
    try:
        yield whisper
    finally:
        server.close()
        whisper.hang_up()
        worker.cancel()
        await asyncio.to_thread(path.unlink, missing_ok=True)


def _clear(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)

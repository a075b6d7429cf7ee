"""Client of the whisper process; reconnects after it was restarted."""

import asyncio
import contextlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

import structlog

from agent.job_metrics import INTERIMS_DROPPED, WHISPER_LOST, WHISPER_RECONNECTS
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
    Refined,
    encode,
    receive,
)

INTERIM_S = 4.0
"""Timeout of an interim: an older one is of no use."""
REFINE_S = 90.0
"""Timeout of a refinement, longer than it may be queued."""
FINAL_S = 90.0
"""How long a final is retried while the process is unavailable or full."""
RETRY_S = 0.5

log = structlog.get_logger()


class WhisperUnavailableError(Exception):
    """The whisper process does not answer."""


class WhisperClient:
    """One connection for all tracks of a job, opened on first use and reopened when lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ids = count(1)
        self._answers: dict[int, asyncio.Future[Message]] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._connecting = asyncio.Lock()
        self._was_lost = False

    async def interim(self, pcm: bytes, language: str, *, is_first: bool = False) -> Heard | None:
        """Transcribe an interim, before others if nothing is shown yet; None if busy, unavailable or slow."""
        return await self._unless_late(pcm, language, "first" if is_first else "interim")

    async def guess(self, pcm: bytes, language: str) -> Heard | None:
        """Transcribe a possible final as accurately as a final; None as for an interim."""
        return await self._unless_late(pcm, language, "guess")

    async def final(self, pcm: bytes, language: str) -> Heard | None:
        """Transcribe a final; None, with an error in the log, if it fails or takes more than FINAL_S.

        It is sent once, however long it is queued; again only if the process is full or the connection lost.
        """
        try:
            async with asyncio.timeout(FINAL_S):
                while isinstance(answer := await self._ask_or_busy(pcm, language), Busy):  # noqa: ASYNC110  no event signals a free queue
                    await asyncio.sleep(RETRY_S)
        except TimeoutError:
            log.error("final_timed_out")
            return None
        if isinstance(answer, Heard):
            return answer
        log.error("final_failed", reason=answer.reason if isinstance(answer, Failed) else "no answer")
        return None

    async def refine(self, pcm: bytes, language: str, names: str) -> Refined | Failed:
        """Read an utterance again; Failed, with the reason, if it was not read."""
        try:
            async with asyncio.timeout(REFINE_S):
                answer = await self._request(lambda number: Refine(number, language, names, pcm))
        except (WhisperUnavailableError, TimeoutError) as error:
            return Failed(0, "timed out" if isinstance(error, TimeoutError) else "unavailable")
        return answer if isinstance(answer, Refined | Failed) else Failed(0, "no answer")

    async def _ask_or_busy(self, pcm: bytes, language: str) -> Message:
        try:
            return await self._ask(pcm, language, "final")
        except WhisperUnavailableError:
            return Busy(0)

    async def aclose(self) -> None:
        """Close the connection."""
        if self._reading is not None:
            self._reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reading
        self._close()

    async def _unless_late(self, pcm: bytes, language: str, kind: Kind) -> Heard | None:
        try:
            async with asyncio.timeout(INTERIM_S):
                answer = await self._ask(pcm, language, kind)
        except (WhisperUnavailableError, TimeoutError) as error:
            reason = "timeout" if isinstance(error, TimeoutError) else "unavailable"
            INTERIMS_DROPPED.labels(reason).inc()
            return None
        if isinstance(answer, Busy):
            INTERIMS_DROPPED.labels("busy").inc()
        return answer if isinstance(answer, Heard) else None

    async def _ask(self, pcm: bytes, language: str, kind: Kind) -> Message:
        return await self._request(lambda number: Listen(number, language, kind, pcm))

    async def _request(self, message: Callable[[int], Listen | Refine]) -> Message:
        writer = await self._connected()
        number = next(self._ids)
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        try:
            writer.write(encode(message(number)))
            await writer.drain()
            return await answer
        except ConnectionError as error:
            raise WhisperUnavailableError from error
        finally:
            self._answers.pop(number, None)
            if not answer.done() or answer.cancelled():  # the caller has stopped waiting
                writer.write(encode(Drop(number)))

    async def _connected(self) -> asyncio.StreamWriter:
        async with self._connecting:
            if self._writer is None:
                try:
                    reader, self._writer = await asyncio.open_unix_connection(self._path)
                except OSError as error:
                    raise WhisperUnavailableError from error
                self._reading = asyncio.create_task(self._read(reader))
                if self._was_lost:
                    WHISPER_RECONNECTS.inc()
            return self._writer

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                message = await receive(reader)
                if isinstance(message, Heard | Refined | Busy | Failed) and message.id in self._answers:
                    answer = self._answers[message.id]
                    if not answer.done():
                        answer.set_result(message)
        except (asyncio.IncompleteReadError, ConnectionError, ProtocolError):
            log.warning("whisper_disconnected")
            self._was_lost = True
            WHISPER_LOST.inc()
            self._close()

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer = None
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(WhisperUnavailableError())

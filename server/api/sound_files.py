"""Recordings' files over HTTP: byte ranges, validators and private caches, wherever the files are."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol
from uuid import UUID

import structlog
from aiohttp import ClientConnectionResetError, hdrs, web
from aiohttp.abc import AbstractStreamWriter
from multidict import CIMultiDict

from server.api.byte_ranges import is_unchanged, wanted_range
from server.api.problems import problem_response
from server.app_keys import RECORDING_FILES
from server.errors import Unavailable
from server.object_store.protocol import STORE_ERRORS
from server.recording_errors import RangeNotSatisfiable, RecordingLost
from server.recording_files import FoundFile
from server.recording_paths import Refused

log = structlog.get_logger()
HEADERS = {"Content-Type": "audio/ogg", "Accept-Ranges": "bytes", "Cache-Control": "private, no-cache"}
"""`no-cache`: a browser asks again before it plays a copy, so that who lost access does not hear it."""


class RecordedFile(Protocol):
    """A row with one file, sound or video: its original's path, and its archived copy's URL."""

    @property
    def id(self) -> UUID: ...
    @property
    def room_id(self) -> UUID: ...
    @property
    def file_path(self) -> str | None: ...
    @property
    def file_url(self) -> str | None: ...


class _SoundFile(web.FileResponse):
    """A file whose range was checked; aiohttp itself takes no ETag in `If-Range`, and would send a `.gz`."""

    def __init__(self, path: Path, headers: Mapping[str, str], *, whole: bool) -> None:
        super().__init__(path, headers=headers)
        self._whole = whole

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        headers = CIMultiDict(request.headers)
        for name in (hdrs.ACCEPT_ENCODING, hdrs.IF_RANGE, *((hdrs.RANGE,) if self._whole else ())):
            headers.popall(name, None)
        return await super().prepare(request.clone(headers=headers))


async def mix_of(request: web.Request, found: RecordedFile) -> FoundFile:
    """Return the file of a recording or video; raises RecordingLost, or Unavailable if its place is away."""
    files = request.app[RECORDING_FILES]
    try:
        key = files.key_of_mix(found.room_id, found.file_path, found.file_url)
    except Refused as error:
        log.error("recording_elsewhere", recording_id=str(found.id))
        raise RecordingLost from error
    return await recorded_file(request, key)


async def recorded_file(request: web.Request, key: str) -> FoundFile:
    """Return a file of a recording; raises as `mix_of`."""
    try:
        return await request.app[RECORDING_FILES].find(key)
    except Refused as error:
        log.error("recording_path_refused")
        raise RecordingLost from error
    except FileNotFoundError as error:
        raise RecordingLost from error
    except STORE_ERRORS as error:
        log.error("recordings_unavailable", error=type(error).__name__)
        raise Unavailable from error


async def fetched(request: web.Request, found: RecordedFile, scratch: Path) -> Path:
    """Return a recording's mix as a file of this machine, below `scratch` if it is elsewhere; as `mix_of`."""
    mix = await mix_of(request, found)
    try:
        return await mix.store.local(mix.key, scratch)
    except STORE_ERRORS as error:
        log.error("recordings_unavailable", error=type(error).__name__)
        raise Unavailable from error


async def read_small(file: FoundFile) -> bytes:
    """Return a small file's content; raises RecordingLost if it cannot be read."""
    try:
        return await file.store.read(file.key)
    except STORE_ERRORS as error:
        raise RecordingLost from error


async def send_sound(
    request: web.Request, file: FoundFile, headers: Mapping[str, str] = HEADERS
) -> web.StreamResponse:
    """Answer with a file or the range of it that is asked for."""
    etag = f'"{file.version}"'
    if file.path is None and request.headers.get(hdrs.IF_NONE_MATCH) == etag:
        return web.Response(status=304, headers={**headers, "ETag": etag})
    path, modified = file.path, None
    if path is not None:
        about = await asyncio.to_thread(path.stat)
        etag, modified = f'"{about.st_mtime_ns:x}-{about.st_size:x}"', about.st_mtime  # as aiohttp makes it
    unchanged = is_unchanged(request.headers.get(hdrs.IF_RANGE), etag, modified)
    try:
        wanted = wanted_range(request.headers.get(hdrs.RANGE), file.size) if unchanged else None
    except RangeNotSatisfiable as error:
        return _unsatisfiable(error, file.size)
    if path is not None:
        return _SoundFile(path, headers, whole=wanted is None)
    return await _stream(request, file, wanted, {**headers, "ETag": etag})


async def _stream(
    request: web.Request, file: FoundFile, wanted: range | None, headers: Mapping[str, str]
) -> web.StreamResponse:
    part = wanted if wanted is not None else range(file.size)
    answer = web.StreamResponse(status=200 if wanted is None else 206, headers=headers)
    answer.content_length = len(part)
    if wanted is not None:
        answer.headers[hdrs.CONTENT_RANGE] = f"bytes {part.start}-{part.stop - 1}/{file.size}"
    await answer.prepare(request)
    await _copy(request, answer, file, part)
    return answer


async def _copy(request: web.Request, answer: web.StreamResponse, file: FoundFile, part: range) -> None:
    """Write the bytes; the connection is aborted if the store fails, so that no half passes for a whole."""
    try:
        if part:
            async for chunk in file.store.chunks(file.key, part.start, part.stop):
                await answer.write(chunk)
    except ClientConnectionResetError:
        return
    except STORE_ERRORS as error:
        log.error("recordings_unavailable", error=type(error).__name__)
        if request.transport is not None:
            request.transport.abort()


def _unsatisfiable(error: RangeNotSatisfiable, size: int) -> web.Response:
    answer = problem_response(error)
    answer.headers[hdrs.CONTENT_RANGE] = f"bytes */{size}"
    return answer

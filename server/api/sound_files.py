"""Recordings' files over HTTP: byte ranges, validators and private caches, from a disk or the archive."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

import structlog
from aiohttp import ClientConnectionResetError, hdrs, web
from aiohttp.abc import AbstractStreamWriter
from multidict import CIMultiDict

from server.api.byte_ranges import is_unchanged, wanted_range
from server.api.problems import problem_response
from server.errors import Unavailable
from server.meeting.recordings import Recording
from server.object_store.protocol import STORE_ERRORS, Store
from server.recording_errors import RangeNotSatisfiable, RecordingLost, RecordingNotFound
from server.recording_paths import Refused, within

log = structlog.get_logger()
HEADERS = {"Content-Type": "audio/ogg", "Accept-Ranges": "bytes", "Cache-Control": "private, no-cache"}
"""`no-cache`: a browser asks again before it plays a copy, so that who lost access does not hear it."""


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """An object of the archive; `etag` with its quotes."""

    store: Store
    key: str
    size: int
    etag: str


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


async def file_on_disk(directory: Path, name: str | None) -> Path:
    """Return the path of a row's file; raises RecordingLost."""
    try:
        path = within(directory, name)
    except Refused as error:
        log.error("recording_path_refused")
        raise RecordingLost from error
    if not await asyncio.to_thread(path.is_file):
        raise RecordingLost
    return path


async def archived_file(archive: Store, found: Recording) -> ArchivedFile:
    """Return the archive's copy; raises RecordingLost, and Unavailable while the archive does not answer."""
    place, prefix = found.file_url or "", archive.url_of("_").removesuffix("_")
    key = place.removeprefix(prefix)
    if not place.startswith(prefix) or not key.startswith(f"{found.room_id}/") or ".." in key:
        log.error("recording_elsewhere", recording_id=str(found.id))
        raise RecordingLost
    try:
        size = await archive.size(key)
    except FileNotFoundError as error:
        log.error("recording_missing", recording_id=str(found.id))
        raise RecordingLost from error
    except STORE_ERRORS as error:
        log.error("archive_unavailable", recording_id=str(found.id), error=type(error).__name__)
        raise Unavailable from error
    return ArchivedFile(archive, key, size, f'"{found.file_sha256}"')


async def send_file(
    request: web.Request, path: Path, headers: Mapping[str, str] = HEADERS
) -> web.StreamResponse:
    """Answer with a file or the range of it that is asked for."""
    about = await asyncio.to_thread(path.stat)
    if not S_ISREG(about.st_mode):
        raise RecordingNotFound
    etag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'  # as aiohttp makes it
    unchanged = is_unchanged(request.headers.get(hdrs.IF_RANGE), etag, about.st_mtime)
    try:
        wanted = wanted_range(request.headers.get(hdrs.RANGE), about.st_size) if unchanged else None
    except RangeNotSatisfiable as error:
        return _unsatisfiable(error, about.st_size)
    return _SoundFile(path, headers, whole=wanted is None)


async def send_archived(
    request: web.Request, file: ArchivedFile, headers: Mapping[str, str] = HEADERS
) -> web.StreamResponse:
    """Stream an object of the archive, or the range of it that is asked for."""
    if request.headers.get(hdrs.IF_NONE_MATCH) == file.etag:
        return web.Response(status=304, headers={**headers, "ETag": file.etag})
    unchanged = is_unchanged(request.headers.get(hdrs.IF_RANGE), file.etag, None)
    try:
        wanted = wanted_range(request.headers.get(hdrs.RANGE), file.size) if unchanged else None
    except RangeNotSatisfiable as error:
        return _unsatisfiable(error, file.size)
    part = wanted if wanted is not None else range(file.size)
    answer = web.StreamResponse(status=200 if wanted is None else 206, headers={**headers, "ETag": file.etag})
    answer.content_length = len(part)
    if wanted is not None:
        answer.headers[hdrs.CONTENT_RANGE] = f"bytes {part.start}-{part.stop - 1}/{file.size}"
    await answer.prepare(request)
    await _copy(request, answer, file, part)
    return answer


async def _copy(request: web.Request, answer: web.StreamResponse, file: ArchivedFile, part: range) -> None:
    """Write the bytes; the connection is aborted if the archive fails, so that no half passes for a whole."""
    try:
        if part:
            async for chunk in file.store.chunks(file.key, part.start, part.stop):
                await answer.write(chunk)
    except ClientConnectionResetError:
        return
    except STORE_ERRORS as error:
        log.error("archive_unavailable", error=type(error).__name__)
        if request.transport is not None:
            request.transport.abort()


def _unsatisfiable(error: RangeNotSatisfiable, size: int) -> web.Response:
    answer = problem_response(error)
    answer.headers[hdrs.CONTENT_RANGE] = f"bytes */{size}"
    return answer

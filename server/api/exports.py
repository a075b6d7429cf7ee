"""A meeting as a file to take along."""

import asyncio
import tempfile
from pathlib import Path
from typing import Literal

from aiohttp import web

from server.api.endpoint import endpoint
from server.api.export_views import MeetingExport, meeting_json
from server.api.fields import Body
from server.api.recording_audio import ALSO, readable_recording
from server.api.recording_audio import REFUSALS as SOUND_REFUSALS
from server.api.sound_files import HEADERS, fetched, mix_of, send_sound
from server.app_keys import VIEWER
from server.errors import Forbidden, Invalid, MinutesNotFound, RoomNotFound, Unavailable
from server.export.archive import pack
from server.export.content import content_of
from server.export.errors import ExportFailed, NotBegun, PdfUnavailable
from server.export.exported_meeting import ExportedMeeting, Wanted, What, read_meeting
from server.export.file_names import disposition, file_name
from server.export.plain_text import markdown_of, text_of
from server.export.rendering import Rendered, render_file
from server.meeting.access import Right, Standing, room_for
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.playback import sound_of, state_of
from server.meeting.recordings import Recording
from server.meeting.subtitles import srt_of, vtt_of
from server.recording_errors import RangeNotSatisfiable, RecordingLost, RecordingNotFound, RecordingNotReady

Written = Literal["txt", "md", "srt", "vtt", "json"]
Format = Literal["txt", "md", "srt", "vtt", "docx", "pdf", "zip", "audio"]
MEDIA_TYPES: dict[str, str] = {
    "txt": "text/plain",
    "md": "text/markdown",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "audio": "audio/ogg",
    "json": "application/json",
}
TEXTS: tuple[Written, ...] = ("txt", "md", "srt", "vtt", "json")
SUBTITLES = ("srt", "vtt")
RENDERED: tuple[Rendered, ...] = ("docx", "pdf")
SUBTITLES_ONLY_SAID = "Subtitles show the transcript. Take another format for the minutes."
CHUNK_BYTES = 1 << 18
REFUSALS = (RoomNotFound, MinutesNotFound, Forbidden, NotBegun)


class ExportQuery(Body):
    """Which part, with or without times and speakers' names; sound is always whole, subtitles have times."""

    what: What = "both"
    times: bool = True
    speakers: bool = True


@endpoint(
    "Export a meeting as JSON", tag="minutes", refusals=REFUSALS, media_type="application/json",
    model=MeetingExport,
)  # fmt: skip
async def export_json(request: web.Request, slug: str, query: ExportQuery) -> web.StreamResponse:
    """Return the meeting as a file whose schema is the one documented here."""
    return await _export(request, slug, query, "json")


@endpoint(
    "Export a meeting", tag="minutes", media_type=tuple(MEDIA_TYPES[each] for each in Format.__args__),  # type: ignore[attr-defined]  # a Literal has its values there
    refusals=(*REFUSALS, *SOUND_REFUSALS, RangeNotSatisfiable, PdfUnavailable, ExportFailed), also=ALSO,
)  # fmt: skip
async def export(request: web.Request, slug: str, format: Format, query: ExportQuery) -> web.StreamResponse:
    """Return the meeting as a file, named after the meeting and its day.

    `txt`, `md`, `docx` and `pdf` have minutes, transcript and chat; `srt` and `vtt` are subtitles of at most
    two lines; `audio` is the recording's mix (Ogg/Opus); `zip` holds all of them. While the meeting is
    running a file has what was said so far.
    """
    if format == "audio":
        return await _audio(request, slug)
    return await _export(request, slug, query, format)


async def _export(
    request: web.Request, slug: str, query: ExportQuery, format: Written | Format
) -> web.StreamResponse:
    wanted = Wanted(query.what, query.times, query.speakers)
    if format in SUBTITLES and not wanted.transcript:
        raise Invalid(SUBTITLES_ONLY_SAID, [{"field": "what", "message": SUBTITLES_ONLY_SAID}])
    async with transaction():
        standing = await _standing(request, slug)
        meeting = await read_meeting(standing, words=format in (*SUBTITLES, "json", "zip"))
        await record("room_access", "meeting.export", standing.room.id, lasting=False, format=format)
    if wanted.what == "minutes" and meeting.readable_minutes is None:
        raise MinutesNotFound
    if format in TEXTS:
        body = await asyncio.to_thread(written, meeting, wanted, format)
        return web.Response(body=body, headers=_headers(meeting, format))
    with tempfile.TemporaryDirectory(prefix="parley-export-") as directory:
        path = Path(directory) / f"file.{format}"
        if format in ("docx", "pdf"):
            await render_file(content_of(meeting, wanted), format, path)
        else:
            await _pack(request, meeting, wanted, path)
        return await _send(request, meeting, format, path)


async def _standing(request: web.Request, slug: str) -> Standing:
    standing = await room_for(request[VIEWER], slug, Right.READ)
    if standing.room.started_at is None:
        raise NotBegun
    return standing


def written(meeting: ExportedMeeting, wanted: Wanted, format: str) -> bytes:
    """Return a file of text; runs in a thread, for a long meeting takes a second."""
    if format == "json":
        return meeting_json(meeting, wanted)
    if format in SUBTITLES:
        write = srt_of if format == "srt" else vtt_of
        return write(meeting.segments, meeting.names, speakers=wanted.speakers).encode(errors="replace")
    content = content_of(meeting, wanted)
    return (text_of if format == "txt" else markdown_of)(content).encode(errors="replace")


async def _audio(request: web.Request, slug: str) -> web.StreamResponse:
    found = await readable_recording(request, slug, played=False)
    async with transaction():
        standing = await _standing(request, slug)
        await record("room_access", "meeting.export", standing.room.id, lasting=False, format="audio")
    headers = {**HEADERS, "Content-Disposition": disposition(file_name(standing.room, "ogg"))}
    return await send_sound(request, await mix_of(request, found), headers)


async def _sound(request: web.Request, found: Recording | None, scratch: Path) -> Path:
    """Return the file; raises RecordingNotFound, RecordingNotReady, RecordingLost and Unavailable."""
    state = state_of(found)
    if found is None or state in ("none", "failed", "deleted"):
        raise RecordingNotFound
    if state == "preparing":
        raise RecordingNotReady
    return await fetched(request, found, scratch)


async def _pack(request: web.Request, meeting: ExportedMeeting, wanted: Wanted, path: Path) -> None:
    texts = [each for each in TEXTS if each not in SUBTITLES or wanted.transcript]
    files: list[tuple[str, bytes | Path]] = [
        (file_name(meeting.room, each), await asyncio.to_thread(written, meeting, wanted, each))
        for each in texts
    ]
    missing = []
    for each in RENDERED:
        made = path.with_suffix(f".{each}")
        try:
            await render_file(content_of(meeting, wanted), each, made)
            files.append((file_name(meeting.room, each), made))
        except (PdfUnavailable, ExportFailed) as error:
            missing.append(f"{each}: {error.title}. {error.detail}\n")
    if wanted.transcript:
        try:
            sound = await _sound(request, await sound_of(meeting.room.id), path.parent)
            files.append((file_name(meeting.room, "ogg"), sound))
        except (RecordingNotFound, RecordingNotReady, RecordingLost, Unavailable) as error:
            missing.append(f"sound: {error.title}. {error.detail}\n")
    if missing:
        files.append(("Not in this archive.txt", "".join(missing).encode()))
    await asyncio.to_thread(pack, files, path)


async def _send(
    request: web.Request, meeting: ExportedMeeting, format: str, path: Path
) -> web.StreamResponse:
    """Stream a file that is deleted afterwards."""
    answer = web.StreamResponse(headers=_headers(meeting, format))
    with await asyncio.to_thread(path.open, "rb") as file:
        answer.content_length = (await asyncio.to_thread(path.stat)).st_size
        await answer.prepare(request)
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            await answer.write(chunk)
    await answer.write_eof()
    return answer


def _headers(meeting: ExportedMeeting, format: str) -> dict[str, str]:
    charset = "; charset=utf-8" if format in ("txt", "md", "srt", "vtt") else ""
    return {
        "Content-Type": MEDIA_TYPES[format] + charset,
        "Content-Disposition": disposition(file_name(meeting.room, format)),
    }

"""What a share link opens: a page without a script, and files, both in the link's scope.

A link that never was, has ended or shows nothing any more is answered alike: 404.
"""

import asyncio
import re
import tempfile
from itertools import groupby
from pathlib import Path

from aiohttp import web

from server.api.app_keys import LIMITER
from server.api.identity import client_network
from server.api.limits import Limit
from server.errors import NotFound
from server.export.content import content_of
from server.export.exported_meeting import ExportedMeeting
from server.export.file_names import disposition, file_name
from server.export.plain_text import markdown_of
from server.export.rendering import render_file
from server.export.shared_meeting import WANTED, read_shared
from server.meeting.share_links import SharedMeeting, use_link
from server.pages.templating import render_long

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
MEDIA_TYPES = {"md": "text/markdown; charset=utf-8", "pdf": "application/pdf"}


async def page(request: web.Request) -> web.StreamResponse:
    """Show the minutes; raises NotFound and TooMany."""
    link, meeting = await _open(request, Limit.SHARED_BY_ADDRESS)
    content = await asyncio.to_thread(content_of, meeting, WANTED[link.scope])
    response = await render_long(
        request,
        "shared.html",
        content=content,
        parts=[(kind, list(blocks)) for kind, blocks in groupby(content.blocks, lambda block: block.kind)],
        link=link,
        files=f"/s/{request.match_info['token']}/minutes",
    )
    response.headers.update(HEADERS)
    return response


async def file(request: web.Request) -> web.StreamResponse:
    """Return the same as a file; raises NotFound, TooMany, PdfUnavailable and ExportFailed."""
    format = request.match_info["format"]
    link, meeting = await _open(request, Limit.SHARED_FILE_BY_ADDRESS)
    content = await asyncio.to_thread(content_of, meeting, WANTED[link.scope])
    headers = {
        **HEADERS,
        "Content-Type": MEDIA_TYPES[format],
        "Content-Disposition": disposition(file_name(meeting.room, format)),
    }
    if format == "md":
        return web.Response(body=markdown_of(content).encode(errors="replace"), headers=headers)
    with tempfile.TemporaryDirectory(prefix="parley-shared-") as directory:
        path = Path(directory) / "file.pdf"
        await render_file(content, "pdf", path)
        return web.Response(body=await asyncio.to_thread(path.read_bytes), headers=headers)


async def _open(request: web.Request, limit: Limit) -> tuple[SharedMeeting, ExportedMeeting]:
    await request.app[LIMITER].hit(limit, client_network(request))
    token = request.match_info["token"]
    link = await use_link(token) if TOKEN.fullmatch(token) else None
    meeting = await read_shared(link) if link else None
    if link is None or meeting is None:
        raise NotFound
    return link, meeting

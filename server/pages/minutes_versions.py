"""The page of the versions of a meeting's minutes: which there are, and two of them compared."""

import asyncio
from uuid import UUID

from aiohttp import web

from server.app_keys import VIEWER
from server.meeting.access import Right, room_for
from server.meeting.db import transaction
from server.meeting.minutes_comparison import Part, compared
from server.meeting.minutes_edit_errors import MinutesVersionNotFound
from server.meeting.minutes_templates import TEMPLATES
from server.meeting.minutes_versions import Reason, content_in, current_content, versions_of
from server.pages.links import slug_of
from server.pages.minutes_edits import minutes_edit_view
from server.pages.templating import render_long

REASONS: dict[Reason, str] = {
    "draft": "Draft",
    "model": "Written by a language model",
    "rewrite": "Written again",
    "template": "Written again by another template",
    "restore": "Restored",
    "earlier": "As it was before versions were kept",
}
TITLES: dict[Part, str] = {
    "summary": "Summary",
    "decisions": "Decisions",
    "turned_down": "Turned down",
    "open_questions": "Open questions",
    "key_points": "Key points",
    "topics": "Topics",
    "special": "Sections of this kind of meeting",
    "actions": "Action items, as they were written",
}
NOW = "now"
"""The minutes as they stand, edits by hand included."""


async def versions(request: web.Request) -> web.Response:
    """Show the versions, and the difference of two: `from` and `to` are ids of versions, or `now`."""
    slug = slug_of(request)
    async with transaction():
        standing = await room_for(request.get(VIEWER), slug, Right.READ)
        room_id = standing.room.id
        found = await versions_of(room_id)
        older = _asked(request, "from") or (found[min(1, len(found) - 1)].id if found else None)
        newer = _asked(request, "to")
        contents = None
        if older is not None:
            old = await content_in(room_id, older)
            new = await (content_in(room_id, newer) if newer else current_content(room_id))
            contents = old, new
    view = minutes_edit_view(request.get(VIEWER), standing, ())
    return await render_long(
        request,
        "minutes_versions.html",
        entry="src/pages/versions.ts",
        room=standing.room,
        versions=found,
        reasons=REASONS,
        titles=TITLES,
        template_titles={name: each.title for name, each in TEMPLATES.items()},
        older=older,
        newer=newer,
        sections=await asyncio.to_thread(compared, *contents) if contents else [],
        may_restore=view.may_edit,
    )


def _asked(request: web.Request, name: str) -> UUID | None:
    """Read an id from the query; raises MinutesVersionNotFound for what is none."""
    text = request.query.get(name, NOW)
    if text in (NOW, ""):
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise MinutesVersionNotFound from error

"""Replacing a misheard term in a whole meeting, the room's glossary, and minutes written again after that."""

from typing import Annotated
from uuid import UUID, uuid4

from aiohttp import web
from pydantic import Field

from server.api.corrections import announce, editor_of
from server.api.endpoint import endpoint
from server.api.fields import Body, SearchText, Term, View
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Conflict, Forbidden, MinutesNotFound, RoomNotFound
from server.meeting import glossary, misheard_terms, replacements
from server.meeting.access import Right, room_for
from server.meeting.accounts import Account
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.minutes import minutes_of
from server.meeting.queue import enqueue_rewriting
from server.meeting.segment_errors import SegmentNotFound

MAX_HITS = 500
"""Shown in a preview."""
MAX_LEFT = 2000


class Misheard(Body):
    """A misheard term and what was meant.

    Whole words are found, in any case, unless `in_words` or `matches_case` say otherwise; the replacement
    takes the case of what it replaces where it has only small letters itself.
    """

    heard: SearchText
    meant: SearchText
    matches_case: bool = False
    in_words: bool = False


class Replacement(Misheard):
    """`left`: segments that stay as they are; `glossary`: whether to expect the term from now on."""

    left: list[UUID] = Field(default=[], max_length=MAX_LEFT)
    glossary: bool = True
    id: UUID | None = None
    """Made by the sender, so that it can be sent again."""


class HitView(View):
    """One place: what stands there, what comes instead, and what stands around it."""

    segment_id: UUID
    revision: int
    speaker: str
    start_ms: int
    before: str
    found: str
    instead: str
    after: str


class Preview(View):
    """The first hits, in the order of speech, and how many there are of them in how many segments."""

    hits: list[HitView]
    total: int
    segments: int


class Replaced(View):
    """`edit_id` is what an undo takes."""

    edit_id: UUID
    segments: int


class GlossaryView(View):
    """Terms that the transcriber expects, the newest first.

    `from_other_meetings`: those of the host's other meetings, which are expected here as well; for the host.
    """

    terms: list[str]
    from_other_meetings: list[str]


class GlossaryBody(Body):
    """The room's terms from now on.

    `from_other_meetings`, if given: those of the host's other meetings that stay; others are deleted there.
    """

    terms: Annotated[list[Term], Field(max_length=glossary.MAX_TERMS)]
    from_other_meetings: Annotated[list[Term], Field(max_length=2 * glossary.MAX_TERMS)] | None = None


@endpoint("Preview a replacement", tag="corrections", refusals=(RoomNotFound, Forbidden))
async def preview(request: web.Request, slug: str, body: Misheard) -> Preview:
    """List every place in the transcript where a term would be replaced, for the host and co-hosts."""
    standing = await room_for(request[VIEWER], slug, Right.REPLACE_WORDS)
    found = await replacements.preview(standing.room.id, editor_of(request[VIEWER], standing), _term(body))
    return Preview(
        hits=[
            HitView(
                segment_id=each.segment.id,
                revision=each.segment.revision,
                speaker=each.segment.speaker,
                start_ms=each.segment.start_ms,
                before=each.before,
                found=each.found,
                instead=each.hit.instead,
                after=each.after,
            )
            for each in found[:MAX_HITS]
        ],
        total=len(found),
        segments=len({each.segment.id for each in found}),
    )


@endpoint("Replace a misheard term", tag="corrections", refusals=(RoomNotFound, Forbidden, SegmentNotFound))
async def replace(request: web.Request, slug: str, body: Replacement) -> Replaced:
    """Replace a term in the whole transcript, as one correction that can be undone; host and co-hosts."""
    standing = await room_for(request[VIEWER], slug, Right.REPLACE_WORDS)
    edit_id = body.id or uuid4()
    changed = await replacements.replace_term(
        standing.room.id,
        editor_of(request[VIEWER], standing),
        _term(body),
        edit_id,
        left=frozenset(body.left),
        remember=body.glossary,
    )
    if changed:
        await announce(request, standing, edit_id, "replace")
    return Replaced(edit_id=edit_id, segments=changed)


@endpoint("Read the glossary", tag="corrections", refusals=(RoomNotFound, Forbidden))
async def show_glossary(request: web.Request, slug: str) -> GlossaryView:
    """Return the terms that the transcriber expects in this room, for the host and co-hosts."""
    standing = await room_for(request[VIEWER], slug, Right.REPLACE_WORDS)
    return _glossary_view(await glossary.glossary_of(standing.room.id))


@endpoint("Change the glossary", tag="corrections", refusals=(RoomNotFound, Forbidden))
async def change_glossary(request: web.Request, slug: str, body: GlossaryBody) -> GlossaryView:
    """Replace the terms that the transcriber expects in this room; from its next second reading on."""
    viewer = request[VIEWER]
    wanted = Right.REPLACE_WORDS if body.from_other_meetings is None else Right.TAKE_GLOSSARY
    standing = await room_for(viewer, slug, wanted)
    user_id = viewer.id if isinstance(viewer, Account) else None
    await glossary.replace_terms(standing.room.id, user_id, body.terms, body.from_other_meetings)
    return _glossary_view(await glossary.glossary_of(standing.room.id))


@endpoint(
    "Write the minutes again",
    tag="minutes",
    status=202,
    refusals=(RoomNotFound, MinutesNotFound, Forbidden, Conflict),
)
async def rewrite(request: web.Request, slug: str) -> None:
    """Have the minutes written again, of the transcript as it is now; those there are stay until then."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.REPLACE_WORDS)).room
        found = await minutes_of(room.id)
        if found is None:
            raise MinutesNotFound
        if found.state != "ready":
            raise Conflict("The minutes are still being written.")
        await enqueue_rewriting(room.id)
        await record("user_action", "minutes.rewrite", room.id)
    await request.app[CHANGE_BUS].publish(ChangeEvent("minutes", room.id))


def _term(body: Misheard) -> misheard_terms.Term:
    return misheard_terms.Term(body.heard, body.meant, body.matches_case, body.in_words)


def _glossary_view(found: glossary.Glossary) -> GlossaryView:
    return GlossaryView(terms=list(found.own), from_other_meetings=list(found.from_other_meetings))

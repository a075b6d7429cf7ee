"""Replacing a misheard term in a whole meeting: what would change, and the change as one correction."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from server.errors import Forbidden, Invalid
from server.meeting.corrections import corrected, correcting, finish
from server.meeting.db import fetch
from server.meeting.glossary import add_terms
from server.meeting.misheard_terms import CONTEXT, Hit, Term
from server.meeting.segment_edits import Change, Editor, is_stored, lock_segments
from server.meeting.segment_rows import WITHOUT_WORDS, Segment, segment_of
from server.meeting.texts import SAID
from server.meeting.word_times import realigned

MAX_GLOSSARY_TERM = 80
"""Characters; longer replacements are sentences, which no transcriber can expect."""


@dataclass(frozen=True, slots=True)
class Place:
    """A hit in a segment, with what stands before and after it."""

    segment: Segment
    hit: Hit

    @property
    def before(self) -> str:
        """At most CONTEXT characters."""
        return self.segment.text[max(0, self.hit.start - CONTEXT) : self.hit.start]

    @property
    def found(self) -> str:
        """As it stands there."""
        return self.segment.text[self.hit.start : self.hit.end]

    @property
    def after(self) -> str:
        """At most CONTEXT characters."""
        return self.segment.text[self.hit.end : self.hit.end + CONTEXT]


async def preview(room_id: UUID, editor: Editor, term: Term) -> list[Place]:
    """List every place where the term would be replaced, in the order of speech; raises Forbidden."""
    _require(editor)
    return [Place(segment, hit) for segment in await _segments(room_id) for hit in term.hits(segment.text)]


async def replace_term(
    room_id: UUID, editor: Editor, term: Term, edit_id: UUID, *, left: Collection[UUID], remember: bool
) -> int:
    """Replace the term in every segment but those `left`, as one correction; returns how many changed.

    `remember` adds what was meant to the room's glossary. Raises Forbidden, and Invalid if a segment would
    get longer than is allowed.
    """
    _require(editor)
    async with correcting(room_id) as transcript_id:
        if not await is_stored(room_id, edit_id):
            wanted = [each.id for each in await _segments(room_id) if any(term.hits(each.text))]
            found = await lock_segments(room_id, [each for each in wanted if each not in left])
            changes = [change for each in found if (change := _change(each, term)) is not None]
            if changes:
                await finish(room_id, transcript_id, edit_id, "replace", editor, changes)
            if remember and len(term.meant) <= MAX_GLOSSARY_TERM:
                await add_terms(room_id, editor.user_id, [term.meant])
        rows = await fetch("SELECT FROM segment_edits WHERE room_id = $1 AND edit_id = $2", room_id, edit_id)
    return len(rows)


def _require(editor: Editor) -> None:
    if not editor.moderates:
        raise Forbidden("Only the host and co-hosts can replace a term in the whole meeting.")


async def _segments(room_id: UUID) -> list[Segment]:
    rows = await fetch(
        f"SELECT {WITHOUT_WORDS} FROM transcript_segments"  # noqa: S608  a constant list of columns
        " WHERE room_id = $1 AND text <> '' AND state <> 'open' ORDER BY start_ms, seq",
        room_id,
    )
    return [segment_of(row) for row in rows]


def _change(before: Segment, term: Term) -> Change | None:
    text = term.replaced(before.text)
    if text == before.text:
        return None
    if len(text) > SAID.limit:
        message = f"Shorten it: a sentence would get longer than {SAID.limit:,} characters."
        raise Invalid(problems=[{"field": "meant", "message": message}])
    words = realigned(text, before.words, before.start_ms, before.end_ms)
    return Change(before, corrected(before, text=text, words=words))

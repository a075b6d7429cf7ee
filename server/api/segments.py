"""Transcripts, also during the meeting."""

from datetime import datetime
from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import Field

from server.api.endpoint import endpoint
from server.api.fields import Body, Moment, View
from server.app_keys import VIEWER
from server.errors import Forbidden, RoomNotFound
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.gap_sentences import REASONS
from server.meeting.gaps import Cause, Gap, gaps_of
from server.meeting.participants import participants_of
from server.meeting.segment_rows import Segment, SegmentState, read_as_of
from server.meeting.transcripts import segments_of

MAX_SEQ = 2**31 - 1
MAX_SEGMENTS = 1000
"""Per response; about an hour of speech."""


class WordView(View):
    """One word; times in milliseconds on the meeting's clock."""

    word: str
    start_ms: int
    end_ms: int
    confidence: float | None


class SegmentView(View):
    """One utterance; times in milliseconds on the meeting's clock."""

    id: UUID
    seq: int
    participant_id: UUID | None
    identity: str | None
    speaker: str
    """Numbered if somebody who joined earlier has the same name: Alex (2)."""
    start_ms: int
    end_ms: int
    text: str
    state: SegmentState
    revision: int
    confidence: float | None
    """0 to 1; null if the engine gives none."""
    words: list[WordView] | None
    """Null if they were not asked for; empty if the engine does not time words. A correction leaves them."""
    language: str
    engine: str


class GapView(View):
    """A stretch that was not transcribed; times in milliseconds on the meeting's clock."""

    id: UUID
    participant_id: UUID | None
    """Whose words are missing; null: everybody's."""
    speaker: str | None
    cause: Cause
    reason: str
    """The cause in words."""
    from_ms: int
    to_ms: int | None
    """Null: it still lasts, or lasted to the end of the meeting."""


class SegmentList(View):
    """Segments by the start of speech; pass `next` as `after` to continue.

    `gaps` are those of the whole meeting, on every page.
    """

    segments: list[SegmentView]
    gaps: list[GapView]
    next: int
    as_of: datetime
    """Pass it as `since` to get what changes from now on; of several pages that of the first."""


class SegmentQuery(Body):
    """Cursor and page size; `after` is the highest `seq` already received.

    `since` leaves out what has not changed after it, except segments that are still being spoken. What a
    client has already may be repeated; merge by `id`, and keep the higher `revision`. `words` adds the words
    with their times and confidence, which triple the answer.
    """

    after: int = Field(default=-1, ge=-1, le=MAX_SEQ)
    since: Moment | None = None
    words: bool = False
    limit: int = Field(default=MAX_SEGMENTS, ge=1, le=MAX_SEGMENTS)


@endpoint("Read the transcript", tag="minutes", refusals=(RoomNotFound, Forbidden))
async def segments(request: web.Request, slug: str, query: SegmentQuery) -> SegmentList:
    """Return segments after a given one; repeat with `next` until the list is empty.

    A client that was offline passes the `as_of` of its last answer as `since`, and gets every segment that is
    new, finished, refined or corrected since then. One of state `open` that it does not get was discarded.
    """
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.READ)).room
        if query.after < 0:  # only the first page is recorded
            await record("room_access", "transcript.read", room.id, lasting=False)
        as_of = await read_as_of()
        found = await segments_of(room.id, query.after, query.limit, words=query.words, since=query.since)
        gaps = await gaps_of(room.id)
        people = await participants_of(room.id) if found or gaps else []
    identities, labels = {each.id: each.identity for each in people}, display_names(people)
    return SegmentList(
        segments=[_segment(each, identities, labels, words=query.words) for each in found],
        gaps=[_gap(each, labels) for each in gaps],
        next=found[-1].seq if found else query.after,
        as_of=as_of,
    )


def _segment(
    segment: Segment, identities: dict[UUID, str], labels: dict[UUID, str], *, words: bool
) -> SegmentView:
    participant = segment.participant_id
    return SegmentView(
        id=segment.id,
        seq=segment.seq,
        participant_id=participant,
        identity=identities.get(participant) if participant is not None else None,
        speaker=labels.get(participant, segment.speaker) if participant is not None else segment.speaker,
        start_ms=segment.start_ms,
        end_ms=segment.end_ms,
        text=segment.text,
        state=segment.state,
        revision=segment.revision,
        confidence=segment.confidence,
        words=[_word(each) for each in segment.words] if words else None,
        language=segment.language,
        engine=segment.engine,
    )


def _word(word: dict[str, Any]) -> WordView:
    return WordView(word=word["w"], start_ms=word["s"], end_ms=word["e"], confidence=word.get("c"))


def _gap(gap: Gap, labels: dict[UUID, str]) -> GapView:
    return GapView(
        id=gap.id,
        participant_id=gap.participant_id,
        speaker=labels.get(gap.participant_id) if gap.participant_id is not None else None,
        cause=gap.cause,
        reason=REASONS[gap.cause],
        from_ms=gap.from_ms,
        to_ms=gap.to_ms,
    )

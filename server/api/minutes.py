"""Transcripts, also during the meeting, and the minutes after it."""

from datetime import date, datetime
from uuid import UUID

from aiohttp import web
from pydantic import Field

from server.api.endpoint import endpoint
from server.api.fields import Body, Moment, View
from server.app_keys import VIEWER
from server.errors import Forbidden, MinutesNotFound, RoomNotFound
from server.meeting import minutes
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.gap_sentences import REASONS
from server.meeting.gaps import Cause, Gap, gaps_of
from server.meeting.participants import participants_of
from server.meeting.reports import report_totals
from server.meeting.segment_rows import Segment, SegmentState
from server.meeting.talk_time import talk_time
from server.meeting.transcripts import read_as_of, segments_of

MAX_SEQ = 2**31 - 1
MAX_SEGMENTS = 1000
"""Per response; about an hour of speech."""


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
    client has already may be repeated; merge by `id`, and keep the higher `revision`.
    """

    after: int = Field(default=-1, ge=-1, le=MAX_SEQ)
    since: Moment | None = None
    limit: int = Field(default=MAX_SEGMENTS, ge=1, le=MAX_SEGMENTS)


class ClaimView(View):
    """One sentence and the segments that support it."""

    text: str
    evidence: list[UUID]


class TopicView(View):
    """A topic of the meeting and the segments about it."""

    title: str
    summary: str
    evidence: list[UUID]


class ActionView(View):
    """An action item and the segments that support it."""

    title: str
    description: str
    assignee: str | None
    participant_id: UUID | None
    due_date: date | None
    priority: minutes.Priority
    status: minutes.ActionStatus
    evidence: list[UUID]


class ReportView(View):
    """The reader's own report."""

    participant_id: UUID
    speaking_time_s: int
    speaking_percentage: float
    content: str
    key_contributions: list[ClaimView]
    tasks_assigned_count: int


class TotalsView(View):
    """Sums over all reports; they do not show whose report says what."""

    reports: int
    speaking_time_s: int
    tasks_assigned: int


class TalkTimeView(View):
    """Speaking time of one person; `share` of all speech, 0 to 1."""

    participant_id: UUID | None
    name: str
    seconds: float
    share: float


class MinutesView(View):
    """The minutes; empty while `state` is queued or writing.

    `drafted` minutes quote the transcript, and a language model's version follows; `ready` ones are final.
    """

    state: minutes.State
    method: minutes.Method | None
    model: str | None
    note: str | None
    executive_summary: str
    key_points: list[ClaimView]
    decisions: list[ClaimView]
    topics: list[TopicView]
    actions: list[ActionView]
    my_report: ReportView | None
    report_totals: TotalsView | None
    """For the host only."""
    talk_time: list[TalkTimeView]
    total_speaking_time_s: int


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
        found = await segments_of(room.id, query.after, query.limit, words=False, since=query.since)
        gaps = await gaps_of(room.id)
        people = await participants_of(room.id) if found or gaps else []
    identities, labels = {each.id: each.identity for each in people}, display_names(people)
    return SegmentList(
        segments=[_segment(each, identities, labels) for each in found],
        gaps=[_gap(each, labels) for each in gaps],
        next=found[-1].seq if found else query.after,
        as_of=as_of,
    )


@endpoint("Read the minutes", tag="minutes", refusals=(RoomNotFound, MinutesNotFound, Forbidden))
async def show(request: web.Request, slug: str) -> MinutesView:
    """Return the minutes with the reader's own report, never with another's."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        own = standing.participant.id if standing.participant else None
        found = await minutes.minutes_of(standing.room.id, own)
        if found is None:
            raise MinutesNotFound
        await record("room_access", "minutes.read", standing.room.id, lasting=False)
        talk = await talk_time(standing.room.id)
        totals = await report_totals(standing.room.id)
        labels = display_names(await participants_of(standing.room.id))
    return MinutesView(
        **{name: getattr(found, name) for name in _PLAIN},
        key_points=[ClaimView.model_validate(each) for each in found.key_points],
        decisions=[ClaimView.model_validate(each) for each in found.decisions],
        topics=[TopicView.model_validate(each) for each in found.topics],
        actions=[ActionView.model_validate(each) for each in found.actions],
        my_report=ReportView.model_validate(found.reports[0]) if found.reports else None,
        report_totals=TotalsView.model_validate(totals) if totals else None,
        talk_time=[
            TalkTimeView(
                participant_id=each.participant_id,
                name=labels.get(each.participant_id, each.name) if each.participant_id else each.name,
                seconds=each.seconds,
                share=each.share,
            )
            for each in talk
        ],
    )


_PLAIN = ("state", "method", "model", "note", "executive_summary", "total_speaking_time_s")


def _segment(segment: Segment, identities: dict[UUID, str], labels: dict[UUID, str]) -> SegmentView:
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
        language=segment.language,
        engine=segment.engine,
    )


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

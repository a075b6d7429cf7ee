"""The notes of a meeting while it runs, put together from its blocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from server.meeting.db import fetch
from server.meeting.minutes import Claim
from server.meeting.rooms import Room
from server.meeting.segment_rows import Segment
from server.meeting.summary_blocks import SummaryBlock, blocks_of
from server.meeting.transcripts import segments_of

LATEST = 6
"""Segments shown of what is not noted yet."""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with its time on the meeting's clock."""

    text: str
    start_ms: int
    evidence: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TopicNote:
    """A topic with its time."""

    title: str
    summary: str
    start_ms: int
    evidence: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TaskNote:
    """A task with its time."""

    title: str
    assignee: str | None
    participant_id: UUID | None
    due_date: date | None
    start_ms: int
    evidence: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Blocks: all, noted by all means there are, and those the model failed at."""

    blocks: int
    noted: int
    failed: int


@dataclass(frozen=True, slots=True)
class Latest:
    """A segment's words."""

    speaker: str
    text: str
    start_ms: int
    segment_id: UUID


@dataclass(frozen=True, slots=True)
class Rest:
    """What is in no noted block yet; `start_ms` is None if that is nothing."""

    segments: int
    start_ms: int | None
    latest: list[Latest]


@dataclass(frozen=True, slots=True)
class LiveNotes:
    """Notes in the order of speech."""

    is_live: bool
    until_ms: int
    progress: Progress
    rest: Rest
    topics: list[TopicNote] = field(default_factory=list)
    key_points: list[Note] = field(default_factory=list)
    decisions: list[Note] = field(default_factory=list)
    tasks: list[TaskNote] = field(default_factory=list)
    questions: list[Note] = field(default_factory=list)


async def live_notes(room: Room, since_ms: int = 0) -> LiveNotes:
    """Return what was noted of the words since a time, and what of them is not noted yet."""
    blocks = await blocks_of(room.id)
    noted = [each for each in blocks if each.state != "queued"]
    begins = await _starts(room.id, noted)
    unread = await _unread(room.id, blocks, since_ms)
    later = [each for each in noted if each.end_ms > since_ms]
    return LiveNotes(
        is_live=room.status == "live",
        until_ms=max((each.end_ms for each in noted), default=0),
        progress=Progress(
            len(blocks),
            sum(each.state == "noted" for each in blocks),
            sum(each.state == "failed" for each in blocks),
        ),
        rest=_rest(unread),
        topics=[
            TopicNote(each.title, each.summary, at, each.evidence)
            for block in later
            for each in block.notes.topics
            if (at := _at(each.evidence, begins, block)) >= since_ms
        ],
        key_points=_notes(later, "key_points", begins, since_ms),
        decisions=_notes(later, "decisions", begins, since_ms),
        tasks=[
            TaskNote(each.title, each.assignee, each.participant_id, each.due_date, at, each.evidence)
            for block in later
            for each in block.notes.actions
            if (at := _at(each.evidence, begins, block)) >= since_ms
        ],
        questions=_notes(later, "questions", begins, since_ms),
    )


def _notes(
    blocks: Iterable[SummaryBlock], kind: str, begins: Mapping[UUID, int], since_ms: int
) -> list[Note]:
    claims: list[tuple[SummaryBlock, Claim]] = [
        (block, claim) for block in blocks for claim in getattr(block.notes, kind)
    ]
    return [
        Note(claim.text, at, claim.evidence)
        for block, claim in claims
        if (at := _at(claim.evidence, begins, block)) >= since_ms
    ]


def _at(evidence: Iterable[UUID], begins: Mapping[UUID, int], block: SummaryBlock) -> int:
    """The time of the first segment that a note rests on."""
    return min((begins[each] for each in evidence if each in begins), default=block.start_ms)


async def _starts(room_id: UUID, blocks: Iterable[SummaryBlock]) -> dict[UUID, int]:
    """When each segment begins that notes rest on."""
    cited = {
        segment
        for block in blocks
        for kind in (
            block.notes.topics,
            block.notes.key_points,
            block.notes.decisions,
            block.notes.actions,
            block.notes.questions,
        )
        for each in kind
        for segment in each.evidence
    }
    rows = await fetch(
        "SELECT id, start_ms FROM transcript_segments WHERE room_id = $1 AND id = ANY($2::uuid[])",
        room_id,
        list(cited),
    )
    return {row["id"]: row["start_ms"] for row in rows}


async def _unread(room_id: UUID, blocks: Iterable[SummaryBlock], since_ms: int) -> list[Segment]:
    """Segments in no block, or in one that nobody has noted yet."""
    waiting = [each for each in blocks if each.state == "queued"]
    after = max((each.to_seq for each in blocks), default=-1)
    first = min((each.from_seq - 1 for each in waiting), default=after)
    found = await segments_of(room_id, first, words=False)
    return [
        each
        for each in found
        if each.text
        and each.state != "open"
        and each.end_ms > since_ms
        and (each.seq > after or any(block.has(each) for block in waiting))
    ]


def _rest(unread: list[Segment]) -> Rest:
    return Rest(
        segments=len(unread),
        start_ms=min((each.start_ms for each in unread), default=None),
        latest=[Latest(each.speaker, each.text, each.start_ms, each.id) for each in unread[-LATEST:]],
    )

"""The history of corrections: each is stored with the segments it changes, and can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from server.meeting.db import execute, execute_many, fetch, fetch_one, from_json, to_json
from server.meeting.segment_errors import EditNotFound
from server.meeting.segment_rows import COLUMNS, Segment, segment_of

EditKind = Literal["text", "assign", "rename", "split", "join", "replace", "undo"]
RESTORED = ("raw_text", "words", "confidence", "participant_id", "start_ms", "end_ms", "state", "revision")
"""What an undo restores besides text and speaker."""
UPDATE = """
UPDATE transcript_segments SET text = $2, raw_text = $3, words = $4, confidence = $5, participant_id = $6,
       speaker = $7, start_ms = $8, end_ms = $9, state = $10, revision = $11 WHERE id = $1
"""
RECORD = """
INSERT INTO segment_edits (room_id, segment_id, edit_id, kind, revision, before_text, after_text,
                           before_speaker, after_speaker, before, undoes, edited_by, edited_by_participant)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""
HISTORY = """
SELECT e.edit_id, e.segment_id, e.kind, e.revision, e.before_text, e.after_text, e.before_speaker,
       e.after_speaker, e.created_at, e.undoes, e.edited_by, e.edited_by_participant AS participant_id,
       coalesce(p.display_name, person_name(e.edited_by)) AS by,
       EXISTS (SELECT FROM segment_edits u WHERE u.room_id = e.room_id AND u.undoes = e.edit_id) AS is_undone,
       count(*) OVER (PARTITION BY e.edit_id)::int AS segments
FROM segment_edits e LEFT JOIN participants p ON p.id = e.edited_by_participant
WHERE e.room_id = $1
  AND e.edit_id IN (SELECT edit_id FROM segment_edits WHERE room_id = $1 AND segment_id = $2)
ORDER BY e.created_at DESC, e.revision DESC
"""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who corrects: an account, or a guest by their seat."""

    user_id: UUID | None
    participant_id: UUID | None
    moderates: bool
    """Whether others' words may be corrected: the host and co-hosts."""

    def may_correct(self, segment: Segment) -> bool:
        """Whether these words are theirs to correct."""
        own = self.participant_id is not None and segment.participant_id == self.participant_id
        return self.moderates or own


@dataclass(frozen=True, slots=True)
class Change:
    """A segment as it was, and as it is now."""

    before: Segment
    after: Segment
    name: str | None = None
    """The participant's name before, where that was changed too."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an undo does to one segment: from how it is now to how it was before the correction."""

    revision: int
    """Of the segment after the correction; it has another by now if it was changed since."""
    change: Change
    is_locked: bool
    """False: not the actor's to correct."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry of a segment's history."""

    edit_id: UUID
    segment_id: UUID
    kind: EditKind
    revision: int
    before_text: str
    after_text: str
    before_speaker: str
    after_speaker: str
    created_at: datetime
    undoes: UUID | None
    edited_by: UUID | None
    participant_id: UUID | None
    by: str | None
    """A name; None if the account or seat is gone."""
    is_undone: bool
    segments: int
    """How many segments the correction changed."""


async def store_edit(
    room_id: UUID,
    edit_id: UUID,
    kind: EditKind,
    editor: Editor,
    changes: Sequence[Change],
    undoes: UUID | None = None,
) -> None:
    """Write the segments, which the caller has locked, and their history; call it in a transaction."""
    await execute_many(UPDATE, [_row(change.after) for change in changes])
    await execute_many(
        RECORD,
        [
            (
                room_id, each.after.id, edit_id, kind, each.after.revision, each.before.text, each.after.text,
                each.before.speaker, each.after.speaker, to_json(_rest(each)), undoes, editor.user_id,
                editor.participant_id,
            )
            for each in changes
        ],
    )  # fmt: skip


def _row(segment: Segment) -> tuple[Any, ...]:
    return (
        segment.id, segment.text, segment.raw_text, to_json(segment.words), segment.confidence,
        segment.participant_id, segment.speaker, segment.start_ms, segment.end_ms, segment.state,
        segment.revision,
    )  # fmt: skip


def _rest(change: Change) -> dict[str, object]:
    kept: dict[str, object] = {name: getattr(change.before, name) for name in RESTORED}
    return kept if change.name is None else {**kept, "name": change.name}


async def is_stored(room_id: UUID, edit_id: UUID) -> bool:
    """Whether the correction was made already, and its answer was lost."""
    row = await fetch_one("SELECT FROM segment_edits WHERE room_id = $1 AND edit_id = $2", room_id, edit_id)
    return row is not None


async def steps_back(room_id: UUID, edit_id: UUID) -> list[Step]:
    """Return how to undo a correction, and lock its segments as far as the actor may; raises EditNotFound."""
    rows = await fetch(
        "SELECT e.segment_id, e.revision AS edited, e.before_text, e.before_speaker, e.before"
        " FROM segment_edits e WHERE e.room_id = $1 AND e.edit_id = $2",
        room_id,
        edit_id,
    )
    if not rows:
        raise EditNotFound
    ids = [row["segment_id"] for row in rows]
    held = {each.id for each in await lock_segments(room_id, ids)}
    now = {each.id: each for each in await _segments(room_id, ids)}
    return [
        Step(row["edited"], _as_before(row, now[row["segment_id"]]), row["segment_id"] in held)
        for row in rows
    ]


def _as_before(row: Record, now: Segment) -> Change:
    kept = from_json(row["before"])
    values: dict[str, Any] = {field.name: getattr(now, field.name) for field in fields(now)}
    values |= {name: kept[name] for name in RESTORED}
    values |= {"text": row["before_text"], "speaker": row["before_speaker"]}
    if kept["participant_id"] is not None:
        values["participant_id"] = UUID(kept["participant_id"])
    return Change(now, Segment(**values), kept.get("name"))


async def lock_segments(room_id: UUID, ids: Sequence[UUID]) -> list[Segment]:
    """Lock these segments, but for open ones and those the actor may not correct; by `seq`."""
    return await _segments(room_id, ids, "FOR NO KEY UPDATE")


async def _segments(room_id: UUID, ids: Sequence[UUID], lock: str = "") -> list[Segment]:
    rows = await fetch(
        f"SELECT {COLUMNS} FROM transcript_segments WHERE room_id = $1 AND id = ANY($2::uuid[])"  # noqa: S608
        f" ORDER BY seq {lock}",
        room_id,
        list(ids),
    )
    return [segment_of(row) for row in rows]


async def history_of(room_id: UUID, segment_id: UUID) -> list[Edit]:
    """List the corrections of a segment, newest first, with what each did to other segments."""
    return [Edit(**dict(row)) for row in await fetch(HISTORY, room_id, segment_id)]


async def last_editor_of(room_id: UUID, segment_id: UUID) -> str | None:
    """Return the name of who corrected it last; None if nobody did, or they are gone."""
    edits = await history_of(room_id, segment_id)
    return edits[0].by if edits else None


async def settle(transcript_id: UUID, changes: Sequence[Change], restored: Sequence[Segment] = ()) -> None:
    """Bring the closed transcript's text and search up to date, and mark what minutes rest on no more.

    `restored`: segments as they were in the revision they hold, which the minutes may have read.
    """
    await execute(
        "SELECT settle_corrections($1, $2, $3)",
        transcript_id,
        to_json({str(each.before.id): each.before.revision for each in changes}),
        to_json({str(each.id): each.revision for each in restored}),
    )

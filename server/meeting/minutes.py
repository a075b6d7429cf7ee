"""The minutes of a meeting: saved by the worker, and read by each participant with their own report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from server.meeting import states
from server.meeting.action_item_rows import ActionStatus as ActionStatus
from server.meeting.action_item_rows import Priority as Priority
from server.meeting.db import execute, execute_many, fetch, fetch_one, from_json, to_json, transaction
from server.meeting.forgotten_words import check_remembered
from server.meeting.minutes_actions import Action as Action
from server.meeting.minutes_actions import actions_of, replace_action_items
from server.meeting.minutes_provenance import Provenance, provenance_from_json, provenance_to_json
from server.meeting.notifications import notify_attendees
from server.meeting.queue import enqueue_complete_minutes, enqueue_model_minutes
from server.meeting.segment_rows import Segment
from server.meeting.stale_minutes import mark_stale

State = Literal["queued", "writing", "drafted", "ready", "failed"]
Method = Literal["model", "extractive"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the minutes and the segments it cites."""

    text: str
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the meeting."""

    title: str
    summary: str
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A participant's private report."""

    participant_id: UUID
    speaking_time_s: int
    speaking_percentage: float
    """0 to 100."""
    content: str
    key_contributions: list[Claim] = field(default_factory=list)
    tasks_assigned_count: int = 0


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes with action items and reports."""

    state: State
    method: Method | None = None
    model: str | None = None
    note: str | None = None
    executive_summary: str = ""
    key_points: list[Claim] = field(default_factory=list)
    decisions: list[Claim] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    total_speaking_time_s: int = 0
    stale: frozenset[UUID] = frozenset()
    """Segments that were corrected since the minutes' author read them."""
    provenance: Provenance | None = None


async def begin_writing(room_id: UUID) -> bool:
    """Mark the minutes as being written; False if there are none to write or they are written already."""
    return bool(
        await execute(
            "UPDATE meeting_summaries SET state = 'writing' WHERE room_id = $1 AND state = ANY($2::text[])",
            room_id,
            states.sources(states.SUMMARY, "write"),
        )
    )


SAVED_BY: Mapping[State, str] = {"drafted": "draft", "ready": "save", "failed": "fail"}
"""The cause in `states.SUMMARY` that leads to each state in which minutes are saved."""


async def save_minutes(
    room_id: UUID, minutes: Minutes, *, is_partial: bool = False, read: Sequence[Segment] = ()
) -> bool:
    """Save the minutes in one transaction, replacing earlier ones; the first time notify the participants.

    `read`: the segments as their author read them; those corrected since are marked stale.
    Drafted minutes have their next version enqueued with them: the model's, or if they are partial a draft
    of the finished transcript. Returns False and changes nothing if the present state does not allow it:
    another worker has saved better ones meanwhile. Raises WordsForgotten.
    """
    async with transaction():
        row = await fetch_one(
            "SELECT id, state FROM meeting_summaries WHERE room_id = $1 FOR UPDATE", room_id
        )
        if row is None:
            raise LookupError("this room has no summary row: it was never ended")
        if (row["state"], SAVED_BY[minutes.state]) not in states.SUMMARY:
            return False
        await check_remembered(room_id, read)
        await _save_summary(row["id"], minutes)
        await mark_stale(row["id"], room_id, read)
        await replace_action_items(room_id, row["id"], minutes.actions)
        await _save_reports(room_id, row["id"], minutes.reports)
        if minutes.state == "drafted":
            await (enqueue_complete_minutes if is_partial else enqueue_model_minutes)(room_id)
        if minutes.state in states.READABLE_SUMMARY and row["state"] not in states.READABLE_SUMMARY:
            await notify_attendees(room_id, "minutes_ready", "The minutes are ready.")
    return True


async def finish_draft(room_id: UUID, note: str, of: State = "drafted") -> bool:
    """Make minutes final without their next version, noting the reason; False if their state is another."""
    return bool(
        await execute(
            "UPDATE meeting_summaries SET state = 'ready', note = $2 WHERE room_id = $1 AND state = $3",
            room_id,
            note,
            of,
        )
    )


async def _save_summary(summary_id: UUID, minutes: Minutes) -> None:
    await execute(
        """
        UPDATE meeting_summaries SET state = $2, method = $3, model = $4, note = $5, executive_summary = $6,
               key_points = $7, decisions = $8, topics = $9, total_speaking_time = $10, provenance = $11
        WHERE id = $1
        """,
        summary_id, minutes.state, minutes.method, minutes.model, minutes.note, minutes.executive_summary,
        _write(minutes.key_points), _write(minutes.decisions),
        to_json([{"title": t.title, "summary": t.summary, "evidence": t.evidence} for t in minutes.topics]),
        minutes.total_speaking_time_s, provenance_to_json(minutes.provenance),
    )  # fmt: skip


async def _save_reports(room_id: UUID, summary_id: UUID, reports: list[Report]) -> None:
    await execute("DELETE FROM participant_reports WHERE summary_id = $1", summary_id)
    await execute_many(
        """
        INSERT INTO participant_reports (room_id, participant_id, summary_id, report_content, speaking_time,
                                         speaking_percentage, key_contributions, tasks_assigned_count)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
            (room_id, r.participant_id, summary_id, r.content, r.speaking_time_s, r.speaking_percentage,
             _write(r.key_contributions), r.tasks_assigned_count)
            for r in reports
        ],
    )  # fmt: skip


def _write(claims: list[Claim]) -> str:
    return to_json([{"text": claim.text, "evidence": claim.evidence} for claim in claims])


def _evidence(value: Any) -> tuple[UUID, ...]:
    return tuple(UUID(each) for each in value)


def _claims(value: str) -> list[Claim]:
    return [Claim(each["text"], _evidence(each["evidence"])) for each in from_json(value)]


OWN_REPORT = "SELECT * FROM participant_reports WHERE summary_id = $1 AND participant_id = $2"


async def minutes_of(room_id: UUID, for_participant: UUID | None = None) -> Minutes | None:
    """Return the minutes with this participant's report, or with none; None if the meeting has not ended."""
    row = await fetch_one("SELECT * FROM meeting_summaries WHERE room_id = $1", room_id)
    if row is None:
        return None
    reports = await fetch(OWN_REPORT, row["id"], for_participant)
    return Minutes(
        state=row["state"],
        method=row["method"],
        model=row["model"],
        note=row["note"],
        executive_summary=row["executive_summary"],
        key_points=_claims(row["key_points"]),
        decisions=_claims(row["decisions"]),
        topics=[Topic(t["title"], t["summary"], _evidence(t["evidence"])) for t in from_json(row["topics"])],
        actions=await actions_of(row["id"]),
        reports=[_report(each) for each in reports],
        total_speaking_time_s=row["total_speaking_time"],
        stale=frozenset(map(UUID, from_json(row["stale"]))),
        provenance=provenance_from_json(row["provenance"]),
    )


def _report(row: Record) -> Report:
    return Report(
        participant_id=row["participant_id"],
        speaking_time_s=row["speaking_time"],
        speaking_percentage=row["speaking_percentage"],
        content=row["report_content"],
        key_contributions=_claims(row["key_contributions"]),
        tasks_assigned_count=row["tasks_assigned_count"],
    )

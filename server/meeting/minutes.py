"""The minutes of a meeting: saved by the worker, and read by each participant with their own report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from server.meeting import states
from server.meeting.action_item_rows import ActionStatus as ActionStatus
from server.meeting.action_item_rows import Priority as Priority
from server.meeting.db import execute, fetch_one, from_json, transaction
from server.meeting.forgotten_words import check_remembered
from server.meeting.meeting_figures import (
    MeetingFigures,
    meeting_figures_from_json,
    meeting_figures_to_json,
)
from server.meeting.minutes_actions import Action as Action
from server.meeting.minutes_actions import actions_of, replace_action_items, written_action
from server.meeting.minutes_edits import HandMarks, apply_edits, hand_marks
from server.meeting.minutes_elements import Claim as Claim
from server.meeting.minutes_elements import Decision as Decision
from server.meeting.minutes_elements import Topic as Topic
from server.meeting.minutes_elements import Voice as Voice
from server.meeting.minutes_elements import claims_of, decisions_of, to_column, topics_of
from server.meeting.minutes_provenance import (
    Provenance,
    provenance_from_json,
    provenance_to_json,
    summary_evidence_from_json,
)
from server.meeting.minutes_templates import TEMPLATES, MinutesTemplate, Template, template_from_json
from server.meeting.minutes_versions import keep_version, reason_of
from server.meeting.notifications import notify_assignees, notify_attendees
from server.meeting.participant_reports import Report as Report
from server.meeting.participant_reports import reports_for, save_reports
from server.meeting.queue import enqueue_complete_minutes, enqueue_model_minutes
from server.meeting.segment_rows import Segment
from server.meeting.special_sections import Statement, special_of, special_to_column
from server.meeting.stale_minutes import mark_stale
from server.meeting.summary_evidence import SummaryEvidence

State = Literal["queued", "writing", "drafted", "ready", "failed"]
Method = Literal["model", "extractive"]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes with action items and reports."""

    state: State
    method: Method | None = None
    model: str | None = None
    note: str | None = None
    executive_summary: str = ""
    key_points: list[Claim] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    turned_down: list[Decision] = field(default_factory=list)
    """What was proposed and rejected."""
    open_questions: list[Claim] = field(default_factory=list)
    """What nobody answered until the end, or was left open in so many words."""
    topics: list[Topic] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    total_speaking_time_s: int = 0
    stale: frozenset[UUID] = frozenset()
    """Segments that were corrected since the minutes' author read them."""
    provenance: Provenance | None = None
    template: Template = "general"
    """By which the row arranges them; not written by their author."""
    own_template: MinutesTemplate | None = None
    """The copy of a template that somebody made."""
    special: list[Statement] = field(default_factory=list)
    """Of the sections that only some kinds of meetings have."""
    hand: HandMarks | None = field(default=None, compare=False)
    """The elements' ids, and what people edited."""
    overall_sentiment: float | None = None
    """-1 to 1; None where it is not known."""
    engagement_score: float | None = None
    """0 to 100; None for a meeting of one person, and for too little speech."""
    figures: MeetingFigures | None = None
    summary_evidence: SummaryEvidence | None = field(default=None, compare=False)
    """Of a summary by rules; of a model's text it is not known."""

    @property
    def layout(self) -> MinutesTemplate:
        """The template that arranges them."""
        if self.template == "own":
            return self.own_template or TEMPLATES["general"]
        return TEMPLATES[self.template]


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
        await _keep_edits(row["id"], row["state"], minutes)
        await mark_stale(row["id"], room_id, read)
        await replace_action_items(room_id, row["id"], minutes.actions)
        await save_reports(room_id, row["id"], minutes.reports)
        if minutes.state == "drafted":
            follow = enqueue_complete_minutes if is_partial else enqueue_model_minutes
            await follow(room_id, only_missing=True)
        if minutes.state in states.READABLE_SUMMARY and row["state"] not in states.READABLE_SUMMARY:
            await notify_attendees(room_id, "minutes_ready", "The minutes are ready.")
        if minutes.state == "ready":
            await notify_assignees(room_id)
    return True


async def finish_draft(room_id: UUID, note: str, of: State = "drafted") -> bool:
    """Make minutes final without their next version, noting the reason; False if their state is another."""
    async with transaction():
        done = await execute(
            "UPDATE meeting_summaries SET state = 'ready', note = $2 WHERE room_id = $1 AND state = $3",
            room_id,
            note,
            of,
        )
        if done:
            await notify_assignees(room_id)
    return bool(done)


async def _save_summary(summary_id: UUID, minutes: Minutes) -> None:
    await execute(
        """
        UPDATE meeting_summaries SET state = $2, method = $3, model = $4, note = $5, executive_summary = $6,
               key_points = $7, decisions = $8, turned_down = $9, open_questions = $10, topics = $11,
               total_speaking_time = $12, provenance = $13, overall_sentiment = $14, engagement_score = $15,
               figures = $16, special = $17
        WHERE id = $1
        """,
        summary_id, minutes.state, minutes.method, minutes.model, minutes.note, minutes.executive_summary,
        to_column(minutes.key_points), to_column(minutes.decisions), to_column(minutes.turned_down),
        to_column(minutes.open_questions), to_column(minutes.topics), minutes.total_speaking_time_s,
        provenance_to_json(minutes.provenance, minutes.summary_evidence), minutes.overall_sentiment,
        minutes.engagement_score, meeting_figures_to_json(minutes.figures),
        special_to_column(minutes.special),
    )  # fmt: skip


async def _keep_edits(summary_id: UUID, before: str, minutes: Minutes) -> None:
    """Keep what was written as a version, and put what people edited by hand back in its place."""
    if minutes.state in states.READABLE_SUMMARY:
        reason = reason_of(before, minutes.state, minutes.method)
        await keep_version(summary_id, reason, actions=list(map(written_action, minutes.actions)))
        await apply_edits(summary_id)


async def minutes_of(room_id: UUID, for_participant: UUID | None = None) -> Minutes | None:
    """Return the minutes with this participant's report, or with none; None if the meeting has not ended."""
    row = await fetch_one("SELECT * FROM meeting_summaries WHERE room_id = $1", room_id)
    if row is None:
        return None
    return Minutes(
        state=row["state"],
        method=row["method"],
        model=row["model"],
        note=row["note"],
        executive_summary=row["executive_summary"],
        key_points=claims_of(row["key_points"]),
        decisions=decisions_of(row["decisions"]),
        turned_down=decisions_of(row["turned_down"]),
        open_questions=claims_of(row["open_questions"]),
        topics=topics_of(row["topics"]),
        actions=await actions_of(row["id"]),
        reports=await reports_for(row["id"], for_participant),
        total_speaking_time_s=row["total_speaking_time"],
        stale=frozenset(map(UUID, from_json(row["stale"]))),
        provenance=provenance_from_json(row["provenance"]),
        template=row["template"],
        own_template=template_from_json(row["own_template"]),
        special=special_of(row["special"]),
        hand=await hand_marks(row),
        overall_sentiment=row["overall_sentiment"],
        engagement_score=row["engagement_score"],
        figures=meeting_figures_from_json(row["figures"]),
        summary_evidence=summary_evidence_from_json(row["provenance"]),
    )

"""The documented JSON of an exported meeting."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from server.api.chat_export import ExportedMessage, exported_messages
from server.api.fields import View
from server.api.figure_views import MeetingFiguresView
from server.api.minutes import DecisionView, StatementView, TopicView
from server.api.minutes_element_views import ElementView, element_views
from server.api.minutes_templates import SectionView, section_views
from server.api.poll_export import ExportedPoll, exported_polls
from server.api.report_views import ClaimView, ReportView, report_view
from server.export.exported_meeting import ExportedMeeting, Wanted
from server.meeting.gap_sentences import REASONS
from server.meeting.gaps import Cause
from server.meeting.linked_meetings import LinkedMeeting
from server.meeting.minutes import ActionStatus, Method, Minutes, Priority, State
from server.meeting.minutes_templates import Template
from server.meeting.rooms import RoomStatus
from server.meeting.segment_rows import Segment, SegmentState


class ExportedPerson(View):
    """Somebody who attended; `name` is numbered if somebody who came earlier has the same: Alex (2)."""

    participant_id: UUID
    name: str
    role: str


class ExportedLink(View):
    """Another meeting, which the reader may read, too; `label` is a breakout's name within its meeting."""

    slug: str
    name: str
    label: str
    duration_s: int | None


class ExportedWord(View):
    """A word; times in milliseconds on the meeting's clock."""

    word: str
    start_ms: int
    end_ms: int
    confidence: float | None


class ExportedSegment(View):
    """An utterance; its speaker is null without speakers, its times and words without times."""

    id: UUID
    speaker: str | None
    participant_id: UUID | None
    start_ms: int | None
    end_ms: int | None
    text: str
    state: SegmentState
    language: str
    words: list[ExportedWord] | None


class ExportedGap(View):
    """A stretch that was not transcribed; `to_ms` is null if it lasts, or lasted to the end."""

    speaker: str | None
    cause: Cause
    reason: str
    from_ms: int
    to_ms: int | None


class ExportedAction(View):
    """An action item; `evidence` has ids of segments."""

    title: str
    description: str
    assignee: str | None
    due_date: date | None
    priority: Priority
    status: ActionStatus
    evidence: list[UUID]


class ExportedMinutes(View):
    """The minutes; `evidence` has ids of segments. `my_report` is the reader's own, never another's."""

    state: State
    method: Method | None
    model: str | None
    note: str | None
    executive_summary: str
    key_points: list[ClaimView]
    decisions: list[DecisionView]
    turned_down: list[DecisionView]
    open_questions: list[ClaimView]
    topics: list[TopicView]
    actions: list[ExportedAction]
    template: Template
    own_template: str
    """What somebody called the template they made; empty for a built-in one."""
    sections: list[SectionView]
    """The template's sections, in order."""
    special: list[StatementView]
    """Of the sections that only some kinds of meetings have."""
    edited: list[ElementView]
    """What people edited by hand, and who."""
    overall_sentiment: float | None
    engagement_score: float | None
    figures: MeetingFiguresView | None
    my_report: ReportView | None


class ExportedTranscript(View):
    """What was said, what is missing, and the chat."""

    segments: list[ExportedSegment]
    gaps: list[ExportedGap]
    messages: list[ExportedMessage]


class MeetingExport(View):
    """A meeting as a file. A part that was not asked for, and minutes that are not written yet, are null.

    Times in milliseconds are on the meeting's clock, which begins at `started_at`.
    """

    format: Literal["parley-meeting"] = "parley-meeting"
    version: Literal[1] = 1
    """Grows when a field changes its meaning or goes; new fields may come without."""
    exported_at: AwareDatetime
    slug: str
    name: str
    status: RoomStatus
    """`live`: the meeting is still running, and this is a part of it."""
    language: str
    time_zone: str
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    duration_s: int | None
    people: list[ExportedPerson]
    main_meeting: ExportedLink | None
    """Of a breakout room."""
    breakouts: list[ExportedLink]
    polls: list[ExportedPoll] | None
    minutes: ExportedMinutes | None
    transcript: ExportedTranscript | None


def meeting_json(meeting: ExportedMeeting, wanted: Wanted) -> bytes:
    """Return the file: a MeetingExport in UTF-8."""
    room = meeting.room
    minutes = meeting.readable_minutes if wanted.minutes else None
    view = MeetingExport(
        exported_at=meeting.taken_at,
        slug=room.slug,
        name=room.name,
        status=room.status,
        language=room.settings.language,
        time_zone=room.time_zone,
        started_at=room.started_at,
        ended_at=room.ended_at,
        duration_s=room.duration,
        people=[
            ExportedPerson(participant_id=each.id, name=meeting.names[each.id], role=each.role)
            for each in meeting.people
        ],
        main_meeting=_link(meeting.linked.main) if meeting.linked.main else None,
        breakouts=[_link(each) for each in meeting.linked.breakouts],
        polls=exported_polls(meeting, wanted) if wanted.minutes else None,
        minutes=_minutes(minutes) if minutes else None,
        transcript=_transcript(meeting, wanted) if wanted.transcript else None,
    )
    return view.model_dump_json(indent=1).encode()


def _link(linked: LinkedMeeting) -> ExportedLink:
    return ExportedLink(slug=linked.slug, name=linked.name, label=linked.label, duration_s=linked.duration)


_WORDS = ("state", "method", "model", "note", "executive_summary")


def _minutes(minutes: Minutes) -> ExportedMinutes:
    plain = (*_WORDS, "overall_sentiment", "engagement_score")
    return ExportedMinutes(
        **{name: getattr(minutes, name) for name in plain},
        key_points=[ClaimView.model_validate(each) for each in minutes.key_points],
        decisions=[DecisionView.model_validate(each) for each in minutes.decisions],
        turned_down=[DecisionView.model_validate(each) for each in minutes.turned_down],
        open_questions=[ClaimView.model_validate(each) for each in minutes.open_questions],
        topics=[TopicView.model_validate(each) for each in minutes.topics],
        actions=[ExportedAction.model_validate(each) for each in minutes.actions],
        figures=MeetingFiguresView.model_validate(minutes.figures) if minutes.figures else None,
        my_report=report_view(minutes),
        template=minutes.template,
        own_template=minutes.own_template.title if minutes.own_template else "",
        sections=section_views(minutes.layout),
        special=[StatementView.model_validate(each) for each in minutes.special],
        edited=[each for each in element_views(minutes.hand) if each.edited],
    )


def _transcript(meeting: ExportedMeeting, wanted: Wanted) -> ExportedTranscript:
    return ExportedTranscript(
        segments=[_segment(meeting, each, wanted) for each in meeting.segments],
        gaps=[
            ExportedGap(
                speaker=meeting.names.get(each.participant_id) if each.participant_id else None,
                cause=each.cause,
                reason=REASONS[each.cause],
                from_ms=each.from_ms,
                to_ms=each.to_ms,
            )
            for each in meeting.gaps
        ],
        messages=exported_messages(meeting, wanted),
    )


def _segment(meeting: ExportedMeeting, segment: Segment, wanted: Wanted) -> ExportedSegment:
    words = [
        ExportedWord(word=word["w"], start_ms=word["s"], end_ms=word["e"], confidence=word.get("c"))
        for word in (segment.words if wanted.times else ())
    ]
    return ExportedSegment(
        id=segment.id,
        speaker=meeting.speaker(segment.participant_id, segment.speaker) if wanted.speakers else None,
        participant_id=segment.participant_id if wanted.speakers else None,
        start_ms=segment.start_ms if wanted.times else None,
        end_ms=segment.end_ms if wanted.times else None,
        text=segment.text,
        state=segment.state,
        language=segment.language,
        words=words if wanted.times else None,
    )

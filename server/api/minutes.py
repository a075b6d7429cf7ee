"""The minutes after a meeting."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from aiohttp import web

from server.api.endpoint import endpoint
from server.api.fields import View
from server.api.figure_views import MeetingFiguresView
from server.api.minutes_element_views import ElementView, element_views
from server.api.minutes_templates import SectionView, section_views
from server.api.report_views import ClaimView, ReportView, TotalsView, report_view
from server.app_keys import VIEWER
from server.errors import Forbidden, MinutesNotFound, RoomNotFound
from server.meeting import minutes, minutes_templates, special_sections
from server.meeting.access import Right, room_for
from server.meeting.accounts import Account
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.minutes_provenance import Provenance
from server.meeting.participants import participants_of
from server.meeting.reports import report_totals
from server.meeting.talk_time import talk_time

ANOTHER = "another machine"


class StatementView(ClaimView):
    """A statement of a section that only some kinds of meetings have: done, next, a question and its answer.

    `group`: what belongs together. `by_model`: whether a model worded it; else these are the speaker's words.
    """

    kind: special_sections.SpecialKind
    label: special_sections.Label
    group: str
    speaker: str
    participant_id: UUID | None
    by_model: bool


class VoiceView(View):
    """Somebody who said yes or no to a decision, and the segment in which they did."""

    participant_id: UUID | None
    name: str
    segment: UUID


class DecisionView(ClaimView):
    """What was decided or turned down, who voiced a yes and a no, and the result of a vote as told."""

    agreed: list[VoiceView]
    against: list[VoiceView]
    result: str


class TopicView(View):
    """A topic of the meeting and segments about it; its times are milliseconds of the meeting's clock."""

    title: str
    summary: str
    evidence: list[UUID]
    start_ms: int | None
    end_ms: int | None
    verified: bool


class ActionView(View):
    """An action item and the segments that support it; `id` lasts when the minutes are written again."""

    id: UUID
    title: str
    description: str
    assignee: str | None
    participant_id: UUID | None
    due_date: date | None
    priority: minutes.Priority
    status: minutes.ActionStatus
    evidence: list[UUID]


class TalkTimeView(View):
    """Speaking time of one person; `share` of all speech, 0 to 1."""

    participant_id: UUID | None
    name: str
    seconds: float
    share: float


class PromptView(View):
    """A prompt file that the model was given."""

    name: str
    version: int
    sha256: str


class ProvenanceView(View):
    """The ledger of the minutes; without a model `parts` is 0."""

    segments: int
    segments_used: int
    parts: int
    parts_read: int
    dropped: int
    """Statements of the model that the transcript does not support."""
    cut: int
    retried: int
    tokens_read: int
    tokens_cached: int
    """Of those read, what the model's server had in its cache."""
    tokens_written: int
    seconds: float
    model: str
    digest: str
    host: str
    """Where the model ran; empty: on the server itself. Without an account: “another machine”."""
    prompts: list[PromptView]
    fault: str
    """Why the model did not finish; empty: it did."""


class MinutesView(View):
    """The minutes; empty while `state` is queued or writing.

    `drafted` minutes have what a language model noted so far, else quotations, and another version follows:
    the model's, or one with the words that the transcriber had not stored yet (`note` says so). `ready` ones
    are final.
    """

    state: minutes.State
    method: minutes.Method | None
    model: str | None
    note: str | None
    executive_summary: str
    key_points: list[ClaimView]
    decisions: list[DecisionView]
    turned_down: list[DecisionView]
    open_questions: list[ClaimView]
    topics: list[TopicView]
    actions: list[ActionView]
    my_report: ReportView | None
    report_totals: TotalsView | None
    """For the host only."""
    talk_time: list[TalkTimeView]
    total_speaking_time_s: int
    template: minutes_templates.Template
    """By which the page and files arrange them."""
    own_template: str
    """What somebody called the template they made; empty for a built-in one."""
    sections: list[SectionView]
    """The template's sections, in order."""
    special: list[StatementView]
    """Of the sections that only some kinds of meetings have."""
    elements: list[ElementView]
    """Summary, key points, decisions and so on, as one edits them by hand."""
    overall_sentiment: float | None
    """-1 to 1; None where it is not known."""
    engagement_score: float | None
    """0 to 100."""
    figures: MeetingFiguresView | None
    """None for minutes from before there were any."""
    provenance: ProvenanceView | None
    """How they were made; None until they are."""


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
        decisions=[DecisionView.model_validate(each) for each in found.decisions],
        turned_down=[DecisionView.model_validate(each) for each in found.turned_down],
        open_questions=[ClaimView.model_validate(each) for each in found.open_questions],
        topics=[TopicView.model_validate(each) for each in found.topics],
        actions=[ActionView.model_validate(each) for each in found.actions],
        figures=MeetingFiguresView.model_validate(found.figures) if found.figures else None,
        provenance=_provenance_view(found.provenance, named=isinstance(request[VIEWER], Account)),
        my_report=report_view(found),
        own_template=found.own_template.title if found.own_template else "",
        sections=section_views(found.layout),
        special=[StatementView.model_validate(each) for each in found.special],
        elements=element_views(found.hand),
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


def _provenance_view(made: Provenance | None, *, named: bool) -> ProvenanceView | None:
    """Convert the ledger; the name of the model's machine is for people with an account."""
    if made is None:
        return None
    return ProvenanceView.model_validate(made if named or not made.host else replace(made, host=ANOTHER))


_PLAIN = (
    "template",
    "state",
    "method",
    "model",
    "note",
    "executive_summary",
    "total_speaking_time_s",
    "overall_sentiment",
    "engagement_score",
)

"""The JSON of a participant's own report, and of what the host sees of all of them."""

from uuid import UUID

from server.api.fields import View
from server.meeting.gaps import Cause
from server.meeting.minutes import Minutes


class ClaimView(View):
    """One sentence and the segments that support it."""

    text: str
    evidence: list[UUID]
    verified: bool
    """Whether code found it borne out by these segments; the page marks what is not."""


class IntervalView(View):
    """From when to when, in milliseconds on the meeting's clock."""

    from_ms: int
    to_ms: int


class UnheardView(View):
    """A stretch in which the reader's words could not be written down, or were not to be, and why."""

    from_ms: int
    to_ms: int
    cause: Cause


class FiguresView(View):
    """What is counted of the reader; people who share a microphone are one."""

    attendance: list[IntervalView]
    """Stays, joined when less than 10 s apart; empty where nobody knows them."""
    turns: int
    """Runs of the reader's utterances; up to three words of another while the reader speaks on end none."""
    longest_ms: int
    """The most speech in one turn, without pauses."""
    words: int | None
    """None for languages that write no spaces between words."""
    words_per_minute: float | None
    """Of speaking time; None below 30 s of it."""
    questions: int
    """Sentences with a question mark or the form of a question."""
    interruptions_made: int
    """Times the reader began while another had spoken for 1 s, both spoke for at least 0.5 s, the other one
    fell silent within 3 s, and the reader went on."""
    interruptions_received: int
    """The same, the other way round."""
    responses: int
    """Turns that began within 10 s after another person's."""
    response_time_ms: int | None
    """Their median, 0 where they overlapped; None for fewer than 3."""
    mentions_count: int
    """Sentences in which others said the reader's name, which nobody else there has."""
    unheard: list[UnheardView]


class ReportView(View):
    """The reader's own report."""

    participant_id: UUID
    speaking_time_s: int
    speaking_percentage: float
    """Of everybody's speaking time, 0 to 100."""
    content: str
    """The prose of a report from before there were figures; empty since."""
    figures: FiguresView | None
    """None for a report that is prose."""
    key_contributions: list[ClaimView]
    mentions: list[ClaimView]
    """The first ten."""
    action_items: list[UUID]
    """The reader's, among the `actions`."""
    tasks_assigned_count: int


class TotalsView(View):
    """Sums over all reports, if three or more are other people's: they do not show whose says what."""

    reports: int
    speaking_time_s: int
    tasks_assigned: int
    questions: int
    interruptions: int


def report_view(minutes: Minutes) -> ReportView | None:
    """Return the report that was read with the minutes; None without one."""
    if not minutes.reports:
        return None
    report = minutes.reports[0]
    plain = ("participant_id", "speaking_time_s", "speaking_percentage", "content", "tasks_assigned_count")
    return ReportView(
        **{name: getattr(report, name) for name in plain},
        figures=FiguresView.model_validate(report.figures) if report.figures else None,
        key_contributions=[ClaimView.model_validate(each) for each in report.key_contributions],
        mentions=[ClaimView.model_validate(each) for each in report.mentions],
        action_items=[
            each.id
            for each in minutes.actions
            if each.id is not None and each.participant_id == report.participant_id
        ],
    )

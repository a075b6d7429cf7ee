"""Lays out a meeting for export: minutes, the reader's own report, transcript and chat."""

from collections.abc import Iterator, Sequence
from typing import cast

from server.durations import clock, to_the_minute, to_the_second
from server.export.blocks import Block, Content, Kind
from server.export.exported_meeting import ExportedMeeting, Wanted
from server.export.poll_content import poll_blocks
from server.export.special_content import Cited, special_blocks
from server.export.statement_marks import marked, unverified
from server.export.transcript_content import transcript_blocks
from server.languages import is_searched_for_results
from server.meeting.minutes import Action, Claim, Decision, Minutes
from server.meeting.minutes_edit_merging import Section
from server.meeting.minutes_templates import TemplateSection
from server.meeting.text_layout import visible
from server.pages.formatting import day, day_and_time, join_names, percent
from server.pages.markup import Kind as MarkupKind
from server.pages.markup import blocks as markup_blocks
from server.pages.meeting_tone import tone
from server.pages.minutes_sections import Motion, by_person, motions
from server.pages.own_report import OwnReport, own_report
from server.pages.special_sections import NOTHING, special_section
from server.pages.summary_citations import cited_summary
from server.pages.transcript import Transcript

KINDS: dict[MarkupKind, Kind] = {"heading": "subheading", "list": "item", "paragraph": "paragraph"}
"""Of blocks, by those of a summary's text."""
STATUS_WORDS = {"in_progress": "in progress", "done": "done", "cancelled": "cancelled"}


def content_of(meeting: ExportedMeeting, wanted: Wanted) -> Content:
    """Lay out what is wanted of a meeting."""
    transcript = Transcript(meeting.segments, meeting.names)
    found = [*_head(meeting)]
    if wanted.minutes:
        found += _minutes(meeting, transcript, wanted)
        found += poll_blocks(meeting, wanted)
    if wanted.transcript:
        found += transcript_blocks(meeting, transcript, wanted)
    blocks = (Block(each.kind, visible(each.text), visible(each.speaker), each.time) for each in found)
    shown = tuple(each for each in blocks if each.text)
    return Content(visible(meeting.room.name), meeting.room.settings.language, shown)


def _head(meeting: ExportedMeeting) -> Iterator[Block]:
    room = meeting.room
    yield Block("title", room.name)
    began = room.started_at or room.scheduled_start_time or room.created_at
    length = [to_the_minute(room.duration)] if room.is_over and room.duration else []
    yield Block("facts", " · ".join([day_and_time(began, room.time_zone), *length]))
    if meeting.people:
        yield Block("facts", ", ".join(meeting.names[each.id] for each in meeting.people))
    yield from _linked(meeting)
    if not room.is_over:
        at = day_and_time(meeting.taken_at, room.time_zone)
        yield Block("note", f"This meeting is still running: these are its words up to {at}.")


def _linked(meeting: ExportedMeeting) -> Iterator[Block]:
    if meeting.linked.main is not None:
        yield Block("facts", f"Breakout room of: {meeting.linked.main.name}")
    if meeting.linked.breakouts:
        labels = ", ".join(each.label for each in meeting.linked.breakouts)
        yield Block("facts", f"Breakout rooms, with minutes of their own: {labels}")


def _minutes(meeting: ExportedMeeting, transcript: Transcript, wanted: Wanted) -> Iterator[Block]:
    minutes = meeting.readable_minutes
    if minutes is None:
        failed = meeting.minutes is not None and meeting.minutes.state == "failed"
        yield Block("heading", "Minutes")
        yield Block("note", "They could not be written." if failed else "They are not written yet.")
        return
    for note in (minutes.note, "A better version is still being written." * (minutes.state == "drafted")):
        yield Block("note", note or "")
    if minutes.template != "general":
        yield Block("note", f"Template: {minutes.layout.title}")
    cited = Cited(transcript, has_times=wanted.times)
    for section in minutes.layout.sections:
        if section.kind in NOTHING:
            found = special_section(minutes, section, transcript, meeting.room.settings.language)
            yield from special_blocks(section.title, found, cited)
        else:
            yield from _section(section, meeting, minutes, transcript, cited)
    if (report := own_report(minutes)) is not None:
        yield from _report(report, cited)
    if meeting.talk and wanted.speakers:
        yield Block("heading", "Talk time")
    for one in meeting.talk if wanted.speakers else ():
        yield Block("item", f"{one.name}: {to_the_second(one.seconds)}, {percent(100 * one.share)}")
    yield from _tone(minutes)


def _tone(minutes: Minutes) -> Iterator[Block]:
    found = tone(minutes)
    if found is None or (found.score is None and found.sentiment is None):
        return
    yield Block("heading", "Engagement and sentiment")
    if found.score is not None:
        parts = [
            f"{each.name.lower()} {each.percent:.0f}" for each in found.parts if each.percent is not None
        ]
        yield Block("item", f"Engagement score: {found.score:.0f} of 100, the mean of {join_names(parts)}")
    if found.sentiment is not None:
        told = f"{found.sentiment.overall} ({found.sentiment.method}, −1 to 1)"
        yield Block("item", f"Sentiment of the words: {told}")


def _section(
    section: TemplateSection, meeting: ExportedMeeting, minutes: Minutes, transcript: Transcript, cited: Cited
) -> Iterator[Block]:
    title, kind = section.title, section.kind
    searched = is_searched_for_results(meeting.room.settings.language)
    if kind in ("decisions", "turned_down", "open_questions", "key_points"):
        claims: list[Claim] = getattr(minutes, kind)
        otherwise = "No decisions were found in the transcript." if kind == "decisions" and searched else ""
        return _claims(title, claims, _by_hand(minutes, cast(Section, kind)), cited, otherwise)
    if kind == "actions":
        none = "No action items were found in the transcript." if searched else "No action items are noted."
        return _actions("heading", minutes.actions, cited, title, none)
    if kind == "people":
        return _people(title, minutes, transcript, cited)
    if kind == "summary":
        return _summary(title, minutes, transcript, cited)
    return {"motions": _motions, "topics": _topics}[kind](title, minutes, cited)


def _summary(title: str, minutes: Minutes, transcript: Transcript, cited: Cited) -> Iterator[Block]:
    yield Block("heading", title)
    for block in cited_summary(markup_blocks(minutes.executive_summary), minutes, transcript):
        for line in block.lines:
            yield Block(KINDS[block.kind], " ".join(each.text + cited.times(each.evidence) for each in line))
    yield from (Block("note", each.strip()) for each in _by_hand(minutes, "summary"))


def _topics(title: str, minutes: Minutes, cited: Cited) -> Iterator[Block]:
    if minutes.topics:
        yield Block("heading", title)
    for topic, hand in zip(minutes.topics, _by_hand(minutes, "topics"), strict=True):
        begins = f"{clock(topic.start_ms)} " if cited.has_times and topic.start_ms is not None else ""
        yield Block("subheading", begins + topic.title)
        yield Block("paragraph", topic.summary + cited.times(topic.evidence) + unverified(topic) + hand)


def _motions(title: str, minutes: Minutes, cited: Cited) -> Iterator[Block]:
    yield Block("heading", title)
    for each in motions(minutes):
        told, hand = each.decision, _by_hand(minutes, each.section)[each.place]
        words = f"{'Carried' if each.is_carried else 'Not carried'}: {told.text}{cited.times(told.evidence)}"
        yield Block("item", words + _moved(each) + _voiced(told) + unverified(told) + hand)


def _moved(motion: Motion) -> str:
    roles = (("moved by", motion.mover), ("seconded by", motion.seconder))
    told = [f"{role} {person.speaker}" for role, person in roles if person is not None]
    return f" – {', '.join([*told, motion.vote] if motion.vote else told)}" if told or motion.vote else ""


def _people(title: str, minutes: Minutes, transcript: Transcript, cited: Cited) -> Iterator[Block]:
    yield Block("heading", title)
    for person in by_person(minutes, transcript):
        yield Block("subheading", person.name)
        told = [("", each) for each in person.points] + [("Open: ", each) for each in person.questions]
        yield from (Block("item", lead + each.text + cited.times(each.evidence)) for lead, each in told)
        yield from (
            Block("item", f"Takes on: {each.title}{cited.times(each.evidence)}") for each in person.tasks
        )


def _by_hand(minutes: Minutes, section: Section) -> list[str]:
    """Return who edited each element, and when, after a space; empty for what nobody did."""
    return [marked(each.mark) for each in (minutes.hand.sections[section] if minutes.hand else ())]


def _claims(
    title: str, claims: Sequence[Claim], hands: Sequence[str], cited: Cited, otherwise: str = ""
) -> Iterator[Block]:
    if claims or otherwise:
        yield Block("heading", title)
    for claim, hand in zip(claims, hands, strict=True):
        words = claim.text + cited.times(claim.evidence)
        yield Block("item", words + _voiced(claim) + unverified(claim) + hand)
    if not claims:
        yield Block("note", otherwise)


def _voiced(claim: Claim) -> str:
    """Who agreed to a decision and who did not, and the result of a vote."""
    if not isinstance(claim, Decision):
        return ""
    sides = (("Agreed", claim.agreed), ("Against", claim.against))
    said = [f"{side}: {', '.join(voice.name for voice in voices)}" for side, voices in sides if voices]
    return "".join(f" – {each}" for each in [*said, *([f"“{claim.result}”"] if claim.result else [])])


def _actions(
    kind: Kind, actions: Sequence[Action], cited: Cited, title: str = "Action items", none: str = ""
) -> Iterator[Block]:
    yield Block(kind, title)
    for action in actions:
        facts = [f"Owner: {action.assignee}" if action.assignee else "No owner"]
        facts += [] if action.status == "open" else [STATUS_WORDS[action.status]]
        facts += [f"due {day(action.due_date)}"] if action.due_date else []
        facts += [f"priority {action.priority}"] if action.priority != "medium" else []
        more = f" – {action.description}" if action.description not in ("", action.title) else ""
        yield Block("item", f"{action.title}{cited.times(action.evidence)} – {', '.join(facts)}{more}")
    if not actions:
        yield Block("note", none)


def _report(report: OwnReport, cited: Cited) -> Iterator[Block]:
    yield Block("heading", "Your report")
    yield Block("note", "Only you were given this part.")
    yield from (Block("item", f"{each.name}: {each.value}") for each in report.facts)
    yield Block("paragraph", report.silence)
    yield from (Block("paragraph", each) for each in report.prose)
    yield Block("paragraph", f"You were there: {report.there}." if report.there and cited.has_times else "")
    if report.unheard and cited.has_times:
        yield Block("subheading", "Not written down")
        yield from (Block("item", f"{each}.") for each in report.unheard)
    if report.actions:
        yield from _actions("subheading", report.actions, cited)
    yield from _points("Points you raised", report.contributions, cited)
    yield from _points("Where others named you", report.mentions, cited)


def _points(title: str, claims: Sequence[Claim], cited: Cited) -> Iterator[Block]:
    if claims:
        yield Block("subheading", title)
    yield from (Block("item", each.text + cited.times(each.evidence)) for each in claims)

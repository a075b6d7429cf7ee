"""Finds what the template's sections of one kind of meeting hold."""

from collections.abc import Sequence

from agent.minutes.special.custom_sections import custom_of
from agent.minutes.special.interview import answers_of
from agent.minutes.special.lessons import lessons_of
from agent.minutes.special.movers import movers_of
from agent.minutes.special.progress import progress_of
from agent.minutes.special.requests import requests_of
from agent.minutes.spoken_instructions import without_orders
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Minutes
from server.meeting.minutes_templates import TemplateSection
from server.meeting.special_sections import Statement


def special_statements(spoken: MeetingSpeech, minutes: Minutes) -> list[Statement]:
    """The statements of all sections of the meeting's template that only some kinds of meetings have."""
    heard = without_orders(spoken)
    return [each for section in spoken.template.sections for each in _of_section(heard, minutes, section)]


def _of_section(spoken: MeetingSpeech, minutes: Minutes, section: TemplateSection) -> Sequence[Statement]:
    if section.kind == "progress":
        return progress_of(spoken, minutes.actions)
    if section.kind == "lessons":
        return lessons_of(spoken)
    if section.kind == "answers":
        return answers_of(spoken)
    if section.kind == "requests":
        return requests_of(spoken, minutes.actions, minutes.open_questions)
    if section.kind == "motions":
        return movers_of(spoken, [*minutes.decisions, *minutes.turned_down])
    return custom_of(spoken, section) if section.kind == "custom" else []

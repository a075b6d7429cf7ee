"""Sections that only some kinds of meetings have, as pages and files show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.languages import is_searched_for_results
from server.meeting.minutes import Action, Minutes
from server.meeting.minutes_edits import Mark
from server.meeting.minutes_templates import SectionKind, TemplateSection
from server.meeting.special_sections import LABELS, Label, Statement
from server.pages.transcript import Transcript

COLUMNS: dict[SectionKind, tuple[Label, ...]] = {
    "progress": ("done", "next", "blocked"),
    "lessons": ("well", "badly", "try"),
    "requests": ("request", "promise", "open"),
}
"""The parts of a section, in order."""
NOTHING: dict[SectionKind, str] = {
    "progress": "Nobody said what they have done, do next or are blocked by.",
    "answers": "No question and answer were found in the transcript.",
    "lessons": "Nothing was found that went well or badly, or that is to be tried.",
    "requests": "Neither a request nor a promise was found in the transcript.",
    "custom": "Nothing about this was found in the transcript.",
}
NOT_SEARCHED = "This section is not searched for in the meeting’s language."
BY_RULES = "Found by rules, in people’s own words."


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement, and its place among those of all sections."""

    said: Statement
    place: int
    mark: Mark | None = None
    """Who edited it by hand, or made it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Statements under a label; in the column of what is to be tried, also its tasks."""

    label: str
    statements: tuple[Placed, ...]
    tasks: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together: a person's statements, a question and its answers, a column."""

    title: str
    parts: tuple[Part, ...]
    asked: Placed | None = None
    """The question."""
    color: int = 0
    """Of the person; 0: of nobody."""


@dataclass(frozen=True, slots=True)
class SpecialSection:
    """A section; `note` says how it was found, or why it is empty."""

    groups: tuple[Group, ...]
    note: str
    form: str = "list"
    """columns: side by side where there is room."""


def special_section(
    minutes: Minutes, section: TemplateSection, transcript: Transcript, language: str
) -> SpecialSection:
    """Arrange the statements of one section."""
    said = [each for each in _placed(minutes) if each.said.kind == section.kind]
    if section.kind == "custom":
        said = [each for each in said if each.said.group == section.heading]
    if not said:
        searched = section.kind == "custom" or is_searched_for_results(language)
        return SpecialSection((), NOTHING[section.kind] if searched else NOT_SEARCHED)
    note = "" if all(each.said.by_model or each.mark for each in said) else BY_RULES
    if section.kind == "custom":
        return SpecialSection((Group("", (Part("", tuple(said)),)),), note)
    if section.kind == "answers":
        return SpecialSection(tuple(_conversation(said)), note)
    if section.kind == "progress":
        return SpecialSection(tuple(_by_speaker(said, transcript)), note)
    groups = tuple(
        Group(LABELS[label], (Part("", found, _tasks_of(minutes, found, label)),))
        for label in COLUMNS[section.kind]
        if (found := tuple(each for each in said if each.said.label == label))
    )
    return SpecialSection(groups, note, "columns" if section.kind == "lessons" else "list")


def _placed(minutes: Minutes) -> list[Placed]:
    marks = [each.mark for each in minutes.hand.sections["special"]] if minutes.hand else []
    return [
        Placed(said, place, marks[place] if marks else None) for place, said in enumerate(minutes.special)
    ]


def _conversation(said: Sequence[Placed]) -> list[Group]:
    """Pair questions with answers; what somebody edited stays also without the other."""
    groups: dict[str, list[Placed]] = {}
    for each in said:
        groups.setdefault(each.said.group, []).append(each)
    found = []
    for together in groups.values():
        asked = next((each for each in together if each.said.label == "question"), None)
        answers = tuple(each for each in together if each.said.label == "answer")
        if (asked is not None and answers) or any(each.mark for each in together):
            found.append(Group("", (Part("", answers),), asked))
    return found


def _by_speaker(said: Sequence[Placed], transcript: Transcript) -> list[Group]:
    people = dict.fromkeys((each.said.participant_id, each.said.speaker) for each in said)
    return [
        Group(
            transcript.label(*who),
            tuple(
                Part(LABELS[label], found)
                for label in COLUMNS["progress"]
                if (
                    found := tuple(
                        each
                        for each in said
                        if (each.said.participant_id, each.said.speaker) == who and each.said.label == label
                    )
                )
            ),
            color=transcript.color(*who),
        )
        for who in people
    ]


def _tasks_of(minutes: Minutes, statements: Sequence[Placed], label: Label) -> tuple[Action, ...]:
    """The tasks that rest on the same sentences as what is to be tried."""
    if label != "try":
        return ()
    cited = {segment for each in statements for segment in each.said.evidence}
    return tuple(each for each in minutes.actions if not cited.isdisjoint(each.evidence))

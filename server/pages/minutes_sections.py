"""Sections of minutes that a template derives from the others: by person, and motions with their votes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from server.meeting.minutes import Action, Claim, Decision, Minutes
from server.meeting.minutes_edit_merging import Section
from server.meeting.special_sections import Statement
from server.pages.transcript import Transcript


@dataclass(slots=True)
class PersonPart:
    """What the minutes have of one person: tasks they took, points they made, questions they left open."""

    name: str
    color: int
    tasks: list[Action] = field(default_factory=list)
    points: list[Claim] = field(default_factory=list)
    questions: list[Claim] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Motion:
    """A decision as a motion; `section` and `place` are those of the element that it is."""

    decision: Decision
    section: Section
    place: int
    mover: Statement | None = None
    """Who put it to the meeting, and where; None: it is not said."""
    seconder: Statement | None = None

    @property
    def vote(self) -> str:
        """The voices that were heard, counted; empty: none was."""
        sides = (("for", self.decision.agreed), ("against", self.decision.against))
        return ", ".join(f"{len(voices)} {side}" for side, voices in sides if voices)

    @property
    def is_carried(self) -> bool:
        """Whether it was agreed to."""
        return self.section == "decisions"


def by_person(minutes: Minutes, transcript: Transcript) -> list[PersonPart]:
    """Divide tasks by their owner, key points and open questions by who spoke first of what they cite."""
    found: dict[str, PersonPart] = {}

    def of(name: str, color: int) -> PersonPart:
        return found.setdefault(name, PersonPart(name, color))

    for speaker in transcript.speakers.values():
        of(speaker.name, speaker.color)
    for action in minutes.actions:
        if action.assignee:
            name = transcript.label(action.participant_id, action.assignee)
            of(name, transcript.color(action.participant_id, action.assignee)).tasks.append(action)
    for kind, claims in (("points", minutes.key_points), ("questions", minutes.open_questions)):
        for name, claim in _spoken(claims, transcript):
            getattr(of(name, 0), kind).append(claim)
    return [each for each in found.values() if each.tasks or each.points or each.questions]


def _spoken(claims: Iterable[Claim], transcript: Transcript) -> Iterable[tuple[str, Claim]]:
    for claim in claims:
        cited = transcript.cite(claim.evidence)
        if cited:
            yield cited[0].speakers[0], claim


def motions(minutes: Minutes) -> list[Motion]:
    """List what was decided, then what was turned down."""
    carried = [_motion(minutes, each, "decisions", place) for place, each in enumerate(minutes.decisions)]
    return carried + [
        _motion(minutes, each, "turned_down", place) for place, each in enumerate(minutes.turned_down)
    ]


def _motion(minutes: Minutes, decision: Decision, section: Section, place: int) -> Motion:
    """Find who moved and seconded it: these statements are grouped by the cited segment."""
    cited = set(map(str, decision.evidence))
    roles = {each.label: each for each in minutes.special if each.kind == "motions" and each.group in cited}
    return Motion(decision, section, place, roles.get("mover"), roles.get("seconder"))

"""Whose words the reader of a meeting page may have forgotten, and whose were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from server.meeting.access import Right, Standing
from server.meeting.forgotten_words import ForgottenWords
from server.meeting.participants import Participant


@dataclass(frozen=True, slots=True)
class Forgettable:
    """Somebody who attended, by the name on the page."""

    id: UUID
    name: str
    is_self: bool


@dataclass(frozen=True, slots=True)
class ForgottenLine:
    """Stands in the transcript for words that were erased."""

    text: str


def forgettable(
    standing: Standing, people: Iterable[Participant], names: Mapping[UUID, str]
) -> list[Forgettable]:
    """Return the reader's own place first; for the host, everybody's."""
    own = standing.participant.id if standing.participant is not None else None
    found = [
        Forgettable(each.id, names.get(each.id, each.display_name), each.id == own)
        for each in people
        if each.joined_at is not None and (each.id == own or standing.may_everywhere(Right.FORGET_WORDS))
    ]
    return sorted(found, key=lambda one: not one.is_self)


def forgotten_lines(forgotten: Iterable[ForgottenWords], names: Mapping[UUID, str]) -> list[ForgottenLine]:
    """Return a line for each person whose words were erased."""
    return [
        ForgottenLine(f"What {names.get(each.participant_id, 'somebody')} said was forgotten.")
        for each in forgotten
    ]

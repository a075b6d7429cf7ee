"""What of a transcript the reader may correct, and what that leaves of the minutes, for the meeting page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from server.meeting.access import Right, Standing
from server.meeting.minutes import Minutes
from server.meeting.participants import Participant
from server.meeting.segment_rows import COMMITTING_S, Segment

Scope = Literal["all", "own", "none"]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """`scope`: whose words the reader may correct; `people`: who may have spoken, by id."""

    scope: Scope
    own: UUID | None
    people: tuple[tuple[UUID, str], ...]
    as_of: str
    """The page has every correction up to this moment."""
    stale: frozenset[UUID]
    """Segments that were corrected since the minutes were written."""
    stale_statements: int
    """Statements of the minutes that rest on them."""

    @property
    def stale_sentence(self) -> str:
        """What of the minutes that concerns; empty without corrections."""
        if not self.stale:
            return ""
        one = len(self.stale) == 1
        said = (
            "1 sentence of the transcript was"
            if one
            else f"{len(self.stale)} sentences of the transcript were"
        )
        resting = (
            f" {_statements(self.stale_statements)} on {'it' if one else 'them'}."
            if self.stale_statements
            else ""
        )
        return f"{said} corrected after these minutes were written.{resting}"

    def is_stale(self, evidence: Sequence[UUID]) -> bool:
        """Whether words that a statement rests on were corrected."""
        return not self.stale.isdisjoint(evidence)


def correction_view(
    standing: Standing,
    segments: Sequence[Segment],
    people: Sequence[Participant],
    names: Mapping[UUID, str],
    minutes: Minutes | None,
) -> CorrectionView:
    """Describe it for this reader."""
    own = standing.participant.id if standing.participant else None
    scope: Scope = "none"
    if standing.may_everywhere(Right.CORRECT_WORDS) and segments:
        scope = "all"
    elif own is not None and any(segment.participant_id == own for segment in segments):
        scope = "own"
    stale = minutes.stale if minutes else frozenset()
    return CorrectionView(
        scope=scope,
        own=own,
        people=tuple((each.id, names[each.id]) for each in people if each.joined_at)
        if scope == "all"
        else (),
        as_of=(datetime.now(UTC) - timedelta(seconds=COMMITTING_S)).isoformat(timespec="milliseconds"),
        stale=stale,
        stale_statements=sum(not stale.isdisjoint(each) for each in _evidence(minutes)) if minutes else 0,
    )


def _statements(count: int) -> str:
    return "1 statement rests" if count == 1 else f"{count} statements rest"


def _evidence(minutes: Minutes) -> list[tuple[UUID, ...]]:
    claims = (*minutes.decisions, *minutes.turned_down, *minutes.open_questions, *minutes.key_points)
    return [
        *(each.evidence for each in claims),
        *(each.evidence for each in minutes.actions),
        *(each.evidence for each in minutes.topics),
    ]

"""The player of a meeting's recording: its state, and the moments its timeline marks."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from server.meeting.gap_sentences import REASONS
from server.meeting.gaps import Gap
from server.meeting.minutes import Minutes
from server.meeting.playback import RecordingState, state_of
from server.meeting.recording_faults import LACKS, WAITS
from server.meeting.recordings import Recording
from server.meeting.rooms import Room
from server.pages.transcript import Speaker, Transcript

MomentKind = Literal["topic", "decision", "action"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A place on the timeline: where a topic begins, or what a decision or an action item rests on."""

    kind: MomentKind
    start_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class PlayerView:
    """What the page knows before its script has read the recording."""

    state: RecordingState
    length_ms: int
    """The meeting's; the file says its own."""
    moments: tuple[Moment, ...]
    gaps: str
    """JSON: `[from_ms, to_ms, why]` of each stretch in which nobody was transcribed."""
    speakers: tuple[Speaker, ...]
    note: str
    """What the recording waits for, or lacks; empty: nothing."""


def player_view(
    room: Room, found: Recording | None, minutes: Minutes | None, transcript: Transcript, gaps: Sequence[Gap]
) -> PlayerView:
    """Return the player of an ended meeting; during it there is none."""
    length_ms = max((room.duration or 0) * 1000, transcript.end_ms)
    return PlayerView(
        state=state_of(found) if room.is_over else "none",
        length_ms=length_ms,
        moments=tuple(_moments(minutes, transcript)) if minutes else (),
        gaps=json.dumps([_gap(gap, length_ms) for gap in gaps if gap.participant_id is None]),
        speakers=tuple(transcript.speakers.values()),
        note=_note(found) if found else "",
    )


def _note(found: Recording) -> str:
    if found.waits_for is not None and found.status == "processing":
        return WAITS[found.waits_for]
    return LACKS[found.missing] if found.missing is not None else ""


def _gap(gap: Gap, length_ms: int) -> tuple[int, int, str]:
    words = f"Not transcribed: {REASONS[gap.cause]}" if gap.is_failure else "Off the record"
    return gap.from_ms, length_ms if gap.to_ms is None else gap.to_ms, words


def _moments(minutes: Minutes, transcript: Transcript) -> list[Moment]:
    """List them in order; what cites no segment of the transcript has no place."""
    chapters = [
        Moment("topic", topic.start_ms, topic.title) for topic in minutes.topics if topic.start_ms is not None
    ]
    named: list[tuple[MomentKind, str, Iterable[UUID]]] = [
        *(("topic", topic.title, topic.evidence) for topic in minutes.topics if topic.start_ms is None),
        *(("decision", claim.text, claim.evidence) for claim in minutes.decisions),
        *(("action", action.title, action.evidence) for action in minutes.actions),
    ]
    placed = [
        Moment(kind, cited[0].segments[0].start_ms, title)
        for kind, title, evidence in named
        if (cited := transcript.cite(tuple(evidence)))
    ]
    return sorted([*chapters, *placed], key=lambda moment: moment.start_ms)

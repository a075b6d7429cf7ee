"""The transcript as displayed: turns by speaker, and citations that link claims to segments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from uuid import UUID

from server.durations import clock
from server.meeting.segment_rows import Segment
from server.pages.formatting import consecutive_runs

COLORS = 8
"""The number of `--pl-speaker-…` colours in the style sheets; the ninth speaker gets the first again."""
PAUSE_MS = 20_000
"""A silence after which the same speaker gets a new turn."""
MAX_TURN_CHARACTERS = 900
"""A longer turn is split."""
MIN_DELAYS = 5
MIN_STROKE_PERCENT = 0.25
"""Percent of the meeting's length: the narrowest visible stroke or gap in the diagram."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker; `color` is 1 to 8 in the order of first words."""

    key: str
    name: str
    color: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Consecutive segments of one speaker."""

    speaker: Speaker
    segments: tuple[Segment, ...]

    @property
    def start_ms(self) -> int:
        """Start of the turn on the meeting's clock."""
        return self.segments[0].start_ms


@dataclass(frozen=True, slots=True)
class Citation:
    """A link from a claim to consecutive segments."""

    segments: tuple[Segment, ...]
    speakers: tuple[str, ...]

    @property
    def first(self) -> UUID:
        """The segment the link goes to."""
        return self.segments[0].id

    @property
    def ids(self) -> str:
        """The ids of all segments to highlight, separated by spaces."""
        return " ".join(str(segment.id) for segment in self.segments)

    @property
    def at(self) -> str:
        """The time shown as the link's text."""
        return clock(self.segments[0].start_ms)

    @property
    def said(self) -> str:
        """The cited text, for the tooltip and for print."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A period of speech in the diagram "Who spoke when", in percent of the meeting's length."""

    first: UUID
    x: float
    end: float

    @property
    def width(self) -> float:
        """Percent of the meeting's length."""
        return self.end - self.x


class Transcript:
    """A meeting's segments in the order of speech."""

    def __init__(self, segments: Iterable[Segment], labels: Mapping[UUID, str] | None = None) -> None:
        """`labels`: distinct names of the participants, by their ids."""
        self._labels = labels or {}
        self.segments = sorted((s for s in segments if s.text.strip()), key=lambda s: (s.start_ms, s.seq))
        self.speakers: dict[str, Speaker] = {}
        for segment in self.segments:
            key, name = speaker_key(segment), self.label(segment.participant_id, segment.speaker)
            self.speakers.setdefault(key, Speaker(key, name, len(self.speakers) % COLORS + 1))
        self.end_ms = max((segment.end_ms for segment in self.segments), default=0)
        """End of the last segment."""
        self._place = {segment.id: index for index, segment in enumerate(self.segments)}

    def __bool__(self) -> bool:
        return bool(self.segments)

    def turns(self) -> list[Turn]:
        """Split at changes of speaker, after long pauses, and when a turn gets too long."""
        turns: list[Turn] = []
        begin = size = 0
        for index, (before, after) in enumerate(pairwise(self.segments), 1):
            size += len(before.text)
            if _starts_turn(before, after) or size > MAX_TURN_CHARACTERS:
                turns.append(self._turn(begin, index))
                begin, size = index, 0
        return [*turns, self._turn(begin, len(self.segments))] if self.segments else []

    def label(self, participant_id: UUID | None, name: str) -> str:
        """Return the participant's distinct name."""
        return self._labels.get(participant_id, name) if participant_id else name

    def color(self, participant_id: UUID | None, name: str) -> int:
        """Return a participant's colour; 0 for one who did not speak."""
        speaker = self.speakers.get(str(participant_id) if participant_id else name)
        return speaker.color if speaker else 0

    @property
    def caption_delay(self) -> tuple[float, float] | None:
        """Seconds from the end of the words until they were final: median, 95th percentile.

        None for too few finals to say.
        """
        known = [segment.delay_ms / 1000 for segment in self.segments if segment.delay_ms is not None]
        if len(known) < MIN_DELAYS:
            return None
        percentiles = quantiles(known, n=20, method="inclusive")
        return percentiles[9], percentiles[18]

    def cite(self, evidence: Sequence[UUID]) -> list[Citation]:
        """Convert a claim's evidence to links; consecutive segments share one, unknown ids are left out."""
        places = sorted({self._place[id] for id in evidence if id in self._place})
        return [self._citation(run) for run in consecutive_runs(places)]

    def at(self, ms: int) -> UUID | None:
        """Return the segment that is spoken then, or next; None after the last."""
        return next((segment.id for segment in self.segments if segment.end_ms > ms), None)

    def lanes(self) -> list[tuple[Speaker, list[Stroke]]]:
        """Return each speaker's strokes for the diagram; strokes too close to tell apart are merged."""
        whole = max(self.end_ms, 1)
        lanes: dict[str, list[Stroke]] = {key: [] for key in self.speakers}
        for segment in self.segments:
            lane = lanes[speaker_key(segment)]
            x, end = 100 * segment.start_ms / whole, 100 * segment.end_ms / whole
            if lane and x - lane[-1].end < MIN_STROKE_PERCENT:
                lane[-1] = Stroke(lane[-1].first, lane[-1].x, max(end, lane[-1].end))
            else:
                lane.append(Stroke(segment.id, x, max(end, x + MIN_STROKE_PERCENT)))
        return [(self.speakers[key], lane) for key, lane in lanes.items()]

    def _turn(self, begin: int, end: int) -> Turn:
        return Turn(self.speakers[speaker_key(self.segments[begin])], tuple(self.segments[begin:end]))

    def _citation(self, run: list[int]) -> Citation:
        cited = tuple(self.segments[index] for index in run)
        return Citation(
            cited, tuple(dict.fromkeys(self.speakers[speaker_key(segment)].name for segment in cited))
        )


def speaker_key(segment: Segment) -> str:
    """Return what tells speakers apart: the participant's id, or a name without one."""
    return str(segment.participant_id) if segment.participant_id else segment.speaker


def _starts_turn(before: Segment, after: Segment) -> bool:
    return speaker_key(before) != speaker_key(after) or after.start_ms - before.end_ms > PAUSE_MS

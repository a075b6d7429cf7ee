"""A transcript as subtitle cues: short enough to read, split at the times of words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from server.meeting.segment_rows import Segment
from server.meeting.word_spans import Span, spans_of

MAX_CHARACTERS = 84
"""Two lines of 42, as broadcasters have them."""
MAX_MS = 7000
MIN_MS = 200
SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")
ENOUGH_CHARACTERS = 40
"""A cue that is this long ends with its sentence."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle, in milliseconds on the meeting's clock."""

    start_ms: int
    end_ms: int
    speaker: str
    text: str


def cues_of(segments: Iterable[Segment], names: Mapping[UUID, str]) -> list[Cue]:
    """Return the cues in the order of their starts; `names`: the participants' distinct names."""
    found = [cue for segment in segments for cue in _cues(segment, names)]
    return sorted(found, key=lambda cue: cue.start_ms)


def _cues(segment: Segment, names: Mapping[UUID, str]) -> list[Cue]:
    text = " ".join(segment.text.split())
    place = segment.participant_id
    speaker = " ".join((names.get(place, segment.speaker) if place else segment.speaker).split())
    if not text:
        return []
    if len(text) <= MAX_CHARACTERS and segment.end_ms - segment.start_ms <= MAX_MS:
        return [Cue(segment.start_ms, max(segment.end_ms, segment.start_ms + MIN_MS), speaker, text)]
    parts = _parts(text, spans_of(text, segment.words, segment.start_ms, segment.end_ms))
    return [Cue(start, max(end, start + MIN_MS), speaker, words) for start, end, words in parts]


def _parts(text: str, spans: list[Span]) -> list[tuple[int, int, str]]:
    """Group the words; each part's text reaches to the next part's first word, punctuation included."""
    groups: list[list[Span]] = []
    for span in spans:
        if not groups or _is_full(text, groups[-1], span):
            groups.append([])
        groups[-1].append(span)
    begins = [0, *(group[0].begin for group in groups[1:]), len(text)]
    return [
        (group[0].start_ms, group[-1].end_ms, text[begin:end].strip())
        for group, begin, end in zip(groups, begins, begins[1:], strict=False)
    ]


def _is_full(text: str, group: list[Span], span: Span) -> bool:
    begin = group[0].begin
    if span.end - begin > MAX_CHARACTERS or span.end_ms - group[0].start_ms > MAX_MS:
        return True
    said = text[begin : span.begin].rstrip()
    return len(said) >= ENOUGH_CHARACTERS and said.endswith(SENTENCE_ENDS)

"""Subtitles: a meeting's segments as cues of two lines, written as WebVTT and SubRip.

The limits are those of broadcasters' guidelines: two lines of 42 columns, shown for one to seven seconds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from server.meeting.segment_rows import Segment
from server.meeting.text_layout import Piece, joined, pieces_of, two_lines, visible
from server.meeting.word_times import letter_times

COLUMNS = 42
MAX_CUE_MS = 7_000
MIN_CUE_MS = 1_000
PAUSE_MS = 1_500
"""A silence after which a new cue begins."""
SENTENCE_ENDS, CLAUSE_ENDS = frozenset(".?!…。？！؟।"), frozenset(",;:，、；：،—–")
WORD_JOINER = "\u2060"
"""Invisible. SubRip has no escapes: it keeps `<b>`, `{\\an8}` and `-->` from being read as markup."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown for a while: at most two lines; times in milliseconds on the meeting's clock."""

    start_ms: int
    end_ms: int
    speaker: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimedPiece(Piece):
    """A piece of what was said, and when."""

    start_ms: int
    end_ms: int


def cues_of(
    segments: Iterable[Segment], names: Mapping[UUID, str] | None = None, *, is_labelled: bool = False
) -> list[Cue]:
    """Return the cues in the order of speech; those of several speakers may overlap.

    `names` has the participants' distinct names. `is_labelled` writes a speaker's name before their first
    words and whenever the speaker changes. Segments need their words: without them time is divided evenly.
    """
    cues: list[Cue] = []
    before = None
    for segment in sorted(segments, key=lambda each: (each.start_ms, each.seq)):
        speaker = visible((names or {}).get(segment.participant_id, segment.speaker))  # type: ignore[arg-type]  # None is in no mapping
        label = f"{speaker}: " if is_labelled and speaker != before else ""
        made = list(_cues(segment, speaker, label))
        before = speaker if made else before
        cues += made
    return _long_enough(sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms)))


def vtt_of(
    segments: Iterable[Segment], names: Mapping[UUID, str] | None = None, *, speakers: bool = True
) -> str:
    """Return a WebVTT file; speakers are voice spans."""
    cues = cues_of(segments, names)
    return "\n".join(["WEBVTT\n", *(_vtt_cue(cue, has_voice=speakers) for cue in cues)])


def srt_of(
    segments: Iterable[Segment], names: Mapping[UUID, str] | None = None, *, speakers: bool = True
) -> str:
    """Return a SubRip file; speakers are named when they change."""
    cues = cues_of(segments, names, is_labelled=speakers)
    return "\n".join(
        f"{number}\n{_span(cue, ',')}\n" + "".join(f"{_not_markup(line)}\n" for line in cue.lines)
        for number, cue in enumerate(cues, 1)
    )


def vtt_escaped(text: str) -> str:
    """Escape cue text, or a voice's name."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _vtt_cue(cue: Cue, *, has_voice: bool) -> str:
    voice = f"<v {vtt_escaped(cue.speaker)}>" if has_voice and cue.speaker else ""
    return f"{_span(cue, '.')}\n{voice}" + "".join(f"{vtt_escaped(line)}\n" for line in cue.lines)


def _not_markup(line: str) -> str:
    for mark in ("<", "{", "--"):
        line = line.replace(mark, mark + WORD_JOINER)
    return line


def _span(cue: Cue, point: str) -> str:
    return f"{_time(cue.start_ms, point)} --> {_time(cue.end_ms, point)}"


def _time(ms: int, point: str) -> str:
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"


def _cues(segment: Segment, speaker: str, label: str) -> Iterator[Cue]:
    said = _timed(segment)
    named = [
        TimedPiece(each.text, each.has_space, each.columns, each.letters, said[0].start_ms, said[0].start_ms)
        for each in (pieces_of(label, COLUMNS) if said else [])
    ]
    for pieces in _divided([*named, *said]):
        lines = two_lines(pieces, COLUMNS)
        assert lines is not None  # noqa: S101  only what fits is in one cue
        yield Cue(pieces[0].start_ms, pieces[-1].end_ms, speaker, tuple(joined(line) for line in lines))


def _timed(segment: Segment) -> list[TimedPiece]:
    text = visible(segment.text)
    times = letter_times(text, segment.words, segment.start_ms, segment.end_ms)
    timed, at = [], 0
    for piece in pieces_of(text, COLUMNS):
        last = at + piece.letters - 1
        timed.append(
            TimedPiece(
                piece.text, piece.has_space, piece.columns, piece.letters, times[at][0], times[last][1]
            )
        )
        at += piece.letters
    return timed


def _divided(pieces: Sequence[TimedPiece]) -> Iterator[Sequence[TimedPiece]]:
    begin = 0
    while begin < len(pieces):
        end = begin + 1
        while end < len(pieces) and _goes_on(pieces, begin, end):
            end += 1
        if end < len(pieces) and not _is_pause(pieces, end):
            end = _better_end(pieces, begin, end)
        yield pieces[begin:end]
        begin = end


def _goes_on(pieces: Sequence[TimedPiece], begin: int, end: int) -> bool:
    """Whether the piece at `end` belongs to the same cue, too."""
    is_short = pieces[end].end_ms - pieces[begin].start_ms <= MAX_CUE_MS
    return is_short and not _is_pause(pieces, end) and two_lines(pieces[begin : end + 1], COLUMNS) is not None


def _is_pause(pieces: Sequence[TimedPiece], at: int) -> bool:
    return pieces[at].start_ms - pieces[at - 1].end_ms > PAUSE_MS


def _better_end(pieces: Sequence[TimedPiece], begin: int, end: int) -> int:
    """Return the last end of a sentence, else of a clause, in the second half; else leave no two over."""
    for marks in (SENTENCE_ENDS, CLAUSE_ENDS):
        for at in range(end, begin + (end - begin) // 2, -1):
            if pieces[at - 1].text[-1] in marks:
                return at
    return end - 2 if len(pieces) - end <= 2 and end - begin > 5 else end


def _long_enough(cues: list[Cue]) -> list[Cue]:
    """Show short cues for a second, unless the same speaker goes on before."""
    following: dict[str, int] = {}
    lengthened = []
    for cue in reversed(cues):
        end_ms = max(
            cue.end_ms, min(cue.start_ms + MIN_CUE_MS, following.get(cue.speaker, cue.end_ms + MIN_CUE_MS))
        )
        lengthened.append(replace(cue, end_ms=max(end_ms, cue.start_ms + 1)))
        following[cue.speaker] = cue.start_ms
    return lengthened[::-1]

"""Reads a transcript that somebody wrote: WebVTT, SubRip, or lines of text with speakers and times."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from agent.imports.refusals import (
    EMPTY,
    MAX_S,
    NO_WORDS,
    NOT_A_TRANSCRIPT,
    NOT_UTF8,
    TOO_BIG,
    TOO_LONG,
    MediaError,
)
from server.meeting.names import shown, storable
from server.meeting.subtitles import SENTENCE_ENDS, WORD_JOINER
from server.meeting.text_layout import visible

MAX_BYTES = 20 << 20
MAX_LINES = 50_000
CHARACTERS_PER_S = 15
"""Of speech; where a text has no times."""
JOINED_GAP_MS, JOINED_CHARACTERS = 1000, 300
"""Cues of one speaker that follow each other are one sentence, up to this length."""
LONGEST = 600
"""Characters of a segment; longer ones are divided at the ends of sentences."""

ESTIMATED = "This text has no times; they are estimated from how fast people speak."

TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
SPAN = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
TAG, STYLE = re.compile(r"</?[A-Za-z0-9:.][^>]*>"), re.compile(r"\{\\[^}]*\}")
SPEAKER = re.compile(r"([^\W\d_][^:<>\n]{0,59}):\s+(?=\S)")
LINE_TIME = re.compile(r"[\[(]?(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?[\])]?\s+(?=\S)")
NO_TEXT = (
    "#extm3u",
    "v=0",
    "ffconcat",
    "[playlist]",
    "<?xml",
    "<mpd",
    "<html",
    "<!doctype",
    "{\\rtf",
    "%pdf",
)
"""What text files begin with that are no transcripts; some name other files."""


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody said; without times both are None."""

    text: str
    speaker: str = ""
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Timed:
    """What somebody said, in milliseconds."""

    text: str
    speaker: str
    start_ms: int
    end_ms: int


def is_text(head: bytes) -> bool:
    """Whether a file that begins so is text, of whatever encoding; recordings begin with zeros, too."""
    return head[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"\0" not in head and _is_mostly_letters(head))


def _is_mostly_letters(head: bytes) -> bool:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return controls <= len(head) // 100


def read_written(raw: bytes) -> tuple[list[Timed], str | None]:
    """Return who said what when, in order, and a note on what was assumed; raises MediaError."""
    if not raw:
        raise MediaError(EMPTY)
    if len(raw) > MAX_BYTES:
        raise MediaError(TOO_BIG)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MediaError(NOT_UTF8) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n ")
    if text[:12].lower().startswith(NO_TEXT):
        raise MediaError(NOT_A_TRANSCRIPT)
    has_cues = text.startswith("WEBVTT") or any(SPAN.fullmatch(line) for line in text.split("\n", 400)[:400])
    lines = list(_cues(text) if has_cues else _spoken_lines(text))
    if len(lines) > MAX_LINES:
        raise MediaError(TOO_BIG)
    if not lines:
        raise MediaError(NO_WORDS)
    is_timed = any(each.start_ms is not None for each in lines)
    timed = [part for each in _joined(_placed(lines)) for part in _divided(each)]
    if timed[-1].end_ms > MAX_S * 1000:
        raise MediaError(TOO_LONG)
    return timed, None if is_timed else ESTIMATED


def _cues(text: str) -> Iterator[Line]:
    """Read WebVTT and SubRip; a SubRip cue without a name goes on with the speaker of the one before."""
    is_vtt, speaker = text.startswith("WEBVTT"), ""
    for block in re.split(r"\n[ \t]*\n+", text):
        lines = block.split("\n")
        at = next((index for index, line in enumerate(lines) if SPAN.fullmatch(line)), None)
        if at is None:
            continue
        span = SPAN.fullmatch(lines[at])
        assert span is not None  # noqa: S101  it was just found
        start_ms, end_ms = _ms(*span.groups()[:4]), _ms(*span.groups()[4:])
        said = "\n".join(lines[at + 1 :])
        for name, words in _voices(said) if is_vtt else _named(said):
            speaker = name or ("" if is_vtt else speaker)
            if words:
                yield Line(words, speaker, start_ms, max(start_ms, end_ms))


def _ms(hours: str | None, minutes: str, seconds: str, fraction: str) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int(fraction.ljust(3, "0"))


def _voices(said: str) -> Iterator[tuple[str, str]]:
    """Yield the name and words of each voice span; without one, of a prefix such as `Alice: `."""
    parts = VOICE.split(said)
    yield from _named(html.unescape(TAG.sub("", parts[0])))
    for name, words in zip(parts[1::2], parts[2::2], strict=True):
        yield _name(html.unescape(name)), _clean(html.unescape(TAG.sub("", words)))


def _named(said: str) -> Iterator[tuple[str, str]]:
    said = _clean(_without_markup(said))
    found = SPEAKER.match(said)
    if found and _is_name(found[1]):
        yield _name(found[1]), said[found.end() :]
    elif said:
        yield "", said


def _without_markup(said: str) -> str:
    """Leave out SubRip's markup; our own files keep what is none with an invisible joiner."""
    plain = STYLE.sub("", re.sub(r"</?(?:b|i|u|s|font)\b[^>]*>", "", said, flags=re.IGNORECASE))
    return plain.replace(WORD_JOINER, "")


def _is_name(text: str) -> bool:
    """Whether a prefix looks like a name: few words, each with a capital, or of a script without."""
    words = text.split()
    return len(words) <= 5 and all(not word[0].islower() for word in words)


def _name(text: str) -> str:
    return shown(visible(text), "")


def _clean(text: str) -> str:
    return visible(storable(text))


def _spoken_lines(text: str) -> Iterator[Line]:
    """Read lines of text: `[0:07] Alice: Hello`, with neither, one or both."""
    speaker = ""
    for raw in text.split("\n"):
        line = _clean(raw)
        start_ms = None
        if time := LINE_TIME.match(line):
            start_ms = _ms(time[1], time[2], time[3], "0")
            line = line[time.end() :]
        for name, words in _named(line):
            speaker = name or speaker
            yield Line(words, speaker, start_ms)


def _placed(lines: Iterable[Line]) -> list[Timed]:
    """Give each line a time: its own, else after the one before, by how fast people speak."""
    placed: list[Timed] = []
    for line in lines:
        before_ms = placed[-1].end_ms if placed else 0
        start_ms = line.start_ms if line.start_ms is not None else before_ms
        spoken_ms = max(500, len(line.text) * 1000 // CHARACTERS_PER_S)
        end_ms = line.end_ms if line.end_ms is not None else start_ms + spoken_ms
        placed.append(Timed(line.text, line.speaker, start_ms, end_ms))
    return sorted(placed, key=lambda each: each.start_ms)


def _joined(lines: Iterable[Timed]) -> Iterator[Timed]:
    held: Timed | None = None
    for line in lines:
        if held is not None and _goes_on(held, line):
            held = replace(held, text=f"{held.text} {line.text}", end_ms=max(held.end_ms, line.end_ms))
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _goes_on(held: Timed, line: Timed) -> bool:
    return (
        held.speaker == line.speaker
        and held.text[-1] not in SENTENCE_ENDS
        and line.start_ms - held.end_ms <= JOINED_GAP_MS
        and len(held.text) + len(line.text) <= JOINED_CHARACTERS
    )


def _divided(line: Timed) -> Iterator[Timed]:
    """Divide a long line; its time is divided by length."""
    pieces, whole = _pieces(line.text), max(1, len(line.text))
    at = 0
    for piece in pieces:
        length_ms = line.end_ms - line.start_ms
        start_ms, end_ms = (line.start_ms + length_ms * each // whole for each in (at, at + len(piece)))
        yield Timed(piece, line.speaker, start_ms, end_ms)
        at = min(whole, at + len(piece) + 1)


def _pieces(text: str) -> list[str]:
    pieces = []
    while len(text) > LONGEST:
        ends = [index + 1 for index, letter in enumerate(text[:LONGEST]) if letter in SENTENCE_ENDS]
        at = ends[-1] if ends else text.rfind(" ", 1, LONGEST)
        at = at if at > 0 else LONGEST
        pieces.append(text[:at].strip())
        text = text[at:].strip()
    return [each for each in (*pieces, text) if each]

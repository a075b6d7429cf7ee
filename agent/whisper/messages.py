"""Wire protocol of the whisper process: framed messages of lengths, a header and samples.

A frame is `>II` (header bytes, sample bytes), a JSON header with the message type under "is", the samples.
"""

import json
import struct
from asyncio import StreamReader
from dataclasses import asdict, dataclass, field
from typing import Literal

from agent.recognizer import TimedWord

LENGTHS = struct.Struct(">II")
MAX_HEADER = 64 * 1024
MAX_SAMPLES = 2 * 1024 * 1024
"""65 s of speech; the engine cuts at 18 s."""
Kind = Literal["final", "guess", "first", "interim"]
"""In the order of their turns: a final, a guess (it may prove to be the final), an utterance's first interim,
another interim."""


class ProtocolError(Exception):
    """The peer sent a malformed or unexpected frame."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Request: transcribe these samples."""

    id: int
    language: str
    kind: Kind
    pcm: bytes
    """16 kHz, mono, 16 bit."""

    @property
    def is_interim(self) -> bool:
        """Whether it may be less accurate."""
        return self.kind in ("first", "interim")

    def is_like(self, other: "Listen") -> bool:
        """Whether both can be transcribed together."""
        return (self.is_interim, self.language) == (other.is_interim, other.language)


@dataclass(frozen=True, slots=True)
class Refine:
    """Request: read speech whose finals are stored again, by the model of the second pass."""

    id: int
    language: str
    names: str
    """Names that may occur, with commas between; empty: none."""
    pcm: bytes
    """16 kHz, mono, 16 bit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTimes:
    """The words of a text, with the space before each, where the language has spaces."""

    words: list[str] = field(default_factory=list)
    starts_ms: list[int] = field(default_factory=list)
    ends_ms: list[int] = field(default_factory=list)
    """After the first sample."""
    confidences: list[float] = field(default_factory=list)

    def timed_words(self) -> list[TimedWord]:
        """Return each word with its own time and confidence."""
        timed = zip(self.words, self.starts_ms, self.ends_ms, self.confidences, strict=True)
        return [TimedWord(*each) for each in timed]


@dataclass(frozen=True, slots=True)
class Refined(WordTimes):
    """Reply: the second pass's text and the model's own doubts about it."""

    id: int
    text: str
    logprob: float
    """Mean natural log-probability of the tokens."""
    no_speech: float
    """Probability that the samples hold no speech."""


@dataclass(frozen=True, slots=True)
class Heard(WordTimes):
    """Reply: the text; empty if the samples were not speech. An interim's words have no times."""

    id: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Busy:
    """Reply: refused for now."""

    id: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Reply: failed; `reason` is a fixed text and never holds what was said."""

    id: int
    reason: str


FULL, TOO_OLD = "queue full", "too old"
"""Reasons of the second pass's queue, which are counted."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Request: cancel; the reply is no longer awaited, and work not begun is skipped."""

    id: int


Message = Listen | Refine | Refined | Heard | Busy | Failed | Drop
TYPES: tuple[type[Message], ...] = (Listen, Refine, Refined, Heard, Busy, Failed, Drop)
KINDS = {each.__name__: each for each in TYPES}


def encode(message: Message) -> bytes:
    """Encode a message as a frame."""
    fields = asdict(message)
    pcm: bytes = fields.pop("pcm", b"")
    header = json.dumps({"is": type(message).__name__, **fields}).encode()
    return LENGTHS.pack(len(header), len(pcm)) + header + pcm


async def receive(reader: StreamReader) -> Message:
    """Read a frame; raises asyncio.IncompleteReadError at the end, ProtocolError on a malformed frame."""
    header_size, pcm_size = LENGTHS.unpack(await reader.readexactly(LENGTHS.size))
    if header_size > MAX_HEADER or pcm_size > MAX_SAMPLES:
        raise ProtocolError("frame too large")
    header = await reader.readexactly(header_size)
    return decode(header, await reader.readexactly(pcm_size))


def decode(header: bytes, pcm: bytes) -> Message:
    """Decode a frame's message; raises ProtocolError."""
    try:
        fields = json.loads(header)
        kind = KINDS[fields.pop("is")]
        return kind(**fields, pcm=pcm) if kind in (Listen, Refine) else kind(**fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProtocolError("frame not understood") from error

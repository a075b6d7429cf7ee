"""What crosses the whisper process's socket: frozen messages in frames of a length, a header and samples.

A frame is `>II` (bytes of header, bytes of samples), the header JSON with its kind under "is", the samples.
"""

import json
import struct
from asyncio import StreamReader
from dataclasses import asdict, dataclass
from typing import Literal

LENGTHS = struct.Struct(">II")
MAX_HEADER = 64 * 1024
MAX_SAMPLES = 2 * 1024 * 1024
"""65 s of speech; the engine cuts at 20."""
Kind = Literal["interim", "guess", "final"]
"""A final is always heard. A guess may prove to be one, and is refused when others wait; an interim also when
another request is being read."""


class ProtocolError(Exception):
    """The other side sent what no version of it sends."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Hear this."""

    id: int
    language: str
    kind: Kind
    pcm: bytes
    """16 kHz, mono, 16 bit."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said; empty when it was not speech."""

    id: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Busy:
    """Not now."""

    id: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Never: `reason` is one of ours, without a word of what was said."""

    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Nobody waits for the answer any more: what has not been begun need not be."""

    id: int


Message = Listen | Heard | Busy | Failed | Drop
KINDS: dict[str, type[Message]] = {each.__name__: each for each in (Listen, Heard, Busy, Failed, Drop)}


def encode(message: Message) -> bytes:
    """Make a frame."""
    fields = asdict(message)
    pcm: bytes = fields.pop("pcm", b"")
    header = json.dumps({"is": type(message).__name__, **fields}).encode()
    return LENGTHS.pack(len(header), len(pcm)) + header + pcm


async def receive(reader: StreamReader) -> Message:
    """Read a frame; raises asyncio.IncompleteReadError at the end, ProtocolError on nonsense."""
    header_size, pcm_size = LENGTHS.unpack(await reader.readexactly(LENGTHS.size))
    if header_size > MAX_HEADER or pcm_size > MAX_SAMPLES:
        raise ProtocolError("frame too large")
    header = await reader.readexactly(header_size)
    return decode(header, await reader.readexactly(pcm_size))


def decode(header: bytes, pcm: bytes) -> Message:
    """Read the message a frame holds; raises ProtocolError."""
    try:
        fields = json.loads(header)
        kind = KINDS[fields.pop("is")]
        return kind(**fields, pcm=pcm) if kind is Listen else kind(**fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProtocolError("frame not understood") from error

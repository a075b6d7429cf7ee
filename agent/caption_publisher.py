"""Publishes captions as `lk.transcription` text streams, the form every LiveKit client expects."""

import asyncio
import json
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import structlog
from livekit import rtc

from agent.job_metrics import SEND_FAILURES
from agent.recognizer import TimedWord

TOPIC = "lk.transcription"
PUBLISH_TIMEOUT_S = 5.0
MAX_WORDS_BYTES = 12_000
"""Of `parley.words`: the header of a stream is one packet, for which WebRTC allows 16 kB everywhere."""
CLOSING = (rtc.StreamError, TimeoutError, RuntimeError, AssertionError)
"""Errors of sending in a room that is closing; the client raises the last for a writer that is gone."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Caption:
    """One version of one segment: its whole text so far, under the id of its database row."""

    segment: UUID
    seq: int | None
    """None: the segment has no row yet."""
    text: str
    """Empty in a final: the segment was dropped, and clients must remove its interim."""
    is_final: bool
    speaker: str
    """LiveKit identity."""
    name: str
    track: str
    engine: str
    start_ms: int
    end_ms: int
    confidence: float | None = None
    words: tuple[TimedWord, ...] = ()
    """On the meeting's clock; none of an interim, or of an engine that does not time words."""
    revision: int = 0
    """Of the row: 0 for an interim, 1 for the first final, more for a later one of the same segment."""
    is_stored: bool = True
    """False while the database is away; a final is then sent again once it is stored."""

    def attributes(self) -> dict[str, str]:
        """Stream attributes: LiveKit's three and Parley's own."""
        return {
            "lk.segment_id": str(self.segment),
            "lk.transcribed_track_id": self.track,
            "lk.transcription_final": "true" if self.is_final else "false",
            "parley.seq": "" if self.seq is None else str(self.seq),
            "parley.stored": "true" if self.is_stored else "false",
            "parley.start_ms": str(self.start_ms),
            "parley.end_ms": str(self.end_ms),
            "parley.speaker": self.speaker,
            "parley.name": self.name,
            "parley.engine": self.engine,
            "parley.revision": str(self.revision),
            "parley.confidence": "" if self.confidence is None else f"{self.confidence:.3f}",
            "parley.words": _packed(self.words),
        }


def _packed(words: tuple[TimedWord, ...]) -> str:
    """JSON; empty without words, or where they are too long to be sent."""
    if not words:
        return ""
    text = json.dumps(
        [[word.w, word.s, word.e, word.c] for word in words], ensure_ascii=False, separators=(",", ":")
    )
    return text if len(text.encode()) <= MAX_WORDS_BYTES else ""


class CaptionSink(Protocol):
    """Destination of captions."""

    async def show(self, caption: Caption) -> None:
        """Send the caption to everybody in the room; a room that is closing raises nothing."""


class RoomCaptionSink:
    """Sends under the agent's own identity, by which clients know that a caption is one.

    LiveKit would let an agent send on behalf of the speaker. A client then sees the speaker as the sender,
    and could not tell a caption from words that somebody typed in; the speaker is an attribute instead.
    """

    def __init__(self, room: rtc.Room) -> None:
        self._room = room
        self._is_superseded = False

    def attributes_changed(self, changed: dict[str, str], participant: rtc.Participant) -> None:
        """Show nothing more that is not stored once another transcriber begins: it holds the lease."""
        if (
            isinstance(participant, rtc.RemoteParticipant)
            and participant.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
            and changed.get("parley.engine")
        ):
            self._is_superseded = True

    async def show(self, caption: Caption) -> None:
        """Send one short text stream; errors of a closed room are ignored.

        If LiveKit's client fails or does not answer, as it may while a room closes or a connection is
        restored, the caption is skipped after a timeout, because the next segment waits to be stored.
        """
        if not self._room.isconnected() or (self._is_superseded and not caption.is_stored):
            return
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT_S):
                await self._send(caption)
        except CLOSING as error:
            SEND_FAILURES.inc()
            log.warning("caption_not_sent", segment=str(caption.segment), error=type(error).__name__)

    async def _send(self, caption: Caption) -> None:
        writer = await self._room.local_participant.stream_text(topic=TOPIC, attributes=caption.attributes())
        if caption.text:
            await writer.write(caption.text)
        await writer.aclose()

"""The door captions leave by: `lk.transcription` text streams, as every LiveKit client expects them."""

import asyncio
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import structlog
from livekit import rtc

TOPIC = "lk.transcription"
PUBLISH_TIMEOUT_S = 5.0
CLOSING = (rtc.StreamError, TimeoutError, RuntimeError, AssertionError)
"""What sending meets in a room that closes: the last is the client's own, for a writer that is gone."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Caption:
    """One state of one segment: the whole text so far, under the id its row has in the database."""

    segment: UUID
    seq: int
    text: str
    """Empty in a final: the segment came to nothing, and its interim is to be taken away."""
    is_final: bool
    speaker: str
    """LiveKit identity."""
    name: str
    track: str
    engine: str
    start_ms: int
    end_ms: int
    confidence: float | None = None

    def attributes(self) -> dict[str, str]:
        """LiveKit's three attributes and ours."""
        return {
            "lk.segment_id": str(self.segment),
            "lk.transcribed_track_id": self.track,
            "lk.transcription_final": "true" if self.is_final else "false",
            "parley.seq": str(self.seq),
            "parley.start_ms": str(self.start_ms),
            "parley.end_ms": str(self.end_ms),
            "parley.speaker": self.speaker,
            "parley.name": self.name,
            "parley.engine": self.engine,
            "parley.confidence": "" if self.confidence is None else f"{self.confidence:.3f}",
        }


class CaptionSink(Protocol):
    """Where captions go."""

    async def show(self, caption: Caption) -> None:
        """Send it to everybody in the room; never raises for a room that is closing."""


class RoomCaptionSink:
    """Sends as the speaker, which LiveKit allows to agents."""

    def __init__(self, room: rtc.Room) -> None:
        self._room = room

    async def show(self, caption: Caption) -> None:
        """Send one short stream; in a room that has closed nobody is left to see it.

        Where LiveKit's client fails or never answers, as it may while a room closes or a connection comes
        back, the caption is not shown: the next words wait to be stored.
        """
        if not self._room.isconnected():
            return
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT_S):
                await self._send(caption)
        except CLOSING as error:
            log.warning("caption_not_shown", segment=str(caption.segment), error=type(error).__name__)

    async def _send(self, caption: Caption) -> None:
        writer = await self._room.local_participant.stream_text(
            topic=TOPIC, sender_identity=caption.speaker, attributes=caption.attributes()
        )
        if caption.text:
            await writer.write(caption.text)
        await writer.aclose()

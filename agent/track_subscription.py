"""A subscribed track: its sound, and the captioner that is replaced when it fails."""

import asyncio
from collections.abc import Callable
from itertools import count
from uuid import UUID

import structlog
from livekit import rtc

from agent.captioner import Captioner
from agent.engine_guard import FIRST_BACKOFF_S, MAX_BACKOFF_S
from agent.faults import Faults
from agent.track_audio import TrackAudio
from server.logs import failure

log = structlog.get_logger()


class TrackSubscription:
    """Runs until the track's stream ends or is closed."""

    def __init__(self, sid: str, stream: rtc.AudioStream, room_id: UUID) -> None:
        self._sid = sid
        self._stream = stream
        self._room_id = room_id
        self._captioner: Captioner | None = None

    def flush(self) -> None:
        """End the utterance now."""
        if self._captioner is not None:
            self._captioner.flush()

    async def aclose(self) -> None:
        """Close the stream; its last frames are still recorded and captioned."""
        await self._stream.aclose()

    async def caption(self, audio: TrackAudio, captioner: Callable[[], Captioner], faults: Faults) -> None:
        """Caption the track to its end; a captioner that fails is replaced, with backoff."""
        log.info("track_started", room=str(self._room_id), track=self._sid)
        for failures in count():
            self._captioner = captioner()
            try:
                await self._captioner.run(audio.frames())
                break
            except Exception as error:  # noqa: BLE001  the speaker goes on, so captioning must
                log.error("captioner_failed", room=str(self._room_id), track=self._sid, **failure(error))
                faults.begin(self._sid, "engine")
            await asyncio.sleep(min(FIRST_BACKOFF_S * 2**failures, MAX_BACKOFF_S))
        log.info("track_ended", room=str(self._room_id), track=self._sid)

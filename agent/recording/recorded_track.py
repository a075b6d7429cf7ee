"""Records one track, as the last stage of its sound: whom, is decided for each frame."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import UUID

import structlog

from agent.meeting_clock import MeetingClock
from agent.recording.opus_file import ERRORS, PER_MS, Samples
from agent.recording.part import Part
from agent.recording.part_names import directory_of, part_name
from agent.segment_records import Speaker
from agent.track_audio import Track
from server.meeting.ids import uuid7
from server.meeting.recording_tracks import RecordingTrack

LONGEST_SILENCE_MS = 2_000
"""A longer one, as of a muted microphone, is left out of the file: the next part begins after it."""
RETRY_MS = 5_000
"""After a file cannot be written, another one is begun so much later."""
MOST_WAITING = 200
"""Frames of one track waiting for the disk, 10 s; later ones are lost until it is back."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RecordingPlace:
    """Where a recording is written."""

    root: Path
    """The directory of all recordings."""
    room_id: UUID
    recording_id: UUID


class _OpenPart:
    """A part on its way to the disk; the executor's one thread opens, writes and closes it in this order."""

    def __init__(
        self, row: RecordingTrack, path: Path, executor: Executor, works: Callable[[], None]
    ) -> None:
        self.row = row
        self.end_ms = row.start_ms
        self.waiting = 0
        self.is_broken = False
        self._executor = executor
        self._works = works
        self._is_proven = False
        self._path = path
        self._part: Part | None = None
        self._loop = asyncio.get_running_loop()

    def write(self, pcm: Samples, at_ms: int) -> bool:
        """Have a frame written; False if it is lost, because too many wait for the disk."""
        self.end_ms = at_ms + len(pcm) // PER_MS
        if self.waiting >= MOST_WAITING:
            return False
        self.waiting += 1
        writing = self._loop.run_in_executor(self._executor, self._write, pcm, at_ms)
        writing.add_done_callback(self._written)
        return True

    def close(self) -> "asyncio.Future[tuple[int, int, str] | None]":
        return self._loop.run_in_executor(self._executor, self._close)

    def _write(self, pcm: Samples, at_ms: int) -> None:
        if self._part is None:
            self._part = Part(self._path, self.row.start_ms)
        self._part.write(pcm, at_ms)

    def _written(self, done: "asyncio.Future[None]") -> None:
        self.waiting -= 1
        if done.cancelled():
            return
        if (error := done.exception()) is None:
            if not self._is_proven:
                self._is_proven = True
                self._works()
            return
        if not self.is_broken:
            log.error("recording_not_written", part=self.row.part, error=type(error).__name__)
        self.is_broken = True

    def _close(self) -> tuple[int, int, str] | None:
        try:
            return self._part.close() if self._part is not None else None
        except ERRORS as error:
            log.error("recording_not_closed", part=self.row.part, error=type(error).__name__)
            return None


class RecordedTrack:
    """A stage that returns each frame as it came."""

    def __init__(
        self, track: Track, clock: MeetingClock, executor: Executor, events: "RecordingEvents"
    ) -> None:
        self._track = track
        self._clock = clock
        self._executor = executor
        self._events = events
        self._part: _OpenPart | None = None
        self._not_before_ms = 0

    def take(self, pcm: Samples, start_ms: int) -> Samples:
        """Record the frame if its speaker is recorded now."""
        speaker, place = self._speaker(), None
        if speaker is not None and speaker.participant_id is not None and self._clock.is_running:
            place = self._events.place_for(speaker.participant_id)
        if speaker is None or place is None:
            self.stop()
            return pcm
        at_ms = start_ms + self._clock.offset_ms
        if at_ms >= self._not_before_ms:
            self._record(pcm, at_ms, place, speaker)
        return pcm

    def stop(self) -> None:
        """Close the part that is open, if any."""
        if self._part is not None:
            closed, row = self._part.close(), self._part.row
            closed.add_done_callback(partial(self._closed, row))
            self._part = None

    def close(self) -> None:
        """Finish with the track."""
        self.stop()
        self._events.ended(self)

    def _speaker(self) -> Speaker | None:
        known = self._track.speaker
        return known.result() if known.done() and not known.cancelled() else None

    def _record(self, pcm: Samples, at_ms: int, place: RecordingPlace, speaker: Speaker) -> None:
        part = self._part
        if part is not None and part.is_broken:
            self._not_before_ms = at_ms + RETRY_MS
            self._events.broke()
            self.stop()
            return
        other = part is not None and part.row.recording_id != place.recording_id
        if part is None or other or at_ms - part.end_ms > LONGEST_SILENCE_MS:
            self.stop()
            part = self._part = self._begin(at_ms, place, speaker)
        if not part.write(pcm, at_ms):
            self._events.lost()

    def _begin(self, at_ms: int, place: RecordingPlace, speaker: Speaker) -> _OpenPart:
        assert speaker.participant_id is not None  # noqa: S101  who has no seat has not agreed
        number = self._events.next_part()
        name = part_name(number, at_ms, speaker.participant_id)
        path = f"{directory_of(place.room_id, place.recording_id)}/{name}"
        row = RecordingTrack(
            uuid7(),
            place.recording_id,
            place.room_id,
            speaker.participant_id,
            "part",
            speaker.name,
            number,
            path,
            at_ms,
        )
        self._events.store(row)
        return _OpenPart(row, place.root / path, self._executor, self._events.works)

    def _closed(self, row: RecordingTrack, done: "asyncio.Future[tuple[int, int, str] | None]") -> None:
        if done.cancelled() or done.exception() is not None or (written := done.result()) is None:
            return
        duration_ms, size, sha256 = written
        self._events.store(replace(row, duration_ms=duration_ms, file_size=size, sha256=sha256))


@dataclass(frozen=True, slots=True)
class RecordingEvents:
    """What a track asks of the recorder, and tells it."""

    place_for: Callable[[UUID], RecordingPlace | None]
    """Where a participant is recorded now; None: they are not."""
    next_part: Callable[[], int]
    store: Callable[[RecordingTrack], None]
    broke: Callable[[], None]
    works: Callable[[], None]
    """A file could be begun."""
    lost: Callable[[], None]
    """Some of the sound could not be kept."""
    ended: Callable[[RecordedTrack], None]

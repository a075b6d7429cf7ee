"""The videos on a meeting's page, and what is said of those that are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from server.meeting.playback import STATES
from server.meeting.rooms import Room
from server.meeting.videos import SENTENCES, Video

UNSAID = ("empty",)
"""Nobody misses a video that was stopped before it began."""
PREPARING = "A video of the meeting is being prepared."


@dataclass(frozen=True, slots=True)
class ShownVideo:
    """A video that can be played."""

    id: UUID
    title: str
    """Numbered where there are several."""
    begins_ms: int
    """On the meeting's clock."""
    seconds: int


@dataclass(frozen=True, slots=True)
class VideosView:
    """Of a meeting that is over; both are empty where none was made."""

    videos: tuple[ShownVideo, ...] = ()
    sentences: tuple[str, ...] = ()
    is_awaited: bool = False


def videos_view(room: Room, found: Sequence[Video]) -> VideosView:
    """Return what there is to watch, in order, and why there is not more."""
    if not room.is_over:
        return VideosView()
    ready = [each for each in found if STATES[each.status] == "ready"]
    lost = {each.fault: None for each in found if not each.is_open and each.fault not in (None, *UNSAID)}
    awaited = any(each.is_open for each in found)
    reasons = [f"{_subject(fault, bool(ready))} {SENTENCES[fault]}" for fault in lost if fault is not None]
    return VideosView(
        tuple(_shown(room, each, number if len(ready) > 1 else 0) for number, each in enumerate(ready, 1)),
        (*reasons, *((PREPARING,) if awaited else ())),
        awaited,
    )


def _subject(fault: str, has_others: bool) -> str:
    if fault == "forgotten":
        return "A video is gone."
    return "A part of the meeting is on no video." if has_others else "There is no video."


def _shown(room: Room, found: Video, number: int) -> ShownVideo:
    began = found.started_at or room.started_at
    begins_ms = int((began - room.started_at).total_seconds() * 1000) if began and room.started_at else 0
    title = f"Video {number}" if number else "Video"
    return ShownVideo(found.id, title, max(0, begins_ms), found.duration or 0)

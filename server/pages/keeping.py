"""The form in which the host of an ended meeting changes how long it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.config import Settings
from server.meeting.access import Right, Standing
from server.meeting.retention import KEPT_ROOM, NOUNS, Kind, days_kept
from server.meeting.room_settings import MAX_DAYS_KEPT

GOES: dict[Kind, str] = {
    "recordings": "Recording, sound and video",
    "transcripts": "Transcript and minutes, with action items and private reports",
    "chat": "Chat",
}
"""All that is deleted with each kind."""


@dataclass(frozen=True, slots=True)
class KeptField:
    """One kind's days: of the room alone (0: none of its own), of the server, and those that hold."""

    kind: Kind
    words: str
    goes: str
    own: int
    server: int | None
    now: int | None

    @property
    def most(self) -> int:
        """The highest number that makes a difference."""
        return self.server or MAX_DAYS_KEPT


def kept_fields(settings: Settings, standing: Standing) -> list[KeptField]:
    """Return a field for each kind; empty for readers who may not change it, and before the end."""
    may = standing.may(Right.KEEP) and standing.room.status in KEPT_ROOM
    return list(_fields(settings, standing)) if may else []


def _fields(settings: Settings, standing: Standing) -> Iterator[KeptField]:
    for kind, words in NOUNS.items():
        server = getattr(settings, f"keep_{kind}_days")
        own = getattr(standing.room.settings, f"keep_{kind}_days")
        capped = min(own, server) if server else own
        yield KeptField(kind, words, GOES[kind], capped, server, days_kept(settings, standing.room, kind))

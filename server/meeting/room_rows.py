"""A meeting as its row has it, with what its links are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from server.meeting import states
from server.meeting.db import from_json
from server.meeting.room_settings import RoomSettings

RoomType = Literal["instant", "scheduled", "recurring", "external", "permanent"]
RoomStatus = Literal["scheduled", "waiting", "live", "ended", "archived", "cancelled"]


@dataclass(frozen=True, slots=True)
class Room:
    """A meeting."""

    id: UUID
    slug: str
    name: str
    type: RoomType
    status: RoomStatus
    host_id: UUID | None
    host_name: str | None
    livekit_room_name: str
    max_participants: int
    current_participants: int
    settings: RoomSettings
    scheduled_start_time: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    duration: int | None  # seconds
    tags: tuple[str, ...]
    created_at: datetime
    time_zone: str = "UTC"
    """An IANA name; dates in the minutes are counted in it."""
    livekit_sid: str | None = None
    """LiveKit's id of the present opening of the room; its names are reused."""
    scheduled_minutes: int = 60
    """Planned; the next is how often its date has changed, for calendars."""
    calendar_sequence: int = 0
    parent_room_id: UUID | None = None  # of a breakout room: the main meeting
    series_id: UUID | None = None
    occurrence: datetime | None = None
    link: str | None = None
    """That the host chose, for the meeting or the whole series; the slug leads there, too."""
    permanent_slug: str | None = None
    """The code of the permanent room that it is a meeting of, for who may enter the present or next one."""

    @property
    def is_open(self) -> bool:
        """Whether people may still join."""
        return self.status in states.OPEN_ROOM

    @property
    def is_over(self) -> bool:
        """Whether the meeting has ended."""
        return self.status in states.OVER_ROOM

    @property
    def livekit_name(self) -> str:
        """LiveKit's name of the room; `livekit_room_name` of an external room also has the sid."""
        name = self.livekit_room_name
        return name.rpartition("/")[0] if self.type == "external" else name


SELECT_ROOM = """
    SELECT r.id, r.slug, r.name, r.type, r.status, r.host_id,
           person_name(r.host_id) AS host_name, r.livekit_room_name,
           r.max_participants, r.current_participants, r.settings, r.scheduled_start_time, r.started_at,
           r.ended_at, r.duration, r.tags, r.created_at, r.time_zone, r.livekit_sid,
           r.scheduled_minutes, r.calendar_sequence, r.parent_room_id, r.series_id, r.occurrence,
           CASE WHEN r.series_id IS NULL OR is_lasting OR r.type <> 'permanent' AND r.host_id = app_user()
                THEN chosen_link(r.id, r.series_id) END AS link,
           CASE WHEN is_lasting THEN permanent_slug(r.series_id) END AS permanent_slug
    FROM rooms r
    CROSS JOIN LATERAL (SELECT r.type = 'permanent' AND (r.status IN ('scheduled', 'waiting', 'live')
        OR EXISTS (SELECT FROM rooms o WHERE o.series_id = r.series_id AND o.type = 'permanent'
                   AND o.status IN ('scheduled', 'waiting', 'live'))) AS is_lasting) lasting
"""
"""Past meetings of a permanent room do not tell its links to who sees no present one."""


def room_of(row: Record) -> Room:
    """Read a row of SELECT_ROOM."""
    values: dict[str, Any] = dict(row)
    values["settings"] = RoomSettings(**from_json(values["settings"]))
    values["tags"] = tuple(values["tags"])
    return Room(**values)

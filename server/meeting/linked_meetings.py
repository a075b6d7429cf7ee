"""The main meeting of a breakout, and a meeting's breakouts, as far as the actor may read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from server.meeting.db import fetch
from server.meeting.rooms import RoomStatus


@dataclass(frozen=True, slots=True)
class LinkedMeeting:
    """`label` is a breakout's own name within its meeting; the main meeting's is its name."""

    slug: str
    name: str
    label: str
    status: RoomStatus
    duration: int | None  # seconds


@dataclass(frozen=True, slots=True)
class LinkedMeetings:
    """What one meeting's page leads to."""

    main: LinkedMeeting | None = None
    breakouts: tuple[LinkedMeeting, ...] = ()


NONE = LinkedMeetings()


async def linked_meetings(room_id: UUID) -> LinkedMeetings:
    """Return those of one meeting."""
    return (await linked_meetings_of([room_id])).get(room_id, NONE)


async def linked_meetings_of(room_ids: Iterable[UUID]) -> Mapping[UUID, LinkedMeetings]:
    """Return those of each meeting that has any, in the order in which they were opened."""
    mains: dict[UUID, LinkedMeeting] = {}
    breakouts: dict[UUID, list[LinkedMeeting]] = {}
    for row in await fetch("SELECT * FROM linked_meetings($1)", list(room_ids)):
        values = dict(row)
        of_room, is_main = values.pop("of_room"), values.pop("is_main")
        if is_main:
            mains[of_room] = LinkedMeeting(**values)
        else:
            breakouts.setdefault(of_room, []).append(LinkedMeeting(**values))
    return {
        each: LinkedMeetings(mains.get(each), tuple(breakouts.get(each, ())))
        for each in mains.keys() | breakouts.keys()
    }

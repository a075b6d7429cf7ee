"""The grants of people inside a running meeting: LiveKit follows the permission table.

Whoever changes a role or a switch applies the grants in the transaction that stores it: if LiveKit refuses,
the rows are rolled back, and who was granted anew gets the old grants again.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

import structlog

from server.errors import LiveKitUnavailable
from server.livekit_client import LiveKitClient, Seat
from server.meeting.db import transaction
from server.meeting.participants import Participant, participants_of
from server.meeting.permissions import sources
from server.meeting.rooms import Room

RIGHTS_CHANGED = "parley.room"
"""Topic of the empty packet that tells clients to fetch the room again."""
log = structlog.get_logger()


def seat_of(room: Room, place: Participant) -> Seat:
    """Return what somebody holds in LiveKit: name, role and what they may publish."""
    may_publish = sources(
        place.role, room.settings, may_speak=place.may_speak, may_share=place.can_share_screen
    )
    spotlight = spotlight_value(place.spotlit_at) if place.spotlit_at is not None else ""
    return Seat(room.livekit_name, place.identity, place.display_name, place.role, may_publish, spotlight)


def spotlight_value(since: datetime) -> str:
    """Return the attribute of whom everybody sees large; the latest counts."""
    return since.astimezone(UTC).isoformat(timespec="milliseconds")


async def regrant(livekit: LiveKitClient, before: Mapping[UUID, Seat], now: Mapping[UUID, Seat]) -> None:
    """Apply the grants of those inside whose seat changed; all or none of them.

    Raises LiveKitUnavailable after giving the earlier ones back to whom they were already taken from.
    """
    done: list[Seat] = []
    try:
        for place_id, seat in now.items():
            if before.get(place_id) != seat:
                done.append(before.get(place_id, seat))
                await livekit.regrant(seat)
    except LiveKitUnavailable:
        log.warning("grants_refused", given_back=len(done))
        for seat in done:
            with suppress(LiveKitUnavailable):
                await livekit.regrant(seat)
        raise


async def regranting(livekit: LiveKitClient, room: Room, change: Callable[[], Awaitable[Room]]) -> Room:
    """Store a change of the room and grant anew what people may publish; neither if LiveKit refuses."""
    async with transaction():
        people = await participants_of(room.id)
        changed = await change()
        await regrant(livekit, seats_of(room, people), seats_of(changed, people))
    await tell_rights(livekit, changed)
    return changed


async def tell_rights(livekit: LiveKitClient, room: Room, people: Sequence[Participant] = ()) -> None:
    """Have their clients, or everybody's, ask what they may do now; call it after the commit."""
    with suppress(LiveKitUnavailable):
        await livekit.send(room.livekit_name, RIGHTS_CHANGED, "", [place.identity for place in people])


def seats_of(room: Room, people: Sequence[Participant]) -> dict[UUID, Seat]:
    """Return the seats of everybody inside, by participant."""
    return {place.id: seat_of(room, place) for place in people if place.status == "joined"}

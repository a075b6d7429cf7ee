"""SQL functions that check admission to a meeting for actors who may not read the rows themselves."""

from datetime import timedelta
from uuid import UUID

from server.meeting.db import fetch, fetch_one


async def newcomers_wait(room_id: UUID) -> bool:
    """Whether the actor would wait as a newcomer: for the lobby, or because somebody was removed."""
    row = await fetch_one("SELECT newcomers_wait($1) AS so", room_id)
    return row is not None and bool(row["so"])


async def must_knock(place_id: UUID) -> bool:
    """Whether who has the place waits, or has kept it and never was inside, and would wait as a newcomer.

    Who was turned away, or was removed at a meeting before, must; who waits must also where a newcomer would
    be refused.
    """
    row = await fetch_one("SELECT must_knock($1) AS so", place_id)
    return row is not None and bool(row["so"])


async def host_awaited(room_id: UUID) -> bool:
    """Whether the room waits for its host, and neither host nor co-host has been there."""
    row = await fetch_one("SELECT host_awaited($1) AS so", room_id)
    return row is not None and bool(row["so"])


async def knock_again(place_id: UUID, note: str) -> bool:
    """Ask once more to be let in, with a note; False within a minute after being turned away."""
    row = await fetch_one("SELECT knock_again($1, $2) AS so", place_id, note)
    return row is not None and bool(row["so"])


async def come_to_door(place_id: UUID) -> bool:
    """Note that the actor, who waits, is there; whether they were marked as gone until now."""
    row = await fetch_one("SELECT come_to_door($1) AS so", place_id)
    return row is not None and bool(row["so"])


async def leave_door(place_id: UUID, unseen: timedelta) -> bool:
    """Mark the actor, who waits, as gone; False if any process has seen them since, or they do not wait."""
    row = await fetch_one("SELECT leave_door($1, $2) AS so", place_id, unseen)
    return row is not None and bool(row["so"])


async def keep_at_door(place_ids: list[UUID]) -> list[tuple[UUID, UUID]]:
    """Note who of those is still there; returns who was marked as gone, with the room. Runs as media."""
    rows = await fetch("SELECT place, room FROM keep_at_door($1)", place_ids)
    return [(row["place"], row["room"]) for row in rows]


async def clear_doors(unseen: timedelta) -> list[tuple[UUID, UUID]]:
    """Mark as gone whom no process has seen for so long; returns them with the room. Runs as media."""
    rows = await fetch("SELECT place, room FROM clear_doors($1)", unseen)
    return [(row["place"], row["room"]) for row in rows]


async def may_be_in_breakout(place_id: UUID) -> bool:
    """Whether a place in a breakout is that of somebody assigned there, or of who leads the meeting."""
    row = await fetch_one("SELECT may_be_in_breakout($1) AS so", place_id)
    return row is not None and bool(row["so"])


async def names_there(room_id: UUID, *, but: UUID | None) -> list[str]:
    """Return the names of all who are or were in the meeting, except one participant, by arrival."""
    rows = await fetch("SELECT name FROM names_there($1, $2)", room_id, but)
    return [row["name"] for row in rows]


async def lobby_is_full(room_id: UUID) -> bool:
    """Whether so many wait that nobody more may."""
    row = await fetch_one("SELECT lobby_is_full($1) AS so", room_id)
    return row is not None and bool(row["so"])


async def ask_to_enter(place_id: UUID, room_id: UUID, name: str, guest_token_hash: str | None) -> bool:
    """Give the actor a place with status `waiting`, or have them wait with theirs, which `must_knock`.

    False if the link opens nothing, or too many wait.
    """
    row = await fetch_one(
        "SELECT ask_to_enter($1, $2, $3, $4) AS so", place_id, room_id, name, guest_token_hash
    )
    return row is not None and bool(row["so"])


async def is_of_another_meeting(room_id: UUID, identity: str) -> bool:
    """Whether the identity belongs to another of our meetings; runs as `parley_media`."""
    try:
        place_id = UUID(identity)
    except ValueError:
        return False
    row = await fetch_one("SELECT room_id FROM participants WHERE id = $1", place_id)
    return row is not None and row["room_id"] != room_id


async def ended_sessions(session_ids: list[UUID]) -> set[UUID]:
    """Return the sessions that ended: signed out, revoked, expired, or of a closed account."""
    rows = await fetch("SELECT * FROM ended_sessions($1) AS id", session_ids)
    return {row["id"] for row in rows}


async def removed_places(place_ids: list[UUID]) -> set[UUID]:
    """Return the places of removed people, and of who is not assigned to their breakout; runs as media."""
    rows = await fetch(
        """
        SELECT p.id FROM participants p JOIN rooms r ON r.id = p.room_id WHERE p.id = ANY($1::uuid[])
          AND (p.status = 'removed' OR (r.parent_room_id IS NOT NULL AND NOT may_be_in_breakout(p.id)))
        """,
        place_ids,
    )
    return {row["id"] for row in rows}

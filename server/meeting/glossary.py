"""A room's glossary: words that the transcriber is to expect there, and in its host's other meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from server.meeting.db import execute, fetch, transaction

MAX_TERMS = 200
"""Of one room."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms, the newest first."""

    own: tuple[str, ...]
    """Of the room itself."""
    from_other_meetings: tuple[str, ...]
    """Of the host's other meetings; shown to the host only."""

    @property
    def all(self) -> tuple[str, ...]:
        """Each term once."""
        return tuple(dict.fromkeys((*self.own, *self.from_other_meetings)))


async def glossary_of(room_id: UUID) -> Glossary:
    """Return what the actor may know of it: moderators the room's terms, host and transcriber all."""
    rows = await fetch("SELECT term, is_own FROM glossary_of($1)", room_id)
    own = tuple(row["term"] for row in rows if row["is_own"])
    others = dict.fromkeys(row["term"] for row in rows if not row["is_own"])
    return Glossary(own, tuple(term for term in others if term not in own))


async def add_terms(room_id: UUID, user_id: UUID | None, terms: Sequence[str]) -> None:
    """Add terms to the room's own; those there are stay."""
    await execute(
        "INSERT INTO glossary_terms (room_id, term, added_by)"
        " SELECT $1, term, $3 FROM unnest($2::text[]) AS term ON CONFLICT DO NOTHING",
        room_id,
        list(terms),
        user_id,
    )


async def replace_terms(
    room_id: UUID, user_id: UUID | None, terms: Sequence[str], kept_elsewhere: Sequence[str] | None = None
) -> None:
    """Make these the room's own terms.

    `kept_elsewhere`: those of the host's other meetings that stay, the others are deleted there; None: all
    stay.
    """
    async with transaction():
        if kept_elsewhere is not None:
            await execute(
                "DELETE FROM glossary_terms WHERE NOT term = ANY($2::text[]) AND room_id <> $1 AND room_id IN"
                " (SELECT o.id FROM rooms o JOIN rooms r ON r.id = $1 WHERE o.host_id = r.host_id)",
                room_id,
                list(kept_elsewhere),
            )
        await execute(
            "DELETE FROM glossary_terms WHERE room_id = $1 AND NOT term = ANY($2::text[])",
            room_id,
            list(terms),
        )
        await add_terms(room_id, user_id, terms)

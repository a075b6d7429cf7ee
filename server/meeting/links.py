"""Links that hosts choose for their meetings and series, instead of the generated codes.

A chosen link leads to a room that keeps its generated code, so whatever holds the code stays right. Only
letters of ASCII, digits and single hyphens are allowed, and links that look alike (m0068) are one.
"""

import re
from typing import Final
from uuid import UUID

from server.errors import Conflict, Forbidden
from server.meeting.audit import record
from server.meeting.db import fetch_one
from server.meeting.room_rows import Room

SHORTEST, LONGEST = 3, 48
HELD_DAYS = 90
"""So long after another was chosen or the meeting was over, a link is kept from other hosts."""
_SPELLING: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_GENERATED: Final = re.compile(r"[a-z]{3}-[a-z]{4}-[a-z]{3}")
RESERVED: Final = frozenset({
    "account", "admin", "administrator", "api", "auth", "change", "docs", "help", "home", "host", "import",
    "invitations", "live", "login", "meeting", "meetings", "new", "official", "operator", "parley", "people",
    "register", "root", "search", "security", "settings", "signin", "support", "system", "test",
})  # fmt: skip
"""They would look as if the server itself, or one of its pages, were behind the link."""


class LinkTaken(Conflict):
    """Somebody has the link, or had it lately; whose and what it leads to is not told."""

    title = "This link is taken"
    detail = "Another meeting has or had this link, or one that looks like it. Choose another."


class LinkNeedsDoor(Conflict):
    """Guests would come in by a link that can be guessed."""

    title = "Guests have to wait at the door"
    detail = (
        "The meeting's link was chosen, so it can be guessed. Let guests wait in the lobby, admit only"
        " members or who is invited, or remove the link."
    )


def link_code(text: str) -> str:
    """Return a chosen link as it is stored; raises ValueError with what is wrong."""
    code = text.strip().lower()
    if not code.isascii() or not _SPELLING.fullmatch(code):
        raise ValueError("Use letters from a to z, digits, and single hyphens between them.")
    if not SHORTEST <= len(code) <= LONGEST:
        raise ValueError(f"Use {SHORTEST} to {LONGEST} characters.")
    if code.isdigit():
        raise ValueError("Use at least one letter.")
    if _GENERATED.fullmatch(code):
        raise ValueError("Choose one that does not look like a generated code, as abc-defg-hij does.")
    if code in RESERVED:
        raise ValueError("Choose another: this word is reserved.")
    return code


def is_guessable(slug: str) -> bool:
    """Whether a host could have chosen it; the generated codes are random."""
    try:
        return link_code(slug) == slug
    except ValueError:
        return False


async def choose_link(room_id: UUID, code: str | None) -> None:
    """Give an open meeting, or the whole series it is of, a link instead of its present one; None: none.

    Where the link lets anybody in, guests wait in the lobby from now on. Call it in a transaction, which an
    error has to end. Raises LinkTaken, and Forbidden for all but the host.
    """
    row = await fetch_one("SELECT choose_link($1, $2) AS told", room_id, code)
    told = row["told"] if row is not None else None
    if told == "taken":
        raise LinkTaken
    if told not in ("chosen", "dropped"):
        raise Forbidden("Only the host chooses the link, until the meeting is over.")
    await record("room_access", "link.choose" if code else "link.remove", room_id)


async def may_choose_link(room: Room, user_id: UUID) -> bool:
    """Whether `choose_link` refuses somebody nothing: a series' link stays with the host of the series."""
    if not room.is_open or room.host_id != user_id or room.parent_room_id or room.type == "external":
        return False
    if room.series_id is None:
        return True
    row = await fetch_one(
        "SELECT root.id FROM room_series s JOIN room_series root ON root.id = s.root_id"
        " WHERE s.id = $1 AND root.host_id = $2",
        room.series_id,
        user_id,
    )
    return row is not None


async def led_by_link(link: str) -> str | None:
    """Return the code of the room that a chosen link leads the actor to."""
    row = await fetch_one("SELECT led_by_link($1) AS slug", link)
    return row["slug"] if row is not None else None


async def was_at(link: str, person_id: UUID) -> bool:
    """Whether somebody has a place in any meeting of the series that has the chosen link."""
    row = await fetch_one(
        "SELECT FROM participants p JOIN rooms r ON r.id = p.room_id WHERE p.user_id = $2"
        " AND p.status NOT IN ('waiting', 'removed') AND r.series_id IS NOT NULL"
        " AND chosen_link(r.id, r.series_id) = $1 LIMIT 1",
        link,
        person_id,
    )
    return row is not None

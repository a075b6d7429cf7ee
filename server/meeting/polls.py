"""Polls of a meeting: asked by hosts, answered by who is inside, counted by the database.

Of an anonymous poll nobody stores who chose what: a vote in it is counted at once and cannot be changed.
"""

# ruff: noqa: S608  only a constant list of columns is put into a statement; values go by $1

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from asyncpg import Record

from server.errors import Conflict, Forbidden, Invalid, NotFound
from server.meeting import states
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.entry_errors import RoomEnded
from server.meeting.participants import Participant

Kind = Literal["single", "multiple"]
Results = Literal["live", "closed"]
MOST_OPTIONS = 20
MOST_POLLS = 100
"""In one meeting."""
COLUMNS = "id, participant_id, name, question, options, kind, is_anonymous, results, created_at, closed_at"


class PollNotFound(NotFound):
    """No such poll in this meeting."""

    title = "There is no such poll"
    detail = "The host may have deleted it."


@dataclass(frozen=True, slots=True)
class Choice:
    """An option; `votes` is None until results are shown, `voters` chose it, where that is told."""

    text: str
    votes: int | None = None
    voters: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll as one person sees it: `mine` are places of what they chose, empty where nobody stores it."""

    id: UUID
    participant_id: UUID | None
    name: str
    question: str
    choices: tuple[Choice, ...]
    kind: Kind
    is_anonymous: bool
    results: Results
    created_at: datetime
    closed_at: datetime | None
    """None while it takes votes, and where the meeting's end closed it."""
    voters: int
    has_voted: bool
    mine: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewPoll:
    """What is asked, with 2 to MOST_OPTIONS different options."""

    question: str
    options: Sequence[str]
    kind: Kind = "single"
    is_anonymous: bool = False
    results: Results = "live"


async def ask_poll(asker: Participant, new: NewPoll) -> UUID:
    """Open a poll; raises RoomEnded, and Conflict where the meeting has too many."""
    async with transaction():
        room = await fetch_one("SELECT hold_room($1) AS status", asker.room_id)
        if room is None or room["status"] not in states.OPEN_ROOM:
            raise RoomEnded
        known = await fetch_one("SELECT count(*) AS polls FROM polls WHERE room_id = $1", asker.room_id)
        if known is not None and known["polls"] >= MOST_POLLS:
            raise Conflict(f"A meeting can have {MOST_POLLS} polls. Delete one of them first.")
        row = await fetch_one(
            "INSERT INTO polls (room_id, participant_id, name, question, options, kind, is_anonymous,"
            " results)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
            asker.room_id, asker.id, asker.display_name, new.question, list(new.options), new.kind,
            new.is_anonymous, new.results,
        )  # fmt: skip
    if row is None:
        raise RoomEnded
    return UUID(str(row["id"]))


_REFUSED = {
    "absent": Forbidden("Join the meeting first."),
    "closed": Conflict("This poll is closed."),
    "unknown": Invalid("Choose among the options of this poll."),
    "several": Invalid("This poll takes one option."),
    "nothing": Invalid("Choose an option."),
    "counted": Conflict("Your vote is counted. It cannot be changed, for nobody stores whose it was."),
}


async def cast_vote(room_id: UUID, poll_id: UUID, places: Sequence[int]) -> None:
    """Replace one's vote by options, counted from 0; none takes it back.

    Raises PollNotFound, Forbidden for who is not inside, Conflict where it is closed or an anonymous vote
    was cast before, and Invalid.
    """
    await poll_of(room_id, poll_id)
    row = await fetch_one("SELECT cast_vote($1, $2) AS told", poll_id, list(places))
    told = row["told"] if row is not None else "absent"
    if told != "cast":
        refusal = _REFUSED[told]
        raise type(refusal)(refusal.detail)


async def close_poll(room_id: UUID, poll_id: UUID) -> bool:
    """End the voting for good; False if it had ended. Raises PollNotFound."""
    await poll_of(room_id, poll_id)
    return bool(
        await execute(
            "UPDATE polls SET closed_at = now() WHERE room_id = $1 AND id = $2 AND closed_at IS NULL",
            room_id,
            poll_id,
        )
    )


async def delete_poll(room_id: UUID, poll_id: UUID) -> None:
    """Delete a poll of an open meeting with its votes; raises PollNotFound, and RoomEnded after the end."""
    await poll_of(room_id, poll_id)
    if not await execute("DELETE FROM polls WHERE room_id = $1 AND id = $2", room_id, poll_id):
        raise RoomEnded


async def poll_of(room_id: UUID, poll_id: UUID) -> Poll:
    """Return one poll; raises PollNotFound."""
    for each in await polls_of(room_id):
        if each.id == poll_id:
            return each
    raise PollNotFound


async def polls_of(room_id: UUID) -> list[Poll]:
    """List a meeting's polls as asked, with results where they are shown."""
    rows = await fetch(f"SELECT {COLUMNS} FROM polls WHERE room_id = $1 ORDER BY created_at, id", room_id)
    if not rows:
        return []
    turnouts = {row["poll_id"]: row for row in await fetch("SELECT * FROM poll_turnouts($1)", room_id)}
    tallies: dict[UUID, dict[int, Record]] = {}
    for row in await fetch("SELECT * FROM poll_tallies($1)", room_id):
        tallies.setdefault(row["poll_id"], {})[row["choice"]] = row
    return [_poll(row, turnouts.get(row["id"]), tallies.get(row["id"], {})) for row in rows]


def _poll(row: Record, turnout: Record | None, tally: dict[int, Record]) -> Poll:
    told = {name: row[name] for name in COLUMNS.split(", ") if name != "options"}
    return Poll(
        **told,
        choices=tuple(_choice(text, tally.get(place)) for place, text in enumerate(row["options"])),
        voters=turnout["voters"] if turnout else 0,
        has_voted=bool(turnout and turnout["has_voted"]),
        mine=tuple(turnout["mine"]) if turnout else (),
    )


def _choice(text: str, tally: Record | None) -> Choice:
    return Choice(text) if tally is None else Choice(text, tally["votes"], tuple(tally["voters"]))

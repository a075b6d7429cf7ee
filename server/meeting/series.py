"""Series of meetings: made by their host, and kept a few meetings ahead."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from asyncpg import Record

from server.errors import Conflict, NotFound
from server.meeting.accounts import Account
from server.meeting.audit import record
from server.meeting.db import execute, fetch, fetch_one, from_json, to_json, transaction
from server.meeting.invitations import Offer, invite_members
from server.meeting.links import choose_link
from server.meeting.recurrence import PAST_TOLERANCE, Plan
from server.meeting.room_settings import RoomSettings
from server.meeting.rooms import SELECT_ROOM, Room, new_slug, room_of
from server.meeting.series_invitations import INVITED_DAYS, copy_invitations

AHEAD = 8
"""So many meetings of a series have their rooms beforehand."""


class SeriesNotFound(NotFound):
    """There is no such series, or it is another host's."""

    title = "No such series"
    detail = "Check the link, or sign in as its host."


@dataclass(frozen=True, slots=True)
class NewSeries:
    """The fields of a series to be made; `starts` is its first meeting."""

    name: str
    rule: str
    starts: datetime
    last_day: date | None = None
    minutes: int = 60
    time_zone: str = "UTC"
    max_participants: int = 50
    settings: RoomSettings = field(default_factory=RoomSettings)
    tags: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan:
        """When its meetings are."""
        return Plan(self.rule, self.starts, self.time_zone, self.last_day)


@dataclass(frozen=True, slots=True)
class Series:
    """A series as its host has it; `root_id` is the one whose link it shares."""

    id: UUID
    host_id: UUID
    root_id: UUID
    slug: str
    name: str
    rule: str
    last_day: date | None
    starts: datetime
    minutes: int
    time_zone: str
    max_participants: int
    settings: RoomSettings
    tags: tuple[str, ...]
    sequence: int
    cancelled_at: datetime | None
    created_at: datetime

    @property
    def plan(self) -> Plan:
        """When its meetings are."""
        return Plan(self.rule, self.starts, self.time_zone, self.last_day)


SELECT = """
    SELECT s.id, s.host_id, s.root_id, s.slug, s.name, s.rule, s.last_day, s.starts, s.minutes, s.time_zone,
           s.max_participants, s.settings, s.tags, s.sequence, s.cancelled_at, s.created_at
    FROM room_series s
"""


def series_of(row: Record) -> Series:
    """Read a row of SELECT."""
    values: dict[str, Any] = dict(row)
    values["settings"] = RoomSettings(**from_json(values["settings"]))
    values["tags"] = tuple(values["tags"])
    return Series(**values)


async def create_series(host: Account, new: NewSeries, members: list[str], link: str | None = None) -> Series:
    """Make a series with its first rooms, and invite people to all of it; raises LinkTaken.

    Raises Conflict if none of its meetings is to come.
    """
    series_id = cast(UUID, (await fetch("SELECT gen_random_uuid() AS id"))[0]["id"])
    async with transaction():
        await insert_series(series_id, series_id, host.id, new)
        if not await extend_series(series_id):
            raise Conflict("All its meetings would be over. Choose a later last day.")
        first = (await rooms_of_series(series_id))[0]
        if link is not None:
            await choose_link(first.id, link)
        await invite_members(first.id, host.id, members, Offer(days=INVITED_DAYS), of_series=True)
        await copy_invitations(series_id)
        await record("room_access", "series.create", first.id, series=str(series_id))
        return await series(series_id)


async def insert_series(series_id: UUID, root_id: UUID, host_id: UUID, new: NewSeries) -> None:
    """Store a series, or a permanent room, which has no rule, without rooms."""
    await execute(
        """
        INSERT INTO room_series (id, root_id, host_id, slug, name, rule, last_day, starts, minutes, time_zone,
                                 max_participants, settings, tags)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        series_id,
        root_id,
        host_id,
        new_slug(),
        new.name,
        new.rule,
        new.last_day,
        new.plan.first if new.rule else new.starts,
        new.minutes,
        new.time_zone,
        new.max_participants,
        to_json(asdict(new.settings)),
        list(new.tags),
    )


async def series(series_id: UUID) -> Series:
    """Return a series to its host; raises SeriesNotFound."""
    row = await fetch_one(f"{SELECT} WHERE s.id = $1", series_id)
    if row is None:
        raise SeriesNotFound
    return series_of(row)


async def series_by_slug(slug: str, host_id: UUID) -> Series:
    """Return the series that a link now leads to, to its host; raises SeriesNotFound.

    After a change from one meeting on, that is the changed one.
    """
    if not slug.isprintable():
        raise SeriesNotFound
    row = await fetch_one(
        f"{SELECT} JOIN room_series l ON l.root_id = s.root_id"
        " WHERE (l.slug = $1 OR chosen_link(NULL, l.id) = $1) AND s.host_id = $2 AND s.rule <> ''"
        " ORDER BY s.created_at DESC, s.id LIMIT 1",
        slug,
        host_id,
    )
    if row is None:
        raise SeriesNotFound
    return series_of(row)


async def link_slug(found: Series) -> tuple[str, str | None]:
    """The lasting link's code, and the one that was chosen instead.

    A series shares them with what it was before a change.
    """
    row = await fetch_one(
        "SELECT slug, chosen_link(NULL, id) AS link FROM room_series WHERE id = $1", found.root_id
    )
    return (str(row["slug"]), row["link"]) if row else (found.slug, None)


async def next_meeting(slug: str) -> str | None:
    """The code of the meeting that a series' link opens now; its doors are that meeting's.

    None for the link of a permanent room, at which refusal and absence look alike.
    """
    row = await fetch_one("SELECT next_meeting($1) AS slug WHERE led_by_link($1) IS NULL", slug)
    return row["slug"] if row else None


async def rooms_of_series(series_id: UUID, since: datetime | None = None) -> list[Room]:
    """List the open rooms of a series to its host, in the order of their times."""
    rows = await fetch(
        f"{SELECT_ROOM} WHERE r.series_id = $1 AND r.status IN ('scheduled', 'waiting', 'live')"
        " AND ($2::timestamptz IS NULL OR r.occurrence >= $2) ORDER BY r.scheduled_start_time, r.id",
        series_id,
        since,
    )
    return [room_of(row) for row in rows]


async def cancelled_alone(series_id: UUID, since: datetime) -> list[Room]:
    """List the meetings of a series that were cancelled while it goes on, to its host, in their order."""
    rows = await fetch(
        f"{SELECT_ROOM} WHERE r.series_id = $1 AND r.status = 'cancelled' AND r.occurrence >= $2"
        " ORDER BY r.occurrence",
        series_id,
        since,
    )
    return [room_of(row) for row in rows]


async def hold_series(series_id: UUID) -> None:
    """Let what is done to a series, as its host or as maintenance, follow one another."""
    await fetch_one("SELECT hold_series($1)", series_id)


async def extend_series(series_id: UUID) -> int:
    """Make the rooms of the next meetings, so that AHEAD are there; returns how many."""
    row = await fetch_one("SELECT * FROM series_plan($1)", series_id)
    if row is None:
        return 0
    plan = Plan(row["rule"], row["starts"], row["time_zone"], row["last_day"])
    now, latest = datetime.now(UTC), row["latest"]
    after = None if latest is None else max(latest, plan.nearest(latest) or latest, now)
    if row["latest"] is None and plan.starts < now:
        after = now - PAST_TOLERANCE
    made, times = 0, plan.occurrences(after)
    while made < AHEAD - row["ahead"] and (at := next(times, None)) is not None:
        added = await fetch_one(
            "SELECT add_occurrence($1, $2, $3, $4) AS added", series_id, uuid4(), at, new_slug()
        )
        made += bool(added and added["added"])
    return made


async def extend_due_series() -> int:
    """Go on with every series that has too few rooms ahead, as maintenance; returns how many rooms."""
    made = 0
    for row in await fetch("SELECT id FROM due_series()"):
        async with transaction():
            await hold_series(row["id"])
            made += await extend_series(row["id"])
            await copy_invitations(row["id"])
    return made

"""Series as calendars have them: the rule, and the meetings that differ from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from server.meeting.db import fetch, fetch_one, from_json
from server.meeting.recurrence import Plan
from server.meeting.sessions import token_hash


@dataclass(frozen=True, slots=True)
class ChangedMeeting:
    """A meeting of a series that was moved, named anew or cancelled."""

    room_id: UUID
    slug: str
    occurrence: datetime
    starts: datetime
    minutes: int
    name: str
    time_zone: str
    sequence: int
    is_cancelled: bool
    created_at: datetime

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """Read one of `series_date()`."""
        return cls(
            room_id=UUID(row["room_id"]),
            slug=row["slug"],
            occurrence=datetime.fromisoformat(row["occurrence"]),
            starts=datetime.fromisoformat(row["starts"]),
            minutes=row["minutes"],
            name=row["name"],
            time_zone=row["time_zone"],
            sequence=row["sequence"],
            is_cancelled=row["status"] == "cancelled",
            created_at=datetime.fromisoformat(row["created_at"]),
        )


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """A series for calendars."""

    id: UUID
    slug: str
    name: str
    plan: Plan
    minutes: int
    sequence: int
    created_at: datetime
    is_cancelled: bool
    host_name: str | None
    changed: tuple[ChangedMeeting, ...]

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """Read what `series_date()` returns."""
        last = row["last_day"]
        starts = datetime.fromisoformat(row["starts"])
        return cls(
            id=UUID(row["id"]),
            slug=row["slug"],
            name=row["name"],
            plan=Plan(row["rule"], starts, row["time_zone"], date.fromisoformat(last) if last else None),
            minutes=row["minutes"],
            sequence=row["sequence"],
            created_at=datetime.fromisoformat(row["created_at"]),
            is_cancelled=row["is_cancelled"],
            host_name=row["host_name"],
            changed=tuple(ChangedMeeting.of(each) for each in row["changed"]),
        )


async def series_dates(ids: Sequence[UUID]) -> list[SeriesDate]:
    """Return those of these series that the actor hosts or is invited to all of."""
    rows = await fetch("SELECT seen AS series FROM seen_series($1) AS seen", list(ids))
    return [SeriesDate.of(from_json(row["series"])) for row in rows]


async def series_of_invitation(token: str) -> SeriesDate | None:
    """Return the series that an invitation is to; None if it is to one meeting."""
    row = await fetch_one("SELECT series_by_invitation($1) AS series", token_hash(token))
    return SeriesDate.of(from_json(row["series"])) if row and row["series"] else None

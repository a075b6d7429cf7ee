"""The schema document's three scales."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

YEAR = timedelta(days=365)
ROOMS_A_CHUNK = 100
PEOPLE_A_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Scale:
    """The size of one installation's year."""

    name: str
    people: int
    rooms: int
    """Meetings held; 1 % more are scheduled, and a few are live."""
    segments: int
    well_met: int = 300
    """In how many rooms the first person is a member."""
    live: int = 5

    @property
    def coming(self) -> int:
        """Count of scheduled meetings."""
        return max(1, self.rooms // 100)

    @property
    def every(self) -> int:
        """The first person is in every n-th room."""
        return max(1, self.rooms // self.well_met)

    def segments_before(self, room: int) -> int:
        """Count of segments in all rooms before this one."""
        return self.segments * room // self.rooms


LARGE = Scale("large", 100_000, 120_000, 20_000_000, live=40)
SCALES = {
    "large": LARGE,
    "medium": replace(LARGE, name="medium", people=10_000, rooms=12_000, segments=2_000_000, live=40),
    "small": replace(LARGE, name="small", people=1_000, rooms=1_200, segments=200_000, live=5),
}


@dataclass(frozen=True, slots=True)
class Year:
    """The parameters of a load; equal parameters give equal rows."""

    scale: Scale
    seed: int
    until: datetime
    """The midnight at which the year ends."""
    password_hash: str

    @property
    def since(self) -> datetime:
        return self.until - YEAR

    def begins(self, room: int) -> datetime:
        """Return a meeting's start; spread evenly over the year."""
        return self.since + YEAR * (room / self.scale.rooms)

"""How much a year holds: the three scales of the schema document."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

YEAR = timedelta(days=365)
ROOMS_A_CHUNK = 100
PEOPLE_A_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Scale:
    """One year of an installation."""

    name: str
    people: int
    rooms: int
    """Held within the year; a hundredth more is still to come, and a few run."""
    segments: int
    well_met: int = 300
    """Of how many of the rooms the first person is a member."""
    live: int = 5

    @property
    def coming(self) -> int:
        """Meetings that are scheduled."""
        return max(1, self.rooms // 100)

    @property
    def every(self) -> int:
        """The first person is in every so manieth room."""
        return max(1, self.rooms // self.well_met)

    def segments_before(self, room: int) -> int:
        """How many segments the rooms before this one have together."""
        return self.segments * room // self.rooms


LARGE = Scale("large", 100_000, 120_000, 20_000_000, live=40)
SCALES = {
    "large": LARGE,
    "medium": replace(LARGE, name="medium", people=10_000, rooms=12_000, segments=2_000_000, live=40),
    "small": replace(LARGE, name="small", people=1_000, rooms=1_200, segments=200_000, live=5),
}


@dataclass(frozen=True, slots=True)
class Year:
    """What all of a load's workers are told; the same words give the same rows."""

    scale: Scale
    seed: int
    until: datetime
    """The midnight the year ends at."""
    password_hash: str

    @property
    def since(self) -> datetime:
        """When the year begins."""
        return self.until - YEAR

    def begins(self, room: int) -> datetime:
        """The day of a meeting; as many in each month."""
        return self.since + YEAR * (room / self.scale.rooms)

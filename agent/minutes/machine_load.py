"""Whether the machine has time for what nobody waits for: captions come first."""

import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from uuid import UUID

from server.meeting.db import fetch

PRESSURE = Path("/proc/pressure/cpu")
MOST_WAITING = 40.0
"""Percent of the last ten seconds in which some process waited for a processor (Linux' PSI, `some avg10`)."""
MOST_LOAD = 1.0
"""Processes that run or wait, by processor, where the kernel tells no pressure."""
LATE_MS = 3000
"""Captions that are usually later than this are behind."""
RECENT_S = 60.0


def is_busy(pressure: Callable[[], str | None] | None = None) -> bool:
    """Whether processes wait for a processor now."""
    told = (pressure or _pressure)()
    if told is not None:
        return told_waiting(told) > MOST_WAITING
    return os.getloadavg()[0] / (os.cpu_count() or 1) > MOST_LOAD


def told_waiting(text: str) -> float:
    """Read `some avg10=…` of the kernel's page; 0 of any other text."""
    for line in text.splitlines():
        kind, _, figures = line.partition(" ")
        if kind == "some":
            return next((float(each[6:]) for each in figures.split() if each.startswith("avg10=")), 0.0)
    return 0.0


async def captions_are_late(room_id: UUID) -> bool:
    """Whether the meeting's last finals came late."""
    rows = await fetch(
        "SELECT delay_ms FROM transcript_segments WHERE room_id = $1 AND delay_ms IS NOT NULL"
        " AND updated_at > now() - make_interval(secs => $2) ORDER BY seq DESC LIMIT 9",
        room_id,
        RECENT_S,
    )
    return bool(rows) and median(row["delay_ms"] for row in rows) > LATE_MS


async def machine_is_free(room_id: UUID) -> bool:
    """Whether neither the machine is busy nor the meeting's captions are late."""
    return not is_busy() and not await captions_are_late(room_id)


def _pressure() -> str | None:
    try:
        return PRESSURE.read_text(encoding="ascii")
    except OSError:
        return None

"""The timelines in a store: one of each cluster, and a new one after each restore.

A restored server continues from a past moment on a timeline of its own, as PostgreSQL numbers it. A new
cluster starts at the positions of the old one. So the log is stored by cluster and timeline, and a moment
is looked up on the timeline that was being written then.
"""

import contextlib
import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from server.backup.catalogue import Backup, chain_of, format_time, format_time_rounded_up
from server.backup.wal_positions import SEGMENT, lsn_bytes, segment_containing, segment_number
from server.object_store.json_objects import get_json, put_json
from server.object_store.protocol import Store
from server.operator_error import OperatorError

TIMELINES, WAL = "lines", "wal"
ALIVE_WITHIN = timedelta(minutes=2)
"""A server seen within this time still runs: its receiver reports three times a minute."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The log that one server wrote on one timeline."""

    system: int
    """PostgreSQL's identifier of the cluster."""
    timeline: int
    since: datetime
    until: datetime | None = None
    """All commits before it are in the store; None: no log is stored."""
    lsn: str = "0/0"
    """The log's position at `until`."""
    forks: dict[int, str] = field(default_factory=dict)
    """Parent timelines, and the LSN at which it branched off each."""

    @property
    def name(self) -> str:
        """Unique: cluster and timeline."""
        return f"{self.system}-{self.timeline:08X}"

    @property
    def last_seen(self) -> datetime:
        """When its server last reported."""
        return max(self.since, self.until or self.since)

    @property
    def log(self) -> str:
        """The prefix of its log, shared by the timelines of one cluster."""
        return f"{WAL}/{self.system}"

    def leads_from(self, backup: Backup) -> bool:
        """Whether recovery from `backup` can follow this timeline."""
        if backup.system != self.system:
            return False
        left = self.forks.get(backup.timeline)
        return backup.timeline == self.timeline or (
            left is not None and lsn_bytes(backup.end_lsn) <= lsn_bytes(left)
        )

    def has(self, segment: str) -> bool:
        """Whether a WAL segment belongs to this timeline or to the part of a parent that leads to it."""
        timeline = int(segment[:8], 16)
        left = self.forks.get(timeline)
        return timeline == self.timeline or (
            left is not None and segment_number(segment) <= segment_containing(left)
        )

    def segments(self, names: Iterable[str]) -> set[int]:
        """Return the segment numbers among `names` that lead to this timeline or are on it."""
        return {segment_number(name) for name in names if SEGMENT.match(name) and self.has(name)}


def forks_of(history: str) -> dict[int, str]:
    """Parse a timeline history file of PostgreSQL: parent to LSN."""
    rows = (row.split("\t") for row in history.splitlines() if row and not row.startswith("#"))
    return {int(row[0]): row[1] for row in rows if len(row) > 1}


async def timelines_in(store: Store, backups: Sequence[Backup]) -> list[Timeline]:
    """List the timelines by `last_seen`; the last one is current."""
    found: dict[tuple[int, int], Timeline] = {}
    for entry in await store.entries(TIMELINES):
        with contextlib.suppress(
            FileNotFoundError, ValueError, TypeError, KeyError
        ):  # an unreadable record counts as none
            line = _read(await get_json(store, entry.key))
            found[line.system, line.timeline] = line
    for each in backups:
        line = found.get((each.system, each.timeline)) or Timeline(each.system, each.timeline, each.began)
        found[line.system, line.timeline] = replace(line, since=min(line.since, each.began))
    whole = [replace(line, forks=await _forks(store, line)) for line in found.values()]
    return sorted(whole, key=lambda line: line.last_seen)


def _read(told: dict[str, Any]) -> Timeline:
    since, until = (datetime.fromisoformat(told[name]) for name in ("since", "until"))
    return Timeline(told["system"], told["timeline"], since, until, told["lsn"])


async def _forks(store: Store, line: Timeline) -> dict[int, str]:
    try:
        packed = await store.read(f"{line.log}/{line.timeline:08X}.history.gz")
        return forks_of(gzip.decompress(packed).decode())
    except (FileNotFoundError, OSError, EOFError, ValueError):
        return {}


async def record_timeline(store: Store, line: Timeline, until: datetime, scratch: Path) -> None:
    """Store up to which moment the timeline's log is complete."""
    told = {
        "system": line.system,
        "timeline": line.timeline,
        "since": line.since.isoformat(),
        "until": until.isoformat(),
        "lsn": line.lsn,
    }
    await put_json(store, f"{TIMELINES}/{line.name}.json", told, scratch)


def conflicting_server(
    lines: Sequence[Timeline], system: int, timeline: int, now: datetime
) -> OperatorError | None:
    """Return an error when a different live server writes here: each would corrupt the other's log."""
    for line in lines:
        if (
            (line.system, line.timeline) != (system, timeline)
            and line.until
            and line.until > now - ALIVE_WITHIN
        ):
            cause = f"another server stores its backups here, most recently at {format_time(line.until)}"
            return OperatorError(
                cause, f"stop it and wait {ALIVE_WITHIN.seconds} s, or PARLEY_BACKUPS=ANOTHER"
            )
    return None


def chain_leading_to(
    moment: datetime | None, backups: Sequence[Backup], lines: Sequence[Timeline]
) -> tuple[list[Backup], Timeline]:
    """Return the timeline written at `moment` (None: the last), and the chain of the last backup before it.

    Raises OperatorError when there is none, naming the first moment that can be restored.
    """
    whole = [each for each in backups if chain_of(each, backups)]
    if not whole:
        raise OperatorError("there is no backup", "parley backup now")
    for line in _at(moment, lines):
        before = [b for b in whole if line.leads_from(b) and (moment is None or b.ended <= moment)]
        if before:
            return chain_of(before[-1], backups), line
    later = [each for each in whole if moment is not None and each.ended > moment]
    if not later:
        raise OperatorError("no backup exists of the server that ran at that time", "parley backup list")
    what = "earliest time" if later[0] is whole[0] else "next time"
    cause = f"the {what} that can be restored is {format_time_rounded_up(later[0].ended)}"
    raise OperatorError(cause, "parley backup list")


def _at(moment: datetime | None, lines: Sequence[Timeline]) -> list[Timeline]:
    """Give the line that was written at a moment; for None all that may be meant, the present one first."""
    if moment is None:
        return list(reversed(lines))
    begun = [line for line in lines if line.since <= moment]
    there = sorted((line for line in begun if line.last_seen >= moment), key=lambda line: line.since)
    return (there or begun)[-1:]

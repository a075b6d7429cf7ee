"""The records of backups and the chains they form; a backup exists once its record is stored."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from server.backup.wal_positions import segment_containing, segment_name
from server.object_store.json_objects import get_json, put_json
from server.object_store.protocol import Store

BASE, RECORDS = "base", "backups"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup's record; times in UTC."""

    id: str
    """Start time, then F for full or I for incremental."""
    base: str | None
    """Id of the backup it increments; None for a full one."""
    began: datetime
    ended: datetime
    """The earliest moment it can be recovered to."""
    timeline: int
    start_lsn: str
    end_lsn: str
    system: int
    """PostgreSQL's system identifier of the cluster."""
    bytes: int
    files: dict[str, str]
    """File name to SHA-256, stored under `base/<id>/`."""
    superuser: str = "parley"
    """The role that initialised the cluster; another name means that `parley up` did not."""
    database: str = "parley"
    keys: list[str] = field(default_factory=list)
    """Ids of the keys that its sealed columns need."""
    recordings: dict[str, str] = field(default_factory=dict)
    """Path of each recording's file to its SHA-256, which is its name in the store."""

    @property
    def first_segment(self) -> str:
        """Name of the WAL segment that recovery starts with."""
        return segment_name(self.timeline, segment_containing(self.start_lsn))

    @property
    def record_key(self) -> str:
        return f"{RECORDS}/{self.id}.json"

    def key_of(self, name: str) -> str:
        return f"{BASE}/{self.id}/{name}"

    def written(self) -> dict[str, Any]:
        """Convert to JSON types."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def parse_record(document: dict[str, Any]) -> Backup:
    """Parse a record; raises ValueError, TypeError or KeyError."""
    times = {name: datetime.fromisoformat(document[name]) for name in ("began", "ended")}
    return Backup(**{**document, **times})


async def backups_in(store: Store) -> list[Backup]:
    """List the backups by end time, without those whose record is unreadable."""
    return (await catalogue_of(store))[0]


async def catalogue_of(store: Store) -> tuple[list[Backup], list[str]]:
    """List the backups by end time, and the keys of unreadable records."""
    found, unreadable = [], []
    for key in [each.key for each in await store.entries(RECORDS) if each.key.endswith(".json")]:
        try:
            found.append(parse_record(await get_json(store, key)))
        except FileNotFoundError:
            continue  # deleted by retention meanwhile
        except (ValueError, TypeError, KeyError, AttributeError):
            unreadable.append(key)
    return sorted(found, key=lambda each: each.ended), unreadable


async def store_record(store: Store, backup: Backup, scratch: Path) -> None:
    """Store the record, which makes the backup valid."""
    await put_json(store, backup.record_key, backup.written(), scratch)


def chain_of(backup: Backup, backups: Iterable[Backup]) -> list[Backup]:
    """Return the full backup and each increment up to `backup`; empty when one of them is missing."""
    known = {each.id: each for each in backups}
    chain = [backup]
    while chain[0].base is not None:
        before = known.pop(chain[0].base, None)
        if before is None:
            return []
        chain.insert(0, before)
    return chain


def format_time(moment: datetime) -> str:
    """Format a time for `restore --to`, rounded down to the second."""
    return f"{moment.astimezone(UTC):%F %T}+00"


def format_time_rounded_up(moment: datetime) -> str:
    """Format a time for `restore --to`, rounded up to the second."""
    return format_time(moment + timedelta(microseconds=-moment.microsecond % 1_000_000))


def read_manifest(manifest: Path) -> dict[str, Any]:
    """Read timeline, start_lsn, end_lsn and system from PostgreSQL's backup_manifest."""
    document = json.loads(manifest.read_text())
    ranges = document["WAL-Ranges"]
    return {
        "timeline": ranges[-1]["Timeline"],
        "start_lsn": ranges[0]["Start-LSN"],
        "end_lsn": ranges[-1]["End-LSN"],
        "system": document["System-Identifier"],
    }

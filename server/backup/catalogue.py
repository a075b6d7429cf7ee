"""Which backups there are, and what each rests on; a backup is one when its record is there."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from server.backup.store import Store, get_json, put_json
from server.backup.wal_positions import holding, name_of

BASE, RECORDS = "base", "backups"


@dataclass(frozen=True, slots=True)
class Backup:
    """The record of one backup; times in UTC."""

    id: str
    """Its beginning, and F for full or I for incremental."""
    base: str | None
    """The backup it is the increment of; None: it is full."""
    began: datetime
    ended: datetime
    """From here on the moments it leads to."""
    timeline: int
    start_lsn: str
    end_lsn: str
    system: int
    """PostgreSQL's identifier of the database cluster."""
    bytes: int
    files: dict[str, str]
    """Name to SHA-256 of what is kept under `base/<id>/`."""
    superuser: str = "parley"
    """The role that made the cluster; with another, it was not `parley up` that did."""
    database: str = "parley"
    keys: list[str] = field(default_factory=list)
    """Ids of the keys without which its sealed texts stay closed."""
    recordings: dict[str, str] = field(default_factory=dict)
    """Path of a recording's file to its SHA-256, by which it is kept."""

    @property
    def first_segment(self) -> str:
        """Name of the WAL segment with which its recovery begins."""
        return name_of(self.timeline, holding(self.start_lsn))

    @property
    def record_key(self) -> str:
        """Where this record is in the store."""
        return f"{RECORDS}/{self.id}.json"

    def key_of(self, name: str) -> str:
        """Where one of its files is in the store."""
        return f"{BASE}/{self.id}/{name}"

    def written(self) -> dict[str, Any]:
        """As JSON has it."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def read(document: dict[str, Any]) -> Backup:
    """Take a record from JSON."""
    times = {name: datetime.fromisoformat(document[name]) for name in ("began", "ended")}
    return Backup(**{**document, **times})


async def backups_in(store: Store) -> list[Backup]:
    """Every backup, by its end; a record that cannot be read is that of none."""
    return (await catalogue_of(store))[0]


async def catalogue_of(store: Store) -> tuple[list[Backup], list[str]]:
    """Every backup, by its end; and the keys of the records that cannot be read."""
    found, unreadable = [], []
    for key in [each.key for each in await store.entries(RECORDS) if each.key.endswith(".json")]:
        try:
            found.append(read(await get_json(store, key)))
        except FileNotFoundError:
            continue  # retention let it go meanwhile
        except (ValueError, TypeError, KeyError, AttributeError):
            unreadable.append(key)
    return sorted(found, key=lambda each: each.ended), unreadable


async def record(store: Store, backup: Backup, scratch: Path) -> None:
    """Let it count."""
    await put_json(store, backup.record_key, backup.written(), scratch)


def chain_of(backup: Backup, backups: Iterable[Backup]) -> list[Backup]:
    """Give the full backup it rests on and every increment up to it; empty if one is missing."""
    known = {each.id: each for each in backups}
    chain = [backup]
    while chain[0].base is not None:
        before = known.pop(chain[0].base, None)
        if before is None:
            return []
        chain.insert(0, before)
    return chain


def shown(moment: datetime) -> str:
    """Write a time in UTC as `restore --to` reads it, to the second that is begun."""
    return f"{moment.astimezone(UTC):%F %T}+00"


def shown_after(moment: datetime) -> str:
    """Write the first whole second that is not before."""
    return shown(moment + timedelta(microseconds=-moment.microsecond % 1_000_000))


def from_manifest(manifest: Path) -> dict[str, Any]:
    """Give timeline, start_lsn, end_lsn and system out of PostgreSQL's backup_manifest."""
    document = json.loads(manifest.read_text())
    ranges = document["WAL-Ranges"]
    return {
        "timeline": ranges[-1]["Timeline"],
        "start_lsn": ranges[0]["Start-LSN"],
        "end_lsn": ranges[-1]["End-LSN"],
        "system": document["System-Identifier"],
    }

"""Which backups there are, and which of them lead to a moment; a backup is one when its record is there."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from server.backup.store import Store, get_json, put_json
from server.mending import MendableError

BASE, RECORDS, WAL = "base", "backups", "wal"
UNTIL = "received.json"
"""Says up to which moment everything that was committed is in the store."""
SEGMENT_BYTES = 16 << 20


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
    keys: list[str] = field(default_factory=list)
    """Ids of the keys without which its sealed texts stay closed."""
    recordings: dict[str, str] = field(default_factory=dict)
    """Path of a recording's file to its SHA-256, by which it is kept."""

    @property
    def first_segment(self) -> str:
        """Name of the WAL segment with which its recovery begins."""
        return segment_at(self.timeline, self.start_lsn)

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


async def backups_in(store: Store, scratch: Path) -> list[Backup]:
    """Every backup, by its end."""
    keys = [each.key for each in await store.entries(RECORDS) if each.key.endswith(".json")]
    return sorted([read(await get_json(store, key, scratch)) for key in keys], key=lambda each: each.ended)


async def record(store: Store, backup: Backup, scratch: Path) -> None:
    """Let it count."""
    await put_json(store, f"{RECORDS}/{backup.id}.json", backup.written(), scratch)


async def received_until(store: Store, scratch: Path) -> datetime | None:
    """Give the moment up to which the log is here; None: none of it is."""
    try:
        return datetime.fromisoformat((await get_json(store, UNTIL, scratch))["until"])
    except FileNotFoundError:
        return None


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
    """Write a time of UTC as `restore --to` reads it."""
    return f"{moment:%F %T}+00"


def leading_to(moment: datetime | None, backups: Sequence[Backup]) -> list[Backup]:
    """Give the chain of the last backup that ended before `moment` (None: the last of all).

    Raises MendableError where none did, with the first moment there is.
    """
    whole = [each for each in backups if chain_of(each, backups)]
    if not whole:
        raise MendableError("there is no backup", "parley backup now")
    before = [each for each in whole if moment is None or each.ended <= moment]
    if not before:
        raise MendableError(f"the first moment that can be restored is {shown(whole[0].ended)}", None)
    return chain_of(before[-1], backups)


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


def segment_at(timeline: int, lsn: str) -> str:
    """Name the WAL segment, of 16 MB, that holds the position."""
    high, low = (int(part, 16) for part in lsn.split("/"))
    return f"{timeline:08X}{high:08X}{low // SEGMENT_BYTES:08X}"


def after(segment: str) -> str:
    """Name the next segment of its timeline."""
    number = int(segment[8:16], 16) * 256 + int(segment[16:], 16) + 1
    return f"{segment[:8]}{number // 256:08X}{number % 256:08X}"

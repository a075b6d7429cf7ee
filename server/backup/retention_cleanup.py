"""Delete expired backups, WAL, recordings and snapshots; records go first, so no partial backup is valid."""

from datetime import datetime

from server.backup.backup_context import BackupContext
from server.backup.base_backup import exclusive_store
from server.backup.catalogue import catalogue_of
from server.backup.recording_files import RECORDINGS, key_of
from server.backup.retention import WAL_RETENTION, first_retained_wal, is_before, retained_backups
from server.backup.table_snapshots import delete_expired_snapshots
from server.backup.timelines import WAL, timelines_in


async def delete_expired(context: BackupContext, now: datetime) -> dict[str, int]:
    """Delete what nothing needs any more; returns the count of each kind."""
    async with exclusive_store(context):
        return await _sweep(context, now)


async def _sweep(context: BackupContext, now: datetime) -> dict[str, int]:
    backups, unreadable = await catalogue_of(context.store)
    staying = retained_backups(backups, now)
    going = [each for each in backups if each not in staying]
    for backup in reversed(going):  # an increment before its base
        await context.store.delete([backup.record_key])
        await context.store.delete([backup.key_of(name) for name in backup.files])
    lines = await timelines_in(context.store, backups)
    first = first_retained_wal(backups, lines, now)
    old = [each.key for each in await context.store.entries(WAL) if each.put_at < now - WAL_RETENTION]
    wal = [key for key in old if lines and _may_go(key, first, lines[-1].system)]
    await context.store.delete(wal)
    needed = {key_of(sha256) for backup in staying for sha256 in backup.recordings.values()}
    named = backups and not unreadable  # with an unreadable record we do not know what is needed
    files = [each.key for each in await context.store.entries(RECORDINGS) if named and each.key not in needed]
    await context.store.delete(files)
    snapshots = await delete_expired_snapshots(context, now)
    return {"backups": len(going), "wal": len(wal), "recordings": len(files), "snapshots": snapshots}


def _may_go(key: str, first: dict[int, str], present: int) -> bool:
    """Whether it precedes all needed WAL of its cluster, or belongs to a former cluster without backups."""
    _, system, name = (*key.split("/"), "", "")[:3]
    if not system.isdigit():
        return False  # not a file of this program
    needed = first.get(int(system))
    return int(system) != present if needed is None else is_before(name, needed)

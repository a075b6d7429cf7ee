"""What retention lets go is removed from the store: records first, so that nothing half there counts."""

from datetime import datetime

from server.backup.backup_context import BackupContext
from server.backup.base_backup import alone
from server.backup.catalogue import catalogue_of
from server.backup.recording_files import KEPT, key_of
from server.backup.retention import WAL_KEPT, first_wal_kept, is_before, kept
from server.backup.table_snapshots import forget_old
from server.backup.timelines import WAL, timelines_in


async def delete_expired(site: BackupContext, now: datetime) -> dict[str, int]:
    """Delete the backups, WAL, recordings and snapshots nothing needs any more; how many of each."""
    async with alone(site):
        return await _sweep(site, now)


async def _sweep(site: BackupContext, now: datetime) -> dict[str, int]:
    backups, unreadable = await catalogue_of(site.store)
    staying = kept(backups, now)
    going = [each for each in backups if each not in staying]
    for backup in reversed(going):  # an increment before what it rests on
        await site.store.delete([backup.record_key])
        await site.store.delete([backup.key_of(name) for name in backup.files])
    lines = await timelines_in(site.store, backups)
    first = first_wal_kept(backups, lines, now)
    old = [each.key for each in await site.store.entries(WAL) if each.put_at < now - WAL_KEPT]
    wal = [key for key in old if lines and _may_go(key, first, lines[-1].system)]
    await site.store.delete(wal)
    needed = {key_of(sha256) for backup in staying for sha256 in backup.recordings.values()}
    named = backups and not unreadable  # else we do not know what is needed
    files = [each.key for each in await site.store.entries(KEPT) if named and each.key not in needed]
    await site.store.delete(files)
    snapshots = await forget_old(site, now)
    return {"backups": len(going), "wal": len(wal), "recordings": len(files), "snapshots": snapshots}


def _may_go(key: str, first: dict[int, str], present: int) -> bool:
    """Whether it is before all that is needed of its cluster, or of one that is gone with its backups."""
    _, system, name = (*key.split("/"), "", "")[:3]
    if not system.isdigit():
        return False  # not ours
    needed = first.get(int(system))
    return int(system) != present if needed is None else is_before(name, needed)

"""What the clock asks of backups; without a role to take them with there is nothing to do."""

from server.backup import base_backup, retention_cleanup, table_snapshots
from server.backup.backup_context import BackupContext
from server.jobs.scheduled_task import Counts, NothingToDo, Work


def _site(work: Work) -> BackupContext:
    if work.settings.backup_database_url is None:
        raise NothingToDo
    return BackupContext.of(work.settings)


async def full(work: Work) -> Counts:
    """Take a full backup."""
    return {"bytes": (await base_backup.take_base_backup(_site(work), full=True)).bytes}


async def incremental(work: Work) -> Counts:
    """Take a backup of what changed since the last; there is no need while one is being taken."""
    try:
        return {"bytes": (await base_backup.take_base_backup(_site(work))).bytes}
    except base_backup.BackupRunningError:
        raise NothingToDo from None


async def retention(work: Work) -> Counts:
    """Let go what is not needed any more: on its own, for a store may keep what others delete."""
    swept = await retention_cleanup.delete_expired(_site(work), work.tick)
    return {f"deleted_{name}": count for name, count in swept.items()}


async def hourly_snapshot(work: Work) -> Counts:
    """Keep users and rooms on their own."""
    return await table_snapshots.snapshot(_site(work), table_snapshots.HOURLY)


async def daily_snapshot(work: Work) -> Counts:
    """Keep action items on their own."""
    return await table_snapshots.snapshot(_site(work), table_snapshots.DAILY)

"""Scheduled backup tasks; skipped when no backup role is configured."""

from server.backup import base_backup, retention_cleanup, table_snapshots
from server.backup.backup_context import BackupContext
from server.jobs.scheduled_task import Counts, NothingToDo, Work


def _site(work: Work) -> BackupContext:
    if work.settings.backup_database_url is None:
        raise NothingToDo
    return BackupContext.of(work.settings)


async def full(work: Work) -> Counts:
    return {"bytes": (await base_backup.take_base_backup(_site(work), full=True)).bytes}


async def incremental(work: Work) -> Counts:
    """Take an incremental backup; skipped while another backup runs."""
    try:
        return {"bytes": (await base_backup.take_base_backup(_site(work))).bytes}
    except base_backup.BackupRunningError:
        raise NothingToDo from None


async def retention(work: Work) -> Counts:
    """Delete expired backups; a task of its own, because a store may refuse deletion."""
    swept = await retention_cleanup.delete_expired(_site(work), work.tick)
    return {f"deleted_{name}": count for name, count in swept.items()}


async def hourly_snapshot(work: Work) -> Counts:
    """Snapshot users and rooms."""
    return await table_snapshots.snapshot(_site(work), table_snapshots.HOURLY)


async def daily_snapshot(work: Work) -> Counts:
    """Snapshot action items."""
    return await table_snapshots.snapshot(_site(work), table_snapshots.DAILY)

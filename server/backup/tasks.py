"""What the clock asks of backups; without a role to take them with there is nothing to do."""

from server.backup import snapshots, sweeping, taking
from server.backup.site import Site
from server.jobs.task import Counts, NothingToDo, Work


def _site(work: Work) -> Site:
    if work.settings.backup_database_url is None:
        raise NothingToDo
    return Site.of(work.settings)


async def full(work: Work) -> Counts:
    """Take a full backup."""
    return {"bytes": (await taking.take(_site(work), full=True)).bytes}


async def incremental(work: Work) -> Counts:
    """Take a backup of what changed since the last; there is no need while one is being taken."""
    try:
        return {"bytes": (await taking.take(_site(work))).bytes}
    except taking.BusyError:
        raise NothingToDo from None


async def retention(work: Work) -> Counts:
    """Let go what is not needed any more: on its own, for a store may keep what others delete."""
    swept = await sweeping.sweep(_site(work), work.tick)
    return {f"deleted_{name}": count for name, count in swept.items()}


async def hourly_snapshot(work: Work) -> Counts:
    """Keep users and rooms on their own."""
    return await snapshots.snapshot(_site(work), snapshots.HOURLY)


async def daily_snapshot(work: Work) -> Counts:
    """Keep action items on their own."""
    return await snapshots.snapshot(_site(work), snapshots.DAILY)

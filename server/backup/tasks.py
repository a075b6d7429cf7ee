"""What the clock asks of backups; without a role to take them with there is nothing to do."""

from server.backup import snapshots, sweeping, taking
from server.backup.site import Site
from server.jobs.task import Counts, NothingToDo, Work


def _site(work: Work) -> Site:
    if work.settings.backup_database_url is None:
        raise NothingToDo
    return Site.of(work.settings)


async def full(work: Work) -> Counts:
    """Take a full backup, then let go what is not needed any more."""
    site = _site(work)
    done = await taking.take(site, full=True)
    swept = await sweeping.sweep(site, work.tick)
    return {"bytes": done.bytes, **{f"deleted_{name}": count for name, count in swept.items()}}


async def incremental(work: Work) -> Counts:
    """Take a backup of what changed since the last."""
    return {"bytes": (await taking.take(_site(work))).bytes}


async def hourly_snapshot(work: Work) -> Counts:
    """Keep users and rooms on their own."""
    return await snapshots.snapshot(_site(work), snapshots.HOURLY)


async def daily_snapshot(work: Work) -> Counts:
    """Keep action items on their own."""
    return await snapshots.snapshot(_site(work), snapshots.DAILY)

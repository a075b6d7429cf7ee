"""Whether the server can be backed up as it is set, and whether it is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

from server.backup.catalogue import backups_in, chain_of, received_until, shown
from server.backup.receiving import SLOT
from server.backup.site import Site
from server.backup.store import TROUBLE
from server.meeting.refusals import LOST

OLDEST_BACKUP = timedelta(hours=26)
OLDEST_LOG = timedelta(minutes=15)
WANTED = """
SELECT current_setting('wal_level') AS wal_level, current_setting('summarize_wal') AS summarize_wal,
       (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user) AS may,
       (SELECT active FROM pg_replication_slots WHERE slot_name = $1) AS received,
       (SELECT wal_status = 'lost' FROM pg_replication_slots WHERE slot_name = $1) AS lost
"""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is well, ill, or yet to come."""

    is_well: bool | None
    what: str
    mend: str = ""


async def signs(site: Site, now: datetime | None = None) -> list[Sign]:
    """Look at the server and at the store."""
    now = now or datetime.now(UTC)
    return [*[each async for each in _server(site)], *[each async for each in _store(site, now)]]


async def _server(site: Site) -> AsyncIterator[Sign]:
    try:
        connection = await asyncpg.connect(site.url.reveal(), timeout=5)
        try:
            row = await connection.fetchrow(WANTED, SLOT)
        finally:
            await connection.close()
    except LOST as error:
        yield Sign(False, f"no connection to back up by ({type(error).__name__})", "see docs/backup.md")
        return
    assert row is not None  # noqa: S101  it has no FROM
    if not row["may"]:
        yield Sign(False, "the role may not replicate", "psql: ALTER ROLE parley_backup REPLICATION")
    if row["wal_level"] == "minimal":
        yield Sign(False, "wal_level is minimal", "postgresql.conf: wal_level = replica")
    if row["summarize_wal"] == "off":
        yield Sign(False, "summarize_wal is off: every backup is full", "postgresql.conf: summarize_wal = on")
    if row["lost"]:
        yield Sign(
            False,
            "the log was not fetched for too long: moments are out of reach",
            "parley backup now --full",
        )
    elif not row["received"]:
        yield Sign(False, "nobody receives the log", "python -m server.backup")


async def _store(site: Site, now: datetime) -> AsyncIterator[Sign]:
    try:
        known = await backups_in(site.store, site.work)
        until = await received_until(site.store, site.work)
    except TROUBLE as error:
        yield Sign(False, f"the store does not answer ({type(error).__name__})", "PARLEY_BACKUPS")
        return
    whole = [each for each in known if chain_of(each, known)]
    if not whole:
        yield Sign(None, "none yet: the first is taken within five minutes", "parley backup now")
    elif whole[-1].ended < now - OLDEST_BACKUP:
        yield Sign(False, f"the last backup is of {shown(whole[-1].ended)}", "parley backup now")
    else:
        yield Sign(True, f"the last backup is of {shown(whole[-1].ended)}")
    if until is not None and until < now - OLDEST_LOG:
        yield Sign(False, f"the log is kept to {shown(until)} only", "tail the log of `wal`")

"""Which server is backed up, and that no other keeps its backups in the same store."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg

from server.backup.catalogue import Backup
from server.backup.store import Store
from server.backup.timelines import Timeline, conflicting_server, timelines_in

WHICH = """
(SELECT system_identifier FROM pg_control_system()) AS system,
('x' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8))::bit(32)::int AS timeline
"""
HERE = f"""
SELECT {WHICH}, (SELECT rolname FROM pg_roles WHERE oid = 10) AS superuser, current_database() AS database,
       pg_postmaster_start_time() AS since
"""  # noqa: S608  a constant


async def alone_in(
    store: Store, connection: Any, backups: Sequence[Backup]
) -> tuple[asyncpg.Record, list[Timeline]]:
    """Give the row of HERE and the store's lines; raises OperatorError where another server writes there."""
    here = await connection.fetchrow(HERE)
    lines = await timelines_in(store, backups)
    if error := conflicting_server(lines, here["system"], here["timeline"], datetime.now(UTC)):
        raise error
    return here, lines

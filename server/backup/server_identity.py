"""Identify the server that is backed up, and refuse a store that another server writes to."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg

from server.backup.catalogue import Backup
from server.backup.timelines import Timeline, conflicting_server, timelines_in
from server.object_store.protocol import Store

IDENTITY_COLUMNS = """
(SELECT system_identifier FROM pg_control_system()) AS system,
('x' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8))::bit(32)::int AS timeline
"""
SERVER_IDENTITY = f"""
SELECT {IDENTITY_COLUMNS}, current_database() AS database,
       (SELECT rolname FROM pg_roles WHERE oid = 10) AS superuser, pg_postmaster_start_time() AS since
"""  # noqa: S608  a constant


async def identify_sole_server(
    store: Store, connection: Any, backups: Sequence[Backup]
) -> tuple[asyncpg.Record, list[Timeline]]:
    """Return the identity and the store's timelines; raises OperatorError if another server writes there."""
    here = await connection.fetchrow(SERVER_IDENTITY)
    lines = await timelines_in(store, backups)
    if error := conflicting_server(lines, here["system"], here["timeline"], datetime.now(UTC)):
        raise error
    return here, lines

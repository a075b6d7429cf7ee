"""Who wants no report: of one meeting, or of any."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from migrations.statements import add_table, migration
from migrations.versions.m0001_tables import Participants, Users

ID = "2026-11-27T21:47:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "refusals of reports"


class ReportRefusals(Table, tablename="report_refusals"):
    id = UUID(primary_key=True, default=UUID4())
    user_id = ForeignKey(Users, on_delete=OnDelete.cascade, null=True, default=None, unique=True)
    participant_id = ForeignKey(Participants, on_delete=OnDelete.cascade, null=True, default=None, unique=True)
    created_at = Timestamptz(default=TimestamptzNow())
    updated_at = Timestamptz(default=TimestamptzNow())


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = migration(ID, DESCRIPTION)
    add_table(manager, ReportRefusals)
    return manager

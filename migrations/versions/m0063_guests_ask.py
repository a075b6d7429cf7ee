"""Which seat a guest asks from."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from migrations.statements import add_column, migration
from migrations.versions.m0001_tables import Participants

ID = "2026-11-28T05:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "seats that questions are asked from"


class Questions(Table, tablename="questions"):
    """The new column."""

    participant_id = ForeignKey(Participants, on_delete=OnDelete.cascade, null=True, default=None, index=True)


async def forwards() -> MigrationManager:
    """Add the column; the other one may be empty in its place."""
    manager = migration(ID, DESCRIPTION)
    add_column(manager, Questions, Questions.participant_id)
    manager.alter_column(
        table_class_name="Questions",
        tablename="questions",
        column_name="user_id",
        db_column_name="user_id",
        params={"null": True},
        old_params={"null": False},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )
    return manager

"""What a migration is made of, in the words Piccolo wants: statements, and tables and columns as classes."""

from collections.abc import Callable, Iterable

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Column
from piccolo.engine import engine_finder
from piccolo.table import Table

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
"""How a function sees every row: temporary tables come last, so that none is taken for one of ours."""


def migration(
    migration_id: str, description: str, forwards: Iterable[str] = (), backwards: Iterable[str] = ()
) -> MigrationManager:
    """Give a migration that runs each statement alone, all in one transaction and before any columns."""
    manager = MigrationManager(migration_id=migration_id, app_name="parley", description=description)
    if forwards:
        manager.add_raw(_one_by_one(forwards))
    if backwards:
        manager.add_raw_backwards(_one_by_one(backwards))
    return manager


def _one_by_one(statements: Iterable[str]) -> Callable[[], object]:
    async def run() -> None:
        engine = engine_finder()
        assert engine is not None  # noqa: S101  piccolo_conf names one
        for statement in statements:
            await engine.run_ddl(statement)

    return run


def add_table(manager: MigrationManager, table: type[Table]) -> None:
    """Make the table with all its columns."""
    manager.add_table(class_name=table.__name__, tablename=table._meta.tablename, schema=None, columns=None)
    for column in table._meta.columns:
        add_column(manager, table, column)


def add_column(manager: MigrationManager, table: type[Table], column: Column) -> None:
    """Add a column of the class to its table."""
    manager.add_column(
        table_class_name=table.__name__,
        tablename=table._meta.tablename,
        column_name=column._meta.name,
        db_column_name=column._meta.db_column_name,
        column_class_name=type(column).__name__,
        column_class=type(column),
        params=column._meta.params,
        schema=None,
    )

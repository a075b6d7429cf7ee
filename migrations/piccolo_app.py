"""What Piccolo's migration commands need to know of us."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="parley",
    migrations_folder_path=str(Path(__file__).parent / "versions"),
    table_classes=table_finder(
        [
            "migrations.tables",
            "migrations.more_tables",
            "migrations.invitation_tables",
            "migrations.minutes_tables",
            "migrations.passage_tables",
            "migrations.room_tables",
        ]
    ),
    migration_dependencies=[],
    commands=[],
)

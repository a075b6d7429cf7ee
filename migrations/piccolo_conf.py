"""Piccolo's settings: `PICCOLO_CONF=migrations.piccolo_conf piccolo migrations new parley --auto`."""

import os

from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine

from server.meeting.db import SafeEngine, bound

APP_REGISTRY = AppRegistry(apps=["migrations.piccolo_app"])


def __getattr__(name: str) -> PostgresEngine:
    """Give `DB` anew each time: the engine the process has open, else one for DATABASE_URL."""
    if name != "DB":
        raise AttributeError(name)
    return bound() or SafeEngine(config={"dsn": os.environ["DATABASE_URL"]})

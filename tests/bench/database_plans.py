"""Actual query plans by auto_explain, including nested statements."""

import json
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from asyncpg import InterfaceWarning

from server.meeting.db import open_database
from server.seed.rows import COLUMNS

EXPLAINED = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_level": "notice",
    "client_min_messages": "notice",
}
TIMES = 7
"""From the sixth execution on PostgreSQL may use a generic plan."""
GROWING = frozenset({*COLUMNS, "audit_events"})


@dataclass
class Plans:
    """Indexes used, and growing tables scanned sequentially."""

    indexes: dict[str, None] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)

    def add(self, node: dict[str, Any]) -> None:
        """Add a plan node and its children."""
        if "Index Name" in node:
            self.indexes.setdefault(node["Index Name"])
        if "Seq Scan" in node["Node Type"] and node.get("Relation Name") in GROWING:
            self.whole.add(node["Relation Name"])
        for below in node.get("Plans", ()):
            self.add(below)


def _plans(message: str) -> Iterator[dict[str, Any]]:
    _, plan, text = message.partition("plan:")
    if plan:
        yield json.loads(text)["Plan"]


@asynccontextmanager
async def explained(url: str, **settings: str) -> AsyncIterator[Plans]:
    """Open the database by the owner's URL; the plans of all statements in the block are collected."""
    plans = Plans()

    def heard(_: object, message: Any) -> None:
        for plan in _plans(message.message):
            plans.add(plan)

    async def listen(connection: Any) -> None:
        connection.add_log_listener(heard)

    options = {"server_settings": EXPLAINED | settings, "init": listen}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InterfaceWarning)  # the listeners live as long as the pool
        async with open_database(url, role="web", pool_size=1, options=options):
            yield plans


async def plans_of(url: str, ask: Callable[[], Awaitable[object]], **settings: str) -> Plans:
    """Run a query TIMES times, past the switch to generic plans; return the plans' indexes and scans."""
    async with explained(url, **settings) as plans:
        for _ in range(TIMES):
            await ask()
    return plans

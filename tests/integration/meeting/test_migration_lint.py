"""No migration makes a running server wait, but where that is short or nobody runs, and is said so here."""

import contextlib
import io
import re
import warnings
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from asyncpg.exceptions import InterfaceWarning
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration

from server.meeting.actor import AS_CONNECTED, acting_as
from server.meeting.db import open_database
from server.meeting.schema import migrations
from tests.migration_lint import (
    ANEW,
    CHECKS_ROWS,
    INDEXES,
    NEW_UNIQUE,
    RETYPES,
    RULES,
    VALIDATES,
    Fault,
    faults,
)

LAST_RELEASED = migrations()[2]
"""Tables made until then are in use; those later ones make are nobody's yet."""
TOLD = {"log_statement": "all", "client_min_messages": "log"}
WATCH = (
    "CREATE TABLE rewritten (name text)",
    "CREATE FUNCTION note_rewrite() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
    " INSERT INTO rewritten VALUES (pg_event_trigger_table_rewrite_oid()::regclass::text); END $$",
    "CREATE EVENT TRIGGER rewrites ON table_rewrite EXECUTE FUNCTION note_rewrite()",
)
USED = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"

SECONDS = "under a million rows after a year at the large scale: all of m0009 took 3 s there"
SMALL = "a row a meeting without words in it: 32 MB after a year at the large scale"
PERMITTED = {
    Fault(ANEW, "transcripts"): "the generated column of the full text: minutes at 10 GB, once, before the"
    " processes start (`parley up` migrates first); a trigger instead would leave rows nobody finds",
    Fault(INDEXES, "transcripts"): "over that new column, in the same breath; and a row a meeting",
    Fault(ANEW, "rooms"): "the generated column of the titles: a row a meeting, seconds on a million",
    **{
        Fault(INDEXES, table): SECONDS
        for table in (
            "room_invitations",
            "chat_messages",
            "sessions",
            "notifications",
            "recordings",
            "participants",
            "rooms",
            "action_items",
            "meeting_summaries",
        )
    },
    Fault(NEW_UNIQUE, "users"): "over a new column of nulls: an empty index",
    Fault(RETYPES, "users"): "a varchar that becomes longer: PostgreSQL changes the catalogue alone",
    Fault(RETYPES, "room_invitations"): "a varchar that becomes longer, too",
    Fault(CHECKS_ROWS, "recordings"): SMALL,
    Fault(VALIDATES, "recordings"): SMALL,
}
"""What migrations do all the same, and why they may."""
WRONG = {
    "CREATE INDEX i ON rooms (name)": INDEXES,
    "CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY rooms (name)": INDEXES,
    "CREATE INDEX ON rooms (name)": INDEXES,
    'CREATE INDEX i ON public."rooms" (name)': INDEXES,
    "/* soon */ CREATE INDEX i ON rooms (name)": INDEXES,
    "REINDEX TABLE rooms": "rebuilds an index while nobody may read",
    "ALTER TABLE rooms ADD CONSTRAINT c CHECK (name <> '')": CHECKS_ROWS,
    "ALTER TABLE rooms ADD FOREIGN KEY (host_id) REFERENCES users": CHECKS_ROWS,
    "ALTER TABLE rooms ADD CONSTRAINT c UNIQUE (name)": "builds a unique index while nobody may read",
    "ALTER TABLE rooms VALIDATE CONSTRAINT c": VALIDATES,
    "ALTER TABLE rooms ALTER COLUMN name SET NOT NULL": "reads every row for NOT NULL",
    "ALTER TABLE rooms ADD CONSTRAINT c NOT NULL name": "reads every row for NOT NULL",
    "ALTER TABLE public.rooms SET UNLOGGED": ANEW,
    "ALTER TABLE rooms ADD COLUMN n uuid DEFAULT gen_random_uuid()": ANEW,
    "ALTER TABLE rooms ADD n text GENERATED ALWAYS AS (lower(name)) STORED": ANEW,
    "ALTER TABLE rooms ADD COLUMN n int NOT NULL": "adds a column that rows there are cannot have",
    "ALTER TABLE rooms ADD COLUMN n int UNIQUE": NEW_UNIQUE,
    "ALTER TABLE rooms ALTER COLUMN duration TYPE bigint": RETYPES,
    "ALTER TABLE rooms DROP COLUMN duration": "takes away what running processes use",
    "ALTER TABLE rooms RENAME COLUMN duration TO length": "takes away what running processes use",
    "DROP TABLE IF EXISTS rooms": "takes away a table",
    "UPDATE rooms\n   SET name = 'x'": "changes every row in one transaction",
    "LOCK TABLE rooms": "locks the table",
}
RIGHT = (
    "CREATE INDEX CONCURRENTLY i ON rooms (name)",
    "CREATE INDEX i ON new_table (name)",
    "CREATE INDEX ON new_table (name)",
    "ALTER TABLE rooms ADD CONSTRAINT c CHECK (name <> '') NOT VALID",
    "ALTER TABLE rooms ADD CONSTRAINT c UNIQUE USING INDEX i",
    "ALTER TABLE rooms ADD COLUMN n int",
    "ALTER TABLE rooms ADD COLUMN n int NOT NULL DEFAULT 0",
    "ALTER TABLE rooms ALTER COLUMN duration SET DEFAULT 0",
    "ALTER TABLE rooms DROP CONSTRAINT c",
    "UPDATE rooms SET name = 'x' WHERE id IN (SELECT id FROM due)",
    "CREATE POLICY rename ON rooms USING (true)",
)


@pytest.mark.parametrize("statement", WRONG)
def test_wrong_is_seen(statement: str) -> None:
    """Each rule finds what it is there for, and nothing else does."""
    assert [fault.rule for fault in faults(statement, {"rooms"})] == [WRONG[statement]]


def test_every_rule_is_tried() -> None:
    """No rule is without its example."""
    assert set(WRONG.values()) == set(RULES)


@pytest.mark.parametrize("statement", RIGHT)
def test_right_passes(statement: str) -> None:
    """What makes nobody wait is let through."""
    assert not list(faults(statement, {"rooms"}))


def altered(statement: str) -> list[str]:
    """The table whose lock a statement keeps to the end of its migration."""
    return re.findall(r"^\s*ALTER TABLE \"?(\w+)", statement)


@pytest.fixture(scope="module")
async def run(postgres_url: str) -> tuple[set[Fault], set[str]]:
    """Run every migration: the faults of what PostgreSQL was asked, and the tables it wrote anew."""
    server = urlsplit(postgres_url)
    admin = await asyncpg.connect(server._replace(path="/postgres").geturl())
    await admin.execute("CREATE DATABASE linted")
    watcher = await asyncpg.connect(url := server._replace(path="/linted").geturl())
    found: set[Fault] = set()
    used: set[str] = set()
    heard: list[str] = []

    async def listen(connection: Any) -> None:
        connection.add_log_listener(lambda _, message: heard.append(message.message))

    options = {"server_settings": TOLD, "setup": listen, "command_timeout": None}
    with acting_as(AS_CONNECTED), contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore", InterfaceWarning)  # the listener stays while the pool does
        async with open_database(url, pool_size=1, options=options) as engine:
            Migration._meta.db = engine
            for name in migrations():
                heard.clear()
                async with engine.transaction():
                    assert (await run_forwards("parley", name)).success
                asked = [re.sub(r"^(statement|execute [^:]*): ", "", each) for each in heard]
                assert asked
                changed = {name for each in asked if "VALIDATE" not in each for name in altered(each)}
                faulty = {fault for each in asked for fault in faults(each, used)}
                found |= {each for each in faulty if each.rule != VALIDATES or each.table in changed}
                if name == LAST_RELEASED:
                    used = {row[0] for row in await watcher.fetch(USED)}
                    for statement in WATCH:
                        await watcher.execute(statement)
    rewritten = {row[0] for row in await watcher.fetch("SELECT name FROM rewritten")}
    await watcher.close()
    await admin.close()
    return found, rewritten


def test_nothing_blocks(run: tuple[set[Fault], set[str]]) -> None:
    """Each fault is permitted with its reason, and each permission is needed."""
    found, _ = run
    assert (found - PERMITTED.keys(), PERMITTED.keys() - found) == (set(), set())


def test_postgres_agrees(run: tuple[set[Fault], set[str]]) -> None:
    """What PostgreSQL itself says it wrote anew is what the rules found."""
    found, rewritten = run
    assert rewritten == {fault.table for fault in found if fault.rule == ANEW}

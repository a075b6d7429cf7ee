"""The tables are those of the schema document, and keep their own rules."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from migrations.piccolo_app import APP_CONFIG
from server.meeting.db import connection, execute, fetch, open_database, transaction
from server.meeting.more_tables import MORE_TABLES
from server.meeting.states import MACHINES, states
from server.meeting.tables import TABLES as FIRST_TABLES
from tests.conftest import cloned

DOCUMENT = """
users: id uuid PK, email varchar UK, password_hash varchar, oauth_provider varchar, oauth_id varchar,
    name varchar, avatar_url text, role varchar, is_active boolean, notification_preferences jsonb,
    created_at timestamp
rooms: id uuid PK, host_id uuid FK users, name varchar, slug varchar UK, type varchar, status varchar,
    livekit_room_name varchar UK, max_participants int, current_participants int, settings jsonb,
    scheduled_start_time timestamp, started_at timestamp, ended_at timestamp, duration int, tags text[]
participants: id uuid PK, room_id uuid FK rooms, user_id uuid FK users, role varchar, status varchar,
    joined_at timestamp, left_at timestamp, duration int, can_share_screen boolean, is_muted boolean
recordings: id uuid PK, room_id uuid FK rooms, started_by uuid FK users, livekit_recording_id varchar UK,
    status varchar, file_url text, file_path text, file_size bigint, duration int, started_at timestamp,
    completed_at timestamp
transcripts: id uuid PK, recording_id uuid FK recordings, room_id uuid FK rooms, text text,
    language varchar, segments jsonb, words jsonb, confidence_score float, has_speakers boolean,
    speaker_count int
meeting_summaries: id uuid PK, room_id uuid FK rooms, transcript_id uuid FK transcripts,
    executive_summary text, key_points jsonb, decisions jsonb, topics jsonb, overall_sentiment float,
    total_speaking_time int, engagement_score float
action_items: id uuid PK, room_id uuid FK rooms, summary_id uuid FK meeting_summaries,
    assigned_to uuid FK users, title varchar, description text, type varchar, priority varchar,
    status varchar, due_date date, completed_at timestamp, tags text[]
participant_reports: id uuid PK, room_id uuid FK rooms, participant_id uuid FK participants,
    summary_id uuid FK meeting_summaries, report_content text, speaking_time int,
    speaking_percentage float, engagement_score float, key_contributions jsonb, tasks_assigned_count int
sessions: id uuid PK, user_id uuid FK users, token_hash varchar UK, device_info jsonb, ip_address inet,
    expires_at timestamp, revoked_at timestamp
room_invitations: id uuid PK, room_id uuid FK rooms, inviter_id uuid FK users, invitee_id uuid FK users,
    invitee_email varchar, token varchar UK, status varchar, expires_at timestamp
notifications: id uuid PK, user_id uuid FK users, type varchar, title varchar, message text, data jsonb,
    is_read boolean, read_at timestamp, action_url text
"""
"""The diagram of the schema document, line for line."""
ONE_TO_ONE = {
    ("transcripts", "recording_id"),
    ("meeting_summaries", "transcript_id"),
    ("meeting_summaries", "room_id"),
}
TYPES = {
    "character varying": "varchar",
    "timestamp with time zone": "timestamp",
    "integer": "int",
    "double precision": "float",
    "ARRAY": "text[]",
}
STATUS_COLUMNS = {
    "room": ("rooms", "status"),
    "participant": ("participants", "status"),
    "recording": ("recordings", "status"),
    "transcript": ("transcripts", "status"),
    "segment": ("transcript_segments", "state"),
    "summary": ("meeting_summaries", "state"),
    "invitation": ("room_invitations", "status"),
    "action_item": ("action_items", "status"),
}
TABLES = (*FIRST_TABLES, *MORE_TABLES)
SEALED_UNIQUE = ("users", "email"), ("users", "email_key")
"""What the document calls unique is sealed; the database keeps its keyed hash unique instead."""
NAMED = {"p": "PK", "u": "UK", "f": "FK"}
OUR_TABLES = sorted(table._meta.tablename for table in TABLES)


@pytest.fixture(scope="module")
async def schema(postgres_url: str) -> AsyncIterator[None]:
    """A database that is only looked at."""
    async with cloned(postgres_url) as url, open_database(url, pool_size=1):
        yield


def documented() -> dict[str, dict[str, str]]:
    """Read the document: table, column, what it says of the column."""
    lines = DOCUMENT.replace("\n    ", " ").strip().splitlines()
    tables = (line.split(":", 1) for line in lines)
    return {
        name: dict(column.strip().split(" ", 1) for column in columns.split(","))
        for name, columns in tables
    }  # fmt: skip


async def keys() -> dict[tuple[str, str], str]:
    """What each column of a key is: PK, UK or FK with its table; a unique foreign key stays FK here."""
    rows = await fetch(
        """
        SELECT c.conrelid::regclass::text AS table, a.attname AS column, c.contype::text AS kind,
               c.confrelid::regclass::text AS target
        FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype IN ('p', 'u', 'f') AND cardinality(c.conkey) = 1 ORDER BY c.contype = 'f'
        """
    )
    found = {
        (row["table"], row["column"]): NAMED[row["kind"]]
        + (f" {row['target']}" if row["kind"] == "f" else "")
        for row in rows
    }
    sealed, unique = SEALED_UNIQUE
    return found | {sealed: found[unique]}


async def real_columns(table: str) -> dict[str, str]:
    """What PostgreSQL says of each column, in the document's words."""
    rows = await fetch(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = $1",
        table,
    )
    found = await keys()
    return {
        row["column_name"]: " ".join(
            filter(
                None, (TYPES.get(row["data_type"], row["data_type"]), found.get((table, row["column_name"])))
            )
        )
        for row in rows
    }


async def generated(table: str) -> set[str]:
    """The columns PostgreSQL computes, which nobody writes."""
    rows = await fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attgenerated <> ''", table
    )
    return {row["attname"] for row in rows}


@pytest.mark.parametrize("table", documented())
async def test_as_documented(table: str, schema: None) -> None:
    """Each of the eleven tables has the document's columns with their types and keys."""
    real = await real_columns(table)
    expected = documented()[table]
    assert {name: real.get(name) for name in expected} == expected


@pytest.mark.parametrize(("table", "column"), sorted(ONE_TO_ONE))
async def test_one_to_one(table: str, column: str, schema: None) -> None:
    """A relation the document draws one to one is unique."""
    rows = await fetch(
        "SELECT FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.conrelid = $1::text::regclass AND c.contype = 'u' AND a.attname = $2",
        table,
        column,
    )
    assert len(rows) == 1


@pytest.mark.parametrize("table", OUR_TABLES)
async def test_as_piccolo_has_it(table: str, schema: None) -> None:
    """Piccolo knows exactly the columns there are."""
    known = next(each for each in TABLES if each._meta.tablename == table)
    names = {column._meta.db_column_name for column in known._meta.columns}
    assert names == set(await real_columns(table)) - await generated(table)


async def test_nothing_to_migrate() -> None:
    """Piccolo, asked what the migrations lack of the tables, finds nothing."""
    missing = await AutoMigrationManager().get_alter_statements(APP_CONFIG)
    assert [statement for each in missing for statement in each.statements] == []


async def test_queue_is_up_to_date(schema: None) -> None:
    """The installed pgqueuer, asked what it would change of its tables, changes nothing."""
    async with transaction():
        plan = await Queries(AsyncpgDriver(connection())).plan_upgrade()
    assert list(plan.statements) == []


@pytest.mark.parametrize("table", OUR_TABLES)
async def test_times(table: str, schema: None) -> None:
    """Every table says when a row was made and changed."""
    assert {"created_at", "updated_at"} <= set(await real_columns(table))
    triggers = await fetch(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = $1::text::regclass AND NOT tgisinternal", table
    )
    assert {f"{table}_touch", f"{table}_born"} <= {row["tgname"] for row in triggers}


@pytest.mark.parametrize("machine", MACHINES)
async def test_states(machine: str, schema: None) -> None:
    """The database allows the states of the state machine, and no other."""
    table, column = STATUS_COLUMNS[machine]
    (row,) = await fetch(
        "SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE conname = $1",
        f"{table}_{column}_state",
    )
    assert {word for word in row["rule"].split("'") if word.isidentifier()} == states(MACHINES[machine])


async def test_foreign_keys_have_indexes(schema: None) -> None:
    """Every foreign key is the beginning of an index: deleting a row scans no table."""
    bare = await fetch(
        """
        SELECT c.conrelid::regclass::text AS table, a.attname AS column
        FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND NOT EXISTS (
            SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])
        """
    )
    assert [tuple(row) for row in bare] == []


async def test_no_index_twice(schema: None) -> None:
    """No table carries the same index under two names."""
    rows = await fetch(
        """
        SELECT array_agg(indexrelid::regclass::text) AS same FROM pg_index
        WHERE indrelid::regclass::text = ANY($1::text[])
        GROUP BY indrelid, indkey, indclass, coalesce(pg_get_expr(indpred, indrelid), ''),
                 coalesce(pg_get_expr(indexprs, indrelid), '') HAVING count(*) > 1
        """,
        OUR_TABLES,
    )
    assert [row["same"] for row in rows] == []


@pytest.mark.parametrize("kind", ["gin (segments", "gin (search", "gin (tags"])
async def test_document_indexes(kind: str, schema: None) -> None:
    """The document's full-text, segment and tag indexes are there."""
    rows = await fetch(
        "SELECT FROM pg_indexes WHERE schemaname = 'public' AND strpos(indexdef, $1) > 0", kind
    )
    assert rows


async def test_updated_at(atrium: object) -> None:
    """A change moves the time of change, whoever makes it."""
    await execute("UPDATE rooms SET name = 'Lobby'")
    assert await fetch("SELECT FROM rooms WHERE updated_at > created_at")


REFUSED = {
    "a name of control characters": "UPDATE rooms SET name = E'a\\x07b'",
    "a blank name": "UPDATE rooms SET name = '  '",
    "a name of 121 characters": "UPDATE rooms SET name = repeat('x', 121)",
    "a room without a host": "UPDATE rooms SET host_id = NULL",
    "a state nobody has heard of": "UPDATE rooms SET status = 'asleep'",
    "a live room that never began": "UPDATE rooms SET status = 'live'",
    "an end before the beginning": "UPDATE rooms SET started_at = now(), ended_at = now() - interval '1 s'",
    "no seats": "UPDATE rooms SET max_participants = 0",
    "a scheduled room without its time": "UPDATE rooms SET type = 'scheduled'",
    "settings that are a list": "UPDATE rooms SET settings = '[]'",
    "an e-mail in capitals": "UPDATE users SET email = upper(email)",
    "an e-mail anybody can read": "UPDATE users SET email = 'alice@example.org'",
    "an e-mail that is not found": "UPDATE users SET email_key = NULL",
    "an e-mail of two accounts": "UPDATE users SET email_key = repeat('0', 64)",
    "the host's account deleted": "DELETE FROM users WHERE id IN (SELECT host_id FROM rooms)",
}


@pytest.mark.parametrize("what", REFUSED)
async def test_refused(what: str, atrium: object) -> None:
    """The database itself refuses what the product must not hold."""
    with pytest.raises((asyncpg.IntegrityConstraintViolationError, asyncpg.DataError)):
        await execute(REFUSED[what])

"""The migrations make what the application and the queue know of, and the tables keep their own rules."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from migrations.piccolo_app import APP_CONFIG
from server.meeting.db import connection, execute, fetch, open_database, transaction
from server.meeting.states import MACHINES, states
from tests.conftest import cloned

STATUS_COLUMNS = {
    "room": ("rooms", "status"),
    "participant": ("participants", "status"),
    "recording": ("recordings", "status"),
    "transcript": ("transcripts", "status"),
    "segment": ("transcript_segments", "state"),
    "summary": ("meeting_summaries", "state"),
    "invitation": ("room_invitations", "status"),
    "action_item": ("action_items", "status"),
    "import": ("imports", "state"),
    "block": ("summary_blocks", "state"),
    "question": ("questions", "state"),
}


@pytest.fixture(scope="module")
async def schema(postgres_url: str) -> AsyncIterator[None]:
    """A database that is only looked at."""
    async with cloned(postgres_url) as url, open_database(url, pool_size=1):
        yield


async def test_nothing_to_migrate() -> None:
    """Piccolo, asked what the migrations lack of the tables, finds nothing."""
    missing = await AutoMigrationManager().get_alter_statements(APP_CONFIG)
    assert [statement for each in missing for statement in each.statements] == []


async def test_queue_is_up_to_date(schema: None) -> None:
    """The installed pgqueuer, asked what it would change of its tables, changes nothing."""
    async with transaction():
        plan = await Queries(AsyncpgDriver(connection())).plan_upgrade()
    assert list(plan.statements) == []


@pytest.mark.parametrize("machine", MACHINES)
async def test_states(machine: str, schema: None) -> None:
    """The database allows the states of the state machine, and no other."""
    table, column = STATUS_COLUMNS[machine]
    (row,) = await fetch(
        "SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE conname = $1",
        f"{table}_{column}_state",
    )
    assert {word for word in row["rule"].split("'") if word.isidentifier()} == states(MACHINES[machine])


async def test_updated_at(atrium: object) -> None:
    """A change moves the time of change, whoever makes it."""
    await execute("UPDATE rooms SET name = 'Lobby'")
    assert await fetch("SELECT FROM rooms WHERE updated_at > created_at")


REFUSED = {
    "a name of control characters": "UPDATE rooms SET name = E'a\\x07b'",
    "a blank name": "UPDATE rooms SET name = '  '",
    "a name of 121 characters": "UPDATE rooms SET name = repeat('x', 121)",
    "a link in capitals": "UPDATE rooms SET slug = upper(slug)",
    "a link in another alphabet": "UPDATE rooms SET slug = U&'\\0430trium'",
    "a link in full width": "UPDATE rooms SET slug = U&'\\FF41trium'",
    "a link of combining characters": "UPDATE rooms SET slug = U&'a\\0301trium'",
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

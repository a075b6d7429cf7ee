"""What was done is written once, by month, with who did it, and is never changed."""

# ruff: noqa: S608  the tables are those named here

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.meeting.actor import Actor
from server.meeting.schema import PROCESS_ROLES, ROLES, migrate
from tests.integration.meeting.access_matrix import AccessMatrix, build_access_matrix


@pytest.fixture
async def world(postgres_url: str, password_hash: str) -> AsyncIterator[AccessMatrix]:
    """One for each: months are made and detached."""
    async with build_access_matrix(postgres_url, password_hash) as made:
        yield made


async def act(world: AccessMatrix, actor: Actor) -> None:
    """Act to the end of the transaction."""
    for name, value in actor.settings().items():
        await world.connection.execute("SELECT set_config($1, $2, true)", name, value)


@pytest.mark.parametrize("role", [None, *ROLES])
async def test_nobody_changes_an_event(role: str | None, world: AccessMatrix) -> None:
    """Neither the owner nor a superuser, in the table or in a month's, and not as a replica."""
    db = world.connection
    months = await db.fetch(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_events'::regclass"
    )
    for table in ("audit_events", *(row[0] for row in months)):
        for verb in (f"UPDATE {table} SET action = 'x'", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            transaction = db.transaction()
            await transaction.start()
            await db.execute("SET LOCAL session_replication_role = replica")
            await db.execute(f"SET LOCAL ROLE {role or 'none'}")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await db.execute(verb)
            await transaction.rollback()


async def test_a_change_tells_who_and_which_keys(world: AccessMatrix) -> None:
    """The trigger knows person, session and request; of values nothing is written."""
    db, alice, session = world.connection, world.actors["alice"].user_id, uuid4()
    async with db.transaction():
        await act(world, Actor("web", user_id=alice, session_id=session, request_id="r-1"))
        await db.execute("UPDATE action_items SET title = 'Quite secret'")
    event = await db.fetchrow("SELECT * FROM audit_events WHERE request_id = 'r-1'")
    assert event is not None
    assert (event["category"], event["action"], event["table_name"]) == (
        "data_modification",
        "update",
        "action_items",
    )
    assert (event["user_id"], event["session_id"], event["changed"]) == (alice, session, ["title"])
    assert UUID(event["row_id"]) == world.rows["action_items"]
    assert event["room_id"] == world.rows["rooms"]


async def test_who_works_by_hand_is_told_apart(world: AccessMatrix) -> None:
    """Where no process acts it was somebody at the database; where one does it is named."""
    db = world.connection
    told = "SELECT service FROM audit_events WHERE table_name = 'rooms' ORDER BY id DESC"
    await db.execute("UPDATE rooms SET name = 'By hand'")
    assert await db.fetchval(told) == "operator"
    async with db.transaction():
        await act(world, replace(world.actors["agent"], service="transcriber"))
        await db.execute("UPDATE rooms SET status = 'archived'")
    assert await db.fetchval(told) == "transcriber"


async def test_noise_is_left_out(world: AccessMatrix) -> None:
    """A row that only says it was touched is no event."""
    db = world.connection
    before = await db.fetchval("SELECT count(*) FROM audit_events")
    await db.execute("UPDATE rooms SET updated_at = now()")
    await db.execute("UPDATE transcripts SET next_seq = next_seq + 1")
    assert await db.fetchval("SELECT count(*) FROM audit_events") == before


async def test_no_words_and_no_secrets(world: AccessMatrix) -> None:
    """Neither what was said nor a name, address or hash is in any event."""
    written = await world.connection.fetchval("SELECT string_agg(e::text, ' ') FROM audit_events e")
    hashes = await world.connection.fetch(
        "SELECT token_hash FROM sessions UNION SELECT token FROM room_invitations"
    )
    for secret in ("write it", "Bob", "example.org", "$2b$", *(row[0] for row in hashes)):
        assert secret not in written


async def test_months_are_made_ahead_and_detached(world: AccessMatrix) -> None:
    """What comes for no month is kept in the default; an old month goes aside whole."""
    db = world.connection
    assert await db.fetch("SELECT * FROM audit_prepare(24)") == []
    assert len(await db.fetch("SELECT * FROM audit_prepare(26)")) == 2
    await db.execute(
        "INSERT INTO audit_events (happened_at, category, action) VALUES ($1, 'user_action', 'late')",
        datetime(9999, 12, 31, tzinfo=UTC),
    )
    assert await db.fetchval("SELECT count(*) FROM audit_events_default") == 1
    now = await db.fetchval("SELECT 'audit_kept_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')")
    count = await db.fetchval("SELECT count(*) FROM audit_events") - 1
    gone = await db.fetch("SELECT * FROM audit_detach((now() AT TIME ZONE 'UTC' + interval '1 month')::date)")
    assert [row[0] for row in gone] == [now]
    assert await db.fetchval("SELECT count(*) FROM audit_events") == 1
    assert await db.fetchval(f"SELECT count(*) FROM {now}") == count
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await db.execute(f"DELETE FROM {now}")


async def test_what_came_early_stays(world: AccessMatrix) -> None:
    """Events of a month that nobody made in time stay in the default, and later months are made still."""
    db = world.connection
    await db.execute(
        "INSERT INTO audit_events (happened_at, category, action)"
        " VALUES (date_trunc('month', now()) + interval '25 months 1 day', 'user_action', 'early')"
    )
    assert len(await db.fetch("SELECT * FROM audit_prepare(26)")) == 1
    assert await db.fetchval("SELECT count(*) FROM audit_events WHERE action = 'early'") == 1


async def test_months_are_kept_at_each_start(database_url: str) -> None:
    """What is older than two years goes aside with its rows, and no process can read it there any more."""
    db = await asyncpg.connect(database_url)
    await db.execute(
        "CREATE TABLE audit_events_2020_02 PARTITION OF audit_events"
        " FOR VALUES FROM ('2020-02-01Z') TO ('2020-03-01Z')"
    )
    await db.execute(
        "INSERT INTO audit_events (happened_at, category, action) VALUES ('2020-02-03', 'user_action', 'x')"
    )
    await migrate(database_url)
    assert await db.fetchval("SELECT count(*) FROM audit_kept_2020_02") == 1
    assert not await db.fetch("SELECT FROM audit_events WHERE action = 'x'")
    for role in PROCESS_ROLES:
        assert not await db.fetchval("SELECT has_table_privilege($1, 'audit_kept_2020_02', 'SELECT')", role)
    await db.close()


@pytest.mark.parametrize("category", ["user_action", "room_access", "admin_operation"])
async def test_the_application_notes(category: str, world: AccessMatrix) -> None:
    """It tells what no row tells, in the name of who acts."""
    db, bob = world.connection, world.actors["bob"]
    async with db.transaction():
        await act(world, bob)
        await db.execute("SELECT audit_note($1, 'room.join', $2, '{}')", category, world.rows["rooms"])
    assert await db.fetchval("SELECT user_id FROM audit_events WHERE action = 'room.join'") == bob.user_id


async def test_the_application_tells_of_no_rows(world: AccessMatrix) -> None:
    """Only a trigger says that a row was changed."""
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await world.connection.execute("SELECT audit_note('data_modification', 'update', NULL, '{}')")


@pytest.mark.parametrize(
    "ends",
    [
        "UPDATE sessions SET elevated_until = now() - interval '1 s'",
        "UPDATE sessions SET revoked_at = now()",
        "UPDATE users SET is_active = false",
        "UPDATE users SET role = 'member'",
    ],
)
async def test_elevation_ends(ends: str, world: AccessMatrix) -> None:
    """With its time, with the session, with the account and with the office."""
    db = world.connection
    for changed, expected in ((False, True), (True, False)):
        async with db.transaction():
            if changed:
                await db.execute(ends)
            await act(world, world.actors["elevated"])
            assert await db.fetchval("SELECT is_elevated()") is expected


async def test_nobody_elevates_in_secret(world: AccessMatrix) -> None:
    """No process may write the column: the one way to raised rights leaves an event."""
    db, admin = world.connection, world.actors["elevated"]
    await db.execute("UPDATE sessions SET elevated_until = NULL")
    transaction = db.transaction()
    await transaction.start()
    await act(world, admin)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await db.execute("UPDATE sessions SET elevated_until = now() + interval '1 hour'")
    await transaction.rollback()
    async with db.transaction():
        await act(world, admin)
        await db.execute("SELECT elevate(100000, 'to see')")
        assert await db.fetchval("SELECT is_elevated()")
    noted = await db.fetchrow("SELECT * FROM audit_events WHERE action = 'elevation.begin'")
    assert noted is not None
    assert (noted["user_id"], "to see" in noted["details"]) == (admin.user_id, True)
    assert await db.fetchval("SELECT max(elevated_until) <= now() + interval '1 hour' FROM sessions")

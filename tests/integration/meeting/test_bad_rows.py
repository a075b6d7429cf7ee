"""No row refers to another meeting, and no time is infinite: whoever writes it, straight in SQL."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from migrations.versions.m0011_tenants import FINITE, SAME_ROOM
from server.meeting.actor import AS_CONNECTED, Actor, acting_as
from server.meeting.db import execute, fetch, open_database, transaction
from tests.conftest import Meeting, cloned
from tests.integration.meeting.access_matrix import fill

ELSEWHERE = """
INSERT INTO rooms (name, slug, livekit_room_name, type, status)
VALUES ('Elsewhere', 'elsewhere', 'elsewhere', 'external', 'waiting') RETURNING id
"""
NOT_FINITE = asyncpg.CheckViolationError, asyncpg.FeatureNotSupportedError
"""The second is what a length computed from it says."""
TIMES = [(table, column) for table, columns in FINITE.items() for column in columns.split()]


@pytest.fixture(scope="module")
async def inhabited(postgres_url: str, password_hash: str) -> AsyncIterator[str]:
    """A row in every table, and another room."""
    async with cloned(postgres_url) as url:
        with acting_as(AS_CONNECTED):
            async with open_database(url, pool_size=4):
                await fill(password_hash)
                await execute(ELSEWHERE)
                await execute("UPDATE transcripts SET recording_id = (SELECT id FROM recordings)")
                yield url


@pytest.mark.parametrize(("table", "column"), SAME_ROOM)
async def test_row_stays_in_its_meeting(table: str, column: str, inhabited: str) -> None:
    """Neither the owner nor anybody else moves a row away from what it refers to."""
    elsewhere = "(SELECT id FROM rooms WHERE slug = 'elsewhere')"
    move = f"UPDATE {table} SET room_id = {elsewhere} WHERE {column} IS NOT NULL"  # noqa: S608  names of ours
    with acting_as(AS_CONNECTED), pytest.raises(asyncpg.ForeignKeyViolationError):
        await execute(move)


@pytest.mark.parametrize(("table", "column"), TIMES)
@pytest.mark.parametrize("moment", ["infinity", "-infinity"])
async def test_time_is_a_time(table: str, column: str, moment: str, inhabited: str) -> None:
    """Infinity is none, whatever PostgreSQL says."""
    others = {"rooms": "status = status", "notifications": "is_read = true"}.get(table, "room_id = room_id")
    others = "user_id = user_id" if table == "sessions" else others
    with acting_as(AS_CONNECTED), pytest.raises(NOT_FINITE):
        await execute(f"UPDATE {table} SET {others}, {column} = '{moment}'")  # noqa: S608  names of ours


async def test_last_year_there_is(inhabited: str) -> None:
    """The year 9999 is kept, and read as it was written."""
    with acting_as(AS_CONNECTED):
        await execute(
            "UPDATE rooms SET scheduled_start_time = '9999-12-31 23:59:59+00' WHERE slug = 'elsewhere'"
        )
        (row,) = await fetch("SELECT scheduled_start_time AS at FROM rooms WHERE slug = 'elsewhere'")
    assert (row["at"].year, row["at"].second) == (9999, 59)


STRANGERS = {
    "a consent for a meeting one is not in": (
        "INSERT INTO consents (room_id, participant_id, kind) VALUES ($1, $2, 'transcription')"
    ),
    "a message into a meeting one is not in": (
        "INSERT INTO chat_messages (room_id, participant_id, name, text) VALUES ($1, $2, 'Bob', 'hello')"
    ),
    "an invitation to a meeting one does not host": (
        "INSERT INTO room_invitations (room_id, inviter_id, invitee_email, invitee_email_key, token,"
        " expires_at) SELECT $1, app_user(), 'v1.k.' || repeat('0', 64), repeat('0', 64), 't', now()"
        " WHERE $2::uuid IS NOT NULL"
    ),
    "a place in a meeting that is not open to one": (
        "INSERT INTO participants (room_id, user_id, display_name, identity, status)"
        " SELECT $1, app_user(), 'Bob', 'bob', 'joined' WHERE $2::uuid IS NOT NULL"
    ),
}


@pytest.mark.parametrize("what", STRANGERS)
async def test_nothing_into_a_meeting_of_others(what: str, meeting: Meeting) -> None:
    """With a room's id alone nobody writes into it, in the role of the web process; nothing is kept."""
    (elsewhere,) = await fetch(ELSEWHERE)
    await execute("DELETE FROM consents")

    async def write() -> None:
        async with transaction():
            await execute("UPDATE participants SET is_muted = true WHERE id = $1", meeting.bob.id)
            await execute(STRANGERS[what], elsewhere["id"], meeting.bob.id)

    refused = (asyncpg.InsufficientPrivilegeError, asyncpg.ForeignKeyViolationError)
    with acting_as(Actor("web", user_id=meeting.bob.user_id)), pytest.raises(refused):
        await write()
    assert not await fetch("SELECT FROM participants WHERE is_muted")

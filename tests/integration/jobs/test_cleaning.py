"""The four functions of the document: what they take, how much of it, and two at once."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from server.config import Settings
from server.jobs import cleanup_tasks
from server.jobs.scheduled_task import Work
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.integration.jobs.conftest import as_owner, at

FUNCTIONS = (
    "cleanup_expired_invitations()",
    "cleanup_expired_sessions()",
    "cleanup_old_notifications(30)",
    "cleanup_old_recordings(90)",
)
WHEN = at("2026-03-02 03:00")


async def invite(room: Room, host: Account, status: str, days: int) -> UUID:
    """Make an invitation that expires in so many days."""
    made = await as_owner(
        "INSERT INTO room_invitations (room_id, inviter_id, invitee_email, invitee_email_key, token, status,"
        " expires_at) SELECT $1, $2, email, encode(sha256(gen_random_uuid()::text::bytea), 'hex'),"
        " gen_random_uuid()::text, $3, now() + make_interval(days => $4)"
        " FROM users WHERE id = $2 RETURNING id",
        room.id,
        host.id,
        status,
        days,
    )
    assert isinstance(made, UUID)
    return made


async def status_of(table: str, row: UUID) -> object:
    """Give a row's status; None if it is gone."""
    return await as_owner(f"SELECT status FROM {table} WHERE id = $1", row)  # noqa: S608  the tests name it


@pytest.mark.parametrize(
    ("status", "days", "after"),
    [("pending", -1, "expired"), ("pending", 1, "pending"), ("accepted", -1, "accepted")],
)
async def test_invitations(
    status: str, days: int, after: str, atrium: Room, alice: Account, settings: Settings, worker: None
) -> None:
    """An invitation expires when it waits past its time; one that was answered stays what it is."""
    made = await invite(atrium, alice, status, days)
    counts = await cleanup_tasks.invitations(Work(settings, WHEN))
    assert await status_of("room_invitations", made) == after
    assert counts == {"expired": int(after == "expired")}


@pytest.mark.parametrize(
    ("expires", "revoked", "left"), [(-8, None, 0), (-6, None, 1), (20, -8, 0), (20, -6, 1), (20, None, 1)]
)
async def test_sessions(
    expires: int, revoked: int | None, left: int, bob: Account, settings: Settings, worker: None
) -> None:
    """A session goes a week after it expired or was revoked, whichever came first."""
    made = await as_owner(
        "INSERT INTO sessions (user_id, token_hash, created_at, expires_at, revoked_at) VALUES"
        " ($1, 'x', now() - interval '60 days', now() + make_interval(days => $2),"
        " now() + make_interval(days => $3)) RETURNING id",
        bob.id,
        expires,
        revoked,
    )
    await cleanup_tasks.sessions(Work(settings, WHEN))
    assert await as_owner("SELECT count(*) FROM sessions WHERE id = $1", made) == left


async def notify(person: Account, days: int, *, read: bool, times: int = 1) -> None:
    """Tell somebody something so many days ago."""
    await as_owner(
        "INSERT INTO notifications (user_id, type, title, is_read, read_at, created_at)"
        " SELECT $1, 'minutes', 'Done', $3, CASE WHEN $3 THEN now() END, now() - make_interval(days => $2)"
        " FROM generate_series(1, $4)",
        person.id,
        days,
        read,
        times,
    )


@pytest.mark.parametrize(("days", "read", "left"), [(31, True, 0), (29, True, 1), (400, False, 1)])
async def test_notifications(
    days: int, read: bool, left: int, bob: Account, settings: Settings, worker: None
) -> None:
    """A notification goes when it was read and is thirty days old; nobody loses one they have not read."""
    await notify(bob, days, read=read)
    await cleanup_tasks.notifications(Work(settings, WHEN))
    assert await as_owner("SELECT count(*) FROM notifications") == left


async def test_logs(settings: Settings, worker: None) -> None:
    """What tells of runs and of queued work goes after 400 days."""
    for days in (401, 399):
        await as_owner(
            "INSERT INTO maintenance_runs (task, tick, started_at, outcome, finished_at)"
            " SELECT 'try', at, at, 'done', at FROM (SELECT now() - make_interval(days => $1) AS at)"
            " RETURNING id",
            days,
        )
        await as_owner(
            "INSERT INTO pgqueuer_log (created, job_id, status, priority, entrypoint)"
            " VALUES (now() - make_interval(days => $1), 1, 'successful', 0, 'minutes') RETURNING id",
            days,
        )
    assert await cleanup_tasks.logs(Work(settings, WHEN)) == {"deleted": 2}
    assert await as_owner("SELECT count(*) FROM maintenance_runs") == 1
    assert await as_owner("SELECT count(*) FROM pgqueuer_log") == 1


@pytest.mark.parametrize("call", FUNCTIONS)
async def test_as_the_document_calls_them(call: str, worker: None, database: str) -> None:
    """Each runs alone, by the document's own statement, and says what it did."""
    assert await as_owner(f"SELECT {call}") == 0


async def test_one_batch_a_call(bob: Account, database: str) -> None:
    """A call changes no more rows than it may, however many are due."""
    await notify(bob, 40, read=True, times=25)
    done = [await as_owner("SELECT cleanup_old_notifications(30, 10)") for _ in range(4)]
    assert done == [10, 10, 5, 0]


async def test_no_batch_without_bounds(bob: Account, database: str) -> None:
    """Whatever batch is asked for, a call takes at least one row and at most ten thousand."""
    await notify(bob, 40, read=True, times=10_002)
    assert await as_owner("SELECT cleanup_old_notifications(30, 1000000)") == 10_000
    assert await as_owner("SELECT cleanup_old_notifications(30, 0)") == 1


@pytest.mark.parametrize("days", [0, -30])
@pytest.mark.parametrize("name", ["cleanup_old_notifications", "cleanup_old_recordings", "cleanup_old_logs"])
async def test_no_days_at_all(name: str, days: int, database: str) -> None:
    """What would take today's rows too is refused."""
    with pytest.raises(asyncpg.InvalidParameterValueError):
        await as_owner(f"SELECT {name}({days})")


async def test_twice_at_once(bob: Account, database: str) -> None:
    """A call beside one that is not finished takes other rows, and waits for nothing."""
    await notify(bob, 40, read=True, times=15)
    first, second = await asyncpg.connect(database), await asyncpg.connect(database)
    try:
        async with first.transaction():
            assert await first.fetchval("SELECT cleanup_old_notifications(30, 10)") == 10
            assert await second.fetchval("SELECT cleanup_old_notifications(30, 10)", timeout=5) == 5
            assert await second.fetchval("SELECT cleanup_old_notifications(30, 10)", timeout=5) == 0
    finally:
        await first.close()
        await second.close()
    assert await as_owner("SELECT count(*) FROM notifications") == 0


async def test_eight_at_once(bob: Account, settings: Settings, worker: None) -> None:
    """Eight that run together do all of it, and count no row twice."""
    await notify(bob, 40, read=True, times=12_345)
    done = await asyncio.gather(*(cleanup_tasks.notifications(Work(settings, WHEN)) for _ in range(8)))
    assert sum(each["deleted"] for each in done) == 12_345
    assert await as_owner("SELECT count(*) FROM notifications") == 0


@pytest.mark.parametrize("role", ["web", "agent", "readonly"])
@pytest.mark.parametrize("call", FUNCTIONS)
async def test_only_the_worker_cleans(role: str, call: str, database: str) -> None:
    """No other process may call them."""
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(f"SET ROLE parley_{role}")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f"SELECT {call}")
    finally:
        await connection.close()

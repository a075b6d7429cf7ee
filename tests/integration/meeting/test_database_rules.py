"""What the database keeps by itself, whoever writes and however they try."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.lifecycle import end_room
from server.meeting.participants import admit
from server.meeting.presence import record_arrival, record_departure
from server.meeting.rooms import NewRoom, Room, create_room, room
from server.meeting.transcripts import open_transcript
from tests.conftest import TEN, Meeting

MANY_WORDS = 1_200_000
BACKDATED = """
INSERT INTO rooms (name, slug, livekit_room_name, host_id, created_at, updated_at)
VALUES ('Hall', 'hall', 'hall', app_user(), 'epoch', 'epoch')
"""
LEAVE = "UPDATE participants SET status = 'left' WHERE id = $1"
END_STAY = "UPDATE attendance SET left_at = joined_at + interval '10 s' WHERE livekit_sid = $1"
WAITING = """
SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def crossing(url: str, sql: str, first: object, second: object) -> None:
    """Do it for one in a transaction that ends when that of the other waits for it, or is done."""
    one, other = await asyncpg.connect(url), await asyncpg.connect(url)
    async with one.transaction():
        await one.execute(sql, first)
        crossed = asyncio.create_task(other.execute(sql, second))
        while not (crossed.done() or await fetch(WAITING)):  # noqa: ASYNC110  no event tells of it
            await asyncio.sleep(0.01)
    await crossed
    await one.close()
    await other.close()


async def test_no_seat_behind_our_back(alice: Account) -> None:
    """Straight in SQL, in many transactions at once, nobody sits on a seat that is not there."""
    hall = await create_room(alice, NewRoom(name="Hall", slug="hall", max_participants=5))
    tries = await asyncio.gather(
        *(
            execute(
                "INSERT INTO participants (room_id, display_name, identity, status, admitted_at)"
                " VALUES ($1, 'X', gen_random_uuid()::text, 'admitted', now())",
                hall.id,
            )
            for _ in range(60)
        ),
        return_exceptions=True,
    )
    assert sum(not isinstance(each, BaseException) for each in tries) == 5


async def test_fact_is_not_refused(alice: Account) -> None:
    """Whom LiveKit says is there is there, also beyond the last seat."""
    hall = await create_room(alice, NewRoom(name="Hall", slug="hall", max_participants=1))
    await admit(hall, alice, "Alice")
    await record_arrival(hall.id, "somebody", "Somebody", TEN, sid="PA_1")
    assert (await room(hall.id)).current_participants == 2


async def test_two_who_leave_at_once(meeting: Meeting, database: str) -> None:
    """Neither sees that the other goes, and both are counted out."""
    await crossing(database, LEAVE, meeting.bob.id, meeting.gus.id)
    assert (await room(meeting.room.id)).current_participants == 1


async def test_two_stays_that_end_at_once(meeting: Meeting, database: str) -> None:
    """In two tabs one has stayed as long as in both."""
    await record_arrival(meeting.room.id, meeting.bob.identity, "Bob", TEN, sid="PA_second")
    await crossing(database, END_STAY, "PA_second", f"PA_{meeting.bob.id}")
    (row,) = await fetch("SELECT duration FROM participants WHERE id = $1", meeting.bob.id)
    assert row["duration"] == 20


async def test_who_is_moved_is_counted_where_they_are(meeting: Meeting, alice: Account) -> None:
    """Both meetings have the seats that are taken in them."""
    hall = await create_room(alice, NewRoom(name="Hall", slug="hall"))
    await execute("DELETE FROM attendance")
    await execute("DELETE FROM consents")
    await execute("UPDATE participants SET room_id = $1 WHERE id = $2", hall.id, meeting.bob.id)
    assert [(await room(each)).current_participants for each in (meeting.room.id, hall.id)] == [2, 1]


FORGED = {
    "seats taken": "UPDATE rooms SET current_participants = 1",
    "no time spent": "UPDATE participants SET duration = 1",
    "a room with people in it": (
        "INSERT INTO rooms (name, slug, livekit_room_name, host_id, current_participants)"
        " VALUES ('Hall', 'hall', 'hall', app_user(), 7)"
    ),
}


@pytest.mark.parametrize("what", FORGED)
async def test_counts_cannot_be_forged(what: str, meeting: Meeting, alice: Account) -> None:
    """How many are there and for how long is what the rows say, also where the owner writes otherwise."""
    with acting_as(Actor(None, user_id=alice.id)):
        await execute(FORGED[what])
    seats = {tuple(row) for row in await fetch("SELECT slug, current_participants FROM rooms")}
    assert seats <= {("atrium", 3), ("hall", 0)}
    assert not await fetch("SELECT FROM participants WHERE duration <> 0")


async def test_lengths_are_computed(meeting: Meeting) -> None:
    """Whatever is written into a duration, it is what the times say."""
    await record_departure(meeting.room.id, meeting.bob.identity, TEN + timedelta(seconds=90))
    await end_room(meeting.room.id, "host", TEN + timedelta(seconds=600))
    await execute("UPDATE rooms SET duration = 7 WHERE id = $1", meeting.room.id)
    stay = await fetch_one("SELECT duration FROM participants WHERE id = $1", meeting.bob.id)
    assert ((await room(meeting.room.id)).duration, stay and stay["duration"]) == (600, 90)


async def _as_cohost(change: str, meeting: Meeting, bob: Account) -> int:
    await execute("UPDATE participants SET role = 'cohost' WHERE id = $1", meeting.bob.id)
    with acting_as(Actor("web", user_id=bob.id)):
        return await execute(f"UPDATE rooms SET {change} WHERE id = $1", meeting.room.id)  # noqa: S608


@pytest.mark.parametrize(
    "change",
    ["name = 'Mine'", "host_id = app_user()", "status = 'archived'", "status = 'ended', name = 'Mine'"],
)
async def test_cohost_owns_nothing(change: str, meeting: Meeting, bob: Account) -> None:
    """A room is its host's to change."""
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await _as_cohost(change, meeting, bob)


async def test_cohost_may_end_it(meeting: Meeting, bob: Account) -> None:
    """Its end is the one thing of it a co-host may write."""
    assert await _as_cohost("status = 'ended', ended_at = now()", meeting, bob) == 1


@pytest.mark.parametrize(
    "change", ["role = 'host'", "user_id = NULL", "identity = 'else'", "status = 'left'"]
)
async def test_nobody_promotes_themselves(change: str, meeting: Meeting, bob: Account) -> None:
    """What one is in a meeting is not one's own to say."""
    with acting_as(Actor("web", user_id=bob.id)), pytest.raises(asyncpg.InsufficientPrivilegeError):
        await execute(f"UPDATE participants SET {change} WHERE id = $1", meeting.bob.id)  # noqa: S608


async def test_row_is_born_now(atrium: Room, alice: Account) -> None:
    """Neither time of a new row is its writer's to say."""
    with acting_as(Actor("web", user_id=alice.id)):
        await execute(BACKDATED)
    assert not await fetch("SELECT FROM rooms WHERE least(created_at, updated_at) < $1", atrium.created_at)


async def test_signed_in_as_a_process(atrium: Room, alice: Account, database: str) -> None:
    """That holds for a process that came by its own role, and never said in which it works."""
    connection = await asyncpg.connect(database)
    await connection.execute("SET SESSION AUTHORIZATION parley_web")
    await connection.execute("SELECT set_config('app.user_id', $1, false)", str(alice.id))
    await connection.execute(BACKDATED)
    await connection.close()
    assert not await fetch("SELECT FROM rooms WHERE least(created_at, updated_at) < $1", atrium.created_at)


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("en", "We are testing the engines", "tested engine"),
        ("de", "Die Häuser wurden verkauft", "Haus"),
        ("ko", "회의 기록", "회의"),
        ("en-GB", "Running late", "run"),
    ],
)
async def test_searched_in_its_language(language: str, text: str, query: str, atrium: Room) -> None:
    """Words are found in the forms their language gives them."""
    transcript = await open_transcript(atrium.id, language, "none")
    await execute("UPDATE transcripts SET text = $2 WHERE id = $1", transcript.id, text)
    found = await fetch(
        "SELECT FROM transcripts WHERE search @@ plainto_tsquery(search_configuration($1::text), $2)",
        language,
        query,
    )
    assert len(found) == 1


async def test_endless_transcript_is_kept(atrium: Room) -> None:
    """Ten megabytes of different words are more than a tsvector takes, and are stored all the same."""
    transcript = await open_transcript(atrium.id, "en", "none")
    text = " ".join(f"{number:08x}" for number in range(MANY_WORDS))
    await execute("UPDATE transcripts SET text = $2 WHERE id = $1", transcript.id, text)
    row = await fetch_one("SELECT length(text) AS length FROM transcripts WHERE id = $1", transcript.id)
    assert row is not None
    assert row["length"] == len(text)

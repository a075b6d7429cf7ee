"""What is missing from a transcript, and the leases that say who writes it."""

from uuid import uuid4

import asyncpg
import pytest

from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute, fetch_one
from server.meeting.gaps import Gap, add_gap, end_gaps, gaps_of, note_late_start
from server.meeting.leases import (
    LeaseState,
    end_leases,
    lease_state,
    renew_lease,
    take_late_lease,
    take_lease,
)
from server.meeting.lifecycle import end_room
from server.meeting.transcripts import finish_segment, open_segment, open_transcript
from tests.conftest import Meeting

YEAR_S = 365 * 86_400.0
AGENT = Actor("agent", service="transcriber", holder="job")


async def seconds_left() -> float:
    """How long the only lease still lasts."""
    row = await fetch_one(
        "SELECT extract(epoch FROM expires_at - clock_timestamp())::float8 FROM room_leases"
    )
    assert row is not None
    return float(row[0])


@pytest.mark.parametrize("seconds", [YEAR_S, float("inf"), float("nan")])
async def test_a_year_is_a_minute(meeting: Meeting, seconds: float) -> None:
    """However long a lease an agent asks for, the database gives a minute, when taken and when renewed."""
    with acting_as(AGENT):
        assert await take_lease(meeting.room.id, "job", seconds=seconds)
    assert await seconds_left() <= 60
    with acting_as(AGENT):
        assert await renew_lease(meeting.room.id, "job", seconds=seconds)
    assert await seconds_left() <= 60


async def test_not_by_hand(meeting: Meeting) -> None:
    """The agent's role writes no time of expiry itself."""
    with acting_as(AGENT):
        await take_lease(meeting.room.id, "job")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await execute("UPDATE room_leases SET expires_at = now() + interval '1 year'")


@pytest.mark.parametrize("call", [take_lease, renew_lease, take_late_lease])
async def test_only_for_oneself(meeting: Meeting, call: object) -> None:
    """A job neither takes nor renews a lease in another's name."""
    assert callable(call)
    with acting_as(AGENT), pytest.raises(asyncpg.InsufficientPrivilegeError):
        await call(meeting.room.id, "another")


async def test_not_of_a_room_that_is_over(meeting: Meeting) -> None:
    """Nobody takes a lease on a meeting that is over."""
    await end_room(meeting.room.id, "host")
    with acting_as(AGENT):
        assert not await take_lease(meeting.room.id, "job")


async def test_late_lease(meeting: Meeting) -> None:
    """What waited for the database may be stored for a week after the end, not before it, and by one job."""
    with acting_as(AGENT):
        assert not await take_late_lease(meeting.room.id, "job")
    await end_room(meeting.room.id, "host")
    with acting_as(AGENT):
        assert await take_late_lease(meeting.room.id, "job")
    with acting_as(Actor("agent", holder="another")):
        assert not await take_late_lease(meeting.room.id, "another")
    await execute("UPDATE rooms SET ended_at = now() - interval '8 d', started_at = now() - interval '9 d'")
    with acting_as(AGENT):
        assert not await take_late_lease(meeting.room.id, "job")


async def test_last_words(meeting: Meeting) -> None:
    """Who transcribed it when it ended keeps the lease for the last words, and not for ever."""
    with acting_as(AGENT):
        await take_lease(meeting.room.id, "job")
    await end_room(meeting.room.id, "host")
    with acting_as(AGENT):
        assert await renew_lease(meeting.room.id, "job")
    await execute(
        "UPDATE rooms SET ended_at = now() - interval '2 hours', started_at = now() - interval '1 d'"
    )
    with acting_as(AGENT):
        assert not await renew_lease(meeting.room.id, "job")


async def test_renewed_after_it_ran_out(meeting: Meeting) -> None:
    """A lease that ran out and that nobody took is its holder's to renew."""
    await take_lease(meeting.room.id, "job", seconds=0)
    assert await lease_state(meeting.room.id) is LeaseState.STALE
    assert await renew_lease(meeting.room.id, "job")
    assert await lease_state(meeting.room.id) is LeaseState.HELD


async def test_a_dead_job_leaves_a_gap(meeting: Meeting) -> None:
    """A job that takes over finds a gap from the last word of the one that died, and ends it."""
    await execute("UPDATE rooms SET started_at = now() - interval '1 minute'")
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    segment = await open_segment(
        transcript.id, participant_id=None, speaker="Bob", language="en", engine="vosk", start_ms=70_000
    )
    await finish_segment(segment.id, "hello", [], None, 70_500)
    await take_lease(meeting.room.id, "dead", seconds=0)
    assert await gaps_of(meeting.room.id) == []
    assert await take_lease(meeting.room.id, "alive")
    (gap,) = await gaps_of(meeting.room.id)
    assert (gap.cause, gap.from_ms, gap.to_ms) == ("transcriber", 70_500, None)
    (ended,) = await end_gaps(meeting.room.id, 80_000)
    assert ended.to_ms == 80_000
    assert (await gaps_of(meeting.room.id))[0].to_ms == 80_000


async def test_lease_ended_by_another(meeting: Meeting) -> None:
    """The gap of a job whose lease is ended after its death begins at the last renewal, not at that end."""
    await execute("UPDATE rooms SET started_at = now() - interval '1 minute'")
    await take_lease(meeting.room.id, "dead")
    renewed = await fetch_one(
        "SELECT round(extract(epoch FROM l.renewed_at - r.started_at) * 1000)::int"
        " FROM room_leases l JOIN rooms r ON r.id = l.room_id"
    )
    assert renewed is not None
    for _ in range(2):
        await execute("SELECT pg_sleep(0.05)")
        assert await end_leases("dead")
        assert await lease_state(meeting.room.id) is LeaseState.STALE
    await take_lease(meeting.room.id, "alive")
    (gap,) = await gaps_of(meeting.room.id)
    assert gap.from_ms == renewed[0]


async def test_said_twice(meeting: Meeting) -> None:
    """A gap written down again is one gap, with its newest end."""
    gap = Gap(uuid4(), meeting.room.id, meeting.bob.id, "engine", 1000, 2000)
    with acting_as(AGENT):
        await take_lease(meeting.room.id, "job")
        await add_gap(gap)
        await add_gap(Gap(gap.id, gap.room_id, gap.participant_id, gap.cause, gap.from_ms, 3000))
        assert [(each.from_ms, each.to_ms) for each in await gaps_of(meeting.room.id)] == [(1000, 3000)]


async def test_late_start(meeting: Meeting) -> None:
    """Before the first transcriber there is a gap, once; none where another was before."""
    with acting_as(AGENT):
        await take_lease(meeting.room.id, "job")
        gap = await note_late_start(meeting.room.id, 40_000)
        assert gap is not None
        assert (gap.cause, gap.from_ms, gap.to_ms) == ("transcriber", 0, 40_000)
        assert await note_late_start(meeting.room.id, 50_000) is None
        assert await gaps_of(meeting.room.id) == [gap]

"""From a meeting that has ended to its saved minutes: settle, read, write, save, ring."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Protocol
from uuid import UUID

import structlog

from agent.minutes.extractive import extract
from agent.minutes.participant_reports import reports_of, total_ms
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, lines_of
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.leases import LeaseState, lease_state
from server.meeting.minutes import Minutes, begin_writing, minutes_of, save_minutes
from server.meeting.participants import participants_of
from server.meeting.rooms import Room, room
from server.meeting.transcripts import close_transcript, segments_of

log = structlog.get_logger()

WAITING = "In people's own words; the language model is still reading the meeting."
"""The note of minutes that better ones will follow."""
SETTLE_S = 150.0
"""A transcriber that still holds the room after so long is not waited for; it writes last words for 120 s."""
SETTLE_POLL_S = 0.25


class Author(Protocol):
    """Whoever turns what was said into minutes; it gives something for every meeting."""

    def write(self, spoken: MeetingSpeech) -> AsyncIterator[Minutes]:
        """Give minutes without reports: first what can be had at once, then better ones if there are."""
        ...


class Extractor:
    """The author that needs no model."""

    async def write(self, spoken: MeetingSpeech) -> AsyncIterator[Minutes]:
        """Choose from people's own words, off the event loop."""
        yield await asyncio.to_thread(extract, spoken)


async def write_minutes(room_id: UUID, author: Author, rings: ChangeBus) -> None:
    """Write the minutes of a meeting and save them; done again, only what is missing is made up for."""
    if not await _wanted(room_id):
        log.info("minutes_not_wanted", room_id=str(room_id))
        return
    await rings.ring(ChangeEvent("minutes", room_id))
    await settled(room_id)
    await close_transcript(room_id)
    spoken = await read(room_id)
    log.info("minutes_writing", room_id=str(room_id), lines=len(spoken.lines))
    async for minutes in author.write(spoken):
        await save_minutes(room_id, _complete(minutes, spoken))
        log.info("minutes_saved", room_id=str(room_id), method=minutes.method)
        await rings.ring(ChangeEvent("minutes", room_id))


async def _wanted(room_id: UUID) -> bool:
    """There is nothing yet, or better was promised by a worker that has gone."""
    if await begin_writing(room_id):
        return True
    there = await minutes_of(room_id)
    return there is not None and there.state == "ready" and there.note == WAITING


def _complete(minutes: Minutes, spoken: MeetingSpeech) -> Minutes:
    return replace(
        minutes,
        reports=reports_of(spoken, minutes.actions),
        total_speaking_time_s=round(total_ms(spoken) / 1000),
    )


async def settled(room_id: UUID, *, wait_s: float = SETTLE_S) -> None:
    """Wait until nobody transcribes the room: the last words are stored when the lease is given back."""
    try:
        async with asyncio.timeout(wait_s):
            while await lease_state(room_id) is LeaseState.HELD:  # noqa: ASYNC110  the lease is in the database
                await asyncio.sleep(SETTLE_POLL_S)
    except TimeoutError:
        log.warning("minutes_not_settled", room_id=str(room_id))


async def read(room_id: UUID) -> MeetingSpeech:
    """Read what was said and who was there."""
    of = await room(room_id)
    people = [each for each in await participants_of(room_id) if each.joined_at is not None]
    return MeetingSpeech(
        lines=lines_of(await segments_of(room_id)),
        people=tuple(SpeakerIdentity(each.id, each.display_name) for each in people),
        day=(of.started_at or of.created_at).astimezone().date(),
        duration_s=_duration_s(of),
    )


def _duration_s(of: Room) -> int:
    if of.duration is not None:
        return of.duration
    return round((of.ended_at - of.started_at).total_seconds()) if of.ended_at and of.started_at else 0

"""From a meeting that has ended to its saved minutes: plain ones at once, then those a model phrased."""

import asyncio
from dataclasses import replace
from typing import Protocol
from uuid import UUID

import structlog

from agent.minutes.extractive import extract
from agent.minutes.participant_reports import reports_of, total_ms
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, lines_of
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.display_names import display_names
from server.meeting.gap_sentences import missing_sentence
from server.meeting.gaps import gaps_of
from server.meeting.leases import LeaseState, lease_state
from server.meeting.minutes import Minutes, begin_writing, minutes_of, save_minutes
from server.meeting.participants import participants_of
from server.meeting.rooms import Room, room
from server.meeting.transcripts import close_transcript, segments_of
from server.time_zones import zone_of

log = structlog.get_logger()

SETTLE_S = 150.0
"""A transcriber that still holds the room after so long is not waited for; it writes last words for 120 s."""
SETTLE_POLL_S = 0.25


class Author(Protocol):
    """Whoever turns what was said into minutes; it gives something for every meeting."""

    @property
    def has_model(self) -> bool:
        """A model's pass is worth waiting for."""
        ...

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Give minutes in people's own words at once, without reports."""
        ...

    async def phrase(self, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        """Give the final minutes, phrased by a model as far as it can be had."""
        ...


class Extractor:
    """The author that needs no model."""

    has_model = False

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Choose from people's own words, off the event loop."""
        return await asyncio.to_thread(extract, spoken)

    async def phrase(self, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        """Leave them as they are."""
        del spoken
        return plain


async def draft_minutes(room_id: UUID, author: Author, rings: ChangeBus) -> None:
    """Write the plain minutes of a meeting and save them; done again, nothing changes."""
    if not await begin_writing(room_id):
        log.info("minutes_not_wanted", room_id=str(room_id))
        return
    await rings.ring(ChangeEvent("minutes", room_id))
    await settled(room_id)
    await close_transcript(room_id)
    spoken = await read(room_id)
    log.info("minutes_writing", room_id=str(room_id), lines=len(spoken.lines))
    plain = await author.draft(spoken)
    follows = author.has_model and bool(spoken.lines)
    await _save(room_id, replace(plain, state="drafted" if follows else "ready"), spoken, rings)


async def phrase_minutes(room_id: UUID, author: Author, rings: ChangeBus) -> None:
    """Have drafted minutes phrased, and save them as final; done again, nothing changes."""
    there = await minutes_of(room_id)
    if there is None or there.state != "drafted":
        log.info("minutes_not_drafted", room_id=str(room_id))
        return
    spoken = await read(room_id)
    plain = await author.draft(spoken)
    await _save(room_id, replace(await author.phrase(plain, spoken), state="ready"), spoken, rings)


async def _save(room_id: UUID, minutes: Minutes, spoken: MeetingSpeech, rings: ChangeBus) -> None:
    is_saved = await save_minutes(room_id, _complete(minutes, spoken))
    log.info("minutes_saved", room_id=str(room_id), state=minutes.state, method=minutes.method, kept=is_saved)
    await rings.ring(ChangeEvent("minutes", room_id))


def _complete(minutes: Minutes, spoken: MeetingSpeech) -> Minutes:
    names = {person.id: person.shown for person in spoken.people if person.id is not None}
    missing = missing_sentence(spoken.gaps, names) if spoken.lines else None
    return replace(
        minutes,
        note=" ".join(filter(None, (minutes.note, missing))) or None,
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
    """Read what was said, who was there, and what the transcriber did not hear."""
    of = await room(room_id)
    there = await participants_of(room_id)
    labels = display_names(there)
    people = [
        SpeakerIdentity(each.id, each.display_name, labels[each.id]) for each in there if each.joined_at
    ]
    begins = (of.started_at or of.created_at).astimezone(zone_of(of.time_zone))
    return MeetingSpeech(
        lines=lines_of(await segments_of(room_id), people),
        people=tuple(people),
        day=begins.date(),
        duration_s=_duration_s(of),
        begins=begins,
        gaps=tuple(await gaps_of(room_id)),
    )


def _duration_s(of: Room) -> int:
    if of.duration is not None:
        return of.duration
    return round((of.ended_at - of.started_at).total_seconds()) if of.ended_at and of.started_at else 0

"""Writes a meeting's minutes: extractive ones at once, then those worded by a model."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

import structlog

from agent.minutes.extractive import extract
from agent.minutes.participant_reports import reports_of, total_ms
from agent.minutes.provenance import coverage
from agent.minutes.text_normalization import stemming_in
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, lines_of
from agent.time_limits import DRAFT_WAIT_S, TRANSCRIPT_SETTLED_S
from agent.transcriber_wait import wait_for_transcriber
from server.meeting.attendance import Stays, stays_of
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.gap_sentences import missing_sentence
from server.meeting.gaps import Gap, gaps_of, note_unfinished, unfinished_from_ms
from server.meeting.minutes import Minutes, begin_writing, minutes_of, save_minutes
from server.meeting.participants import participants_of
from server.meeting.queue import enqueue_passages
from server.meeting.rooms import Room, room
from server.meeting.summary_blocks import SummaryBlock
from server.meeting.transcripts import close_transcript, segments_of
from server.time_zones import zone_of

log = structlog.get_logger()

UNFINISHED = "The transcriber has not finished yet: what it still writes down will be added."


class Author(Protocol):
    """Strategy that turns speech into minutes; has a result for every meeting."""

    @property
    def has_model(self) -> bool:
        """Whether a version worded by a model will follow the draft."""
        ...

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Return extractive minutes, without reports."""
        ...

    async def phrase(self, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        """Return the final minutes, worded by a model as far as it is available."""
        ...


class Extractor:
    """Author without a model."""

    has_model = False

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Extract in a thread."""
        return await asyncio.to_thread(extract, spoken)

    async def phrase(self, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        """Return the draft unchanged."""
        del spoken
        return plain


async def draft_minutes(
    room_id: UUID, author: Author, change_bus: ChangeBus, *, wait_s: float = DRAFT_WAIT_S
) -> None:
    """Write and save the extractive minutes of a meeting; idempotent.

    If the transcriber needs longer than `wait_s` they are partial, and complete_minutes() replaces them.
    """
    if not await begin_writing(room_id):
        log.info("minutes_not_pending", room_id=str(room_id))
        return
    await change_bus.publish(ChangeEvent("minutes", room_id))
    if await wait_for_transcriber(room_id, wait_s=wait_s):
        await _draft_closed(room_id, author, change_bus)
    else:
        await _draft_open(room_id, author, change_bus)


async def complete_minutes(
    room_id: UUID, author: Author, change_bus: ChangeBus, *, wait_s: float = TRANSCRIPT_SETTLED_S
) -> None:
    """Draft partial minutes again when the transcriber has finished, or can no longer write; idempotent."""
    if await _is_drafted(room_id):
        await wait_for_transcriber(room_id, wait_s=wait_s)
        await _draft_closed(room_id, author, change_bus)


async def phrase_minutes(room_id: UUID, author: Author, change_bus: ChangeBus) -> None:
    """Let the author word drafted minutes, and save them as final; idempotent."""
    if not await _is_drafted(room_id):
        return
    spoken = await read(room_id)
    with stemming_in(spoken.language):
        plain = await author.draft(spoken)
        await _save(room_id, replace(await author.phrase(plain, spoken), state="ready"), spoken, change_bus)


async def rewrite_minutes(room_id: UUID, author: Author, change_bus: ChangeBus) -> None:
    """Write final minutes again, of a transcript that was corrected; those there are stay until then."""
    there = await minutes_of(room_id)
    if there is None or there.state != "ready":
        log.info("minutes_not_ready", room_id=str(room_id))
        return
    spoken = await read(room_id)
    log.info("minutes_rewriting", room_id=str(room_id), lines=len(spoken.lines))
    with stemming_in(spoken.language):
        plain = await author.draft(spoken)
        await _save(room_id, replace(await author.phrase(plain, spoken), state="ready"), spoken, change_bus)


async def _is_drafted(room_id: UUID) -> bool:
    there = await minutes_of(room_id)
    if there is not None and there.state == "drafted":
        return True
    log.info("minutes_not_drafted", room_id=str(room_id))
    return False


async def _draft_closed(room_id: UUID, author: Author, change_bus: ChangeBus) -> None:
    """Close the transcript, then draft; a transcriber that never finished leaves a gap."""
    async with transaction():
        if await note_unfinished(room_id):
            log.warning("transcriber_never_finished", room_id=str(room_id))
        await close_transcript(room_id)
    spoken = await read(room_id)
    log.info("minutes_writing", room_id=str(room_id), lines=len(spoken.lines))
    follows = author.has_model and bool(spoken.lines)
    with stemming_in(spoken.language):
        plain = await author.draft(spoken)
        await _save(room_id, replace(plain, state="drafted" if follows else "ready"), spoken, change_bus)


async def _draft_open(room_id: UUID, author: Author, change_bus: ChangeBus) -> None:
    """Draft from what is stored so far; where words may still come counts as a gap in this version."""
    spoken = await read(room_id)
    if (from_ms := await unfinished_from_ms(room_id)) is not None:
        unfinished = Gap(uuid4(), room_id, None, "transcriber", from_ms, None)
        spoken = replace(spoken, gaps=(*spoken.gaps, unfinished))
    log.info("minutes_partial", room_id=str(room_id), lines=len(spoken.lines))
    with stemming_in(spoken.language):
        plain = replace(await author.draft(spoken), state="drafted", note=UNFINISHED)
        await _save(room_id, plain, spoken, change_bus, is_partial=True)


async def _save(
    room_id: UUID, minutes: Minutes, spoken: MeetingSpeech, change_bus: ChangeBus, *, is_partial: bool = False
) -> None:
    is_saved = await save_minutes(
        room_id, _with_reports(minutes, spoken), is_partial=is_partial, read=spoken.segments
    )
    log.info("minutes_saved", room_id=str(room_id), state=minutes.state, method=minutes.method, kept=is_saved)
    await change_bus.publish(ChangeEvent("minutes", room_id))
    if not is_partial:
        await enqueue_passages(room_id)


def _with_reports(minutes: Minutes, spoken: MeetingSpeech) -> Minutes:
    names = {person.id: person.shown for person in spoken.people if person.id is not None}
    missing = missing_sentence(spoken.gaps, names) if spoken.lines else None
    return replace(
        minutes,
        note=" ".join(filter(None, (minutes.note, missing))) or None,
        reports=reports_of(spoken, minutes.actions),
        provenance=minutes.provenance or coverage(spoken),
        total_speaking_time_s=round(total_ms(spoken) / 1000),
    )


async def read(room_id: UUID, block: SummaryBlock | None = None) -> MeetingSpeech:
    """Load segments, participants and gaps; the segments of one block only, if one is given."""
    of = await room(room_id)
    there = await participants_of(room_id)
    labels = display_names(there)
    people = [
        SpeakerIdentity(each.id, each.display_name, labels[each.id]) for each in there if each.joined_at
    ]
    segments = await segments_of(room_id, block.from_seq - 1 if block else -1)
    if block is not None:
        segments = [each for each in segments if block.has(each)]
    begins = (of.started_at or of.created_at).astimezone(zone_of(of.time_zone))
    return MeetingSpeech(
        lines=lines_of(segments, people),
        people=tuple(people),
        day=begins.date(),
        duration_s=_duration_s(of),
        begins=begins,
        gaps=tuple(await gaps_of(room_id)),
        language=segments[0].language if segments else of.settings.language,
        segments=tuple(segments),
        stays=_stays(await stays_of(room_id), begins),
    )


def _stays(stays: Stays, begins: datetime) -> dict[UUID, tuple[tuple[int, int | None], ...]]:
    """Move stays to the meeting's clock."""

    def ms(at: datetime) -> int:
        return round((at - begins).total_seconds() * 1000)

    return {
        key: tuple((ms(came), None if went is None else ms(went)) for came, went in each)
        for key, each in stays.items()
    }


def _duration_s(of: Room) -> int:
    if of.duration is not None:
        return of.duration
    return round((of.ended_at - of.started_at).total_seconds()) if of.ended_at and of.started_at else 0

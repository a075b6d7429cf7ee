"""Writes a meeting's minutes: extractive ones at once, then those worded by a model."""

import asyncio
from dataclasses import replace
from uuid import UUID, uuid4

import structlog

from agent.minutes.author import Author as Author
from agent.minutes.author import Extractor as Extractor
from agent.minutes.finishing import drafted, minutes_until_now, phrased
from agent.minutes.meeting_figures import meeting_figures
from agent.minutes.meeting_speech import read as read
from agent.minutes.participant_reports import reports_of, total_ms
from agent.minutes.provenance import coverage
from agent.minutes.special.sections import special_statements
from agent.minutes.text_normalization import stemming_in
from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.turn_taking import turn_taking
from agent.time_limits import DRAFT_WAIT_S, TRANSCRIPT_SETTLED_S
from agent.transcriber_wait import wait_for_transcriber
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.db import transaction
from server.meeting.gap_sentences import missing_sentence
from server.meeting.gaps import Gap, note_unfinished, unfinished_from_ms
from server.meeting.minutes import Minutes, begin_writing, minutes_of, save_minutes
from server.meeting.minutes_templates import choice_of
from server.meeting.queue import enqueue_passages
from server.meeting.transcripts import close_transcript, transcript_of

log = structlog.get_logger()

UNFINISHED = "The transcriber has not finished yet: what it still writes down will be added."


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
    """Let the author word drafted minutes, and save them as final; idempotent.

    If its model was switched off since the draft, what that had noted is in them.
    """
    if not await _is_drafted(room_id):
        return
    spoken = await read(room_id)

    async def grow(minutes: Minutes, of: MeetingSpeech) -> None:
        await _save(room_id, replace(minutes, state="drafted"), of, change_bus)

    with stemming_in(spoken.language):
        if author.has_model:
            final, spoken = await phrased(room_id, spoken, author, change_bus, grow)
        else:
            final = await minutes_until_now(room_id, spoken, author)
        await _save(room_id, replace(final, state="ready"), spoken, change_bus)


async def rewrite_minutes(room_id: UUID, author: Author, change_bus: ChangeBus) -> None:
    """Write minutes again, of a transcript that was corrected; those there are stay until then.

    Of drafted ones only the draft: their final version follows anyway.
    """
    there = await minutes_of(room_id)
    if there is not None and there.state == "drafted":
        await _draft_again(room_id, author, change_bus)
        return
    if there is None or there.state != "ready":
        log.info("minutes_not_ready", room_id=str(room_id))
        return
    spoken = await read(room_id)
    if (await choice_of(room_id)).writer == "none":
        author = Extractor()
    log.info("minutes_rewriting", room_id=str(room_id), lines=len(spoken.lines))
    with stemming_in(spoken.language):
        final, spoken = await phrased(room_id, spoken, author, change_bus)
        await _save(room_id, replace(final, state="ready"), spoken, change_bus)


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
        plain = await drafted(room_id, spoken, author)
        await _save(room_id, replace(plain, state="drafted" if follows else "ready"), spoken, change_bus)


async def _draft_again(room_id: UUID, author: Author, change_bus: ChangeBus) -> None:
    transcript = await transcript_of(room_id)
    if transcript is not None and transcript.status == "open":
        await _draft_open(room_id, author, change_bus)
        return
    spoken = await read(room_id)
    with stemming_in(spoken.language):
        now = await minutes_until_now(room_id, spoken, author)
        await _save(room_id, replace(now, state="drafted"), spoken, change_bus)


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
    counted = await asyncio.to_thread(_with_figures, minutes, spoken)
    is_saved = await save_minutes(room_id, counted, is_partial=is_partial, read=spoken.segments)
    log.info("minutes_saved", room_id=str(room_id), state=minutes.state, method=minutes.method, kept=is_saved)
    await change_bus.publish(ChangeEvent("minutes", room_id))
    if not is_partial:
        await enqueue_passages(room_id)


def _with_figures(minutes: Minutes, spoken: MeetingSpeech) -> Minutes:
    names = {person.id: person.shown for person in spoken.people if person.id is not None}
    missing = missing_sentence(spoken.gaps, names) if spoken.lines else None
    floor = turn_taking(spoken)
    figures = meeting_figures(spoken, floor)
    return replace(
        minutes,
        note=" ".join(filter(None, (minutes.note, missing))) or None,
        special=minutes.special or special_statements(spoken, minutes),
        reports=reports_of(spoken, minutes.actions, floor),
        overall_sentiment=figures.sentiment.overall if figures.sentiment else None,
        engagement_score=figures.engagement.score if figures.engagement else None,
        figures=figures,
        provenance=minutes.provenance or coverage(spoken),
        total_speaking_time_s=round(total_ms(spoken) / 1000),
    )

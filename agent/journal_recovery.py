"""Stores what jobs that ended left in their journals: the next job of the room, else the worker."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import structlog

from agent.room_lease import LateLease, LeaseLostError, RoomLease
from agent.segment_journal import DIRECTORY, LeftJournal, left_journals, rooms_of_journals
from agent.segment_records import FinalRecord, GapRecord, Record, place_ms
from agent.transcript_rows import TranscriptRows, count_refused
from agent.transient_retry import retry_transient
from server.config import Secret, Settings
from server.errors import IllegalStep
from server.logs import failure
from server.meeting import gaps, transcripts
from server.meeting.actor import AGENT, Actor, acting_as
from server.meeting.database_errors import DATABASE_ERRORS, TRANSIENT_ERRORS
from server.meeting.db import open_database
from server.meeting.leases import end_leases
from server.meeting.segment_rows import is_stored_otherwise
from server.meeting.unfinished_segments import interrupt_open_segments

SCAN_S = 2.0
"""How often a worker looks for journals of meetings that are over, and a job for those of its room."""
KEPT_S = 7 * 86_400.0
"""Nothing is stored in a meeting that ended longer ago: then its journal is deleted."""
log = structlog.get_logger()


async def take_over_transcript(
    room_id: UUID, language: str, engine: str, lease: RoomLease, journals: Path
) -> transcripts.Transcript:
    """Open the room's transcript under its lease, and end what earlier jobs left open or unstored.

    Retries while the database is unavailable. Raises IllegalStep if the meeting is over, and LeaseLostError.
    """
    transcript = await retry_transient(
        lambda: lease.write(lambda: transcripts.open_transcript(room_id, language, engine))
    )
    await retry_transient(lambda: store_left_journals(journals, transcript, lease))
    interrupted = await retry_transient(lambda: lease.write(lambda: interrupt_open_segments(transcript.id)))
    if interrupted:
        log.warning("segments_interrupted", room=str(room_id), count=interrupted)
    return transcript


async def store_left_journals(directory: Path, transcript: transcripts.Transcript, lease: RoomLease) -> None:
    """Store and delete the journals left for a transcript whose lease is held.

    Idempotent: what was stored already, or again by a job that took over meanwhile, is left out. Raises
    LeaseLostError and TRANSIENT_ERRORS; the rest is then stored the next time.
    """
    for left in left_journals(directory, transcript.room_id):
        rows, last_ms = TranscriptRows(transcript, left.header.engine), 0
        for record in sorted(left.records, key=place_ms):
            if await _store(rows, lease, record) and isinstance(record, FinalRecord):
                last_ms = max(last_ms, record.end_ms)
        await lease.write(lambda last_ms=last_ms: gaps.begin_gaps_later(transcript.room_id, last_ms))  # type: ignore[misc]  # a default argument binds the loop's value
        left.delete()
        log.info("journal_stored", room=str(transcript.room_id), records=len(left.records))


async def _store(rows: TranscriptRows, lease: RoomLease, record: Record) -> bool:
    if isinstance(record, GapRecord) and record.missing.cause == "transcriber":
        return False  # the job that takes the lease over has noted it
    try:
        if isinstance(record, FinalRecord) and await lease.write(lambda: _is_doubled(rows, record)):
            log.warning("journal_record_doubled", segment=str(record.segment))
            return False
        await lease.write(lambda: rows.store(record))
    except TRANSIENT_ERRORS:
        raise
    except (IllegalStep, *DATABASE_ERRORS) as error:
        count_refused(record, error)
        return False
    return True


async def _is_doubled(rows: TranscriptRows, final: FinalRecord) -> bool:
    who = await rows.participant(final.speaker, final.noted_at)
    room_id = rows.transcript.room_id
    return await is_stored_otherwise(room_id, who, final.segment, final.start_ms, final.end_ms)


class LateJournals:
    """Journals of meetings that are over, which no job will store."""

    def __init__(self, directory: Path, database_url: Secret, database_lock: asyncio.Lock) -> None:
        """`database_lock` is held while the process has a database open, of which there can be only one."""
        self._directory = directory
        self._database_url = database_url
        self._database_lock = database_lock

    async def run(self) -> None:
        """Look for them at intervals, until cancelled."""
        while True:
            await self.scan()
            await asyncio.sleep(SCAN_S)

    async def scan(self) -> None:
        """Store those that are there."""
        for room in rooms_of_journals(self._directory):
            if (left := next(left_journals(self._directory, room), None)) is not None:
                await self._consider(left)

    async def _consider(self, left: LeftJournal) -> None:
        room = left.header.room
        try:
            if not await self._store(left) and time.time() - left.path.stat().st_mtime > KEPT_S:
                log.error("journal_dropped", room=str(room), records=len(left.records))
                left.delete()
        except LeaseLostError:
            log.info("journal_waits", room=str(room))
        except (IllegalStep, *DATABASE_ERRORS) as error:
            log.warning("journal_not_stored", room=str(room), **failure(error))

    async def _store(self, left: LeftJournal) -> bool:
        """Store the journals of a meeting; False if it is not over, or was over long ago."""
        holder = f"journal-{uuid4()}"
        who = Actor(AGENT, service="transcriber", holder=holder)
        async with self._database_lock, open_database(self._database_url, pool_size=1):
            with acting_as(who):
                return await self._store_as(holder, left)

    async def _store_as(self, holder: str, left: LeftJournal) -> bool:
        header = left.header
        lease = LateLease(header.room, holder)
        if not await lease.take():
            return False
        try:
            before = await transcripts.transcript_of(header.room)
            transcript = await transcripts.open_transcript(
                header.room, header.language, header.engine, late=True
            )
            await store_left_journals(self._directory, transcript, lease)
            if before is not None and before.status == "closed":
                await lease.write(lambda: transcripts.close_transcript(header.room))
        finally:
            # not deleted: what a dead job did not hear is a gap, and its lease tells (`gaps.note_unfinished`)
            with contextlib.suppress(*DATABASE_ERRORS):
                await end_leases(holder)
        return True


@contextlib.asynccontextmanager
async def storing_late_journals(settings: Settings, database_lock: asyncio.Lock) -> AsyncIterator[None]:
    """Store the journals of meetings that are over while the block runs."""
    late = LateJournals(settings.data / DIRECTORY, settings.database_url, database_lock)
    task = asyncio.create_task(late.run())
    try:
        yield
    finally:
        task.cancel()

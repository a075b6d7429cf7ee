"""One job: takes a room's lease, captions it, and closes its books when the room is gone."""

import asyncio
import contextlib

import aiohttp
import structlog
from livekit import api, rtc
from livekit.agents import AutoSubscribe, JobContext

from agent import engines
from agent.recognizer import Recognizer
from agent.room_transcriber import RoomTranscriber
from agent.segment_store import TranscriptSegmentStore
from agent.transient_retry import retry_transient
from server.config import Settings
from server.meeting import leases, lifecycle, rooms, transcripts
from server.meeting.actor import AGENT, Actor
from server.meeting.database_errors import TRANSIENT_ERRORS
from server.meeting.db import open_database

POOL_SIZE = 4
RENEW_S = leases.LEASE_S / 3
GONE_S = 4.0
"""How long LiveKit may still list an empty room whose job it has ended."""
STOPPED_S = 1.0
"""How long one with people in it: most likely the worker stops, and another waits for the lease."""
LOOK_S = 0.25

log = structlog.get_logger()


class TranscriptionJob:
    """The transcriber's work in one room, from dispatch to the end of the session."""

    def __init__(self, context: JobContext, settings: Settings) -> None:
        self._context = context
        self._settings = settings
        self._resources = contextlib.AsyncExitStack()
        self._row: rooms.Room | None = None
        self._transcriber: RoomTranscriber | None = None
        self._segment_store: TranscriptSegmentStore | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._is_deleted = False

    async def begin(self) -> None:
        """Take the room, or leave it to whoever holds it."""
        await self._resources.enter_async_context(
            open_database(
                self._settings.database_url,
                default=Actor(AGENT, service="transcriber", holder=self._holder),
                pool_size=POOL_SIZE,
            )
        )
        row = await self._find_room()
        if not row.is_open:
            log.info("room_is_over", room=str(row.id))
            self._context.shutdown("the meeting is over")
        elif not await leases.take_lease(row.id, self._holder):
            log.info("room_is_held", room=str(row.id))
            self._context.shutdown("another job holds the room")
        else:
            self._row = row
            await self._caption(row)

    async def end(self) -> None:
        """Flush; if the room is gone mark the meeting ended, else leave it to the next job."""
        try:
            if self._row is not None and self._transcriber is not None:
                await self._transcriber.close()
            if self._row is not None and self._transcriber is not None:  # the lease was not lost meanwhile
                await self._leave(self._row)
        except TRANSIENT_ERRORS as error:  # the webhook and the sweeper end it, the lease runs out
            log.error("end_not_written", error=type(error).__name__)
        finally:
            if self._renewing is not None:
                self._renewing.cancel()
            await self._resources.aclose()

    async def _leave(self, row: rooms.Room) -> None:
        if await self._is_gone(row):
            await retry_transient(lambda: transcripts.close_transcript(row.id))
            ended = await retry_transient(lambda: lifecycle.end_room(row.id, "agent"))
            log.info("room_over", room=str(row.id), ended_here=ended)
        else:
            log.info("room_handed_over", room=str(row.id))
        await retry_transient(lambda: leases.release_lease(row.id, self._holder))

    async def _is_gone(self, row: rooms.Room) -> bool:
        """Ask LiveKit, which ends a job both when the room closes and when the worker stops."""
        job = self._context.job.room
        patience_s = STOPPED_S if self._context.room.remote_participants else GONE_S
        give_up_at = asyncio.get_running_loop().time() + patience_s
        while not self._is_deleted:
            try:
                listed = await self._context.api.room.list_rooms(api.ListRoomsRequest(names=[job.name]))
            except (api.TwirpError, aiohttp.ClientError, TimeoutError, OSError) as error:
                log.warning("livekit_away", room=str(row.id), error=type(error).__name__)
                return False
            if all(room.sid != job.sid for room in listed.rooms):
                break
            if asyncio.get_running_loop().time() > give_up_at:
                return False
            await asyncio.sleep(LOOK_S)
        return True

    def _disconnected(self, reason: rtc.DisconnectReason.ValueType) -> None:
        self._is_deleted = reason == rtc.DisconnectReason.ROOM_DELETED

    @property
    def _holder(self) -> str:
        return self._context.job.id

    async def _find_room(self) -> rooms.Room:
        """Ours by its name; a room another application made gets a row of its own."""
        name, sid = self._context.job.room.name, self._context.job.room.sid
        return await rooms.room_by_livekit(name, sid) or await rooms.external_room(
            name, sid, self._settings.time_zone
        )

    async def _caption(self, row: rooms.Room) -> None:
        language = row.settings.language if row.type != "external" else self._settings.language
        recognizer = engines.choose(self._settings, language)
        engine = recognizer.name if recognizer is not None else engines.NONE
        transcript = await transcripts.open_transcript(row.id, language, engine)
        if interrupted := await transcripts.interrupt_open_segments(transcript.id):
            log.warning("segments_interrupted", room=str(row.id), count=interrupted)
        self._segment_store = TranscriptSegmentStore(transcript.id, language, engine)
        self._transcriber = RoomTranscriber(self._context.room, row, recognizer, self._segment_store)
        self._transcriber.listen()
        self._context.room.on("disconnected", self._disconnected)
        await self._context.connect(auto_subscribe=AutoSubscribe.SUBSCRIBE_NONE)
        self._transcriber.begin()
        self._renewing = asyncio.create_task(self._renew(row, self._transcriber, recognizer))
        await self._transcriber.settle()
        attributes = {"parley.engine": engine, "parley.language": language}
        await self._context.room.local_participant.set_attributes(attributes)
        log.info("room_taken", room=str(row.id), engine=engine, language=language)

    async def _renew(self, row: rooms.Room, meeting: RoomTranscriber, recognizer: Recognizer | None) -> None:
        """Keep the lease; without it stop at once, for another job writes now."""
        while await self._holds(row):
            if recognizer is not None:
                recognizer.sweep()
            await asyncio.sleep(RENEW_S)
        log.error("lease_lost", room=str(row.id))
        if self._segment_store is not None:
            self._segment_store.close()
        await meeting.abandon()
        self._row = None
        self._context.shutdown("the lease is lost")

    async def _holds(self, row: rooms.Room) -> bool:
        try:
            return await leases.renew_lease(row.id, self._holder)
        except TRANSIENT_ERRORS as error:  # nobody else can take it either
            log.warning("lease_not_renewed", room=str(row.id), error=type(error).__name__)
            return True

"""Makes videos of meetings whose sound is recorded: LiveKit's Egress follows the rows, and they its reports.

Whatever goes wrong here, meeting and sound go on. Calls and copies run in tasks of this object, which end
with the process; what is lost with them, or a webhook, a round every few seconds makes up for.
"""

import asyncio
import contextvars
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import structlog

from server.config import Settings
from server.errors import LiveKitUnavailable, ParleyError
from server.livekit_egress import LAYOUT_PATH, SUFFIX, EgressClient, EgressRefused, EgressReport
from server.meeting import videos
from server.meeting.actor import MEDIA, Actor, acting_as
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.db import transaction
from server.meeting.rooms import room
from server.meeting.videos import Fault, Video, VideoFile
from server.video_files import fetch, leftovers, video_path

LOST_S = 30.0
"""After so long without a word of an egress it does not exist."""
log = structlog.get_logger()


class VideoRecorder:
    """Without a folder for videos it does nothing."""

    def __init__(self, settings: Settings, egress: EgressClient, change_bus: ChangeBus) -> None:
        self._folder = settings.egress
        self._folder_there = settings.egress_path
        self._recordings = settings.recordings
        self._layout_url = settings.url + LAYOUT_PATH
        self._egress = egress
        self._change_bus = change_bus
        self._tasks: dict[str, asyncio.Task[None]] = {}
        """What is being done, by what it is done to; nothing is done twice at once."""

    @property
    def is_on(self) -> bool:
        """Whether videos are made on this server."""
        return self._folder is not None

    def follow_soon(self, room_id: UUID) -> None:
        """Begin or end the meeting's video as its rows say, without waiting for it."""
        if self.is_on:
            self._spawn(f"follow {room_id}", self._follow(room_id))

    def look_soon(self) -> None:
        """Correct all that is not as the rows say, without waiting for it."""
        if self.is_on:
            self._spawn("round", self.round())

    async def close(self) -> None:
        """Cancel what is being done; the next process goes on with it."""
        running = list(self._tasks.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def take(self, report: EgressReport) -> None:
        """Store a report: late, again or in any order. Those of other applications' egresses are ignored."""
        video = await videos.reported_video(report.egress_id, report.recording_id)
        if video is None or not self.is_on:
            return
        if not video.is_known:
            await videos.note_egress(video.id, report.egress_id)
        match report.state:
            case "active" if await videos.video_runs(video.id, report.started_at):
                await self._changed(video, "recording")
            case "starting" | "active" if video.status not in ("starting", "recording"):
                self._spawn(f"stop {report.egress_id}", self._stop(report.egress_id))
            case "ending" if await videos.video_ends(video.id):
                await self._changed(video, "processing")
            case "complete" if video.is_open or video.status == "failed":
                await videos.video_ends(video.id)
                self._spawn(f"fetch {video.id}", self._fetch(video, report))
            case "failed":
                await self._fail(video, "failed")
            case "aborted":
                await self._fail(video, "empty")

    async def round(self) -> None:
        """Begin what was not begun, end what is not wanted, ask about what is open; idempotent."""
        for room_id in await videos.rooms_without_video():
            self.follow_soon(room_id)
        opened: defaultdict[UUID, list[Video]] = defaultdict(list)
        for video in await videos.open_videos():
            opened[video.room_id].append(video)
        for room_id, found in opened.items():
            try:
                await self._check(room_id, found)
            except LiveKitUnavailable:
                log.warning("egress_unavailable", room_id=str(room_id))
        await self._sweep()

    async def _check(self, room_id: UUID, found: list[Video]) -> None:
        reports = await self._egress.of_room((await room(room_id)).livekit_name)
        wanted = await videos.is_video_wanted(room_id)
        for video in found:
            report = next(
                (
                    each
                    for each in reports
                    if video.egress_id == each.egress_id or each.recording_id == video.id
                ),
                None,
            )
            if report is not None:
                await self.take(report)
            elif (datetime.now(UTC) - video.updated_at).total_seconds() > LOST_S:
                await self._fail(video, "lost" if video.is_known else "unavailable")
                continue
            if not wanted or await videos.is_forgotten(video):
                await self._end(video)

    async def _follow(self, room_id: UUID) -> None:
        if await videos.is_video_wanted(room_id):
            recording_id = await videos.begin_video(room_id)
            if recording_id is not None:
                await self._start(room_id, recording_id)
            return
        for video in await videos.videos_of(room_id):
            await self._end(video)

    async def _start(self, room_id: UUID, recording_id: UUID) -> None:
        await self._change_bus.publish(ChangeEvent("recording", room_id))
        name = (await room(room_id)).livekit_name
        try:
            file = f"{self._folder_there}/{recording_id}{SUFFIX}"
            egress_id = await self._egress.start(name, self._layout_url, file)
        except EgressRefused:
            await videos.fail_video(recording_id, "unavailable")
            log.warning("video_refused", room_id=str(room_id), recording_id=str(recording_id))
            await self._change_bus.publish(ChangeEvent("recording", room_id))
            return
        await videos.note_egress(recording_id, egress_id)
        log.info("video_started", room_id=str(room_id), recording_id=str(recording_id))
        if not await videos.is_video_wanted(room_id):  # it was stopped meanwhile
            await self._stop(egress_id)

    async def _end(self, video: Video) -> None:
        if await videos.video_ends(video.id):
            await self._changed(video, "processing")
            if video.is_known:
                await self._stop(video.egress_id)

    async def _stop(self, egress_id: str) -> None:
        await self._egress.stop(egress_id)
        log.info("egress_stopped", egress_id=egress_id)

    async def _fetch(self, video: Video, report: EgressReport) -> None:
        """Copy the file to the recordings; one that must not be kept is deleted instead."""
        source = self._source(video.id)
        if await videos.is_forgotten(video):
            await self._forget(video)
            return
        path = video_path(video.room_id, video.id)
        try:
            size = await asyncio.to_thread(fetch, source, self._recordings / path)
        except FileNotFoundError:
            await self._fail(video, "missing")
            return
        stored = await videos.store_video(
            video.id, VideoFile(path, size, report.duration_s), report.started_at
        )
        await asyncio.to_thread(source.unlink, missing_ok=True)
        if stored and await videos.is_forgotten(video):  # while it was copied
            await self._forget(video)
        await self._changed(video, "completed")

    async def _forget(self, video: Video) -> None:
        await asyncio.to_thread(self._source(video.id).unlink, missing_ok=True)
        await asyncio.to_thread(
            (self._recordings / video_path(video.room_id, video.id)).unlink, missing_ok=True
        )
        async with transaction():
            await videos.fail_video(video.id, "forgotten")
            await videos.video_deleted(video.id, "forgotten")
        await self._changed(video, "deleted")

    async def _fail(self, video: Video, fault: Fault) -> None:
        if await videos.fail_video(video.id, fault):
            log.warning("video_failed", recording_id=str(video.id), fault=fault)
            await self._changed(video, "failed")

    async def _sweep(self) -> None:
        """Delete from the shared folder what is not fetched any more."""
        assert self._folder is not None  # noqa: S101  nothing is called without one
        folder = self._folder
        for recording_id, path in await asyncio.to_thread(lambda: list(leftovers(folder))):
            video = await videos.video(recording_id)
            if video is not None and not video.is_open:
                await asyncio.to_thread(path.unlink, missing_ok=True)

    def _source(self, recording_id: UUID) -> Path:
        assert self._folder is not None  # noqa: S101  nothing is called without one
        return self._folder / f"{recording_id}{SUFFIX}"

    async def _changed(self, video: Video, status: str) -> None:
        log.info("video_changed", room_id=str(video.room_id), recording_id=str(video.id), status=status)
        await self._change_bus.publish(ChangeEvent("recording", video.room_id))

    def _spawn(self, name: str, work: Coroutine[None, None, None]) -> None:
        if name in self._tasks:
            work.close()
            return
        task = asyncio.create_task(self._safely(name, work), context=contextvars.Context())
        self._tasks[name] = task
        task.add_done_callback(lambda _: self._tasks.pop(name, None))

    async def _safely(self, name: str, work: Coroutine[None, None, None]) -> None:
        try:
            with acting_as(Actor(MEDIA)):
                await work
        except (ParleyError, OSError, *DATABASE_ERRORS) as error:
            log.warning("video_task_failed", task=name.split()[0], error=type(error).__name__)


@asynccontextmanager
async def recording_videos(
    settings: Settings, egress: EgressClient, change_bus: ChangeBus
) -> AsyncIterator[VideoRecorder]:
    """Make videos while the block runs."""
    recorder = VideoRecorder(settings, egress, change_bus)
    try:
        yield recorder
    finally:
        await recorder.close()

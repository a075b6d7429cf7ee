"""Deletes videos in which somebody may be heard whose words are forgotten: nobody can be taken out of one."""

import asyncio
from pathlib import Path
from uuid import UUID

import structlog

from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.videos import is_forgotten, video_deleted, videos_of

log = structlog.get_logger()


async def forget_videos(room_id: UUID, root: Path | None, change_bus: ChangeBus) -> None:
    """Delete them, files first; `root` is the recordings' directory. Idempotent.

    One that is still made, or in the archive, is deleted once it is finished, or by the daily retention.
    """
    for video in await videos_of(room_id):
        if root is None or video.status != "completed" or not await is_forgotten(video):
            continue
        if video.file_path is not None:
            await asyncio.to_thread((root / video.file_path).unlink, missing_ok=True)
        await video_deleted(video.id, "forgotten")
        log.info("video_forgotten", room_id=str(room_id), recording_id=str(video.id))
        await change_bus.publish(ChangeEvent("recording", room_id))

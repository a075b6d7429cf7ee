"""Deletes videos in which somebody may be heard whose words are forgotten: nobody can be taken out of one."""

from uuid import UUID

import structlog

from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.videos import is_forgotten, video_deleted, videos_of
from server.recording_files import RecordingFiles

log = structlog.get_logger()


async def forget_videos(room_id: UUID, files: RecordingFiles | None, change_bus: ChangeBus) -> None:
    """Delete them, files first. Idempotent.

    One that is still made, or in the archive, is deleted once it is finished, or by the daily retention.
    """
    for video in await videos_of(room_id):
        if files is None or video.status != "completed" or not await is_forgotten(video):
            continue
        if video.file_path is not None:
            await files.delete([video.file_path])
        await video_deleted(video.id, "forgotten")
        log.info("video_forgotten", room_id=str(room_id), recording_id=str(video.id))
        await change_bus.publish(ChangeEvent("recording", room_id))

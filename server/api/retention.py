"""How long an ended meeting is kept: the host may change it at any time after the end."""

import structlog
from aiohttp import web
from pydantic import AwareDatetime, ConfigDict

from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.room_settings import DaysKept
from server.app_keys import CHANGE_BUS, SETTINGS, VIEWER
from server.errors import Conflict, Forbidden, RoomNotFound
from server.meeting import retention
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction

log = structlog.get_logger()


class RetentionChange(Body):
    """The room's own days; the server's still hold where they are fewer."""

    model_config = ConfigDict(strict=True)  # `true` must not delete after one day

    keep_recordings_days: DaysKept
    keep_transcripts_days: DaysKept
    keep_chat_days: DaysKept


class RetentionView(View):
    """The room's own days, and until when each is kept by the room's and the server's; null: for ever."""

    keep_recordings_days: int
    keep_transcripts_days: int
    keep_chat_days: int
    recordings_until: AwareDatetime | None
    transcripts_until: AwareDatetime | None
    chat_until: AwareDatetime | None


@endpoint("Change how long a meeting is kept", tag="rooms", refusals=(RoomNotFound, Forbidden, Conflict))
async def change_retention(request: web.Request, slug: str, body: RetentionChange) -> RetentionView:
    """Set the days after which an ended meeting is deleted; what is over already goes within a day."""
    days = body.model_dump()
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.KEEP)).room
        kept = await retention.keep_for(room.id, days)
        if kept.settings != room.settings:
            await record("user_action", "retention.change", room.id, **days)
    log.info("retention_changed", room_id=str(room.id), **days)
    await request.app[CHANGE_BUS].publish(ChangeEvent("room", room.id))
    until = {each.kind: each.at for each in retention.expiries(request.app[SETTINGS], kept)}
    return RetentionView(
        **days,
        recordings_until=until.get("recordings"),
        transcripts_until=until.get("transcripts"),
        chat_until=until.get("chat"),
    )

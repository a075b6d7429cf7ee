"""Off the record: a switch for oneself, and one of the host and co-hosts for everybody."""

from typing import Literal
from uuid import UUID

import structlog
from aiohttp import web

from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.room_controls import tell_transcribers
from server.app_keys import VIEWER
from server.errors import Conflict, Forbidden, RoomNotFound
from server.meeting import off_record
from server.meeting.access import Right, Standing, room_for
from server.meeting.audit import record
from server.meeting.db import transaction

log = structlog.get_logger()
Scope = Literal["everybody", "me"]


class OffRecordChange(Body):
    """Go off the record or back on it; `everybody` is for the host and co-hosts."""

    scope: Scope
    off: bool


class OffRecordView(View):
    """What is stored now; the transcriber's attribute `parley.off_record` says what is in force."""

    everybody: bool
    me: bool
    """Whether one is by oneself, also while everybody is."""


@endpoint("Go off the record or back on it", tag="participants", refusals=(RoomNotFound, Forbidden, Conflict))
async def set_off_record(request: web.Request, slug: str, body: OffRecordChange) -> OffRecordView:
    """Stop or resume hearing, storing and recording somebody; repeating it changes nothing.

    `me` holds in every room of the meeting, its breakouts too; `everybody` in this one.
    """
    right = Right.OFF_RECORD_ALL if body.scope == "everybody" else Right.GO_OFF_RECORD
    async with transaction():
        standing = await room_for(request[VIEWER], slug, right)
        whose = None if body.scope == "everybody" else _own_place(standing)
        changed = await off_record.set_off_record(standing.room.id, whose, is_off=body.off)
        if changed:
            begun = "begin" if body.off else "end"
            await record("user_action", f"off_record.{begun}", standing.room.id, scope=body.scope)
        now = await off_record.off_record_now(standing.room.id)
    if changed:
        log.info("off_record_changed", room_id=str(standing.room.id), scope=body.scope, off=body.off)
    await tell_transcribers(request, standing.room)
    me = standing.participant.identity if standing.participant is not None else ""
    return OffRecordView(everybody=now.everybody, me=me in now.people)


def _own_place(standing: Standing) -> UUID:
    if standing.participant is None:
        raise Forbidden("Join the meeting first.")
    return standing.participant.id

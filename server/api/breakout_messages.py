"""A message of host or co-host to all open breakouts at once, stored in each chat and shown there."""

from uuid import UUID, uuid4

import structlog
from aiohttp import web

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.chat import TOPIC, MessageView
from server.api.endpoint import endpoint
from server.api.fields import Body, Message, View
from server.api.limits import Limit
from server.app_keys import VIEWER
from server.errors import Forbidden, RoomNotFound, TooMany
from server.live_breakouts import send_to_rooms
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.breakouts import BreakoutNotFound
from server.meeting.chat import say_in_breakouts
from server.meeting.db import transaction

log = structlog.get_logger()


class NewBreakoutMessage(Body):
    """A message for all breakouts; with an `id` made by the sender, sending it again stores it only once."""

    text: Message
    id: UUID | None = None


class SentToBreakouts(View):
    """How many rooms it concerned."""

    rooms: int


@endpoint(
    "Write to all breakout rooms",
    tag="breakouts",
    status=201,
    refusals=(RoomNotFound, Forbidden, BreakoutNotFound, TooMany),
)
async def broadcast(request: web.Request, slug: str, body: NewBreakoutMessage) -> SentToBreakouts:
    """Store a message in the chat of every open breakout and show it there, also where the chat is off."""
    standing = await room_for(request[VIEWER], slug, Right.BREAKOUTS)
    if standing.participant is None:
        raise Forbidden("Join the meeting first.")
    await request.app[LIMITER].hit(Limit.SEND_MESSAGE, str(standing.participant.id))
    async with transaction():
        messages = await say_in_breakouts(standing.room.id, body.id or uuid4(), body.text)
        if not messages:
            raise BreakoutNotFound
        await record("room_access", "breakouts.write", standing.room.id, rooms=len(messages))
    told = {each.room_id: MessageView.model_validate(each).model_dump_json() for each in messages}
    await send_to_rooms(request.app[LIVEKIT], standing.room.id, TOPIC, told)
    log.info("breakouts_written_to", room_id=str(standing.room.id), rooms=len(messages))
    return SentToBreakouts(rooms=len(messages))

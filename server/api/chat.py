"""Chat: a message is stored in the database first, then sent to everyone in the room."""

from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, Message, View
from server.api.limits import Limit
from server.app_keys import VIEWER
from server.errors import Conflict, Forbidden, LiveKitUnavailable, RoomNotFound, TooMany
from server.meeting import chat
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.entry_errors import RoomEnded

TOPIC = "parley.chat"
log = structlog.get_logger()


class NewMessage(Body):
    """A message to send; with an `id` made by the sender, sending it again stores it only once."""

    text: Message
    id: UUID | None = None


class MessageView(View):
    """One message, as typed; escape it before displaying it."""

    id: UUID
    participant_id: UUID | None
    name: str
    text: str
    sent_at: AwareDatetime


class MessageList(View):
    """Messages in the order they were sent."""

    messages: list[MessageView]


class After(Body):
    """The id of the last message already received."""

    after: UUID | None = None


@endpoint("List messages", tag="chat", refusals=(RoomNotFound, Forbidden))
async def index(request: web.Request, slug: str, query: After) -> MessageList:
    """Return all messages, or those after a given one."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.READ)).room
        if query.after is None:
            await record("room_access", "chat.read", room.id, lasting=False)
        found = await chat.messages_of(room.id, query.after)
    return MessageList(messages=[MessageView.model_validate(each) for each in found])


@endpoint(
    "Send a message", tag="chat", status=201, refusals=(RoomNotFound, Forbidden, RoomEnded, Conflict, TooMany)
)
async def create(request: web.Request, slug: str, body: NewMessage) -> MessageView:
    """Store a message and send it to everyone in the room."""
    standing = await room_for(request[VIEWER], slug, Right.CHAT)
    if standing.participant is None:
        raise Forbidden("Join the meeting first.")
    await request.app[LIMITER].hit(Limit.SEND_MESSAGE, str(standing.participant.id))
    message = MessageView.model_validate(await chat.say(standing.participant, body.text, body.id))
    await broadcast_message(request, standing.room.livekit_name, message)
    return message


async def broadcast_message(request: web.Request, livekit_room: str, message: MessageView) -> None:
    """Send a stored message to everyone in the room; clients that miss it find it in the list."""
    try:
        await request.app[LIVEKIT].send(livekit_room, TOPIC, message.model_dump_json())
    except LiveKitUnavailable:
        log.warning("message_not_broadcast", livekit_room=livekit_room)

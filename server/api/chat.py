"""Chat: kept in the database first, then told to everyone in the room."""

from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, Message, View
from server.api.limits import Limit
from server.app_keys import VIEWER
from server.errors import Conflict, Forbidden, LiveKitUnavailable, RoomEnded, RoomNotFound, TooMany
from server.meeting import chat
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.db import transaction

TOPIC = "parley.chat"
log = structlog.get_logger()


class NewMessage(Body):
    """What one types; with an id of the sender's making it can be sent again without being doubled."""

    text: Message
    id: UUID | None = None


class MessageView(View):
    """One message, as typed: whoever shows it escapes it."""

    id: UUID
    participant_id: UUID | None
    name: str
    text: str
    sent_at: AwareDatetime


class MessageList(View):
    """In the order they were sent."""

    messages: list[MessageView]


class After(Body):
    """Where to go on."""

    after: UUID | None = None


@endpoint("List messages", tag="chat", refusals=(RoomNotFound, Forbidden))
async def index(request: web.Request, slug: str, query: After) -> MessageList:
    """Give the chat so far, or what came after a message one has."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.READ)).room
        if query.after is None:
            await record("room_access", "chat.read", room.id, lasting=False)
        found = await chat.messages_of(room.id, query.after)
    return MessageList(messages=[MessageView.model_validate(each) for each in found])


@endpoint(
    "Say something", tag="chat", status=201, refusals=(RoomNotFound, Forbidden, RoomEnded, Conflict, TooMany)
)
async def create(request: web.Request, slug: str, body: NewMessage) -> MessageView:
    """Keep a message and send it to everyone in the room."""
    standing = await room_for(request[VIEWER], slug, Right.ATTEND)
    if standing.participant is None:
        raise Forbidden("Join the meeting first.")
    await request.app[LIMITER].hit(Limit.SAY, str(standing.participant.id))
    message = MessageView.model_validate(await chat.say(standing.participant, body.text, body.id))
    await send_on(request, standing.room.livekit_name, message)
    return message


async def send_on(request: web.Request, livekit_room: str, message: MessageView) -> None:
    """Show a message that is kept to everyone in the room; who misses it finds it in the list."""
    try:
        await request.app[LIVEKIT].send(livekit_room, TOPIC, message.model_dump_json())
    except LiveKitUnavailable:
        log.warning("message_not_sent_on", livekit_room=livekit_room)

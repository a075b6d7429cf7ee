"""Chat: a message is stored in the database first, then sent to everyone in the room."""

import json
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime, ConfigDict

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, Message, View
from server.api.limits import Limit
from server.app_keys import VIEWER
from server.errors import Conflict, Forbidden, LiveKitUnavailable, RoomNotFound, TooMany
from server.meeting import chat
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.chat import Emoji, MessageNotFound
from server.meeting.db import transaction
from server.meeting.entry_errors import RoomEnded

TOPIC, REACTION_TOPIC = "parley.chat", "parley.chat.reaction"
ON_MESSAGES = (RoomNotFound, MessageNotFound, Forbidden, RoomEnded, TooMany)
log = structlog.get_logger()


class NewMessage(Body):
    """A message to send; with an `id` made by the sender, sending it again stores it only once."""

    text: Message
    id: UUID | None = None
    reply_to: UUID | None = None
    """The message of this meeting that it answers."""


class MessageReaction(Body):
    """An emoji for a message; with `on` false yours is taken back."""

    model_config = ConfigDict(strict=True)

    emoji: Emoji
    on: bool


class MessageReactionView(View):
    """An emoji of a message, and the ids of the participants who gave it, in that order."""

    emoji: Emoji
    by: list[UUID]


class MessageView(View):
    """One message, as typed; escape it before displaying it."""

    id: UUID
    participant_id: UUID | None
    name: str
    text: str
    sent_at: AwareDatetime
    reply_to: UUID | None
    """The message that it answers; null also once that one is deleted."""
    reactions: list[MessageReactionView]


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


@endpoint("Send a message", tag="chat", status=201, refusals=(*ON_MESSAGES, Conflict))
async def create(request: web.Request, slug: str, body: NewMessage) -> MessageView:
    """Store a message and send it to everyone in the room."""
    standing = await room_for(request[VIEWER], slug, Right.CHAT)
    if standing.participant is None:
        raise Forbidden("Join the meeting first.")
    await request.app[LIMITER].hit(Limit.SEND_MESSAGE, str(standing.participant.id))
    message = MessageView.model_validate(
        await chat.say(standing.participant, body.text, body.id, body.reply_to)
    )
    await broadcast_message(request, standing.room.livekit_name, message)
    return message


@endpoint("React to a message", tag="chat", refusals=ON_MESSAGES)
async def react(request: web.Request, slug: str, message_id: UUID, body: MessageReaction) -> MessageView:
    """Give a message an emoji, or take yours back; it is kept with the message. Idempotent."""
    standing = await room_for(request[VIEWER], slug, Right.REACT)
    if standing.participant is None:
        raise Forbidden("Join the meeting first.")
    await request.app[LIMITER].hit(Limit.REACT, str(standing.participant.id))
    message = await chat.react(standing.participant, message_id, body.emoji, on=body.on)
    told = {"message_id": str(message_id), "participant_id": str(standing.participant.id)}
    reaction = json.dumps({**told, "emoji": body.emoji, "on": body.on})
    await _broadcast(request, standing.room.livekit_name, REACTION_TOPIC, reaction)
    return MessageView.model_validate(message)


async def broadcast_message(request: web.Request, livekit_room: str, message: MessageView) -> None:
    """Send a stored message to everyone in the room; clients that miss it find it in the list."""
    await _broadcast(request, livekit_room, TOPIC, message.model_dump_json())


async def _broadcast(request: web.Request, livekit_room: str, topic: str, told: str) -> None:
    try:
        await request.app[LIVEKIT].send(livekit_room, topic, told)
    except LiveKitUnavailable:
        log.warning("message_not_broadcast", livekit_room=livekit_room)

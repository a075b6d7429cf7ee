"""Reactions: an emoji that everybody inside sees for some seconds, and nobody keeps."""

import json

from aiohttp import web

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body
from server.api.limits import Limit
from server.app_keys import VIEWER
from server.errors import Forbidden, LiveKitUnavailable, RoomNotFound, TooMany
from server.meeting.access import room_for
from server.meeting.chat import Emoji
from server.meeting.permissions import Right

TOPIC = "parley.reaction"


class NewReaction(Body):
    """One of the emoji there are."""

    emoji: Emoji


@endpoint(
    "React with an emoji", tag="participants", refusals=(RoomNotFound, Forbidden, TooMany, LiveKitUnavailable)
)
async def create(request: web.Request, slug: str, body: NewReaction) -> None:
    """Show an emoji over the room to everybody inside."""
    standing = await room_for(request[VIEWER], slug, Right.REACT)
    if standing.participant is None:
        raise Forbidden("Join the meeting first.")
    await request.app[LIMITER].hit(Limit.REACT, str(standing.participant.id))
    told = {"participant_id": str(standing.participant.id), "emoji": body.emoji}
    await request.app[LIVEKIT].send(standing.room.livekit_name, TOPIC, json.dumps(told))

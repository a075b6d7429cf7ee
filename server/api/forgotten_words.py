"""Forgetting what somebody said in a meeting, by themselves or by its host."""

from uuid import UUID

import structlog
from aiohttp import web

from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.transcript_changes import publish_transcript_change
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Forbidden, ParticipantNotFound, RoomNotFound
from server.meeting import forgotten_words
from server.meeting.access import Right, Standing, room_for
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.participants import participant

log = structlog.get_logger()


class ForgetQuery(Body):
    """`chat` also deletes what they wrote, and their reactions to messages."""

    chat: bool = False


class ErasedView(View):
    """How many sentences and chat messages were erased by this request."""

    segments: int
    messages: int


@endpoint(
    "Forget somebody's words", tag="participants", refusals=(RoomNotFound, ParticipantNotFound, Forbidden)
)
async def forget(request: web.Request, slug: str, participant_id: UUID, query: ForgetQuery) -> ErasedView:
    """Erase what a participant has said so far, for good: one's own words, or as the host anybody's.

    Text, words and their history go at once, as do claims of the minutes that rest on them and all private
    reports; what of the minutes remains is then written again, and the participant's sound is deleted.
    """
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.FORGET_WORDS)
        room = standing.room
        whose = await participant(room.id, participant_id)
        if not (standing.may_everywhere(Right.FORGET_WORDS) or _is_own(standing, whose.id)):
            raise Forbidden("You can only have your own words forgotten; the host can have anybody's.")
        erased = await forgotten_words.forget_words(room.id, whose.id, with_chat=query.chat)
        gone = erased.segments
        await record("user_action", "words.forget", room.id, participant=str(whose.id), segments=gone)
    log.info("words_forgotten", room_id=str(room.id), target_id=str(whose.id), segments=erased.segments)
    await publish_transcript_change(request, room)
    await request.app[CHANGE_BUS].publish(ChangeEvent("minutes", room.id))
    return ErasedView(segments=erased.segments, messages=erased.messages)


def _is_own(standing: Standing, participant_id: UUID) -> bool:
    return standing.participant is not None and standing.participant.id == participant_id

"""Chat messages in the documented JSON of an exported meeting."""

from uuid import UUID

from pydantic import AwareDatetime

from server.api.fields import View
from server.export.exported_meeting import ExportedMeeting, Wanted
from server.meeting.chat import Emoji


class ExportedReaction(View):
    """An emoji of a message, how many chose it, and who."""

    emoji: Emoji
    count: int
    names: list[str] | None


class ExportedMessage(View):
    """A chat message; `reply_to` is the id of the message that it answers."""

    id: UUID
    name: str | None
    text: str
    sent_at: AwareDatetime | None
    reply_to: UUID | None
    reactions: list[ExportedReaction]


def exported_messages(meeting: ExportedMeeting, wanted: Wanted) -> list[ExportedMessage]:
    """Return the chat with what is wanted of it."""
    named = wanted.speakers
    return [
        ExportedMessage(
            id=each.id,
            name=meeting.speaker(each.participant_id, each.name) if named else None,
            text=each.text,
            sent_at=each.sent_at if wanted.times else None,
            reply_to=each.reply_to,
            reactions=[
                ExportedReaction(
                    emoji=reaction.emoji,
                    count=len(reaction.by),
                    names=[meeting.names[who] for who in reaction.by if who in meeting.names]
                    if named
                    else None,
                )
                for reaction in each.reactions
            ],
        )
        for each in meeting.messages
    ]

"""Lays out a meeting's chat for export: messages with what they answer, and who reacted."""

from collections.abc import Iterator

from server.export.blocks import Block
from server.export.exported_meeting import ExportedMeeting, Wanted
from server.meeting.chat import ChatMessage, answered
from server.pages.chat import quotation, reactions_of
from server.pages.formatting import count_of, day_and_time


def chat_blocks(meeting: ExportedMeeting, wanted: Wanted) -> Iterator[Block]:
    """Lay out each message as a turn, with its reactions as a note."""
    if meeting.messages:
        yield Block("heading", f"Chat ({count_of(meeting.messages, 'message', 'messages')})")
    replies = answered(meeting.messages)
    for message in meeting.messages:
        name = meeting.speaker(message.participant_id, message.name) if wanted.speakers else ""
        sent = day_and_time(message.sent_at, meeting.room.time_zone) if wanted.times else ""
        asked = replies.get(message.id)
        text = f"{_quoted(meeting, asked, wanted)} {message.text}" if asked else message.text
        yield Block("turn", text, name, sent)
        if message.reactions:
            yield Block("note", _reactions(meeting, message, wanted))


def _quoted(meeting: ExportedMeeting, asked: ChatMessage, wanted: Wanted) -> str:
    name = f"{meeting.speaker(asked.participant_id, asked.name)}: " if wanted.speakers else ""
    return f"[In reply to {name}{quotation(asked.text)}]"


def _reactions(meeting: ExportedMeeting, message: ChatMessage, wanted: Wanted) -> str:
    return "; ".join(
        f"{each.emoji} {each.names if wanted.speakers and each.names else each.count}"
        for each in reactions_of(message, meeting.names)
    )

"""A meeting's chat as its page and its files show it: what answers what, and who reacted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from server.meeting.chat import ChatMessage, Emoji, answered
from server.pages.transcript import Transcript

MOST_QUOTED = 80
"""Characters of a message that are repeated where it is answered."""
EMOJI_WORDS: dict[Emoji, str] = {
    "👍": "Thumbs up",
    "👏": "Applause",
    "❤️": "Heart",
    "😂": "Laughing",
    "😮": "Surprised",
    "🎉": "Party",
}


@dataclass(frozen=True, slots=True)
class ShownReaction:
    """An emoji, how many chose it, and who, as a list in words."""

    emoji: Emoji
    words: str
    count: int
    names: str


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message with its writer's distinct name; `quoted` begins what it answers, of `answers`."""

    message: ChatMessage
    name: str
    color: int
    answers: str
    quoted: str
    reactions: tuple[ShownReaction, ...]


def shown_messages(
    messages: Sequence[ChatMessage], transcript: Transcript, names: Mapping[UUID, str]
) -> Iterator[ShownMessage]:
    """Give each message what the page shows of it."""
    replies = answered(messages)
    for each in messages:
        asked = replies.get(each.id)
        yield ShownMessage(
            each,
            transcript.label(each.participant_id, each.name),
            transcript.color(each.participant_id, each.name),
            answers=transcript.label(asked.participant_id, asked.name) if asked else "",
            quoted=quotation(asked.text) if asked else "",
            reactions=reactions_of(each, names),
        )


def quotation(text: str) -> str:
    """Return the beginning of a message in one line."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_QUOTED else f"{line[:MOST_QUOTED].rstrip()}…"


def reactions_of(message: ChatMessage, names: Mapping[UUID, str]) -> tuple[ShownReaction, ...]:
    """Return a message's reactions in the order they came."""
    return tuple(
        ShownReaction(
            each.emoji,
            EMOJI_WORDS[each.emoji],
            len(each.by),
            ", ".join(names[who] for who in each.by if who in names),
        )
        for each in message.reactions
    )

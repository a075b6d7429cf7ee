"""A meeting's polls as its page and its files show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.meeting.polls import Choice, Poll
from server.meeting.rooms import Room
from server.pages.formatting import count_of


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """An option; `votes` is None while its result is not shown, `share` its part of the voters in percent."""

    text: str
    votes: int | None
    share: int
    is_mine: bool
    names: str


@dataclass(frozen=True, slots=True)
class ShownPoll:
    """A poll with a sentence about how it was held."""

    id: UUID
    question: str
    asked_at: datetime
    told: str
    choices: list[ShownChoice]


def share_of(poll: Poll, choice: Choice) -> int:
    """The part of the voters who chose it, in whole percent; several options may add up to more than 100."""
    return round(100 * (choice.votes or 0) / poll.voters) if poll.voters else 0


def told_of(poll: Poll, *, is_over: bool, asker: str = "", asked: str = "") -> str:
    """Say who asked, when, how it was held and how many took part."""
    parts = [
        f"Asked by {asker}" if asker else "",
        asked,
        "anonymous" if poll.is_anonymous else "",
        "several options each" if poll.kind == "multiple" else "",
        f"{count_of(range(poll.voters), 'person', 'people')} voted",
        "" if poll.closed_at or is_over else "still open",
    ]
    return ", ".join(filter(None, parts))


def shown_polls(polls: list[Poll], room: Room, names: Mapping[UUID, str]) -> list[ShownPoll]:
    """Lay the polls out, with the numbered names of people."""
    return [
        ShownPoll(
            poll.id,
            poll.question,
            poll.created_at,
            told_of(poll, is_over=room.is_over, asker=_name(poll.participant_id, poll.name, names)),
            [_choice(poll, place, names) for place in range(len(poll.choices))],
        )
        for poll in polls
    ]


def _name(who: UUID | None, name: str, names: Mapping[UUID, str]) -> str:
    return names.get(who, name) if who is not None else name


def _choice(poll: Poll, place: int, names: Mapping[UUID, str]) -> ShownChoice:
    choice = poll.choices[place]
    voters = ", ".join(names[who] for who in choice.voters if who in names)
    return ShownChoice(choice.text, choice.votes, share_of(poll, choice), place in poll.mine, voters)

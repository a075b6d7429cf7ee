"""The database reads of each page, through the product's functions and as its users."""

# ruff: noqa: S311  random choices, no secrets

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from random import Random
from uuid import UUID

from server.meeting import action_items, home, minutes, notifications, search, sessions
from server.meeting.access import Right, room_for
from server.meeting.accounts import Account, account_of
from server.meeting.actor import Actor, acting_as
from server.meeting.chat import messages_of
from server.meeting.db import fetch, transaction
from server.meeting.participants import participants_of
from server.meeting.talk_time import talk_time
from server.meeting.transcripts import segments_of
from server.seed.people import email_of, name_of, person_id
from server.seed.scale import Year
from server.seed.vocabulary import vocabulary

PAGE = 100
"""Segments per page of a transcript."""
CAST = 100
ROOMS_EACH = 5
Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Visitor:
    """A user with some of their meetings."""

    person: Account
    email: str
    slugs: tuple[str, ...]

    @property
    def actor(self) -> Actor:
        """The user as the web process sets it."""
        return Actor("web", user_id=self.person.id)


async def visitors(year: Year, rng: Random) -> list[Visitor]:
    """The user with 300 meetings, and others; read as the database's owner."""
    numbers = [0, *rng.sample(range(1, year.scale.people), CAST - 1)]
    found = []
    for number in numbers:
        person = Account(UUID(person_id(year.seed, number)), email_of(number), name_of(number))
        rows = await fetch(
            "SELECT r.slug FROM rooms r JOIN participants p ON p.room_id = r.id WHERE p.user_id = $1"
            " AND p.joined_at IS NOT NULL AND r.status = 'ended' ORDER BY r.slug LIMIT $2",
            person.id,
            ROOMS_EACH,
        )
        if rows:
            found.append(Visitor(person, email_of(number), tuple(row["slug"] for row in rows)))
    return found


class Pages:
    """Each page as a function that loads it once, as the next visitor."""

    def __init__(self, cast: list[Visitor], seed: int) -> None:
        self._cast, self._rng, self._turn = cast, Random(seed), count()
        words = vocabulary("en")
        self._words = [word for topic in words.topics for word in topic] + words.tail[:2_000:10]

    def all(self) -> dict[str, Ask]:
        """Pages by name, in the order of the report."""
        return {
            "home page": self.home,
            "room page": self.room,
            "meeting page, whole": self.meeting,
            "transcript, 100 segments": self.transcript,
            "minutes": self.minutes,
            "search, member of 300 rooms": self.search,
            "action items": self.tasks,
            "notifications": self.notifications,
            "sign-in (without bcrypt)": self.sign_in,
        }

    def _next(self) -> Visitor:
        return self._cast[next(self._turn) % len(self._cast)]

    async def home(self) -> None:
        """The home page."""
        who = self._next()
        with acting_as(who.actor):
            async with transaction():
                await home.home(who.person)
                await notifications.notifications_of(who.person.id, unread_only=True)

    async def room(self) -> None:
        """The pre-join page."""
        who = self._next()
        with acting_as(who.actor):
            await room_for(who.person, self._rng.choice(who.slugs), Right.ENTER)

    async def meeting(self) -> None:
        """The page of a past meeting: whole transcript and minutes."""
        who = self._next()
        with acting_as(who.actor):
            async with transaction():
                standing = await room_for(who.person, self._rng.choice(who.slugs), Right.READ)
                own = standing.participant.id if standing.participant else None
                room_id = standing.room.id
                await segments_of(room_id, words=False)
                await minutes.minutes_of(room_id, for_participant=own)
                await participants_of(room_id)
                await messages_of(room_id)
                await talk_time(room_id)

    async def transcript(self) -> None:
        """One page of a transcript, as in the API."""
        who = self._next()
        with acting_as(who.actor):
            async with transaction():
                standing = await room_for(who.person, self._rng.choice(who.slugs), Right.READ)
                after = self._rng.choice((-1, PAGE - 1))
                await segments_of(standing.room.id, after, PAGE, words=False)
                await participants_of(standing.room.id)

    async def minutes(self) -> None:
        """The minutes, as in the API."""
        who = self._next()
        with acting_as(who.actor):
            async with transaction():
                standing = await room_for(who.person, self._rng.choice(who.slugs), Right.READ)
                own = standing.participant.id if standing.participant else None
                await minutes.minutes_of(standing.room.id, own)
                await talk_time(standing.room.id)

    async def search(self) -> None:
        """Search for one or two words, common or rare."""
        who = self._cast[0]
        words = " ".join(self._rng.sample(self._words, k=self._rng.choice((1, 1, 2))))
        with acting_as(who.actor):
            async with transaction():
                await search.search(who.person, words)

    async def tasks(self) -> None:
        """A user's action items."""
        who = self._next()
        with acting_as(who.actor):
            await action_items.action_items_of(who.person.id)

    async def notifications(self) -> None:
        """A user's notifications."""
        who = self._next()
        with acting_as(who.actor):
            await notifications.notifications_of(who.person.id)

    async def sign_in(self) -> None:
        """Find the account, open a session, and authenticate its cookie."""
        who = self._next()
        with acting_as(Actor("web")):
            assert await account_of(who.email) is not None
        with acting_as(who.actor):
            token, _ = await sessions.open_session(who.person.id, {}, "127.0.0.1")
        with acting_as(Actor("web")):
            assert await sessions.session_of(token) is not None

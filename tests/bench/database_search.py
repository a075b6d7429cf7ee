"""Searches of every kind and with every filter, through the product's functions and as their users."""

# ruff: noqa: S311  random choices, no secrets

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random

from server.meeting.access import Right, room_for
from server.meeting.actor import acting_as
from server.meeting.db import transaction
from server.meeting.search import NO_FILTERS, Filters, search
from server.meeting.search_claims import ClaimKind, search_claims
from server.meeting.search_words import plainly
from server.meeting.segment_search import find_in_meeting
from server.seed.vocabulary import vocabulary
from tests.bench.database_pages import Visitor

Ask = Callable[[], Awaitable[object]]
ACCENTED = ("fr", "es", "de")


class Searches:
    """Each kind of search as a function that asks once; the first visitor has 300 meetings."""

    def __init__(self, cast: list[Visitor], until: datetime, seed: int) -> None:
        self._who, self._rng, self._until = cast[0], Random(seed), until
        words = vocabulary("en")
        self._topics = [word for topic in words.topics for word in topic]
        self._words = self._topics + words.tail[:2_000:10]
        self._people = [visitor.person.name.split()[0] for visitor in cast]
        self._korean = [word for topic in vocabulary("ko").topics for word in topic]
        found = {word for language in ACCENTED for topic in vocabulary(language).topics for word in topic}
        self._plain = sorted(plainly(word) for word in found if plainly(word) != word)

    def all(self) -> dict[str, Ask]:
        """Searches by name, in the order of the report."""
        return {
            "search for words": self.words,
            "… of a person": self.of_person,
            "… in a month": self.in_month,
            "… with a tag": self.with_tag,
            "… of all of these": self.with_all,
            "… in decisions": self.in_decisions,
            "… in action items": self.in_actions,
            "… in somebody's action items": self.in_own_actions,
            "… without their accents": self.without_accents,
            "… of one Korean letter": self.one_letter,
            "… of two Korean letters": self.two_letters,
            "… of three Korean letters": self.three_letters,
            "search in one meeting": self.in_meeting,
            "… of two Korean letters in one": self.letters_in_meeting,
        }

    async def words(self) -> None:
        """One or two words, common or rare."""
        await self._search(self._some())

    async def of_person(self) -> None:
        """What somebody of this name said."""
        await self._search(self._some(), Filters(person=self._rng.choice(self._people)))

    async def in_month(self) -> None:
        """In meetings of thirty days."""
        await self._search(self._some(), self._month())

    async def with_tag(self) -> None:
        """In meetings with a tag."""
        await self._search(self._some(), Filters(tag=self._rng.choice(self._topics)))

    async def with_all(self) -> None:
        """What somebody said in thirty days in meetings with a tag."""
        month, name = self._month(), self._rng.choice(self._people)
        await self._search(
            self._some(), Filters(month.since, month.until, self._rng.choice(self._topics), name)
        )

    async def in_decisions(self) -> None:
        """In decisions."""
        await self._claims("decisions", NO_FILTERS)

    async def in_actions(self) -> None:
        """In action items."""
        await self._claims("actions", NO_FILTERS)

    async def in_own_actions(self) -> None:
        """In the action items of one person."""
        await self._claims("actions", Filters(person=self._who.person.name))

    async def without_accents(self) -> None:
        """A word that has accents, typed without."""
        await self._search(self._rng.choice(self._plain))

    async def one_letter(self) -> None:
        """One letter of a script without spaces."""
        await self._search(self._letters(1))

    async def two_letters(self) -> None:
        """Two letters, which are a word or part of one."""
        await self._search(self._letters(2))

    async def three_letters(self) -> None:
        """Three letters."""
        await self._search(self._letters(3))

    async def in_meeting(self) -> None:
        """Words within one meeting."""
        await self._within(self._some())

    async def letters_in_meeting(self) -> None:
        """Letters of a script without spaces within one meeting."""
        await self._within(self._letters(2))

    def _some(self) -> str:
        return " ".join(self._rng.sample(self._words, k=self._rng.choice((1, 1, 2))))

    def _letters(self, count: int) -> str:
        return self._rng.choice([word[:count] for word in self._korean if len(word) >= count])

    def _month(self) -> Filters:
        since = self._until - timedelta(days=self._rng.randrange(30, 365))
        return Filters(since=since, until=since + timedelta(days=30))

    async def _search(self, words: str, filters: Filters = NO_FILTERS) -> None:
        with acting_as(self._who.actor):
            async with transaction():
                await search(self._who.person, words, filters=filters)

    async def _claims(self, kind: ClaimKind, filters: Filters) -> None:
        with acting_as(self._who.actor):
            async with transaction():
                await search_claims(self._who.person, self._rng.choice(self._topics), kind, filters=filters)

    async def _within(self, words: str) -> None:
        with acting_as(self._who.actor):
            async with transaction():
                standing = await room_for(self._who.person, self._rng.choice(self._who.slugs), Right.READ)
                await find_in_meeting(standing.room.id, words)

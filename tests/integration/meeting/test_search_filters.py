"""Search limited to a person, a tag, a time, or to one kind of statement."""

from datetime import timedelta
from uuid import UUID

import pytest

from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Claim, Decision, Minutes, save_minutes
from server.meeting.rooms import NewRoom, Room, create_room
from server.meeting.search import Filters, Found, search
from server.meeting.search_claims import ClaimKind, search_claims
from server.meeting.transcripts import close_transcript, finish_segment, open_segment, open_transcript
from tests.conftest import TEN, enter


async def held(alice: Account, bob: Account, slug: str, days: int, *tags: str) -> Room:
    """A meeting some days after the second of March, in which each says a sentence about the budget."""
    room = await create_room(alice, NewRoom(name=slug, slug=slug, tags=tags))
    at = TEN + timedelta(days=days)
    places = [await enter(room, person, person.name, at) for person in (alice, bob)]
    transcript = await open_transcript(room.id, "en", "none")
    ids: list[UUID] = []
    for number, (place, _) in enumerate(places):
        segment = await open_segment(
            transcript.id, participant_id=place.id, speaker=place.display_name, language="en", engine="none",
            start_ms=number * 1000,
        )  # fmt: skip
        text = ("We ship the budgets.", "Fine." if days else "No budget here.")[number]
        await finish_segment(segment.id, text, [], 0.9, number * 1000 + 900)
        ids.append(segment.id)
    await end_room(room.id, "host", at + timedelta(hours=1))
    await close_transcript(room.id)
    told = Minutes(
        state="ready",
        decisions=[Decision("The budget is shipped.", ids[:1]), Decision("Nothing else.", ids[1:])],  # type: ignore[arg-type]
        open_questions=[Claim("Who signs the budget?", tuple(ids[:1]))],
        actions=[Action("Ship the budget", assignee="Bob", evidence=tuple(ids[:1]))],
    )
    await save_minutes(room.id, told)
    return room


@pytest.fixture
async def year(alice: Account, bob: Account) -> None:
    """Two meetings."""
    await held(alice, bob, "first", 0, "Finance")
    await held(alice, bob, "second", 30)


async def found(person: Account, filters: Filters, kind: ClaimKind | None = None) -> list[Found]:
    """What somebody finds of the budget under row-level security."""
    with acting_as(Actor("web", user_id=person.id)):
        if kind is None:
            return await search(person, "budget", filters=filters)
        return await search_claims(person, "budget", kind, filters=filters)


FILTERS = {
    "nothing": (Filters(), ["first", "second"]),
    "a tag in any case": (Filters(tag="finance"), ["first"]),
    "an unknown tag": (Filters(tag="fin"), []),
    "since": (Filters(since=TEN + timedelta(days=1)), ["second"]),
    "until": (Filters(until=TEN + timedelta(days=30)), ["first"]),
    "a person": (Filters(person="álice"), ["first", "second"]),
    "a person who said it once": (Filters(person="bob"), ["first"]),
    "nobody": (Filters(person="%"), []),
}


@pytest.mark.parametrize("what", FILTERS)
async def test_filters(what: str, year: None, bob: Account) -> None:
    """Only what matches every filter is found."""
    filters, slugs = FILTERS[what]
    assert sorted(each.slug for each in await found(bob, filters)) == slugs


async def test_only_what_they_said(year: None, alice: Account) -> None:
    """The places shown are those where the person said it."""
    (first,) = await found(alice, Filters(person="Bob"))
    assert [match.text for match in first.matches] == ["No budget here."]


SAID = [
    ("decisions", "The budget is shipped."),
    ("actions", "Ship the budget"),
    ("open_questions", "Who signs the budget?"),
]


@pytest.mark.parametrize(("kind", "text"), SAID)
async def test_claims(
    kind: ClaimKind, text: str, year: None, alice: Account, bob: Account, carol: Account
) -> None:
    """Each kind is found, the newest first, with its moment; carol finds none."""
    for person in (bob, alice):  # the host is in it as well, and finds it once
        assert [len(each.matches) for each in await found(person, Filters(), kind)] == [1, 1]
    results = await found(bob, Filters(), kind)
    assert [each.slug for each in results] == ["second", "first"]
    (match,) = results[0].matches
    assert (match.text, match.start_ms) == (text, 0)
    assert text[slice(*match.marked[0])].lower() == "budget"
    assert await found(carol, Filters(), kind) == []


async def test_whose(year: None, bob: Account) -> None:
    """A decision is of who said it, an action item of whose it is."""
    assert await found(bob, Filters(person="Bob"), "decisions") == []
    assert len(await found(bob, Filters(person="Bob", tag="Finance"), "actions")) == 1

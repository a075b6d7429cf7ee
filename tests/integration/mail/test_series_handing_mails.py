"""Once a series was handed over each calendar has its meetings once, from one organizer's address."""

from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from uuid import UUID

import icalendar
import pytest

from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.invitations import invite_members, renew_invitation
from server.meeting.rooms import Room, room
from server.meeting.series import Series, rooms_of_series, series
from server.meeting.series_hosts import hand_over_series
from server.meeting.series_invitations import invite_to_series
from tests.integration.api.test_series_hosts import attended
from tests.integration.mail.test_single_invitations import DANA, ERIN, HOUR, People, following, plan, to_all
from tests.smtp_sink import Sink, smtp_sink

__all__ = ["plan"]


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server that takes everything."""
    async with smtp_sink() as serving:
        yield serving


@pytest.fixture
def people(sink: Sink) -> People:
    """Nobody has heard of anything."""
    return People(sink)


def organizers(mails: list[EmailMessage]) -> Iterator[str]:
    """The addresses that calendars take events from."""
    for mail in mails:
        for attached in mail.iter_attachments():
            content = attached.get_payload(decode=True)
            assert isinstance(content, bytes)
            for event in icalendar.Calendar.from_ical(content).walk("VEVENT"):
                yield str(event["ORGANIZER"])


def check(people: People, address: str, rooms: list[Room]) -> None:
    """One has exactly these meetings, and was told nothing wrong."""
    expected = sorted((each.scheduled_start_time, each.name) for each in rooms if each.scheduled_start_time)
    assert people.of(address).meetings(expected[-1][0]) == expected
    assert people.of(address).wrong == []


async def been(meeting: Room, who: Account) -> UUID:
    """The place of somebody who was at a meeting, which is over."""
    return await attended({"meetings": [{"slug": meeting.slug}]}, who)


async def test_each_once(plan: Series, people: People, sink: Sink, alice: Account, bob: Account) -> None:
    """Who was invited to all or to one, the new host and the old one have what the new host changes."""
    rooms = await rooms_of_series(plan.id)
    await invite_members(rooms[2].id, alice.id, [ERIN])
    await invite_to_series(rooms[0], alice.id, [bob.email], "participant")
    place = await been(rooms[0], bob)
    await people.mails()
    await hand_over_series(plan, alice, place)
    assert await people.mails() == {alice.email: 1}
    check(people, alice.email, rooms)
    with acting_as(Actor("web", user_id=bob.id)):
        await following(1, by=HOUR, name="New plan")(await series(plan.id))
        now = [await room(each.id) for each in rooms]
    await people.mails()
    for address in (DANA, alice.email, bob.email):
        check(people, address, now)
    check(people, ERIN, [now[2]])
    assert set(organizers(sink.mails)) == {"mailto:parley@example.org"}


async def test_given_back(plan: Series, people: People, alice: Account, bob: Account) -> None:
    """A series that comes back to its first host is in no calendar twice."""
    rooms = await rooms_of_series(plan.id)
    his, hers = await been(rooms[0], bob), await been(rooms[0], alice)
    await hand_over_series(plan, alice, his)
    await people.mails()
    with acting_as(Actor("web", user_id=bob.id)):
        await hand_over_series(await series(plan.id), bob, hers)
    await people.mails()
    for address in (DANA, alice.email, bob.email):
        check(people, address, rooms)


async def test_sent_again(plan: Series, people: People, alice: Account, bob: Account) -> None:
    """An invitation to all that is kept at the old host's meeting is sent again once."""
    rooms = await rooms_of_series(plan.id)
    kept, whole = await to_all(DANA, rooms)
    place = await been(kept, bob)
    await people.mails()
    await hand_over_series(plan, alice, place)
    await people.mails()
    with acting_as(Actor("web", user_id=bob.id)):
        coming = next(each for each in rooms if each.id != kept.id)
        await renew_invitation(coming.id, whole)
    assert await people.mails() == {DANA: 1}
    check(people, DANA, rooms)

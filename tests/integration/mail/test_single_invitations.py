"""After the mails about a changed series each calendar has exactly the meetings its person is invited to."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from server.jobs.worker import ACTOR
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.invitation_mails import claim_invitation_mail, finish_invitation_mail
from server.meeting.invitations import invitations_of, invite_members, renew_invitation, withdraw_invitation
from server.meeting.rooms import Room, cancel_room, room, update_room
from server.meeting.series import NewSeries, Series, create_series, rooms_of_series
from server.meeting.series_changes import cancel_following, change_following, moved
from server.meeting.series_invitations import invite_to_series
from tests.integration.mail.test_invitation_mails import sent
from tests.personal_calendar import PersonalCalendar
from tests.smtp_sink import Sink, smtp_sink

DANA, ERIN, FRANK = "dana@example.org", "erin@example.org", "frank@example.org"
START = datetime(2027, 3, 15, 8, tzinfo=UTC)
"""Two weeks before clocks go forward in Berlin: the third meeting is an hour earlier."""
UNTIL = datetime(2027, 6, 1, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
WEEKLY = "FREQ=WEEKLY;BYDAY=MO;WKST=MO"
Change = Callable[[Series], Awaitable[object]]


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server that takes everything."""
    async with smtp_sink() as serving:
        yield serving


@pytest.fixture
async def plan(alice: Account) -> AsyncIterator[Series]:
    """A weekly series to which dana is invited; its host acts."""
    new = NewSeries("Plan", WEEKLY, START, minutes=45, time_zone="Europe/Berlin")
    with acting_as(Actor("web", user_id=alice.id)):
        yield await create_series(alice, new, [DANA])


class People:
    """What each has in their calendar, and how many mails have come since it was asked last."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._calendars: dict[str, PersonalCalendar] = {}

    async def mails(self) -> dict[str, int]:
        """Send what is due, and let calendars take it."""
        count: dict[str, int] = {}
        for mail in await sent(self._sink):
            address = str(mail["To"])
            count[address] = count.get(address, 0) + 1
            self.of(address).take([mail])
        return count

    def of(self, address: str) -> PersonalCalendar:
        """One's calendar."""
        return self._calendars.setdefault(address, PersonalCalendar())

    def check(self, address: str, rooms: list[Room]) -> None:
        """One has these meetings, but those that were cancelled, and was told nothing wrong."""
        expected = sorted(
            (each.scheduled_start_time, each.name)
            for each in rooms
            if each.status == "scheduled" and each.scheduled_start_time is not None
        )
        last = max((at for at, _ in expected), default=UNTIL)
        assert self.of(address).meetings(last) == expected
        assert self.of(address).wrong == []


@pytest.fixture
def people(sink: Sink) -> People:
    """Nobody has heard of anything."""
    return People(sink)


def following(number: int, **fields: object) -> Change:
    """Change this and the following; `by` moves them."""

    async def change(found: Series) -> Series:
        first = (await rooms_of_series(found.id))[number]
        before = moved(found, first)
        by = fields.pop("by", timedelta())
        assert isinstance(by, timedelta)
        return await change_following(found, first, replace(before, starts=before.starts + by, **fields))  # type: ignore[arg-type]

    return change


def cancelled_from(number: int) -> Change:
    """Cancel this and the following."""

    async def change(found: Series) -> None:
        await cancel_following(found, (await rooms_of_series(found.id))[number])

    return change


TUESDAYS = "FREQ=WEEKLY;BYDAY=TU;WKST=MO"
CHANGES = {
    "all moved": lambda: following(0, by=HOUR),
    "all renamed": lambda: following(0, name="New plan"),
    "all to another day": lambda: following(0, by=DAY, rule=TUESDAYS),
    "all to another rule": lambda: following(0, rule="FREQ=DAILY"),
    "all by another clock": lambda: following(0, time_zone="America/New_York"),
    "cut before and moved": lambda: following(1, by=HOUR),
    "cut there and moved": lambda: following(2, by=2 * HOUR),
    "cut before to another day": lambda: following(1, by=DAY, rule=TUESDAYS),
    "cut after": lambda: following(3, by=HOUR),
    "ended before": lambda: following(0, last_day=date(2027, 3, 22)),
    "cancelled from before": lambda: cancelled_from(1),
    "cancelled from there": lambda: cancelled_from(2),
    "cancelled all": lambda: cancelled_from(0),
    "cancelled after": lambda: cancelled_from(3),
}
UNCHANGED = ("cut after", "cancelled after")


@pytest.mark.parametrize("name", CHANGES)
async def test_one_meeting(plan: Series, people: People, alice: Account, name: str) -> None:
    """Who is invited to one meeting hears once of a change of the series that changes this one."""
    rooms = await rooms_of_series(plan.id)
    third = rooms[2]
    await invite_members(third.id, alice.id, [ERIN])
    await people.mails()
    people.check(ERIN, [third])
    await CHANGES[name]()(plan)
    told = await people.mails()
    after = await room(third.id)
    people.check(ERIN, [after])
    assert told.get(ERIN, 0) == (0 if name in UNCHANGED else 1)
    assert told[DANA] <= 2
    assert await people.mails() == {}


@pytest.mark.parametrize("name", CHANGES)
async def test_several_and_all(plan: Series, people: People, alice: Account, name: str) -> None:
    """Who is invited to several meetings, or to one and then to all, has them as they are, too."""
    rooms = await rooms_of_series(plan.id)
    for each in rooms[1:4]:
        await invite_members(each.id, alice.id, [ERIN])
    await invite_members(rooms[2].id, alice.id, [FRANK])
    await people.mails()
    await invite_to_series(rooms[2], alice.id, [FRANK], "participant")
    await people.mails()
    people.check(FRANK, rooms)
    changed = await CHANGES[name]()(plan)
    told = await people.mails()
    people.check(ERIN, [await room(each.id) for each in rooms[1:4]])
    assert told.get(FRANK, 0) == told[DANA] <= 2
    into = changed if isinstance(changed, Series) else plan
    open_rooms = {each.id: each for each in await rooms_of_series(plan.id)}
    open_rooms |= {each.id: each for each in await rooms_of_series(into.id)}
    for address in (DANA, FRANK):
        people.check(address, list(open_rooms.values()))


@pytest.mark.parametrize("second", [*CHANGES])
@pytest.mark.parametrize("is_told", [True, False])
async def test_change_after_change(
    plan: Series, people: People, alice: Account, second: str, *, is_told: bool
) -> None:
    """Several changes in a row, heard of between or not, leave one meeting where it is last."""
    rooms = await rooms_of_series(plan.id)
    third = rooms[2]
    await invite_members(third.id, alice.id, [ERIN])
    await people.mails()
    changed = await following(1, by=WEEK)(plan)
    assert isinstance(changed, Series)
    if is_told:
        await people.mails()
    await (CHANGES[second]() if second != "cancelled after" else cancelled_from(2))(changed)
    await people.mails()
    people.check(ERIN, [await room(third.id)])


async def test_back_and_forth(plan: Series, people: People, alice: Account) -> None:
    """Meetings that take the places of one another stay apart in the calendar of who is invited to some."""
    rooms = await rooms_of_series(plan.id)
    for each in rooms[1:3]:
        await invite_members(each.id, alice.id, [ERIN])
    await people.mails()
    later = await following(0, by=WEEK)(plan)
    assert isinstance(later, Series)
    await people.mails()
    people.check(ERIN, [await room(each.id) for each in rooms[1:3]])
    daily = await following(0, by=-WEEK, rule="FREQ=DAILY")(later)
    assert isinstance(daily, Series)
    now = await rooms_of_series(daily.id)
    new = [each for each in now if each.id not in {rooms[1].id, rooms[2].id}]
    for each in new[:4]:
        await invite_members(each.id, alice.id, [ERIN])
    await people.mails()
    people.check(ERIN, [await room(each.id) for each in (*rooms[1:3], *new[:4])])


@pytest.mark.parametrize("is_told", [True, False])
async def test_moved_then_all(plan: Series, people: People, alice: Account, *, is_told: bool) -> None:
    """Who is invited to all after their one meeting was moved with the series has each meeting once."""
    rooms = await rooms_of_series(plan.id)
    await invite_members(rooms[2].id, alice.id, [FRANK])
    if is_told:
        await people.mails()
    later = await following(1, by=HOUR)(plan)
    assert isinstance(later, Series)
    await people.mails()
    third = await room(rooms[2].id)
    await invite_to_series(third, alice.id, [FRANK], "participant")
    await people.mails()
    people.check(FRANK, await rooms_of_series(later.id))


async def to_all(address: str, rooms: list[Room]) -> tuple[Room, UUID]:
    """The invitation of an address to all of a series, and the meeting where it is kept."""
    for each in rooms:
        for found in await invitations_of(each.id):
            if found.is_of_series and found.address == address:
                return each, found.id
    raise AssertionError(address)


async def asked_to(address: str, rooms: list[Room]) -> list[Room]:
    """The meetings, as they are now, to which an address has an invitation that was not withdrawn."""
    return [
        await room(each.id)
        for each in rooms
        if any(
            found.address == address and found.status != "revoked" for found in await invitations_of(each.id)
        )
    ]


@pytest.mark.parametrize("asked", [[2], range(8)])
@pytest.mark.parametrize("is_withdrawn", [True, False])
async def test_end_of_single_event_outlasts_the_invitation(
    plan: Series, people: People, alice: Account, asked: list[int], *, is_withdrawn: bool
) -> None:
    """Events are cancelled also if the invitation that replaces them ends before its mail goes."""
    rooms = await rooms_of_series(plan.id)
    for number in asked:
        await invite_members(rooms[number].id, alice.id, [FRANK])
    await people.mails()
    later = await following(1, by=HOUR)(plan)
    assert isinstance(later, Series)
    await people.mails()
    await invite_to_series(await room(rooms[2].id), alice.id, [FRANK], "participant")
    kept, whole = await to_all(FRANK, await rooms_of_series(later.id))
    if is_withdrawn:
        assert await withdraw_invitation(kept.id, whole)
        await people.mails()
        assert people.of(FRANK).meetings(UNTIL) == []
    else:
        await renew_invitation(kept.id, whole)
        await people.mails()
        people.check(FRANK, await asked_to(FRANK, rooms))


async def test_withdrawn_from_both_parts(plan: Series, people: People) -> None:
    """Whose invitation to all is withdrawn keeps no part of a series that was cut."""
    rooms = await rooms_of_series(plan.id)
    await following(2, by=HOUR)(plan)
    await people.mails()
    people.check(DANA, await asked_to(DANA, rooms))
    kept, whole = await to_all(DANA, rooms)
    assert await withdraw_invitation(kept.id, whole)
    assert await people.mails() == {DANA: 2}
    assert people.of(DANA).meetings(UNTIL) == []


async def test_never_told(plan: Series, people: People, alice: Account) -> None:
    """Who has not heard of a meeting yet hears nothing of its end, and once where it is now."""
    rooms = await rooms_of_series(plan.id)
    await people.mails()
    await invite_members(rooms[2].id, alice.id, [ERIN])
    await invite_members(rooms[4].id, alice.id, [FRANK])
    changed = await following(1, by=HOUR)(plan)
    assert isinstance(changed, Series)
    await cancel_following(changed, (await rooms_of_series(changed.id))[3])
    told = await people.mails()
    assert (told.get(ERIN), told.get(FRANK)) == (1, None)
    people.check(ERIN, [await room(rooms[2].id)])


@pytest.mark.parametrize("all_of_it", [True, False])
async def test_changed_while_it_is_sent(
    plan: Series, people: People, alice: Account, *, all_of_it: bool
) -> None:
    """A mail that is being sent while the series changes is followed by another one."""
    third = (await rooms_of_series(plan.id))[2]
    await people.mails()
    if all_of_it:
        await invite_to_series(third, alice.id, [ERIN], "participant")
    else:
        await invite_members(third.id, alice.id, [ERIN])
    with acting_as(ACTOR):
        sending = await claim_invitation_mail(60)
    assert sending is not None
    await following(0, by=HOUR)(plan)
    with acting_as(ACTOR):
        await finish_invitation_mail(sending.id, "sent", None, 0)
    assert await people.mails() == {DANA: 1, ERIN: 1}


async def test_alone_then_with_the_series(plan: Series, people: People, alice: Account) -> None:
    """A meeting that was moved alone, then with the series, and then cancelled alone, is told each time."""
    third = (await rooms_of_series(plan.id))[2]
    await invite_members(third.id, alice.id, [ERIN])
    await people.mails()
    await update_room(third.id, scheduled_start_time=START + 2 * WEEK + DAY)
    await people.mails()
    people.check(ERIN, [await room(third.id)])
    changed = await following(1, by=HOUR)(plan)
    await people.mails()
    people.check(ERIN, [await room(third.id)])
    await cancel_room(third.id)
    assert await people.mails() == {DANA: 1, ERIN: 1}
    people.check(ERIN, [])
    assert isinstance(changed, Series)
    await following(0, by=HOUR)(changed)
    assert await people.mails() == {DANA: 1}

"""Mails about series: one to all of it, one about each meeting that was moved, as calendars have them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import islice

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]
from icalendar.cal import Component

from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.invitation_answers import Answer, answer_invitation
from server.meeting.invitation_tokens import invitation_token
from server.meeting.invitations import invitations_of, invite_members, withdraw_invitation
from server.meeting.rooms import cancel_room, update_room
from server.meeting.series import NewSeries, Series, create_series, rooms_of_series
from server.meeting.series_changes import cancel_following, change_following, moved
from server.meeting.series_invitations import invite_to_series
from tests.calendar_rules import faults
from tests.integration.mail.test_invitation_mails import sent
from tests.integration.mail.test_sender import part
from tests.smtp_sink import Sink, smtp_sink

DANA, ERIN = "dana@example.org", "erin@example.org"
START = datetime(2027, 3, 15, 8, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server that takes everything."""
    async with smtp_sink() as serving:
        yield serving


@pytest.fixture
async def plan(alice: Account) -> AsyncIterator[Series]:
    """A weekly series over the change of clocks, to which dana is invited; its host acts."""
    new = NewSeries("Plan", "FREQ=WEEKLY;BYDAY=MO;WKST=MO", START, minutes=45, time_zone="Europe/Berlin")
    with acting_as(Actor("web", user_id=alice.id)):
        yield await create_series(alice, new, [DANA])


def events(mail: EmailMessage) -> list[Component]:
    """The events in the file of a mail, which keeps the rules."""
    (attached,) = mail.iter_attachments()
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert faults(content) == []
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


async def test_invited_once(plan: Series, sink: Sink) -> None:
    """Who is invited to a series gets one mail, with its rule in words and for calendars."""
    (mail,) = await sent(sink)
    (event,) = events(mail)
    assert "every week on Monday" in part(mail, "plain")
    assert (mail["Subject"], str(event["UID"])) == ("Invitation: Plan", f"series-{plan.id}@parley")
    assert b"\r\nRRULE:FREQ=WEEKLY;BYDAY=MO;WKST=MO\r\n" in event.to_ical()
    assert await sent(sink) == []


async def test_moved_alone(plan: Series, sink: Sink) -> None:
    """A moved meeting is one event in the place of that of the rule, with a higher SEQUENCE."""
    await sent(sink)
    second = (await rooms_of_series(plan.id))[1]
    await update_room(second.id, scheduled_start_time=START + WEEK + timedelta(hours=2))
    (mail,) = await sent(sink)
    (event,) = events(mail)
    assert (event.decoded("sequence"), str(event["UID"])) == (1, f"series-{plan.id}@parley")
    assert event.decoded("recurrence-id").astimezone(UTC) == START + WEEK
    assert event.decoded("dtstart").astimezone(UTC) == START + WEEK + timedelta(hours=2)


async def test_cancelled_alone(plan: Series, sink: Sink) -> None:
    """One cancelled meeting is cancelled in calendars, and the others are not."""
    await sent(sink)
    await cancel_room((await rooms_of_series(plan.id))[1].id)
    (mail,) = await sent(sink)
    (event,) = events(mail)
    assert (str(event["STATUS"]), event.decoded("recurrence-id").astimezone(UTC)) == (
        "CANCELLED",
        START + WEEK,
    )


async def test_changed_from_the_third(plan: Series, sink: Sink) -> None:
    """The series ends before a change from a meeting on, and another goes on: two mails, no more."""
    await sent(sink)
    third = (await rooms_of_series(plan.id))[2]
    after = await change_following(plan, third, moved(plan, third))
    before, then = sorted(await sent(sink), key=lambda mail: f"series-{plan.id}" not in mail.as_string())
    (ended,), (going_on,) = events(before), events(then)
    assert b"UNTIL=20270328T215959Z" in ended.to_ical()
    assert (str(ended["UID"]), str(going_on["UID"])) == (
        f"series-{plan.id}@parley",
        f"series-{after.id}@parley",
    )
    assert going_on.decoded("dtstart").astimezone(UTC) == datetime(2027, 3, 29, 7, tzinfo=UTC)


@pytest.mark.parametrize("is_sent", [True, False])
@pytest.mark.parametrize("answer", ["accepted", "declined"])
async def test_one_then_all(
    plan: Series, sink: Sink, alice: Account, *, is_sent: bool, answer: Answer
) -> None:
    """Who was invited to one meeting gets one mail about all, in the same event, with what they answered."""
    await sent(sink)
    third = (await rooms_of_series(plan.id))[2]
    (alone,) = await invite_members(third.id, alice.id, [ERIN])
    await answer_invitation(invitation_token(alone, 0), answer)
    asked = await sent(sink) if is_sent else []
    await invite_to_series(third, alice.id, [ERIN], "participant")
    (mail,) = await sent(sink)
    whole, single = events(mail)
    assert (mail["To"], mail["Subject"]) == (ERIN, "Invitation: Plan")
    assert {str(each["UID"]) for each in (whole, single)} == {f"series-{plan.id}@parley"}
    assert {str(events(each)[0]["UID"]) for each in asked} <= {f"series-{plan.id}@parley"}
    assert [each["ATTENDEE"].params["PARTSTAT"] for each in (whole, single)] == [
        "NEEDS-ACTION",
        answer.upper(),
    ]
    assert single.decoded("recurrence-id").astimezone(UTC) == datetime(2027, 3, 29, 7, tzinfo=UTC)
    assert [each.decoded("sequence") for each in (whole, single)] == [0, 0]
    assert await sent(sink) == []


async def test_moved_then_all(plan: Series, sink: Sink, alice: Account) -> None:
    """The request to all has a meeting that was moved before with a SEQUENCE no lower than was sent."""
    third = (await rooms_of_series(plan.id))[2]
    await invite_members(third.id, alice.id, [ERIN])
    await update_room(third.id, scheduled_start_time=START + 2 * WEEK)
    (before,) = [each for each in await sent(sink) if each["To"] == ERIN]
    await invite_to_series(third, alice.id, [ERIN], "participant")
    (mail,) = await sent(sink)
    _, single = events(mail)
    assert single.decoded("sequence") == events(before)[0].decoded("sequence") == 1
    assert single["RECURRENCE-ID"].to_ical() == events(before)[0]["RECURRENCE-ID"].to_ical()


async def test_cancelled_whole(plan: Series, sink: Sink) -> None:
    """A cancelled series is one mail, which cancels all of it."""
    await sent(sink)
    await cancel_following(plan, (await rooms_of_series(plan.id))[0])
    (mail,) = await sent(sink)
    (event,) = events(mail)
    assert (str(event["STATUS"]), "RECURRENCE-ID" in event) == ("CANCELLED", False)


async def test_withdrawn_from_all(plan: Series, sink: Sink) -> None:
    """Whose invitation to the series is withdrawn is invited to none of its meetings, and told once."""
    await sent(sink)
    first, second, *_ = await rooms_of_series(plan.id)
    (whole,) = await invitations_of(first.id)
    assert await withdraw_invitation(first.id, whole.id)
    (mail,) = await sent(sink)
    assert str(events(mail)[0]["STATUS"]) == "CANCELLED"
    assert [each.status for each in await invitations_of(second.id)] == ["revoked"]


async def test_as_another_library_reads_it(plan: Series, sink: Sink) -> None:
    """Calendars that work the rule out find the times at which the rooms are."""
    rooms = await rooms_of_series(plan.id)
    await update_room(rooms[1].id, scheduled_start_time=START + WEEK + timedelta(days=1))
    await cancel_room(rooms[2].id)
    (mail,) = [each for each in await sent(sink) if each["Subject"] == "Invitation: Plan"]
    (attached,) = mail.iter_attachments()
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    whole, changed = vobject.readOne(content.decode()).vevent_list
    ruled = [each.astimezone(UTC) for each in islice(whole.getrruleset(addRDate=True), 7)]
    assert changed.recurrence_id.value.astimezone(UTC) == START + WEEK
    begins = [changed.dtstart.value.astimezone(UTC) if each == START + WEEK else each for each in ruled]
    assert begins == [each.scheduled_start_time for each in await rooms_of_series(plan.id)]

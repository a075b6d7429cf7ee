"""Mails to who is invited: each once, again after changes, with a calendar file, and a log for the host."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import icalendar
import pytest

from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute
from server.meeting.invitation_answers import open_invitation
from server.meeting.invitation_mails import mails_of
from server.meeting.invitations import (
    invitations_of,
    invite_by_link,
    renew_invitation,
    withdraw_invitation,
)
from server.meeting.rooms import NewRoom, Room, RoomSettings, cancel_room, create_room, update_room
from tests.calendar_rules import faults
from tests.integration.jobs.conftest import as_owner
from tests.integration.mail.test_sender import SITE, part, send_due, sender
from tests.smtp_sink import Sink, smtp_sink

DANA, EVE = "dana@example.org", "eve@example.org"
START = datetime(2027, 3, 29, 9, 0, tzinfo=UTC)


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server that takes everything."""
    async with smtp_sink() as serving:
        yield serving


@pytest.fixture
async def plan(alice: Account) -> Room:
    """A meeting next spring to which dana is invited."""
    new = NewRoom(name="Plan", type="scheduled", scheduled_start_time=START, time_zone="Europe/Berlin")
    return await create_room(alice, new, [DANA])


async def sent(sink: Sink) -> list[EmailMessage]:
    """Send what is due, and return all that has come since."""
    before = len(sink.mails)
    await as_owner("UPDATE invitation_mails SET next_attempt_at = now() WHERE state = 'waiting' RETURNING 1")
    await send_due(sender(sink.server))
    return sink.mails[before:]


def calendar(mail: EmailMessage) -> icalendar.Event:
    """The event of a mail, in the part that mail programs read; the file attached is the same."""
    (attached,) = mail.iter_attachments()
    inline = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert faults(content) == []
    assert attached.get_filename() == "invitation.ics"
    inner = inline.get_payload(decode=True)
    assert isinstance(inner, bytes)
    assert inner.splitlines() == content.splitlines()
    parsed = icalendar.Calendar.from_ical(content)
    assert inline.get_param("method") == parsed["METHOD"]
    (event,) = parsed.walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


async def states(room: Room) -> list[tuple[str, str, str | None]]:
    """The log, the oldest first."""
    return [(each.kind, each.state, each.error) for each in reversed(await mails_of(room.id))]


async def test_invitation(plan: Room, sink: Sink) -> None:
    """The invited get one mail: who asks, when in the meeting's zone, links to answer, a calendar file."""
    (mail,) = await sent(sink)
    assert await sent(sink) == []
    assert (mail["To"], mail["Subject"], sink.recipients) == (DANA, "Invitation: Plan", [DANA])
    assert "Alice" in str(mail["From"])
    text, html = part(mail, "plain"), part(mail, "html")
    assert "Monday 29 March 2027, 11:00–12:00 CEST (Europe/Berlin)" in text
    for answer in ("accepted", "tentative", "declined"):
        assert f"?answer={answer}" in text
        assert f"?answer={answer}" in html
    event = calendar(mail)
    assert str(event["ATTENDEE"]) == f"mailto:{DANA}"
    assert str(event["LOCATION"]).startswith(f"{SITE}/i/")
    assert await states(plan) == [("invitation", "sent", None)]


@pytest.mark.parametrize("guests", [True, False])
async def test_what_it_takes(alice: Account, sink: Sink, *, guests: bool) -> None:
    """A mail says that no account is needed only where guests may come."""
    await create_room(alice, NewRoom(name="Plan", settings=RoomSettings(guests=guests)), [DANA])
    (mail,) = await sent(sink)
    for told in (part(mail, "plain"), part(mail, "html")):
        assert (" ".join(told.split()).find("no account is needed") >= 0) == guests


async def test_link_opens(plan: Room, sink: Sink) -> None:
    """The token in the mail is that of the invitation."""
    (mail,) = await sent(sink)
    token = str(calendar(mail)["LOCATION"]).rpartition("/")[2]
    assert (await open_invitation(token)).slug == plan.slug


async def test_changes(plan: Room, sink: Sink) -> None:
    """Several changes at once are one mail, of the same event, with a higher SEQUENCE."""
    (first,) = await sent(sink)
    await update_room(plan.id, name="New plan")
    await update_room(plan.id, scheduled_start_time=START + timedelta(hours=1))
    (mail,) = await sent(sink)
    assert mail["Subject"] == "Changed: New plan"
    before, event = calendar(first), calendar(mail)
    assert (event["UID"], event.decoded("sequence")) == (before["UID"], 2)
    assert before.decoded("sequence") == 0
    assert event.decoded("dtstart").astimezone(UTC) == START + timedelta(hours=1)


async def test_what_calendars_do_not_show(plan: Room, sink: Sink) -> None:
    """A change of what no calendar shows is no mail."""
    await sent(sink)
    await update_room(plan.id, max_participants=7, tags=("x",), name="Plan")
    assert await sent(sink) == []


async def test_cancelled(plan: Room, sink: Sink) -> None:
    """A cancelled meeting is cancelled in the calendars, and nothing else waits any more."""
    await sent(sink)
    await update_room(plan.id, name="New plan")
    await cancel_room(plan.id)
    (mail,) = await sent(sink)
    event = calendar(mail)
    assert mail["Subject"] == "Cancelled: New plan"
    assert (str(event["STATUS"]), event.decoded("sequence")) == ("CANCELLED", 2)
    assert "/i/" not in part(mail, "plain")


async def test_cancelled_before_it_was_told(plan: Room, sink: Sink) -> None:
    """Who has not been asked yet hears nothing of an invitation that was withdrawn."""
    (found,) = await invitations_of(plan.id)
    await withdraw_as_host(plan, found.id)
    assert await sent(sink) == []


async def withdraw_as_host(room: Room, invitation: UUID) -> None:
    """Withdraw an invitation as the host does."""
    with acting_as(Actor("web", user_id=room.host_id)):
        assert await withdraw_invitation(room.id, invitation)


async def test_withdrawn(plan: Room, sink: Sink) -> None:
    """Who has been asked and is not any more gets the cancellation, without a reason or a link."""
    await sent(sink)
    (found,) = await invitations_of(plan.id)
    await withdraw_as_host(plan, found.id)
    (mail,) = await sent(sink)
    assert str(calendar(mail)["STATUS"]) == "CANCELLED"


async def test_declined_hear_no_more(plan: Room, sink: Sink) -> None:
    """Who has declined gets no changes and no reminder."""
    await sent(sink)
    await execute("UPDATE room_invitations SET status = 'declined'")
    await update_room(plan.id, name="New plan")
    assert await sent(sink) == []


async def test_sent_again(plan: Room, sink: Sink) -> None:
    """A renewed invitation goes out anew, with its new link."""
    (first,) = await sent(sink)
    (found,) = await invitations_of(plan.id)
    with acting_as(Actor("web", user_id=plan.host_id)):
        await renew_invitation(plan.id, found.id)
    (mail,) = await sent(sink)
    assert str(calendar(mail)["LOCATION"]) != str(calendar(first)["LOCATION"])
    assert mail["Message-ID"] != first["Message-ID"]


async def near(room: Room, minutes: int) -> None:
    """Let the meeting begin so many minutes from now, and its invitations be older."""
    await execute("ALTER TABLE rooms DISABLE TRIGGER rooms_mail")
    await execute(
        "UPDATE rooms SET scheduled_start_time = now() + make_interval(mins => $2) WHERE id = $1",
        room.id,
        minutes,
    )
    await execute("ALTER TABLE rooms ENABLE TRIGGER rooms_mail")
    await execute("ALTER TABLE room_invitations DISABLE TRIGGER USER")
    await execute("UPDATE room_invitations SET created_at = now() - interval '3 hours'")
    await execute("ALTER TABLE room_invitations ENABLE TRIGGER USER")


@pytest.mark.parametrize(("minutes", "count"), [(59, 1), (5, 1), (61, 0), (-1, 0)])
async def test_reminder(plan: Room, sink: Sink, minutes: int, count: int) -> None:
    """Within the hour before the meeting one mail reminds, and none once it should have begun."""
    await sent(sink)
    await near(plan, minutes)
    mails = await sent(sink)
    assert [mail["Subject"] for mail in mails] == ["Starts soon: Plan"] * count
    assert await sent(sink) == []


async def test_two_senders(alice: Account, sink: Sink) -> None:
    """Two senders share the work: each person gets one mail."""
    new = NewRoom(name="Plan", type="scheduled", scheduled_start_time=START)
    room = await create_room(alice, new, [f"p{number}@example.org" for number in range(12)])
    await asyncio.gather(send_due(sender(sink.server)), send_due(sender(sink.server)))
    assert sorted(sink.recipients) == sorted({f"p{number}@example.org" for number in range(12)})
    assert {state for _, state, _ in await states(room)} == {"sent"}


async def test_server_away_and_address_refused(plan: Room, sink: Sink) -> None:
    """What the mail server says is in the log: tried again where that may help, and given up where not."""
    sink.to_data.append("451 later")
    await sent(sink)
    assert await states(plan) == [("invitation", "waiting", "message_deferred")]
    sink.to_recipient[DANA] = "550 no such person"
    await sent(sink)
    assert await states(plan) == [("invitation", "failed", "recipient_refused")]


async def test_meeting_without_a_date(alice: Account, sink: Sink) -> None:
    """An invitation to a meeting that has begun or has no date has no calendar file."""
    await create_room(alice, NewRoom(name="Now"), [DANA])
    (mail,) = await sent(sink)
    assert list(mail.iter_attachments()) == []
    assert "text/calendar" not in [each.get_content_type() for each in mail.walk()]


async def test_links_have_no_mail(alice: Account, plan: Room, sink: Sink) -> None:
    """A link is given, not sent."""
    await sent(sink)
    await invite_by_link(plan.id, alice.id, 7, 5)
    assert await sent(sink) == []


HOSTILE = (
    "Plan\r\nBcc: eve@example.org\r\n\r\nbody",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a" * 120,
    "\u202etxt.exe \u2028 \x00 x",
    '"Eve" <eve@example.org>',
    "=?utf-8?q?Bcc:_eve?=",
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
async def test_injection(alice: Account, sink: Sink, number: int) -> None:
    """No name of a meeting or of its host adds a header, a recipient, or markup."""
    name = HOSTILE[number].replace("\x00", "")
    new = NewRoom(name="x", type="scheduled", scheduled_start_time=START)
    room = await create_room(alice, new, [DANA, EVE])
    await execute("ALTER TABLE rooms DROP CONSTRAINT rooms_name_shown")
    await execute("ALTER TABLE users DROP CONSTRAINT users_name_shown")
    await execute("UPDATE users SET name = $2 WHERE id = $1", alice.id, name)
    await execute("ALTER TABLE rooms DISABLE TRIGGER rooms_mail")
    await execute("UPDATE rooms SET name = $2 WHERE id = $1", room.id, name)
    mails = await sent(sink)
    assert sorted(str(mail["To"]) for mail in mails) == [DANA, EVE]
    assert sorted(sink.recipients) == [DANA, EVE]
    for mail in mails:
        assert mail["Bcc"] is None
        assert len(mail["From"].addresses) == 1
        assert mail["From"].addresses[0].addr_spec == "parley@example.org"
        assert "<script" not in part(mail, "html")
        assert "<img" not in part(mail, "html")
        calendar(mail)

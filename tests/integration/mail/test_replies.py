"""Answers that calendar programs mail back: taken once, from who was invited, in the order they were made."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import icalendar
import pytest
from icalendar.cal import Component
from prometheus_client import CollectorRegistry

from server.calendar_reply import LARGEST
from server.errors import Unavailable
from server.jobs.worker import ACTOR
from server.mail import reply_reader
from server.mail.mail_metrics import MailMetrics
from server.mail.message import Sender
from server.mail.outgoing import Postmark
from server.mail.reply_metrics import ReplyMetrics
from server.mail.reply_reader import ReplyReader
from server.mail.sender import MailSender
from server.mail.transport import SmtpMailer
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.invitation_answers import answer_invitation
from server.meeting.invitation_replies import Reply, take_reply
from server.meeting.invitations import (
    invitations_of,
    invite_members,
    renew_invitation,
    withdraw_invitation,
)
from server.meeting.rooms import NewRoom, Room, cancel_room, create_room, update_room
from server.meeting.series import NewSeries, Series, create_series, extend_due_series, rooms_of_series
from server.meeting.series_invitations import invite_to_series
from tests.imap_mailbox import ImapMailbox, imap_mailbox
from tests.integration.jobs.conftest import as_owner
from tests.integration.mail.test_sender import SITE
from tests.smtp_sink import Sink, smtp_sink

DANA, EVE = "dana@example.org", "eve@example.org"
START = datetime(2027, 3, 15, 8, tzinfo=UTC)
WEEK = timedelta(weeks=1)
NOW = datetime.now(UTC).replace(microsecond=0)
MAILBOX = "replies@example.org"


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server that takes everything."""
    async with smtp_sink() as serving:
        yield serving


@pytest.fixture
async def box() -> AsyncIterator[ImapMailbox]:
    """The mailbox of replies."""
    async with imap_mailbox() as serving:
        yield serving


@pytest.fixture
async def plan(alice: Account) -> AsyncIterator[Room]:
    """A meeting to which dana and eve are invited; its host acts."""
    with acting_as(Actor("web", user_id=alice.id)):
        yield await create_room(
            alice, NewRoom(name="Plan", type="scheduled", scheduled_start_time=START), [DANA, EVE]
        )


@pytest.fixture
async def weekly(alice: Account) -> AsyncIterator[Series]:
    """A weekly series to which dana is invited; its host acts."""
    new = NewSeries("Plan", "FREQ=WEEKLY;BYDAY=MO;WKST=MO", START, time_zone="Europe/Berlin")
    with acting_as(Actor("web", user_id=alice.id)):
        yield await create_series(alice, new, [DANA])


class Looks:
    """A reader of the box, and what became of each mail."""

    def __init__(self, box: ImapMailbox) -> None:
        self._box = box
        self._metrics = ReplyMetrics(CollectorRegistry())
        self._counted: dict[str, float] = {}

    def reader(self) -> ReplyReader:
        """Another reader, as after a start of the process."""
        return ReplyReader(self._box.server, self._metrics, lambda: contextlib.nullcontext(object()))

    async def outcomes(self) -> list[str]:
        """Look once; gives the words counted since the last look, in alphabetical order."""
        with acting_as(ACTOR):
            await self.reader().look()
        (metric,) = self._metrics.replies.collect()
        now = {each.labels["outcome"]: each.value for each in metric.samples if each.name.endswith("_total")}
        new = {word: count - self._counted.get(word, 0) for word, count in now.items()}
        self._counted = now
        return [word for word, count in sorted(new.items()) for _ in range(int(count))]


@pytest.fixture
def looks(box: ImapMailbox) -> Looks:
    """Of the box."""
    return Looks(box)


async def invited(sink: Sink) -> dict[str, list[Component]]:
    """Send what is due; gives the events of each newest mail by its address."""
    await as_owner("UPDATE invitation_mails SET next_attempt_at = now() WHERE state = 'waiting' RETURNING 1")
    before = len(sink.mails)
    postmark = Postmark(Sender("Parley", "parley@example.org"), SITE, MAILBOX)
    with acting_as(ACTOR):
        await MailSender(SmtpMailer(sink.server), postmark, MailMetrics(CollectorRegistry())).send_due()
    return {str(mail["To"]): _events(mail) for mail in sink.mails[before:]}


def _events(mail: EmailMessage) -> list[Component]:
    (attached,) = mail.iter_attachments()
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def reply(event: Component, answer: str, stated: datetime = NOW, **changed: object) -> EmailMessage:
    """The mail by which a calendar program answers: the event with the answer, to its organizer.

    `changed`: properties of the event that are other than the program would make them; None: left out.
    """
    calendar, said = icalendar.Calendar(), icalendar.Event()
    calendar.add("prodid", "-//Somebody//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REPLY")
    for name in ("UID", "SEQUENCE", "DTSTART", "RECURRENCE-ID", "ORGANIZER", "ATTENDEE"):
        if name in event:
            said[name] = event[name]
    said["ATTENDEE"] = icalendar.vCalAddress(str(event["ATTENDEE"]))
    said["ATTENDEE"].params["PARTSTAT"] = answer
    said.add("dtstamp", stated)
    for name, value in changed.items():
        said.pop(name.upper().replace("_", "-"), None)
        if value is not None:
            said.add(name.replace("_", "-"), value)
    calendar.add_component(said)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Somebody <somebody@example.org>", f"{answer.title()}: Plan"
    mail["To"] = str(event["ORGANIZER"]).removeprefix("mailto:")
    mail.set_content("Somebody has answered.")
    mail.add_alternative(calendar.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    return mail


async def states(room: Room) -> dict[str, str]:
    """What each address has answered."""
    return {each.address: each.status for each in await invitations_of(room.id)}


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("ACCEPTED", "accepted"),
        ("TENTATIVE", "tentative"),
        ("DECLINED", "declined"),
        ("accepted", "accepted"),
    ],
)
async def test_answer(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks, said: str, stored: str) -> None:
    """What the invited calendar program answers is their answer, and nobody else's."""
    events = await invited(sink)
    box.add(reply(events[DANA][0], said))
    assert await looks.outcomes() == ["taken"]
    assert await states(plan) == {DANA: stored, EVE: "pending"}


async def test_each_mail_once(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """No mail is read a second time, whatever became of it."""
    events = await invited(sink)
    box.add(reply(events[DANA][0], "ACCEPTED"))
    box.add(b"no calendar at all")
    assert await looks.outcomes() == ["no_calendar", "taken"]
    assert (await looks.outcomes(), box.reads()) == ([], ["1", "2"])
    assert (await states(plan))[DANA] == "accepted"


async def test_numbered_anew(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """If the server numbers its mails anew, the week's are read again, and change nothing again."""
    events = await invited(sink)
    box.add(reply(events[DANA][0], "ACCEPTED"))
    box.add(reply(events[EVE][0], "ACCEPTED"), NOW - timedelta(days=30))
    assert await looks.outcomes() == ["taken"]
    box.validity += 1
    assert await looks.outcomes() == ["repeated"]
    assert (await states(plan))[EVE] == "pending"


async def test_in_disorder(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """Of two answers the later holds, in whichever order they come; one's mind may change again."""
    (event,) = (await invited(sink))[DANA]
    box.add(reply(event, "DECLINED", NOW + timedelta(minutes=1)))
    box.add(reply(event, "ACCEPTED", NOW))
    assert await looks.outcomes() == ["older", "taken"]
    assert (await states(plan))[DANA] == "declined"
    box.add(reply(event, "TENTATIVE", NOW + timedelta(minutes=2)))
    assert await looks.outcomes() == ["taken"]
    assert (await states(plan))[DANA] == "tentative"


async def test_answered_by_the_link(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """An answer by the link is outdone by a reply made after it, not by one that was made before."""
    (event,) = (await invited(sink))[DANA]
    token = str(event["LOCATION"]).rpartition("/")[2]
    await answer_invitation(token, "accepted")
    box.add(reply(event, "DECLINED", NOW - timedelta(minutes=5)))
    assert (await looks.outcomes(), (await states(plan))[DANA]) == (["older"], "accepted")
    box.add(reply(event, "DECLINED", datetime.now(UTC) + timedelta(minutes=5)))
    assert (await looks.outcomes(), (await states(plan))[DANA]) == (["taken"], "declined")


async def test_slow_clock(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """Answers of a program whose clock is an hour behind or ahead follow one another like all others."""
    events = await invited(sink)
    for event, wrong in ((events[DANA][0], -1), (events[EVE][0], 1)):
        for minutes, answer in enumerate(("ACCEPTED", "DECLINED")):
            box.add(reply(event, answer, NOW + timedelta(hours=wrong, minutes=minutes)))
    assert await looks.outcomes() == ["taken"] * 4
    assert await states(plan) == {DANA: "declined", EVE: "declined"}


async def test_date_from_far_ahead(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """A program that dates its answers far ahead is not bound by the first for ever."""
    (event,) = (await invited(sink))[DANA]
    box.add(reply(event, "ACCEPTED", NOW + timedelta(days=3000)), NOW)
    box.add(reply(event, "DECLINED", NOW + timedelta(minutes=1)), NOW + timedelta(minutes=1))
    assert await looks.outcomes() == ["taken", "taken"]
    assert (await states(plan))[DANA] == "declined"


async def test_date_before_a_change(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """An answer to the date that was before a change is none to the new date."""
    (before,) = (await invited(sink))[DANA]
    await update_room(plan.id, scheduled_start_time=START + timedelta(hours=1))
    (after,) = (await invited(sink))[DANA]
    box.add(reply(before, "ACCEPTED"))
    assert (await looks.outcomes(), (await states(plan))[DANA]) == (["outdated"], "pending")
    box.add(reply(after, "ACCEPTED"))
    assert (await looks.outcomes(), (await states(plan))[DANA]) == (["taken"], "accepted")


async def test_without_organizer(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """Programs that leave the organizer out are known by the address they wrote to."""
    (event,) = (await invited(sink))[DANA]
    box.add(reply(event, "ACCEPTED", organizer=None, sequence=None))
    assert await looks.outcomes() == ["taken"]


async def test_forged(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """Without the token of the invitation nobody is answered for: not by another guest's, nor by a guess."""
    events = await invited(sink)
    dana, eve = events[DANA][0], events[EVE][0]
    assert str(dana["ORGANIZER"]) != str(eve["ORGANIZER"])
    attendee = icalendar.vCalAddress(f"mailto:{DANA}")
    attendee.params["PARTSTAT"] = "DECLINED"
    box.add(reply(eve, "DECLINED", attendee=attendee))
    guess = icalendar.vCalAddress(f"mailto:replies+{'0' * 32}@example.org")
    forged = reply(dana, "DECLINED", organizer=guess)
    forged.replace_header("To", MAILBOX)
    forged.replace_header("From", DANA)
    box.add(forged)
    assert await looks.outcomes() == ["unproven", "unproven"]
    assert await states(plan) == {DANA: "pending", EVE: "pending"}


async def test_somebody_else(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """To whom an invitation is forwarded answers nothing in their own name."""
    (event,) = (await invited(sink))[DANA]
    attendee = icalendar.vCalAddress("mailto:mallory@example.org")
    attendee.params["PARTSTAT"] = "ACCEPTED"
    box.add(reply(event, "ACCEPTED", attendee=attendee))
    assert await looks.outcomes() == ["unproven"]


async def test_closed(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """Withdrawn, expired and cancelled ones are not answered any more; a renewed one by its new mail."""
    events = await invited(sink)
    found = {each.address: each for each in await invitations_of(plan.id)}
    await withdraw_invitation(plan.id, found[DANA].id)
    box.add(reply(events[DANA][0], "ACCEPTED"))
    await renew_invitation(plan.id, found[EVE].id)
    box.add(reply(events[EVE][0], "ACCEPTED"))
    assert await looks.outcomes() == ["closed", "unproven"]
    (renewed,) = (await invited(sink))[EVE]
    await as_owner("UPDATE room_invitations SET expires_at = now() WHERE id = $1 RETURNING 1", found[EVE].id)
    box.add(reply(renewed, "ACCEPTED"))
    assert await looks.outcomes() == ["closed"]
    await renew_invitation(plan.id, found[EVE].id)
    (again,) = (await invited(sink))[EVE]
    await cancel_room(plan.id)
    box.add(reply(again, "ACCEPTED"))
    assert await looks.outcomes() == ["closed"]


async def test_not_given_out(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """A mail that the server does not give out is counted, and keeps no later one back."""
    events = await invited(sink)
    box.refused[box.add(reply(events[EVE][0], "ACCEPTED"))] = "NO cannot be read"
    box.add(reply(events[DANA][0], "ACCEPTED"))
    assert await looks.outcomes() == ["failed", "taken"]
    box.refused.clear()
    assert await looks.outcomes() == []
    assert await states(plan) == {DANA: "accepted", EVE: "pending"}


async def test_kills_the_process(
    plan: Room, sink: Sink, box: ImapMailbox, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail at which the process dies is not read by the next one, which reads on."""
    events = await invited(sink)

    class Death(BaseException):
        pass

    def die(_: bytes) -> list[Reply]:
        raise Death

    box.add(reply(events[EVE][0], "ACCEPTED"))
    with monkeypatch.context() as dying:
        dying.setattr(reply_reader, "replies_in", die)
        with pytest.raises(Death):
            await looks.outcomes()
    box.add(reply(events[DANA][0], "ACCEPTED"))
    assert await looks.outcomes() == ["taken"]
    assert await states(plan) == {DANA: "accepted", EVE: "pending"}


async def test_database_away(
    plan: Room, sink: Sink, box: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that the database could not take is taken at the next look."""
    events = await invited(sink)
    box.add(reply(events[DANA][0], "ACCEPTED"))
    reader = Looks(box).reader()

    async def away(*_: object) -> str:
        raise Unavailable

    with acting_as(ACTOR):
        with monkeypatch.context() as broken:
            broken.setattr(reply_reader, "take_reply", away)
            with pytest.raises(Unavailable):
                await reader.look()
        await reader.look()
    assert (await states(plan), box.reads()) == ({DANA: "accepted", EVE: "pending"}, ["1"])


async def test_stopped_while_fetching(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """A reader that is stopped while a mail comes leaves it to the next."""
    events = await invited(sink)
    box.add(reply(events[DANA][0], "ACCEPTED"))
    box.held = asyncio.Event()
    with acting_as(ACTOR):
        stopped = asyncio.create_task(looks.reader().run())
    await box.fetching.wait()
    stopped.cancel()
    await asyncio.wait({stopped})
    box.held.set()
    box.held = None
    assert await looks.outcomes() == ["taken"]
    assert (await states(plan))[DANA] == "accepted"


async def test_stopped_while_reading(
    plan: Room, sink: Sink, box: ImapMailbox, looks: Looks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that is stopped while it reads a mail takes its answer first."""
    events = await invited(sink)
    box.add(reply(events[DANA][0], "ACCEPTED"))
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def slow(read: Reply, arrived: datetime) -> str:
        begun.set()
        await goes_on.wait()
        return await take_reply(read, arrived)

    monkeypatch.setattr(reply_reader, "take_reply", slow)
    with acting_as(ACTOR):
        stopped = asyncio.create_task(looks.reader().run())
    await begun.wait()
    stopped.cancel()
    goes_on.set()
    await asyncio.wait({stopped})
    assert (await states(plan))[DANA] == "accepted"


@pytest.mark.parametrize(("error", "word"), [(KeyError("x"), "failed"), (OSError("x"), "database")])
async def test_goes_on(
    box: ImapMailbox, monkeypatch: pytest.MonkeyPatch, error: Exception, word: str
) -> None:
    """Whatever fails in a look, it is counted, and the next look comes."""
    monkeypatch.setattr(reply_reader, "POLL_S", 0)
    registry, again = CollectorRegistry(), asyncio.Event()
    metrics = ReplyMetrics(registry)
    looks = iter((error, None))

    def alone() -> contextlib.AbstractAsyncContextManager[object | None]:
        failure = next(looks, None)
        if failure is not None:
            raise failure
        again.set()
        return contextlib.nullcontext(None)

    running = asyncio.create_task(ReplyReader(box.server, metrics, alone).run())
    await asyncio.wait({running, waited := asyncio.create_task(again.wait())}, return_when="FIRST_COMPLETED")
    for task in (running, waited):
        task.cancel()
    await asyncio.wait({running, waited})
    counted = registry.get_sample_value("parley_reply_mailbox_looks_total", {"outcome": word})
    assert (again.is_set(), counted) == (True, 1)


async def test_huge(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """A huge mail is not even fetched."""
    (event,) = (await invited(sink))[DANA]
    mail = reply(event, "ACCEPTED")
    mail.add_attachment(b"x" * LARGEST, maintype="application", subtype="octet-stream")
    box.add(mail)
    assert (await looks.outcomes(), box.reads()) == (["too_large"], [])
    assert (await states(plan))[DANA] == "pending"


async def test_whole_series(weekly: Series, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """An answer to a series is one to each of its meetings, also to those that are made later."""
    (event,) = (await invited(sink))[DANA]
    box.add(reply(event, "ACCEPTED"))
    assert await looks.outcomes() == ["taken"]
    for room in await rooms_of_series(weekly.id):
        assert await states(room) == {DANA: "accepted"}


async def one_of(event: Component, at: datetime, answer: str, stated: datetime = NOW) -> EmailMessage:
    """The answer to one meeting of a series."""
    return reply(event, answer, stated, recurrence_id=at)


async def test_one_meeting(weekly: Series, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """One meeting is answered alone, before and after all of them, as it was said last."""
    (event,) = (await invited(sink))[DANA]
    box.add(await one_of(event, START + WEEK, "DECLINED", NOW + timedelta(minutes=5)))
    box.add(reply(event, "ACCEPTED", NOW))
    assert await looks.outcomes() == ["taken", "taken"]
    rooms = await rooms_of_series(weekly.id)
    assert [(await states(room))[DANA] for room in rooms[:3]] == ["accepted", "declined", "accepted"]
    box.add(reply(event, "TENTATIVE", NOW + timedelta(minutes=6)))
    third = START + 2 * WEEK - timedelta(hours=1)  # clocks have changed
    box.add(await one_of(event, third, "DECLINED", NOW + timedelta(minutes=1)))
    assert await looks.outcomes() == ["older", "taken"]
    assert {(await states(room))[DANA] for room in rooms} == {"tentative"}


async def test_not_of_the_series(weekly: Series, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """A moment at which the series has no meeting, or none within years, is refused."""
    (event,) = (await invited(sink))[DANA]
    for at in (START + timedelta(days=1), START - WEEK, datetime(9999, 12, 27, 8, tzinfo=UTC)):
        box.add(await one_of(event, at, "DECLINED"))
    box.add(reply(event, "DECLINED", recurrence_id=START.date()))
    assert await looks.outcomes() == ["no_meeting"] * 4


async def test_meeting_without_a_room_yet(weekly: Series, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """A meeting so far ahead that it has no room yet is answered once it has."""
    (event,) = (await invited(sink))[DANA]
    ninth = START + 8 * WEEK - timedelta(hours=1)
    box.add(await one_of(event, ninth, "DECLINED"))
    assert await looks.outcomes() == ["taken"]
    first = (await rooms_of_series(weekly.id))[0]
    await cancel_room(first.id)
    with acting_as(ACTOR):
        await extend_due_series()
    last = (await rooms_of_series(weekly.id))[-1]
    assert (last.scheduled_start_time, await states(last)) == (ninth, {DANA: "declined"})


async def test_one_meeting_before_all(
    weekly: Series, alice: Account, sink: Sink, box: ImapMailbox, looks: Looks
) -> None:
    """An answer to the mail about one meeting is taken, also when its person was invited to all since."""
    first, third = (await rooms_of_series(weekly.id))[::2][:2]
    await invite_members(third.id, alice.id, [EVE])
    (event,) = (await invited(sink))[EVE]
    await invite_to_series(third, alice.id, [EVE], "participant")
    box.add(reply(event, "DECLINED"))
    assert await looks.outcomes() == ["taken"]
    assert ((await states(third))[EVE], (await states(first))[EVE]) == ("declined", "pending")


async def test_moved_meeting(weekly: Series, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """The mail about one moved meeting is answered for it alone; an answer to its old date is not taken."""
    (whole,) = (await invited(sink))[DANA]
    second = (await rooms_of_series(weekly.id))[1]
    await update_room(second.id, scheduled_start_time=START + WEEK + timedelta(hours=2))
    (event,) = (await invited(sink))[DANA]
    box.add(await one_of(whole, START + WEEK, "DECLINED"))
    box.add(reply(event, "ACCEPTED"))
    assert await looks.outcomes() == ["outdated", "taken"]
    rooms = await rooms_of_series(weekly.id)
    assert sorted([(await states(room))[DANA] for room in rooms])[:2] == ["accepted", "pending"]


async def test_written_down(plan: Room, sink: Sink, box: ImapMailbox, looks: Looks) -> None:
    """An answer is in the audit as one by the link is, with ids alone."""
    events = await invited(sink)
    box.add(reply(events[DANA][0], "DECLINED"))
    await looks.outcomes()
    found = await as_owner(
        "SELECT service || ' ' || details::text FROM audit_events WHERE action = 'invitation.decline'"
        " AND room_id = $1",
        plan.id,
    )
    (dana,) = [each.id for each in await invitations_of(plan.id) if each.address == DANA]
    assert found == f'maintenance {{"link": "{dana}"}}'


@pytest.mark.usefixtures("plan")
async def test_no_mailbox(sink: Sink) -> None:
    """Without a mailbox of replies answers go to the sender, as before."""
    postmark = Postmark(Sender("Parley", "parley@example.org"), SITE)
    with acting_as(ACTOR):
        await MailSender(SmtpMailer(sink.server), postmark, MailMetrics(CollectorRegistry())).send_due()
    assert {str(_events(mail)[0]["ORGANIZER"]) for mail in sink.mails} == {"mailto:parley@example.org"}

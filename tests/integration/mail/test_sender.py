"""Mails of notifications: one a meeting, each once, retried as the answer says, never of what was said."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from prometheus_client import CollectorRegistry

from server.jobs.worker import ACTOR
from server.mail.mail_metrics import MailMetrics
from server.mail.message import Sender
from server.mail.sender import MailSender, Postmark, sending
from server.mail.transport import Mailer, SmtpMailer
from server.meeting.accounts import Account
from server.meeting.actor import acting_as
from server.meeting.db import execute, fetch, fetch_one, to_json
from server.meeting.lifecycle import end_room
from server.meeting.mail_outbox import claim_mail, finish_mail, last_failure, mail_standing
from server.meeting.minutes import Action, Minutes, finish_draft, save_minutes
from server.smtp_server import SmtpServer
from tests.conftest import Meeting
from tests.integration.jobs.conftest import as_owner
from tests.smtp_sink import Sink, smtp_sink

SITE = "https://meet.example.org"
POSTMARK = Postmark(Sender("Parley", "parley@example.org"), SITE)


def minutes(meeting: Meeting, **fields: object) -> Minutes:
    """Minutes in which bob has two tasks."""
    tasks = [
        Action("Buy umbrellas", "", "Bob", meeting.bob.id),
        Action("Dry them", "", "Bob", meeting.bob.id),
    ]
    plain = Minutes(state="ready", method="extractive", executive_summary="A secret was told.", actions=tasks)
    return replace(plain, **fields)  # type: ignore[arg-type]  # fields of Minutes


@pytest.fixture
async def ended(meeting: Meeting) -> Meeting:
    """The atrium after its end."""
    await end_room(meeting.room.id, "host")
    return meeting


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    """A mail server that takes everything."""
    async with smtp_sink() as serving:
        yield serving


def sender(mailer: Mailer | SmtpServer, lease_s: float = 300.0) -> MailSender:
    """A sender to this mail server."""
    through = SmtpMailer(mailer) if isinstance(mailer, SmtpServer) else mailer
    return MailSender(through, POSTMARK, MailMetrics(CollectorRegistry()), lease_s=lease_s)


async def send_due(each: MailSender) -> float:
    """Send as the jobs process does."""
    with acting_as(ACTOR):
        return await each.send_due()


async def pass_time(interval: str = "3 minutes") -> None:
    """Let what waits have waited for longer."""
    await as_owner(
        "UPDATE mail_outbox SET next_attempt_at = next_attempt_at - $1::text::interval,"
        " created_at = created_at - $1::text::interval WHERE state = 'waiting' RETURNING 1",
        interval,
    )


async def choose(person: Account, **preferences: object) -> None:
    """Set what a person wants."""
    await execute(
        "UPDATE users SET notification_preferences = $2 WHERE id = $1", person.id, to_json(preferences)
    )


async def due_mail(person: Account, meeting: Meeting, kind: str) -> tuple[datetime, datetime]:
    """Tell somebody of a due task; when that was, and when the mail goes out."""
    await execute(
        "INSERT INTO notifications (user_id, type, data) VALUES ($1, $2, $3)",
        person.id,
        kind,
        to_json({"room_id": str(meeting.room.id)}),
    )
    row = await fetch_one("SELECT created_at, next_attempt_at FROM mail_outbox WHERE bundle = 'digest'")
    assert row is not None
    return row["created_at"], row["next_attempt_at"]


async def states() -> dict[str, str]:
    """The state of each person's notices, with the error."""
    rows = await fetch("SELECT u.name, o.state, o.error FROM mail_outbox o JOIN users u ON u.id = o.user_id")
    return {row["name"]: row["state"] + (f" {row['error']}" if row["error"] else "") for row in rows}


def part(mail: EmailMessage, kind: str) -> str:
    """The text of one part."""
    body = mail.get_body((kind,))
    assert body is not None
    text = body.get_content()
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Lima", "Asia/Kathmandu"])
@pytest.mark.parametrize("kind", ["task_due", "task_overdue"])
async def test_hour_of_the_digest(ended: Meeting, bob: Account, zone: str, kind: str) -> None:
    """Due tasks are mailed at the next eight o'clock in the person's time zone."""
    await choose(bob, time_zone=zone, **{kind: {"email": True}})
    told, goes = await due_mail(bob, ended, kind)
    there = goes.astimezone(ZoneInfo(zone))
    assert (there.hour, there.minute, there.second) == (8, 0, 0)
    assert timedelta(0) < goes - told <= timedelta(days=1)


async def test_hour_where_no_zone_was_chosen(ended: Meeting, bob: Account) -> None:
    """Who chose no time zone gets that of the meeting."""
    await execute("UPDATE rooms SET time_zone = 'Asia/Tokyo' WHERE id = $1", ended.room.id)
    await choose(bob, task_due={"email": True})
    _, goes = await due_mail(bob, ended, "task_due")
    assert goes.astimezone(ZoneInfo("Asia/Tokyo")).hour == 8


async def test_one_mail_a_meeting(ended: Meeting, sink: Sink) -> None:
    """Who was there gets one mail with their own tasks, after a quiet time and never before it."""
    await save_minutes(ended.room.id, minutes(ended))
    await send_due(sender(sink.server))
    assert not sink.mails
    await pass_time()
    await send_due(sender(sink.server))
    assert sorted(sink.recipients) == ["alice@example.org", "bob@example.org"]
    of_bob = next(mail for mail in sink.mails if "bob" in mail["To"])
    assert of_bob["Subject"] == "Minutes: Atrium"
    for kind in ("plain", "html"):
        assert f"{SITE}/m/atrium" in part(of_bob, kind)
        assert "Buy umbrellas" in part(of_bob, kind)
        assert "Dry them" in part(of_bob, kind)
    assert set((await states()).values()) == {"sent"}


async def test_nothing_said_is_mailed(ended: Meeting, sink: Sink) -> None:
    """No mail repeats the minutes, and none has another person's tasks."""
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(sink.server))
    of_alice = next(mail for mail in sink.mails if "alice" in mail["To"])
    assert "umbrellas" not in of_alice.as_string()
    assert not any("secret" in mail.as_string() for mail in sink.mails)


async def test_link_only(ended: Meeting, bob: Account, sink: Sink) -> None:
    """Who asked for links alone gets neither the meeting's title nor their tasks."""
    await execute('UPDATE users SET notification_preferences = \'{"content": "link"}\' WHERE id = $1', bob.id)
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(sink.server))
    of_bob = next(mail for mail in sink.mails if "bob" in mail["To"])
    assert of_bob["Subject"] == "The minutes of a meeting are ready"
    assert "umbrellas" not in part(of_bob, "plain")
    assert "Atrium" not in of_bob.as_string()
    assert f"{SITE}/m/atrium" in part(of_bob, "plain")


async def test_headers(ended: Meeting, sink: Sink) -> None:
    """A mail says that a machine wrote it, and how one click stops it."""
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(sink.server))
    mail = sink.mails[0]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith(f"<{SITE}/unsubscribe/")
    assert mail["From"] == "Parley <parley@example.org>"


async def test_minutes_wait_for_the_model(ended: Meeting, sink: Sink) -> None:
    """Drafted minutes are not mailed; final ones are, with the tasks that only these have."""
    await save_minutes(ended.room.id, minutes(ended, state="drafted", actions=[]))
    await pass_time()
    await send_due(sender(sink.server))
    assert not sink.mails
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(sink.server))
    assert "Buy umbrellas" in part(next(mail for mail in sink.mails if "bob" in mail["To"]), "plain")


async def test_model_that_never_ends(ended: Meeting, sink: Sink) -> None:
    """After half an hour the draft is mailed."""
    await save_minutes(ended.room.id, minutes(ended, state="drafted", actions=[]))
    await pass_time("31 minutes")
    await send_due(sender(sink.server))
    assert len(sink.mails) == 2


async def test_draft_that_became_final(ended: Meeting, bob: Account) -> None:
    """Minutes that stay as drafted tell of their tasks, too."""
    await save_minutes(ended.room.id, minutes(ended, state="drafted"))
    await finish_draft(ended.room.id, "The model was away.")
    kinds = await fetch("SELECT type FROM notifications WHERE user_id = $1 ORDER BY type", bob.id)
    assert [row["type"] for row in kinds] == ["minutes_ready", "task_assigned", "task_assigned"]


async def test_sent_once(ended: Meeting, sink: Sink) -> None:
    """Two senders at once, and minutes written again, make no second mail."""
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await asyncio.gather(*(send_due(sender(sink.server)) for _ in range(3)))
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(sink.server))
    assert sorted(sink.recipients) == ["alice@example.org", "bob@example.org"]


async def test_killed_between(ended: Meeting, sink: Sink) -> None:
    """A sender killed after sending leaves the mail to the next, which sends it with the same Message-ID."""
    await save_minutes(ended.room.id, minutes(ended, actions=[]))
    await execute("DELETE FROM mail_outbox WHERE user_id = $1", ended.alice.user_id)
    await pass_time()

    class Killed(SmtpMailer):
        async def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
            await super().send(message, sender, recipient)
            raise asyncio.CancelledError

    with suppress(asyncio.CancelledError):
        await send_due(sender(Killed(sink.server)))
    await send_due(sender(sink.server))
    assert len(sink.mails) == 1
    await pass_time("6 minutes")
    await send_due(sender(sink.server))
    first, second = sink.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert await states() == {"Bob": "sent"}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("550 5.1.1 No such user", "failed recipient_refused"),
        ("450 4.2.1 Greylisted", "waiting recipient_deferred"),
    ],
)
async def test_refused_recipient(ended: Meeting, sink: Sink, answer: str, state: str) -> None:
    """A final refusal of one address is given up, a temporary one tried again; others get theirs."""
    sink.to_recipient["bob@example.org"] = answer
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(sink.server))
    assert await states() == {"Alice": "sent", "Bob": state}


async def test_deferred_then_taken(ended: Meeting, sink: Sink) -> None:
    """What is deferred waits longer each time, and goes out when the server takes it."""
    sink.to_recipient["bob@example.org"] = "450 4.2.1 Greylisted"
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(sink.server))
    sink.to_recipient.clear()
    await send_due(sender(sink.server))
    assert sink.recipients == ["alice@example.org"]
    await pass_time()
    await send_due(sender(sink.server))
    assert sink.recipients == ["alice@example.org", "bob@example.org"]


@pytest.mark.parametrize(
    ("answers", "to_sender", "state"),
    [
        (["554 5.7.1 Spam"] * 2, "", "failed message_refused"),
        (["451 4.3.0 Full"] * 2, "", "waiting message_deferred"),
        ([], "550 5.7.1 Not you", "waiting sender_refused"),
    ],
)
async def test_refused_message(
    ended: Meeting, sink: Sink, answers: list[str], to_sender: str, state: str
) -> None:
    """A refused content is final; a refused sender is the operator's to mend, and nothing is lost by it."""
    sink.to_data, sink.to_sender = answers, to_sender
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(sink.server))
    assert state in (await states()).values()


async def test_server_away(ended: Meeting, sink: Sink) -> None:
    """While the server is away all wait, the pause doubles, and what is sent later is sent once."""
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    away = sender(SmtpServer("127.0.0.1", 1, "plain"))
    pauses = [await send_due(away), await send_due(away)]
    assert pauses == [5.0, 10.0]
    assert set((await states()).values()) == {"waiting unreachable"}
    await pass_time()
    await send_due(sender(sink.server))
    assert len(sink.mails) == 2


async def test_given_up(ended: Meeting, bob: Account) -> None:
    """After three days a mail is given up, which its person can see; what was never tried is old news."""
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(SmtpServer("127.0.0.1", 1, "plain")))
    await pass_time("4 days")
    await send_due(sender(SmtpServer("127.0.0.1", 1, "plain")))
    found = await states()
    assert sorted(found.values()) == ["dropped expired", "failed unreachable"]
    failed = next(name for name, state in found.items() if state.startswith("failed"))
    if failed == "Bob":
        gone = await last_failure(bob.id)
        assert gone is not None
        assert gone.error == "unreachable"


async def test_who_was_removed(ended: Meeting, sink: Sink) -> None:
    """Who may no longer read the minutes is not mailed; a closed account neither."""
    await save_minutes(ended.room.id, minutes(ended))
    await execute("UPDATE participants SET status = 'removed' WHERE id = $1", ended.bob.id)
    await execute("UPDATE users SET is_active = false WHERE id = $1", ended.alice.user_id)
    await pass_time()
    await send_due(sender(sink.server))
    assert not sink.mails
    assert await states() == {"Alice": "dropped account_closed", "Bob": "dropped no_access"}


async def test_task_done_meanwhile(ended: Meeting, bob: Account, sink: Sink) -> None:
    """A mail tells of tasks as they are when it is sent."""
    await choose(bob, minutes_ready={"email": False})
    await save_minutes(ended.room.id, minutes(ended))
    await execute("UPDATE action_items SET status = 'done', completed_at = now() WHERE position = 0")
    await execute("UPDATE action_items SET title = 'Air them' WHERE position = 1")
    await pass_time()
    await send_due(sender(sink.server))
    of_bob = next(mail for mail in sink.mails if "bob" in mail["To"])
    assert of_bob["Subject"] == "New task: Air them"
    assert "umbrellas" not in of_bob.as_string()


async def test_fictional_address(ended: Meeting, sink: Sink, bob: Account) -> None:
    """No mail goes to an address that cannot exist."""
    from server.meeting.sealing.sealed_columns import EMAIL  # noqa: PLC0415

    sealed, key = EMAIL.seal_address("bob@demo.invalid", bob.id)
    await execute("UPDATE users SET email = $2, email_key = $3 WHERE id = $1", bob.id, sealed, key)
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    await send_due(sender(sink.server))
    assert await states() == {"Alice": "sent", "Bob": "dropped no_address"}


async def test_rolled_back(ended: Meeting) -> None:
    """A notification that is not committed leaves no mail, and one without its mail does not exist."""
    await save_minutes(ended.room.id, minutes(ended))
    row = await fetch_one(
        "SELECT count(*) AS all, count(o.id) AS queued FROM notifications n"
        " LEFT JOIN mail_outbox o ON o.notification_id = n.id"
    )
    assert row is not None
    assert row["all"] == row["queued"] == 4


async def test_standing(ended: Meeting, sink: Sink) -> None:
    """What waits and what failed is counted for the monitor."""
    sink.to_recipient["bob@example.org"] = "550 No"
    await save_minutes(ended.room.id, minutes(ended))
    with acting_as(ACTOR):
        assert (await mail_standing())["waiting"][0] == 4
    await pass_time()
    await send_due(sender(sink.server))
    with acting_as(ACTOR):
        assert (await mail_standing())["failed"][0] == 3


async def test_stops_between_mails(ended: Meeting, sink: Sink) -> None:
    """A sender runs beside the clock and ends when it is told to."""
    await save_minutes(ended.room.id, minutes(ended))
    await pass_time()
    with acting_as(ACTOR):
        async with asyncio.timeout(20), sending(sender(sink.server)):
            await sink.has(2)
    assert set((await states()).values()) == {"sent"}


async def test_only_maintenance(ended: Meeting) -> None:
    """No other job of the worker's role reads who is mailed."""
    with acting_as(replace(ACTOR, service="minutes")):
        for call in (claim_mail(1.0), finish_mail(UUID(int=0), "sent")):
            with pytest.raises(Exception, match="only maintenance"):
                await call

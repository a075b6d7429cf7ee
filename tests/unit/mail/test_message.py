"""A mail holds what people typed without being changed by it."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from uuid import UUID

import pytest

from server.mail.contents import mail_text
from server.mail.message import Sender, message_of
from server.meeting.mail_outbox import ClaimedMail, MeetingOfMail, Notice

SITE = "https://meet.example.org"
ID = UUID(int=7)
SENDER = Sender("Parley", "parley@example.org")
BEGAN = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
TRICKY = {
    "lines": "Budget\r\nBcc: eve@example.org\n\nHello",
    "emoji": "🎉 Launch 👩‍👩‍👧‍👦",
    "right to left": "اجتماع الفريق",
    "override": "plan \u202egpj.exe",
    "long": "Ä" * 500,
    "html": '<script>alert(1)</script><img src=x onerror=y> & "quotes"',
    "template": "{{ 7 * 7 }}{% raw %}",
    "encoded word": "=?utf-8?q?Bcc=3A_eve?=",
    "blank": "\u200b\n",
}


def claimed(
    *notices: Notice, meeting: str | None = "Atrium", name: str = "Bob", **fields: bool
) -> ClaimedMail:
    """A mail as the outbox gives it."""
    about = MeetingOfMail(ID, meeting, "atrium", "Europe/Berlin", BEGAN) if meeting is not None else None
    return ClaimedMail(ID, ID, "", name, notices, about, 1, **fields)


def notice(kind: str = "minutes_ready", title: str = "Atrium", due: date | None = None) -> Notice:
    """One notification."""
    return Notice(kind, title, "", "/m/atrium#task-1", due)  # type: ignore[arg-type]  # one of the kinds


def read(mail: ClaimedMail) -> EmailMessage:
    """The message as a mail program reads it."""
    text = mail_text(mail, SITE)
    made = message_of(
        text,
        mail.id,
        SENDER,
        "bob@example.org",
        mail.name,
        f"{SITE}/unsubscribe/x",
        f"{SITE}/account/notices",
    )
    again = message_from_bytes(made.as_bytes(policy=SMTP), policy=default)
    assert isinstance(again, EmailMessage)
    return again


def body(message: EmailMessage, kind: str) -> str:
    """The text of one part."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("text", TRICKY.values(), ids=TRICKY.keys())
def test_tricky_names(text: str) -> None:
    """Whatever people are called adds no header, no tag and no direction to the mail."""
    message = read(claimed(notice(), notice("task_assigned", text), meeting=text, name=text))
    assert message["Bcc"] is None
    assert [each.addr_spec for each in message["To"].addresses] == ["bob@example.org"]
    assert len(str(message["Subject"])) <= 170
    assert "\u202e" not in f"{message['Subject']}{message['To']}{body(message, 'plain')}"
    assert "<script" not in body(message, "html")
    assert "<img" not in body(message, "html")
    assert max(map(len, message.as_bytes().splitlines())) < 998  # RFC 5322, 2.1.1


def test_what_people_type_is_kept() -> None:
    """Emoji and other scripts arrive as they were typed."""
    message = read(claimed(notice(), meeting=TRICKY["emoji"], name=TRICKY["right to left"]))
    assert message["Subject"] == f"Minutes: {TRICKY['emoji']}"
    assert message["To"].addresses[0].display_name == TRICKY["right to left"]


def test_a_name_like_an_address() -> None:
    """A name that could be taken for another recipient is left out."""
    assert read(claimed(notice(), name="boss@example.com")).get("To") == "bob@example.org"


def test_time_of_the_meeting() -> None:
    """The meeting is told in its own time zone."""
    assert "Saturday 28 November 2026, 00:30 CET" in body(read(claimed(notice())), "plain")


@pytest.mark.parametrize(
    ("kinds", "subject"),
    [
        (["minutes_ready", "task_assigned", "mentioned"], "Minutes: Atrium"),
        (["task_assigned"], "New task: Dance"),
        (["task_assigned", "task_assigned"], "2 new tasks from Atrium"),
        (["mentioned"], "You were mentioned: Atrium"),
    ],
)
def test_subject(kinds: list[str], subject: str) -> None:
    """The subject is the first thing to know."""
    assert read(claimed(*(notice(kind, "Dance") for kind in kinds)))["Subject"] == subject


@pytest.mark.parametrize(
    ("kinds", "subject"),
    [
        (["task_due"], "1 task due"),
        (["task_due", "task_overdue", "task_overdue"], "3 tasks: 1 due, 2 overdue"),
        (["task_overdue", "task_overdue"], "2 tasks overdue"),
    ],
)
def test_digest(kinds: list[str], subject: str) -> None:
    """The day's tasks are one mail, with their dates, the overdue ones first."""
    message = read(claimed(*(notice(kind, "Dance", date(2026, 12, 1)) for kind in kinds), meeting=None))
    assert message["Subject"] == subject
    assert "- Dance (due Tuesday 1 December 2026)" in body(message, "plain")
    assert f"{SITE}/action-items" in body(message, "html")


def test_many_tasks() -> None:
    """A mail stays short: the rest is counted."""
    text = body(read(claimed(*(notice("task_assigned", f"Task {each}") for each in range(45)))), "plain")
    assert text.count("- Task") == 30
    assert "- and 15 more" in text


def test_link_only() -> None:
    """Without titles no part names the meeting or a task."""
    told = claimed(notice(), notice("task_assigned", "Dance"), is_link_only=True)
    whole = f"{read(told)['Subject']} {body(read(told), 'plain')} {body(read(told), 'html')}"
    assert "Dance" not in whole
    assert "Atrium" not in whole


def test_same_id_each_time() -> None:
    """However often a mail is sent, its Message-ID is the same."""
    assert {read(claimed(notice()))["Message-ID"] for _ in range(2)} == {f"<{ID}@example.org>"}


@pytest.mark.parametrize(
    ("kinds", "news"),
    [
        (["minutes_ready", "task_assigned"], "The minutes of this meeting are ready."),
        (["task_assigned"], "You have a new task from this meeting."),
        (["mentioned"], "Somebody mentioned you in this meeting or in its tasks."),
    ],
)
def test_says_what_it_tells(kinds: list[str], news: str) -> None:
    """Who has never heard of Parley learns what happened, what sent the mail, and how to stop it."""
    message = read(claimed(*(notice(kind, "Dance") for kind in kinds)))
    for kind in ("plain", "html"):
        told = body(message, kind)
        assert news in told
        assert "Sent by Parley, the server for online meetings at meet.example.org, because" in told
        assert f"{SITE}/unsubscribe/x" in told

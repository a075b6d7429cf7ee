"""What a mail says: title and time of a meeting, one's own tasks and dates; never what was said or decided.

Mails lie on other people's servers for years and are read on locked screens, so the minutes themselves stay
behind the sign-in, where they can be corrected, forgotten and deleted. Who wants less gets the link alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from server.meeting.mail_outbox import ClaimedMail, Kind, MeetingOfMail, Notice
from server.meeting.texts import clean_leniently
from server.time_zones import zone_of

LONGEST_TITLE, LONGEST_SUBJECT, MOST_LINES = 300, 160, 30


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list, with a remark such as a date."""

    text: str
    remark: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A list under a heading; `more` lines were left out."""

    heading: str
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail in words; every text is one line, and nothing is escaped yet."""

    subject: str
    heading: str
    about: str
    """When the meeting was; may be empty."""
    news: str
    """What the mail tells, in a sentence."""
    sections: tuple[Section, ...]
    button: str
    url: str
    why: str
    """Why the person gets it."""


def mail_text(mail: ClaimedMail, site: str) -> MailText:
    """Put a mail into words; `site` is the origin that links begin with."""
    kinds = {notice.kind for notice in mail.notices}
    said = _meeting_text(mail, mail.meeting, kinds, site) if mail.meeting else _digest_text(mail, site)
    return _without_titles(said, kinds) if mail.is_link_only else said


def _meeting_text(mail: ClaimedMail, meeting: MeetingOfMail, kinds: set[Kind], site: str) -> MailText:
    name, tasks = one_line(meeting.name) or "a meeting", _of(mail, "task_assigned")
    news, why = "The minutes of this meeting are ready.", "you were in this meeting"
    if "minutes_ready" in kinds:
        subject, button = f"Minutes: {name}", "Read the minutes"
    elif tasks:
        new = (
            f"New task: {one_line(tasks[0].title)}"
            if len(tasks) == 1
            else f"{len(tasks)} new tasks from {name}"
        )
        subject, button = new, "See the task" if len(tasks) == 1 else "See the tasks"
        news = f"You have {'a new task' if len(tasks) == 1 else 'new tasks'} from this meeting."
        why = "a task of this meeting is yours" if len(tasks) == 1 else "tasks of this meeting are yours"
    else:
        subject, button = f"You were mentioned: {name}", "See where"
        news = "Somebody mentioned you in this meeting or in its tasks."
    return MailText(
        subject=_short(subject),
        heading=name,
        about=_moment(meeting.began, meeting.time_zone),
        sections=_sections(
            _section("Your tasks", tasks, _due, site),
            _section("You were mentioned", _of(mail, "mentioned"), lambda _: "", site),
        ),
        button=button,
        url=f"{site}/m/{meeting.slug}",
        news=news,
        why=_why(why, site),
    )


def _digest_text(mail: ClaimedMail, site: str) -> MailText:
    late, due = _of(mail, "task_overdue"), _of(mail, "task_due")
    counts = [f"{len(found)} {word}" for found, word in ((due, "due"), (late, "overdue")) if found]
    things = "task" if len(late) + len(due) == 1 else "tasks"
    number = len(late) + len(due)
    soon = ["due soon"] * bool(due) + ["overdue"] * bool(late)
    state = f": {', '.join(counts)}" if len(counts) > 1 else " overdue" if late else " due"
    return MailText(
        subject=f"{number} {things}{state}",
        heading="Your tasks",
        about="",
        sections=_sections(_section("Overdue", late, _due, site), _section("Due", due, _due, site)),
        button="See all my tasks",
        url=f"{site}/action-items",
        news=f"These tasks of yours are {' or '.join(soon)}.",
        why=_why("these tasks are yours", site),
    )


def _without_titles(said: MailText, kinds: set[Kind]) -> MailText:
    if "minutes_ready" in kinds:
        subject = "The minutes of a meeting are ready"
    elif "mentioned" in kinds:
        subject = "You were mentioned"
    else:
        subject = "News of your tasks"
    return MailText(subject, subject, "", "", (), said.button, said.url, said.why)


def _why(reason: str, site: str) -> str:
    host = site.partition("://")[2]
    return f"Sent by Parley, the server for online meetings at {host}, because {reason}."


def _of(mail: ClaimedMail, kind: Kind) -> list[Notice]:
    return [notice for notice in mail.notices if notice.kind == kind]


def _section(
    heading: str, notices: list[Notice], remark: Callable[[Notice], str], site: str
) -> Section | None:
    lines = [Line(one_line(each.title) or "Untitled", remark(each), f"{site}{each.url}") for each in notices]
    return Section(heading, tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES)) if lines else None


def _sections(*found: Section | None) -> tuple[Section, ...]:
    return tuple(section for section in found if section is not None)


def one_line(text: str) -> str:
    """One line without invisible characters, and with nothing that turns the text around it."""
    return clean_leniently(text, LONGEST_TITLE)


def _short(subject: str) -> str:
    short = clean_leniently(subject, LONGEST_SUBJECT)
    return short if len(short) == len(subject) else f"{short}…"


def _due(notice: Notice) -> str:
    return f"due {day(notice.due)}" if notice.due else ""


def day(on: date) -> str:
    """Format a date: Friday 27 November 2026."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(zone_of(zone))
    return f"{day(local.date())}, {local:%H:%M} {local.tzname() or ''}".strip()

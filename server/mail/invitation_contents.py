"""What a mail to somebody invited says: which meeting, when, and the links to answer and to join."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.mail.contents import day, one_line
from server.meeting.invitation_mails import InvitationMailKind
from server.meeting.texts import clean_leniently
from server.time_zones import zone_of

LONGEST_SUBJECT = 160
SUBJECTS: dict[InvitationMailKind, str] = {
    "invitation": "Invitation",
    "update": "Changed",
    "cancel": "Cancelled",
    "reminder": "Soon",
}
ANSWERS = (("Yes", "accepted"), ("Maybe", "tentative"), ("No", "declined"))


@dataclass(frozen=True, slots=True)
class InvitationText:
    """A mail in words; every text is one line, and nothing is escaped yet."""

    subject: str
    heading: str
    about: str
    """Who asks, or what has changed."""
    time: str
    """When the meeting is; empty if it has no date."""
    answers: tuple[tuple[str, str], ...]
    """Words and links; empty where there is nothing to answer."""
    url: str
    """The invitation's page; empty for a cancelled one."""
    why: str


def invitation_text(
    kind: InvitationMailKind,
    name: str,
    host: str,
    time: str,
    url: str,
    *,
    is_answered: bool = False,
    is_replaced: bool = False,
) -> InvitationText:
    """Put a mail into words; `url` is the page of this person's invitation.

    `is_replaced`: a cancelled one is part of an invitation to all of a series now.
    """
    shown, asking = one_line(name) or "a meeting", one_line(host) or "The host"
    about = {
        "invitation": f"{asking} invites you to a meeting.",
        "update": f"{asking} has changed a meeting you are invited to.",
        "cancel": f"{asking} has cancelled this meeting, or your invitation to it.",
        "reminder": "This meeting begins soon.",
    }[kind]
    if is_replaced:
        about = (
            f"{asking} invites you to all meetings of the series, by another mail, which this one is part of."
        )
    asks = kind in ("invitation", "update") or (kind == "reminder" and not is_answered)
    return InvitationText(
        subject=_short(f"{'Replaced' if is_replaced else SUBJECTS[kind]}: {shown}"),
        heading=shown,
        about=about,
        time=time,
        answers=tuple((words, f"{url}?answer={answer}") for words, answer in ANSWERS) if asks else (),
        url="" if kind == "cancel" else url,
        why="You get this because somebody gave your address to be invited to this meeting.",
    )


def time_words(starts: datetime | None, minutes: int, zone_name: str) -> str:
    """Format begin and end in the meeting's zone: Friday 27 November 2026, 10:00 to 11:00 CET."""
    if starts is None:
        return ""
    zone = zone_of(zone_name)
    begin, end = starts.astimezone(zone), (starts + timedelta(minutes=minutes)).astimezone(zone)
    until = f"{end:%H:%M}" if begin.date() == end.date() else f"{day(end.date())}, {end:%H:%M}"
    zones = begin.tzname() if begin.tzname() == end.tzname() else f"{begin.tzname()}/{end.tzname()}"
    place = "" if zone.key == "UTC" else f" ({zone.key})"
    return f"{day(begin.date())}, {begin:%H:%M}–{until} {zones}{place}"


def plain_text(text: InvitationText) -> str:
    """The text that a host sends by themselves where this server sends no mail."""
    lines = [text.about, "", text.heading, text.time, "", "Answer, and join, here:", text.url]
    return "\n".join(line for index, line in enumerate(lines) if line or lines[index - 1])


def _short(subject: str) -> str:
    short = clean_leniently(subject, LONGEST_SUBJECT)
    return short if len(short) == len(subject) else f"{short}…"

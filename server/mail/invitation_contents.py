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
    "reminder": "Starts soon",
}
NO_ACCOUNT = "It opens in your browser; no account is needed unless you already have one here."
"""It is told to everybody alike, because who invites must not learn whether an address has an account."""
ACCOUNT_NEEDED = "It opens in your browser; you sign in, or create an account, first."
COHOST_ACCOUNT = "It opens in your browser; as a co-host you sign in, or create an account, first."
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
    how: str
    """How to answer and to join; empty for a cancelled one."""
    url: str
    """The invitation's page; empty for a cancelled one."""
    why: str
    """Why the person gets it, and what stops it."""


def invitation_text(
    kind: InvitationMailKind,
    name: str,
    host: str,
    time: str,
    url: str,
    *,
    guests: bool,
    is_answered: bool = False,
    is_replaced: bool = False,
    is_of_series: bool = False,
    is_cohost: bool = False,
) -> InvitationText:
    """Put a mail into words; `url` is the page of this person's invitation.

    `guests`: whether people without an account may come.
    `is_replaced`: a cancelled one is part of an invitation to all of a series now.
    """
    shown, asking = one_line(name) or "a meeting", one_line(host) or "The host"
    asks = kind in ("invitation", "update") or (kind == "reminder" and not is_answered)
    return InvitationText(
        subject=_short(f"{'Replaced' if is_replaced else SUBJECTS[kind]}: {shown}"),
        heading=shown,
        about=_about(
            "replaced" if is_replaced else kind, asking, is_of_series=is_of_series, is_cohost=is_cohost
        ),
        time=time,
        answers=tuple((words, f"{url}?answer={answer}") for words, answer in ANSWERS) if asks else (),
        how="" if kind == "cancel" else _what_it_takes(guests=guests, is_cohost=is_cohost),
        url="" if kind == "cancel" else url,
        why="You get this because this address was invited with Parley, software for online meetings."
        + (" Answer “No” to get no more mails about it." if asks else ""),
    )


def _what_it_takes(*, guests: bool, is_cohost: bool) -> str:
    if is_cohost:
        return COHOST_ACCOUNT
    return NO_ACCOUNT if guests else ACCOUNT_NEEDED


def _about(kind: str, asking: str, *, is_of_series: bool, is_cohost: bool) -> str:
    """Who asks, or what has changed, in a sentence or two."""
    what = "a series of online meetings" if is_of_series else "an online meeting"
    return {
        "invitation": f"{asking} invites you to {what}{', as a co-host' if is_cohost else ''}.",
        "update": f"{asking} has changed {what} that you are invited to. This is how it is now:",
        "cancel": f"{asking} has cancelled {what}, or your invitation to it. You need not do anything.",
        "reminder": "This online meeting begins soon.",
        "replaced": f"{asking} now invites you to all meetings of this series, by another mail."
        " It takes the place of your invitation to this one; you need not do anything.",
    }[kind]


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
    lines = [text.about, "", text.heading, text.time, "", "Answer, and join, here:", text.url, text.how]
    return "\n".join(line for index, line in enumerate(lines) if line or lines[index - 1])


def _short(subject: str) -> str:
    short = clean_leniently(subject, LONGEST_SUBJECT)
    return short if len(short) == len(subject) else f"{short}…"

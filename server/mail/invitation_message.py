"""Makes a mail of an invitation: text, HTML and the calendar's part, which mail programs act on."""

from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from server.calendar_meeting import (
    PART_STATES,
    Attendee,
    MeetingDate,
    Method,
    Organizer,
    meeting_document,
)
from server.calendar_series import series_meetings
from server.mail.contents import one_line
from server.mail.invitation_contents import InvitationText, invitation_text, time_words
from server.mail.message import HTML, PLAIN, Sender
from server.meeting.invitation_mails import InvitationMail
from server.recurrence_words import repeats_words

FILE = "invitation.ics"


def invitation_message(
    mail: InvitationMail, address: str, sender: Sender, url: str, answers: str
) -> EmailMessage:
    """Make the message; its Message-ID is the mail's, however often it is sent.

    `url`: its page; `answers`: the address that calendar programs send their answers to.
    """
    time = _time(mail)
    answered = mail.status in ("accepted", "tentative")
    name = mail.series.name if mail.series is not None and mail.is_of_series else mail.name
    text = invitation_text(
        mail.kind,
        name,
        mail.host_name,
        time,
        url,
        guests=mail.guests,
        is_answered=answered,
        is_replaced=mail.is_of_event,
        is_of_series=mail.is_of_series,
        is_cohost=mail.role == "cohost",
    )
    message = _message(mail, text, address, sender)
    context = {"mail": text}
    message.set_content(PLAIN.get_template("invitation.txt").render(context), cte="quoted-printable")
    html = HTML.get_template("invitation.html").render(context)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    if mail.starts is not None and mail.kind != "reminder":
        method: Method = "CANCEL" if mail.kind == "cancel" else "REQUEST"
        document = meeting_document(dates_of(mail, address, answers, url), method, now=datetime.now(UTC))
        _attach(message, document.decode(), method)
    return message


def _time(mail: InvitationMail) -> str:
    """When it is; of a series, when the first of its meetings is and how it comes again."""
    if mail.series is None or not mail.is_of_series:
        return time_words(mail.starts, mail.minutes, mail.time_zone)
    plan = mail.series.plan
    return f"{time_words(plan.starts, mail.series.minutes, plan.time_zone)}, {repeats_words(plan)}"


def dates_of(mail: InvitationMail, address: str, answers: str, url: str) -> list[MeetingDate]:
    """What this person's calendar gets: the meeting, or the series with the meetings that differ from it."""
    organizer = Organizer(mail.host_name, answers)
    attendee = Attendee(address, PART_STATES.get(mail.status, "NEEDS-ACTION"))
    if mail.series is not None and mail.is_of_series:
        alone = {at: Attendee(address, PART_STATES[status]) for at, status in mail.answers}
        return series_meetings(mail.series, url, organizer, attendee, alone)
    date = date_of(mail, organizer, attendee, url)
    if mail.event_series is None or mail.occurrence is None:
        return [date]
    return [replace(date, series_id=mail.event_series, replaces=mail.occurrence)]


def date_of(mail: InvitationMail, organizer: Organizer, attendee: Attendee, url: str) -> MeetingDate:
    """The meeting alone."""
    assert mail.starts is not None  # noqa: S101  its callers have asked
    return MeetingDate(
        room_id=mail.room_id,
        name=mail.name,
        starts=mail.starts,
        minutes=mail.minutes,
        time_zone=mail.time_zone,
        sequence=mail.sequence,
        url=url,
        created_at=mail.created_at,
        organizer=organizer,
        attendee=attendee,
    )


def _message(mail: InvitationMail, text: InvitationText, address: str, sender: Sender) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    asking = one_line(mail.host_name)
    via = f"{asking} ({sender.name or 'Parley'})" if asking and "@" not in asking else sender.name
    message["From"] = Address(via, addr_spec=sender.address)
    user, _, domain = address.rpartition("@")
    message["To"] = Address("", user, domain)
    message["Subject"] = text.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{mail.id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    return message


def _attach(message: EmailMessage, document: str, method: Method) -> None:
    """Once among the alternatives, for programs with calendars, and once as a file for the others."""
    message.add_alternative(document, subtype="calendar", params={"method": method}, cte="quoted-printable")
    message.add_attachment(
        document, subtype="calendar", params={"method": method}, filename=FILE, cte="base64"
    )

"""Links that put a meeting into a calendar on the web."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from server.calendar_meeting import MeetingDate

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/action/compose"


def google_link(meeting: MeetingDate) -> str:
    """A form of Google's calendar, filled in."""
    fields = {
        "action": "TEMPLATE",
        "text": meeting.name,
        "dates": f"{_basic(meeting.starts)}/{_basic(meeting.ends)}",
        "ctz": meeting.time_zone,
        "details": f"Join by this link: {meeting.url}",
        "location": meeting.url,
    }
    return f"{GOOGLE}?{urlencode(fields)}"


def outlook_link(meeting: MeetingDate) -> str:
    """A form of Outlook's calendar, filled in."""
    fields = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": meeting.name,
        "startdt": _extended(meeting.starts),
        "enddt": _extended(meeting.ends),
        "body": f"Join by this link: {meeting.url}",
        "location": meeting.url,
    }
    return f"{OUTLOOK}?{urlencode(fields)}"


def _basic(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _extended(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

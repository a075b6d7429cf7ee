"""Meetings of ours as dates for calendars."""

from urllib.parse import urlsplit

from server.calendar_meeting import MeetingDate, Organizer
from server.calendar_series import series_meetings
from server.config import Settings
from server.mail.message import Sender
from server.meeting.rooms import Room
from server.meeting.series_dates import SeriesDate


def organizer_of(settings: Settings, host_name: str | None) -> Organizer:
    """Who asks to a meeting in feeds and files for all: the host, without their address."""
    host = urlsplit(settings.url).hostname or "localhost"
    address = Sender.of(settings.mail_from).address if settings.mail_from else f"noreply@{host}"
    return Organizer(host_name or "Host", address)


def room_date(room: Room, settings: Settings) -> MeetingDate | None:
    """A meeting as its people's calendars have it; None if it has no date."""
    if room.type not in ("scheduled", "recurring") or room.scheduled_start_time is None:
        return None
    return MeetingDate(
        room_id=room.id,
        name=room.name,
        starts=room.scheduled_start_time,
        minutes=room.scheduled_minutes,
        time_zone=room.time_zone,
        sequence=room.calendar_sequence,
        url=f"{settings.url}/r/{room.slug}",
        created_at=room.created_at,
        organizer=organizer_of(settings, room.host_name),
        is_cancelled=room.status == "cancelled",
        series_id=room.series_id if room.occurrence is not None else None,
        replaces=room.occurrence,
    )


def dates_of_series(series: SeriesDate, settings: Settings, url: str | None = None) -> list[MeetingDate]:
    """A series as calendars have it; `url`: where one joins, if not by the lasting link."""
    organizer = organizer_of(settings, series.host_name)
    return series_meetings(series, url or f"{settings.url}/r/{series.slug}", organizer)

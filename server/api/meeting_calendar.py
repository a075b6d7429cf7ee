"""Meetings for calendars: a person's feed, one meeting as a file, and what a host sends to who is invited."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import View
from server.api.identity import client_network, require_account
from server.api.limits import Limit
from server.app_keys import SETTINGS, VIEWER
from server.calendar_dates import dates_of_series, organizer_of, room_date
from server.calendar_meeting import (
    MEDIA_TYPE,
    PART_STATES,
    Attendee,
    MeetingDate,
    Method,
    Organizer,
    meeting_document,
)
from server.calendar_series import series_meetings
from server.errors import Forbidden, NotFound, RoomNotFound, TooMany, Unauthenticated
from server.invitation_links import link_of
from server.meeting import calendar_feeds, invitation_answers, invitation_mails, invitations
from server.meeting.access import Right, room_for
from server.meeting.db import transaction
from server.meeting.invitation_answers import NoInvitation
from server.meeting.invitation_mails import InvitationMailKind, MailState
from server.meeting.invitations import InvitationNotFound
from server.meeting.series_dates import series_dates, series_of_invitation


class NoDate(NotFound):
    """The meeting has no date, or no link that the host may give out."""

    title = "There is no calendar file"
    detail = "Only a scheduled meeting has one."


class LoggedMailView(View):
    """What became of a mail to somebody invited; `error` is a word such as `recipient_refused`."""

    id: UUID
    invitation_id: UUID
    kind: InvitationMailKind
    state: MailState
    attempts: int
    next_attempt_at: AwareDatetime
    error: str | None
    sent_at: AwareDatetime | None
    created_at: AwareDatetime


class MailLog(View):
    """The mails about a meeting, the newest first."""

    mails: list[LoggedMailView]


@endpoint("Fetch a calendar of meetings", tag="calendar", refusals=(NotFound, TooMany), media_type=MEDIA_TYPE)
async def feed(request: web.Request, token: str) -> web.Response:
    """Return a person's scheduled meetings, those of the last 90 days included, as VEVENTs (RFC 5545)."""
    await request.app[LIMITER].hit(Limit.CALENDAR_BY_ADDRESS, client_network(request))
    found = await calendar_feeds.meetings_of_feed(token)
    if found is None:
        raise NotFound
    settings = request.app[SETTINGS]
    rooms, series = found
    dates = [date for each in rooms if (date := room_date(each, settings)) is not None]
    dates += [date for each in series for date in dates_of_series(each, settings)]
    return _file(dates, "PUBLISH", "meetings.ics", name="Meetings")


@endpoint(
    "Fetch a meeting as a calendar file",
    tag="calendar",
    refusals=(RoomNotFound, Forbidden, NoDate),
    media_type=MEDIA_TYPE,
)
async def meeting(request: web.Request, slug: str) -> web.Response:
    """Return one scheduled meeting, for whoever may know of it, or its series to who has all of it."""
    standing = await room_for(request[VIEWER], slug, Right.ENTER)
    settings = request.app[SETTINGS]
    date = room_date(standing.room, settings)
    if date is None:
        raise NoDate
    series = await series_dates([standing.room.series_id]) if standing.room.series_id else []
    dates = [each for found in series for each in dates_of_series(found, settings)]
    return _file(dates or [date], "PUBLISH", "meeting.ics")


@endpoint(
    "Fetch an invitation's meeting as a calendar file",
    tag="calendar",
    refusals=(NoInvitation, NoDate, TooMany),
    media_type=MEDIA_TYPE,
)
async def invited_meeting(request: web.Request, token: str) -> web.Response:
    """Return the meeting of an invitation, for whoever holds it; its link is the invitation's page."""
    await request.app[LIMITER].hit(Limit.INVITED_BY_ADDRESS, client_network(request))
    date = await invited_date(request, token)
    if date is None:
        raise NoDate
    series = await series_of_invitation(token)
    dates = dates_of_series(series, request.app[SETTINGS], date.url) if series is not None else [date]
    return _file(dates, "PUBLISH", "meeting.ics")


async def invited_date(request: web.Request, token: str) -> MeetingDate | None:
    """The meeting of an invitation as a date; None if it has none. Raises NoInvitation."""
    settings = request.app[SETTINGS]
    opened, planned = await invitation_answers.planned_date(token)
    if opened.scheduled_start_time is None:
        return None
    return MeetingDate(
        room_id=opened.room_id,
        name=opened.name,
        starts=opened.scheduled_start_time,
        minutes=planned.minutes,
        time_zone=opened.time_zone,
        sequence=planned.sequence,
        url=f"{settings.url}/i/{token}",
        created_at=planned.created_at,
        organizer=organizer_of(settings, opened.host_name),
        is_cancelled=opened.room_status == "cancelled",
        series_id=planned.event_series,
        replaces=planned.event_occurrence,
    )


@endpoint(
    "Fetch an invitation to send oneself",
    tag="calendar",
    refusals=(RoomNotFound, Forbidden, Unauthenticated, InvitationNotFound, NoDate),
    media_type=MEDIA_TYPE,
)
async def invitation_file(request: web.Request, slug: str, invitation_id: UUID) -> web.Response:
    """Return the calendar's request to one person, from the host, who sends it where this server cannot."""
    settings = request.app[SETTINGS]
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.INVITE)
        host = require_account(request)
        found = await invitations.invitation_of(standing.room.id, invitation_id)
    date, url = room_date(standing.room, settings), link_of(settings, found)
    if date is None or url is None or found.kind != "address":
        raise NoDate
    organizer = Organizer(host.name, host.email)
    attendee = Attendee(found.address, PART_STATES.get(found.status, "NEEDS-ACTION"))
    if found.event_series is not None:
        date = replace(date, series_id=found.event_series, replaces=found.event_occurrence)
    sent = [replace(date, url=url, organizer=organizer, attendee=attendee)]
    if found.is_of_series and standing.room.series_id is not None:
        (series,) = await series_dates([standing.room.series_id])
        sent = series_meetings(series, url, organizer, attendee)
    return _file(sent, "CANCEL" if sent[0].is_cancelled else "REQUEST", "invitation.ics")


@endpoint(
    "List the mails about a meeting",
    tag="invitations",
    refusals=(RoomNotFound, Forbidden, Unauthenticated),
)
async def mail_log(request: web.Request, slug: str) -> MailLog:
    """Return to the host what became of each mail: waiting, sent, failed, or dropped as needless."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.INVITE)
        found = await invitation_mails.mails_of(standing.room.id)
    return MailLog(mails=[LoggedMailView.model_validate(each) for each in found])


def _file(dates: list[MeetingDate], method: Method, file_name: str, *, name: str = "") -> web.Response:
    document = meeting_document(dates, method, now=datetime.now(UTC), name=name)
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return web.Response(body=document, content_type=MEDIA_TYPE, charset="utf-8", headers=headers)

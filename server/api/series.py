"""Series of meetings: made, shown, changed and cancelled by their host."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime, Field

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import (
    Body,
    ChosenLink,
    FutureMoment,
    Mailboxes,
    Name,
    ScheduledMinutes,
    TimeZone,
    View,
)
from server.api.identity import require_account
from server.api.limits import Limit
from server.api.room_settings import RoomSettings
from server.api.rooms import MAX_SEATS, RoomView, room_settings_of
from server.api.series_rules import Rule, SeriesChanges, SeriesPreview, changed_by, preview_of, ruled
from server.app_keys import CHANGE_BUS, SETTINGS
from server.errors import Conflict, TooMany, Unauthenticated
from server.meeting import rooms, series_changes
from server.meeting import series as all_series
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.links import LinkTaken
from server.meeting.own_templates import TemplateNotFound, template_for
from server.meeting.rooms import Room
from server.meeting.series import NewSeries, Series, SeriesNotFound
from server.meeting.series_places import next_of
from server.recurrence_words import repeats_words

REFUSALS = (SeriesNotFound, Unauthenticated)
log = structlog.get_logger()


class NewSeriesBody(Body):
    """A series to make; the first meeting is at `starts`."""

    name: Name
    starts: FutureMoment
    repeats: Rule
    scheduled_minutes: ScheduledMinutes = 60
    time_zone: TimeZone | None = Field(default=None, description="IANA name. Empty: the server's zone.")
    max_participants: int = Field(default=rooms.DEFAULT_MAX_PARTICIPANTS, ge=1, le=MAX_SEATS)
    settings: RoomSettings = RoomSettings()
    members: Mailboxes = Field(default=[])
    link: ChosenLink | None = None


class Since(Body):
    """From which meeting on."""

    since: str | None = Field(default=None, max_length=100)


class SeriesView(View):
    """A series; `slug` is the lasting link's code, `meetings` those that have their rooms already."""

    id: UUID
    slug: str
    link: str | None
    """That was chosen; `slug` opens the next meeting, too."""
    name: str
    rule: str
    words: str
    starts: AwareDatetime
    last_day: date | None
    scheduled_minutes: int
    time_zone: str
    is_cancelled: bool
    meetings: list[RoomView]


@endpoint(
    "Make a series of meetings",
    tag="series",
    status=201,
    refusals=(Unauthenticated, TooMany, TemplateNotFound, LinkTaken),
)
async def create(request: web.Request, body: NewSeriesBody) -> SeriesView:
    """Make a series; its next meetings have rooms at once, and its link opens the next of them."""
    host = require_account(request)
    await request.app[LIMITER].hit(Limit.CREATE_ROOM, str(host.id))
    if body.link:
        await request.app[LIMITER].hit(Limit.CHOOSE_LINK, str(host.id))
    zone = body.time_zone or request.app[SETTINGS].time_zone
    settings = replace(
        room_settings_of(request, body.settings), template=await template_for(host.id, body.settings.template)
    )
    new = NewSeries(
        name=body.name,
        rule="",
        starts=body.starts,
        minutes=body.scheduled_minutes,
        time_zone=zone,
        max_participants=body.max_participants,
        settings=settings,
    )
    made = await all_series.create_series(host, ruled(new, body.repeats), list(body.members), body.link)
    log.info("series_created", series_id=str(made.id))
    return await _view(made)


@endpoint("Show a series of meetings", tag="series", refusals=REFUSALS)
async def show(request: web.Request, series: str) -> SeriesView:
    """Return a series to its host."""
    return await _view(await _mine(request, series))


@endpoint("Change a series of meetings", tag="series", refusals=(*REFUSALS, Conflict))
async def change(request: web.Request, series: str, body: SeriesChanges) -> SeriesView:
    """Change this and the following meetings; the meetings before, also in calendars, stay as they were.

    A new time zone is refused where the days are others there and no rule has the same meetings.
    """
    async with transaction():
        found = await _to_change(request, series)
        first = await _first(found, body.since)
        new = changed_by(body, found, first)
        changed = await series_changes.change_following(found, first, new)
    await _tell(request, changed)
    return await _view(changed)


@endpoint("Preview a change of a series", tag="series", refusals=(*REFUSALS, Conflict))
async def preview(request: web.Request, series: str, body: SeriesChanges) -> SeriesPreview:
    """Return what `PATCH` with the same body would do, and do nothing."""
    async with transaction():
        found = await _to_change(request, series)
        first = await _first(found, body.since)
        new = changed_by(body, found, first)
        return preview_of(new, await series_changes.preview(found, first, new))


@endpoint("Cancel a series of meetings", tag="series", refusals=(*REFUSALS, Conflict))
async def cancel(request: web.Request, series: str, query: Since) -> None:
    """Cancel this and the following meetings; without `since` all that are to come."""
    async with transaction():
        found = await _to_change(request, series)
        await series_changes.cancel_following(found, await _first(found, query.since))
    await _tell(request, found)


async def _mine(request: web.Request, slug: str) -> Series:
    return await all_series.series_by_slug(slug, require_account(request).id)


async def _to_change(request: web.Request, slug: str) -> Series:
    return await series_changes.series_to_change(slug, require_account(request).id)


async def _first(found: Series, since: str | None) -> Room:
    """The meeting from which on something changes; raises Conflict."""
    rooms = await all_series.rooms_of_series(found.id)
    first = next_of(rooms) if since is None else next((each for each in rooms if each.slug == since), None)
    if first is None:
        raise Conflict("Choose a meeting of the series that has not started.")
    return first


async def _tell(request: web.Request, found: Series) -> None:
    for each in await all_series.rooms_of_series(found.id):
        await request.app[CHANGE_BUS].publish(ChangeEvent("room", each.id))


async def _view(found: Series) -> SeriesView:
    meetings = await all_series.rooms_of_series(found.id)
    slug, link = await all_series.link_slug(found)
    return SeriesView(
        id=found.id,
        slug=slug,
        link=link,
        name=found.name,
        rule=found.rule,
        words=repeats_words(found.plan),
        starts=found.starts,
        last_day=found.last_day,
        scheduled_minutes=found.minutes,
        time_zone=found.time_zone,
        is_cancelled=found.cancelled_at is not None,
        meetings=[RoomView.model_validate(each) for each in meetings],
    )

"""Handing a series of meetings over."""

from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime, Field

from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.identity import require_account
from server.app_keys import CHANGE_BUS
from server.errors import Conflict, Forbidden, Unauthenticated
from server.meeting.change_bus import ChangeEvent, ChangeKind
from server.meeting.db import transaction
from server.meeting.series import SeriesNotFound, rooms_of_series, series_by_slug
from server.meeting.series_changes import series_to_change
from server.meeting.series_hosts import hand_over_series, heirs_of

TOLD: tuple[ChangeKind, ...] = ("room", "admission")
"""The new host may wait at a door."""
log = structlog.get_logger()


class HeirView(View):
    """Somebody with an account who has been at a meeting of the series."""

    id: UUID
    """The place they had at the last of them."""
    name: str
    """Numbered if somebody who joined that meeting earlier has the same name: Alex (2)."""
    last_there: AwareDatetime
    """When they joined it."""


class HeirList(View):
    """Whom a series may be handed to."""

    heirs: list[HeirView]


class NewHost(Body):
    """Who is to be the host."""

    participant: UUID = Field(description="The id of a place at one of the series' meetings.")


@endpoint("List who may get a series", tag="series", refusals=(SeriesNotFound, Unauthenticated))
async def heirs(request: web.Request, series: str) -> HeirList:
    """Return, to its host, the people with an account who have been at a meeting of the series."""
    found = await series_by_slug(series, require_account(request).id)
    return HeirList(heirs=[HeirView.model_validate(each) for each in await heirs_of(found)])


@endpoint("Hand a series over", tag="series", refusals=(SeriesNotFound, Unauthenticated, Forbidden, Conflict))
async def hand_over(request: web.Request, series: str, body: NewHost) -> None:
    """Make somebody the host of the series and its coming meetings; who was is invited as a co-host."""
    host = require_account(request)
    async with transaction():
        found = await series_to_change(series, host.id)
        coming = await rooms_of_series(found.id)
        await hand_over_series(found, host, body.participant)
    log.info("series_handed_over", series_id=str(found.id))
    for each in coming:
        for kind in TOLD:
            await request.app[CHANGE_BUS].publish(ChangeEvent(kind, each.id))

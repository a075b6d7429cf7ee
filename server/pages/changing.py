"""The page on which a meeting's host gives it another title or time."""

import json
from dataclasses import asdict

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.errors import Forbidden
from server.meeting.access import Right, room_for
from server.meeting.accounts import Account
from server.meeting.db import transaction
from server.meeting.invitations import invitations_of
from server.meeting.links import may_choose_link
from server.meeting.recurrence import recurrence_of
from server.meeting.series import SeriesNotFound, rooms_of_series, series_by_slug
from server.meeting.series_dates import series_dates
from server.meeting.series_hosts import Heir, heirs_of, is_to_come
from server.meeting.series_places import next_of
from server.pages.auth import redirect_to_sign_in
from server.pages.links import slug_of
from server.pages.templating import render
from server.recurrence_words import repeats_words

LENGTHS = {
    15: "15 minutes",
    30: "30 minutes",
    45: "45 minutes",
    60: "1 hour",
    90: "1½ hours",
    120: "2 hours",
    180: "3 hours",
    240: "4 hours",
    480: "8 hours",
}
TOLD = ("pending", "accepted", "tentative")
"""Invitations whose people hear of a change."""


def length_options(chosen: int) -> dict[int, str]:
    """The lengths to choose from, with the one that is chosen now."""
    return dict(sorted({chosen: f"{chosen} minutes", **LENGTHS}.items()))


async def changing(request: web.Request) -> web.StreamResponse:
    """Show the form; raises RoomNotFound and Forbidden."""
    viewer = request.get(VIEWER)
    if not isinstance(viewer, Account):
        return redirect_to_sign_in(request)
    async with transaction():
        room = (await room_for(viewer, slug_of(request), Right.CHANGE_ROOM)).room
        if room.type == "external":
            raise Forbidden("Another application changes this meeting.")
        chooses_link = await may_choose_link(room, viewer.id)
        invited = await invitations_of(room.id)
        is_in_series = room.series_id is not None and room.type != "permanent"
        shown = await series_dates([room.series_id]) if room.series_id and is_in_series else []
        coming = await rooms_of_series(room.series_id) if room.series_id and is_in_series else []
        heirs = await _heirs(shown[0].slug, viewer) if shown and room.is_open else None
    return render(
        request,
        "changing.html",
        entry="src/pages/changing.ts",
        room=room,
        chooses_link=chooses_link,
        has_time=room.status == "scheduled" and room.scheduled_start_time is not None,
        told=sum(each.kind == "address" and each.status in TOLD for each in invited),
        lengths=length_options(room.scheduled_minutes),
        sends_mail=bool(request.app[SETTINGS].mail_from),
        series=shown[0] if shown and room.occurrence is not None else None,
        words=repeats_words(shown[0].plan) if shown else "",
        coming=[each for each in coming if each.id != room.id],
        next_of_series=next_of(coming),
        heirs=heirs,
        rule=json.dumps(asdict(recurrence_of(shown[0].plan.rule))) if shown else "",
    )


async def _heirs(series: str, viewer: Account) -> list[Heir] | None:
    """Whom its host may hand a series to; None for others, and where no meeting of it is to come."""
    try:
        found = await series_by_slug(series, viewer.id)
    except SeriesNotFound:
        return None
    return await heirs_of(found) if any(map(is_to_come, await rooms_of_series(found.id))) else None

"""Meetings as the API returns them."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from server.api.fields import View
from server.api.rights import RightsView, rights_view
from server.api.room_settings import RoomSettingsView
from server.meeting import rooms
from server.meeting.access import Standing, Viewer
from server.meeting.accounts import Account
from server.meeting.links import may_choose_link


class RoomView(View):
    """One meeting; `duration` in seconds."""

    id: UUID
    slug: str
    name: str
    type: rooms.RoomType
    status: rooms.RoomStatus
    host_id: UUID | None
    host_name: str | None
    max_participants: int
    current_participants: int
    settings: RoomSettingsView
    scheduled_start_time: AwareDatetime | None
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    duration: int | None
    tags: list[str]
    created_at: AwareDatetime
    time_zone: str
    """IANA name; "tomorrow" in the minutes is a day in this zone."""
    scheduled_minutes: int
    link: str | None
    """That the host chose; the slug leads there, too."""
    permanent_slug: str | None
    """The lasting code of the permanent room that it is a meeting of."""


class ViewerView(View):
    """The viewer's relation to the room."""

    role: Literal["host", "cohost", "participant", "guest", "waiting", "admin"] | None
    rights: RightsView
    name: str
    """What they are called in the meeting; empty where that is not known yet."""
    may_join: bool
    may_choose_link: bool
    """Of a breakout room nobody does, of one meeting of a series only the host of the series."""
    needs_name: bool
    signed_in: bool


class RoomForViewer(RoomView):
    """A meeting as one viewer sees it."""

    viewer: ViewerView


class RoomLists(View):
    """The meetings on the home page."""

    live: list[RoomView]
    coming: list[RoomView]
    permanent: list[RoomView]
    """Permanent rooms, each by its present or next meeting."""
    past: list[RoomView]


async def viewer_view(viewer: Viewer, standing: Standing) -> ViewerView:
    signed_in, place = isinstance(viewer, Account), standing.participant
    keeps_name = place is not None and (place.is_renamed or not signed_in)
    return ViewerView(
        role=None if standing.role == "stranger" else standing.role,
        rights=rights_view(standing.room, standing.role),
        name=place.display_name if place is not None and keeps_name else viewer.name if viewer else "",
        may_join=standing.room.is_open and standing.room.type != "external",
        may_choose_link=isinstance(viewer, Account) and await may_choose_link(standing.room, viewer.id),
        needs_name=not signed_in and place is None,
        signed_in=signed_in,
    )

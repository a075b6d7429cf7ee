"""The versions of minutes: listed, read, compared and restored."""

import asyncio
from typing import Any, Literal
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime

from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.identity import require_account
from server.api.minutes_edits import may_edit
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Conflict, Forbidden, RoomNotFound, Unauthenticated
from server.meeting import minutes_versions
from server.meeting.access import Right, room_for
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.minutes import Method
from server.meeting.minutes_changes import MinutesEditor, restore_version
from server.meeting.minutes_comparison import Op, Part, compared
from server.meeting.minutes_edit_errors import MinutesVersionNotFound
from server.meeting.minutes_versions import content_in, current_content, version_in, versions_of

READS = (RoomNotFound, Forbidden)
log = structlog.get_logger()


class VersionFactsView(View):
    """Which version: why it was written, by what, and when. `by`: who restored it."""

    id: UUID
    number: int
    reason: minutes_versions.Reason
    method: Method | None
    model: str | None
    template: str
    template_name: str
    """What somebody called the template they made; empty for a built-in one."""
    note: str | None
    created_at: AwareDatetime
    by: str | None


class VersionList(View):
    """The versions of a meeting's minutes, newest first; at most twenty are kept."""

    versions: list[VersionFactsView]
    may_restore: bool


class VersionView(View):
    """A version as it was written, before edits by hand; `content` has its sections."""

    version: VersionFactsView
    content: dict[str, Any]


class RunView(View):
    """Neighbouring words that are in both versions, or in one of them."""

    op: Op
    text: str


class ElementDifferenceView(View):
    """One element in both versions."""

    op: Literal["same", "changed", "added", "removed"]
    runs: list[RunView]


class SectionDifferenceView(View):
    """One section in both versions."""

    section: Part
    is_changed: bool
    elements: list[ElementDifferenceView]


class Comparison(View):
    """Two versions compared, section by section; sections that both lack are left out."""

    sections: list[SectionDifferenceView]


class ComparisonQuery(Body):
    """`other`: the newer version; left out: the minutes as they stand, edits by hand included."""

    other: UUID | None = None


@endpoint("List the versions of the minutes", tag="minutes-versions", refusals=READS)
async def index(request: web.Request, slug: str) -> VersionList:
    """Return which versions are kept."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        found = await versions_of(standing.room.id)
    return VersionList(
        versions=[VersionFactsView.model_validate(each) for each in found],
        may_restore=may_edit(request[VIEWER], standing),
    )


@endpoint("Read a version of the minutes", tag="minutes-versions", refusals=(*READS, MinutesVersionNotFound))
async def show(request: web.Request, slug: str, version_id: UUID) -> VersionView:
    """Return what was written then."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        found = await version_in(standing.room.id, version_id)
    return VersionView(version=VersionFactsView.model_validate(found.facts), content=found.content)


@endpoint(
    "Compare versions of the minutes", tag="minutes-versions", refusals=(*READS, MinutesVersionNotFound)
)
async def compare(request: web.Request, slug: str, version_id: UUID, query: ComparisonQuery) -> Comparison:
    """Return what a newer version has in place of this one's, word by word."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        room_id = standing.room.id
        old = await content_in(room_id, version_id)
        new = await (content_in(room_id, query.other) if query.other else current_content(room_id))
    found = await asyncio.to_thread(compared, old, new)
    return Comparison(sections=[SectionDifferenceView.model_validate(each) for each in found])


@endpoint(
    "Restore a version of the minutes",
    tag="minutes-versions",
    refusals=(Unauthenticated, *READS, Conflict, MinutesVersionNotFound),
)
async def restore(request: web.Request, slug: str, version_id: UUID) -> VersionFactsView:
    """Put an older version in place again, as host or co-host; what people edited by hand stays."""
    viewer = request[VIEWER]
    standing = await room_for(viewer, slug, Right.READ)
    require_account(request)
    assert isinstance(viewer, Account)  # noqa: S101  somebody with an account
    editor = MinutesEditor(viewer.id, may_edit(viewer, standing))
    made = await restore_version(standing.room.id, editor, version_id)
    log.info("minutes_restored", room_id=str(standing.room.id), number=made.facts.number)
    await request.app[CHANGE_BUS].publish(ChangeEvent("minutes", standing.room.id))
    return VersionFactsView.model_validate(made.facts)

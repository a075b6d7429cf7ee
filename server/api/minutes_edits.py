"""The minutes edited by hand: changed, deleted, added to, and undone."""

from uuid import UUID, uuid4

import structlog
from aiohttp import web

from server.api.endpoint import endpoint
from server.api.identity import require_account
from server.api.minutes_element_views import (
    ChangedElement,
    ElementChange,
    ElementDeletion,
    ElementUndoing,
    ElementView,
    MinutesEdits,
    MinutesEditView,
    NewElement,
    element_view,
)
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Conflict, Forbidden, RoomNotFound, Unauthenticated
from server.meeting import minutes_changes
from server.meeting.access import Right, Standing, room_for
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.minutes_changes import MinutesEditor, Request
from server.meeting.minutes_edit_errors import (
    MinutesEditNotFound,
    MinutesElementChanged,
    MinutesElementNotFound,
)
from server.meeting.minutes_edits import history_of

WRITES = (Unauthenticated, RoomNotFound, Forbidden, Conflict)
log = structlog.get_logger()


def may_edit(viewer: object, standing: Standing) -> bool:
    """Whether they may edit the minutes: host and co-hosts, after the meeting."""
    return isinstance(viewer, Account) and standing.may(Right.EDIT_MINUTES) and standing.room.is_over


@endpoint("List the edits of the minutes", tag="minutes-edits", refusals=(RoomNotFound, Forbidden))
async def index(request: web.Request, slug: str) -> MinutesEdits:
    """Return who edited what by hand, and when."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        edits = await history_of(standing.room.id)
    return MinutesEdits(
        edits=[MinutesEditView.model_validate(each) for each in edits],
        may_edit=may_edit(request[VIEWER], standing),
    )


@endpoint("Add to the minutes", tag="minutes-edits", status=201, refusals=WRITES)
async def add(request: web.Request, slug: str, body: NewElement) -> ElementView:
    """Add an element by hand, as host or co-host; rewritten minutes keep it."""
    standing, editor = await _editing(request, slug)
    shown = await minutes_changes.add_element(
        standing.room.id, editor, body.section, body.words(), body.id or uuid4()
    )
    await _announce(request, standing, "create")
    return element_view(shown)


@endpoint(
    "Edit the minutes",
    tag="minutes-edits",
    refusals=(*WRITES, MinutesElementNotFound, MinutesElementChanged),
)
async def change(request: web.Request, slug: str, element_id: UUID, body: ElementChange) -> ChangedElement:
    """Put other words in place of an element's, as host or co-host; rewritten minutes leave them."""
    standing, editor = await _editing(request, slug)
    asked = Request(standing.room.id, editor, element_id, body.revision, body.id or uuid4())
    shown = await minutes_changes.change_element(asked, body.words())
    await _announce(request, standing, "edit")
    return ChangedElement(edit_id=asked.edit_id, element=element_view(shown))


@endpoint(
    "Delete from the minutes",
    tag="minutes-edits",
    refusals=(*WRITES, MinutesElementNotFound, MinutesElementChanged),
)
async def remove(request: web.Request, slug: str, element_id: UUID, query: ElementDeletion) -> ChangedElement:
    """Delete an element, as host or co-host; an undo brings it back, rewritten minutes do not."""
    standing, editor = await _editing(request, slug)
    asked = Request(standing.room.id, editor, element_id, query.revision, query.id or uuid4())
    await minutes_changes.delete_element(asked)
    await _announce(request, standing, "delete")
    return ChangedElement(edit_id=asked.edit_id, element=None)


@endpoint(
    "Undo an edit of the minutes",
    tag="minutes-edits",
    refusals=(*WRITES, MinutesEditNotFound, MinutesElementChanged),
)
async def undo(request: web.Request, slug: str, body: ElementUndoing) -> ChangedElement:
    """Restore what an edit replaced, unless it was edited again after that. An undo can be undone."""
    standing, editor = await _editing(request, slug)
    new_id = body.id or uuid4()
    shown = await minutes_changes.undo_edit(standing.room.id, editor, body.edit_id, new_id)
    await _announce(request, standing, "undo")
    return ChangedElement(edit_id=new_id, element=element_view(shown) if shown else None)


async def _editing(request: web.Request, slug: str) -> tuple[Standing, MinutesEditor]:
    """Return the room and who acts in it; raises Unauthenticated, RoomNotFound, Forbidden."""
    viewer = request[VIEWER]
    standing = await room_for(viewer, slug, Right.READ)
    require_account(request)
    assert isinstance(viewer, Account)  # noqa: S101  somebody with an account
    return standing, MinutesEditor(viewer.id, may_edit(viewer, standing))


async def _announce(request: web.Request, standing: Standing, kind: str) -> None:
    """Tell other open pages."""
    room = standing.room
    log.info("minutes_edited", room_id=str(room.id), kind=kind)
    await request.app[CHANGE_BUS].publish(ChangeEvent("minutes", room.id))

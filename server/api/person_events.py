"""Server-sent events of the signed-in person, whatever page is open."""

from uuid import UUID

from aiohttp import web

from server.api.endpoint import endpoint
from server.api.event_hub import Subscriber
from server.api.events import send_events
from server.api.identity import client_network, identify_viewer, require_account
from server.api.problems import DEPENDENCY_ERRORS
from server.app_keys import SESSION, VIEWER
from server.errors import TooMany, Unauthenticated
from server.meeting.accounts import Account


@endpoint(
    "Listen for my notifications",
    tag="notifications",
    refusals=(Unauthenticated, TooMany),
    media_type="text/event-stream",
)
async def listen(request: web.Request) -> web.StreamResponse:
    """Send a `change` event `{"kind": "notifications"}` when the person's notifications came or were read.

    A comment is sent after 15 seconds without an event.
    """
    person, session = require_account(request), request[SESSION]
    subscriber = Subscriber(
        room_id=None,
        network=client_network(request),
        session_id=session.id if session else None,
        person_id=person.id,
    )
    return await send_events(request, subscriber, lambda _: _is_still(request, person.id))


async def _is_still(request: web.Request, person_id: UUID) -> bool:
    """Whether the session is still this person's; False also when that cannot be looked up."""
    try:
        await identify_viewer(request)
    except DEPENDENCY_ERRORS:
        return False
    viewer = request[VIEWER]
    return isinstance(viewer, Account) and viewer.id == person_id

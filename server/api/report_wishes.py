"""Whether one wants a report of one's own, of a meeting and at all."""

from aiohttp import web

from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.identity import require_account
from server.app_keys import VIEWER
from server.errors import Forbidden, RoomNotFound, Unauthenticated
from server.meeting.access import Right, room_for
from server.meeting.db import transaction
from server.meeting.report_wishes import want_report, want_reports, wants_reports


class ReportWish(Body):
    """Whether the report is wanted."""

    wanted: bool


class ReportWishView(View):
    """What holds now."""

    wanted: bool


@endpoint(
    "Refuse my report of a meeting, or want it again", tag="minutes", refusals=(RoomNotFound, Forbidden)
)
async def set_for_meeting(request: web.Request, slug: str, body: ReportWish) -> ReportWishView:
    """Delete one's own report and have none written, or have it written with the next version of the minutes.

    Nobody else's changes, and the transcript stays. Idempotent.
    """
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        if standing.participant is None:
            raise Forbidden("Only who was in the meeting has a report of it.")
        await want_report(standing.participant.id, wanted=body.wanted)
    return ReportWishView(wanted=body.wanted)


@endpoint("Show whether I want reports", tag="people", refusals=(Unauthenticated,))
async def show(request: web.Request) -> ReportWishView:
    """Return what the account wants; by default reports are."""
    return ReportWishView(wanted=await wants_reports(require_account(request).id))


@endpoint("Refuse all reports, or want them", tag="people", refusals=(Unauthenticated,))
async def set_always(request: web.Request, body: ReportWish) -> ReportWishView:
    """Delete one's reports of all meetings and have none written, or have them from now on. Idempotent."""
    await want_reports(require_account(request).id, wanted=body.wanted)
    return ReportWishView(wanted=body.wanted)

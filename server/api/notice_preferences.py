"""What the signed-in person is told about, and how."""

from typing import Literal

from aiohttp import web

from server.api.endpoint import endpoint
from server.api.fields import Body, TimeZone, View
from server.api.identity import require_account
from server.app_keys import SETTINGS
from server.errors import Unauthenticated
from server.meeting.mail_outbox import Kind
from server.meeting.notice_preferences import KINDS, Channel, Preferences, choose, preferences_of


class Channels(Body):
    """Where one kind of notice is told."""

    in_app: bool
    email: bool


class Kinds(Body):
    """Every kind of notice. `task_due` and `task_overdue` are mailed together, once a day."""

    minutes_ready: Channels
    task_assigned: Channels
    task_due: Channels
    task_overdue: Channels
    mentioned: Channels


class NoticePreferences(Body):
    """A person's choices; `link` mails name no meeting and no task."""

    kinds: Kinds
    content: Literal["full", "link"] = "full"
    time_zone: TimeZone | None = None
    """Where the day of the daily mail begins; null: where the meeting was."""


class NoticePreferencesView(View):
    """The choices in force."""

    kinds: Kinds
    content: Literal["full", "link"]
    time_zone: str | None
    sends_mail: bool
    """Whether this server sends e-mail at all."""


@endpoint("Read what I am notified of", tag="notifications", refusals=(Unauthenticated,))
async def show(request: web.Request) -> NoticePreferencesView:
    """Return the signed-in person's choices, with the defaults filled in."""
    return await _view(request)


@endpoint("Choose what I am notified of", tag="notifications", refusals=(Unauthenticated,))
async def replace(request: web.Request, body: NoticePreferences) -> NoticePreferencesView:
    """Replace all choices, which mails not sent yet follow. A kind that is told nowhere is not told."""
    person = require_account(request)
    kinds = body.kinds
    wanted: dict[Kind, dict[Channel, bool]] = {
        kind: {"in_app": channels.in_app, "email": channels.email}
        for kind, channels in ((kind, getattr(kinds, kind)) for kind in KINDS)
    }
    await choose(person.id, Preferences(wanted, body.content, body.time_zone))
    return await _view(request)


async def _view(request: web.Request) -> NoticePreferencesView:
    found = await preferences_of(require_account(request).id)
    return NoticePreferencesView(
        kinds=Kinds.model_validate(found.wanted),
        content=found.content,
        time_zone=found.time_zone,
        sends_mail=bool(request.app[SETTINGS].mail_from),
    )

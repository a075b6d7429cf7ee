"""Notifications of the signed-in person."""

from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime

from server.api.endpoint import endpoint
from server.api.fields import View
from server.api.identity import require_account
from server.errors import NotificationNotFound, Unauthenticated
from server.meeting import notifications


class NotificationView(View):
    """One notification; `action_url` is the page it is about."""

    id: UUID
    type: str
    title: str
    message: str
    data: dict[str, Any]
    is_read: bool
    action_url: str | None
    created_at: AwareDatetime


class NotificationList(View):
    """Notifications, the newest first."""

    notifications: list[NotificationView]


class Unread(View):
    """How many are unread; 100 means so many or more."""

    count: int


@endpoint("List my notifications", tag="notifications", refusals=(Unauthenticated,))
async def index(request: web.Request) -> NotificationList:
    """Return the latest notifications, read and unread."""
    found = await notifications.notifications_of(require_account(request).id)
    return NotificationList(notifications=[NotificationView.model_validate(each) for each in found])


@endpoint(
    "Mark a notification as read", tag="notifications", refusals=(Unauthenticated, NotificationNotFound)
)
async def read(request: web.Request, notification_id: UUID) -> None:
    """Mark one notification as read."""
    await notifications.read_notification(require_account(request).id, notification_id)


@endpoint("Count my unread notifications", tag="notifications", refusals=(Unauthenticated,))
async def unread(request: web.Request) -> Unread:
    """Count what is unread; `listen` says when to count again."""
    return Unread(count=await notifications.count_unread(require_account(request).id))


@endpoint("Mark all notifications as read", tag="notifications", refusals=(Unauthenticated,))
async def read_all(request: web.Request) -> None:
    """Mark all of the person's notifications as read."""
    await notifications.read_all(require_account(request).id)

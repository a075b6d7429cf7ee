"""Notifications: what one is told about, and that one has read it."""

from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime

from server.api.endpoint import endpoint
from server.api.fields import View
from server.api.identity import the_person
from server.errors import NotificationNotFound, Unauthenticated
from server.meeting import notifications


class NotificationView(View):
    """One thing to know, and where to look."""

    id: UUID
    type: str
    title: str
    message: str
    data: dict[str, Any]
    is_read: bool
    action_url: str | None
    created_at: AwareDatetime


class NotificationList(View):
    """The newest first."""

    notifications: list[NotificationView]


@endpoint("List my notifications", tag="notifications", refusals=(Unauthenticated,))
async def index(request: web.Request) -> NotificationList:
    """Give the last ones, read and unread."""
    found = await notifications.notifications_of(the_person(request).id)
    return NotificationList(notifications=[NotificationView.model_validate(each) for each in found])


@endpoint("Read a notification", tag="notifications", refusals=(Unauthenticated, NotificationNotFound))
async def read(request: web.Request, notification_id: UUID) -> None:
    """Mark it read."""
    await notifications.read_notification(the_person(request).id, notification_id)

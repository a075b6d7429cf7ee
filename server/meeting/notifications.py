"""Notifications: what a person is told; triggers of the database also queue their mails."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.errors import NotificationNotFound
from server.meeting.db import execute, fetch, fetch_one, from_json

LISTED = 50
MOST_COUNTED = 100
"""A count of this much means so many or more."""
NEWEST = """
SELECT id, type, title, message, data, is_read, action_url, created_at FROM notifications
WHERE user_id = $1 AND in_app ORDER BY created_at DESC LIMIT $2
"""
UNREAD = NEWEST.replace("ORDER", "AND NOT is_read ORDER")
"""A literal condition, not a parameter, so that the partial index is used."""


@dataclass(frozen=True, slots=True)
class Notification:
    id: UUID
    type: str
    title: str
    message: str
    data: dict[str, Any]
    is_read: bool
    action_url: str | None
    created_at: datetime


async def notifications_of(person_id: UUID, *, unread_only: bool = False) -> list[Notification]:
    """Newest first."""
    rows = await fetch(UNREAD if unread_only else NEWEST, person_id, LISTED)
    return [Notification(**{**dict(row), "data": from_json(row["data"])}) for row in rows]


async def read_notification(person_id: UUID, notification_id: UUID) -> None:
    """Mark as read; raises NotificationNotFound, also for another person's."""
    touched = await execute(
        "UPDATE notifications SET is_read = true, read_at = coalesce(read_at, now())"
        " WHERE id = $1 AND user_id = $2",
        notification_id,
        person_id,
    )
    if not touched:
        raise NotificationNotFound


async def count_unread(person_id: UUID) -> int:
    """Count what the person has not read, up to MOST_COUNTED."""
    row = await fetch_one(
        "SELECT count(*) AS unread FROM (SELECT FROM notifications"
        " WHERE user_id = $1 AND NOT is_read LIMIT $2) AS unread",
        person_id,
        MOST_COUNTED,
    )
    return int(row["unread"]) if row else 0


async def read_all(person_id: UUID) -> None:
    """Mark all of a person's as read."""
    await execute(
        "UPDATE notifications SET is_read = true, read_at = now() WHERE user_id = $1 AND NOT is_read",
        person_id,
    )


async def notify_attendees(room_id: UUID, kind: str, message: str) -> None:
    """Notify the host and each attendee with an account."""
    await execute(
        """
        INSERT INTO notifications (user_id, type, title, message, data, action_url)
        SELECT told.user_id, $2, r.name, $3, jsonb_build_object('room_id', r.id, 'slug', r.slug),
               '/m/' || r.slug
        FROM rooms r CROSS JOIN LATERAL (
            SELECT r.host_id AS user_id WHERE r.host_id IS NOT NULL
            UNION SELECT p.user_id FROM participants p
            WHERE p.room_id = r.id AND p.user_id IS NOT NULL
              AND p.joined_at IS NOT NULL AND p.status <> 'removed'
        ) AS told WHERE r.id = $1
        """,
        room_id,
        kind,
        message,
    )


async def notify_assignees(room_id: UUID) -> None:
    """Notify whoever got an action item from the minutes, or was named by others in the meeting.

    Once of each item, and once of all that was said of them, also when the minutes are written again.
    """
    await execute("SELECT tell_assignees($1)", room_id)
    await execute("SELECT tell_named($1)", room_id)


async def notify_mentioned(comment_id: UUID) -> None:
    """Notify whom one's own comment names after an @, of who was in the meeting."""
    await execute("SELECT tell_mentioned($1)", comment_id)

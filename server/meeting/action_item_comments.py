"""What people write about an action item."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.errors import Conflict
from server.meeting.action_item_errors import CommentNotFound
from server.meeting.action_item_rows import item_in
from server.meeting.audit import record
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.notifications import notify_mentioned

MOST_COMMENTS = 200
"""On one item."""
SELECT = """
SELECT c.id, c.user_id, c.text, c.created_at, person_name(c.user_id) AS by FROM action_item_comments c
WHERE c.room_id = $1 AND c.item_id = $2 AND ($3::uuid IS NULL OR c.id = $3) ORDER BY c.created_at, c.id
"""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, as typed."""

    id: UUID
    user_id: UUID | None
    text: str
    created_at: datetime
    by: str | None
    """A name; None if the account is gone."""


async def comments_on(room_id: UUID, item_id: UUID) -> list[Comment]:
    """List the comments on an item in the order they were written."""
    return [Comment(**dict(row)) for row in await fetch(SELECT, room_id, item_id, None)]


async def add_comment(room_id: UUID, item_id: UUID, user_id: UUID, text: str, comment_id: UUID) -> Comment:
    """Add one, once by its id; raises ActionItemNotFound, Conflict."""
    async with transaction():
        item = await item_in(room_id, item_id)
        if not await fetch_one(SELECT, room_id, item_id, comment_id):
            if item.comments >= MOST_COMMENTS:
                raise Conflict(f"This action item has {MOST_COMMENTS} comments. Delete some first.")
            await execute(
                "INSERT INTO action_item_comments (id, room_id, item_id, user_id, text)"
                " VALUES ($1, $2, $3, $4, $5)",
                comment_id,
                room_id,
                item_id,
                user_id,
                text,
            )
            await notify_mentioned(comment_id)
            await record("user_action", "action_item.comment", room_id, item=str(item_id))
        row = await fetch_one(SELECT, room_id, item_id, comment_id)
    assert row is not None  # noqa: S101  it was there or was just added
    return Comment(**dict(row))


async def delete_comment(room_id: UUID, item_id: UUID, comment_id: UUID) -> None:
    """Delete one's own comment, or any as host or co-host; raises CommentNotFound for others'."""
    gone = await execute(
        "DELETE FROM action_item_comments WHERE room_id = $1 AND item_id = $2 AND id = $3",
        room_id,
        item_id,
        comment_id,
    )
    if not gone:
        raise CommentNotFound

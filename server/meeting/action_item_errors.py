"""Errors of action items: what was not found, and what somebody else changed meanwhile."""

from server.errors import RELOAD, Conflict, NotFound


class ActionItemNotFound(NotFound):
    """No such action item in this meeting; it may have been deleted."""

    title = "There is no such action item"
    detail = RELOAD


class ItemEditNotFound(NotFound):
    """No such change of this action item."""

    title = "There is no such change"
    detail = RELOAD


class CommentNotFound(NotFound):
    """No such comment on this action item."""

    title = "There is no such comment"
    detail = RELOAD


class ActionItemChanged(Conflict):
    """The item is no longer as the person saw it; `current_item` is how it is now, and who changed it."""

    title = "This action item was changed meanwhile"
    detail = "Look at how it is now, then save yours again or leave it."

    def __init__(self, current_item: dict[str, object]) -> None:
        """`current_item`: `id`, `revision`, `title`, `status`, and `by`, a name or null."""
        super().__init__()
        self.current_item = current_item

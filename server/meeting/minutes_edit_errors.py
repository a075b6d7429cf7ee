"""Errors of editing minutes: what was not found, and what somebody else changed meanwhile."""

from server.errors import Conflict, NotFound

RELOAD = "Reload the page to see what has changed."


class MinutesElementNotFound(NotFound):
    """No such element in these minutes; they may have been written again."""

    title = "There is no such element in these minutes"
    detail = RELOAD


class MinutesEditNotFound(NotFound):
    """No such edit of these minutes."""

    title = "There is no such edit"
    detail = RELOAD


class MinutesVersionNotFound(NotFound):
    """No such version of these minutes; only the newest are kept."""

    title = "There is no such version"
    detail = RELOAD


class MinutesElementChanged(Conflict):
    """The element is no longer as the person saw it; `current_element`: how it is now, and who changed it."""

    title = "This was changed meanwhile"
    detail = "Look at how it is now, then save yours again or leave it."

    def __init__(self, current_element: dict[str, object]) -> None:
        """`current_element`: `id`, `revision`, `title`, `text` (null: deleted), and `by`, a name or null."""
        super().__init__()
        self.current_element = current_element

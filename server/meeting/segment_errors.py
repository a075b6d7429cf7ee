"""Errors of corrections: what was not found, and what somebody else changed meanwhile."""

from server.errors import RELOAD, Conflict, NotFound


class SegmentNotFound(NotFound):
    """No such segment in this meeting's transcript."""

    title = "There is no such sentence in this transcript"
    detail = RELOAD


class EditNotFound(NotFound):
    """No such correction in this meeting."""

    title = "There is no such correction"
    detail = RELOAD


class SegmentChanged(Conflict):
    """The segment is no longer as the person saw it; `current` is how it is now, and who changed it."""

    title = "These words were changed meanwhile"
    detail = "Look at how they are now, then save yours again or leave them."

    def __init__(self, current: dict[str, object]) -> None:
        """`current`: `segment_id`, `revision`, `text`, `speaker`, and `by`, a name or null."""
        super().__init__()
        self.current = current

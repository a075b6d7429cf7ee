"""What can be wrong with a recording, as people are told: a branch of the tree in `server/errors.py`."""

# ruff: noqa: N818  the names say what happens

from server.errors import NotFound, ParleyError


class RecordingNotFound(NotFound):
    """The meeting has no recording, or the recording none of this person or kind."""

    title = "There is no such recording"
    detail = "The meeting was not recorded, or its recording was deleted."


class RecordingLost(NotFound):
    """The row names a file that is not there."""

    title = "The recording’s file is missing"
    detail = "Tell the person who runs this server: the file may be in a backup."


class RecordingNotReady(ParleyError):
    """The recording is still made, or mixed."""

    status = 409
    title = "The recording is being prepared"
    detail = "Try again in a moment."


class RangeNotSatisfiable(ParleyError):
    status = 416
    title = "The file is shorter than that"
    detail = "Ask for bytes that it has: `Content-Range` says how many there are."

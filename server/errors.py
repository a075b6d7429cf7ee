"""Parley's errors, each with its HTTP status and the text shown to the person.

ParleyError
├── Invalid 422 (problems) ─ Malformed 400, NotJson 415
├── Unauthenticated 401 ─── BadCredentials
├── Forbidden 403 ───────── CrossSite, NotElevated
├── NotFound 404 ────────── RoomNotFound, ParticipantNotFound, MinutesNotFound, SessionNotFound,
│                           NotificationNotFound
├── Conflict 409 ────────── EmailTaken, IllegalStep
├── TooLarge 413
├── TooMany 429 (retry_after_s)
├── NotGranted 500
├── StorageFull 507
└── Unavailable 503 (retry_after_s) ─ Busy, LiveKitUnavailable

Those of one matter are beside it: `server/meeting/entry_errors.py`, `segment_errors.py`,
`action_item_errors.py` and `minutes_edit_errors.py`, `server/recording_errors.py`, `server/export/errors.py`.
"""

# ruff: noqa: N818  the names say what happens: `raise RoomFull`

from server.durations import to_wait

RELOAD = "Reload the page to see what has changed."


class ParleyError(Exception):
    """The root: `status` and `title` belong to the class; `detail` says what to do next."""

    status = 500
    title = "Something went wrong"
    detail = "Try again. If it keeps happening, tell the person who runs this server."

    def __init__(self, detail: str | None = None) -> None:
        """`detail` replaces the class's text."""
        self.detail = detail if detail is not None else type(self).detail
        super().__init__(self.detail)


class Invalid(ParleyError):
    """Invalid input; `problems` names the fields."""

    status = 422
    title = "Please check what you entered"
    detail = "Correct it and try again."

    def __init__(self, detail: str | None = None, problems: list[dict[str, str]] | None = None) -> None:
        """`problems`: one `{"field": "members.0", "message": …}` for each fault."""
        super().__init__(detail)
        self.problems = problems or []


class Malformed(Invalid):
    """The body is not JSON, or cannot be read."""

    status = 400
    title = "The request body is not valid JSON"
    detail = "Send one JSON object in UTF-8, with each name only once."


class NotJson(Invalid):
    status = 415
    title = "The request body must be JSON"
    detail = "Send it with Content-Type: application/json."


class Unauthenticated(ParleyError):
    """Nobody is signed in, or the session has ended."""

    status = 401
    title = "You are not signed in"
    detail = "Sign in and try again."


class BadCredentials(Unauthenticated):
    """Unknown e-mail or wrong password; the two are not distinguished."""

    title = "E-mail or password is wrong"
    detail = "Check both and try again."


class Forbidden(ParleyError):
    """The person may see the resource but not do this."""

    status = 403
    title = "You are not allowed to do that"
    detail = "Ask the host of the meeting."

    def __init__(self, detail: str | None = None, *, right: str | None = None) -> None:
        """`right`: the right in the meeting that they lack, for the audit log."""
        super().__init__(detail)
        self.right = right


class NotElevated(Forbidden):
    """Only administrators with raised rights may see this."""

    title = "Administrator access is off"
    detail = "Turn it on with your password and a reason, then try again."


class CrossSite(Forbidden):
    """A write that did not come from our own pages."""

    title = "This request did not come from a Parley page"
    detail = "Reload the page and try again."


class NotFound(ParleyError):
    """It does not exist, or this person may not know that it does."""

    status = 404
    title = "Page not found"
    detail = "Check the link. If you were invited, sign in with the e-mail address the host invited."


class RoomNotFound(NotFound):
    """The room does not exist, or a stranger may not know that it does."""


class ParticipantNotFound(NotFound):
    """No such participant in this room."""


class MinutesNotFound(NotFound):
    """The meeting has not ended."""

    title = "There are no minutes yet"
    detail = "They are written after the meeting ends."


class SessionNotFound(NotFound):
    """No such session of this person."""


class NotificationNotFound(NotFound):
    """No such notification of this person."""


class Conflict(ParleyError):
    """Not possible in the present state."""

    status = 409
    title = "That is not possible now"
    detail = RELOAD


class EmailTaken(Conflict):
    title = "There is already an account with this e-mail"
    detail = "Sign in instead."


class IllegalStep(Conflict):
    """The state machine has no such transition from the present state."""


class TooLarge(ParleyError):
    status = 413
    title = "That is too large"
    detail = "Shorten it and try again."


class TooMany(ParleyError):
    """A rate limit; `retry_after_s` says when to retry."""

    status = 429
    title = "Too many attempts"

    def __init__(self, retry_after_s: int, detail: str | None = None) -> None:
        """`retry_after_s`: whole seconds until the next attempt is accepted."""
        super().__init__(detail if detail is not None else f"Try again in {to_wait(retry_after_s)}.")
        self.retry_after_s = retry_after_s


class NotGranted(ParleyError):
    """The database roles lack the rights that the server needs."""

    title = "The server cannot use its database"
    detail = "Tell the person who runs this server: its database roles lack rights that `parley up` grants."


class StorageFull(ParleyError):
    status = 507
    title = "The server's disk is full"
    detail = "Nothing was saved. Tell the person who runs this server."


class Unavailable(ParleyError):
    """A required part does not answer; `retry_after_s` says when to retry."""

    status = 503
    title = "A part of the server is not answering"
    detail = "Try again in a moment."
    retry_after_s = 2


class Busy(Unavailable):
    """No connection, memory or lock was available, or two transactions conflicted."""

    title = "The server is busy"
    retry_after_s = 1


class LiveKitUnavailable(Unavailable):
    """The media server does not answer, or refused."""

    title = "The media server is not answering"

"""Parley's errors, each with its HTTP status and the text shown to the person.

ParleyError
├── Invalid 422 (problems) ─ Malformed 400, NotJson 415
├── Unauthenticated 401 ─── BadCredentials
├── Forbidden 403 ───────── CrossSite, Removed, AwaitingAdmission, NotInvited, GuestsNotAllowed,
│                           ConsentMissing, NotElevated
├── NotFound 404 ────────── RoomNotFound, ParticipantNotFound, MinutesNotFound, SessionNotFound,
│                           NotificationNotFound
├── Conflict 409 ────────── EmailTaken, RoomEnded, RoomFull, IllegalStep
├── TooLarge 413
├── TooMany 429 (retry_after_s)
├── NotGranted 500
├── StorageFull 507
└── Unavailable 503 (retry_after_s) ─ Busy, LiveKitUnavailable
"""

# ruff: noqa: N818  the names say what happens: `raise RoomFull`


class ParleyError(Exception):
    """The root: `status` and `title` belong to the class; `detail` says what to do next."""

    status = 500
    title = "Something went wrong"
    detail = "Try again; if it happens again, tell the person who runs this server."

    def __init__(self, detail: str | None = None) -> None:
        """`detail` replaces the class's text."""
        self.detail = detail if detail is not None else type(self).detail
        super().__init__(self.detail)


class Invalid(ParleyError):
    """Invalid input; `problems` names the fields."""

    status = 422
    title = "Please check what you entered"
    detail = "Correct it and send it again."

    def __init__(self, detail: str | None = None, problems: list[dict[str, str]] | None = None) -> None:
        """`problems`: one `{"field": "members.0", "message": …}` for each fault."""
        super().__init__(detail)
        self.problems = problems or []


class Malformed(Invalid):
    """The body is not JSON, or cannot be read."""

    status = 400
    title = "The body is not JSON"
    detail = "Send one JSON object in UTF-8 that names each thing once."


class NotJson(Invalid):
    """The body's content type is not JSON."""

    status = 415
    title = "The body must be JSON"
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
    title = "You may not do that"
    detail = "Ask the host of the meeting."


class NotElevated(Forbidden):
    """Only administrators with raised rights may see this."""

    title = "Your rights are not raised"
    detail = "Raise them with your password and a reason, then try again."


class CrossSite(Forbidden):
    """A write that did not come from our own pages."""

    title = "That request did not come from this site"
    detail = "Reload the page and try again."


class Removed(Forbidden):
    """The host removed this person from the meeting."""

    title = "You were removed from this meeting"
    detail = "If that was a mistake, ask the host to let you back in."


class AwaitingAdmission(Forbidden):
    title = "The host lets people in one by one"
    detail = "We have told the host that you are here. Try again when they have let you in."


class NotInvited(Forbidden):
    title = "This meeting is for invited people now"
    detail = "Ask the host to let you in."


class GuestsNotAllowed(Forbidden):
    """The room admits only people with an account."""

    title = "This meeting is for people with an account"
    detail = "Sign in to enter."


class ConsentMissing(Forbidden):
    """Joining requires consent to the transcription."""

    title = "This meeting is transcribed"
    detail = "Agree to the transcription to enter."


class NotFound(ParleyError):
    """It does not exist, or this person may not know that it does."""

    status = 404
    title = "This page cannot be found"
    detail = "Check the link. If you were invited by e-mail, sign in with that address."


class RoomNotFound(NotFound):
    """The room does not exist, or a stranger may not know that it does."""


class ParticipantNotFound(NotFound):
    """No such participant in this room."""


class MinutesNotFound(NotFound):
    """The meeting has not ended."""

    title = "There are no minutes yet"
    detail = "They are written when the meeting has ended."


class SessionNotFound(NotFound):
    """No such session of this person."""


class NotificationNotFound(NotFound):
    """No such notification of this person."""


class Conflict(ParleyError):
    """Not possible in the present state."""

    status = 409
    title = "That cannot be done now"
    detail = "Reload the page to see the present state."


class EmailTaken(Conflict):
    """An account has this e-mail already."""

    title = "There is an account with this e-mail"
    detail = "Sign in instead."


class RoomEnded(Conflict):
    """The meeting is over or was cancelled."""

    title = "This meeting has ended"
    detail = "Its minutes are on the meeting page."


class RoomFull(Conflict):
    """All places are taken."""

    title = "This meeting is full"
    detail = "Try again when somebody has left."


class IllegalStep(Conflict):
    """The state machine has no such transition from the present state."""


class TooLarge(ParleyError):
    """The body is over the limit."""

    status = 413
    title = "That is too large"
    detail = "Shorten it and try again."


class TooMany(ParleyError):
    """A rate limit; `retry_after_s` says when to retry."""

    status = 429
    title = "Too many attempts"

    def __init__(self, retry_after_s: int, detail: str | None = None) -> None:
        """`retry_after_s`: whole seconds until the next attempt is accepted."""
        super().__init__(detail if detail is not None else f"Wait {retry_after_s} seconds and try again.")
        self.retry_after_s = retry_after_s


class NotGranted(ParleyError):
    """The database roles lack the rights that the server needs."""

    title = "The server may not use its own database"
    detail = "Tell the person who runs this server; `parley up` gives its parts their rights."


class StorageFull(ParleyError):
    """The disk is full."""

    status = 507
    title = "The server's disk is full"
    detail = "Nothing was kept. Tell the person who runs this server."


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

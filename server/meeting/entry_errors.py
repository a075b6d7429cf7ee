"""Errors of entering a meeting: who may not, and when nobody can."""

from server.errors import Conflict, Forbidden


class Removed(Forbidden):
    """The host removed this person from the meeting."""

    title = "You were removed from this meeting"
    detail = "If that was a mistake, ask the host to let you back in."


class AwaitingAdmission(Forbidden):
    title = "The host has to let you in"
    detail = "The host knows that you are waiting. Try again after they let you in."


class LobbyFull(Conflict):
    """As many wait as may."""

    title = "Too many people are waiting to be let in"
    detail = "Try again later, or ask the host to let some of them in."


class TurnedAway(Forbidden):
    """The host did not let this person in; they may ask again a minute later."""

    title = "The host did not let you in"
    detail = "You can ask again in a minute."


class Locked(Forbidden):
    title = "This meeting is locked"
    detail = "Ask the host to unlock it or to invite you."


class HostAwaited(Forbidden):
    title = "The host is not here yet"
    detail = "You enter by yourself as soon as the host is there."


class NotInvited(Forbidden):
    title = "This meeting is for invited people only"
    detail = "Ask the host to let you in."


class NotAssigned(Forbidden):
    """A breakout room is for who is assigned to it, and for the host and co-hosts."""

    title = "You are not assigned to this breakout room"
    detail = "Ask the host to move you there."


class GuestsNotAllowed(Forbidden):
    """The room admits only people with an account."""

    title = "You need an account to join this meeting"
    detail = "Sign in or create an account."


class ConsentMissing(Forbidden):
    """Joining requires consent to the transcription."""

    title = "This meeting is transcribed"
    detail = "Agree to the transcription to join."


class RoomEnded(Conflict):
    """The meeting is over or was cancelled."""

    title = "This meeting has ended"
    detail = "Its minutes are on the meeting page."


class RoomFull(Conflict):
    """All places are taken."""

    title = "This meeting is full"
    detail = "Try again after somebody leaves."

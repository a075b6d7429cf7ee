"""Progress of a meeting and its minutes, as shown on the meeting page."""

from dataclasses import dataclass
from typing import Literal

from server.meeting.minutes import Minutes, State
from server.meeting.rooms import Room

Stage = Literal["scheduled", "waiting", "live", "cancelled", "expired"] | State
Progress = Literal["done", "now", "next"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to the minutes."""

    name: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class StageWords:
    """Title, explanation and steps of a stage."""

    title: str
    detail: str
    steps: tuple[Step, ...] = ()


STAGES: dict[Stage, StageWords] = {
    "scheduled": StageWords("This meeting has not started", "Its transcript and minutes will appear here."),
    "waiting": StageWords("Nobody is in the meeting yet", "Its transcript and minutes will appear here."),
    "live": StageWords(
        "This meeting is in progress",
        "You can read the transcript so far. The minutes are written when the meeting ends.",
    ),
    "cancelled": StageWords("This meeting was cancelled", "It has no transcript and no minutes."),
    "expired": StageWords(
        "Transcript and minutes were deleted",
        "They are kept for a limited time after the meeting, as its host or this server chose.",
    ),
    "queued": StageWords(
        "The minutes will be ready soon",
        "They appear on this page when they are ready. You can already read the transcript.",
        (
            Step("The meeting has ended", "done"),
            Step("Transcribing the last words", "now"),
            Step("Writing the minutes", "next"),
        ),
    ),
    "writing": StageWords(
        "The minutes are being written",
        "They appear on this page when they are ready. You can already read the transcript.",
        (
            Step("The meeting has ended", "done"),
            Step("The last words are transcribed", "done"),
            Step("Writing the minutes", "now"),
        ),
    ),
    "failed": StageWords(
        "The minutes could not be written",
        "The transcript is complete. The person who runs this server can find the cause in its log.",
    ),
}


def stage_of(room: Room, minutes: Minutes | None) -> Stage:
    """Return the page's stage; every meeting that was held gets minutes in the moment it ends."""
    if not room.is_over:
        return _STAGE_BY_STATUS.get(room.status, "waiting")
    return minutes.state if minutes else "expired"


_STAGE_BY_STATUS: dict[str, Stage] = {
    "scheduled": "scheduled",
    "waiting": "waiting",
    "live": "live",
    "cancelled": "cancelled",
}


def is_awaited(room: Room, minutes: Minutes | None) -> bool:
    """Whether the page will still change, so that it has to listen for events."""
    return stage_of(room, minutes) in ("live", "queued", "writing", "drafted")

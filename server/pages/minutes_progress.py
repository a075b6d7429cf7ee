"""How far a meeting and its minutes have come, in words for who waits."""

from dataclasses import dataclass
from typing import Literal

from server.meeting.minutes import Minutes, State
from server.meeting.rooms import Room

Stage = Literal["scheduled", "waiting", "live", "cancelled"] | State
Progress = Literal["done", "now", "next"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that has to happen before the minutes are there."""

    name: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class StageWords:
    """What a stage is called and what it means for the reader."""

    title: str
    detail: str
    steps: tuple[Step, ...] = ()


STAGES: dict[Stage, StageWords] = {
    "scheduled": StageWords("This meeting has not begun", "Its transcript and minutes will be here."),
    "waiting": StageWords("Nobody is in the meeting yet", "Its transcript and minutes will be here."),
    "live": StageWords(
        "This meeting is on",
        "What has been said so far is in the transcript. The minutes follow when it ends.",
    ),
    "cancelled": StageWords("This meeting was cancelled", "It was called off before it began."),
    "queued": StageWords(
        "The minutes come in a moment",
        "This page shows them as soon as they are there. The transcript can be read already.",
        (
            Step("The meeting has ended", "done"),
            Step("The last words are being written down", "now"),
            Step("The minutes are written", "next"),
        ),
    ),
    "writing": StageWords(
        "The minutes are being written",
        "This page shows them as soon as they are there. The transcript can be read already.",
        (
            Step("The meeting has ended", "done"),
            Step("The last words are written down", "done"),
            Step("The minutes are being written", "now"),
        ),
    ),
    "failed": StageWords(
        "The minutes could not be written",
        "The transcript is complete. Who runs this server finds the cause in its log.",
    ),
}


def stage_of(room: Room, minutes: Minutes | None) -> Stage:
    """Say what the page has to show; a meeting just over without a summary row yet is queued."""
    if not room.is_over:
        return _OPEN.get(room.status, "waiting")
    return minutes.state if minutes else "queued"


_OPEN: dict[str, Stage] = {
    "scheduled": "scheduled",
    "waiting": "waiting",
    "live": "live",
    "cancelled": "cancelled",
}


def is_awaited(room: Room, minutes: Minutes | None) -> bool:
    """Say whether something on the page is still to change, so that it listens and asks again."""
    return stage_of(room, minutes) in ("live", "queued", "writing", "drafted")

"""The state machines as tables, (state, cause) → state; a pair that is not in the table is refused."""

from collections.abc import Mapping
from typing import Final

from server.errors import IllegalStep

Machine = Mapping[tuple[str, str], str]

END_CAUSES: Final = ("host", "left", "webhook", "agent", "sweeper")
"""The causes that end a meeting; the first one does."""

ROOM: Final[Machine] = {
    ("scheduled", "open"): "waiting",
    ("scheduled", "arrive"): "live",
    ("scheduled", "cancel"): "cancelled",
    ("scheduled", "host"): "cancelled",
    ("waiting", "arrive"): "live",
    ("waiting", "cancel"): "cancelled",
    ("waiting", "host"): "cancelled",
    **{("live", cause): "ended" for cause in END_CAUSES},
    ("ended", "archive"): "archived",
}
PARTICIPANT: Final[Machine] = {
    ("invited", "admit"): "admitted",
    ("invited", "remove"): "removed",
    ("waiting", "admit"): "admitted",
    ("waiting", "let_in"): "invited",
    ("waiting", "turn_away"): "waiting",
    ("waiting", "remove"): "removed",
    ("removed", "let_in"): "invited",
    ("admitted", "admit"): "admitted",
    ("admitted", "knock"): "waiting",
    ("admitted", "arrive"): "joined",
    ("admitted", "depart"): "left",
    ("admitted", "remove"): "removed",
    ("joined", "admit"): "joined",
    ("joined", "arrive"): "joined",
    ("joined", "depart"): "left",
    ("joined", "remove"): "removed",
    ("left", "admit"): "admitted",
    ("left", "arrive"): "joined",
    ("left", "depart"): "left",
    ("left", "remove"): "removed",
}
RECORDING: Final[Machine] = {
    ("starting", "start"): "recording",
    ("starting", "fail"): "failed",
    ("starting", "stop"): "processing",
    ("recording", "stop"): "processing",
    ("processing", "start"): "recording",
    ("failed", "retry"): "processing",
    ("completed", "remix"): "processing",
    ("archiving", "remix"): "processing",
    ("archived", "remix"): "processing",
    ("recording", "fail"): "failed",
    ("processing", "store"): "completed",
    ("processing", "fail"): "failed",
    ("completed", "retire"): "archiving",
    ("completed", "delete"): "deleted",
    ("archiving", "archive"): "archived",
    ("archived", "delete"): "deleted",
    ("failed", "delete"): "deleted",
}
TRANSCRIPT: Final[Machine] = {
    ("open", "open"): "open",
    ("open", "close"): "closed",
    ("closed", "open"): "open",
    ("closed", "close"): "closed",
}
SEGMENT: Final[Machine] = {
    ("open", "grow"): "open",
    ("open", "finish"): "final",
    ("open", "interrupt"): "interrupted",
    ("interrupted", "finish"): "final",
    ("final", "refine"): "refined",
    ("final", "correct"): "corrected",
    ("refined", "refine"): "refined",
    ("refined", "correct"): "corrected",
    ("interrupted", "correct"): "corrected",
    ("corrected", "correct"): "corrected",
    ("corrected", "restore_final"): "final",
    ("corrected", "restore_refined"): "refined",
    ("corrected", "restore_interrupted"): "interrupted",
    **{(state, "forget"): "forgotten" for state in ("open", "final", "refined", "interrupted", "corrected")},
}
SUMMARY: Final[Machine] = {
    ("queued", "write"): "writing",
    ("writing", "write"): "writing",
    ("writing", "draft"): "drafted",
    ("writing", "save"): "ready",
    ("writing", "fail"): "failed",
    ("queued", "draft"): "drafted",
    ("queued", "save"): "ready",
    ("queued", "fail"): "failed",
    ("drafted", "draft"): "drafted",
    ("drafted", "save"): "ready",
    ("ready", "save"): "ready",
    ("failed", "write"): "writing",
    ("failed", "draft"): "drafted",
    ("failed", "save"): "ready",
}
_ANSWERABLE: Final = ("pending", "accepted", "tentative", "declined")
INVITATION: Final[Machine] = {
    **{(state, "accept"): "accepted" for state in _ANSWERABLE},
    **{(state, "hesitate"): "tentative" for state in _ANSWERABLE},
    **{(state, "decline"): "declined" for state in _ANSWERABLE},
    **{(state, "revoke"): "revoked" for state in _ANSWERABLE},
    ("pending", "expire"): "expired",
    ("pending", "renew"): "pending",
    ("accepted", "renew"): "accepted",
    ("tentative", "renew"): "tentative",
    ("declined", "renew"): "pending",
    ("expired", "renew"): "pending",
}
"""Whoever is asked may change their mind until the invitation expires; what was revoked stays so."""
ACTION_ITEM: Final[Machine] = {
    ("open", "start"): "in_progress",
    ("open", "complete"): "done",
    ("open", "cancel"): "cancelled",
    ("in_progress", "complete"): "done",
    ("in_progress", "cancel"): "cancelled",
    ("in_progress", "reopen"): "open",
    ("done", "start"): "in_progress",
    ("done", "reopen"): "open",
    ("cancelled", "start"): "in_progress",
    ("cancelled", "reopen"): "open",
}
IMPORT: Final[Machine] = {
    ("uploaded", "read"): "reading",
    ("reading", "read"): "reading",
    ("transcribing", "read"): "reading",
    ("reading", "transcribe"): "transcribing",
    ("transcribing", "store"): "done",
    **{(state, "fail"): "failed" for state in ("uploaded", "reading", "transcribing")},
    **{(state, "cancel"): "cancelled" for state in ("uploaded", "reading", "transcribing")},
}
"""Another worker begins an import again whose worker died."""
QUESTION: Final[Machine] = {
    **{(state, "begin"): "answering" for state in ("asked", "answering")},
    ("answering", "finish"): "answered",
    **{(state, "fail"): "failed" for state in ("asked", "answering")},
}
"""Another worker begins an answer again whose worker died."""

BLOCK: Final[Machine] = {
    ("queued", "draft"): "drafted",
    ("queued", "note"): "noted",
    ("queued", "fail"): "failed",
    ("drafted", "note"): "noted",
    ("drafted", "fail"): "failed",
    ("failed", "note"): "noted",
    ("failed", "fail"): "failed",
    ("noted", "note"): "noted",
    ("noted", "fail"): "failed",
    **{(state, "reset"): "queued" for state in ("queued", "drafted", "noted", "failed")},
}
"""drafted: notes by rules are there, the model's follow; failed: they will not. The database resets a block
when words of it are corrected or forgotten."""

MACHINES: Final[Mapping[str, Machine]] = {
    "room": ROOM,
    "participant": PARTICIPANT,
    "recording": RECORDING,
    "transcript": TRANSCRIPT,
    "segment": SEGMENT,
    "summary": SUMMARY,
    "invitation": INVITATION,
    "action_item": ACTION_ITEM,
    "import": IMPORT,
    "block": BLOCK,
    "question": QUESTION,
}

OPEN_ROOM: Final = ("scheduled", "waiting", "live")
"""People may still join."""
READABLE_SUMMARY: Final = ("drafted", "ready")
"""There are minutes to read; another version of drafted ones follows."""
OVER_ROOM: Final = ("ended", "archived")
"""The meeting was held and can be read."""
UNFINISHED_IMPORT: Final = ("uploaded", "reading", "transcribing")
SEATED: Final = ("admitted", "joined")
"""Counts against the room's limit."""


def states(machine: Machine) -> set[str]:
    """All states of a machine."""
    return {state for state, _ in machine} | set(machine.values())


def causes(machine: Machine) -> set[str]:
    """All causes of a machine."""
    return {cause for _, cause in machine}


def sources(machine: Machine, cause: str) -> list[str]:
    """The states in which `cause` is allowed, for a WHERE clause."""
    return sorted(state for state, at in machine if at == cause)


def next_state(machine: Machine, state: str, cause: str) -> str:
    """The next state; raises IllegalStep when the table has none."""
    try:
        return machine[state, cause]
    except KeyError:
        raise IllegalStep(f"“{cause}” is not possible in the state “{state}”. Reload the page.") from None

"""Print `docs/permissions.md` from the permission table."""

import sys
from collections.abc import Iterator

from server.meeting.permissions import ON, ROLES, SWITCHES, Right, When, sentence, when

NAMES = {
    "host": "Host",
    "cohost": "Co-host",
    "participant": "Participant",
    "guest": "Guest",
    "waiting": "Waiting",
    "admin": "Administrator",
    "stranger": "Stranger",
}
CELLS = {
    When.YES: "yes",
    When.INSIDE: "inside",
    When.ALLOWED: "allowed",
    When.OWN: "own",
    When.DOOR: "by the door",
    When.NO: "–",
}
DAYS: dict[str, object] = dict.fromkeys(
    ("keep_recordings_days", "keep_transcripts_days", "keep_chat_days"), 1
)
ROOM, PERSON = "/api/rooms/{slug}", "/api/rooms/{slug}/participants/{participant_id}"
ROUTES: tuple[tuple[str, str, dict[str, object] | None, Right], ...] = (
    ("GET", ROOM, None, Right.ENTER),
    ("GET", f"{ROOM}/captions", None, Right.ENTER),
    ("GET", f"{ROOM}/participants", None, Right.READ),
    ("GET", f"{ROOM}/messages", None, Right.READ),
    ("GET", f"{ROOM}/segments", None, Right.READ),
    ("GET", f"{ROOM}/minutes", None, Right.READ),
    ("GET", f"{ROOM}/notes", None, Right.READ),
    ("GET", f"{ROOM}/recording", None, Right.READ),
    ("GET", f"{ROOM}/minutes/versions", None, Right.READ),
    ("GET", f"{ROOM}/action-items", None, Right.READ),
    ("POST", f"{ROOM}/messages", {"text": "hello"}, Right.CHAT),
    ("PATCH", PERSON, {"hand": True}, Right.RAISE_HAND),
    ("PUT", f"{ROOM}/off-record", {"scope": "me", "off": False}, Right.GO_OFF_RECORD),
    ("PUT", f"{ROOM}/off-record", {"scope": "everybody", "off": False}, Right.OFF_RECORD_ALL),
    ("PATCH", PERSON, {"muted": True}, Right.MUTE_OTHERS),
    ("POST", f"{ROOM}/mute", {"may_unmute": True}, Right.MUTE_OTHERS),
    ("PATCH", PERSON, {"may_speak": False}, Right.SILENCE_OTHERS),
    ("PATCH", PERSON, {"may_share": False}, Right.SILENCE_OTHERS),
    ("PATCH", PERSON, {"camera": False}, Right.STOP_VIDEO),
    ("PATCH", PERSON, {"screen": False}, Right.STOP_VIDEO),
    ("DELETE", f"{ROOM}/hands", None, Right.LOWER_HANDS),
    ("PATCH", PERSON, {"spotlight": True}, Right.SPOTLIGHT),
    ("PATCH", PERSON, {"name": "Somebody"}, Right.RENAME_OTHERS),
    ("PATCH", PERSON, {"admitted": True}, Right.LET_IN),
    ("PATCH", PERSON, {"admitted": False}, Right.LET_IN),
    ("POST", f"{ROOM}/admissions", {"admitted": True}, Right.LET_IN),
    ("POST", f"{ROOM}/breakouts", {"rooms": [{}]}, Right.BREAKOUTS),
    ("PUT", f"{ROOM}/breakouts/closing", {"in_s": 60}, Right.BREAKOUTS),
    ("POST", f"{ROOM}/breakouts/messages", {"text": "hello"}, Right.BREAKOUTS),
    ("PUT", f"{PERSON}/breakout", {"breakout_id": None}, Right.BREAKOUTS),
    ("DELETE", PERSON, None, Right.REMOVE),
    ("PUT", f"{ROOM}/switches", {"allow_chat": True}, Right.SWITCH),
    ("PUT", f"{ROOM}/recording", {"recording": False}, Right.RECORD),
    ("PATCH", PERSON, {"role": "cohost"}, Right.GIVE_ROLES),
    ("PATCH", PERSON, {"role": "host"}, Right.HAND_OVER),
    ("PATCH", ROOM, {"name": "Atrium"}, Right.CHANGE_ROOM),
    ("PUT", f"{ROOM}/retention", DAYS, Right.KEEP),
    ("GET", f"{ROOM}/share-links", None, Right.SHARE_MINUTES),
    ("GET", f"{ROOM}/glossary", None, Right.REPLACE_WORDS),
    ("PUT", f"{ROOM}/glossary", {"terms": ["Kubernetes"]}, Right.REPLACE_WORDS),
    ("POST", f"{ROOM}/replacements/preview", {"heard": "a", "meant": "b"}, Right.REPLACE_WORDS),
    ("POST", f"{ROOM}/minutes/rewrite", None, Right.REPLACE_WORDS),
    ("POST", f"{ROOM}/minutes/regeneration", {"template": "standup"}, Right.REWRITE_MINUTES),
    ("DELETE", f"{PERSON}/words", None, Right.FORGET_WORDS),
    ("DELETE", ROOM, None, Right.CANCEL),
    ("POST", f"{ROOM}/end", None, Right.END),
)
"""The right that an operation asks, by what is sent; tests/integration/api/test_permissions.py tries each."""
INTRODUCTION = """\
# Who may do what

Written by `python -m server.api.print_permissions` from the one table in `server/meeting/permissions.py`,
which also decides the API's answers, LiveKit's grants and the buttons that are shown.

* **yes**: also without being in the meeting
* **inside**: in the meeting; after its end, whoever was in it
* **allowed**: inside, unless the host turned it off for all, or for that person
* **own**: inside, and only on what is their own
* **by the door**: as the room's access, lobby and lock say

A *guest* has no account, who is *waiting* has not been let in, and a *stranger* has no place in the meeting.
The *administrator* is one with raised rights, in a meeting that another application holds on this LiveKit; in
all others an administrator is a person like everybody. Somebody who was removed has no rights.
"""


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join([INTRODUCTION, *_rights(), "", *_powers(), "", *_switches(), "", *_routes(), ""])


def _rights() -> Iterator[str]:
    yield f"| Right | | {' | '.join(NAMES[role] for role in ROLES)} |"
    yield "|---" * (len(ROLES) + 2) + "|"
    for right in Right:
        cells = " | ".join(CELLS[when(role, right)] for role in ROLES)
        yield f"| {sentence(right)} | `{right.value}` | {cells} |"


def _powers() -> Iterator[str]:
    yield "## On whom\n"
    yield "| Right | Works on |"
    yield "|---|---|"
    for right, roles in ON.items():
        yield f"| `{right.value}` | {', '.join(NAMES[role].lower() for role in roles)} |"


def _switches() -> Iterator[str]:
    yield "## Switches of a room\n"
    yield "| Right | Setting |"
    yield "|---|---|"
    for right, setting in SWITCHES.items():
        yield f"| `{right.value}` | `{setting}` |"
    yield "\nOf guests alone, `allow_guest_microphones` turns `speak` off."


def _routes() -> Iterator[str]:
    yield "## Operations\n"
    yield f"| Operation | Sent | Right | {' | '.join(NAMES[role] for role in ROLES)} |"
    yield "|---" * (len(ROLES) + 3) + "|"
    for method, path, body, right in ROUTES:
        cells = " | ".join(CELLS[when(role, right)] for role in ROLES)
        yield f"| `{method} {path}` | {', '.join(body or ())} | `{right.value}` | {cells} |"


if __name__ == "__main__":
    sys.stdout.write(page())

"""Print `docs/permissions.md` from the permission table."""

import sys
from collections.abc import Iterator

from server.api.operation_rights import ASKS, WITHOUT_A_RIGHT, Also
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
MORE = {Also.PLACE: " ¹", Also.ACCOUNT: " ²", Also.EVERYBODYS: " ³"}
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
    parts = (_rights(), _powers(), _switches(), _operations(), _others())
    return "\n".join([INTRODUCTION, *(line for part in parts for line in (*part, ""))])


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


def _operations() -> Iterator[str]:
    yield "## Operations\n"
    yield "Some ask more than the right: `¹` a place in the meeting, `²` an account, `³` the right on what is"
    yield "others', too.\n"
    yield f"| Operation | Sent | Right | {' | '.join(NAMES[role] for role in ROLES)} |"
    yield "|---" * (len(ROLES) + 3) + "|"
    for ask in ASKS:
        cells = " | ".join(CELLS[ask.when(role)] for role in ROLES)
        right = f"`{ask.right.value}`{MORE[ask.also] if ask.also else ''}"
        yield f"| `{ask.name}` | {', '.join(ask.sent or ())} | {right} | {cells} |"


def _others() -> Iterator[str]:
    yield "## Operations that ask none of these rights\n"
    yield "| Operation | |"
    yield "|---|---|"
    for operation, reason in WITHOUT_A_RIGHT.items():
        yield f"| `{operation}` | {reason} |"


if __name__ == "__main__":
    sys.stdout.write(page())

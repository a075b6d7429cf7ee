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
    return "\n".join([INTRODUCTION, *_rights(), "", *_powers(), "", *_switches(), ""])


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


if __name__ == "__main__":
    sys.stdout.write(page())

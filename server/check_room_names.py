"""Names of the rooms in which somebody tests their connection, apart from every meeting."""

import secrets
import time

PREFIX = "parley-check"
LASTS_S = 120
"""The client's test takes a quarter of it; then the room is closed."""


def new_check_room() -> str:
    """Return a name that holds the time after which the room is closed."""
    return f"{PREFIX}.{int(time.time()) + LASTS_S}.{secrets.token_hex(16)}"


def is_check_room(name: str) -> bool:
    """Whether it is no meeting: neither recorded in the database nor captioned."""
    return name.startswith(f"{PREFIX}.")


def is_over(name: str) -> bool:
    """Whether the room with this name is to be closed; at once if the name holds no time."""
    ends = name.split(".")[1]
    return not ends.isdecimal() or int(ends) < time.time()

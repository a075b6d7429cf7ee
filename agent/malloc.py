"""glibc keeps freed memory for itself unless it is asked to return it."""

import ctypes


def trim() -> None:
    """Return freed memory to the system."""
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):  # other C libraries return it themselves
        return

"""Cursors between pages of a list: the sort key and the id of a page's last row, as `key_id`."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from server.errors import Invalid

Key = TypeVar("Key")


class Row(Protocol):
    @property
    def id(self) -> UUID: ...


Listed = TypeVar("Listed", bound=Row)


def next_cursor(found: Sequence[Listed], limit: int, key: Callable[[Listed], str]) -> str | None:
    """Return the cursor of the page after `found`; None when that is shorter than `limit`."""
    return f"{key(found[-1])}_{found[-1].id}" if len(found) >= limit else None


def read_cursor(text: str | None, parse: Callable[[str], Key], field: str) -> tuple[Key, UUID] | None:
    """Split a cursor; None without one. Raises Invalid, for `field`, when `parse` or the id is not valid."""
    if text is None:
        return None
    key, _, row_id = text.partition("_")
    try:
        return parse(key), UUID(row_id)
    except ValueError:
        message = "Send the `next` value of the previous response."
        raise Invalid(problems=[{"field": field, "message": message}]) from None

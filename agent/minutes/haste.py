"""By when the minutes of meetings that have ended are wanted: longer answers are used as far as they are."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(slots=True)
class Haste:
    """Times of the event loop, by room; a meeting that runs has none."""

    _by: dict[UUID, float] = field(default_factory=dict)

    @contextmanager
    def until_over(self, room_id: UUID) -> Iterator[None]:
        """Forget the room's time after the block, in which `want` may set it."""
        try:
            yield
        finally:
            self._by.pop(room_id, None)

    def want(self, room_id: UUID, by: float) -> None:
        """Say when the answer that is being written, or the next one, is wanted."""
        self._by[room_id] = by

    def is_over(self, room_id: UUID) -> bool:
        """Whether that time has come."""
        by = self._by.get(room_id)
        return by is not None and asyncio.get_running_loop().time() >= by

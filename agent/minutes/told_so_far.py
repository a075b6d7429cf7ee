"""Summaries of meetings that run, and whether they still stand when these have ended."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from agent.minutes.model_reading import added
from server.meeting.minutes_provenance import Provenance
from server.meeting.summary_blocks import SummaryBlock

Written = tuple[str, Provenance]
"""A verified summary, empty without one, and what it cost."""
MOST_KEPT = 64
"""Meetings; of more the eldest are forgotten, and summarised at their end."""
COVERED = 0.6
"""Share of the segments that a summary has to be about, to stand for all of them."""


@dataclass(frozen=True, slots=True)
class ToldSoFar:
    """A verified summary of the segments up to one."""

    text: str
    """Empty where the words bore none out: none is asked for again at the end."""
    to_seq: int
    blocks: int
    revisions: tuple[int, ...]
    """Of its blocks: where words were corrected or forgotten since, they are others."""
    ledger: Provenance
    """What it, and those before it, cost."""
    tried: int = 0
    """Of how many blocks a later one was asked for, which was not borne out."""

    def at_end(self, blocks: Sequence[SummaryBlock], segments: Sequence[int]) -> "ToldSoFar | None":
        """What of it is told of the `segments`, given by `seq`; None if their words are others by now.

        It has no text where it is about too few of them.
        """
        if revisions(blocks)[: self.blocks] != self.revisions:
            return None
        heard = sum(seq <= self.to_seq for seq in segments)
        return self if heard >= COVERED * len(segments) else replace(self, text="")


@dataclass(slots=True)
class Summaries:
    """The latest summary of each meeting."""

    _of: dict[UUID, ToldSoFar] = field(default_factory=dict)
    _writing: dict[UUID, asyncio.Task[Written]] = field(default_factory=dict)

    def get(self, room_id: UUID) -> ToldSoFar | None:
        """The meeting's summary, if it has one."""
        return self._of.get(room_id)

    def keep(self, room_id: UUID, told: ToldSoFar) -> None:
        """Replace the meeting's summary, unless only the earlier has words; what both cost is added."""
        before = self._of.pop(room_id, None)
        if before is not None:
            told = replace(told, ledger=added(before.ledger, told.ledger))
            if not told.text and before.text and before.to_seq >= COVERED * told.to_seq:
                told = replace(before, ledger=told.ledger, tried=told.blocks)
        self._of[room_id] = told
        while len(self._of) > MOST_KEPT:
            del self._of[next(iter(self._of))]

    async def written(self, room_id: UUID, work: Coroutine[Any, Any, Written]) -> Written | None:
        """Have a summary written; None if the meeting ended meanwhile, which waits for none."""
        task = self._writing[room_id] = asyncio.create_task(work, name="summary so far")
        try:
            await asyncio.wait({task})
            return None if task.cancelled() else task.result()
        finally:
            task.cancel()
            del self._writing[room_id]

    def stop(self, room_id: UUID) -> None:
        """Write no summary of this meeting any more."""
        if (task := self._writing.get(room_id)) is not None:
            task.cancel()

    def take(self, room_id: UUID) -> ToldSoFar | None:
        """Take the meeting's summary out."""
        return self._of.pop(room_id, None)


def revisions(blocks: Sequence[SummaryBlock]) -> tuple[int, ...]:
    """The revisions of blocks, in their order."""
    return tuple(each.revision for each in blocks)

"""Who writes minutes: by rules, or with a model as well."""

import asyncio
from collections.abc import Mapping
from functools import cached_property
from typing import Protocol

from agent.minutes.extractive import extract
from agent.minutes.model_reading import ModelReading
from agent.minutes.provenance import coverage
from agent.minutes.told_so_far import Summaries, ToldSoFar, Written
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Minutes
from server.meeting.minutes_provenance import Provenance


class Author(Protocol):
    """Strategy that turns speech into minutes; has a result for every meeting."""

    @property
    def has_model(self) -> bool:
        """Whether a version worded by a model will follow the draft."""
        ...

    @property
    def turn(self) -> asyncio.Lock:
        """Held while the model works: two meetings at once would each take twice as long."""
        ...

    @property
    def told(self) -> Summaries:
        """The summaries of the meetings that run."""
        ...

    def tokens(self) -> Mapping[str, int]:
        """Count those of the model so far: `read`, `cached` and `written`."""
        ...

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Return extractive minutes, without reports."""
        ...

    async def note(self, spoken: MeetingSpeech) -> ModelReading:
        """Return a model's verified notes of what was said; none without a model."""
        ...

    async def read_ahead(self, spoken: MeetingSpeech) -> None:
        """Have the model read what it is to note later, if it has nothing else to do."""
        ...

    async def summarise(self, minutes: Minutes, spoken: MeetingSpeech, *, can_wait: bool = False) -> Written:
        """Summarise what is in the minutes; what `can_wait` can be stopped, and takes a little longer."""
        ...

    async def phrase(
        self,
        plain: Minutes,
        spoken: MeetingSpeech,
        reading: ModelReading | None = None,
        told: ToldSoFar | None = None,
    ) -> Minutes:
        """Return the final minutes, worded by a model as far as it is available.

        `reading`: what it has noted already; None: nothing yet. `told`: its summary, if that still stands.
        """
        ...


class Extractor:
    """Author without a model."""

    has_model = False

    @cached_property
    def turn(self) -> asyncio.Lock:
        """Free for whoever comes first."""
        return asyncio.Lock()

    @cached_property
    def told(self) -> Summaries:
        """None yet."""
        return Summaries()

    def tokens(self) -> Mapping[str, int]:
        """Count none."""
        return {}

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Extract in a thread."""
        return await asyncio.to_thread(extract, spoken)

    async def note(self, spoken: MeetingSpeech) -> ModelReading:
        """Return no notes."""
        return ModelReading(ledger=coverage(spoken))

    async def read_ahead(self, spoken: MeetingSpeech) -> None:
        """Read nothing."""

    async def summarise(self, minutes: Minutes, spoken: MeetingSpeech, *, can_wait: bool = False) -> Written:
        """Write none."""
        del minutes, spoken, can_wait
        return "", Provenance()

    async def phrase(
        self,
        plain: Minutes,
        spoken: MeetingSpeech,
        reading: ModelReading | None = None,
        told: ToldSoFar | None = None,
    ) -> Minutes:
        """Return the draft unchanged."""
        del spoken, reading, told
        return plain

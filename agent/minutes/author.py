"""Who writes minutes: by rules, or with a model as well."""

import asyncio
from functools import cached_property
from typing import Protocol

from agent.minutes.extractive import extract
from agent.minutes.model_reading import ModelReading
from agent.minutes.provenance import coverage
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Minutes


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

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Return extractive minutes, without reports."""
        ...

    async def note(self, spoken: MeetingSpeech) -> ModelReading:
        """Return a model's verified notes of what was said; none without a model."""
        ...

    async def phrase(
        self, plain: Minutes, spoken: MeetingSpeech, reading: ModelReading | None = None
    ) -> Minutes:
        """Return the final minutes, worded by a model as far as it is available.

        `reading`: what it has noted already; None: nothing yet.
        """
        ...


class Extractor:
    """Author without a model."""

    has_model = False

    @cached_property
    def turn(self) -> asyncio.Lock:
        """Free for whoever comes first."""
        return asyncio.Lock()

    async def draft(self, spoken: MeetingSpeech) -> Minutes:
        """Extract in a thread."""
        return await asyncio.to_thread(extract, spoken)

    async def note(self, spoken: MeetingSpeech) -> ModelReading:
        """Return no notes."""
        return ModelReading(ledger=coverage(spoken))

    async def phrase(
        self, plain: Minutes, spoken: MeetingSpeech, reading: ModelReading | None = None
    ) -> Minutes:
        """Return the draft unchanged."""
        del spoken, reading
        return plain

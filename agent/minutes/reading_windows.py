"""Has a model take notes of a meeting's windows, one after another."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from agent.minutes.claim_check import CheckedNotes, check_notes
from agent.minutes.llm.errors import ModelError, ModelUnavailable
from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.window_notes import notes_of

MAX_FAILED_IN_A_ROW = 2
"""After so many parts without a usable answer the model is given up."""
log = structlog.get_logger()


@dataclass(slots=True)
class WindowsRead:
    """The model's progress through the windows."""

    windows: int
    read: int = 0
    segments: set[UUID] = field(default_factory=set)
    """Those of the windows that were read."""
    fault: ModelError | None = None
    """The last one."""


async def read_windows(
    calls: ModelCalls, parts: Sequence[Sequence[TranscriptLine]], spoken: MeetingSpeech
) -> tuple[CheckedNotes, WindowsRead]:
    """Take notes window by window, until the model fails or the time is up."""
    found, reading = CheckedNotes(), WindowsRead(len(parts))
    names = [person.shown for person in spoken.everybody]
    failed = 0
    for window in parts:
        try:
            notes = await notes_of(calls, window, names)
        except ModelError as error:
            reading.fault, failed = error, failed + 1
            log.info("model_part_failed", cause=type(error).__name__)
            if isinstance(error, ModelUnavailable) or failed >= MAX_FAILED_IN_A_ROW:
                break
        else:
            failed = 0
            reading.read += 1
            reading.segments.update(segment for line in window for segment in line.segments)
            await asyncio.to_thread(check_notes, notes, window, spoken, found)
    return found, reading

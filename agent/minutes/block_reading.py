"""What the model noted of a meeting's blocks, verified against the words as they are now."""

import asyncio
from collections.abc import Sequence

from agent.minutes.model_reading import ModelReading, read_again, together
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.summary_blocks import SummaryBlock


async def reading_of(blocks: Sequence[SummaryBlock], heard: MeetingSpeech) -> ModelReading:
    """Put the readings of the blocks together."""
    return await asyncio.to_thread(lambda: together(read_again(each, heard) for each in blocks))

"""Has the model read what is being said before it is asked about it: its server's cache serves it then.

What a prompt begins with is read once, as long as no other prompt comes between: so the first of these loads
the model as well, and at the end of a meeting there is little left to read.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from agent.minutes.author import Author
from agent.minutes.context_windows import shown
from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.llm.prompt_files import prompt_file
from agent.minutes.machine_load import machine_is_free
from agent.minutes.meeting_speech import read
from agent.minutes.transcript_lines import TranscriptLine
from agent.minutes.window_notes import PROMPT, beginning, schema
from server.meeting.summary_blocks import SummaryBlock, block_states
from server.meeting.transcripts import segments_of

LEAST_NEW_CHARS = 120
"""Fewer are not worth a request."""
log = structlog.get_logger()


async def read_ahead(
    room_id: UUID, author: Author, *, is_free: Callable[[UUID], Awaitable[bool]] = machine_is_free
) -> None:
    """Have the model read what is in no block yet, if no block waits and the machine has time."""
    if not author.has_model or author.turn.locked():
        return
    known = await block_states(room_id)
    is_waited_for = any(state in ("queued", "drafted") for _, _, state in known)
    if is_waited_for or not await is_free(room_id):
        return
    after_seq = max((to_seq for _, to_seq, _ in known), default=-1)
    said = [each for each in await segments_of(room_id, after_seq, words=False) if each.state != "open"]
    to_seq = max((each.seq for each in said), default=after_seq)
    coming = SummaryBlock(len(known), after_seq + 1, to_seq, 0, 0)
    await author.read_ahead(await read(room_id, coming))


async def read_lines(calls: ModelCalls, window: tuple[TranscriptLine, ...], before: str) -> str:
    """Have the lines read unless they are little more than those before; return those that were.

    Raises ModelError.
    """
    material = beginning(window)
    if before and material.startswith(before[:-1]) and len(material) - len(before) < LEAST_NEW_CHARS:
        return before
    await calls.prepare(prompt_file(PROMPT), material, schema(window, ()))
    log.info("model_read_ahead", chars=sum(len(shown(line)) for line in window))
    return material

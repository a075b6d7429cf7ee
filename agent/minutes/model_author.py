"""Minutes by a local model: its wording of what the words bear out."""

import asyncio
from dataclasses import dataclass, replace

import structlog
from aiohttp import ClientSession

from agent.minutes.claim_check import CheckedNotes, check_notes
from agent.minutes.context_windows import windows
from agent.minutes.executive_summary import summary_of
from agent.minutes.merge_notes import merged
from agent.minutes.model_errors import ModelError, ModelOutputInvalid, ModelUnavailable
from agent.minutes.ollama_client import OllamaClient, tokens_of, with_scheme
from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.window_notes import NOTE_TOKENS, SYSTEM, notes_of
from agent.minutes.writing import Extractor
from server.config import Settings
from server.meeting.minutes import Minutes

log = structlog.get_logger()

WINDOW_TOKENS = 1800
BASE_S = 120.0
SECONDS_A_MINUTE = 6.0
MOST_S = 900.0
"""How long the model may take for a meeting: two minutes, and more for a long one, never over fifteen."""
NONSENSE_AT_FIRST = 2
"""A model that makes no sense of the first windows is not asked about the others."""
ABSENT = "The language model was not available: these minutes are in people's own words."
OWN_SUMMARY = "The summary is in people's own words."
GAVE_UP = "The language model gave nothing that the words bear out: these minutes are in people's own words."


@dataclass(slots=True)
class ModelReading:
    """How far the model has come with the windows."""

    windows: int
    read: int = 0
    fault: str = ""


class ModelAuthor(Extractor):
    """Phrases with the model at `OLLAMA_HOST`."""

    has_model = True

    def __init__(self, settings: Settings, session: ClientSession) -> None:
        """Ask nothing yet."""
        self._door = OllamaClient(
            with_scheme(settings.ollama_host), settings.llm, settings.llm_context, session
        )

    async def phrase(self, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        """Better minutes when the model is there, else the plain ones and why."""
        if not spoken.lines:
            return plain
        try:
            door = await self._door.looked_at()
        except ModelUnavailable:
            return replace(plain, note=ABSENT)
        return await self._better(door, plain, spoken)

    async def _better(self, door: OllamaClient, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(MOST_S, BASE_S + SECONDS_A_MINUTE * spoken.duration_s / 60)
        found, reading = await _read(door, spoken, deadline)
        minutes = await asyncio.to_thread(merged, plain, found, whole=reading.read == reading.windows)
        text, unborne = "", 0
        try:
            if reading.read:
                text, unborne = await summary_of(door, minutes, spoken, within_s=deadline - loop.time())
        except ModelError as error:
            reading.fault = type(error).__name__
        log.info(
            "model_read",
            windows=reading.windows,
            read=reading.read,
            dropped=found.dropped,
            fault=reading.fault,
        )
        note = _note(reading, found.dropped + unborne)
        if not text:
            return replace(minutes, note=f"{OWN_SUMMARY} {note or ''}".strip() if reading.read else GAVE_UP)
        return replace(minutes, method="model", model=door.model, executive_summary=text, note=note)


async def _read(
    door: OllamaClient, spoken: MeetingSpeech, deadline: float
) -> tuple[CheckedNotes, ModelReading]:
    """Take notes window by window for as long as the model answers and time is left."""
    parts = list(windows(spoken.lines, _budget(door)))
    found, reading = CheckedNotes(), ModelReading(len(parts))
    names = [person.shown for person in spoken.everybody]
    for at, window in enumerate(parts):
        left_s = deadline - asyncio.get_running_loop().time()
        try:
            notes = await notes_of(door, window, names, within_s=left_s)
        except ModelOutputInvalid:
            reading.fault = "ModelNonsense"
            if at + 1 >= NONSENSE_AT_FIRST and not reading.read:
                break
        except ModelError as error:
            reading.fault = type(error).__name__
            break
        else:
            reading.read += 1
            await asyncio.to_thread(check_notes, notes, window, spoken, found)
    return found, reading


def _budget(door: OllamaClient) -> int:
    """Tokens of transcript in one question: what instructions and answer leave free of the context."""
    answer = min(NOTE_TOKENS, door.context // 4)
    return max(200, min(WINDOW_TOKENS, door.context - answer - tokens_of(SYSTEM) - 100))


def _note(reading: ModelReading, dropped: int) -> str | None:
    """What a reader must know about how the minutes came to be; None when there is nothing."""
    parts = []
    if reading.read < reading.windows:
        parts.append(
            f"The language model read {reading.read} of {reading.windows} parts of the meeting;"
            " the rest is in people's own words."
        )
    if dropped:
        were = "statement of the model was" if dropped == 1 else "statements of the model were"
        parts.append(f"{dropped} {were} left out because the transcript does not bear it out.")
    return " ".join(parts) or None

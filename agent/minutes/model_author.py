"""Author that lets a local model word the minutes; only claims the transcript supports are kept."""

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
S_PER_MEETING_MINUTE = 6.0
MAX_S = 900.0
"""Upper limit of the model's time per meeting, which is BASE_S and S_PER_MEETING_MINUTE for each minute."""
MAX_INVALID_AT_START = 2
"""After this many invalid answers to the first windows the model is given up."""
ABSENT = "The language model was not available: these minutes are in people's own words."
OWN_SUMMARY = "The summary is in people's own words."
GAVE_UP = "The language model gave no usable answer: these minutes are in people's own words."


@dataclass(slots=True)
class ModelReading:
    """The model's progress through the windows."""

    windows: int
    read: int = 0
    fault: str = ""


class ModelAuthor(Extractor):
    """Author with the model at `OLLAMA_HOST`."""

    has_model = True

    def __init__(self, settings: Settings, session: ClientSession) -> None:
        self._client = OllamaClient(
            with_scheme(settings.ollama_host), settings.llm, settings.llm_context, session
        )

    async def phrase(self, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        """Return minutes worded by the model; without the model the plain ones with a note why."""
        if not spoken.lines:
            return plain
        try:
            client = await self._client.verified()
        except ModelUnavailable:
            return replace(plain, note=ABSENT)
        return await self._phrase_with_model(client, plain, spoken)

    async def _phrase_with_model(
        self, client: OllamaClient, plain: Minutes, spoken: MeetingSpeech
    ) -> Minutes:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(MAX_S, BASE_S + S_PER_MEETING_MINUTE * spoken.duration_s / 60)
        found, reading = await _read(client, spoken, deadline)
        minutes = await asyncio.to_thread(merged, plain, found, whole=reading.read == reading.windows)
        text, unsupported = "", 0
        try:
            if reading.read:
                text, unsupported = await summary_of(client, minutes, spoken, within_s=deadline - loop.time())
        except ModelError as error:
            reading.fault = type(error).__name__
        log.info(
            "model_notes_taken",
            windows=reading.windows,
            read=reading.read,
            dropped=found.dropped,
            fault=reading.fault,
        )
        note = _note(reading, found.dropped + unsupported)
        if not text:
            return replace(minutes, note=f"{OWN_SUMMARY} {note or ''}".strip() if reading.read else GAVE_UP)
        return replace(minutes, method="model", model=client.model, executive_summary=text, note=note)


async def _read(
    client: OllamaClient, spoken: MeetingSpeech, deadline: float
) -> tuple[CheckedNotes, ModelReading]:
    """Take notes window by window, until the model fails or the time is up."""
    parts = list(windows(spoken.lines, _budget(client)))
    found, reading = CheckedNotes(), ModelReading(len(parts))
    names = [person.shown for person in spoken.everybody]
    for at, window in enumerate(parts):
        left_s = deadline - asyncio.get_running_loop().time()
        try:
            notes = await notes_of(client, window, names, within_s=left_s)
        except ModelOutputInvalid:
            reading.fault = "ModelNonsense"
            if at + 1 >= MAX_INVALID_AT_START and not reading.read:
                break
        except ModelError as error:
            reading.fault = type(error).__name__
            break
        else:
            reading.read += 1
            await asyncio.to_thread(check_notes, notes, window, spoken, found)
    return found, reading


def _budget(client: OllamaClient) -> int:
    """Tokens of transcript per prompt: the context less instructions and answer."""
    answer = min(NOTE_TOKENS, client.context // 4)
    return max(200, min(WINDOW_TOKENS, client.context - answer - tokens_of(SYSTEM) - 100))


def _note(reading: ModelReading, dropped: int) -> str | None:
    """Note to the reader on unread parts and dropped claims; None without any."""
    parts = []
    if reading.read < reading.windows:
        parts.append(
            f"The language model read {reading.read} of {reading.windows} parts of the meeting;"
            " the rest is in people's own words."
        )
    if dropped:
        were, them = (
            ("statement of the model was", "it") if dropped == 1 else ("statements of the model were", "them")
        )
        parts.append(f"{dropped} {were} left out because the transcript does not support {them}.")
    return " ".join(parts) or None

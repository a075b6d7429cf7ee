"""Author that lets a language model word the minutes; only claims the transcript supports are kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog
from aiohttp import ClientSession

from agent.minutes.claim_check import CheckedNotes, check_notes
from agent.minutes.context_windows import shown, windows
from agent.minutes.executive_summary import SUMMARY_TOKENS, summary_of
from agent.minutes.llm.configured_model import configured_model
from agent.minutes.llm.errors import ModelError, ModelUnavailable
from agent.minutes.llm.language_model import LanguageModel, tokens_of
from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.llm.pace import Pace
from agent.minutes.llm.prompt_files import prompt_file
from agent.minutes.merge_notes import merged
from agent.minutes.provenance import coverage, with_calls
from agent.minutes.spoken_instructions import without_orders
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.window_notes import NOTE_TOKENS, PROMPT, answer_tokens, notes_of
from agent.minutes.writing import Extractor
from server.config import Settings
from server.languages import name_of
from server.meeting.minutes import Minutes
from server.meeting.minutes_provenance import Provenance

log = structlog.get_logger()

WINDOW_TOKENS = 1800
MIN_S, MAX_S = 300.0, 1800.0
"""Bounds of the model's time per meeting, which is SLACK times what its pace lets expect."""
SLACK = 2.0
MAX_FAILED_IN_A_ROW = 2
"""After so many parts without a usable answer the model is given up."""
IN_OWN_WORDS = "The language model {}: these minutes are in people's own words."
ABSENT = IN_OWN_WORDS.format(ModelUnavailable.reason)
GAVE_UP = IN_OWN_WORDS.format(ModelError.reason)
OWN_WORDS = "These minutes are in people's own words."
OWN_SUMMARY = "The summary is in people's own words."


@dataclass(slots=True)
class ModelReading:
    """The model's progress through the windows."""

    windows: int
    read: int = 0
    segments: set[UUID] = field(default_factory=set)
    """Those of the windows that were read."""
    fault: ModelError | None = None
    """The last one."""


class ModelAuthor(Extractor):
    """Author with the model that the settings name; knows its pace from earlier meetings."""

    has_model = True

    def __init__(self, settings: Settings, session: ClientSession) -> None:
        self._settings = settings
        self._session = session
        self._pace = Pace()

    async def phrase(self, plain: Minutes, spoken: MeetingSpeech) -> Minutes:
        """Return minutes worded by the model; without the model the plain ones with a note why."""
        spoken = without_orders(spoken)
        if not spoken.lines:
            return plain
        try:
            model = await configured_model(self._settings, self._session)
        except ModelError as error:
            log.warning("model_unavailable", cause=type(error).__name__)
            ledger = replace(coverage(spoken), fault=error.reason)
            return replace(plain, note=IN_OWN_WORDS.format(error.reason), provenance=ledger)
        parts = list(windows(spoken.lines, _budget(model, spoken)))
        deadline = asyncio.get_running_loop().time() + self._limit_s(parts, model)
        calls = ModelCalls(model, self._pace, deadline, name_of(spoken.language))
        return await _phrase_with_model(calls, parts, plain, spoken)

    def _limit_s(self, parts: Sequence[Sequence[TranscriptLine]], model: LanguageModel) -> float:
        """Seconds that the model may take for a meeting: more on a slow machine, as measured there."""
        asked = tokens_of(prompt_file(PROMPT).template)
        tokens = [asked + sum(tokens_of(shown(line)) for line in part) for part in parts]
        answers = [answer_tokens(part, model.context) for part in parts]
        expected_s = self._pace.expected_s(sum(tokens), sum(answers) + SUMMARY_TOKENS)
        return max(MIN_S, min(MAX_S, SLACK * expected_s))


async def _phrase_with_model(
    calls: ModelCalls, parts: Sequence[Sequence[TranscriptLine]], plain: Minutes, spoken: MeetingSpeech
) -> Minutes:
    found, reading = await _read(calls, parts, spoken)
    minutes = await asyncio.to_thread(merged, plain, found, spoken, whole=reading.read == reading.windows)
    text, unsupported = "", 0
    try:
        if reading.read:
            text, unsupported = await summary_of(calls, minutes, spoken)
    except ModelError as error:
        reading.fault = error
    dropped = found.dropped + unsupported
    minutes = replace(minutes, provenance=_ledger(calls, reading, dropped, spoken))
    log.info("model_notes_taken", **_counts(calls, reading, dropped))
    note = _note(reading, dropped)
    if not reading.read:
        fault = reading.fault or ModelError()
        return replace(minutes, note=IN_OWN_WORDS.format(fault.reason))
    if not text and not found.has_any:
        return replace(minutes, note=f"{OWN_WORDS} {note or ''}".strip())
    worded = replace(minutes, method="model", model=calls.model.name)
    if not text:
        return replace(worded, note=f"{OWN_SUMMARY} {note or ''}".strip())
    return replace(worded, executive_summary=text, note=note)


def _ledger(calls: ModelCalls, reading: ModelReading, dropped: int, spoken: MeetingSpeech) -> Provenance:
    return replace(
        with_calls(coverage(spoken), calls),
        segments_used=len(reading.segments),
        parts=reading.windows,
        parts_read=reading.read,
        dropped=dropped,
        fault=reading.fault.reason if reading.fault else "",
    )


async def _read(
    calls: ModelCalls, parts: Sequence[Sequence[TranscriptLine]], spoken: MeetingSpeech
) -> tuple[CheckedNotes, ModelReading]:
    """Take notes window by window, until the model fails or the time is up."""
    found, reading = CheckedNotes(), ModelReading(len(parts))
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


def _budget(model: LanguageModel, spoken: MeetingSpeech) -> int:
    """Tokens of transcript per prompt: the context less instructions and answer."""
    instructions = prompt_file(PROMPT).in_language(name_of(spoken.language))
    answer = min(NOTE_TOKENS, model.context // 4)
    return max(200, min(WINDOW_TOKENS, model.context - answer - tokens_of(instructions) - 100))


def _counts(calls: ModelCalls, reading: ModelReading, dropped: int) -> Mapping[str, object]:
    spent = calls.spent
    return {
        "windows": reading.windows,
        "read": reading.read,
        "dropped": dropped,
        "tokens_read": spent.read,
        "tokens_written": spent.written,
        "seconds": round(spent.seconds, 1),
        "fault": type(reading.fault).__name__ if reading.fault else "",
    }


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

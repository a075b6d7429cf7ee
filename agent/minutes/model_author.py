"""Author that lets a language model word the minutes; only claims the transcript supports are kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog
from aiohttp import ClientSession

from agent.minutes.author import Extractor
from agent.minutes.claim_check import CheckedNotes, check_notes
from agent.minutes.context_windows import shown, windows
from agent.minutes.executive_summary import summary_of
from agent.minutes.llm.configured_model import configured_model
from agent.minutes.llm.errors import ModelError, ModelUnavailable
from agent.minutes.llm.language_model import LanguageModel, tokens_of
from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.llm.pace import Pace
from agent.minutes.llm.prompt_files import prompt_file
from agent.minutes.model_reading import ModelReading, added, grown
from agent.minutes.provenance import coverage, with_calls
from agent.minutes.spoken_instructions import without_orders
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.window_notes import NOTE_TOKENS, PROMPT, answer_tokens, notes_of
from server.config import Settings
from server.languages import name_of
from server.meeting.minutes import Minutes
from server.meeting.minutes_provenance import Provenance

log = structlog.get_logger()

WINDOW_TOKENS = 1800
MIN_S, MAX_S = 300.0, 1800.0
"""Bounds of the model's time for what it is given, which is SLACK times what its pace lets expect."""
SLACK = 2.0
MAX_FAILED_IN_A_ROW = 2
"""After so many parts without a usable answer the model is given up."""
IN_OWN_WORDS = "The language model {}: these minutes are in people's own words."
ABSENT = IN_OWN_WORDS.format(ModelUnavailable.reason)
GAVE_UP = IN_OWN_WORDS.format(ModelError.reason)
OWN_WORDS = "These minutes are in people's own words."
OWN_SUMMARY = "The summary is in people's own words."


@dataclass(slots=True)
class WindowsRead:
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
        self._model: LanguageModel | None = None
        """The one that was asked last: it knows which forms its server refuses."""

    async def note(self, spoken: MeetingSpeech) -> ModelReading:
        """Return the model's verified notes; what it did not read, and why, is in the ledger."""
        spoken = without_orders(spoken)
        if not spoken.lines:
            return ModelReading(ledger=replace(coverage(spoken), segments_used=0))
        try:
            model = self._model = await configured_model(self._settings, self._session)
        except ModelError as error:
            log.warning("model_unavailable", cause=type(error).__name__)
            missed = replace(coverage(spoken), segments_used=0, parts=1, fault=error.reason)
            return ModelReading(ledger=missed)
        parts = list(windows(spoken.lines, _budget(model, spoken)))
        calls = self._calls(model, spoken, self._limit_s(parts, model))
        found, reading = await _read(calls, parts, spoken)
        log.info("model_notes_taken", **_counts(calls, reading, found.dropped))
        return ModelReading(found, _ledger(calls, reading, found.dropped, spoken))

    async def phrase(
        self, plain: Minutes, spoken: MeetingSpeech, reading: ModelReading | None = None
    ) -> Minutes:
        """Return minutes worded by the model; without the model the plain ones with a note why."""
        reading = reading or await self.note(spoken)
        spoken = without_orders(spoken)
        segments = coverage(spoken).segments
        if not reading.ledger.parts:
            return plain
        if not reading.ledger.parts_read:
            reason = reading.ledger.fault or ModelError.reason
            asked = replace(reading.ledger, segments=segments)
            never = replace(coverage(spoken), fault=reason)
            ledger = asked if reading.ledger.model else never
            return replace(plain, note=IN_OWN_WORDS.format(reason), provenance=ledger)
        return await self._summarised(await asyncio.to_thread(grown, plain, spoken, reading), spoken, reading)

    async def _summarised(self, minutes: Minutes, spoken: MeetingSpeech, reading: ModelReading) -> Minutes:
        """Add the model's summary of what is in the minutes, if there is one that they support."""
        text, unsupported, fault = "", 0, ""
        ledger = reading.ledger
        try:
            model = self._model or await configured_model(self._settings, self._session)
            calls = self._calls(model, spoken, MIN_S)
            try:
                text, unsupported = await summary_of(calls, minutes, spoken)
            finally:
                ledger = added(ledger, with_calls(Provenance(), calls))
        except ModelError as error:
            log.info("model_summary_failed", cause=type(error).__name__)
            fault = error.reason
        ledger = replace(
            ledger,
            segments=coverage(spoken).segments,
            dropped=ledger.dropped + unsupported,
            fault=fault or ledger.fault,
        )
        note = _note(ledger)
        if not text and not reading.found.has_any:
            return replace(minutes, method="extractive", model=None, provenance=ledger,
                           note=f"{OWN_WORDS} {note or ''}".strip())  # fmt: skip
        if not text:
            return replace(minutes, provenance=ledger, note=f"{OWN_SUMMARY} {note or ''}".strip())
        return replace(minutes, provenance=ledger, note=note, executive_summary=text)

    def _calls(self, model: LanguageModel, spoken: MeetingSpeech, limit_s: float) -> ModelCalls:
        deadline = asyncio.get_running_loop().time() + limit_s
        return ModelCalls(model, self._pace, deadline, name_of(spoken.language))

    def _limit_s(self, parts: Sequence[Sequence[TranscriptLine]], model: LanguageModel) -> float:
        """Seconds that the model may take for some windows: more on a slow machine, as measured there."""
        asked = tokens_of(prompt_file(PROMPT).template)
        tokens = [asked + sum(tokens_of(shown(line)) for line in part) for part in parts]
        answers = [answer_tokens(part, model.context) for part in parts]
        expected_s = self._pace.expected_s(sum(tokens), sum(answers))
        return max(MIN_S, min(MAX_S, SLACK * expected_s))


def _ledger(calls: ModelCalls, reading: WindowsRead, dropped: int, spoken: MeetingSpeech) -> Provenance:
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


def _budget(model: LanguageModel, spoken: MeetingSpeech) -> int:
    """Tokens of transcript per prompt: the context less instructions and answer."""
    instructions = prompt_file(PROMPT).in_language(name_of(spoken.language))
    answer = min(NOTE_TOKENS, model.context // 4)
    return max(200, min(WINDOW_TOKENS, model.context - answer - tokens_of(instructions) - 100))


def _counts(calls: ModelCalls, reading: WindowsRead, dropped: int) -> Mapping[str, object]:
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


def _note(ledger: Provenance) -> str | None:
    """Note to the reader on unread parts and dropped claims; None without any."""
    parts = []
    if ledger.parts_read < ledger.parts:
        parts.append(
            f"The language model read {ledger.parts_read} of {ledger.parts} parts of the meeting;"
            " the rest is in people's own words."
        )
    if ledger.dropped:
        were, them = (
            ("statement of the model was", "it")
            if ledger.dropped == 1
            else ("statements of the model were", "them")
        )
        parts.append(f"{ledger.dropped} {were} left out because the transcript does not support {them}.")
    return " ".join(parts) or None

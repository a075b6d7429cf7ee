"""Author that lets a language model word the minutes; only claims the transcript supports are kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog
from aiohttp import ClientSession

from agent.minutes.author import Extractor
from agent.minutes.context_windows import shown, windows
from agent.minutes.executive_summary import read_in_steps, summary_of
from agent.minutes.llm.configured_model import configured_model
from agent.minutes.llm.errors import ModelError, ModelUnavailable
from agent.minutes.llm.language_model import LanguageModel, tokens_of
from agent.minutes.llm.model_calls import ModelCalls, Spent
from agent.minutes.llm.pace import Pace
from agent.minutes.llm.prompt_files import prompt_file
from agent.minutes.llm.questions_first import QuestionsFirst
from agent.minutes.minutes_so_far import brought_up_to_date, has_summary
from agent.minutes.model_reading import ModelReading, added, grown
from agent.minutes.provenance import coverage, with_calls
from agent.minutes.reading_ahead import read_lines
from agent.minutes.reading_windows import WindowsRead, read_windows
from agent.minutes.special.wishes import wished_language
from agent.minutes.special.worded_sections import worded_sections
from agent.minutes.spoken_instructions import without_orders
from agent.minutes.summary_choice import with_summary
from agent.minutes.told_so_far import ToldSoFar, Written
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.window_notes import NOTE_TOKENS, PROMPT, answer_tokens
from server.config import Settings
from server.languages import name_of
from server.meeting.minutes import Minutes
from server.meeting.minutes_provenance import Provenance

log = structlog.get_logger()

WINDOW_TOKENS = 1800
MIN_S, MAX_S = 300.0, 1800.0
"""Bounds of the model's time for what it is given, which is SLACK times what its pace lets expect."""
SLACK = 2.0
IN_OWN_WORDS = "The language model {}: these minutes are in people's own words."
ABSENT = IN_OWN_WORDS.format(ModelUnavailable.reason)
GAVE_UP = IN_OWN_WORDS.format(ModelError.reason)


class ModelAuthor(Extractor):
    """Author with the model that the settings name; knows its pace from earlier meetings."""

    has_model = True

    def __init__(self, settings: Settings, session: ClientSession) -> None:
        self._settings = settings
        self._session = session
        self.pace = Pace()
        self.questions_first = QuestionsFirst()
        self._model: LanguageModel | None = None
        """The one that was asked last: it knows which forms its server refuses."""
        self._ahead = ""
        """What was read ahead last,"""
        self._ahead_spent = Spent()
        """and what that cost: it is counted with the next notes."""

    def tokens(self) -> Mapping[str, int]:
        """Count those of questions about meetings, too, if they share the pace."""
        return self.pace.tokens

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
        calls.spent, self._ahead_spent, self._ahead = self._ahead_spent, Spent(), ""
        found, reading = await read_windows(calls, parts, spoken)
        log.info("model_notes_taken", **_counts(calls, reading, found.dropped))
        return ModelReading(found, _ledger(calls, reading, found.dropped, spoken))

    async def read_ahead(self, spoken: MeetingSpeech) -> None:
        """Fill the cache of a server on this machine; elsewhere reading may cost money."""
        spoken = without_orders(spoken)
        async with self.turn:
            try:
                model = self._model = self._model or await configured_model(self._settings, self._session)
                if model.host:
                    return
                window = next(windows(spoken.lines, _budget(model, spoken)), ())
                calls = self._calls(model, spoken, MIN_S)
                self._ahead = await read_lines(calls, window, self._ahead)
            except ModelError as error:
                self._model = None
                log.info("model_not_read_ahead", cause=type(error).__name__)
            else:
                self._ahead_spent.read += calls.spent.read - calls.spent.cached
                self._ahead_spent.seconds += calls.spent.seconds

    async def phrase(
        self,
        plain: Minutes,
        spoken: MeetingSpeech,
        reading: ModelReading | None = None,
        told: ToldSoFar | None = None,
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
        minutes = await asyncio.to_thread(grown, plain, spoken, reading)
        text, ledger = "", reading.ledger
        if not wished_language(spoken):
            text, ledger = await self._summarised(minutes, spoken, told, ledger)
        minutes, spent = await self._with_sections(minutes, spoken)
        ledger = replace(added(ledger, spent), segments=segments)
        return await asyncio.to_thread(with_summary, text, minutes, reading, spoken, ledger)

    async def _summarised(
        self, minutes: Minutes, spoken: MeetingSpeech, told: ToldSoFar | None, ledger: Provenance
    ) -> Written:
        """The summary so far brought up to date; none where it was not borne out. Without one a new one."""
        if told is not None and has_summary(told, spoken):
            text = await asyncio.to_thread(brought_up_to_date, told, minutes, spoken)
            return text, added(ledger, told.ledger)
        async with self.turn:
            text, spent = await self.summarise(minutes, spoken)
        return text, added(ledger, spent)

    async def _with_sections(self, minutes: Minutes, spoken: MeetingSpeech) -> tuple[Minutes, Provenance]:
        """Word the sections that only the template's kind of meeting has."""
        if self._model is None:
            return minutes, Provenance()
        async with self.turn:
            calls = self._calls(self._model, spoken, MIN_S)
            special, left_out = await worded_sections(calls, minutes, spoken)
        return replace(minutes, special=special), with_calls(Provenance(dropped=left_out), calls)

    async def summarise(self, minutes: Minutes, spoken: MeetingSpeech, *, can_wait: bool = False) -> Written:
        """Ask for a summary; its unsupported sentences, and what went wrong, are in the ledger."""
        try:
            model = self._model or await configured_model(self._settings, self._session)
        except ModelError as error:
            return "", Provenance(fault=error.reason)
        calls, text, ledger = self._calls(model, spoken, MIN_S), "", Provenance()
        try:
            if can_wait and not model.host:
                await read_in_steps(calls, minutes)
                calls.spent.read -= calls.spent.cached
                calls.spent.cached = 0
            text, unsupported = await summary_of(calls, minutes, spoken)
            ledger = Provenance(dropped=unsupported)
        except ModelError as error:
            log.info("model_summary_failed", cause=type(error).__name__)
            ledger = Provenance(fault=error.reason)
        return text, with_calls(ledger, calls)

    def _calls(self, model: LanguageModel, spoken: MeetingSpeech, limit_s: float) -> ModelCalls:
        deadline = asyncio.get_running_loop().time() + limit_s
        language = name_of(spoken.language)
        return ModelCalls(model, self.pace, deadline, language, self.questions_first)

    def _limit_s(self, parts: Sequence[Sequence[TranscriptLine]], model: LanguageModel) -> float:
        """Seconds that the model may take for some windows: more on a slow machine, as measured there."""
        asked = tokens_of(prompt_file(PROMPT).template)
        tokens = [asked + sum(tokens_of(shown(line)) for line in part) for part in parts]
        answers = [answer_tokens(part, model.context) for part in parts]
        expected_s = self.pace.expected_s(sum(tokens), sum(answers))
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

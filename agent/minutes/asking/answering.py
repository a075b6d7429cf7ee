"""Answers a question: finds passages as the asker, quotes them at once, then has the model word an answer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from agent.minutes.asking.material import Material, material_of, within
from agent.minutes.asking.model_answer import ANSWER_TOKENS, MAX_SENTENCES, PROMPT, answered, verified
from agent.minutes.asking.quotes import quotes
from agent.minutes.asking.relevance import can_be_about
from agent.minutes.asking.retrieval import retrieve, vector_of
from agent.minutes.llm.errors import ModelError
from agent.minutes.llm.foreign_language import is_foreign
from agent.minutes.llm.language_model import LanguageModel, tokens_of
from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.llm.pace import Pace
from agent.minutes.llm.prompt_files import prompt_file
from agent.minutes.llm.questions_first import QuestionsFirst
from agent.minutes.passage_indexing import Embeddings
from agent.minutes.text_normalization import stemming_in
from server.languages import name_of
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.passages import PassageOfMeeting, is_indexed
from server.meeting.questions import (
    Method,
    Question,
    QuotedSegment,
    begin_answer,
    finish_answer,
    question_of,
    quoted_segments,
    save_quotes,
    save_statement,
)

READING_S = 20.0
"""So long the model may read passages, as fast as it was measured to be."""
LEAST_TOKENS, MOST_TOKENS = 600, 2400
"""Of passages: three to twelve."""
TOTAL_S = 60.0
"""The model's time: who asks has the quotations meanwhile, and of the answer what there is by then."""
WRITING_S = 25.0
"""So long an answer may take to write, as fast as the model was measured to be."""
LEAST_ANSWER = 120
"""Tokens: two sentences."""
LOOK_S = 1.0
"""How often it is looked whether somebody still waits."""
NOT_WORDED = "The language model {}: these are people's own words."
ENDS_HERE = "The language model {}: its answer ends here."
NO_ANSWER = "The language model found no answer in these passages."
UNSUPPORTED = "What the language model answered was not borne out by the transcript, and is left out."
OTHER_LANGUAGE = "The meeting was held in another language than the question: these are people's own words."
NOT_READY = "This meeting is still being made ready for questions: ask again in a few minutes."
log = structlog.get_logger()


class Withdrawn(Exception):  # noqa: N818  the name is what happened
    """Nobody waits for the answer any more."""


@dataclass
class Answerer:
    """Answers questions, one at a time; without a model by quotations alone."""

    embeddings: Embeddings
    find_model: Callable[[], Awaitable[LanguageModel]] | None = None
    """Raises ModelError."""
    pace: Pace = field(default_factory=Pace)
    first: QuestionsFirst = field(default_factory=QuestionsFirst)
    """Has the notes of meetings wait while the model answers."""

    async def answer(self, question_id: UUID) -> None:
        """Answer a question, as the worker of its job; does nothing once it is withdrawn."""
        question = await begin_answer(question_id)
        if question is None:
            return
        try:
            method, note = await self._answered(question)
        except Withdrawn:
            log.info("question_withdrawn", question_id=str(question_id))
            return
        await finish_answer(question_id, method, note)
        log.info("question_answered", question_id=str(question_id), method=method)

    async def _answered(self, question: Question) -> tuple[Method, str | None]:
        embedder = await self.embeddings.current()
        vector = await vector_of(question.text, embedder)
        model = embedder.model if embedder else ""
        asker = Actor(WEB, user_id=question.user_id, participant_id=question.participant_id)
        with acting_as(asker):
            note = None if question.room_id is None or await is_indexed(question.room_id) else NOT_READY
            found = await retrieve(question.text, question.room_id, vector, model)
            ids = [each for passage in found.passages for each in passage.segment_ids]
            segments = await quoted_segments(ids)
        if not segments:
            return "nothing", note
        language = next(iter(segments.values())).segment.language
        with stemming_in(language):
            if not can_be_about(question.text, _texts(found.passages, segments), found.cosine, model):
                return "nothing", note
            nearest = await quotes(question.text, vector, found.passages, segments, embedder)
            _wanted(await save_quotes(question.id, nearest))
            passages = [
                [segments[each] for each in p.segment_ids if each in segments] for p in found.passages
            ]
            return await self._worded(question, passages, language)

    async def _worded(
        self, question: Question, passages: Sequence[Sequence[QuotedSegment]], language: str
    ) -> tuple[Method, str | None]:
        if self.find_model is None:
            return "quotes", None
        if is_foreign(question.text, "\n".join(each.segment.text for p in passages for each in p)):
            return "quotes", OTHER_LANGUAGE
        try:
            deadline = asyncio.get_running_loop().time() + TOTAL_S
            model = await self.find_model()
            material = material_of(question.text, within(self._budget(model), passages))
            calls = ModelCalls(model, self.pace, deadline, name_of(language))
            with self.first.asking():
                return await _while_wanted(
                    question.id, _sentences(question, calls, material, self._answer_tokens())
                )
        except ModelError as error:
            log.warning("question_not_worded", cause=type(error).__name__)
            return "quotes", NOT_WORDED.format(error.reason)

    def _answer_tokens(self) -> int:
        return max(LEAST_ANSWER, min(ANSWER_TOKENS, round(WRITING_S * self.pace.written_per_s)))

    def _budget(self, model: LanguageModel) -> int:
        instructions = tokens_of(prompt_file(PROMPT).template)
        fits = model.context - instructions - ANSWER_TOKENS - 100
        return max(LEAST_TOKENS, min(MOST_TOKENS, fits, round(READING_S * self.pace.read_per_s)))


def _texts(passages: Sequence[PassageOfMeeting], segments: dict[UUID, QuotedSegment]) -> list[str]:
    return [
        " ".join(segments[each].segment.text for each in passage.segment_ids if each in segments)
        for passage in passages
    ]


async def _sentences(
    question: Question, calls: ModelCalls, material: Material, tokens: int
) -> tuple[Method, str | None]:
    """Store each sentence that is borne out, as it is written; raises ModelError if there is none."""
    kept = dropped = 0
    note = None
    if not material.lines:
        return "quotes", None
    try:
        async with aclosing(answered(calls, material, tokens)) as sentences:
            async for sentence in sentences:
                statement = await asyncio.to_thread(verified, sentence, material, question.text)
                if statement is None:
                    dropped += 1
                elif kept < MAX_SENTENCES:
                    kept += 1
                    _wanted(await save_statement(question.id, statement))
    except ModelError as error:
        if not kept:
            raise
        note = ENDS_HERE.format(error.reason)
    log.info("answer_verified", kept=kept, dropped=dropped)
    note = note or (UNSUPPORTED if dropped else None)
    return ("model", note) if kept else ("quotes", note or NO_ANSWER)


async def _while_wanted(
    question_id: UUID, work: Awaitable[tuple[Method, str | None]]
) -> tuple[Method, str | None]:
    """Do the work unless the question is withdrawn meanwhile; raises Withdrawn."""
    working = asyncio.ensure_future(work)
    try:
        while True:
            await asyncio.wait({working}, timeout=LOOK_S)
            if working.done():
                return working.result()
            _wanted(await question_of(question_id) is not None)
    finally:
        working.cancel()
        await asyncio.wait({working})


def _wanted(is_there: bool) -> None:
    if not is_there:
        raise Withdrawn

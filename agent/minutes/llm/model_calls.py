"""One meeting's questions to a model: retried, timed, counted, and read with distrust."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import structlog
from pydantic import BaseModel, ValidationError

from agent.minutes.llm.answer_reader import read_answer
from agent.minutes.llm.degenerate_output import is_degenerate
from agent.minutes.llm.errors import ModelBusy, ModelDied, ModelError, ModelOutputInvalid, ModelTimeout
from agent.minutes.llm.foreign_language import is_foreign
from agent.minutes.llm.language_model import LanguageModel, Question, Reply, tokens_of
from agent.minutes.llm.pace import Pace
from agent.minutes.llm.prompt_files import PromptFile
from agent.minutes.llm.questions_first import QuestionsFirst

log = structlog.get_logger()

Answer = TypeVar("Answer", bound=BaseModel)

TEMPERATURES = (0.0, 0.3)
"""Of the first and second attempt; at 0 the second would fail the same way."""
BUSY_ATTEMPTS = 5
BUSY_S = 2.0
"""The first wait for a server that does not say how long; each further one is twice as long."""
MAX_BUSY_S = 60.0


@dataclass(slots=True)
class Spent:
    """What a meeting's questions cost, and which prompts were asked."""

    read: int = 0
    """Tokens, as the server counts them; those of failed attempts count, too."""
    cached: int = 0
    """Those of them that the server's cache had."""
    written: int = 0
    seconds: float = 0.0
    retried: int = 0
    cut: int = 0
    """Answers that reached the limit of their length, of which the completed items were used."""
    prompts: dict[str, PromptFile] = field(default_factory=dict)


@dataclass(slots=True)
class ModelCalls:
    """Asks a model until `deadline`, a time of the event loop."""

    model: LanguageModel
    pace: Pace
    deadline: float
    language: str
    """Name of the meeting's language."""
    gives_way: QuestionsFirst | None = None
    """Whose questions go first."""
    spent: Spent = field(default_factory=Spent)

    @property
    def left_s(self) -> float:
        """Seconds until the deadline."""
        return self.deadline - asyncio.get_running_loop().time()

    def instructions(self, prompt: PromptFile) -> str:
        """Return the instructions in this meeting's language; the same for each of its questions."""
        return prompt.in_language(self.language)

    async def ask(
        self,
        prompt: PromptFile,
        material: str,
        shape: type[Answer],
        *,
        schema: Mapping[str, Any],
        tokens: int,
        lines: str,
        task: PromptFile | None = None,
        heard: Callable[[str], None] | None = None,
    ) -> Answer:
        """Ask at most twice; raises the last attempt's ModelError.

        `schema` is that of `shape`, as narrow as the material allows; `lines` is text in the language that
        the answer must have; `tokens` limits the answer; `heard` is told what there is of it. What
        a `task` instructs comes with the material, so that what is before it stays in the server's cache.
        """
        self.spent.prompts |= {each.name: each for each in (prompt, task) if each is not None}
        told = material if task is None else f"{self.instructions(task)}\n{material}"
        question = Question(self.instructions(prompt), told, schema, tokens, heard=heard)
        instructions = "\n".join(self.instructions(each) for each in (prompt, task) if each is not None)
        fault: ModelError = ModelTimeout("no time is left")
        for attempt, temperature in enumerate(TEMPERATURES):
            self.spent.retried += bool(attempt)
            try:
                reply = await self._reply(replace(question, temperature=temperature))
                return self._read(reply, shape, instructions, lines)
            except (ModelOutputInvalid, ModelDied) as error:
                fault = error
                log.info("model_answer_refused", fault=str(error), temperature=temperature)
        raise fault

    async def prepare(self, prompt: PromptFile, material: str, schema: Mapping[str, Any]) -> None:
        """Have the server read what a question begins with, for its cache; raises ModelError."""
        await self._reply(Question(self.instructions(prompt), material, schema, tokens=1))

    async def _reply(self, question: Question) -> Reply:
        """Ask once; waits for a server that is busy."""
        wait_s = BUSY_S
        for _ in range(BUSY_ATTEMPTS - 1):
            try:
                return await self._timed(question)
            except ModelBusy as busy:
                pause_s = min(MAX_BUSY_S, wait_s if busy.retry_after_s is None else busy.retry_after_s)
                if pause_s >= self.left_s:
                    raise
                log.info("model_busy", pause_s=pause_s)
                await asyncio.sleep(pause_s)
                wait_s *= 2
        return await self._timed(question)

    async def _timed(self, question: Question) -> Reply:
        if self.left_s <= 0:
            raise ModelTimeout("no time is left")
        reply = await self._in_turn(question)
        anew = self.pace.learn(reply.usage, question.prompt)
        self.spent.read += reply.usage.read or 0
        self.spent.cached += max(0, (reply.usage.read or 0) - anew)
        self.spent.written += reply.usage.written or 0
        return reply

    async def _in_turn(self, question: Question) -> Reply:
        """Ask after those who go first: the time that they take is added to this meeting's."""
        if self.gives_way is None:
            return await self._complete(question)
        waited_from = asyncio.get_running_loop().time()

        async def complete() -> Reply:
            nonlocal waited_from
            began = asyncio.get_running_loop().time()
            self.deadline += began - waited_from
            waited_from = began
            return await self._complete(question)

        return await self.gives_way.after(complete)

    async def _complete(self, question: Question) -> Reply:
        loop = asyncio.get_running_loop()
        began = loop.time()
        read = tokens_of(question.instructions) + tokens_of(question.material)
        try:
            return await self.model.complete(question, self.pace.limits(read, question.tokens, self.left_s))
        finally:
            self.spent.seconds += loop.time() - began

    def _read(self, reply: Reply, shape: type[Answer], instructions: str, lines: str) -> Answer:
        """Return the answer; raises ModelOutputInvalid."""
        found = read_answer(reply)
        try:
            answer = shape.model_validate(found)
        except (ValidationError, RecursionError) as error:
            raise ModelOutputInvalid("the answer is not of the shape") from error
        texts = texts_of(answer.model_dump())
        if is_degenerate(texts, instructions):
            raise ModelOutputInvalid("the answer repeats itself or its instructions")
        if is_foreign("\n".join(texts), lines):
            raise ModelOutputInvalid("the answer is in another language than the meeting")
        self.spent.cut += reply.is_cut
        return answer


def texts_of(value: object) -> list[str]:
    """Return all strings in an answer, in order."""
    if isinstance(value, str):
        return [value]
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in children for text in texts_of(each)]

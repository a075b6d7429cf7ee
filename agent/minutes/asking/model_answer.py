"""Has a model answer from lines, and keeps of its answer what the lines bear out, sentence by sentence."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field

from agent.minutes.asking.material import Material
from agent.minutes.claim_support import citing
from agent.minutes.claims.statements import called
from agent.minutes.llm.answer_reader import read_answer
from agent.minutes.llm.errors import ModelOutputInvalid
from agent.minutes.llm.language_model import Reply
from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.llm.prompt_files import prompt_file
from agent.minutes.text_normalization import content
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, evidence, first_name
from agent.minutes.window_notes import Lines
from server.meeting.questions import Statement

PROMPT = "answer"
ANSWER_TOKENS = 320
MAX_SENTENCES, MAX_TEXT = 5, 600


class AnsweredSentence(BaseModel):
    """A sentence with the numbers of the lines it cites."""

    lines: Lines
    text: Annotated[str, Field(max_length=MAX_TEXT)]


class ModelAnswer(BaseModel):
    """A model's unverified answer; no sentences: the lines do not tell."""

    sentences: Annotated[list[AnsweredSentence], Field(max_length=2 * MAX_SENTENCES)]


async def answered(
    calls: ModelCalls, material: Material, tokens: int = ANSWER_TOKENS
) -> AsyncGenerator[AnsweredSentence, None]:
    """Yield the sentences of an answer, each once, as they are written; raises ModelError."""
    written: asyncio.Queue[str] = asyncio.Queue()
    asking = asyncio.create_task(_ask(calls, material, tokens, written), name="answer")
    told: set[str] = set()
    try:
        while not (asking.done() and written.empty()):
            next_text = asyncio.create_task(written.get())
            await asyncio.wait({asking, next_text}, return_when=asyncio.FIRST_COMPLETED)
            if not next_text.done():
                next_text.cancel()
                continue
            for sentence in _completed(next_text.result()):
                if sentence.text not in told:
                    told.add(sentence.text)
                    yield sentence
        for sentence in asking.result().sentences:
            if sentence.text not in told:
                told.add(sentence.text)
                yield sentence
    finally:
        asking.cancel()
        await asyncio.wait({asking})


async def _ask(
    calls: ModelCalls, material: Material, tokens: int, written: asyncio.Queue[str]
) -> ModelAnswer:
    return await calls.ask(
        prompt_file(PROMPT),
        material.text,
        ModelAnswer,
        schema=_schema(max(material.lines, default=1)),
        tokens=tokens,
        lines="\n".join(line.text for line, _ in material.lines.values()),
        heard=written.put_nowait,
    )


def _completed(text: str) -> Sequence[AnsweredSentence]:
    """Read the sentences that are whole so far."""
    try:
        return ModelAnswer.model_validate(read_answer(Reply(text, is_cut=True))).sentences
    except (ModelOutputInvalid, ValueError, RecursionError):
        return ()


def verified(sentence: AnsweredSentence, material: Material, asked: str = "") -> Statement | None:
    """Return the sentence with the segments that bear it out, all of one meeting; None if none do.

    Where the question names people, a true sentence about others is no answer.
    """
    if not any(map(str.isdigit, sentence.text)) and not content(sentence.text):
        return None  # it says nothing: any line would bear it out
    for spoken, lines in material.cited(sentence.lines):
        supporting = citing(sentence.text, lines, spoken.lines, spoken)
        if supporting and _is_of_those(asked, sentence.text, supporting, spoken):
            return Statement(sentence.text.strip(), evidence(supporting))
    return None


def _is_of_those(asked: str, told: str, lines: Sequence[TranscriptLine], spoken: MeetingSpeech) -> bool:
    names = {first_name(person.name) for person in spoken.everybody} - {""}
    meant = set(called(asked, names))
    return not meant or not meant.isdisjoint({*called(told, names), *(first_name(e.speaker) for e in lines)})


def _schema(lines: int) -> Mapping[str, Any]:
    sentence = {
        "type": "object",
        "properties": {
            "lines": {
                "type": "array",
                "items": {"type": "integer", "minimum": 1, "maximum": lines},
                "maxItems": 4,
            },
            "text": {"type": "string"},
        },
        "required": ["lines", "text"],
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": sentence, "maxItems": MAX_SENTENCES}},
        "required": ["sentences"],
    }

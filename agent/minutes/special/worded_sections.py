"""Sections of one kind of meeting worded by a model; each sentence is checked against what it cites."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import structlog
from pydantic import BaseModel, Field

from agent.minutes.claim_support import supports
from agent.minutes.llm.errors import ModelError
from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.llm.prompt_files import prompt_file
from agent.minutes.special.sections import special_statements
from agent.minutes.special.wishes import wish_of
from agent.minutes.text_normalization import as_sentence, content
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from server.meeting.minutes import Claim, Minutes
from server.meeting.minutes_templates import TemplateSection
from server.meeting.special_sections import LABELS, Statement

PROMPT = "sections"
MOST = 10
"""Statements in one question: a small model loses more."""
MOST_MATERIAL = 24
"""Statements among which a custom section chooses."""
TOKENS_EACH = 50
SHARE = 0.5
"""Of a statement's content words, which its wording has to keep."""
NAMES = ("mover", "seconder", "question")
"""Names, and what was asked, stay as they are."""
ASK = "The section as JSON:"
log = structlog.get_logger()


class Worded(BaseModel):
    """A sentence and the number of the statement that it tells."""

    number: int
    text: Annotated[str, Field(max_length=600)]


class WordedSection(BaseModel):
    """The model's answer."""

    sentences: list[Worded]


async def worded_sections(
    calls: ModelCalls, minutes: Minutes, spoken: MeetingSpeech
) -> tuple[list[Statement], int]:
    """Return the statements of all special sections, and how many of the model's sentences were left out.

    What it does not word, or words wrongly, stays in people's own words. Raises nothing of the model's.
    """
    found = special_statements(spoken, minutes)
    worded: dict[Statement, Statement] = {}
    chosen: dict[str, list[Statement]] = {}
    dropped = 0
    try:
        for section in spoken.template.sections:
            if section.kind == "custom":
                told, wrong = await _custom(calls, section, found, minutes, spoken)
                chosen |= {section.heading: told} if told else {}
                dropped += wrong
        for part in _parts(found):
            same, wrong = await _reworded(calls, part, spoken)
            worded |= same
            dropped += wrong
    except ModelError as error:
        log.info("model_sections_failed", cause=type(error).__name__)
    kept = [each for each in found if each.kind != "custom" or each.group not in chosen]
    own = [each for told in chosen.values() for each in told]
    return [worded.get(each, each) for each in kept] + own, dropped


def _parts(found: Sequence[Statement]) -> list[list[Statement]]:
    """What is asked together: up to MOST statements under one label."""
    labels: dict[tuple[str, str], list[Statement]] = {}
    for each in found:
        if each.kind != "custom" and each.label not in NAMES:
            labels.setdefault((each.kind, each.label), []).append(each)
    return [told[at : at + MOST] for told in labels.values() for at in range(0, len(told), MOST)]


async def _reworded(
    calls: ModelCalls, part: Sequence[Statement], spoken: MeetingSpeech
) -> tuple[dict[Statement, Statement], int]:
    answer = await _asked(calls, LABELS[part[0].label], part, spoken)
    told = _checked(answer, part, spoken)
    return told, len(answer.sentences) - len(told)


async def _custom(
    calls: ModelCalls,
    section: TemplateSection,
    found: Sequence[Statement],
    minutes: Minutes,
    spoken: MeetingSpeech,
) -> tuple[list[Statement], int]:
    """Let the model choose among what the section's words find, and what the minutes say."""
    own = [each for each in found if each.kind == "custom" and each.group == section.heading]
    claims: list[Claim] = [*minutes.decisions, *minutes.open_questions, *minutes.key_points]
    claims += [
        Claim(f"{each.assignee or 'Somebody'}: {each.title}", each.evidence) for each in minutes.actions
    ]
    said = [Statement(each.text, each.evidence, group=section.heading) for each in claims if each.evidence]
    by_words: dict[tuple[UUID, ...], Statement] = {}
    for each in (*own, *said):
        by_words.setdefault(each.evidence, each)
    material = list(by_words.values())[:MOST_MATERIAL]
    if not material:
        return [], 0
    holds = f"{section.heading}. {section.instruction}".replace("<", "(").replace(">", ")")
    answer = await _asked(calls, holds, material, spoken)
    told = _checked(answer, material, spoken)
    return list(told.values()), len(answer.sentences) - len(told)


async def _asked(
    calls: ModelCalls, holds: str, statements: Sequence[Statement], spoken: MeetingSpeech
) -> WordedSection:
    said = "\n".join(f"[{number}] {_told(each)}" for number, each in enumerate(statements, start=1))
    said = said.replace("<", "(").replace(">", ")")
    wish = wish_of(spoken.template)
    material = (
        f"<section>\n{holds}\n</section>\n{wish}<statements>\n{said}\n</statements>\nThe section as JSON:"
    )
    return await calls.ask(
        prompt_file(PROMPT),
        material,
        WordedSection,
        tokens=TOKENS_EACH * (1 + len(statements)),
        schema=_schema(len(statements)),
        lines=said,
    )


def _told(each: Statement) -> str:
    return f"{each.speaker}: {each.text}" if each.speaker else each.text


def _schema(count: int) -> Mapping[str, Any]:
    sentence = {
        "type": "object",
        "properties": {
            "number": {"type": "integer", "enum": list(range(1, count + 1))},
            "text": {"type": "string"},
        },
        "required": ["number", "text"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": sentence, "maxItems": count}},
        "required": ["sentences"],
        "additionalProperties": False,
    }


def _checked(
    answer: WordedSection, statements: Sequence[Statement], spoken: MeetingSpeech
) -> dict[Statement, Statement]:
    """The sentences that what their statement cites bears out, by that statement."""
    found: dict[Statement, Statement] = {}
    for each in answer.sentences:
        if 1 <= each.number <= len(statements):
            of = statements[each.number - 1]
            if of not in found and _tells(of, each.text) and supports(_lines(spoken, of), each.text, spoken):
                found[of] = replace(of, text=as_sentence(each.text), by_model=True)
    return found


def _tells(of: Statement, text: str) -> bool:
    """Whether it still says what made the statement one of its section: “is waiting for it”, not “has it”."""
    words = set(content(of.text))
    return of.kind == "custom" or len(words & set(content(text))) >= SHARE * len(words)


def _lines(spoken: MeetingSpeech, of: Statement) -> list[TranscriptLine]:
    cited = set(of.evidence)
    return [line for line in spoken.lines if not cited.isdisjoint(line.segments)]

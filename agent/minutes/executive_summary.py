"""The executive summary: written by the model from verified notes, each sentence verified again."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from agent.minutes.claim_support import supports
from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.llm.prompt_files import prompt_file
from agent.minutes.special.wishes import SENTENCES, wish_of
from agent.minutes.text_normalization import as_sentence, content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.window_notes import PROMPT as NOTES
from server.meeting.minutes import Action, Claim, Minutes

PROMPT = "summary"
LATER = 2
"""Most sentences that are added to a summary from before the end."""
SUMMARY_TOKENS = 320
FACTS = 8
"""Most facts of each kind in the prompt, from all over the meeting: who waits for the minutes waits for this
answer, and two cores read some thirty tokens a second."""
STEP_CHARS = 300
"""Some three seconds of reading."""
CLAIMS = 3
"""Maximum number of claims a sentence of the summary may be based on."""
MIN_SHARE = 0.5
"""With a smaller share of supported sentences the model's summary is discarded."""
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"summary": {"type": "string"}},
    "required": ["summary"],
    "additionalProperties": False,
}


class Summary(BaseModel):
    """The model's answer."""

    summary: str


def facts(minutes: Minutes) -> str:
    """Format the verified notes as a prompt."""
    parts = {
        "Discussed": spread([claim.text for claim in minutes.key_points]),
        "Decided": spread([claim.text for claim in minutes.decisions]),
        "To do": spread([_task(action) for action in minutes.actions]),
    }
    body = "\n".join(
        f"{name}:\n" + "\n".join(f"- {text}" for text in texts) for name, texts in parts.items() if texts
    )
    return f"<notes>\n{body.replace('<', '(').replace('>', ')')}\n</notes>\nThe summary as JSON:"


def spread(texts: Sequence[str], most: int = FACTS) -> list[str]:
    """At most so many texts, from the first to the last at even distances."""
    if len(texts) <= most:
        return list(texts)
    return [texts[at * (len(texts) - 1) // (most - 1)] for at in range(most)]


def _task(action: Action) -> str:
    return f"{action.assignee}: {action.title}" if action.assignee else action.title


async def read_in_steps(calls: ModelCalls, minutes: Minutes) -> None:
    """Have what a summary is made of read bit by bit: a server that reads a prompt cannot be stopped."""
    noted = f"{calls.instructions(prompt_file(PROMPT))}\n{facts(minutes)}"
    for end in range(STEP_CHARS, len(noted), STEP_CHARS):
        await calls.prepare(prompt_file(NOTES), noted[:end], SCHEMA)


async def summary_of(calls: ModelCalls, minutes: Minutes, spoken: MeetingSpeech) -> tuple[str, int]:
    """Return the supported sentences (empty if too few) and the number of others. Raises ModelError."""
    noted = facts(minutes)
    material = wish_of(spoken.template, is_summary=True) + noted
    answer = await calls.ask(
        prompt_file(NOTES),
        material,
        Summary,
        tokens=SUMMARY_TOKENS,
        schema=SCHEMA,
        lines=noted,
        task=prompt_file(PROMPT),
    )
    return grounded(answer.summary, minutes, spoken)


def grounded(text: str, minutes: Minutes, spoken: MeetingSpeech) -> tuple[str, int]:
    """Return the supported sentences of a summary (empty if too few) and the number of others."""
    said = sentences(text)[: SENTENCES[spoken.template.length]]
    kept = [sentence for sentence in said if is_grounded(sentence, minutes, spoken)]
    if not kept or len(kept) < MIN_SHARE * len(said):
        return "", len(said)
    return " ".join(as_sentence(sentence) for sentence in kept), len(said) - len(kept)


def with_later(text: str, minutes: Minutes, said_before: frozenset[UUID]) -> str:
    """Add to a summary what was decided after what it is about; without decisions, what mattered then."""
    if not text:
        return ""
    for claims in (minutes.decisions, minutes.key_points):
        later = [each.text for each in claims if said_before.isdisjoint(each.evidence)]
        if later:
            return " ".join([text, *map(as_sentence, later[-LATER:])])
    return text


def is_grounded(sentence: str, minutes: Minutes, spoken: MeetingSpeech) -> bool:
    """Whether the lines of the CLAIMS nearest claims support the sentence."""
    about = set(content(sentence))
    claims = [*minutes.key_points, *minutes.decisions]
    claims += [Claim(_task(action), action.evidence) for action in minutes.actions]
    nearest = sorted(claims, key=lambda claim: -len(about & set(content(claim.text))))[:CLAIMS]
    return any(
        supports(_lines(spoken, nearest[:count]), sentence, spoken) for count in range(1, len(nearest) + 1)
    )


def _lines(spoken: MeetingSpeech, claims: Sequence[Claim]) -> list[TranscriptLine]:
    cited: set[UUID] = {segment for claim in claims for segment in claim.evidence}
    return [line for line in spoken.lines if not cited.isdisjoint(line.segments)]

"""Question and JSON schema of the notes a model takes of one window."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from agent.minutes.context_windows import shown
from agent.minutes.llm.language_model import tokens_of
from agent.minutes.llm.model_calls import ModelCalls
from agent.minutes.llm.prompt_files import prompt_file
from agent.minutes.transcript_lines import TranscriptLine

PROMPT = "notes"
NOTE_TOKENS = 700
"""Token limit of the answer for one window."""
MIN_NOTE_TOKENS = 240
"""The same for a window of a few lines."""
MAX_NOTES = 20
"""Of each kind, of one window; a model that is not bound to the schema may write more."""
MAX_TEXT = 2000
"""Characters of one note."""
NOBODY = "nobody"
MAX_LINES = 4


Item = TypeVar("Item", bound=BaseModel)
Text = Annotated[str, Field(max_length=MAX_TEXT)]
Lines = Annotated[list[int], BeforeValidator(lambda told: told if isinstance(told, list) else [told])]
"""A single number counts as a list of it."""


class Noted(BaseModel):
    """A sentence with the numbers of the lines it cites."""

    lines: Lines
    text: Text


class NotedTopic(BaseModel):
    """A topic of the window."""

    lines: Lines
    title: Text
    summary: Text


class NotedAction(BaseModel):
    """A task; the owner is verified in code, and the due date is parsed from the lines."""

    lines: Lines
    task: Text
    owner: Text = NOBODY


def _valid(kind: type[Item]) -> BeforeValidator:
    """Leave out items that are not of the kind, rather than refuse the good ones beside them."""
    adapter = TypeAdapter(kind)

    def valid(told: object) -> object:
        if not isinstance(told, list):
            return told
        found = []
        for each in told[:MAX_NOTES]:
            try:
                found.append(adapter.validate_python(each))
            except ValidationError:
                continue
        return found

    return BeforeValidator(valid)


class Notes(BaseModel):
    """A model's unverified notes of one window."""

    topics: Annotated[list[NotedTopic], _valid(NotedTopic)] = Field(default_factory=list)
    key_points: Annotated[list[Noted], _valid(Noted)] = Field(default_factory=list)
    decisions: Annotated[list[Noted], _valid(Noted)] = Field(default_factory=list)
    actions: Annotated[list[NotedAction], _valid(NotedAction)] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _is_about_notes(cls, told: object) -> object:
        """Refuse an object with none of the lists, which would pass for a window with nothing to note."""
        if not isinstance(told, dict) or told.keys().isdisjoint(cls.model_fields):
            raise ValueError("no list of notes")
        return told


def schema(window: Sequence[TranscriptLine], names: Sequence[str]) -> Mapping[str, Any]:
    """JSON schema limited to the existing line numbers and names, so that no other can be cited."""
    lines = {
        "type": "array",
        "items": {"type": "integer", "enum": [line.number for line in window]},
        "minItems": 1,
        "maxItems": MAX_LINES,
    }
    text = {"type": "string"}
    owner = {"type": "string", "enum": [*names, NOBODY]}
    return _object(
        topics=_list(_object(lines=lines, title=text, summary=text), _most(window, 14, 2)),
        key_points=_list(_object(lines=lines, text=text), _most(window, 8, 4)),
        decisions=_list(_object(lines=lines, text=text), _most(window, 8, 3)),
        actions=_list(_object(lines=lines, task=text, owner=owner), _most(window, 6, 4)),
    )


def _most(window: Sequence[TranscriptLine], lines_each: int, most: int) -> int:
    """Most notes of one kind: of a few lines there are few, and each costs seconds on a slow machine."""
    return min(most, 1 + len(window) // lines_each)


def _object(**properties: Mapping[str, Any]) -> Mapping[str, Any]:
    required = list(properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Mapping[str, Any], most: int) -> Mapping[str, Any]:
    return {"type": "array", "items": items, "maxItems": most}


def question(window: Sequence[TranscriptLine]) -> str:
    """Format a window as a prompt."""
    return f"{beginning(window)}\n</transcript>\nYour notes as JSON:"


def beginning(window: Sequence[TranscriptLine]) -> str:
    """Return what the prompt of a window begins with, to which more lines may be added."""
    return "\n".join(("<transcript>", *map(shown, window)))


def answer_tokens(window: Sequence[TranscriptLine], context: int) -> int:
    """Token limit of the notes of a window: there is no more to note than was said."""
    said = sum(tokens_of(line.text) for line in window)
    return min(NOTE_TOKENS, context // 4, MIN_NOTE_TOKENS + said // 2)


async def notes_of(calls: ModelCalls, window: Sequence[TranscriptLine], names: Sequence[str]) -> Notes:
    """Request the model's notes of a window; raises ModelError."""
    return await calls.ask(
        prompt_file(PROMPT),
        question(window),
        Notes,
        tokens=answer_tokens(window, calls.model.context),
        schema=schema(window, names),
        lines="\n".join(line.text for line in window),
    )

"""Tapes: scripted meetings as JSON lines, one event in each.

    {"speaker": "Anna Berg", "start_s": 0.0, "text": "Good morning."}
    {"speaker": "Maria Silva", "start_s": 9.5, "chat": "The survey: 41 of 50."}
    {"speaker": "Ben Okoro", "start_s": 12.0, "hand": true}

The first speaker hosts. Times count from the start of the tape; one person's lines never overlap,
two people's may.
"""

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from server.errors import Invalid

TAPES = Path(__file__).parent / "tapes"


class TapeEvent(BaseModel):
    """One person's event: says `text`, types `chat`, or raises (true) or lowers (false) a `hand`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    speaker: str = Field(min_length=1, max_length=80)
    start_s: float = Field(ge=0)
    text: str | None = None
    chat: str | None = None
    hand: bool | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> "TapeEvent":
        if sum(thing is not None for thing in (self.text, self.chat, self.hand)) != 1:
            raise ValueError("a line says one of text, chat and hand")
        return self


@dataclass(frozen=True)
class Tape:
    """A script, in time order."""

    name: str
    cues: tuple[TapeEvent, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everyone with an event, the host first."""
        return tuple(dict.fromkeys(cue.speaker for cue in self.cues))

    def spoken(self, speaker: str | None = None) -> tuple[TapeEvent, ...]:
        """The speech events, of one person or of all."""
        return tuple(cue for cue in self.cues if cue.text and speaker in (None, cue.speaker))


def read_tape(path: Path) -> Tape:
    """Read a tape from a file or by a shipped tape's name; raises Invalid with the line at fault."""
    file = path if path.exists() else TAPES / f"{path.name}.jsonl"
    cue = TypeAdapter(TapeEvent)
    cues: list[TapeEvent] = []
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        raise Invalid(f"There is no tape {path}: {error.strerror}.") from error
    for number, line in enumerate(lines, 1):
        try:
            cues += [cue.validate_json(line)] if line.strip() else []
        except ValidationError as error:
            raise Invalid(f"{path}, line {number}: {error.errors()[0]['msg']}.") from error
    if not cues:
        raise Invalid(f"The tape {path} is empty.")
    return Tape(file.stem, tuple(sorted(cues, key=lambda cue: cue.start_s)))

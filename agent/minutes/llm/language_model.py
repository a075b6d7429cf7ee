"""The door to a language model: one question with a JSON schema, one reply, whatever server runs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

CHARS_PER_TOKEN = 3.0
"""Characters per token, conservative for English; used for prompt budgets."""
SYLLABIC_TOKENS = 1.2
"""Tokens per Hangul or Han character."""
MAX_ANSWER_CHARS = 200_000
"""No answer to a prompt of ours is longer; a server that sends more is cut off."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: until the first token, between two of them, and for the whole reply."""

    first_s: float
    stall_s: float
    total_s: float


@dataclass(frozen=True, slots=True)
class Question:
    """Instructions, always the same so that the server's cache serves, and the material they are about."""

    instructions: str
    material: str
    schema: Mapping[str, Any]
    """JSON schema of the answer."""
    tokens: int
    """Most tokens of the answer."""
    temperature: float = 0.0
    heard: Callable[[str], None] | None = field(default=None, compare=False)
    """Told the answer so far whenever more of it is there; not by servers that send it whole."""

    @property
    def prompt(self) -> str:
        """What the server reads."""
        return f"{self.instructions}\n{self.material}"

    @property
    def chars(self) -> int:
        """Length of the prompt."""
        return len(self.instructions) + len(self.material)

    @property
    def messages(self) -> list[dict[str, str]]:
        """The prompt as both APIs take it."""
        return [
            {"role": "system", "content": self.instructions},
            {"role": "user", "content": self.material},
        ]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply cost; None: the server does not say."""

    read: int | None = None
    """Tokens of the prompt, those served by the server's cache among them."""
    written: int | None = None
    read_s: float | None = None
    written_s: float | None = None
    cached: int | None = None
    """Tokens of the prompt that the cache served; None: to be told from `read_s`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's reply, as it came."""

    text: str
    thinking: str = ""
    """What it sent apart from its answer; some models answer here."""
    is_cut: bool = False
    """Whether it reached the limit of its length."""
    usage: Usage = Usage()


class LanguageModel(Protocol):
    """A model on a server that was found to have it."""

    @property
    def name(self) -> str:
        """The model's name on its server."""
        ...

    @property
    def digest(self) -> str | None:
        """What identifies its weights, if the server says it."""
        ...

    @property
    def host(self) -> str:
        """The server's host name; empty on this machine."""
        ...

    @property
    def context(self) -> int:
        """Tokens of prompt and answer together."""
        ...

    async def complete(self, question: Question, limits: Limits) -> Reply:
        """Answer a question; raises ModelError."""
        ...


def tokens_of(text: str) -> int:
    """Estimated upper limit of a text's tokens."""
    syllables = sum(character > "\u1100" for character in text)
    return round((len(text) - syllables) / CHARS_PER_TOKEN + syllables * SYLLABIC_TOKENS) + 1

"""How fast a model is, as measured on its earlier answers: a slow machine is not a broken one."""

from dataclasses import dataclass, field

from agent.minutes.llm.language_model import Limits, Usage

SLOW_READ, SLOW_WRITE = 6.0, 1.5
"""Tokens a second, assumed before the first answer: half of what one old core does with 1.5 B weights."""
LOAD_S = 90.0
"""Reading a model's weights from a slow disk."""
MARGIN = 4.0
"""How many times slower than measured a model may become: meetings run beside it."""
MIN_STALL_S = 30.0
MIN_MEASURED = 32
"""Fewer tokens say nothing of the speed: the rest of the prompt came from the server's cache."""
EVICTED = 2.0
"""Reading that took so many times what the new part of a prompt takes was of more: the cache had lost it."""
FORGET = 0.5
"""What earlier measurements count for beside each new one."""


@dataclass(slots=True)
class Pace:
    """Tokens a second of one model."""

    _read: float = 0.0
    _read_s: float = 0.0
    _written: float = 0.0
    _written_s: float = 0.0
    tokens: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("read", "cached", "written"), 0))
    """All so far; those `read` are those that the cache did not serve."""
    _prompt: str = ""
    """The last one: what the next has in common with it, the server's cache may still hold."""

    @property
    def read_per_s(self) -> float:
        """Tokens of a prompt."""
        return self._read / self._read_s if self._read_s else SLOW_READ

    @property
    def written_per_s(self) -> float:
        """Tokens of an answer."""
        return self._written / self._written_s if self._written_s else SLOW_WRITE

    def learn(self, usage: Usage, prompt: str = "") -> int:
        """Take a reply into account; return how many tokens of its prompt the server read anew.

        Ollama counts those that its cache served, but not the time that reading them would have taken.
        """
        read = usage.read or 0
        anew = read - (usage.cached or 0) if usage.cached is not None else self._new_of(prompt, read)
        took = round((usage.read_s or 0.0) * self.read_per_s) if self._read_s else anew
        if usage.read_s and anew >= MIN_MEASURED:
            self._read = FORGET * self._read + anew
            self._read_s = FORGET * self._read_s + usage.read_s
        self._learn_writing(usage)
        self.tokens["written"] += usage.written or 0
        is_evicted = usage.cached is None and took > EVICTED * max(anew, MIN_MEASURED)
        anew = min(read, took) if is_evicted else anew
        self.tokens["read"] += anew
        self.tokens["cached"] += max(0, read - anew)
        return anew

    def _new_of(self, prompt: str, read: int) -> int:
        """Tokens of the prompt's part that was not in the last one."""
        pairs = enumerate(zip(prompt, self._prompt, strict=False))
        shared = next((at for at, (one, other) in pairs if one != other), min(len(prompt), len(self._prompt)))
        self._prompt = prompt
        return round(read * (1 - shared / len(prompt))) if prompt else read

    def _learn_writing(self, usage: Usage) -> None:
        if usage.written and usage.written_s and usage.written >= MIN_MEASURED:
            self._written = FORGET * self._written + usage.written
            self._written_s = FORGET * self._written_s + usage.written_s

    def expected_s(self, read: int, written: int) -> float:
        """Seconds for a prompt of `read` tokens and an answer of `written`."""
        return read / self.read_per_s + written / self.written_per_s

    def limits(self, read: int, written: int, left_s: float) -> Limits:
        """After what time a reply is given up; `left_s` is all the time there is."""
        first_s = LOAD_S + MARGIN * read / self.read_per_s
        stall_s = max(MIN_STALL_S, MARGIN * 10 / self.written_per_s)
        return Limits(min(first_s, left_s), min(stall_s, left_s), left_s)

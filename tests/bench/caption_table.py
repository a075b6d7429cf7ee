"""The table of the captions' bench: a column for each meeting."""

from collections.abc import Callable
from statistics import quantiles

from tests.bench.caption_scores import Score


def pair(samples_ms: list[float]) -> str:
    """p50 and p95."""
    if len(samples_ms) < 2:
        return "too few"
    cuts = quantiles(samples_ms, n=20, method="inclusive")
    return f"{cuts[9]:.0f} / {cuts[18]:.0f}"


def share(count: int, of: int) -> str:
    """A percentage with its whole."""
    return f"{100 * count / max(1, of):.1f} % of {of}"


ROWS: dict[str, Callable[[Score], str]] = {
    "speech begins -> first words, ms": lambda found: pair(found.first_ms),
    "a word is over -> it stands, ms": lambda found: pair(found.word_ms),
    "last word -> final, ms": lambda found: pair(found.final_ms),
    "words taken back in a minute of speech": lambda found: (
        f"{60 * found.revoked / max(1.0, found.speech_s):.1f}"
    ),
    "words wrong": lambda found: share(found.wrong, found.of),
    "words wrong after the second pass": lambda found: share(found.refined_wrong, found.of),
    "words of somebody else": lambda found: str(found.foreign),
    "utterances without words": lambda found: f"{found.lost} of {found.clips}",
}


def table(columns: dict[str, tuple[Score, float]]) -> str:
    """Lay the figures out; with each score the processors that the agent and whisper used."""
    lines = [["p50 / p95", *columns]]
    lines += [[name, *(show(found) for found, _ in columns.values())] for name, show in ROWS.items()]
    lines.append(["processors of agent and whisper", *(f"{used:.2f}" for _, used in columns.values())])
    return "\n".join(f"{line[0]:<40}" + "".join(f"{cell:>24}" for cell in line[1:]) for line in lines)

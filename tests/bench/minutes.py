"""Benchmark: what the minutes are worth, in one table: `python -m tests.bench.minutes [--model]`.

Each row names the bench that prints more of it. Of the sample of meetings that people annotated the half
held out is taken, where the sample is there. `--model` adds a column for the packed model, which reads each
of these meetings: hours on two cores, so `--shortest N` takes only the N shortest, for all columns.
"""

# ruff: noqa: T201  a benchmark prints

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import structlog

from agent.minutes.text_normalization import stemming_in
from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.writing import Author
from server.config import Secret
from server.meeting.minutes import Minutes
from tests.bench import claims, due_dates, minutes_quality, summaries
from tests.bench.minutes_matching import Score
from tests.bench.minutes_sample import SAMPLE, annotated_meetings, halves
from tests.bench.minutes_seconds import authors
from tests.bench.minutes_seconds import main as print_seconds
from tests.bench.percentiles import machine
from tests.bench.spoken_due_dates import sayings
from tests.integration.minutes.fake_ollama import ollama
from tests.integration.minutes.injected_lines import RECOGNISED, REWORDINGS, UNRECOGNISED
from tests.integration.minutes.test_injection import lies_in, meeting_with, obedient
from tests.integration.minutes.test_model import written

CLAIMS = SAMPLE / "minutes" / "claims.tsv"
ORDERS = (*RECOGNISED, *UNRECOGNISED)
NAME, CELL = 54, 22
Row = tuple[str, Mapping[str, str]]
"""A measure, and its figures by author."""


async def table(by_name: Mapping[str, Author], shortest: int | None) -> AsyncIterator[Row]:
    """All rows; those that no author changes have one figure under an empty name."""
    for measure in (_summaries, _elements):
        async for row in measure(by_name, shortest):
            yield row
    said = list(sayings())
    right = sum(due_dates.ours(saying) == saying.due for saying in said)
    yield f"due dates: right of {len(said)} sayings (due_dates)", {"": f"{right / len(said):.1%}"}
    yield "made claims: let through, refused (claims)", {"": _errors(claims.made())}
    if CLAIMS.exists():
        _, held_out = claims.told(CLAIMS, CLAIMS.parent / "meetings")
        yield "claims about real meetings", {"": _errors(held_out)}
    orders = len(ORDERS) * len(REWORDINGS)
    yield "injected instructions obeyed, in eight wordings each", {"": f"{await _obeyed()} of {orders}"}


async def _summaries(by_name: Mapping[str, Author], shortest: int | None) -> AsyncIterator[Row]:
    meetings = _shortest(summaries.summarised_meetings()[1::2], shortest)
    if not meetings:
        return
    found = {}
    for name, author in by_name.items():
        made = {id(meeting.spoken): await _minutes(author, meeting.spoken) for meeting in meetings}
        found[name] = summaries.mean_scores(meetings, summaries.BASELINES, partial(_made, made))
    for method in ("ours", *summaries.BASELINES):
        figures = {name: scores["summary", method] for name, scores in found.items()}
        yield (
            f"ROUGE-1 -2 -L, {method} (summaries)",
            {name: " ".join(f"{each:.1f}" for each in rouges[:3]) for name, rouges in figures.items()},
        )


def _made(made: Mapping[int, Minutes], spoken: MeetingSpeech) -> Minutes:
    return made[id(spoken)]


async def _elements(by_name: Mapping[str, Author], shortest: int | None) -> AsyncIterator[Row]:
    _, held_out = halves(annotated_meetings())
    meetings = _shortest(held_out, shortest)
    if not meetings:
        return
    found: dict[str, dict[str, Score]] = {}
    for name, author in by_name.items():
        each = [
            minutes_quality.scores(meeting, await _minutes(author, meeting.spoken)) for meeting in meetings
        ]
        found[name] = minutes_quality.pooled(each)
    for kind in minutes_quality.KINDS:
        yield (
            f"{kind}: precision, recall, F1 (minutes_quality)",
            {name: _score(scores[kind]) for name, scores in found.items()},
        )


class _Spoken(Protocol):
    @property
    def spoken(self) -> MeetingSpeech: ...


Meeting = TypeVar("Meeting", bound=_Spoken)


def _shortest(meetings: Sequence[Meeting], count: int | None) -> Sequence[Meeting]:
    return sorted(meetings, key=lambda each: len(each.spoken.lines))[:count] if count else meetings


async def _minutes(author: Author, spoken: MeetingSpeech) -> Minutes:
    return await author.phrase(await author.draft(spoken), spoken)


def _score(score: Score) -> str:
    return " ".join(
        "–" if each is None else f"{each:.2f}" for each in (score.precision, score.recall, score.f1)
    )


def _errors(judged: Sequence[claims.Judged]) -> str:
    found = claims.errors_of([(each, claims.passes(each)) for each in judged])
    return f"{found.let_through} of {found.false}, {found.refused} of {found.true}"


async def _obeyed() -> int:
    """Spoken instructions after which minutes tell the lie as their own, by a model that obeys all.

    Each is tried with each wording of the lie; decisions, tasks, key points, topics and the summary count.
    """
    obeyed = 0
    for order in ORDERS:
        spoken = meeting_with(order)
        for told in REWORDINGS:
            async with ollama(kind=obedient(told)) as fake:
                minutes = await written(fake, spoken)
            obeyed += bool(lies_in(minutes, spoken))
    return obeyed


async def main(*, with_model: bool, shortest: int | None, lengths_min: Sequence[int]) -> None:
    """Print the table, then the seconds after the end of meetings of the given lengths."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(machine())
    with tempfile.TemporaryDirectory() as directory, stemming_in("en"):
        async with authors(with_model, Secret(""), Path(directory)) as by_name:
            print(f"{'':{NAME}}" + "".join(f"{name:{CELL}}" for name in by_name))
            async for name, figures in table(by_name, shortest):
                cells = figures.values() if "" in figures else [figures.get(each, "–") for each in by_name]
                print(f"{name:{NAME}}" + "".join(f"{cell:{CELL}}" for cell in cells), flush=True)
    await print_seconds(with_model, lengths_min)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--model", action="store_true", help="also with the packed model in Ollama")
    parser.add_argument("--shortest", type=int, help="only so many of the sample's meetings, the shortest")
    parser.add_argument("--minutes", default="10,60", help="lengths in minutes, as in 1,10,60")
    given = parser.parse_args()
    lengths = [int(each) for each in given.minutes.split(",")]
    asyncio.run(main(with_model=given.model, shortest=given.shortest, lengths_min=lengths))

"""Benchmark: ROUGE of the summary without a model, beside other methods: `python -m tests.bench.summaries`.

Prints ROUGE-1, ROUGE-2 and ROUGE-L (F1, percent) against the summaries that people wrote of the sample's
meetings, for the half that was developed on and the half held out (of the ids in order, every second one).
Each row of other methods is cut to the words that ours has: lead, TextRank and LexRank of this repository,
and those of `sumy` where it can be imported. `--read` prints the summaries of the first half.
"""

# ruff: noqa: T201  a benchmark prints

import argparse
import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import sentences, stemming_in
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Minutes
from tests.bench.minutes_sample import SAMPLE, speech_of
from tests.bench.rouge import Scores, rouge
from tests.bench.summary_baselines import MIN_WORDS, cut, lead, lex_rank, text_rank

NOTE = re.compile(r"\{\w+\}")
"""A transcriber's note in a transcript of the sample; nobody said it."""
Method = Callable[[Sequence[str], int], str]
Writer = Callable[[MeetingSpeech], Minutes]
BASELINES: dict[str, Method] = {"lead": lead, "TextRank": text_rank, "LexRank": lex_rank}
SUMY = {"TextRank": ("sumy.summarizers.text_rank", "TextRankSummarizer"),
        "LexRank": ("sumy.summarizers.lex_rank", "LexRankSummarizer")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SummarisedMeeting:
    """A meeting's speech and the summary that somebody wrote of it."""

    id: str
    spoken: MeetingSpeech
    reference: str


def summarised_meetings(sample: Path = SAMPLE) -> list[SummarisedMeeting]:
    """All meetings of the sample with a summary, by id; none where the sample is absent."""
    return sorted([*_of_committees(sample), *_of_working_groups(sample)], key=lambda each: each.id)


def _of_committees(sample: Path) -> Iterator[SummarisedMeeting]:
    for path in (sample / "meetings").glob("*.ref.json"):
        told = json.loads(path.read_text())
        spoken = json.loads(path.with_name(f"{told['id']}.qmsum.json").read_text())
        turns = [(turn["speaker"], NOTE.sub(" ", turn["content"])) for turn in spoken["meeting_transcripts"]]
        yield SummarisedMeeting(told["id"], speech_of(turns), told["general"][0]["answer"])


def _of_working_groups(sample: Path) -> Iterator[SummarisedMeeting]:
    for path in (sample / "minutes" / "meetings").glob("*.json"):
        told = json.loads(path.read_text())
        if told["summary"]:
            turns = [(turn["speaker"], turn["text"]) for turn in told["turns"]]
            yield SummarisedMeeting(told["id"], speech_of(turns), told["summary"])


def written(minutes: Minutes) -> dict[str, str]:
    """What is compared: the executive summary, and the same with the key points."""
    points = " ".join(claim.text for claim in minutes.key_points)
    summary = minutes.executive_summary
    return {"summary": summary, "summary and key points": f"{summary} {points}"}


def sumy_methods() -> dict[str, Method]:
    """The methods of `sumy`; empty where it is not installed."""
    try:
        return {f"{name} (sumy)": _sumy_method(*place) for name, place in SUMY.items()}
    except ImportError:
        return {}


def _sumy_method(module: str, name: str) -> Method:
    models = importlib.import_module("sumy.models.dom")
    tokenizer = _Words()
    summarizer = getattr(importlib.import_module(module), name)()

    def method(said: Sequence[str], words: int) -> str:
        parts = [models.Sentence(text, tokenizer) for text in said if len(text.split()) >= MIN_WORDS]
        document = models.ObjectDocumentModel([models.Paragraph(parts)])
        count = max(1, words // 8)
        return cut([str(each) for each in summarizer(document, count)], words)

    return method


class _Words:
    """The tokenizer that `sumy` asks for."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(text.lower().split())


def mean_scores(
    meetings: Sequence[SummarisedMeeting], methods: dict[str, Method], minutes_of: Writer = extract
) -> dict[tuple[str, str], tuple[float, ...]]:
    """Mean ROUGE-1, -2 and -L in percent, and mean words, by what is compared and by method."""
    found: dict[tuple[str, str], list[tuple[Scores, int]]] = {}
    for meeting in meetings:
        said = [part for line in meeting.spoken.lines for part in sentences(line.text)]
        for kind, text in written(minutes_of(meeting.spoken)).items():
            words = len(text.split())
            texts = {"ours": text} | {each: method(said, words) for each, method in methods.items()}
            for each, summary in texts.items():
                scored = rouge(summary, meeting.reference), len(summary.split())
                found.setdefault((kind, each), []).append(scored)
    return {row: _means(scores) for row, scores in found.items()}


def _means(scores: Sequence[tuple[Scores, int]]) -> tuple[float, ...]:
    rouges = [100 * sum(each[0][at] for each in scores) / len(scores) for at in range(3)]
    return (*rouges, sum(words for _, words in scores) / len(scores))


def print_half(name: str, meetings: Sequence[SummarisedMeeting], methods: dict[str, Method]) -> None:
    """The mean scores of each method over a half, and its mean length."""
    print(f"\n{name}: {', '.join(meeting.id for meeting in meetings)}")
    for (kind, method), (*means, length) in mean_scores(meetings, methods).items():
        print(f"{kind:24s}{method:18s}" + "".join(f"{mean:8.1f}" for mean in means) + f"{length:8.0f}")


def main(*, read: bool) -> None:
    """Print the tables, or with `read` the summaries of the half developed on."""
    meetings = summarised_meetings()
    if not meetings:
        print(f"skipped: the sample of meetings is not at {SAMPLE.parent.name}/{SAMPLE.name}")
        return
    with stemming_in("en"):
        if read:
            for meeting in meetings[::2]:
                minutes = extract(meeting.spoken)
                print(f"\n== {meeting.id}\n{minutes.executive_summary}")
                print(f"topics: {'; '.join(topic.title for topic in minutes.topics)}")
            return
        methods = BASELINES | (extra := sumy_methods())
        if not extra:
            print("without sumy, which is not installed")
        print(f"{'F1, percent':42s}{'R-1':>8s}{'R-2':>8s}{'R-L':>8s}{'words':>8s}")
        print_half("developed on", meetings[::2], methods)
        print_half("held out", meetings[1::2], methods)
        began = time.process_time()
        for meeting in meetings:
            extract(meeting.spoken)
    spent = time.process_time() - began
    print(f"\n{len(meetings)} meetings, {spent / len(meetings):.2f} s of CPU time each for all minutes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--read", action="store_true", help="print the summaries of the half developed on")
    main(read=parser.parse_args().read)

"""Sentiment of what was said, by the word list and rules of VADER (Hutto and Gilbert, 2014); in English only.

Each sentence has VADER's compound score, -1 to 1; stretches and the whole are means by words. Questions, and
what stands in quotation marks, are not scored: they say what is asked, or what somebody else said. It counts
words, and knows neither irony nor bad news told politely: tests/bench/sentiment.py prints what it is worth.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import sentences
from agent.minutes.transcript_lines import MeetingSpeech
from server.languages import code_of
from server.meeting.meeting_figures import Sentiment, SentimentPoint

LANGUAGES = frozenset({"en"})
POINTS = 24
"""A meeting is cut into at most so many stretches of whole minutes."""
MIN_WORDS = 30
"""A stretch with fewer has no score."""
MIN_WORDS_OVERALL = 60
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
RAISED = re.compile(
    r"\b(?:(?:do|does|did)(?:n['’]t| not)) (think|believe|feel|find|see)\b"
    r"([^,.;]*?\b(?:is|are|was|were|be|look|looks|seem|seems|went|has|have)\b|[^,.;]*?\w['’]s\b)",
    re.IGNORECASE,
)
"""“I don't think that is good”: the word list looks for the “not” near the “good”."""
NOBODY = re.compile(r"\b(?:nobody|no one|none of (?:us|them|you))\b", re.IGNORECASE)
OF_WORK = (
    "share shares shared sharing top critical risk risks risky kill kills killed killing dead attack attacks"
    " please yes isolated emergency defensive battle alert alerts number strategic asset assets trust trusted"
)
"""What the word list takes for a feeling, and is a term or a courtesy at work: neutral here."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence's time, score and number of words."""

    at_ms: int
    score: float
    words: int


def sentiment_of(spoken: MeetingSpeech) -> Sentiment | None:
    """Score a meeting; None if nothing was said in a language that the word list knows."""
    said = [each for each in spoken.segments if each.text.strip()]
    known = [each for each in said if code_of(each.language) in LANGUAGES]
    all_words = sum(len(WORD.findall(each.text)) for each in said)
    if not all_words or not known:
        return None
    scored = [
        ScoredSentence(each.start_ms, score(sentence), len(WORD.findall(sentence)))
        for each in known
        for sentence in assertions(each.text)
    ]
    words = sum(each.words for each in scored)
    return Sentiment(
        method=f"VADER {version('vaderSentiment')}",
        overall=_mean(scored, MIN_WORDS_OVERALL),
        words=words,
        share=round(words / all_words, 3),
        points=tuple(_points(scored, max(each.end_ms for each in said))),
    )


def assertions(text: str) -> Iterator[str]:
    """The sentences of a text that are no questions, without what they quote."""
    for sentence in sentences(text):
        plain = QUOTED.sub(" ", sentence).strip()
        if WORD.search(plain) and not spoken_tables().question.search(sentence):
            yield plain


def score(sentence: str) -> float:
    """The compound score of an English sentence, -1 to 1."""
    near = NOBODY.sub("not one", RAISED.sub(r"\1\2 not", sentence))
    return float(_analyzer().polarity_scores(near)["compound"])


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    analyzer = SentimentIntensityAnalyzer()
    for word in OF_WORK.split():
        analyzer.lexicon.pop(word, None)
    return analyzer


def _points(scored: Sequence[ScoredSentence], end_ms: int) -> Iterator[SentimentPoint]:
    minutes = max(1, -(-end_ms // (60_000 * POINTS)))
    step = 60_000 * minutes
    for from_ms in range(0, end_ms, step):
        within = [each for each in scored if from_ms <= each.at_ms < from_ms + step]
        to_ms = min(from_ms + step, end_ms)
        yield SentimentPoint(from_ms, to_ms, _mean(within, MIN_WORDS), sum(each.words for each in within))


def _mean(scored: Iterable[ScoredSentence], least: int) -> float | None:
    told = list(scored)
    words = sum(each.words for each in told)
    return round(sum(each.score * each.words for each in told) / words, 3) if words >= least else None

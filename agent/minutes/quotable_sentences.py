"""Sentences that can stand alone as quotations, and the most central ones of a meeting."""

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from agent.minutes.function_words import BEFORE_NOUNS, function_words
from agent.minutes.language_tables import words
from agent.minutes.lead_ins import without_lead_in
from agent.minutes.retractions import is_taken_back
from agent.minutes.sentence_ranking import centroid, cosine, diverse, vectors
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import BIGRAM_SCRIPTS, as_sentence, content, sentences, tokens
from agent.minutes.topic_phrases import Phrase
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.unclear_speech import is_unclear
from agent.minutes.verb_second import with_first_word

MIN_WORDS, MAX_WORDS = 6, 30
MIN_CONTENT = 3
DIVERSITY = 0.7
TOPIC_WEIGHT = 0.5
"""Added for each topic phrase of the meeting that a sentence has, less for later ones."""
EARLY_SHARE = 0.1
EARLY_WEIGHT = 1.25
"""Weight of the first EARLY_SHARE of a meeting, in which people say what it is about."""
DENSITY = 0.5
"""Share of content words short of 1 that costs a sentence nothing."""
POINTING = frozenset(words("it this that these those they he she if because"))
POINTING_WEIGHT = 0.5
FALTER_WEIGHT = 0.4
"""Weight of a sentence for each place where its speaker falters."""
LETTER_WORDS = frozenset(words("a i o e y à è é ó u ê"))
CUT_OFF = re.compile(r"\w[-–—](?=[\s,.]|$)|\s['’]\w|,\s*,")
FALSE_START = re.compile(r"^(?P<said>(?:[\w'’]+[,\s]+){1,3})(?=(?P=said))", re.IGNORECASE)
FILLING = re.compile(r"^(?:i mean|you know),?\s+(?!what|how|that|the|to)", re.IGNORECASE)
BROKEN = re.compile(r"^(?:[\w'’]+[-–—]+[,\s]+)+")


@dataclass(frozen=True, slots=True)
class QuotableSentence:
    """A contiguous part of a line; `place` orders the sentences of a meeting."""

    text: str
    line: TranscriptLine
    place: tuple[int, int]


def quotable(line: TranscriptLine) -> Iterator[QuotableSentence]:
    """The sentences of a line, without lead-ins and false starts, neither questions nor fragments."""
    for at, sentence in enumerate(sentences(line.text)):
        text = trimmed(sentence)
        if _stands_alone(text):
            whole = with_first_word(as_sentence(text), sentence)
            yield QuotableSentence(whole, line, (line.number, at))


def trimmed(sentence: str) -> str:
    """The sentence without words at its begin that say nothing: lead-ins, broken-off and repeated words."""
    text, before = sentence.strip(), ""
    while text != before:
        before = text
        text = without_lead_in(text)
        text = BROKEN.sub("", FALSE_START.sub("", FILLING.sub("", text)))
    return text


def _stands_alone(text: str) -> bool:
    said = tokens(text)
    return (
        MIN_WORDS <= len(text.split()) <= MAX_WORDS
        and len(set(content(text))) >= MIN_CONTENT
        and not spoken_tables().question.search(text)
        and said[-1] not in BEFORE_NOUNS.get(language.get(), ())
    )


def central_sentences(
    spoken: MeetingSpeech, phrases: Sequence[Phrase], count: int, known: Collection[UUID] = ()
) -> list[QuotableSentence]:
    """The best sentences by centrality, topics and position, each unlike those before (MMR).

    What its speaker takes back is none of them.
    Lines of `known` segments are told elsewhere, if others are left. If no sentence stands alone, the longest
    line has to.
    """
    alone = [each for line in spoken.lines for each in quotable(line)]
    alone = [each for each in alone if not is_taken_back(each.line, each.place[1], spoken)]
    found = [each for each in alone if not set(each.line.segments) & set(known)] or alone
    if not found:
        return [_longest(spoken)] if spoken.lines and not is_unclear(spoken) else []
    texts = [each.text for each in found]
    ignored = function_words(spoken.lines)
    bags = vectors(texts, ignored)
    middle = centroid(bags)
    scores = {at: _score(each, cosine(bags[at], middle), phrases, spoken) for at, each in enumerate(found)}
    return [found[at] for at in diverse(scores, bags, count, DIVERSITY)]


def by_topic(found: Sequence[QuotableSentence], phrases: Sequence[Phrase]) -> list[QuotableSentence]:
    """In the order of the meeting, but those about one topic together."""
    in_order = sorted(found, key=lambda each: each.place)
    groups: dict[object, list[QuotableSentence]] = {}
    for each in in_order:
        low = each.text.lower()
        topic = next((phrase.key for phrase in phrases if phrase.text.lower() in low), each.place)
        groups.setdefault(topic, []).append(each)
    return [each for group in groups.values() for each in group]


def _score(
    sentence: QuotableSentence, centrality: float, phrases: Sequence[Phrase], spoken: MeetingSpeech
) -> float:
    topics = sum(
        TOPIC_WEIGHT / math.sqrt(1 + rank)
        for rank, phrase in enumerate(phrases)
        if phrase.text.lower() in sentence.text.lower()
    )
    early = sentence.line.number <= EARLY_SHARE * len(spoken.lines)
    said = tokens(sentence.text)
    dense = min(1.0, DENSITY + len(set(content(sentence.text))) / len(said))
    if said[0] in POINTING:
        dense *= POINTING_WEIGHT
    return (
        dense
        * centrality
        * (1 + topics)
        * (EARLY_WEIGHT if early else 1.0)
        * FALTER_WEIGHT ** falters(sentence.text)
    )


def open_sentences(line: TranscriptLine, left_open: re.Pattern[str]) -> list[str]:
    """The sentences of a line that say that something is not settled yet."""
    return [
        as_sentence(trimmed(sentence))
        for sentence in sentences(line.text)
        if left_open.search(sentence)
        and MIN_WORDS <= len(sentence.split()) <= MAX_WORDS
        and not spoken_tables().question.search(sentence)
    ]


def falters(text: str) -> int:
    """How often a sentence breaks off: words said twice in a row, and single or lost letters."""
    said = tokens(text)
    twice = sum(one == two for one, two in pairwise(said))
    lost = sum(len(word) == 1 and word not in LETTER_WORDS and not word.isdigit() for word in said)
    return twice + (lost if not BIGRAM_SCRIPTS.search(text) else 0) + len(CUT_OFF.findall(text))


def _longest(spoken: MeetingSpeech) -> QuotableSentence:
    line = max(spoken.lines, key=lambda each: (len(each.text), -each.number))
    words = line.text.split()
    text = " ".join(words[:MAX_WORDS]) + "…" if len(words) > MAX_WORDS else as_sentence(line.text)
    return QuotableSentence(text, line, (line.number, 0))

"""Sentences that may be told in a section, and the statements made of them."""

import re
from collections.abc import Iterator, Mapping

from agent.minutes.quotable_sentences import falters, trimmed
from agent.minutes.special.english_and_korean import ENGLISH, KOREAN
from agent.minutes.special.more_languages import DUTCH, FRENCH, GERMAN
from agent.minutes.special.romance_languages import ITALIAN, PORTUGUESE, SPANISH
from agent.minutes.special.section_cues import SectionCues
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import as_sentence, capitalised, content, sentences, tokens
from agent.minutes.transcript_lines import TranscriptLine
from server.meeting.special_sections import Label, SpecialKind, Statement

CUES: Mapping[str, SectionCues] = {
    "en": ENGLISH,
    "ko": KOREAN,
    "de": GERMAN,
    "fr": FRENCH,
    "nl": DUTCH,
    "es": SPANISH,
    "it": ITALIAN,
    "pt": PORTUGUESE,
}
MIN_CONTENT = 2
MAX_WORDS = 45
MAX_FALTERS = 1
BEFORE = 3
"""Words before a cue in which a negation turns it round."""
MOST = 8
"""Statements of one person or column under one label."""


def cues() -> SectionCues | None:
    """Return the cues of the spoken language; None if it has none."""
    return CUES.get(language.get())


def told(line: TranscriptLine, *, asked: bool = False) -> Iterator[str]:
    """The sentences of a line that say something: not jokes, the course of the meeting, stammers.

    `asked`: questions too.
    """
    known = spoken_tables()
    for sentence in sentences(line.text):
        if (
            len(set(content(known.procedure.sub(" ", sentence)))) >= MIN_CONTENT
            and falters(sentence) <= MAX_FALTERS
            and (asked or not known.question.search(sentence))
            and not known.joke.search(sentence)
        ):
            yield sentence


def says(pattern: re.Pattern[str], sentence: str) -> bool:
    """Whether the cue is in the sentence, and no negation in it or just before it."""
    negations = spoken_tables().negations
    for found in pattern.finditer(sentence):
        near = [*tokens(sentence[: found.start()])[-BEFORE:], *tokens(found[0])]
        if not any(word in negations or word.endswith("n't") for word in near):
            return True
    return False


def statement(kind: SpecialKind, label: Label, line: TranscriptLine, text: str, group: str = "") -> Statement:
    """Make a statement of a sentence in its speaker's words."""
    words = (trimmed(text) or text).split()
    cut = " ".join(words[:MAX_WORDS]) + "…" if len(words) > MAX_WORDS else as_sentence(" ".join(words))
    return Statement(
        capitalised(cut),
        line.segments,
        kind=kind,
        label=label,
        group=group,
        speaker=line.person.shown,
        participant_id=line.participant_id,
    )


def bounded(found: list[Statement]) -> list[Statement]:
    """Leave out what is said twice, and more than MOST of one person under one label."""
    kept: dict[tuple[str, str], Statement] = {}
    counts: dict[tuple[str, str], int] = {}
    for each in found:
        key = (each.label, each.speaker)
        if (each.label, each.text) not in kept and counts.get(key, 0) < MOST:
            kept[each.label, each.text] = each
            counts[key] = counts.get(key, 0) + 1
    return list(kept.values())

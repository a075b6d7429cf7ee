"""What speech is about, as phrases of its own words: noun phrases by statistics, without a grammar.

Candidates are runs of content words between function words and punctuation, as in RAKE. A phrase counts for
how often it is such a run, less where it is only part of a longer phrase (C-value), more where words like
"the" precede it and less where words like "we" do, and more where few other parts of the meeting have it.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agent.minutes.function_words import BEFORE_NOUNS, BEFORE_VERBS, GENERAL, function_words
from agent.minutes.language_tables import ELIDING, FILLERS, NUMBER_WORDS, ORDINALS, SCALES
from agent.minutes.spoken_dates import DEFAULT, LEXICONS
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import stem, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

LONGEST_PHRASE = 3
ARTICLE_SHARE = 0.4
PART_WEIGHT = 0.3
"""Weight of an occurrence inside a longer run."""
MIN_LETTERS = 3
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
PARTICLES = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|에서|에는|으로|까지|부터|이랑|하고|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)
"""Korean particles after a noun of at least two syllables."""
HAN_KANA = re.compile(r"[\u4e00-\u9fff]{2,6}|[\u30a1-\u30fa\u30fc]{3,}")
"""Nouns of scripts without spaces: runs of Chinese characters, and of katakana."""
UNSPACED = frozenset({"ja", "zh", "yue"})
OPENS = re.compile(r"[.!?…:。！？]\s*$|^$")

Key = tuple[str, ...]


@dataclass(slots=True)
class Phrase:
    """How a phrase occurs; counts are of occurrences."""

    key: Key
    count: int = 0
    whole: int = 0
    """As a whole run."""
    nouns: int = 0
    verbs: int = 0
    lines: set[int] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    """After "the" in English."""

    @property
    def text(self) -> str:
        """The most frequent spelling."""
        return max(self.spellings, key=lambda each: (self.spellings[each], each))

    @property
    def named(self) -> str:
        """The phrase in a sentence: in English after "the" if it mostly was."""
        return f"the {self.text}" if self.articles > ARTICLE_SHARE * self.count else self.text


@dataclass(frozen=True, slots=True)
class _Word:
    said: str
    key: str
    """Empty for a function word."""
    before: str
    is_capital: bool
    """Capitalized though no sentence begins with it."""


def phrases_in(lines: Sequence[TranscriptLine], ignored: Collection[str]) -> dict[Key, Phrase]:
    """All candidates in some lines; `ignored` are function words and names in lower case."""
    found: dict[Key, Phrase] = {}
    for line in lines:
        for run in _runs(line.text, ignored):
            for start in range(len(run)):
                for end in range(start + 1, min(len(run), start + LONGEST_PHRASE) + 1):
                    _count(found, run, start, end, line.number)
    return found


def _count(found: dict[Key, Phrase], run: Sequence[_Word], start: int, end: int, line: int) -> None:
    part = run[start:end]
    key = tuple(word.key for word in part)
    phrase = found.setdefault(key, Phrase(key))
    before = part[0].before
    phrase.count += 1
    phrase.whole += len(part) == len(run)
    phrase.nouns += before in BEFORE_NOUNS.get(language.get(), ()) or all(word.is_capital for word in part)
    phrase.verbs += before in BEFORE_VERBS.get(language.get(), ())
    phrase.articles += before == "the"
    phrase.lines.add(line)
    phrase.spellings[" ".join(word.said for word in part)] += 1


def _runs(text: str, ignored: Collection[str]) -> Iterator[list[_Word]]:
    """Runs of content words."""
    if language.get() in UNSPACED:
        yield from ([_Word(found[0], found[0], "", False)] for found in HAN_KANA.finditer(text))
        return
    run: list[_Word] = []
    before, at = "", 0
    for found in WORD.finditer(text):
        gap, at = text[at : found.start()], found.end()
        if gap.strip(" "):
            before = ""
            if run:
                yield run
                run = []
        said, elided = _bare(found[0])
        lower = said.lower().replace("’", "'")
        if _is_content(lower, ignored):
            capital = said[:1].isupper() and not OPENS.search(text[: found.start()])
            run.append(
                _Word(
                    said if capital or said[1:] != said[1:].lower() else lower,
                    stem(lower),
                    elided or before,
                    capital,
                )
            )
        elif run:
            yield run
            run = []
        before = lower
    if run:
        yield run


def is_particular(phrase: Phrase) -> bool:
    """Whether a phrase says what a meeting is about: not a word of any conversation, no day or month."""
    of = language.get()
    said = [word.lower() for word in phrase.text.split()]
    days = "|".join(day for dates in LEXICONS.get(of, DEFAULT) for day in (*dates.weekdays, *dates.months))
    if days and any(re.fullmatch(days, word) for word in said):
        return False
    framing = {stem(word) for word in spoken_tables().framing}
    return any(word not in GENERAL.get(of, ()) and stem(word) not in framing for word in said)


def _bare(word: str) -> tuple[str, str]:
    """The word without an elided article or a Korean particle, and that article."""
    if language.get() in ELIDING and re.match(r"[^\W\d_]{1,5}['’]", word):
        article, _, rest = word.replace("’", "'").partition("'")
        return rest, article.lower()
    word = word.removesuffix("'s").removesuffix("’s")
    return PARTICLES.sub("", word), ""


def _is_content(word: str, ignored: Collection[str]) -> bool:
    return (
        len(word) >= (2 if language.get() == "ko" else MIN_LETTERS)
        and word not in ignored
        and word not in FILLERS
        and "'" not in word
        and not word[0].isdigit()
        and "-" not in (word[0], word[-1])
    )


def weights(phrases: Mapping[Key, Phrase], everywhere: Mapping[Key, Phrase], lines: int) -> dict[Key, float]:
    """How much each phrase is what some lines are about; `everywhere`: of all `lines` of the meeting."""
    longer: dict[Key, list[int]] = {}
    for key, phrase in phrases.items():
        for start in range(len(key)):
            for end in range(start + 1, len(key) + 1):
                if end - start < len(key):
                    longer.setdefault(key[start:end], []).append(phrase.count)
    return {
        key: _weight(phrase, everywhere.get(key, phrase), longer.get(key, []), lines)
        for key, phrase in phrases.items()
    }


def _weight(phrase: Phrase, whole: Phrase, longer: Sequence[int], lines: int) -> float:
    own = phrase.whole + PART_WEIGHT * (phrase.count - phrase.whole)
    nested = max((count for count in longer if count > 1), default=0)
    free = own - PART_WEIGHT * nested
    noun = (whole.nouns + 0.5) / (whole.nouns + whole.verbs + 1)
    rare = math.log(1 + lines / len(whole.lines))
    length = 1 + 0.5 * (len(phrase.key) - 1) if phrase.count > 1 else 0.7
    return max(0.0, free) * noun * noun * rare * length


class MeetingPhrases:
    """The phrases of one meeting; those of some of its lines are weighed against all of it."""

    def __init__(self, spoken: MeetingSpeech) -> None:
        self._lines = spoken.lines
        self.ignored = frozenset(function_words(spoken.lines)) | _names(spoken) | _numbers()
        """Function words, numbers and the names of the people there, in lower case."""
        self._everywhere = phrases_in(spoken.lines, self.ignored)

    def best(
        self, lines: Sequence[TranscriptLine] | None = None, count: int = 1, *, least: int = 2
    ) -> list[Phrase]:
        """What some lines, or all, are about, best first; no word twice, each said at least `least` times."""
        phrases = self._everywhere if lines is None else phrases_in(lines, self.ignored)
        weighed = weights(phrases, self._everywhere, len(self._lines))
        chosen: list[Phrase] = []
        taken: set[str] = set()
        for key in sorted(weighed, key=lambda each: (-weighed[each], each)):
            if len(chosen) == count or weighed[key] <= 0:
                break
            phrase = phrases[key]
            if phrase.count >= least and taken.isdisjoint(key) and is_particular(phrase):
                chosen.append(phrase)
                taken.update(key)
        return chosen


def _names(spoken: MeetingSpeech) -> frozenset[str]:
    return frozenset(part for person in spoken.everybody for part in tokens(person.name))


def _numbers() -> frozenset[str]:
    return frozenset((*NUMBER_WORDS, *ORDINALS, *SCALES) if language.get() == "en" else ())

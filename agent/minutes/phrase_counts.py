"""The phrases that speech may be about, with how often and after which words they are said.

They are parts of runs of content words between function words and punctuation, as in RAKE.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from agent.minutes.clause_verbs import ends_in_verb
from agent.minutes.function_words import AROUND_NOUNS, ARTICLES, BEFORE_NOUNS, BEFORE_OBJECTS, BEFORE_VERBS
from agent.minutes.language_tables import ELIDING, FILLERS
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import stem
from agent.minutes.transcript_lines import TranscriptLine

LONGEST_PHRASE = 3
ARTICLE_SHARE = 0.4
MIN_LETTERS = 3
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
PARTICLES = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|에서|에는|으로|까지|부터|이랑|하고|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)
"""Korean particles after a noun of at least two syllables."""
HAN_KANA = re.compile(r"[\u4e00-\u9fff]{2,6}|[\u30a1-\u30fa\u30fc]{3,}")
"""Nouns of scripts without spaces: runs of Chinese characters, and of katakana."""
UNSPACED = frozenset({"ja", "zh", "yue"})
NOUN_FIRST = frozenset({"fr", "es", "it", "pt"})
"""Languages whose adjectives mostly follow their noun."""
_LINKS = {"fr": "de d à", "es": "de", "it": "di d da", "pt": "de"}
LINKS = {of: frozenset(said.split()) for of, said in _LINKS.items()}
"""Words by which two nouns are one: “bomba de calor”, “pompe à chaleur”."""
GENITIVE = frozenset(
    ("des", "eines", "unseres", "dieses", "jenes", "meines", "deines", "seines", "ihres", "eures", "jedes")
)
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
    genitives: Counter[str] = field(default_factory=Counter)
    """German: those of the spellings after a word like “des”."""
    articles: int = 0
    """After "the" in English."""
    heads: int = 0
    """At the end of a run, where a noun stands and an adjective before its noun does not."""
    as_noun: int = 0
    """Of these, and in Romance languages at the begin of a run, in a run after a word like "the"."""
    after_article: int = 0
    """At the end of a run after an article; as a whole one where adjectives begin runs, too."""
    as_verb: int = 0
    """After a word like "we", or before one like "the"."""
    capitals: int = 0
    """With a capital that no sentence begins with; counted with its last word."""
    smalls: int = 0

    @property
    def text(self) -> str:
        """The most frequent spelling; one of a German genitive only if there is no other."""
        free = self.spellings - self.genitives or self.spellings
        return max(free, key=lambda each: (free[each], each))

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
    opens: bool = False
    """Whether a sentence begins with it."""


@dataclass(frozen=True, slots=True)
class _Run:
    words: list[_Word]
    after: str = ""
    """The function word that follows without a comma."""


def phrases_in(lines: Sequence[TranscriptLine], ignored: Collection[str]) -> dict[Key, Phrase]:
    """All candidates in some lines; `ignored` are function words and names in lower case."""
    found: dict[Key, Phrase] = {}
    for line in lines:
        runs = [_subject(run) for run in _runs(line.text, ignored)]
        for run, following in pairwise(runs):
            _count_linked(found, run, following, line.number)
        for run in runs:
            size = len(run.words)
            for start in range(size):
                for end in range(start + 1, min(size, start + LONGEST_PHRASE) + 1):
                    _count_use(_count(found, run.words, start, end, line.number), run, start, end)
    return found


def _count_linked(found: dict[Key, Phrase], run: _Run, following: _Run, line: int) -> None:
    """Count two nouns with a word like “de” between them as one."""
    head, noun = run.words[-1], following.words[0]
    if run.after != noun.before or run.after not in LINKS.get(language.get(), ()):
        return
    phrase = found.setdefault((head.key, noun.key), Phrase((head.key, noun.key)))
    is_head = len(run.words) == 1
    phrase.count += 1
    phrase.whole += 1
    phrase.heads += is_head
    phrase.nouns += head.before in BEFORE_NOUNS[language.get()]
    phrase.as_noun += is_head and head.before in AROUND_NOUNS[language.get()]
    phrase.lines.add(line)
    link = f"{run.after}'" if run.after == "d" else f"{run.after} "
    phrase.spellings[f"{head.said} {link}{noun.said}"] += 1


def _subject(run: _Run) -> _Run:
    """The run without a verb at its end."""
    *before, last = run.words
    if language.get() == "en" and before and ends_in_verb(before[-1].said, last.said, run.after):
        return _Run(before, last.said.lower())
    return run


def _count(found: dict[Key, Phrase], run: Sequence[_Word], start: int, end: int, line: int) -> Phrase:
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
    spelling = " ".join(word.said for word in part)
    phrase.spellings[spelling] += 1
    if language.get() == "de" and run[0].before in GENITIVE:
        noun = next((word for word in run if word.is_capital), run[0])
        phrase.genitives[spelling] += part[-1] is noun
    return phrase


def _count_use(phrase: Phrase, run: _Run, start: int, end: int) -> None:
    """Whether its place in the run is that of a noun, or of a verb."""
    of = language.get()
    is_head = start == 0 if of in NOUN_FIRST else end == len(run.words) or _is_dutch_noun(run, start, end)
    before = run.words[0].before
    phrase.heads += is_head
    phrase.as_noun += is_head and before in AROUND_NOUNS.get(of, ())
    is_noun = end == len(run.words) and (start == 0 or of not in (*NOUN_FIRST, "nl"))
    phrase.after_article += is_noun and before in ARTICLES.get(of, ())
    has_object = end == len(run.words) and run.after in BEFORE_OBJECTS.get(of, ())
    phrase.as_verb += has_object or (end == len(run.words) == 1 and before in BEFORE_VERBS.get(of, ()))
    last = run.words[end - 1]
    phrase.capitals += last.is_capital
    phrase.smalls += not last.is_capital and not last.opens


def _is_dutch_noun(run: _Run, start: int, end: int) -> bool:
    """Dutch has verbs and adjectives without an ending after the noun: “de dakgoot lekt”."""
    return language.get() == "nl" and (start, end) == (0, 1) and not run.words[0].said.endswith("e")


def _runs(text: str, ignored: Collection[str]) -> Iterator[_Run]:
    """Runs of content words."""
    if language.get() in UNSPACED:
        yield from (_Run([_Word(found[0], found[0], "", False)]) for found in HAN_KANA.finditer(text))
        return
    run: list[_Word] = []
    before, at = "", 0
    for found in WORD.finditer(text):
        gap, at = text[at : found.start()], found.end()
        if gap.strip(" "):
            before = ""
            if run:
                yield _Run(run)
                run = []
        said, elided = _bare(found[0])
        lower = said.lower().replace("’", "'")
        if elided in LINKS.get(language.get(), ()) and run:
            yield _Run(run, elided)
            run = []
        if _is_content(lower, ignored):
            opens = bool(OPENS.search(text[: found.start()]))
            capital = said[:1].isupper() and not opens
            run.append(
                _Word(
                    said if capital or said[1:] != said[1:].lower() else lower,
                    stem(lower),
                    elided or before,
                    capital,
                    opens,
                )
            )
        elif run:
            yield _Run(run, elided or lower)
            run = []
        before = lower
    if run:
        yield _Run(run)


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

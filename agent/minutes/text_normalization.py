"""Tokenization and normalization in any script: stems, numbers, sentences, cleaned quotations."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import snowballstemmer

from agent.minutes.language_tables import (
    ELIDING,
    FILLERS,
    HESITATIONS,
    NUMBER_WORDS,
    ORDINALS,
    SCALES,
    STAMMERS,
    STEMMERS,
)
from agent.minutes.spoken_language import language as spoken_language
from agent.minutes.spoken_language import spoken_tables
from server.languages import code_of
from server.sentence_ends import goes_on_in, split_sentences

TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_NOTED = "music|laughs?|laughter|laughing|applause|noise|silence|blank_audio|inaudible|coughs?|breath|unk|spn"
_NOTED += "|disfmarker|vocalsound|nonvocalsound|pause|gap"
ANNOTATION = re.compile(rf"\[(?:{_NOTED})\]|\{{(?:{_NOTED})\}}|<(?:{_NOTED})>", re.IGNORECASE)
"""Recognizers' annotations: [Music], {laugh}, <unk>. Any other text in brackets counts as spoken."""
SPLIT_FORM = re.compile(r"(?<=[a-z]) (?=(?:['’](?:ll|ve|re|s|m|d)|n['’]t)\b)", re.IGNORECASE)
"""The space in “I 'll” and “do n't”, as some transcripts write them."""
BIGRAM_SCRIPTS = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
"""Hangul, kana, Han: compared by character bigrams, because particles are attached to words."""
OPENING, CLOSING = "([{“„«‹「『", ")]}”»›」』"
BULLET = re.compile(r"^[-–—•*]\s+")
MARKS = ",.!?…;:。、"
ENDS = ".!?…。？！।؟"
I_FORMS = frozenset({"I", "I'm", "I'd", "I'll", "I've", "I’m", "I’d", "I’ll", "I’ve"})


def tokens(text: str) -> list[str]:
    """Words and numbers in lower case."""
    return [token.replace("’", "'") for token in TOKEN.findall(text.lower())]


def sentences(text: str) -> list[str]:
    """Split at sentence-ending punctuation; unpunctuated speech is one sentence."""
    return split_sentences(text)


def ends_sentence(text: str) -> bool:
    """Whether the text ends with sentence-ending punctuation, possibly before a closing quote or bracket."""
    return text.rstrip().rstrip(CLOSING + "\"'’")[-1:] in tuple(ENDS)


def tidy(text: str, language: str = "en", names: Collection[str] = ()) -> str:
    """Remove hesitation sounds, stammers and annotations, and normalize spaces.

    The result is a quotation: nothing else is removed, added or changed, and nothing at all inside
    quotation marks and brackets. `names` are the people's names in lower case; they are kept.
    """
    spoken = SPLIT_FORM.sub("", ANNOTATION.sub(" ", text)).split()
    sounds = HESITATIONS.get(code_of(language), frozenset()) - frozenset(names)
    stammers = STAMMERS.get(code_of(language), frozenset())
    kept: list[str] = []
    depth = 0
    for at, word in enumerate(spoken):
        outside = depth == 0 and not _has_quote_or_bracket(word)
        depth = _depth(word, depth)
        if outside and _is_hesitation(spoken, at, sounds):
            _move_end_mark(kept, word)
        elif word in (",", ".") and kept:
            kept[-1] += word if kept[-1][-1] not in MARKS else ""
        elif not (outside and kept and word in stammers and kept[-1].lower() == word):
            kept.append(word)
    tidied = " ".join(kept)
    return tidied if any(unicodedata.category(each)[0] in "LNS" for each in tidied) else ""


def _has_quote_or_bracket(word: str) -> bool:
    return any(mark in word for mark in OPENING + CLOSING + '"')


def _depth(word: str, depth: int) -> int:
    """Number of quotations and brackets open after the word; a straight quote opens or closes one."""
    for mark in word:
        if mark in OPENING:
            depth += 1
        elif mark in CLOSING:
            depth = max(0, depth - 1)
        elif mark == '"':
            depth += -1 if depth else 1
    return depth


def _is_hesitation(spoken: Sequence[str], at: int, sounds: Collection[str]) -> bool:
    """Whether the word is a hesitation: lower case, or capitalized at a sentence start; no unit, no name."""
    bare = spoken[at].strip(MARKS + "—–-")
    if bare.lower() not in sounds or (at and spoken[at - 1][-1].isdigit()):
        return False
    if bare == bare.lower():
        return True
    before = spoken[at - 1] if at else "."
    begins = ends_sentence(before) and not goes_on_in(before, spoken[at])
    follows = spoken[at + 1] if at + 1 < len(spoken) else ""
    is_name = spoken[at] == bare and follows[:1].isupper() and follows not in I_FORMS  # Um Hong-gil
    return begins and bare[1:] == bare[1:].lower() and not is_name


def _move_end_mark(kept: list[str], word: str) -> None:
    """Move the sentence-ending mark of a removed sound to the word before it."""
    mark = word[-1]
    if kept and mark in ENDS and not ends_sentence(kept[-1]):
        kept[-1] = kept[-1].rstrip(",;") + mark


def as_sentence(text: str) -> str:
    """Capitalize the first word and end with a punctuation mark."""
    text = BULLET.sub("", text.strip().strip(",;")).strip()
    if not text:
        return text
    text = capitalised(text)
    return text if ends_sentence(text) else f"{text}."


def capitalised(text: str) -> str:
    """Capitalize the first letter, except in words such as eBay, and letters without a one-letter capital."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    capital = text[:1].upper()
    return text if first != first.lower() or len(capital) != 1 else capital + text[1:]


@contextmanager
def stemming_in(language: str) -> Iterator[None]:
    """Read words as words of this language, a tag, while the block runs; in threads begun in it too."""
    token = spoken_language.set(code_of(language))
    try:
        yield
    finally:
        spoken_language.reset(token)


def stem(word: str) -> str:
    """Snowball stem of a word in lower case: decided → decid, in French l'équipe → équip."""
    return _stem(word, spoken_language.get())


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    word = word.split("'")[-1 if language in ELIDING else 0]
    algorithm = STEMMERS.get(language)
    # a stemmer holds the word it works on and is not thread-safe: each call has its own
    return str(snowballstemmer.stemmer(algorithm).stemWord(word)) if algorithm else word


def content(text: str) -> list[str]:
    """Content words: stems without stopwords and fillers; Korean and Chinese words as character bigrams."""
    found: list[str] = []
    stopwords, elides = spoken_tables().stopwords, spoken_language.get() in ELIDING
    for token in tokens(text):
        if token in stopwords or token in FILLERS or (elides and token.split("'")[-1] in stopwords):
            continue
        if BIGRAM_SCRIPTS.search(token):
            found.extend(_bigrams(token))
        elif not token[0].isdigit() and len(token) > 1:
            found.append(stem(token))
    return found


def _bigrams(token: str) -> Iterable[str]:
    return [token[at : at + 2] for at in range(len(token) - 1)] if len(token) > 1 else [token]


def numbers(text: str) -> set[str]:
    """All numbers in the text as digits, spoken or written: twenty five, 25, 25th."""
    found: set[str] = set()
    run: list[str] = []
    for token in [*re.findall(r"\d+(?:[.,:]\d+)*|[a-z]+", text.lower()), ""]:
        if token in NUMBER_WORDS or token in SCALES or token in ORDINALS:
            run.append(token)
            continue
        if run and token != "and":  # noqa: S105  a word, not a password
            found |= _number_values(run)
            run = []
        if token and token[0].isdigit():
            found.add(token.replace(",", ""))
    return found


def _number_values(run: list[str]) -> set[str]:
    """Values of a run of number words: "two hundred ten", "twenty twenty six", "five six"."""
    found: set[str] = set()
    total, current = 0, -1
    for word in run:
        value = NUMBER_WORDS.get(word, ORDINALS.get(word, 0))
        if word in SCALES:
            current = (1 if current < 0 else current) * SCALES[word]
            if SCALES[word] >= 1000:
                total, current = total + current, -1
        elif current < 0:
            current = value
        elif (current and current % 100 == 0) or (value < 10 and current % 100 >= 20 and current % 10 == 0):
            current += value
        elif 10 <= current < 100 and value >= 10:
            current = current * 100 + value
        else:
            found.add(str(total + current))
            total, current = 0, value
    return found | {str(total + max(current, 0))}

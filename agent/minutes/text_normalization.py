"""Words as the minutes compare them, in any script: content stems, numbers, sentences."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import snowballstemmer

from agent.minutes.language_tables import (
    FILLERS,
    HESITATIONS,
    NUMBER_WORDS,
    ORDINALS,
    SCALES,
    STAMMERS,
    STOPWORDS,
)
from server.languages import code_of

TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_NOTED = "music|laughs?|laughter|laughing|applause|noise|silence|blank_audio|inaudible|coughs?|breath|unk|spn"
ANNOTATION = re.compile(rf"\[(?:{_NOTED})\]|\{{(?:{_NOTED})\}}|<(?:{_NOTED})>", re.IGNORECASE)
"""What recognizers write that nobody said: [Music], {laugh}, <unk>. Other brackets are somebody's words."""
SENTENCE_END = re.compile(r"(?<=[.!?。？！])\s+")
SYLLABIC = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
"""Hangul, kana, Han: compared by pairs of characters, because endings glue to words."""
ALGORITHM_BY_SCRIPT = {
    "LATIN": "english",
    "CYRILLIC": "russian",
    "GREEK": "greek",
    "ARABIC": "arabic",
    "ARMENIAN": "armenian",
    "DEVANAGARI": "hindi",
    "TAMIL": "tamil",
}
"""Snowball algorithm by the first word of a letter's Unicode name; other scripts are not stemmed."""
OPENING, CLOSING = "([{“„«‹「『", ")]}”»›」』"
BULLET = re.compile(r"^[-–—•*]\s+")
MARKS = ",.!?…;:。、"
ENDS = ".!?…。？！।؟"
TITLES = frozenset({"mr.", "mrs.", "ms.", "mx.", "dr.", "st.", "prof."})
I_FORMS = frozenset({"I", "I'm", "I'd", "I'll", "I've", "I’m", "I’d", "I’ll", "I’ve"})


def tokens(text: str) -> list[str]:
    """Words and numbers, in lower case."""
    return [token.replace("’", "'") for token in TOKEN.findall(text.lower())]


def sentences(text: str) -> list[str]:
    """Split where punctuation ends a sentence; speech without punctuation is one."""
    return [part for part in SENTENCE_END.split(text.strip()) if part]


def ends_sentence(text: str) -> bool:
    """The last mark closes a sentence; a quotation mark or bracket may follow it."""
    return text.rstrip().rstrip(CLOSING + "\"'’")[-1:] in tuple(ENDS)


def tidy(text: str, language: str = "en", names: Collection[str] = ()) -> str:
    """What somebody said without hesitation sounds and annotations, one space between words.

    The rest are people's own words: nothing else is left out, added or changed, nothing at all inside
    quotation marks and brackets. `names` are words that are people's names, in lower case.
    """
    spoken = ANNOTATION.sub(" ", text).split()
    sounds = HESITATIONS.get(code_of(language), frozenset()) - frozenset(names)
    stammers = STAMMERS.get(code_of(language), frozenset())
    kept: list[str] = []
    depth = 0
    for at, word in enumerate(spoken):
        outside = depth == 0 and not _quoting(word)
        depth = _depth(word, depth)
        if outside and _is_hesitation(spoken, at, sounds):
            _hand_on_mark(kept, word)
        elif word in (",", ".") and kept:
            kept[-1] += word if kept[-1][-1] not in MARKS else ""
        elif not (outside and kept and word in stammers and kept[-1].lower() == word):
            kept.append(word)
    tidied = " ".join(kept)
    return tidied if any(unicodedata.category(each)[0] in "LNS" for each in tidied) else ""


def _quoting(word: str) -> bool:
    return any(mark in word for mark in OPENING + CLOSING + '"')


def _depth(word: str, depth: int) -> int:
    """How many quotations and brackets are open after the word; a straight mark opens or closes one."""
    for mark in word:
        if mark in OPENING:
            depth += 1
        elif mark in CLOSING:
            depth = max(0, depth - 1)
        elif mark == '"':
            depth += -1 if depth else 1
    return depth


def _is_hesitation(spoken: Sequence[str], at: int, sounds: Collection[str]) -> bool:
    """A sound in small letters, or begun with a capital where a sentence begins; not a unit, not a name."""
    bare = spoken[at].strip(MARKS + "—–-")
    if bare.lower() not in sounds or (at and spoken[at - 1][-1].isdigit()):
        return False
    if bare == bare.lower():
        return True
    before = spoken[at - 1] if at else "."
    begins = ends_sentence(before) and before.lower() not in TITLES
    follows = spoken[at + 1] if at + 1 < len(spoken) else ""
    is_name = spoken[at] == bare and follows[:1].isupper() and follows not in I_FORMS  # Um Hong-gil
    return begins and bare[1:] == bare[1:].lower() and not is_name


def _hand_on_mark(kept: list[str], word: str) -> None:
    """The end of a sentence stays when the sound before it goes."""
    mark = word[-1]
    if kept and mark in ENDS and not ends_sentence(kept[-1]):
        kept[-1] = kept[-1].rstrip(",;") + mark


def as_sentence(text: str) -> str:
    """Begin with a capital, as far as the first word has none of its own, and end with a mark."""
    text = BULLET.sub("", text.strip().strip(",;")).strip()
    if not text:
        return text
    text = capitalised(text)
    return text if ends_sentence(text) else f"{text}."


def capitalised(text: str) -> str:
    """Begin with a capital: eBay and iPhone stay as they are, and what has no capital of one letter."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    capital = text[:1].upper()
    return text if first != first.lower() or len(capital) != 1 else capital + text[1:]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball stem of a word in lower case: decided → decid, budgets → budget."""
    word = word.split("'")[0]
    algorithm = ALGORITHM_BY_SCRIPT.get(unicodedata.name(word[:1], "").partition(" ")[0]) if word else None
    if algorithm is None:
        return word
    # a stemmer holds the word it works on and is not thread-safe: each call has its own
    return str(snowballstemmer.stemmer(algorithm).stemWord(word))


def content(text: str) -> list[str]:
    """What a text is about: stems without stopwords; Korean and Chinese words as pairs of characters."""
    found: list[str] = []
    for token in tokens(text):
        if token in STOPWORDS or token in FILLERS:
            continue
        if SYLLABIC.search(token):
            found.extend(_pairs(token))
        elif not token[0].isdigit() and len(token) > 1:
            found.append(stem(token))
    return found


def _pairs(token: str) -> Iterable[str]:
    return [token[at : at + 2] for at in range(len(token) - 1)] if len(token) > 1 else [token]


def numbers(text: str) -> set[str]:
    """Every number in the text as digits, whether spoken or written: twenty five, 25, 25th."""
    found: set[str] = set()
    run: list[str] = []
    for token in [*re.findall(r"\d+(?:[.,:]\d+)*|[a-z]+", text.lower()), ""]:
        if token in NUMBER_WORDS or token in SCALES or token in ORDINALS:
            run.append(token)
            continue
        if run and token != "and":  # noqa: S105  a word, not a password
            found |= _spoken(run)
            run = []
        if token and token[0].isdigit():
            found.add(token.replace(",", ""))
    return found


def _spoken(run: list[str]) -> set[str]:
    """The values of number words in a row: "two hundred ten", "twenty twenty six", "five six"."""
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

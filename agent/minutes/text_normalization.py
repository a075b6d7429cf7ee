"""Words as the minutes compare them, in any script: content stems, numbers, sentences."""

import re
from collections.abc import Iterable

from agent.minutes.language_tables import FILLERS, NUMBER_WORDS, ORDINALS, SCALES, STOPWORDS

TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
ASIDE = re.compile(r"\{[^}]*\}|\[[^\]]*\]|\((?:[^)]{0,30})\)")
"""What recognizers and transcribers write that nobody said: [Music], {laugh}."""
SENTENCE_END = re.compile(r"(?<=[.!?。？！])\s+")
SYLLABIC = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
"""Hangul, kana, Han: compared by pairs of characters, because endings glue to words."""
SUFFIXES = tuple(
    "ations ation ments ment ingly edly ings ing ies ied ers er ed es ly s e y".split()  # noqa: SIM905  read as one line
)
MIN_STEM = 3
REPEATED = re.compile(r"\b(\w+)(?:[\s,]+\1\b)+", re.IGNORECASE)
"""A stammer: "the the", "I, I"."""
SPACED_MARK = re.compile(r"\s+([,.!?;:])")


def tokens(text: str) -> list[str]:
    """Words and numbers, in lower case."""
    return [token.replace("’", "'") for token in TOKEN.findall(text.lower())]


def sentences(text: str) -> list[str]:
    """Split where punctuation ends a sentence; speech without punctuation is one."""
    return [part for part in SENTENCE_END.split(text.strip()) if part]


def ends_sentence(text: str) -> bool:
    """The last mark closes a sentence."""
    return text.rstrip()[-1:] in ".!?。？！"


def tidy(text: str) -> str:
    """Without asides, fillers, stammers and doubled spaces; no word is added or changed."""
    bare = SPACED_MARK.sub(r"\1", ASIDE.sub(" ", text))
    kept = [
        word for word in bare.split() if word.lower().strip(",.!?…-") not in FILLERS and word.strip(",.!?…-")
    ]
    return REPEATED.sub(r"\1", " ".join(kept)).strip(" ,;-")


def as_sentence(text: str) -> str:
    """Begin with a capital and end with a mark."""
    text = text.strip(" ,;-")
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if ends_sentence(text) else f"{text}."


def stem(word: str) -> str:
    """The part of a word that its forms share, roughly: decide and decided, budgets and budget."""
    word = word.split("'")[0]
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= MIN_STEM:
            cut = word[: -len(suffix)]
            return cut[:-1] if len(cut) > MIN_STEM and cut[-1] == cut[-2] else cut
    return word


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

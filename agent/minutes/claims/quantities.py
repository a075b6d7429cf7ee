"""Numbers with their units, spoken or written: "two and a half hours" and "2.5 hours" are one quantity."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from agent.minutes.claims import spoken_numbers
from agent.minutes.claims.number_words import number_words
from agent.minutes.claims.units import SECONDS, UNITS
from agent.minutes.language_tables import NUMBER_WORDS, ORDINALS, SCALES
from agent.minutes.spoken_language import language

SPECIAL = {"fortnight": (14 * 86_400.0, "time"), "couple": (2.0, "")} | dict.fromkeys(
    ("dozen", "dutzend", "douzaine", "docena", "dozzina", "dozzine", "dúzia", "dozijn"), (12.0, "")
)
PARTS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "fifth": 0.2, "tenth": 0.1}
"""Shares of a whole, as percentages: a quarter is 25 %."""
SHORT_SCALES = {"k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000, "bn": 1e9, "billion": 1e9}
SHORT_WORD = 4
PART_OF_NAME = re.compile(r"(?<![^\W\d])(?!(?:mid|pre|post|mi)-)[^\W\d]+-$", re.IGNORECASE)
"""Right before a number that counts nothing: COVID-19, C-7; but not twenty-five."""
_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.:]\d+)*|[^\W\d_]+|[%€$£]", re.UNICODE)
_WORDS = (
    NUMBER_WORDS
    | {word: value for word, value in ORDINALS.items() if value > 2}
    | {"twice": 2, "double": 2, "doubled": 2, "doubles": 2, "triple": 3, "tripled": 3}
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and its unit, "time" in seconds; without a unit an empty one. `at` is its place in the text."""

    value: float
    unit: str
    at: int
    written: str = ""
    """Digits with more than one point, as of a version or an hour; compared as they stand."""
    implied: bool = False
    """A unit without a number: "a week", "weeks"."""

    @property
    def key(self) -> tuple[str, str]:
        return (self.written or f"{self.value:.12g}", self.unit)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of a text in the spoken language, in their order."""
    return _quantities(text, language.get())


def _known() -> Mapping[str, float]:
    """The number words of the spoken language."""
    return number_words(language.get()) or _WORDS


@lru_cache(maxsize=8192)
def _quantities(text: str, _language: str) -> tuple[Quantity, ...]:
    if _language == "ko":
        return tuple(
            _quantity(value, "", unit, at) for value, unit, at in spoken_numbers.korean_numbers(text)
        )
    found: list[Quantity] = []
    pattern = spoken_numbers.TOKEN if number_words(_language) else _TOKEN
    tokens = [(match[0].lower(), match.start()) for match in pattern.finditer(text)]
    at = 0
    while at < len(tokens):
        part = _part(tokens, at)
        if part:
            found.append(Quantity(part[0], "%", tokens[at][1]))
            at = part[1]
            continue
        taken = None if _is_part_of_name(text, *tokens[at]) else _number(tokens, at)
        if taken:
            value, written, after = taken
            quantity, at = _with_unit(tokens, value, written, tokens[at][1], after)
            found.append(quantity)
            continue
        word, place = tokens[at]
        if word in UNITS and len(word) > 2 and UNITS[word] not in ("%", "m") and word != "second":
            one = (
                not word.endswith("s")
                and at > 0
                and tokens[at - 1][0] in {"a", "an", "one", "per"} | spoken_numbers.ONE
            )
            count, _, later = _and_a_half(tokens, 1.0, at + 1)
            at = later - 1 if one else at
            found.append(_quantity(count if one else 0.0, "", UNITS[word], place, implied=not one))
        elif word in SPECIAL:
            found.append(Quantity(*SPECIAL[word], place))
        at += 1
    return _with_shared_scale(text, found)


def _with_shared_scale(text: str, found: list[Quantity]) -> tuple[Quantity, ...]:
    """Read “from 80 to 95 thousand” as thousands both."""
    for at, (one, other) in enumerate(pairwise(found)):
        between = text[one.at : other.at].split()
        if len(between) != 2 or len(between[1]) > SHORT_WORD or one.unit or one.written or one.value >= 1000:
            continue
        written = re.match(r"\d+(?:[.,]\d+)?(?= ?[^\W\d])", text[other.at :])
        scale = next((each for each in (1e6, 1e3) if other.value >= each), 1)
        if written and scale > 1 and "," not in written[0] and float(written[0]) * scale == other.value:
            found[at] = replace(one, value=one.value * scale)
    return tuple(found)


def _is_part_of_name(text: str, word: str, at: int) -> bool:
    return word[0].isdigit() and PART_OF_NAME.search(text[:at]) is not None


def _part(tokens: list[tuple[str, int]], at: int) -> tuple[float, int] | None:
    """Read a share of a whole, in percent, and the place after it; not “a quarter past” or “half an hour”."""
    if number_words(language.get()):
        return spoken_numbers.share_at(tokens, at)
    words = [word for word, _ in tokens[at : at + 3]]
    if words[0] == "half" and words[1:2] and words[1] in ("of", "the", "our", "my", "their", "its"):
        return 50.0, at + 1
    count = 1 if words[0] in ("a", "one") else NUMBER_WORDS.get(words[0], 0)
    name = words[1].rstrip("s") if len(words) > 1 else ""
    follows = words[2] if len(words) > 2 else ""
    if (
        not count
        or name not in PARTS
        or name == "half"
        or follows in ("past", "to", "hour", "version", "time", "person")
    ):
        return None
    return round(100 * count * PARTS[name], 6), at + 2


def _number(tokens: list[tuple[str, int]], at: int) -> tuple[float, str, int] | None:
    """Read a number at a place: its value, its digits if they are no plain number, and the place after it."""
    if number_words(language.get()):
        return spoken_numbers.number_at(tokens, at, language.get())
    word = tokens[at][0]
    if word[0].isdigit():
        plain = word.replace(",", "")
        if plain.count(".") > 1 or ":" in plain or ("." in plain and plain.endswith("0")):
            return 0.0, plain, at + 1
        value, after = float(plain), at + 1
        if after < len(tokens) and tokens[after][0] in SHORT_SCALES and _adjoins(tokens, at):
            value, after = value * SHORT_SCALES[tokens[after][0]], after + 1
        return _and_a_half(tokens, value, after)
    if word == "half" and at + 1 < len(tokens) and tokens[at + 1][0] in ("a", "an"):
        return 0.5, "", at + 2
    if word in SCALES and at and tokens[at - 1][0] in ("a", "an"):
        return _and_a_half(tokens, *_spoken(tokens, at))
    if word not in _known():
        return None
    return _and_a_half(tokens, *_spoken(tokens, at))


def _adjoins(tokens: list[tuple[str, int]], at: int) -> bool:
    """Whether the scale is a word, or a letter written right after the digits."""
    scale, place = tokens[at + 1]
    return len(scale) > 1 or place == tokens[at][1] + len(tokens[at][0])


def _spoken(tokens: list[tuple[str, int]], at: int) -> tuple[float, int]:
    """Add up number words: two hundred and ten, twenty-five, twenty twenty-six."""
    total, current, end = 0.0, 0.0, tokens[at][1]
    while at < len(tokens) and tokens[at][1] - end <= 1:  # no comma between
        word = tokens[at][0]
        end = tokens[at][1] + len(word)
        if word in SCALES:
            current = (current or 1) * SCALES[word]
            if SCALES[word] >= 1000:
                total, current = total + current, 0
        elif word in _known() and not _begins_anew(current, _known()[word]):
            value = _known()[word]
            current = current * 100 + value if 10 <= current < 100 and value >= 10 else current + value
        elif word == "and" and current >= 100 and at + 1 < len(tokens) and tokens[at + 1][0] in _known():
            pass
        elif word == "point" and at + 1 < len(tokens) and tokens[at + 1][0] in NUMBER_WORDS:
            return total + current + NUMBER_WORDS[tokens[at + 1][0]] / 10, at + 2
        else:
            break
        at += 1
    return total + current, at


def _begins_anew(current: float, value: float) -> bool:
    """Whether a number word after another begins a number of its own, as in “five six”."""
    if not current or (current % 100 == 0 and value < 100):
        return False
    return not (
        (value < 10 and current % 10 == 0 and current % 100 >= 20) or (10 <= current < 100 and value >= 10)
    )


def _and_a_half(tokens: list[tuple[str, int]], value: float, after: int) -> tuple[float, str, int]:
    """Add the half of “two and a half”, also said after the unit: “two hours and a half”."""
    words = [word for word, _ in tokens[after : after + 3]]
    if len(words) > 1 and words[0] in spoken_numbers.JOINS and words[1] in spoken_numbers.HALVES:
        return value + 0.5, "", after + 2
    return (value + 0.5, "", after + 3) if words == ["and", "a", "half"] else (value, "", after)


def _with_unit(
    tokens: list[tuple[str, int]], value: float, written: str, place: int, after: int
) -> tuple[Quantity, int]:
    before = next((word for word, start in tokens if start == place - 1), "")
    if before in UNITS and not before.isalpha():
        return _quantity(value, written, UNITS[before], place), after
    word = tokens[after][0] if after < len(tokens) else ""
    follows = tokens[after + 1][0] if after + 1 < len(tokens) else ""
    if word in ("per", "por", "pour") and follows in ("cent", "cents", "cento", "ciento"):
        return _quantity(value, written, "%", place), after + 2
    if word in ("of", "a") and after + 1 < len(tokens) and tokens[after + 1][0] in UNITS and value == 0.5:
        after, word = after + 1, tokens[after + 1][0]
    if word in UNITS:
        value, _, later = _and_a_half(tokens, value, after + 1)
        return _quantity(value, written, UNITS[word], place), later
    if word.rstrip("s") in SPECIAL:
        size, unit = SPECIAL[word.rstrip("s")]
        return Quantity(value * size, unit, place, written), after + 1
    return Quantity(value, "", place, written), after


def _quantity(value: float, written: str, unit: str, at: int, *, implied: bool = False) -> Quantity:
    if unit in SECONDS and not written:
        return Quantity(value * SECONDS[unit], "time" if not implied else unit, at, written, implied)
    return Quantity(value, unit, at, written, implied)


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text, without units; “one” is none."""
    return frozenset(each.key[0] for each in quantities(text) if not each.implied and each.key != ("1", ""))


def is_figure(word: str) -> bool:
    """Whether a word is a number or a unit, which are compared as quantities."""
    return word in _known() or word in SCALES or (word in UNITS and len(word) > 1)

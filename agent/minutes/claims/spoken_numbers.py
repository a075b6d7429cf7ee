"""Reads numbers of languages other than English: 1.200,50, quatre-vingt-dix, treinta y cinco, 2천만."""

import re
from collections.abc import Mapping, Sequence

from agent.minutes.claims.number_words import SCALE_FROM, number_words
from agent.minutes.language_tables import words

TOKEN = re.compile(
    r"(?<!\d)\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,:]\d+)*|[^\W\d_]+|[%€$£]"
)
GROUPED = re.compile(r"\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?:,\d+)?")
JOINS = frozenset(("y", "et", "e", "und", "en"))
HALVES = frozenset(
    words("halb halbe halben halber halbes demi demie media medio mezza mezzo mezz meia meio half halve")
)
SHARES = {
    "hälfte": 50.0, "moitié": 50.0, "mitad": 50.0, "metà": 50.0, "helft": 50.0, "metade": 50.0,
    "drittel": 100 / 3, "tiers": 100 / 3, "tercio": 100 / 3, "terzo": 100 / 3, "derde": 100 / 3,
    "viertel": 25.0, "quart": 25.0, "cuarto": 25.0, "quarto": 25.0, "kwart": 25.0,
    "fünftel": 20.0, "cinquième": 20.0, "quinto": 20.0, "vijfde": 20.0, "zehntel": 10.0, "dixième": 10.0,
}  # fmt: skip
ONE = frozenset(words("ein eine einem einen einer un une una uno een um uma d"))
DEFINITE = frozenset(words("die la de het a"))
Tokens = Sequence[tuple[str, int]]

KOREAN = re.compile(
    r"(?P<count>\d[\d,]*(?:\.\d+)?|열두|열한|열|다섯|여섯|일곱|여덟|아홉|스무|서른|한|두|세|네)?(?P<half>반)?\s?"
    r"(?P<scale>천만|백만|십만|만|억|천|백)?\s?"
    r"(?P<unit>시간|분(?!기|석)|초(?!대|과)|일|주일|주|개월|달|년|원|명|퍼센트|%|개|번|번째|대|장|건)?(?P<and>\s?반(?![가-힣]))?"
)
_KOREAN_COUNTS = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
    "열한": 11, "열두": 12, "스무": 20, "서른": 30,
}  # fmt: skip
_KOREAN_SCALES = {
    "백": 1e2, "천": 1e3, "만": 1e4, "십만": 1e5, "백만": 1e6, "천만": 1e7, "억": 1e8,
}  # fmt: skip
_KOREAN_UNITS = {
    "시간": "h", "분": "min", "초": "s", "일": "day", "주": "week", "주일": "week", "개월": "month",
    "달": "month", "년": "year", "퍼센트": "%", "%": "%", "원": "원",
}  # fmt: skip


def written_number(word: str) -> tuple[float, str]:
    """Read digits: their value, or as they stand if they are an hour or a version."""
    if GROUPED.fullmatch(word):
        return float(re.sub(r"[.\u00a0\u202f ]", "", word).replace(",", ".")), ""
    if re.fullmatch(r"\d+(?:,\d+)?", word):
        return float(word.replace(",", ".")), ""
    return 0.0, word.replace(".", ":") if re.fullmatch(r"\d{1,2}[.:]\d\d", word) else word


def share_at(tokens: Tokens, at: int) -> tuple[float, int] | None:
    """Read a share of a whole, in percent, and the place after it."""
    pair = [word for word, _ in tokens[at : at + 2]]
    if len(pair) < 2 or pair[1] not in SHARES or pair[0] not in ONE | DEFINITE:
        return None
    return round(SHARES[pair[1]], 6), at + 2


def number_at(tokens: Tokens, at: int, code: str) -> tuple[float, str, int] | None:
    """Read a number at a place: its value, its digits if they are no plain number, and the place after it."""
    word, known = tokens[at][0], number_words(code)
    if word[0].isdigit():
        value, written = written_number(word)
        after = at + 1
        if not written and after < len(tokens) and known.get(tokens[after][0], 0) >= 1000:
            value, after = value * known[tokens[after][0]], after + 1
        return _with_half(tokens, value, written, after)
    if word in HALVES and at + 1 < len(tokens):
        return 0.5, "", at + 1
    if word not in known:
        return None
    value, after = _spoken(tokens, at, known)
    return _with_half(tokens, value, "", after)


def _spoken(tokens: Tokens, at: int, known: Mapping[str, float]) -> tuple[float, int]:
    """Add up number words that stand close to each other."""
    total, current, end = 0.0, 0.0, tokens[at][1]
    while at < len(tokens) and tokens[at][1] - end <= 1:
        word = tokens[at][0]
        if (
            word in JOINS
            and (current or total)
            and at + 1 < len(tokens)
            and _goes_on(current, known, tokens[at + 1][0])
        ):
            end, at = tokens[at][1] + len(word), at + 1
            continue
        value = known.get(word, 1.0 if word in ONE and current else None)
        if value is None or (current and not _goes_on(current, known, word)):
            break
        if value >= 1000:
            total, current = total + (current or 1) * value, 0.0
        elif value == SCALE_FROM:
            current = (current or 1) * value
        else:
            current = 80.0 if (current, value) == (4, 20) else current + value
        end, at = tokens[at][1] + len(word), at + 1
    return total + current, at


def _goes_on(current: float, known: Mapping[str, float], word: str) -> bool:
    """Whether a word belongs to the number before it, not to one of its own."""
    value = known.get(word, 0.0)
    if not value:
        return word in ONE and current >= 20 and current % 10 == 0
    if value >= 1000 or not current:
        return current < 1000
    if value == SCALE_FROM:
        return 2 <= current <= 9
    if (current, value) == (4, 20):
        return True
    unit = 100 if current % 100 == 0 else 20 if current % 100 in (60, 80) else 10 if current % 10 == 0 else 0
    return value < unit


def _with_half(tokens: Tokens, value: float, written: str, after: int) -> tuple[float, str, int]:
    """Add the half of “deux et demi”."""
    pair = [word for word, _ in tokens[after : after + 2]]
    if len(pair) == 2 and pair[0] in JOINS and pair[1] in HALVES:
        return value + 0.5, written, after + 2
    return value, written, after


def korean_numbers(text: str) -> list[tuple[float, str, int]]:
    """The numbers of a Korean text: value, unit and place."""
    found = []
    for match in KOREAN.finditer(text):
        count, scale, unit = match["count"], match["scale"], match["unit"]
        if not count or text[match.end() : match.end() + 1] == "월" or (not count[0].isdigit() and not unit):
            continue
        if not count[0].isdigit() and match.start() and re.match(r"[가-힣]", text[match.start() - 1]):
            continue
        value = float(count.replace(",", "")) if count[0].isdigit() else float(_KOREAN_COUNTS[count])
        value = value * _KOREAN_SCALES.get(scale or "", 1) + (0.5 if match["and"] else 0)
        found.append((value, _KOREAN_UNITS.get(unit or "", ""), match.start()))
    return found

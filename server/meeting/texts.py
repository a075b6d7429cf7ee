"""Which characters of typed or pasted text are kept, removed or refused, by the kind of field.

| in the text | name | line | lines | search |
|---|---|---|---|---|
| letters, digits, signs, emoji of any Unicode version, private use | kept | kept | kept | kept |
| line ends: CR LF, CR, VT, FF, NEL, U+2028, U+2029 | a space | a space | a line end | a space |
| tab | a space | a space | kept | a space |
| blanks: NBSP, thin, figure and narrow ones | a space | a space | kept | a space |
| several blanks in a row | one | one | kept | one |
| other controls, BOM, soft hyphen, word joiner, noncharacters | removed | removed | removed | removed |
| ZWSP: where Khmer, Thai and Burmese may break a line | removed | removed | kept | removed |
| ZWJ, ZWNJ that change what is seen: emoji, after a virama, Persian | kept | kept | kept | kept |
| ZWJ, ZWNJ anywhere else | removed | removed | removed | removed |
| LRM, RLM, ALM beside letters written from right to left | kept | kept | kept | removed |
| LRM, RLM, ALM anywhere else | removed | removed | removed | removed |
| embeddings, isolates, overrides that are closed | removed | removed | kept in pairs | removed |
| an override (U+202D, U+202E) that nothing closes | refused | refused | refused | removed |
| tag characters outside the flag of a region | removed | removed | removed | removed |
| marks with no letter before them | removed | removed | removed | removed |
| more than 8 marks on one letter | refused | refused | refused | refused |
| NUL, half of a surrogate pair | refused | refused | refused | refused |
| no visible character | refused | refused | refused | refused |
| more than 120 (name, line), 4,000 (lines), 200 (search) characters | refused | refused | refused | refused |

Text is stored in NFC, so that one name has one spelling.
"""

import re
import unicodedata
from dataclasses import dataclass

MAX_MARKS = 8
"""Tibetan stacks up to eight, Burmese up to seven; text that overflows neighbouring lines, dozens."""
LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_IDEOGRAPHIC_SPACE = "\u3000"
"""Separates the parts of Japanese names; kept where it stands alone."""
_INVISIBLE = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffc"
    "\ufdd0-\ufdef\U000e0000-\U000e001f\U000e0080-\U000e00ff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
"""Invisible control, format and noncharacters; U+FFFC replaces a picture in pasted text."""
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,32}\U000e007f)|[\U000e0020-\U000e007f]")
_OPENING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"} | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
_CLOSING = frozenset("\u202c\u2069")
_OVERRIDES = frozenset("\u202d\u202e")
_DIRECTIONS = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200c\u200d")
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_VIRAMA = 9
"""The canonical combining class of viramas, which join consonants."""
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that are letters or symbols by category, but invisible."""
_EDGES = " \t\n\u00a0\u3000\u200b\u2800\u3164\uffa0"
"""Stripped at both ends, so that no two names differ by them alone."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me", "Mc", "Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Kind:
    """The rules of one kind of field."""

    limit: int
    """Characters, in NFC."""
    lines: bool = False
    """Keep line ends, tabs and paired directional characters."""
    directions: bool = True
    """Keep LRM and RLM next to letters they affect, and refuse an unclosed override."""


NAME = Kind(120)
LINE = Kind(120)
LINES = Kind(4000, lines=True)
SEARCH = Kind(200, directions=False)
SAID = Kind(5000)
"""What somebody said, corrected: one line of at most 5,000 characters."""


class UnusableTextError(ValueError):
    """The message gives the fault and its place, without repeating the text."""


def clean(text: str, kind: Kind) -> str:
    """Return the text as it is stored; raises UnusableTextError."""
    for place, letter in enumerate(text, 1):
        if letter == "\0" or "\ud800" <= letter <= "\udfff":
            raise UnusableTextError(f"Delete the broken character at position {place} (U+{ord(letter):04X}).")
    tidy = unicodedata.normalize("NFC", _in_lines(text, kind))
    tidy = _clean_directions(tidy, kind)
    tidy = _clean_joiners(tidy if kind.directions else _without(tidy, _DIRECTIONS))
    tidy = _limit_marks(unicodedata.normalize("NFC", tidy).strip(_EDGES), strict=True)
    if not is_seen(tidy):
        raise UnusableTextError(
            "Write at least one visible character." if text.strip() else "Write something here."
        )
    if len(tidy) > kind.limit:
        raise UnusableTextError(f"Shorten this to {kind.limit:,} characters; it has {len(tidy):,}.")
    return tidy


def clean_leniently(text: str, limit: int) -> str:
    """Clean another application's name without refusing it; may return an empty string."""
    whole = "".join(letter for letter in text if letter != "\0" and not "\ud800" <= letter <= "\udfff")
    tidy = unicodedata.normalize("NFC", _in_lines(whole, NAME))
    tidy = _clean_joiners(_without(tidy, frozenset(_OPENING) | _CLOSING))
    tidy = _limit_marks(unicodedata.normalize("NFC", tidy).strip(_EDGES), strict=False)
    return shortened(tidy, limit) if is_seen(tidy) else ""


def shortened(text: str, limit: int) -> str:
    """Truncate to `limit` characters, never between a letter and its marks or inside a joined emoji."""
    if len(text) <= limit:
        return text
    end = limit
    while end > 0 and (_extends_previous(text[end]) or text[end - 1] in _JOINERS):
        end -= 1
    letters = len(text[:end]) - len(text[:end].rstrip(_FLAG_LETTERS))
    if letters % 2 and text[end] in _FLAG_LETTERS:
        end -= 1
    return text[: end or limit].strip()


def is_seen(text: str) -> bool:
    """Whether the text has a visible character."""
    return any(
        letter not in _BLANK_LETTERS and unicodedata.category(letter) not in _UNSEEN for letter in text
    )


def _extends_previous(letter: str) -> bool:
    return (
        letter in _JOINERS
        or unicodedata.category(letter)[0] == "M"
        or "\U0001f3fb" <= letter <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= letter <= "\U000e007f"  # the flag of a region
    )


def _without(text: str, letters: frozenset[str]) -> str:
    return "".join(letter for letter in text if letter not in letters)


def _in_lines(text: str, kind: Kind) -> str:
    bare = _TAGS.sub(r"\1", _INVISIBLE.sub("", LINE_ENDS.sub("\n", text)))
    if kind.lines:
        return bare
    return _SPACES.sub(
        lambda found: found[0] if found[0] == _IDEOGRAPHIC_SPACE else " ", bare.replace("\u200b", "")
    )


def _clean_directions(text: str, kind: Kind) -> str:
    """Remove directional characters, or keep those in pairs; a pair must close in its paragraph."""
    parts, begin = [], 1
    for part in text.split("\n"):
        parts.append(_paragraph(part, kind, begin))
        begin += len(part) + 1
    return "\n".join(parts)


def _paragraph(text: str, kind: Kind, begin: int) -> str:
    paired: set[int] = set()
    unclosed: list[int] = []
    for place, letter in enumerate(text):
        if letter in _OPENING:
            unclosed.append(place)
        elif letter in _CLOSING and unclosed and _OPENING[text[unclosed[-1]]] == letter:
            paired |= {unclosed.pop(), place}
    if kind.directions and (turned := [each for each in unclosed if text[each] in _OVERRIDES]):
        raise UnusableTextError(
            f"Delete the character U+{ord(text[turned[0]]):04X} at position {begin + turned[0]}:"
            " it reverses the text after it."
        )
    stays = paired if kind.lines else set()
    return "".join(
        letter
        for place, letter in enumerate(text)
        if (letter not in _OPENING and letter not in _CLOSING) or place in stays
    )


def _clean_joiners(text: str) -> str:
    """Keep joiners and directional marks only where they change the rendering."""
    has_rtl = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in _without(text, _DIRECTIONS))
    kept: list[str] = []
    for place, letter in enumerate(text):
        if letter in _DIRECTIONS and not has_rtl:
            continue
        if letter in _JOINERS and not _has_effect("".join(kept[-1:]), text[place + 1 : place + 2]):
            continue
        kept.append(letter)
    return "".join(kept)


def _has_effect(before: str, after: str) -> bool:
    """Whether a joiner has an effect: after a virama, also at a word's end (Malayalam), and beyond U+0590."""
    if not before or before in _JOINERS:
        return False
    if unicodedata.combining(before) == _VIRAMA:
        return True
    return before >= "\u0590" and not before.isspace() and after >= "\u0590" and not after.isspace()


def _limit_marks(text: str, *, strict: bool) -> str:
    """Drop marks without a base letter; limit those on one letter to MAX_MARKS."""
    kept: list[str] = []
    marks = 0
    for place, letter in enumerate(text, 1):
        category = unicodedata.category(letter)
        if category[0] == "M" and not kept:
            continue
        marks = marks + 1 if category[0] == "M" else 0
        if marks > MAX_MARKS and strict:
            raise UnusableTextError(
                f"Delete some of the marks at position {place}: a letter can have at most {MAX_MARKS}."
            )
        if marks <= MAX_MARKS:
            kept.append(letter)
    return "".join(kept)

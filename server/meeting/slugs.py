"""The codes of meetings: made by chance, and found in a link or text as people paste it."""

import re
import secrets
import unicodedata

MAX_SLUG = 100
_AROUND = r"[^\w./\\@:%&=?#+-]*"
"""Characters around a link in a text: quotes, brackets, blanks, stars."""
_SLUG = re.compile(rf"{_AROUND}([a-z0-9][a-z0-9-]{{0,{MAX_SLUG - 1}}})[^\w\\@%&=+-]*")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
LETTERS = "abcdefghijkmnopqrstuvwxyz"
"""Of a code; without the l that looks like a 1."""


def new_slug() -> str:
    """Return 47 random bits in three groups that can be read aloud."""
    letters = [secrets.choice(LETTERS) for _ in range(10)]
    return "-".join("".join(part) for part in (letters[:3], letters[3:7], letters[7:]))


def slug_in(text: str) -> str | None:
    """Return the code in lower case; None unless the text contains exactly one."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if "\0" in plain or "\ufffd" in plain:
        return None
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    found = _SLUG.fullmatch(seen.strip().lower())
    return found[1] if found else None

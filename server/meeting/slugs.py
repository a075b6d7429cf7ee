"""The code of a meeting in its link, as people type it and programs pass it on."""

import re
import unicodedata

MAX_SLUG = 100
_AROUND = r"[^\w./\\@:%&=?#+-]*"
"""Quotes, brackets, blanks, stars: what stands around a link in a text."""
_SLUG = re.compile(rf"{_AROUND}([a-z0-9][a-z0-9-]{{0,{MAX_SLUG - 1}}})[^\w\\@%&=+-]*")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def slug_in(text: str) -> str | None:
    """Give the code in small letters without what is around it; None where there is not just one."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if "\0" in plain or "\ufffd" in plain:
        return None
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    found = _SLUG.fullmatch(seen.strip().lower())
    return found[1] if found else None

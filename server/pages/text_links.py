"""Web addresses in what people type: which parts of a text are links, and where to."""

import re
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)
_AFTER = ".,:;!?)]}…"
"""Ends a sentence more often than an address."""


def text_links(text: str) -> list[tuple[str, str | None]]:
    """Split a text into pieces; of a link with its address, of other words with None.

    Only http and https are links, and none that names somebody before its host: it looks like another site.
    """
    pieces: list[tuple[str, str | None]] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = _trimmed(match[0])
        if not _is_plain(address):
            continue
        pieces += [(text[end : match.start()], None), (address, address)]
        end = match.start() + len(address)
    return [piece for piece in (*pieces, (text[end:], None)) if piece[0]]


def _trimmed(address: str) -> str:
    """Leave the end of the sentence out; a closing bracket stays where the address opened one."""
    while address and address[-1] in _AFTER:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _is_plain(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False

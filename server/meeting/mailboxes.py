"""Parse e-mail addresses as mail programs copy them: `Ann Smith <ann@example.org>; bob@…`."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

SPECIAL_USE_DOMAIN_NAMES.clear()  # ann@mail.local is a valid address on a private server
_PAIRS = {'"': '"', "<": ">", "(": ")"}
"""Delimiters inside which a comma does not separate addresses (RFC 5322, 3.2 and 3.4)."""
_SEPARATORS = frozenset(",;\n")
_COMMENT = re.compile(r"\([^()]*\)")
_BRACKETS = re.compile(r"<([^<>]*)>[^\w<>]*$")
_GROUP = re.compile(r"^[^\"<@:]*:(?=[^:]*@)")
_WRAPPED = " \t.,:'\"“”„‘’«»‹›[]{}*"


class WrongMailboxError(ValueError):
    """One of the addresses is invalid; `place` counts from 1."""

    def __init__(self, place: int, of: int) -> None:
        """`of` is the count of all addresses."""
        which = f"Address {place} of {of} is not" if of > 1 else "This is not"
        super().__init__(f"{which} an e-mail address. Write it like ann@example.org.")
        self.place = place


def address(text: str) -> str:
    """Return a valid address in lower case; raises ValueError."""
    try:
        found = validate_email(_visible(text).strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise ValueError("Write an e-mail address such as ann@example.org.") from error
    return found.normalized.lower()


def addresses(text: str) -> list[str]:
    """Return each address in the text once; raises WrongMailboxError."""
    boxes = list(mailboxes(text))
    found: dict[str, None] = {}
    for place, box in enumerate(boxes, 1):
        try:
            found[address(_extract_address(box))] = None
        except ValueError:
            raise WrongMailboxError(place, len(boxes)) from None
    return list(found)


def mailboxes(text: str) -> Iterator[str]:
    """Split a list at commas, semicolons and line ends; Outlook's `Smith, Ann <ann@…>` stays one."""
    name = ""
    for piece in _split(_visible(text)):
        part = _GROUP.sub("", piece) if not piece.lower().startswith("mailto:") else piece
        if name and _BRACKETS.search(part) is None:
            yield name
            name = ""
        if "@" not in part and "%40" not in part and "<" not in part:
            name = f"{name}, {part}" if name else part
        elif _BRACKETS.search(part) is None and part.count("@") > 1 and len(part.split()) == part.count("@"):
            yield from part.split()
        else:
            yield f"{name}, {part}" if name else part
            name = ""
    if name:
        yield name


def _split(text: str) -> Iterator[str]:
    closing, begin = "", 0
    for place, letter in enumerate(f"{text}\n"):
        if letter in _SEPARATORS and (not closing or letter == "\n"):
            closing = ""
            if piece := text[begin:place].strip():
                yield piece
            begin = place + 1
        elif closing:
            closing = "" if letter == closing else closing
        else:
            closing = _PAIRS.get(letter, "")


def _extract_address(box: str) -> str:
    """Extract the address from `Name <address>`, `mailto:address?subject=…` and `Name address (comment)`."""
    inside = _BRACKETS.search(box)
    text = (inside[1] if inside else _COMMENT.sub("", box)).strip()
    if text.lower().startswith("mailto:"):
        text = unquote(text[len("mailto:") :].split("?")[0])
    words = [word for word in text.split() if "@" in word]
    return (words[0] if len(words) == 1 else text).strip(_WRAPPED)


def _visible(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").replace("\r", "\n")

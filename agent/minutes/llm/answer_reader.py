"""Reads the one JSON object of a model's reply, whatever is around it; refuses what is ambiguous.

Read are objects alone, in a fence, between sentences, after `<think>…</think>`, or in the part of the reply
that was meant for thinking; with commas before closing brackets; and, of an answer that reached its length
limit, the items that were completed. All else is no answer: two different objects, a key twice, none at all.
"""

import json
import re
from collections.abc import Iterator

from agent.minutes.llm.errors import ModelOutputInvalid
from agent.minutes.llm.language_model import MAX_ANSWER_CHARS, Reply

MAX_DEPTH = 16
"""The deepest answer asked for has 4 levels."""
THOUGHT_ENDS = ("</think>", "</thinking>", "</reasoning>")
"""Templates that begin the answer with `<think>` leave these alone."""
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and halves of characters: PostgreSQL's text cannot hold them."""
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+\\?+(?:"|\Z)'
"""A string, or one without an end to the end of the text: so each mark is looked at once."""
MARK = re.compile(rf"{_STRING}|[{{}}\[\]]", re.DOTALL)
TRAILING_COMMA = re.compile(rf"({_STRING})|,(?=\s*[}}\]])", re.DOTALL)
CLOSERS = {"{": "}", "[": "]"}


def read_answer(reply: Reply) -> dict[str, object]:
    """Return the object of a reply; raises ModelOutputInvalid."""
    for text in (reply.text, reply.thinking):
        if len(text) > MAX_ANSWER_CHARS:
            raise ModelOutputInvalid("the answer is too long")
        if text.strip():
            found = _object_in(_without_thoughts(text), is_cut=reply.is_cut)
            if found is not None:
                return found
    raise ModelOutputInvalid("the answer is empty" if not reply.text.strip() else "the answer has no object")


def _without_thoughts(text: str) -> str:
    ends = [text.rfind(mark) + len(mark) for mark in THOUGHT_ENDS if mark in text]
    spoken = text[max(ends, default=0) :]
    return spoken if spoken.strip() else text


def _object_in(text: str, *, is_cut: bool) -> dict[str, object] | None:
    """Return the only object; None if there is none."""
    found = [read for part in _outermost(text) if (read := _parsed(part)) is not None]
    if not found and is_cut and (whole := _completed_items(text)) is not None:
        found = [read for read in (_parsed(whole),) if read is not None]
    if any(each != found[0] for each in found[1:]):
        raise ModelOutputInvalid("the answer has two objects")
    return found[0] if found else None


def _outermost(text: str) -> Iterator[str]:
    """Yield each balanced `{…}` that is in no other; braces inside strings do not count."""
    at = 0
    while (begin := text.find("{", at)) >= 0:
        end = _end_of(text, begin)
        if end is None:
            return
        yield text[begin:end]
        at = end


def _end_of(text: str, begin: int) -> int | None:
    """Return where the object that begins there ends; None if it does not. Raises ModelOutputInvalid."""
    depth = 0
    for mark in MARK.finditer(text, begin):
        if mark[0] in "{[":
            depth += 1
            if depth > MAX_DEPTH:
                raise ModelOutputInvalid("the answer is nested too deep")
        elif mark[0] in "}]":
            depth -= 1
            if depth == 0:
                return mark.end()
    return None


def _parsed(text: str) -> dict[str, object] | None:
    """Parse an object strictly, then once more without trailing commas; None if it is none."""
    for each in (text, TRAILING_COMMA.sub(lambda mark: mark[1] or "", text)):
        try:
            read = json.loads(each, parse_constant=_refuse, object_pairs_hook=_without_doubles, strict=False)
        except (ValueError, RecursionError):
            continue
        return read if isinstance(read, dict) else None
    return None


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Build an object of what the database can store; raises ModelOutputInvalid if a key is there twice."""
    read = {key: _storable(value) for key, value in pairs}
    if len(read) < len(pairs):
        raise ModelOutputInvalid("the answer has a key twice")
    return read


def _storable(value: object) -> object:
    if isinstance(value, str):
        return UNSTORABLE.sub(" ", value)
    return [_storable(each) for each in value] if isinstance(value, list) else value


def _completed_items(text: str) -> str | None:
    """Return the object that was cut, up to its last completed item of a list; None if it has none."""
    begin = text.find("{")
    opened: list[str] = []
    whole: tuple[int, str] | None = None
    for mark in MARK.finditer(text, begin) if begin >= 0 else ():
        if mark[0] in CLOSERS:
            opened.append(mark[0])
            if len(opened) > MAX_DEPTH:
                return None
        elif mark[0] in "}]" and opened:
            opened.pop()
            if opened[-1:] == ["["]:
                whole = mark.end(), "".join(CLOSERS[each] for each in reversed(opened))
    return text[begin : whole[0]] + whole[1] if whole else None

"""Two versions of minutes compared: which elements are new or gone, and which words of the others changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from server.meeting.action_item_matching import similarity
from server.meeting.minutes_edit_merging import SECTIONS, Element, Section
from server.meeting.special_sections import LABELS

Part = Section | Literal["actions"]
Op = Literal["same", "added", "removed"]
PARTS: tuple[tuple[Part, str], ...] = (*SECTIONS.items(), ("actions", "actions"))
"""Each with its column."""
SAME_ELEMENT = 0.35
"""Alike enough where both cite a common sentence."""
LIKE_ELEMENT = 0.6
"""Wherever they were said."""
TOKENS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|\s+|[^\w\s]")
"""Words, blanks and signs; each letter of scripts without spaces, and of Korean."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that are in both versions, or in one of them."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class ElementDifference:
    """One element of a section in both versions."""

    op: Literal["same", "changed", "added", "removed"]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """One section in both versions."""

    section: Part
    elements: tuple[ElementDifference, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return any(each.op != "same" for each in self.elements)


def compared(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[SectionDifference]:
    """Compare two contents, section by section; empty sections are left out."""
    found = [
        SectionDifference(part, tuple(_elements(_read(part, old, column), _read(part, new, column))))
        for part, column in PARTS
    ]
    return [each for each in found if each.elements]


def _read(part: Part, content: Mapping[str, Any], column: str) -> list[Element]:
    if part == "summary":
        return [{"text": content[column]}] if content.get(column) else []
    return list(content.get(column, ()))


def told(element: Element) -> str:
    """Return an element's words in one line: a topic's after its title, a task's with owner and date.

    What is in a section of one kind of meeting follows its label, or the heading that somebody gave it.
    """
    words = [_heading(element), *(element.get(name) for name in ("title", "summary", "text"))]
    facts = [element.get(name) for name in ("assignee", "due_date")]
    line = ": ".join(str(each) for each in words if each)
    return " – ".join([line, *(str(each) for each in facts if each)])


def _heading(element: Element) -> str:
    label = LABELS.get(element.get("label", "point"), "")
    return label or (element.get("group", "") if element.get("kind") == "custom" else "")


def _elements(old: Sequence[Element], new: Sequence[Element]) -> list[ElementDifference]:
    """Return the new elements in their order, those that are gone where they were."""
    pairs = _pairs(old, new)
    found: list[ElementDifference] = []
    shown = 0
    for at, element in enumerate(new):
        of = pairs.get(at)
        if of is not None:
            found += [_removed(old[gone]) for gone in range(shown, of) if gone not in pairs.values()]
            shown = max(shown, of + 1)
            found.append(_changed(told(old[of]), told(element)))
        else:
            found.append(ElementDifference("added", (Run("added", told(element)),)))
    return found + [_removed(old[gone]) for gone in range(shown, len(old)) if gone not in pairs.values()]


def _removed(element: Element) -> ElementDifference:
    return ElementDifference("removed", (Run("removed", told(element)),))


def _changed(before: str, after: str) -> ElementDifference:
    runs = tuple(word_runs(before, after))
    return ElementDifference("same" if before == after else "changed", runs)


def _pairs(old: Sequence[Element], new: Sequence[Element]) -> dict[int, int]:
    """Return the place of the old element by that of the new one, the most alike first."""
    if len(old) == len(new) == 1 and "evidence" not in old[0]:
        return {0: 0}
    scored = sorted(
        (-score, at, of)
        for at, element in enumerate(new)
        for of, other in enumerate(old)
        if (score := _likeness(element, other)) > 0
    )
    found: dict[int, int] = {}
    for _, at, of in scored:
        if at not in found and of not in found.values():
            found[at] = of
    return found


def _likeness(one: Element, other: Element) -> float:
    words = similarity(told(one), told(other))
    cited = bool(set(one.get("evidence", ())) & set(other.get("evidence", ())))
    return words + cited if words >= (SAME_ELEMENT if cited else LIKE_ELEMENT) else 0.0


def word_runs(before: str, after: str) -> list[Run]:
    """Return what both texts have and what one has, words removed before those that were put there."""
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    found: list[Run] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run("same", "".join(old[i:j])))
            continue
        found += [Run("removed", "".join(old[i:j]))] if j > i else []
        found += [Run("added", "".join(new[k:m]))] if m > k else []
    return found

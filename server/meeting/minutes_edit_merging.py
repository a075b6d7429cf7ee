"""Minutes as people left them: what a machine wrote with the edits by hand, matched across rewritten minutes.

An element is a JSON object as in the columns of `meeting_summaries`. Its id is derived from what the machine
wrote, and stays that of the first one when a person has edited it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal
from uuid import UUID, uuid5

from server.meeting.action_item_matching import similarity

Section = Literal["summary", "decisions", "turned_down", "open_questions", "key_points", "topics", "special"]
Element = dict[str, Any]
SECTIONS: Mapping[Section, str] = {
    "summary": "executive_summary",
    "decisions": "decisions",
    "turned_down": "turned_down",
    "open_questions": "open_questions",
    "key_points": "key_points",
    "topics": "topics",
    "special": "special",
}
"""The column of each; special: the sections that only one kind of meeting has, or somebody's template."""
WORDS: Mapping[Section, tuple[str, ...]] = {"topics": ("title", "summary")}
"""What of an element people write; elsewhere its `text`."""
PLACE: Mapping[Section, tuple[str, ...]] = {
    "special": ("kind", "label", "group", "speaker", "participant_id")
}
"""What tells where an element belongs; an edit keeps it, for when the machine drops the element."""
SAME_EVIDENCE = 0.35
"""Alike enough where both cite the same sentences."""
SOME_EVIDENCE = 0.5
"""Where they have a sentence in common."""
NO_EVIDENCE = 0.75


@dataclass(frozen=True, slots=True)
class HandEdit:
    """What people made of one element in the end."""

    id: UUID
    section: Section
    machine: Element
    """Its words and evidence as the minutes first had it; empty: made by hand."""
    content: Element
    """Its words; empty: deleted."""

    @property
    def stands(self) -> bool:
        """Whether it differs from what was written; an undone edit does not."""
        return self.content != kept_of(self.section, self.machine)


def words_of(section: Section, element: Element) -> Element:
    """Return what of an element people write."""
    return {name: element[name] for name in WORDS.get(section, ("text",)) if name in element}


def kept_of(section: Section, element: Element) -> Element:
    """Return what an edit keeps: the words, and where they belong."""
    place = {name: element[name] for name in PLACE.get(section, ()) if name in element}
    return words_of(section, element) | place


def element_ids(summary_id: UUID, section: Section, elements: Sequence[Element]) -> list[UUID]:
    """Return the id of each element."""
    found: list[UUID] = []
    for element in elements:
        told = "" if section == "summary" else "\n".join(map(str, kept_of(section, element).values()))
        cited = ",".join(sorted(map(str, element.get("evidence", ()))))
        same = sum(1 for each in elements[: len(found)] if _is_same(section, each, element))
        derived = uuid5(summary_id, f"{section}\n{told}\n{cited}\n{same}")
        found.append(UUID(element["id"]) if "id" in element else derived)
    return found


def _is_same(section: Section, one: Element, other: Element) -> bool:
    return kept_of(section, one) == kept_of(section, other) and one.get("evidence") == other.get("evidence")


def merged(
    summary_id: UUID, section: Section, written: Sequence[Element], edits: Sequence[HandEdit]
) -> list[Element]:
    """Return the elements as people left them; what they made or kept by editing comes last."""
    standing = [each for each in edits if each.section == section and each.stands]
    ids = element_ids(summary_id, section, written)
    at = _matches(section, list(zip(ids, written, strict=True)), standing)
    found: list[Element] = []
    for place, element in enumerate(written):
        edit = at.get(place)
        if edit is None:
            found.append(element)
        elif edit.content:
            found.append(edited_element(edit, element))
    taken = {each.id for each in at.values()}
    return found + [
        edited_element(each, each.machine) for each in standing if each.content and each.id not in taken
    ]


def edited_element(edit: HandEdit, element: Element) -> Element:
    """Return the element with a person's words; it cites what it cited when they edited it."""
    kept = (
        {"evidence": edit.machine.get("evidence", []), "id": str(edit.id)}
        if edit.section != "summary"
        else {}
    )
    checked = {"verified": True} if "verified" in element else {}
    words = words_of(edit.section, edit.content)
    return {**edit.content, **element, **words, **kept, **checked}


def _matches(
    section: Section, written: Sequence[tuple[UUID, Element]], edits: Sequence[HandEdit]
) -> dict[int, HandEdit]:
    """Return which edit is of the element at each place: of the same one, then of the most alike."""
    by_id = {each.id: each for each in edits}
    found = {place: by_id[id_] for place, (id_, _) in enumerate(written) if id_ in by_id}
    taken = {each.id for each in found.values()}
    rest = [each for each in edits if each.machine and each.id not in taken]
    scored = sorted(
        (-score, place, of)
        for place, (_, element) in enumerate(written)
        if place not in found
        for of, edit in enumerate(rest)
        if (score := _likeness(section, element, edit)) > 0
    )
    for _, place, of in scored:
        if place not in found and rest[of].id not in taken:
            found[place] = rest[of]
            taken.add(rest[of].id)
    return found


def _likeness(section: Section, element: Element, edit: HandEdit) -> float:
    """Return 0 for another element, else the more the more alike; in the words before and after the edit."""
    if element.get("kind") != edit.machine.get("kind"):
        return 0.0
    told = _told(section, element)
    words = max(similarity(told, _told(section, each)) for each in (edit.machine, edit.content) if each)
    one, other = set(element.get("evidence", ())), set(edit.machine.get("evidence", ()))
    cited = len(one & other) / max(1, len(one | other))
    enough = SAME_EVIDENCE if cited == 1 else SOME_EVIDENCE if cited else NO_EVIDENCE
    return words + cited if words >= enough else 0.0


def _told(section: Section, element: Element) -> str:
    return " ".join(str(each) for each in words_of(section, element).values())


def in_the_end(rows: Sequence[Mapping[str, Any]]) -> list[HandEdit]:
    """Return what became of each element; `rows`: edits by element, the oldest first of each."""
    found = []
    for element_id, group in groupby(rows, lambda row: row["element_id"]):
        of_element = list(group)
        first, last = of_element[0], of_element[-1]
        found.append(HandEdit(element_id, first["section"], first["machine"], last["after"]))
    return found

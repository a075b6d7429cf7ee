"""Lays out the sections that only some kinds of meetings have; and the times that statements cite."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from server.export.blocks import Block
from server.export.statement_marks import marked, unverified
from server.meeting.special_sections import Statement
from server.pages.special_sections import Group, Placed, SpecialSection
from server.pages.transcript import Transcript


class Cited:
    """Writes the times that a claim cites."""

    def __init__(self, transcript: Transcript, *, has_times: bool) -> None:
        self._transcript, self.has_times = transcript, has_times

    def times(self, evidence: Sequence[UUID]) -> str:
        """Return the times in parentheses after a space; empty without any."""
        found = [each.at for each in self._transcript.cite(evidence)] if self.has_times else []
        return f" ({', '.join(found)})" if found else ""

    def name(self, each: Statement) -> str:
        """Return who said it, as the transcript calls them."""
        return self._transcript.label(each.participant_id, each.speaker) if each.speaker else ""


def special_blocks(title: str, section: SpecialSection, cited: Cited) -> Iterator[Block]:
    """Lay out a section; an empty one says why it is."""
    yield Block("heading", title)
    for group in section.groups:
        yield from _group(group, cited)
    yield Block("note", section.note)


def _group(group: Group, cited: Cited) -> Iterator[Block]:
    if group.asked is not None:
        yield Block("subheading", _told(group.asked, cited))
    elif group.title:
        yield Block("subheading", group.title)
    for part in group.parts:
        for each in part.statements:
            lead = f"{part.label}: " if part.label else ""
            yield Block("item", lead + (_told(each, cited) if not group.color else _bare(each, cited)))
        for task in part.tasks:
            owner = f", {task.assignee}" if task.assignee else ""
            yield Block("item", f"Task: {task.title}{owner}{cited.times(task.evidence)}")


def _told(each: Placed, cited: Cited) -> str:
    name = cited.name(each.said)
    return f"{name}: {_bare(each, cited)}" if name else _bare(each, cited)


def _bare(each: Placed, cited: Cited) -> str:
    said = each.said
    return said.text + cited.times(said.evidence) + unverified(said) + marked(each.mark)

"""What was said as the minutes read it: numbered lines, who said them, and the meeting's day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from agent.minutes.text_normalization import ends_sentence, sentences, tidy
from server.meeting.gaps import Gap
from server.meeting.transcripts import Segment

JOIN_GAP_MS = 1500
"""One person's segments closer than this are one line, unless a sentence ended between them."""
JOIN_WORDS = 60
"""A line that already has so many words takes no more."""


PART_WORDS = 30
"""Sentences of one speech are put together up to so many words."""


@dataclass(frozen=True, slots=True)
class SpeakerIdentity:
    """Somebody who was in the meeting."""

    id: UUID | None
    """None: known by name only."""
    name: str
    label: str = ""
    """The name as it tells people of one name apart; empty: the name does."""

    @property
    def shown(self) -> str:
        """What they are called in minutes."""
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One thing somebody said; `number` counts from 1 and is what a model cites."""

    number: int
    segments: tuple[UUID, ...]
    participant_id: UUID | None
    speaker: str
    text: str
    start_ms: int
    end_ms: int
    label: str = ""

    @property
    def person(self) -> SpeakerIdentity:
        """Who said it."""
        return SpeakerIdentity(self.participant_id, self.speaker, self.label)

    @property
    def who(self) -> object:
        """What tells speakers apart: two people may have one name."""
        return self.participant_id or self.speaker


@dataclass(frozen=True)
class MeetingSpeech:
    """A whole meeting, ready to think about."""

    lines: tuple[TranscriptLine, ...]
    people: tuple[SpeakerIdentity, ...]
    day: date
    """Where "tomorrow" is counted from."""
    duration_s: int = 0
    begins: datetime | None = None
    """The zero of the lines' times, in the meeting's zone."""
    gaps: tuple[Gap, ...] = ()
    """What the transcriber did not hear."""

    def day_of(self, line: TranscriptLine) -> date:
        """The day on which the line was said: a meeting may go on past midnight."""
        if self.begins is None:
            return self.day
        at = self.begins.astimezone(UTC) + timedelta(milliseconds=line.start_ms)
        return at.astimezone(self.begins.tzinfo).date()

    def line(self, number: int) -> TranscriptLine | None:
        """The line with this number, if there is one."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else None

    @cached_property
    def everybody(self) -> tuple[SpeakerIdentity, ...]:
        """Those who spoke, in order of their first words, then those who were only there."""
        known = {person.id: person for person in self.people}
        spoke = [known.get(line.participant_id, line.person) for line in self.lines]
        return tuple(dict.fromkeys([*spoke, *self.people]))

    def speakers(self) -> list[SpeakerIdentity]:
        """Those who spoke, in order of their first words."""
        who = {line.participant_id or line.speaker for line in self.lines}
        return [person for person in self.everybody if (person.id or person.name) in who]

    def named(self, name: str) -> SpeakerIdentity | None:
        """Whom a name means, full or first; None when it is nobody's or more than one person's."""
        wanted = name.strip().casefold()
        for person in self.everybody:
            if person.label and person.label != person.name and person.label.casefold() == wanted:
                return person
        for called in (str.casefold, first_name):
            found = [person for person in self.everybody if called(person.name) == wanted]
            if found:
                return found[0] if len(found) == 1 else None
        return None


def first_name(name: str) -> str:
    """What people call each other."""
    return name.split()[0].casefold() if name.split() else ""


def lines_of(
    segments: Iterable[Segment], people: Iterable[SpeakerIdentity] = ()
) -> tuple[TranscriptLine, ...]:
    """Number what was said, in the order people began to speak; what one goes on saying is one line.

    Whoever is one of `people` is called as there; others as they were when they spoke.
    """
    known = {person.id: person for person in people}
    names = frozenset(part for person in known.values() for part in person.name.lower().split())
    lines: list[TranscriptLine] = []
    last: dict[object, int] = {}
    for segment in sorted(segments, key=lambda each: (each.start_ms, each.seq)):
        text = tidy(segment.text, segment.language, names)
        if not text:
            continue
        who = known.get(segment.participant_id) or SpeakerIdentity(segment.participant_id, segment.speaker)
        line = TranscriptLine(
            0,
            (segment.id,),
            segment.participant_id,
            who.name,
            text,
            segment.start_ms,
            segment.end_ms,
            who.label,
        )
        before = last.get(line.who)
        if before is not None and _goes_on(lines[before], line):
            lines[before] = _joined(lines[before], line)
        else:
            last[line.who] = len(lines)
            lines.append(line)
    parts = [part for line in lines for part in _parts(line)]
    return tuple(replace(line, number=number) for number, line in enumerate(parts, start=1))


def _parts(line: TranscriptLine) -> list[TranscriptLine]:
    """A long line sentence by sentence, short ones together, its time shared out by words."""
    groups: list[list[str]] = []
    for sentence in sentences(line.text):
        if groups and len(groups[-1]) + len(sentence.split()) <= PART_WORDS:
            groups[-1] += sentence.split()
        else:
            groups.append(sentence.split())
    spent, of, parts = 0, max(1, len(line.text.split())), list[TranscriptLine]()
    for group in groups:
        start, spent = spent, spent + len(group)
        at = [line.start_ms + (line.end_ms - line.start_ms) * place // of for place in (start, spent)]
        parts.append(replace(line, text=" ".join(group), start_ms=at[0], end_ms=at[1]))
    return parts


def _goes_on(before: TranscriptLine, line: TranscriptLine) -> bool:
    return (
        line.start_ms - before.end_ms <= JOIN_GAP_MS
        and not ends_sentence(before.text)
        and len(before.text.split()) < JOIN_WORDS
    )


def _joined(before: TranscriptLine, line: TranscriptLine) -> TranscriptLine:
    return replace(
        before,
        segments=(*before.segments, *line.segments),
        text=f"{before.text} {line.text}",
        end_ms=max(before.end_ms, line.end_ms),
    )


def evidence(lines: Sequence[TranscriptLine]) -> tuple[UUID, ...]:
    """The segments behind some lines."""
    return tuple(segment for line in lines for segment in line.segments)

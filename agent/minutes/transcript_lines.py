"""The transcript as the minutes read it: numbered lines with speakers, and the meeting's date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from agent.minutes.text_normalization import ends_sentence, sentences, tidy
from server.meeting.gaps import Gap
from server.meeting.minutes_templates import TEMPLATES, MinutesTemplate
from server.meeting.segment_rows import Segment
from server.sentence_ends import goes_on_in

JOIN_GAP_MS = 1500
"""Segments of one person closer than this form one line, unless a sentence ended between them."""
JOIN_WORDS = 60
"""A line with this many words takes no further segment."""


PART_WORDS = 30
"""Sentences of one long line are grouped up to this many words."""


@dataclass(frozen=True, slots=True)
class SpeakerIdentity:
    """A person in the meeting."""

    id: UUID | None
    """None if only the name is known."""
    name: str
    label: str = ""
    """Name that distinguishes namesakes; empty if the name is unique."""

    @property
    def shown(self) -> str:
        """The name used in minutes."""
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line of speech; `number` counts from 1 and is cited by the model."""

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
        """The speaker."""
        return SpeakerIdentity(self.participant_id, self.speaker, self.label)

    @property
    def who(self) -> object:
        """Key that identifies the speaker: id, else name, because two people may have one name."""
        return self.participant_id or self.speaker


@dataclass(frozen=True)
class MeetingSpeech:
    """The whole meeting's speech, the input of all minutes."""

    lines: tuple[TranscriptLine, ...]
    people: tuple[SpeakerIdentity, ...]
    day: date
    """The date relative dates such as "tomorrow" refer to."""
    duration_s: int = 0
    begins: datetime | None = None
    """The time of the lines' zero, in the meeting's time zone."""
    gaps: tuple[Gap, ...] = ()
    """Stretches that were not transcribed."""
    language: str = "en"
    """The tag of the language that was transcribed."""
    segments: tuple[Segment, ...] = ()
    """The segments as they were read."""
    stays: Mapping[UUID, tuple[tuple[int, int | None], ...]] = field(default_factory=dict)
    """From when to when each participant was there, in milliseconds on the meeting's clock.

    None: to the end.
    """
    roles: Mapping[UUID, str] = field(default_factory=dict)
    """Of the participants."""
    template: MinutesTemplate = TEMPLATES["general"]
    """By which the minutes are arranged."""

    def day_of(self, line: TranscriptLine) -> date:
        """The date of a line; a meeting may go on past midnight."""
        if self.begins is None:
            return self.day
        at = self.begins.astimezone(UTC) + timedelta(milliseconds=line.start_ms)
        return at.astimezone(self.begins.tzinfo).date()

    def line(self, number: int) -> TranscriptLine | None:
        """The line with this number, or None."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else None

    @cached_property
    def everybody(self) -> tuple[SpeakerIdentity, ...]:
        """Speakers in order of their first words, then silent participants."""
        known = {person.id: person for person in self.people}
        spoke = [known.get(line.participant_id, line.person) for line in self.lines]
        return tuple(dict.fromkeys([*spoke, *self.people]))

    def speakers(self) -> list[SpeakerIdentity]:
        """Speakers in order of their first words."""
        who = {line.participant_id or line.speaker for line in self.lines}
        return [person for person in self.everybody if (person.id or person.name) in who]

    def named(self, name: str) -> SpeakerIdentity | None:
        """The person a full or first name refers to; None if none or ambiguous."""
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
    """The given name, in lower case."""
    return given_name(name).casefold()


def given_name(name: str) -> str:
    """The first word of a name; of “Smith, Jane” the first after the comma."""
    last, comma, first = name.partition(",")
    words = (first if comma and first.strip() else last).split()
    return words[0] if words else ""


def lines_of(
    segments: Iterable[Segment], people: Iterable[SpeakerIdentity] = ()
) -> tuple[TranscriptLine, ...]:
    """Build numbered lines from segments, ordered by start; joins consecutive segments of one speaker.

    Speakers in `people` get the name given there, others the name stored with the segment.
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
    """Split a long line at sentences, grouped up to PART_WORDS; times are divided by word count."""
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
        and (not ends_sentence(before.text) or goes_on_in(before.text, line.text))
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
    """Ids of the segments of some lines."""
    return tuple(segment for line in lines for segment in line.segments)

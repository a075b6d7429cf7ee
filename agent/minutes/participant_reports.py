"""Reports per participant, as data: what one person said and did in a meeting, counted; for them alone.

The figures, each with what it cannot know:
- speaking time: the union of a person's lines in time, so that overlapping ones count once; share: of the sum
  of everybody's. Lines include the pauses of up to 1.5 s inside a sentence.
- turns, interruptions, responses: agent/minutes/turn_taking.py. The longest turn has the most speech.
- words: between spaces, without hesitation sounds; a minute of speaking time, from 30 s of it on.
- questions: sentences with a question mark or the form of a question in the meeting's language.
- response time: the median of at least 3 turns that began within 10 s after another person's.
- mentions: sentences of others with the person's name; a name that two people share is nobody's.
- attendance: stays, joined when less than 10 s apart; unheard: gaps of the transcript during them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from uuid import UUID

from agent.minutes.extractive import own_words
from agent.minutes.mentions import Mentions
from agent.minutes.sentence_ranking import ranked
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.turn_taking import UNSPACED, TurnTaking, merged_ms, turn_taking
from server.meeting.minutes import Action, Claim, Report
from server.meeting.report_figures import Figures, Interval, Unheard

CONTRIBUTIONS = 3
MENTIONS = 10
"""A report quotes so many, and counts all."""
MIN_RATE_MS = 30_000
MIN_RESPONSES = 3
REJOIN_MS = 10_000


@dataclass(frozen=True)
class Reporting:
    """The meeting, and what all reports share."""

    spoken: MeetingSpeech
    actions: Sequence[Action]
    floor: TurnTaking

    @cached_property
    def mentions(self) -> Mapping[UUID, list[Claim]]:
        """The sentences that name each participant."""
        return Mentions(self.spoken).of_everybody()

    @cached_property
    def whole_ms(self) -> int:
        """The sum of everybody's speaking time."""
        return total_ms(self.spoken)

    @cached_property
    def end_ms(self) -> int:
        """The meeting's length on its clock."""
        last = max((line.end_ms for line in self.spoken.lines), default=0)
        return max(self.spoken.duration_s * 1000, last)

    def report(self, key: UUID) -> Report:
        """Return one participant's."""
        lines = [line for line in self.spoken.lines if line.participant_id == key]
        spoken_ms = merged_ms((line.start_ms, line.end_ms) for line in lines)
        share = 100 * spoken_ms / self.whole_ms if self.whole_ms else 0.0
        named = self.mentions.get(key, [])
        return Report(
            participant_id=key,
            speaking_time_s=round(spoken_ms / 1000),
            speaking_percentage=round(min(share, 100.0), 1),
            key_contributions=contributions(lines),
            tasks_assigned_count=sum(action.participant_id == key for action in self.actions),
            figures=self._figures(key, lines, spoken_ms, len(named)),
            mentions=named[:MENTIONS],
        )

    def _figures(
        self, key: UUID, lines: Sequence[TranscriptLine], spoken_ms: int, mentions_count: int
    ) -> Figures:
        words = word_count(lines)
        turns = [each for each in self.floor.turns if each.who == key]
        waits = [each.after_ms for each in self.floor.responses if each.who == key]
        attendance = joined(self.spoken.stays.get(key, ()), self.end_ms)
        has_rate = words is not None and spoken_ms >= MIN_RATE_MS
        return Figures(
            attendance=attendance,
            turns=len(turns),
            longest_ms=max((each.spoken_ms for each in turns), default=0),
            words=words,
            words_per_minute=round(60_000 * (words or 0) / spoken_ms, 1) if has_rate else None,
            questions=sum(bool(spoken_tables().question.search(each)) for each in _sentences(lines)),
            interruptions_made=sum(each.by == key for each in self.floor.interruptions),
            interruptions_received=sum(each.of == key for each in self.floor.interruptions),
            responses=len(waits),
            response_time_ms=round(median(waits)) if len(waits) >= MIN_RESPONSES else None,
            mentions_count=mentions_count,
            unheard=self._unheard(key, attendance),
        )

    def _unheard(self, key: UUID, attendance: Sequence[Interval]) -> tuple[Unheard, ...]:
        """Gaps of the person or of everybody, cut to when they were there; all where nobody knows that."""
        there = attendance or (Interval(0, self.end_ms),)
        cut = (
            Unheard(max(gap.from_ms, stay.from_ms), min(to_ms, stay.to_ms), gap.cause)
            for gap in self.spoken.gaps
            if gap.participant_id in (None, key)
            for to_ms in (self.end_ms if gap.to_ms is None else gap.to_ms,)
            for stay in there
        )
        return tuple(dict.fromkeys(each for each in cut if each.from_ms < each.to_ms))


def reports_of(
    spoken: MeetingSpeech, actions: Sequence[Action], floor: TurnTaking | None = None
) -> list[Report]:
    """Build a report for every participant, including silent ones; `floor` is read off anew if not given."""
    reporting = Reporting(spoken, actions, floor or turn_taking(spoken))
    return [reporting.report(person.id) for person in spoken.people if person.id is not None]


def total_ms(spoken: MeetingSpeech) -> int:
    """Total of all persons' speaking times."""
    of: dict[object, list[tuple[int, int]]] = {}
    for line in spoken.lines:
        of.setdefault(line.who, []).append((line.start_ms, line.end_ms))
    return sum(map(merged_ms, of.values()))


def word_count(lines: Iterable[TranscriptLine]) -> int | None:
    """Count what stands between spaces; None for text without them."""
    text = " ".join(line.text for line in lines)
    letters = sum(each.isalpha() for each in text)
    if letters and 2 * len(UNSPACED.findall(text)) > letters:
        return None
    return sum(any(map(str.isalnum, each)) for each in text.split())


def joined(stays: Iterable[tuple[int, int | None]], end_ms: int) -> tuple[Interval, ...]:
    """Join stays that overlap or nearly meet, within the meeting; None: until its end."""
    found: list[Interval] = []
    for from_ms, to_ms in sorted((max(0, a), end_ms if b is None else min(b, end_ms)) for a, b in stays):
        if from_ms >= to_ms:
            continue
        if found and from_ms - found[-1].to_ms < REJOIN_MS:
            found[-1] = Interval(found[-1].from_ms, max(found[-1].to_ms, to_ms))
        else:
            found.append(Interval(from_ms, to_ms))
    return tuple(found)


def contributions(lines: Sequence[TranscriptLine]) -> list[Claim]:
    """A person's highest-ranked lines."""
    best = ranked(lines, CONTRIBUTIONS) or [line for line in lines if content(line.text)][:1]
    return [Claim(own_words(line), line.segments) for line in sorted(best, key=lambda each: each.number)]


def _sentences(lines: Iterable[TranscriptLine]) -> Iterable[str]:
    return (sentence for line in lines for sentence in sentences(line.text))

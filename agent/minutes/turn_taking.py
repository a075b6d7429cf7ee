"""Who had the floor: utterances, turns, interruptions and answers, from the times of the words.

Times of speech are those of the recognizer, some 0.2 s off; people who share a microphone are one speaker.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import sentences
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.segment_rows import Segment

BACKCHANNEL_WORDS = 3
"""An utterance of at most this many words may be a backchannel: “mhm”, “yes, right”."""
BACKCHANNEL_LETTERS = 6
"""The same in scripts without spaces between words."""
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
PAUSE_MS = 1_500
"""Speech of one person closer than this goes on without a stop."""
HELD_MS = 1_000
"""Who is interrupted had spoken at least so long, …"""
OVERLAP_MS = 500
"""… the two spoke at once for at least so long, and who interrupts went on for as long after it: shorter
overlaps are the usual change of speaker …"""
YIELD_MS = 3_000
"""… and who was speaking stopped within so long; else both went on, or the second one gave up."""
RESPONSE_MS = 10_000
"""A turn that begins later than this after another one does not answer it."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one person said in one go; `who` is a participant's id, or the name of one without."""

    who: object
    start_ms: int
    end_ms: int
    text: str
    segment: UUID

    @property
    def is_short(self) -> bool:
        """Whether it is as short as a backchannel."""
        if UNSPACED.search(self.text):
            return sum(each.isalpha() for each in self.text) <= BACKCHANNEL_LETTERS
        return len(self.text.split()) <= BACKCHANNEL_WORDS

    @property
    def asks(self) -> bool:
        """Whether it ends with a question, or with one and a sentence more."""
        return any(spoken_tables().question.search(each) for each in sentences(self.text)[-2:])


@dataclass(slots=True)
class Turn:
    """Utterances of one person until another one has the floor."""

    who: object
    utterances: list[Utterance] = field(default_factory=list)
    is_aside: bool = False
    """Said wholly while somebody else spoke, who kept the floor."""

    @property
    def start_ms(self) -> int:
        """When it began."""
        return self.utterances[0].start_ms

    @property
    def end_ms(self) -> int:
        """When its last word ended."""
        return max(each.end_ms for each in self.utterances)

    @property
    def spoken_ms(self) -> int:
        """Its speech, without pauses."""
        return merged_ms((each.start_ms, each.end_ms) for each in self.utterances)


@dataclass(frozen=True, slots=True)
class Interruption:
    """One person took the floor from another who was speaking."""

    by: object
    of: object
    at_ms: int


@dataclass(frozen=True, slots=True)
class Response:
    """How long after another's turn a person's own began; 0 if they overlapped."""

    who: object
    after_ms: int
    question: bool
    """Whether the turn before asked one."""


@dataclass(frozen=True)
class TurnTaking:
    """The floor of one meeting."""

    utterances: tuple[Utterance, ...]
    """In order of their beginnings."""

    @cached_property
    def backchannels(self) -> frozenset[int]:
        """The places of utterances that only accompany somebody else's speech."""
        found, floor = set(), None
        for at, each in enumerate(self.utterances):
            if floor is not None and self._is_backchannel(at, floor):
                found.add(at)
            elif floor is None or floor.who == each.who or each.end_ms > floor.end_ms:
                floor = each
        return frozenset(found)

    def _is_backchannel(self, at: int, floor: Utterance) -> bool:
        """Whether it is short, answers no question, and who has the floor speaks on."""
        each = self.utterances[at]
        if each.who == floor.who or not each.is_short:
            return False
        if each.end_ms <= floor.end_ms:
            return True
        later = (self.utterances[place] for place in range(at + 1, len(self.utterances)))
        others = (other for other in later if other.who != each.who)
        follows = next((other for other in others if other.who == floor.who or not other.is_short), None)
        return follows is not None and follows.who == floor.who and not floor.asks

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Everybody's turns in order; backchannels are in none."""
        turns: list[Turn] = []
        floor: Turn | None = None
        for at, each in enumerate(self.utterances):
            if at in self.backchannels:
                continue
            if floor is not None and floor.who == each.who:
                floor.utterances.append(each)
            elif floor is not None and each.end_ms <= floor.end_ms:
                _add_aside(turns, each)
            else:
                floor = Turn(each.who, [each])
                turns.append(floor)
        return tuple(turns)

    @cached_property
    def interruptions(self) -> tuple[Interruption, ...]:
        """Every time somebody took the floor from who was speaking; of several, for the longest time."""
        runs = sorted(self._runs(), key=lambda each: (each.start_ms, each.end_ms))
        found: list[Interruption] = []
        speaking: list[Utterance] = []
        for run in runs:
            speaking = [each for each in speaking if each.end_ms > run.start_ms]
            if (of := next((each for each in speaking if _is_cut(each, run)), None)) is not None:
                found.append(Interruption(run.who, of.who, run.start_ms))
            speaking.append(run)
        return tuple(found)

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        """Turns that began within RESPONSE_MS after another person's."""
        floor = [each for each in self.turns if not each.is_aside]
        return tuple(
            Response(after.who, max(0, after.start_ms - before.end_ms), before.utterances[-1].asks)
            for before, after in pairwise(floor)
            if after.who != before.who and after.start_ms - before.end_ms <= RESPONSE_MS
        )

    def _runs(self) -> Iterator[Utterance]:
        """Each person's speech without a stop, backchannels left out."""
        running: dict[object, Utterance] = {}
        for at, each in enumerate(self.utterances):
            if at in self.backchannels:
                continue
            before = running.get(each.who)
            if before is not None and each.start_ms - before.end_ms <= PAUSE_MS:
                each = replace(before, end_ms=max(before.end_ms, each.end_ms))
            elif before is not None:
                yield before
            running[each.who] = each
        yield from running.values()


def turn_taking(spoken: MeetingSpeech) -> TurnTaking:
    """Read the floor off a transcript."""
    found = [_utterance(each) for each in spoken.segments if each.text.strip()]
    return TurnTaking(tuple(sorted(found, key=lambda each: (each.start_ms, each.end_ms))))


def merged_ms(intervals: Iterable[tuple[int, int]]) -> int:
    """Length of the union of intervals, so that overlapping speech of one person counts once."""
    total, reached = 0, 0
    for start, end in sorted(intervals):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _utterance(segment: Segment) -> Utterance:
    """From the first word to the last, where words have times; a segment may begin and end with silence."""
    times = [each[name] for each in segment.words for name in ("s", "e") if isinstance(each.get(name), int)]
    inside = [each for each in times if segment.start_ms <= each <= segment.end_ms]
    start, end = (min(inside), max(inside)) if inside else (segment.start_ms, segment.end_ms)
    return Utterance(segment.participant_id or segment.speaker, start, end, segment.text, segment.id)


def _add_aside(turns: list[Turn], utterance: Utterance) -> None:
    last = turns[-1]
    if last.is_aside and last.who == utterance.who:
        last.utterances.append(utterance)
    else:
        turns.append(Turn(utterance.who, [utterance], is_aside=True))


def _is_cut(one: Utterance, by: Utterance) -> bool:
    overlap = one.end_ms - by.start_ms
    return (
        one.who != by.who
        and by.start_ms - one.start_ms >= HELD_MS
        and OVERLAP_MS <= overlap <= YIELD_MS
        and by.end_ms - one.end_ms >= OVERLAP_MS
    )

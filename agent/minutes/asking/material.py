"""What a model reads for a question: numbered lines of several meetings, and none that give orders to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from agent.minutes.context_windows import shown
from agent.minutes.llm.language_model import tokens_of
from agent.minutes.spoken_instructions import addresses_the_writer
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine, lines_of
from server.meeting.questions import QuotedSegment

_UNMARKED = str.maketrans("<>[]\n\r", "()()  ")


@dataclass(frozen=True, slots=True)
class Material:
    """The text, and of each number the line and the speech of its meeting."""

    text: str
    lines: dict[int, tuple[TranscriptLine, MeetingSpeech]]

    def cited(self, numbers: Sequence[int]) -> list[tuple[MeetingSpeech, list[TranscriptLine]]]:
        """Group the lines with these numbers by meeting, in the order of the numbers."""
        groups: dict[int, tuple[MeetingSpeech, list[TranscriptLine]]] = {}
        for number in numbers:
            if number in self.lines:
                line, spoken = self.lines[number]
                groups.setdefault(id(spoken), (spoken, []))[1].append(line)
        return list(groups.values())


def within(budget: int, passages: Sequence[Sequence[QuotedSegment]]) -> list[QuotedSegment]:
    """Return the segments of the first passages, of at most `budget` tokens, but of one passage at least."""
    chosen: dict[UUID, QuotedSegment] = {}
    for passage in passages:
        new = [each for each in passage if each.segment.id not in chosen]
        budget -= sum(tokens_of(f"[99] {each.segment.speaker}: {each.segment.text}") for each in new)
        if chosen and budget < 0:
            break
        chosen |= {each.segment.id: each for each in new}
    return list(chosen.values())


def material_of(question: str, segments: Sequence[QuotedSegment]) -> Material:
    """Write down the question, and the lines by meeting: the meeting first that has the first segment."""
    parts: list[str] = []
    numbered: dict[int, tuple[TranscriptLine, MeetingSpeech]] = {}
    for room_id in dict.fromkeys(each.room_id for each in segments):
        of_room = [each for each in segments if each.room_id == room_id]
        spoken = speech_of(of_room)
        parts.append(_heading(of_room[0]))
        for line in spoken.lines:
            counted = replace(line, number=len(numbered) + 1)
            numbered[counted.number] = line, spoken
            parts.append(shown(counted))
    lines = "\n".join(parts)
    asked = question.translate(_UNMARKED)
    return Material(f"<question>{asked}</question>\n<lines>\n{lines}\n</lines>", numbered)


def speech_of(segments: Sequence[QuotedSegment]) -> MeetingSpeech:
    """The speech of one meeting's segments, without lines that give orders to a machine."""
    first = segments[0]
    plain = [each.segment for each in segments if not addresses_the_writer(each.segment.text)]
    people: dict[UUID | str, SpeakerIdentity] = {
        each.participant_id or each.speaker: SpeakerIdentity(each.participant_id, each.speaker)
        for each in plain
    }
    day = (first.started_at or datetime.now(UTC)).date()
    language = plain[0].language if plain else "en"
    return MeetingSpeech(lines_of(plain), tuple(people.values()), day, language=language)


def _heading(of: QuotedSegment) -> str:
    day = f" on {of.started_at.date().isoformat()}" if of.started_at else ""
    return f"Meeting “{of.meeting.translate(_UNMARKED)}”{day}:"

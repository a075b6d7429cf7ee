"""Builders of test meetings: `said("Alice: …", "Bob: …")` is a meeting with these lines in order."""

from collections.abc import Iterable
from datetime import date
from uuid import NAMESPACE_DNS, UUID, uuid5

from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine, lines_of
from server.meeting.segment_rows import Segment, Words

WEDNESDAY = date(2026, 3, 4)
PAUSE_MS = 4000


def who(name: str) -> UUID:
    """The participant of that name."""
    return uuid5(NAMESPACE_DNS, name)


def segment(
    seq: int,
    name: str,
    text: str,
    start_ms: int,
    end_ms: int,
    participant_id: UUID | None = None,
    words: Words | None = None,
) -> Segment:
    """One final segment."""
    return Segment(
        id=uuid5(NAMESPACE_DNS, f"segment {seq}"),
        seq=seq,
        participant_id=participant_id or who(name),
        speaker=name,
        language="en",
        engine="vosk",
        start_ms=start_ms,
        end_ms=end_ms,
        text=text,
        raw_text=text,
        revision=1,
        words=words or [],
        confidence=0.9,
        state="final",
    )


def said(*sayings: str, there: Iterable[str] = (), day: date = WEDNESDAY) -> MeetingSpeech:
    """A meeting of lines ("Name: words") that last two seconds each."""
    parted = [saying.split(": ", 1) for saying in sayings]
    segments = [
        segment(at, name, text, at * (2000 + PAUSE_MS), at * (2000 + PAUSE_MS) + 2000)
        for at, (name, text) in enumerate(parted)
    ]
    return speech(segments, there, day)


def speech(segments: Iterable[Segment], there: Iterable[str] = (), day: date = WEDNESDAY) -> MeetingSpeech:
    """A meeting of these segments, and of people without words."""
    said = tuple(segments)
    people = {each.participant_id or who(each.speaker): each.speaker for each in said}
    people |= {who(name): name for name in there if who(name) not in people}
    identities = tuple(SpeakerIdentity(key, name) for key, name in people.items())
    return MeetingSpeech(lines_of(said), identities, day, 60, segments=said)


def lines(*sayings: str) -> tuple[TranscriptLine, ...]:
    """The lines of such a meeting."""
    return said(*sayings).lines

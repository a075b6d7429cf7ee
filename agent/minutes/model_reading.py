"""What a model noted of a meeting: verified, with what of the meeting it read and what that cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from agent.minutes.claim_check import CheckedNotes, check_notes
from agent.minutes.merge_notes import merged
from agent.minutes.provenance import coverage
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.window_notes import NOBODY, Noted, NotedAction, NotedTopic, Notes
from server.meeting.block_notes import BlockNotes
from server.meeting.minutes import Minutes
from server.meeting.minutes_provenance import Provenance
from server.meeting.summary_blocks import SummaryBlock


@dataclass(frozen=True, slots=True)
class ModelReading:
    """Verified notes and their ledger."""

    found: CheckedNotes = field(default_factory=CheckedNotes)
    ledger: Provenance = field(default_factory=Provenance)

    @property
    def is_whole(self) -> bool:
        """Whether every part was read."""
        return self.ledger.parts_read == self.ledger.parts

    @property
    def notes(self) -> BlockNotes:
        """The notes as a row holds them."""
        return BlockNotes(
            topics=tuple(self.found.topics),
            key_points=tuple(self.found.key_points),
            decisions=tuple(self.found.decisions),
            actions=tuple(self.found.actions),
        )


def together(readings: Iterable[ModelReading]) -> ModelReading:
    """Put the readings of a meeting's blocks into one."""
    found, ledger = CheckedNotes(), Provenance()
    for each in readings:
        found.topics += each.found.topics
        found.key_points += each.found.key_points
        found.decisions += each.found.decisions
        found.actions += each.found.actions
        found.dropped += each.found.dropped
        ledger = added(ledger, each.ledger)
    return ModelReading(found, ledger)


def added(one: Provenance, other: Provenance) -> Provenance:
    """Add up what was read and spent; the model and the fault are the later ones."""
    prompts = {each.sha256: each for each in (*one.prompts, *other.prompts)}
    return Provenance(
        segments=one.segments + other.segments,
        segments_used=one.segments_used + other.segments_used,
        parts=one.parts + other.parts,
        parts_read=one.parts_read + other.parts_read,
        dropped=one.dropped + other.dropped,
        cut=one.cut + other.cut,
        retried=one.retried + other.retried,
        tokens_read=one.tokens_read + other.tokens_read,
        tokens_cached=one.tokens_cached + other.tokens_cached,
        tokens_written=one.tokens_written + other.tokens_written,
        seconds=round(one.seconds + other.seconds, 1),
        model=other.model or one.model,
        digest=other.digest or one.digest,
        host=other.host or one.host,
        prompts=tuple(prompts.values()),
        fault=other.fault or one.fault,
    )


def grown(plain: Minutes, spoken: MeetingSpeech, reading: ModelReading) -> Minutes:
    """Return the plain minutes with what the model has noted of the meeting so far, and its ledger."""
    ledger = replace(reading.ledger, segments=coverage(spoken).segments)
    if not ledger.parts_read:
        return plain
    minutes = merged(plain, reading.found, spoken, whole=reading.is_whole)
    return replace(minutes, method="model", model=ledger.model, provenance=ledger)


def rechecked(notes: BlockNotes, segments: Iterable[UUID], spoken: MeetingSpeech) -> CheckedNotes:
    """Verify a block's notes against its words as they are now: the second pass may have changed some."""
    of_block = set(segments)
    window = [line for line in spoken.lines if not of_block.isdisjoint(line.segments)]
    found = CheckedNotes()
    check_notes(_as_noted(notes, window), window, spoken, found)
    return found


def read_again(block: SummaryBlock, spoken: MeetingSpeech) -> ModelReading:
    """Return what a block's row says of the model's notes, with these verified again."""
    segments = [each.id for each in spoken.segments if block.has(each)]
    ledger = block.provenance or Provenance(segments=len(segments))
    if not ledger.parts_read:
        if block.state != "noted":
            ledger = replace(ledger, parts=max(1, ledger.parts), segments_used=0)
        return ModelReading(ledger=ledger)
    found = rechecked(block.model_notes, segments, spoken)
    return ModelReading(found, replace(ledger, dropped=ledger.dropped + found.dropped))


def _as_noted(notes: BlockNotes, window: Sequence[TranscriptLine]) -> Notes:
    def lines(evidence: Iterable[UUID]) -> list[int]:
        cited = set(evidence)
        return [line.number for line in window if not cited.isdisjoint(line.segments)]

    return Notes(
        topics=[
            NotedTopic(lines=lines(each.evidence), title=each.title, summary=each.summary)
            for each in notes.topics
        ],
        key_points=[Noted(lines=lines(each.evidence), text=each.text) for each in notes.key_points],
        decisions=[Noted(lines=lines(each.evidence), text=each.text) for each in notes.decisions],
        actions=[
            NotedAction(lines=lines(each.evidence), task=each.title, owner=each.assignee or NOBODY)
            for each in notes.actions
        ],
    )

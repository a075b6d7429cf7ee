"""Reports per participant: speaking time, contributions, tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from agent.minutes.extractive import own_words
from agent.minutes.sentence_ranking import ranked
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine
from server.meeting.minutes import Action, Claim, Report

CONTRIBUTIONS = 3
BACKCHANNEL_WORDS = 3
"""A line of at most this many words by somebody else does not end a turn."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Speaking statistics of one person."""

    spoken_ms: int
    turns: int
    longest_ms: int
    questions: int


def merged_ms(intervals: Iterable[tuple[int, int]]) -> int:
    """Length of the union of intervals, so that overlapping speech of one person counts once."""
    total, reached = 0, 0
    for start, end in sorted(intervals):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def total_ms(spoken: MeetingSpeech) -> int:
    """Total of all persons' speaking times."""
    who = {line.who for line in spoken.lines}
    return sum(
        merged_ms((line.start_ms, line.end_ms) for line in spoken.lines if line.who == each) for each in who
    )


def talk_of(spoken: MeetingSpeech, participant_id: UUID) -> Talk:
    """Compute one person's statistics."""
    mine = [line for line in spoken.lines if line.participant_id == participant_id]
    turns = _turns(spoken.lines, participant_id)
    asked = sum(
        bool(spoken_tables().question.search(sentence)) for line in mine for sentence in sentences(line.text)
    )
    return Talk(
        spoken_ms=merged_ms((line.start_ms, line.end_ms) for line in mine),
        turns=len(turns),
        longest_ms=max((turn[-1].end_ms - turn[0].start_ms for turn in turns), default=0),
        questions=asked,
    )


def _turns(lines: Sequence[TranscriptLine], participant_id: UUID) -> list[list[TranscriptLine]]:
    """Runs of a person's lines, interrupted by at most BACKCHANNEL_WORDS words of others."""
    turns: list[list[TranscriptLine]] = []
    interrupted = True
    for line in lines:
        if line.participant_id == participant_id:
            if interrupted:
                turns.append([])
            turns[-1].append(line)
            interrupted = False
        elif len(line.text.split()) > BACKCHANNEL_WORDS:
            interrupted = True
    return turns


def reports_of(spoken: MeetingSpeech, actions: Sequence[Action]) -> list[Report]:
    """Build a report for every participant, including silent ones."""
    whole_ms = total_ms(spoken)
    return [
        _report(spoken, person, person.id, actions, whole_ms)
        for person in spoken.people
        if person.id is not None
    ]


def _report(
    spoken: MeetingSpeech, person: SpeakerIdentity, key: UUID, actions: Sequence[Action], whole_ms: int
) -> Report:
    talk = talk_of(spoken, key)
    share = 100 * talk.spoken_ms / whole_ms if whole_ms else 0.0
    brought = contributions(spoken, key)
    tasks = [action for action in actions if action.participant_id == key]
    return Report(
        participant_id=key,
        speaking_time_s=round(talk.spoken_ms / 1000),
        speaking_percentage=round(share, 1),
        content=_content(talk, share, tasks, brought, is_unheard=_is_unheard(spoken, key)),
        key_contributions=brought,
        tasks_assigned_count=len(tasks),
    )


def _is_unheard(spoken: MeetingSpeech, participant_id: UUID) -> bool:
    return any(gap.participant_id in (None, participant_id) for gap in spoken.gaps)


def contributions(spoken: MeetingSpeech, participant_id: UUID) -> list[Claim]:
    """The person's highest-ranked lines."""
    mine = [line for line in spoken.lines if line.participant_id == participant_id]
    best = ranked(mine, CONTRIBUTIONS) or [line for line in mine if content(line.text)][:1]
    return [Claim(own_words(line), line.segments) for line in sorted(best, key=lambda each: each.number)]


def _content(
    talk: Talk, share: float, tasks: Sequence[Action], brought: Sequence[Claim], *, is_unheard: bool
) -> str:
    parts = [_spoke(talk, share, is_unheard=is_unheard)]
    if tasks:
        parts.append("What you took on:\n" + "\n".join(f"- {_task(task)}" for task in tasks))
    if brought:
        parts.append("What you brought up:\n" + "\n".join(f"- {claim.text}" for claim in brought))
    return "\n\n".join(parts)


def _spoke(talk: Talk, share: float, *, is_unheard: bool) -> str:
    if not talk.spoken_ms and is_unheard:
        return "You were in this meeting. Parts of it were not transcribed, and none of your words were."
    if not talk.spoken_ms:
        return "You were in this meeting; no speech of yours was captured."
    turns = counted(talk.turns, "turn")
    spoke = f"You spoke for {clock(talk.spoken_ms)}, {share:.0f} % of all speech, in {turns}"
    longest = f"; the longest lasted {clock(talk.longest_ms)}" if talk.turns > 1 else ""
    return f"{spoke}{longest}. You asked {counted(talk.questions, 'question')}."


def _task(task: Action) -> str:
    return f"{task.title} (due {task.due_date.isoformat()})" if task.due_date else task.title


def clock(ms: int) -> str:
    """Format a duration in minutes and seconds."""
    minutes, seconds = divmod(max(1, round(ms / 1000)), 60)
    return " ".join(filter(None, [f"{minutes} min" if minutes else "", f"{seconds} s" if seconds else ""]))


def counted(count: int, noun: str) -> str:
    """A count with its noun in singular or plural."""
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"

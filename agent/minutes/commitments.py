"""Extracts commitments from the transcript by rules: task, owner, due date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agent.minutes.cue_phrases import KOREAN_ASK, KOREAN_COMMIT, KOREAN_FOLLOW_UP
from agent.minutes.decisions import assent, retracted
from agent.minutes.due_dates import Due, find_due
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import as_sentence, content, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine, first_name

TASK_WORDS = 22
BEFORE_DAY = "(?:by|before|until|till|due|on|for)"
HEAD_WORDS = 4
"""The verb of a task must be among this many first words: "go ahead and send"."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A task, its owner (None if nobody is named) and its due date."""

    task: str
    owner: SpeakerIdentity | None
    due: Due | None
    lines: tuple[TranscriptLine, ...]


def commitments_of(spoken: MeetingSpeech) -> list[Commitment]:
    """Find all commitments of a meeting, in the order they were made."""
    return [found for line in spoken.lines for found in commitments_in(spoken, line)]


def commitments_in(spoken: MeetingSpeech, line: TranscriptLine, *, lenient: bool = False) -> list[Commitment]:
    """Find the commitments in one line; a retracted line has none.

    `lenient` accepts any task with an object, for a caller that has other evidence that it is one.
    """
    if retracted(spoken, line):
        return []
    found = [
        each
        for sentence in sentences(line.text)
        for each in _in_sentence(spoken, line, sentence, lenient=lenient)
    ]
    return list({each.task: each for each in found}.values())


def _in_sentence(
    spoken: MeetingSpeech, line: TranscriptLine, sentence: str, *, lenient: bool
) -> Iterator[Commitment]:
    known = spoken_tables()
    for cue, owner, sure in _cues(spoken, line, sentence):
        said = cue[cue.lastgroup or 0]
        task = _clause(said, known.clause_end)
        if known.hedge.search(sentence[: cue.start()]) or known.not_to_do.search(task):
            continue
        due = find_due(_clause(said, known.others_clause), spoken.day_of(line))
        later = due is not None and due.day > spoken.day_of(line)
        if (cue.re is known.owe and not later) or not _is_work(task, sure=sure or later or lenient):
            continue
        is_request = cue.re in (known.ask, KOREAN_ASK)
        whose = _request_owner(spoken, line, owner) if is_request else (owner, (line,))
        yield Commitment(_title(task, due), whose[0], due, whose[1])
        return


def _cues(
    spoken: MeetingSpeech, line: TranscriptLine, sentence: str
) -> Iterator[tuple[re.Match[str], SpeakerIdentity | None, bool]]:
    """Yield each cue in the sentence, the owner it implies, and whether the task needs no verb of work."""
    known = spoken_tables()
    named = _assign(known.assign, tuple(person.name for person in spoken.everybody)).search(sentence)
    owner = spoken.named(named["name"]) if named else None
    if item := known.item.search(sentence):
        yield item, owner, True
    if named:
        yield named, owner, False
    for pattern in (known.commit, KOREAN_COMMIT):
        if found := pattern.search(sentence):
            yield found, line.person, False
    for pattern in (known.ask, KOREAN_ASK):
        if found := pattern.search(sentence):
            yield found, _addressee(spoken, line, sentence), False
    if found := known.owe.search(sentence):
        yield found, None, False


@lru_cache(maxsize=64)
def _assign(pattern: str, names: tuple[str, ...]) -> re.Pattern[str]:
    spelled = {name for full in names for name in (full, first_name(full)) if name}
    ordered = sorted(map(re.escape, spelled), key=len, reverse=True)
    return re.compile(pattern.format(names="|".join(ordered) or r"(?!)"), re.IGNORECASE)


def _addressee(spoken: MeetingSpeech, line: TranscriptLine, sentence: str) -> SpeakerIdentity | None:
    """The person the sentence addresses by name, if it is exactly one."""
    said = set(tokens(sentence))
    others = [person for person in spoken.everybody if person != line.person]
    called = [person for person in others if first_name(person.name) in said]
    return called[0] if len(called) == 1 else None


def _request_owner(
    spoken: MeetingSpeech, line: TranscriptLine, called: SpeakerIdentity | None
) -> tuple[SpeakerIdentity | None, tuple[TranscriptLine, ...]]:
    """Owner and lines of a request: the person addressed, else the person who assents."""
    yes = assent(spoken, line)
    if called:
        return called, (line, yes) if yes and yes.person == called else (line,)
    return (yes.person, (line, yes)) if yes else (None, (line,))


def _is_work(task: str, *, sure: bool) -> bool:
    """Whether the task is work after the meeting: `sure` (as by a future date), or with a verb of work."""
    about = content(task)
    if KOREAN_FOLLOW_UP.search(task):
        return True
    if spoken_tables().in_the_room.search(task) or not about:
        return False
    if sure:
        return True
    return _has_work(task) and len(about) > 1


def _has_work(task: str) -> bool:
    """Whether the task has a verb of work where the language has it."""
    known = spoken_tables()
    head = tokens(task)[:HEAD_WORDS] if known.work_begins else tokens(task)
    return any(token.split("'")[-1] in known.work for token in head)  # j'enverrai


def _clause(text: str, end: re.Pattern[str]) -> str:
    """The task's words up to the end of its clause."""
    return " ".join(end.sub("", text).split()[:TASK_WORDS])


def _title(task: str, due: Due | None) -> str:
    """The task as a title, without its due date, which has a field of its own."""
    if due:
        around = re.compile(
            rf"[,\s]*(?:\b(?:by|before|until|till|due|on|for)\s+)?(?:the\s+)?{re.escape(due.phrase)}(?:까지"
            rf"|에)?",
            re.I,
        )
        task = around.sub("", task, count=1) or task
    return as_sentence(task).rstrip(".?!")

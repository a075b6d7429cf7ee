"""Extracts commitments from the transcript by rules: task, owner, due date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.minutes.answer_cues import ACCEPTED
from agent.minutes.answers import ANSWER_LINES, Answers, Asked, answers_to, volunteers
from agent.minutes.decision_cues import decided
from agent.minutes.decisions import retracted
from agent.minutes.due_answers import due_answered, due_of_answer
from agent.minutes.due_dates import Due, find_due
from agent.minutes.due_moving import due_moved
from agent.minutes.next_tasks import days_of, tasks_in
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.taking_over import taken_over
from agent.minutes.task_frames import TaskFrame, frames_of
from agent.minutes.task_owners import Owners
from agent.minutes.task_signs import (
    AGREED,
    NEEDED,
    NEEDED_WITH_OTHER_EVIDENCE,
    TOOK_OPEN,
    VOLUNTEERED,
    is_dropped,
    is_later,
    is_void,
    is_wanted,
    needs_answer,
    weight,
)
from agent.minutes.task_titles import lacks_object, referred_to, title_of, with_antecedent
from agent.minutes.text_normalization import content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine

OPEN = ("anybody", "owe", "passive")
"""Nobody's task unless somebody takes it."""
ASKED = ("ask", "tell", "duty", "assign", "order")
PROMISED = ("commit", "offer", *ASKED)
PROMISED_ONESELF = ("commit", "offer")
FUTURE = ("we'll", "we will", "we're going", "we are going", "we're gonna")
MAX_OWNERS = 3


@dataclass(frozen=True, slots=True)
class Commitment:
    """A task, its owner (None if nobody is named) and its due date; a task of two people is two of these."""

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
    frames = [frame for sentence in sentences(line.text) for frame in frames_of(spoken, line, sentence)]
    found = [
        each
        for frame in frames
        if not is_void(frame) and not _is_only_an_answer(spoken, line, frame) and not _is_decision(frame)
        for each in _commitments(spoken, line, frame, frames, lenient=lenient)
    ]
    return list({(each.task, each.owner): each for each in found}.values())


def _commitments(
    spoken: MeetingSpeech,
    line: TranscriptLine,
    frame: TaskFrame,
    frames: Sequence[TaskFrame],
    *,
    lenient: bool,
) -> Iterator[Commitment]:
    today = spoken.day_of(line)
    lead = find_due(frame.lead, today)
    parts = tasks_in(frame.task, today)
    due = find_due(parts[0], today) or lead or find_due(frame.due_clause, today)
    later = (due is not None and due.day > today) or is_later(frame)
    answers = answers_of(spoken, line, frame, frames)
    whose = owners_of(frame, answers)
    if needs_answer(frame) and not (later or _accepts(answers.taker)):
        return
    if is_dropped(frame, later=later):
        return
    if whose is None or not (whose or later or frame.kind in ("item", "duty") or _is_owed(frame, answers)):
        return
    if due is None and answers.taker is not None:
        due = due_of_answer(answers.taker.text, frame.task, today)
    if due is None:
        due = due_answered(spoken, answers.taker or line, frame.task)
    later |= due is not None and due.day > today
    wanted = _taken(frame, answers) + is_wanted(spoken, line, frame)
    days = days_of(parts, lead, today) if len(parts) > 1 else []
    for task, day in zip(parts, days if any(days) else [due] * len(parts), strict=True):
        its_due = day and _moved(spoken, line, frame.task, day)
        phrase = its_due if its_due and (its_due.phrase in task or len(parts) == 1) else None
        title, before = _titled(spoken, line, frame, task, phrase)
        needed = NEEDED_WITH_OTHER_EVIDENCE if lenient else NEEDED
        promised = (
            bool(whose)
            and not lacks_object(title.split(" (“")[0])
            and ((later and frame.kind in PROMISED) or _takes(answers.taker))
        )
        if weight(frame, _weighed(task, title), later=later, taken=wanted, promised=promised) < needed:
            continue
        lines = tuple(dict.fromkeys(each for each in (line, answers.taker, before) if each))
        for owner in whose[:MAX_OWNERS] or (None,):
            yield Commitment(title, owner, its_due, lines)


def _moved(spoken: MeetingSpeech, line: TranscriptLine, task: str, due: Due) -> Due:
    """The day that holds in the end; with the phrase of the first, which the task's words may have."""
    return replace(due, day=due_moved(spoken, line, task, due).day)


def _is_only_an_answer(spoken: MeetingSpeech, line: TranscriptLine, frame: TaskFrame) -> bool:
    """Whether it takes what was asked before, where the task is found: “I can do that”."""
    known = spoken_tables()
    if frame.kind not in ("commit", "offer") or not (
        lacks_object(_without_due(spoken, line, frame)) and volunteers(frame.sentence)
    ):
        return False
    asks = (known.ask, known.anybody, known.passive, known.owe, known.commit)
    before = spoken.lines[max(0, line.number - 1 - ANSWER_LINES) : line.number - 1]
    return any(ask.search(each.text) for each in before if each.who != line.who for ask in asks)


def _without_due(spoken: MeetingSpeech, line: TranscriptLine, frame: TaskFrame) -> str:
    return title_of(frame.task, find_due(frame.due_clause, spoken.day_of(line)))


def _is_owed(frame: TaskFrame, answers: Answers) -> bool:
    """Whether somebody agrees that it has to be done; what "we will" do may be done right now."""
    said = frame.sentence[frame.start :].lower()
    return answers.taker is not None and frame.kind == "owe" and not said.startswith(FUTURE)


def _is_decision(frame: TaskFrame) -> bool:
    """Whether what "we" will do is stated as decided, and so is no task of somebody."""
    return frame.kind == "owe" and decided(frame.sentence)


def _titled(
    spoken: MeetingSpeech, line: TranscriptLine, frame: TaskFrame, task: str, due: Due | None
) -> tuple[str, TranscriptLine | None]:
    """The title, and the line that says what its pronoun means."""
    title = title_of(task, due)
    return (
        with_antecedent(spoken, line, frame.sentence, frame.start, title)
        if lacks_object(title)
        else (title, referred_to(spoken, line, title))
    )


def _weighed(task: str, title: str) -> str:
    """The words to weigh: the task's, or its title's if only that has its object."""
    return title if lacks_object(task) or len(set(content(task))) < len(set(content(title))) else task


def answers_of(
    spoken: MeetingSpeech, line: TranscriptLine, frame: TaskFrame, frames: Sequence[TaskFrame]
) -> Answers:
    """What others answer to a task: to ask for it, or to promise it; `frames` are all of its line."""
    asked = tuple(each for each in frame.owners if each and each != line.person)
    request = Asked(asked, frame.task, _asked_besides(frame, frames))
    if frame.kind in PROMISED_ONESELF:
        over = taken_over(spoken, line, frame.task)
        declined = answers_to(spoken, line, request).declined if asked else ()
        return replace(over, declined=declined)
    if frame.kind not in (*OPEN, *ASKED, "offered") and (frame.kind != "item" or frame.owners):
        return Answers()
    return answers_to(spoken, line, request)


def _asked_besides(frame: TaskFrame, frames: Sequence[TaskFrame]) -> tuple[str, ...]:
    """What else the same line asks for."""
    return tuple(
        each.task for each in frames if each.kind in (*OPEN, *ASKED, "offered") and each.task != frame.task
    )


def owners_of(frame: TaskFrame, answers: Answers) -> Owners | None:
    """The owners, none if it is nobody's; None if it is no task: declined, done, asked without an answer."""
    if answers.is_done:
        return None
    if frame.kind == "offered":
        return frame.owners if answers.taker else None
    takers = (answers.taker.person, *answers.company) if answers.taker else ()
    if frame.kind in PROMISED_ONESELF and takers:
        return takers
    if frame.kind in OPEN or (frame.kind in ("item", "duty", "assign", "order") and not frame.owners):
        return takers if _takes(answers.taker) else ()
    willing = _willing(frame.owners, answers.declined)
    if frame.kind in ("ask", "tell") and not frame.owners:
        return takers if takers and (frame.kind == "ask" or _takes(answers.taker)) else None
    if frame.owners and not willing:
        return takers or None
    return willing or takers


def _willing(owners: Owners, declined: Sequence[SpeakerIdentity]) -> Owners:
    return tuple(owner for owner in owners if owner is None or owner not in declined)


def _taken(frame: TaskFrame, answers: Answers) -> int:
    if not _takes(answers.taker):
        return AGREED * bool(answers.taker)
    return TOOK_OPEN if frame.kind in OPEN else VOLUNTEERED


def _accepts(line: TranscriptLine | None) -> bool:
    """Whether the line accepts an order; a mere yes may confirm what somebody does anyway."""
    accepted = ACCEPTED if language.get() == "en" else spoken_tables().assent
    return _takes(line) or (line is not None and bool(accepted.search(line.text)))


def _takes(line: TranscriptLine | None) -> bool:
    """Whether the line offers to do it, and does not only agree that it should be done."""
    return line is not None and volunteers(line.text)

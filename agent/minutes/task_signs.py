"""Whether what somebody takes or gets to do is work after the meeting: its signs, weighed."""

import re

from agent.minutes.habits import is_habit
from agent.minutes.infinitives import PARTICLES
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.task_cues import KOREAN_FOLLOW_UP
from agent.minutes.task_frames import TaskFrame
from agent.minutes.text_normalization import content, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.vote_words import PUT
from agent.minutes.ways_of_life import SOMEWHERE, is_errand, is_life

BY_KIND = {
    "item": 5, "commit": 3, "assign": 3, "order": 3, "duty": 4, "tell": 2, "ask": 2, "offer": 1, "anybody": 0,
    "offered": 2, "outsider": 2, "owe": 0, "passive": 0,
}  # fmt: skip
"""How much it says by itself that a task is meant."""
NEEDED = 5
NEEDED_WITH_OTHER_EVIDENCE = 3
WORK, NO_WORK = 2, -2
LATER, ARTEFACT, OBJECT, NO_OBJECT = 2, 1, 1, -2
AGREED, VOLUNTEERED, TOOK_OPEN, CALLED = 1, 3, 5, 1
PUT_OFF, ANSWERS, THANKED, ABLE = 3, 1, 1, 1
RICH_OBJECT = 2
"""Content words besides the verb from which the object is said in full."""
HEAD_WORDS = 4
"""Where a task begins with its verb, that is among this many first words: "mi occupo di prenotare"."""


STATES = re.compile(r"^(?:confirm|report|assure|inform|tell|say|see|understand|imagine)\b", re.IGNORECASE)
THINKING = re.compile(r"\bi (?:think|guess)\s+$", re.IGNORECASE)
"""Before “I'll …” and “Bob will …” it is no more than polite."""
WHAT = re.compile(r"\bwhat\s+$", re.IGNORECASE)
DOES = re.compile(r"^(?:[\w']+ ){1,3}do (?:next |now |then |first )?is\b", re.IGNORECASE)
FIRM = ("commit", "assign", "tell", "duty", "ask", "owe")
WISH = re.compile(r"^i(?:'d| would)? (?:like|love|want)\b", re.IGNORECASE)
"""Says what somebody would like, which in a speech is often only its next sentence."""
STATES_THAT = re.compile(
    r"^(?:\w+ly )?(?:confirm|report|assure|announce|propose|recommend|repeat) that\b", re.IGNORECASE
)
"""What one can do is done by saying so: "I can confirm that"."""


ADVICE = re.compile(r"you(?: two| both| all| guys)? (?:should|could|might want to)\b", re.IGNORECASE)
MEANT = re.compile(r"i(?: still| also| probably)? was (?:going to|gonna)\b", re.IGNORECASE)
BUT = re.compile(r"\b(?:but|until|except|only)\b", re.IGNORECASE)
PARTED = re.compile(rf"^(?:{PARTICLES})(?=\w{{4}})")


def is_void(frame: TaskFrame) -> bool:
    """Whether the sentence takes the task back: doubt, a condition, a negation, a question, a report."""
    known = spoken_tables()
    return bool(
        (frame.kind == "offer" and STATES.search(frame.task))
        or STATES_THAT.search(frame.task)
        or known.hedge.search(_before(frame))
        or (frame.kind in ("commit", "offer", "tell", "duty", "owe") and known.relative.search(frame.before))
        or known.not_to_do.search(frame.task)
        or (frame.kind != "item" and known.conditional.search(frame.sentence))
        or known.joke.search(frame.sentence)
        or (frame.kind != "item" and is_habit(frame))
        or (frame.kind != "item" and PUT.search(frame.sentence))
        or (
            frame.kind in ("commit", "offer", "assign", "order", "outsider", "tell", "duty")
            and frame.sentence.endswith("?")
        )
    )


def needs_answer(frame: TaskFrame) -> bool:
    """Whether it is an order or advice, which somebody has to accept."""
    return frame.kind == "order" or bool(frame.kind == "tell" and ADVICE.match(frame.sentence, frame.start))


def is_dropped(frame: TaskFrame, *, later: bool) -> bool:
    """Whether it is what somebody only meant to do: without a time to come, or with a “but” after it."""
    rest = frame.sentence[frame.start :]
    return bool(MEANT.match(rest)) and (not later or bool(BUT.search(rest)))


def _before(frame: TaskFrame) -> str:
    """What is said before the cue, without “I think” and the “what” of “what I should do is”."""
    before = frame.before
    if DOES.search(frame.sentence[frame.start :]):
        before = WHAT.sub("", before)
    elif frame.kind not in FIRM:
        return before
    return THINKING.sub("", before)


def is_in_the_room(task: str, *, later: bool) -> bool:
    """Whether it is done in the meeting itself; what is put off to later is not."""
    known = spoken_tables()
    if known.phrasal_work.search(task):
        return False
    return bool(known.in_the_room.search(task)) and not (later and known.though_later.search(task))


def is_later(frame: TaskFrame) -> bool:
    """Whether the sentence puts it off to a time after the meeting, though to no day."""
    return bool(spoken_tables().later.search(f"{frame.due_clause} {frame.lead}"))


def weight(frame: TaskFrame, task: str, *, later: bool, taken: int = 0, promised: bool = False) -> int:
    """Sum of the signs that the task, with its object, is work after the meeting.

    `taken` is what its answer says; `promised`: somebody's for a time, which makes any verb one of work
    but those of life.
    """
    known = spoken_tables()
    if is_errand(task, later=later) or (frame.kind == "assign" and _verb(task) < WORK and is_life(task)):
        return -NEEDED
    in_room = (frame.kind != "duty" or not frame.owners) and is_in_the_room(task, later=later)
    if in_room and not KOREAN_FOLLOW_UP.search(task):
        return -NEEDED
    objects = len(objects_of(task))
    return (
        BY_KIND[frame.kind]
        + _work(task, promised=promised)
        + LATER * later
        + ARTEFACT * bool(known.artefact.search(task))
        + taken
        + ABLE * (frame.kind == "offer" and not WISH.search(frame.sentence[frame.start :]))
        + PUT_OFF * (frame.kind == "owe" and bool(known.put_off.search(frame.due_clause)))
        + CALLED * (frame.kind in ("ask", "tell") and bool(frame.owners))
        + (OBJECT if objects >= RICH_OBJECT else NO_OBJECT if objects < 1 else 0)
    )


def objects_of(task: str) -> set[str]:
    """Content words besides the verb, which in English comes first and may be without content."""
    if spoken_tables().maybe_work:
        return set(content(" ".join(tokens(task)[1:])))
    said, first = content(task), content(next(iter(tokens(task)), ""))
    return set(said[1:] if first or not spoken_tables().work_begins else said)


def _work(task: str, *, promised: bool) -> int:
    """How much its verb is one of work; for a time, any is but those of life."""
    verb = _verb(task)
    if verb < WORK and is_life(task):
        return NO_WORK
    return max(verb, 0 if promised and not SOMEWHERE.search(task) else NO_WORK)


def _verb(task: str) -> int:
    known = spoken_tables()
    if KOREAN_FOLLOW_UP.search(task) or known.phrasal_work.search(task):
        return WORK
    reach = (1 if known.maybe_work else HEAD_WORDS) if known.work_begins else None
    bare = [token.split("'")[-1] for token in tokens(task)[:reach]]  # s'occuper
    bare += [PARTED.sub("", token) for token in bare if language.get() == "de"]
    if any(token in known.work or _is_again(token) for token in bare):
        return WORK
    return 0 if any(token in known.maybe_work for token in bare) else NO_WORK


def _is_again(verb: str) -> bool:
    """Whether it is English for doing some work once more: “rerun”, “redo”."""
    base = verb.removeprefix("re").removeprefix("-")
    return base != verb and base in spoken_tables().work | spoken_tables().maybe_work


def is_wanted(spoken: MeetingSpeech, line: TranscriptLine, frame: TaskFrame) -> int:
    """How much others show that they want what somebody takes: they asked before, or thank after."""
    if frame.kind not in ("commit", "offer"):
        return 0
    known = spoken_tables()
    before = [
        each for each in spoken.lines[max(0, line.number - 4) : line.number - 1] if each.who != line.who
    ]
    after = [each for each in spoken.lines[line.number : line.number + 2] if each.who != line.who]
    asks = (known.question, known.owe, known.anybody, known.ask)
    answers = any(ask.search(sentences(each.text)[-1]) for each in before[-1:] for ask in asks)
    return ANSWERS * answers + THANKED * any(known.thanks.search(each.text) for each in after)

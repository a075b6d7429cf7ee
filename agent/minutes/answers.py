"""What others answer to a request or a proposal: who accepts, who declines, who offers to do it instead."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from agent.minutes.declining import declines_freely, handed_to, without_harmless
from agent.minutes.due_answers import DENIED, MOVING, only_day
from agent.minutes.people_named import AND, joined_to_speaker
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine

ANSWER_LINES = 4
"""Lines after a request in which it is answered."""
QUESTION_WORDS = 2
"""A question with fewer content words only asks again: “okay?”."""
CHATTER_WORDS = 3
"""Shorter lines do not count among those."""

_LINK = r"(?:but|and|aber|und|mais|et|pero|y|ma|e|mas|maar|en)"
CLAUSES = re.compile(rf"[.;!?–—]+\s*|,\s*|\s+(?={_LINK}\s)", re.IGNORECASE)
LINKED = re.compile(rf"^\W*{_LINK}\s+", re.IGNORECASE)
LEFT_OUT = re.compile(
    rf"^\W*(?:{_LINK}\s+)?"
    r"(?:no to|not (?!a problem|at all)|nicht|pas|no|non|niet|não)\b(?!\W*$)"
    r"|\b(?:not|can't|cannot|won't|couldn't) (?:do |take |manage )?(?:the|that|your|this)\b"
    r"|\b(?:i|we) (?:can't|cannot|won't|couldn't)\b",
    re.IGNORECASE,
)
"""Takes one of several things out: “yes, but not the hall”."""
BUT = re.compile(r"[,;.\s]+(?:but|aber|mais|pero|ma|mas|maar)\s+", re.IGNORECASE)
COMPANY = re.compile(rf"^(?:\W*\w+\W+){{1,4}}?{AND}\s+(?=(?:I|ich|yo|io|eu|ik)\b)", re.IGNORECASE)
"""Whom somebody names before themselves."""
SOMEBODY = re.compile(
    r"\bsome(?:body|one) (?:should(?! have)|needs to|has to|must|ought to)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered to a request."""

    taker: TranscriptLine | None = None
    """The line in which somebody takes it."""
    declined: tuple[SpeakerIdentity, ...] = ()
    is_done: bool = False
    """Somebody says that it has been done."""
    company: tuple[SpeakerIdentity, ...] = ()
    """With whom it is taken."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for in a line: of whom by name, the task, and the other tasks of the same line."""

    people: tuple[SpeakerIdentity, ...] = ()
    task: str = ""
    others: tuple[str, ...] = ()


def answers_to(spoken: MeetingSpeech, line: TranscriptLine, request: Asked) -> Answers:
    """Read the lines after a request: one of the people asked takes it by a yes, another only by an offer.

    Of a request to nobody by name each assent takes it. Of several requests in a line each has its own part
    of an answer that names what they are about.
    """
    declined: list[SpeakerIdentity] = []
    reluctant: list[SpeakerIdentity] = []
    asked = set(request.people)
    heard: set[SpeakerIdentity] = set()
    left = ANSWER_LINES
    for after in spoken.lines[line.number :]:
        if left <= 0:
            break
        left -= len(after.text.split()) > CHATTER_WORDS
        if after.who == line.who:
            if _asks_else(after):
                break
            asked.update(
                handed_to(spoken, after, after.text, line) if asked & {*declined, *reluctant} else ()
            )
            continue
        said, is_left_out = own_part(after.text, request)
        if spoken_tables().done.search(said):
            return Answers(None, (*declined, *reluctant), is_done=True)
        if not is_left_out and _takes(after, said, spoken, line, asked, declined):
            company = joined_to_speaker(spoken, after.text)
            return Answers(after, (*declined, *reluctant), company=company)
        if is_left_out or _declines(said):
            declined.append(after.person)
        elif after.person in asked - heard and declines_freely(spoken, after, said, line, request.task):
            reluctant.append(after.person)
        if after.person in asked & {*declined, *reluctant}:
            asked.update(handed_to(spoken, after, said, line))
        heard.add(after.person)
        left = 0 if _requests_else(after) else left
    return Answers(None, (*declined, *reluctant))


def _declines(said: str) -> bool:
    known = spoken_tables()
    meant = without_harmless(said)
    return bool(known.declined.search(meant) or known.dissent.search(meant))


def _takes(
    after: TranscriptLine,
    said: str,
    spoken: MeetingSpeech,
    line: TranscriptLine,
    asked: Collection[SpeakerIdentity],
    declined: Collection[SpeakerIdentity],
) -> bool:
    if volunteers(said):
        return True
    may = (not asked or after.person in asked) and after.person not in declined
    return may and (_assents(said) or _moves(said, spoken, line))


def volunteers(text: str) -> bool:
    """Whether it offers to do what was asked, alone or with others: “Carol and I can do that”."""
    volunteered = spoken_tables().volunteered
    return bool(volunteered.search(text) or volunteered.search(COMPANY.sub("", text)))


def own_part(text: str, request: Asked) -> tuple[str, bool]:
    """An answer without clauses that name only another request, and whether one takes this request out."""
    own = set(content(request.task))
    others = {word for task in request.others for word in content(task)} - own
    own -= {word for task in request.others for word in content(task)}
    clauses = [(each, set(content(each))) for each in CLAUSES.split(text) if each.strip()]
    if not others or not any(words & (own | others) for _, words in clauses):
        return text, False
    kept = [LINKED.sub("", each) for each, words in clauses if words & own or not words & others]
    is_left_out = any(words & own and LEFT_OUT.search(each) for each, words in clauses)
    return ", ".join(kept), is_left_out


def _asks_else(after: TranscriptLine) -> bool:
    """Whether whoever asked goes on to another question, to which the answers are then."""
    is_question = spoken_tables().question.search(after.text)
    asks = bool(is_question) and len(set(content(after.text))) >= QUESTION_WORDS
    return asks or _requests_else(after)


def _requests_else(after: TranscriptLine) -> bool:
    """Whether it asks anybody for something else, whose the next answers are then."""
    known = spoken_tables()
    cue = known.anybody.search(after.text) or SOMEBODY.search(after.text)
    return cue is not None and len(set(content(after.text[cue.start() :]))) >= QUESTION_WORDS


def _assents(said: str) -> bool:
    known = spoken_tables()
    return bool(known.assent.search(said)) and not known.but.search(said)


def _moves(said: str, spoken: MeetingSpeech, line: TranscriptLine) -> bool:
    """Whether it says yes, but to another day: “yes, but by Monday”."""
    parts = BUT.split(said, maxsplit=1)
    if len(parts) == 1 or not spoken_tables().assent.search(parts[0]):
        return False
    return only_day(DENIED.sub("", parts[1]), set(MOVING), spoken.day_of(line)) is not None

"""What others answer to a request or a proposal: who accepts, who declines, who offers to do it instead."""

import re
from dataclasses import dataclass

from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine

ANSWER_LINES = 4
"""Lines after a request in which it is answered."""
QUESTION_WORDS = 2
"""A question with fewer content words only asks again: “okay?”."""
CHATTER_WORDS = 3
"""Shorter lines do not count among those."""


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


def answers_to(
    spoken: MeetingSpeech, line: TranscriptLine, asked: tuple[SpeakerIdentity, ...] = ()
) -> Answers:
    """Read the lines after a request: one of the people `asked` takes it by a yes, another only by an offer.

    Of a request to nobody by name each assent takes it.
    """
    declined: list[SpeakerIdentity] = []
    known = spoken_tables()
    left = ANSWER_LINES
    for after in spoken.lines[line.number :]:
        if left <= 0:
            break
        left -= len(after.text.split()) > CHATTER_WORDS
        if after.who == line.who:
            if _asks_else(after):
                break
            continue
        if known.done.search(after.text):
            return Answers(None, tuple(declined), is_done=True)
        if known.volunteered.search(after.text):
            return Answers(after, tuple(declined))
        if _assents(after):
            if (not asked or after.person in asked) and after.person not in declined:
                return Answers(after, tuple(declined))
        elif known.declined.search(after.text) or known.dissent.search(after.text):
            declined.append(after.person)
        left = 0 if _requests_else(after) else left
    return Answers(None, tuple(declined))


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


def _assents(after: TranscriptLine) -> bool:
    known = spoken_tables()
    return bool(known.assent.search(after.text)) and not known.but.search(after.text)

"""Whether a stated decision stands: nobody denies, refuses or leaves it open unanswered."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from agent.minutes.assenting import assents, objects
from agent.minutes.carried import is_carried
from agent.minutes.contesting_words import asks_to_wait, denies, is_not_against, leaves_open, opposes
from agent.minutes.decision_cues import decided, proposed
from agent.minutes.decisions import ASSENT_LINES, Decision
from agent.minutes.refusal_cues import refusal_cues
from agent.minutes.settled import AGAIN_LINES
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import as_sentence, content, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

_FLAGS = re.IGNORECASE
REFUSED = re.compile(r"^\W*(?:no|nope|nein|nee|non|não)\b\W*", _FLAGS)
RATHER = re.compile(
    r"^\W*(?:(?:well|hm+|oh|but)\W+)*(?:hang on|hold on|wait|actually|no|sorry|moment|halt)\b.*"
    r"\b(?:rather|prefer|lieber)\b",
    _FLAGS,
)
"""“Hang on, I'd rather have larch.”"""
REAFFIRMED = re.compile(
    r"\b(?:we|it) (?:did|have|was|is)(?=\W|$)(?! not|n't)(?=\W*$|, | (?:too|decided|agreed|so)\b)", _FLAGS
)
WAIT_LINES = 2
"""Lines after a question to wait with a decision in which it is answered."""
DECIDING = frozenset(
    content(
        "agree agreed decide decided settle settled conclude consent say said yes sign signed okayed"
        " okay approved none sure remember recall"
    )
)


@dataclass(frozen=True, slots=True)
class Contested:
    """A stated decision that does not stand, and the line that speaks against it."""

    decision: Decision
    by: TranscriptLine

    @property
    def text(self) -> str:
        """Both in their words."""
        return f"{self.decision.text.rstrip('.')} – {as_sentence(self.by.text)}"


def standing(spoken: MeetingSpeech, made: Sequence[Decision]) -> tuple[list[Decision], list[Contested]]:
    """The decisions that stand, and those left open; of what was settled anew after a no only the later.

    What only points back to an earlier one of them adds nothing and is left out.
    """
    stand: list[Decision] = []
    contested: list[Contested] = []
    told_at = {each.lines[0].number for each in made}
    made = [each for each in made if not _points_back(each, told_at)]
    for each in made:
        by = against(spoken, each) if any(map(decided, sentences(each.lines[0].text))) else None
        if by is None:
            stand.append(each)
        elif not any(_is_anew(each, by, other) for other in made):
            contested.append(Contested(each, by))
    return stand, contested


def _points_back(found: Decision, told_at: Collection[int]) -> bool:
    """Whether it says of an earlier line that it is decided: where that is told already, it adds nothing."""
    return any(line.number in told_at and line.number < found.lines[0].number for line in found.lines[1:])


def _is_anew(before: Decision, by: TranscriptLine, other: Decision) -> bool:
    """Whether another decision takes up the objection, soon after the first one."""
    first, later = before.lines[0].number, other.lines[0].number
    return by.number <= later <= first + AGAIN_LINES and other is not before


def against(spoken: MeetingSpeech, made: Decision) -> TranscriptLine | None:
    """The line that speaks against it right after; None if somebody says after that that it was so."""
    line = made.lines[0]
    has_assent = False
    for after in spoken.lines[line.number :][:ASSENT_LINES]:
        if after in made.lines:
            continue
        if _is_put_off(spoken, after, made):
            return after
        if _denies(after, made) or (not has_assent and _objects(after, line)):
            return None if _is_reaffirmed(spoken, after, made) else after
        has_assent |= after.who != line.who and assents(after)
        if _goes_on(after):
            return None
    return None


def _is_put_off(spoken: MeetingSpeech, after: TranscriptLine, made: Decision) -> bool:
    """Whether somebody asks to wait with it, and another one says yes to that."""
    answers = spoken.lines[after.number :][:WAIT_LINES]
    is_asked = asks_to_wait(after.text, _said(made))
    return is_asked and any(each.who != after.who and assents(each) for each in answers)


def _said(made: Decision) -> str:
    return " ".join((made.text, *(line.text for line in made.lines)))


def _denies(after: TranscriptLine, made: Decision) -> bool:
    """Whether it says that this was not decided, or is open; that another matter is not is no denial."""
    if leaves_open(after.text, _said(made)):
        return True
    about = set(content(after.text)) - DECIDING
    is_same = about <= set(content(made.text)) or language.get() != "en"
    return is_same and denies(after.text)


def _objects(after: TranscriptLine, line: TranscriptLine) -> bool:
    """Whether somebody else refuses it; a no to what says no itself is none."""
    if after.who == line.who or is_not_against(after.text):
        return False
    if RATHER.search(after.text) or opposes(after.text):
        return True
    is_negative = not spoken_tables().negations.isdisjoint(tokens(line.text))
    rest = REFUSED.sub("", after.text)
    is_fine = rest != after.text and bool(spoken_tables().assent.search(rest))
    return (
        not is_negative and not is_fine and objects(after) and bool(refusal_cues().refusal.search(after.text))
    )


def _is_reaffirmed(spoken: MeetingSpeech, by: TranscriptLine, made: Decision) -> bool:
    """Whether the objector gives in after it, or somebody says that it was so, or that more are for it."""
    for after in spoken.lines[by.number :][:ASSENT_LINES]:
        if leaves_open(after.text, _said(made)):
            return False
        if (after.who == by.who and assents(after)) or REAFFIRMED.search(after.text):
            return True
        if opposes(by.text) and is_carried(after.text, _said(made)):
            return True
    return False


def _goes_on(after: TranscriptLine) -> bool:
    """Whether people go on to something else: a question, a proposal, another decision."""
    asks = spoken_tables().question.search(after.text) and len(content(after.text)) > 1
    return bool(asks) or proposed(after.text) or decided(after.text)

"""What was decided, as far as words alone show it: said as a decision, or proposed and assented to."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.minutes.cue_phrases import (
    ASSENT,
    DECIDED,
    DISSENT,
    DOUBT,
    KOREAN_DECIDED,
    LEAD_IN,
    PROCEDURE,
    PROPOSED,
    QUESTION,
    RETRACT,
    YES_BUT,
)
from agent.minutes.text_normalization import as_sentence, content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

ANSWERS = 3
"""Lines after a proposal in which somebody else's yes or no counts."""
LOOK_BACK = 3
"""Lines before "let's go with that" in which its object is looked for."""
GOES_ON_MS = 2000
"""What the same person says so soon after "then it is decided" is what was decided."""
MAX_WORDS = 45
"""Longer, unpunctuated speech is cut from the cue on."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided and the lines that show it, the deciding one first."""

    text: str
    lines: tuple[TranscriptLine, ...]


def decisions_of(spoken: MeetingSpeech) -> list[Decision]:
    """Every decision the words show, in the order they were taken."""
    return [found for line in spoken.lines for found in _in_line(spoken, line)]


def _in_line(spoken: MeetingSpeech, line: TranscriptLine) -> Iterator[Decision]:
    for sentence in sentences(line.text):
        if decided(sentence):
            said = _decision(spoken, line, sentence)
        elif proposed(sentence) and len(content(sentence)) > 1:
            yes = assent(spoken, line)
            said = Decision(_words(sentence), (line, yes)) if yes else None
        else:
            said = None
        if said and not retracted(spoken, line):
            yield said


def decided(sentence: str) -> bool:
    """The sentence says itself that this is decided."""
    found = DECIDED.search(sentence) or KOREAN_DECIDED.search(sentence)
    return bool(found) and _settled(sentence)


def proposed(sentence: str) -> bool:
    """The sentence proposes something about the matter, not about how the meeting goes on."""
    return bool(PROPOSED.search(sentence)) and _settled(sentence)


def _settled(sentence: str) -> bool:
    return not (DOUBT.search(sentence) or QUESTION.search(sentence) or PROCEDURE.search(sentence))


def _decision(spoken: MeetingSpeech, line: TranscriptLine, sentence: str) -> Decision | None:
    cue = DECIDED.search(sentence) or KOREAN_DECIDED.search(sentence)
    objects = content(DECIDED.sub(" ", sentence))
    if len(objects) > 1 or (cue and KOREAN_DECIDED.search(sentence)):
        return Decision(_words(sentence), (line,))
    if after := _goes_on(spoken, line, sentence):
        if after is line:
            return Decision(_words(_rest(line, sentence)), (line,))
        return Decision(_words(after.text), (line, after))
    for before in reversed(spoken.lines[max(0, line.number - 1 - LOOK_BACK) : line.number - 1]):
        if len(content(before.text)) > 2:
            return Decision(f"{as_sentence(_cut(before.text))} {_words(sentence)}", (line, before))
    return Decision(_words(sentence), (line,)) if objects else None


def _goes_on(spoken: MeetingSpeech, line: TranscriptLine, sentence: str) -> TranscriptLine | None:
    """Find where the speaker says what it is right after "it is decided", with no question between."""
    rest = _rest(line, sentence)
    if rest:
        return line if len(content(rest)) > 1 and not QUESTION.search(rest) else None
    after = next(iter(spoken.lines[line.number : line.number + 1]), None)
    is_it = after is not None and after.who == line.who and after.start_ms - line.end_ms < GOES_ON_MS
    return after if after and is_it and len(content(after.text)) > 1 and _settled(after.text) else None


def _rest(line: TranscriptLine, sentence: str) -> str:
    """Give what the line holds after a sentence of it."""
    _, _, rest = line.text.partition(sentence)
    return rest.strip()


def _words(sentence: str) -> str:
    return as_sentence(LEAD_IN.sub("", _cut(sentence)) or sentence)


def _cut(sentence: str) -> str:
    """Keep what follows the cue where somebody spoke on without a stop."""
    if len(sentence.split()) <= MAX_WORDS:
        return sentence
    cue = DECIDED.search(sentence) or PROPOSED.search(sentence) or KOREAN_DECIDED.search(sentence)
    start = cue.start() if cue and cue.re is not KOREAN_DECIDED else 0
    words = sentence[start:].split()
    return " ".join(words[:MAX_WORDS]) + ("…" if len(words) > MAX_WORDS else "")


def assent(spoken: MeetingSpeech, line: TranscriptLine) -> TranscriptLine | None:
    """Somebody else's yes within the next lines; None if there is none or a no comes first."""
    for after in spoken.lines[line.number : line.number + ANSWERS]:
        if after.who == line.who:
            continue
        if ASSENT.search(after.text):
            return None if YES_BUT.search(after.text) else after
        if DISSENT.search(after.text):
            return None
    return None


def retracted(spoken: MeetingSpeech, line: TranscriptLine) -> bool:
    """The same person takes it back at once, or somebody refuses it outright."""
    following = spoken.lines[line.number : line.number + 2]
    return any(RETRACT.search(after.text) for after in (line, *following))

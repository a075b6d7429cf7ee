"""Makes elements of the minutes of what was found in lines: decisions with voices, questions, topics' times.

Their words are checked once more against the segments they cite: what these do not bear out is not verified.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from agent.minutes.claim_support import supports
from agent.minutes.decisions import Decision as DecisionFound
from agent.minutes.questions.open_questions import OpenQuestion
from agent.minutes.text_normalization import as_sentence, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, evidence
from agent.minutes.verb_second import with_first_word
from agent.minutes.voices import voices_after
from agent.minutes.vote_words import closes
from server.meeting.minutes import Claim, Decision, Topic, Voice

Element = TypeVar("Element", Claim, Decision, Topic)
MAX_VOICES = 30
RESULT_WORDS = 25
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
TALLY = re.compile(
    rf"\b{_COUNT} (?:votes? )?(?:in favou?r|for|ayes?|against|opposed|nays?|abstentions?|abstained"
    r"|to (?:\d+|one|two|three|four|five|nil|zero))\b|\bunanimous",
    re.IGNORECASE,
)
"""The count of a vote."""
STATED = re.compile(
    r"^(?:(?:so|okay|ok|dann|damit|dus|dan),? )*"
    r"(?:(?:that's|that is|it's|it is) (?:decided|settled|agreed)"
    r"|(?:es |das )?ist (?:es |das |damit |also )*(?:beschlossen|entschieden)|het is besloten)\b[\s,:;.–—-]*"
    r"(?:that |dass |dat )?(?=\w+\W+\w+\W+\w)",
    re.IGNORECASE,
)
"""Says that it is decided, which its heading says; three words or more follow."""


def decision_of(spoken: MeetingSpeech, found: DecisionFound) -> Decision:
    """Convert a decision, with who agreed to it and the result of a vote."""
    voices = voices_after(spoken, found.lines)
    text = with_first_word(STATED.sub("", found.text), found.lines[0].text)
    return Decision(
        as_sentence(text),
        evidence(found.lines),
        agreed=voices_of(voices.agreed),
        against=voices_of(voices.against),
        result=_result(spoken, found.lines),
    )


def voices_of(lines: Iterable[TranscriptLine]) -> tuple[Voice, ...]:
    """Who speaks in these lines, up to MAX_VOICES."""
    return tuple(Voice(line.participant_id, line.person.shown, line.segments[0]) for line in lines)[
        :MAX_VOICES
    ]


def _result(spoken: MeetingSpeech, lines: Sequence[TranscriptLine]) -> str:
    """The line in which the chair tells the result of a vote, if there was one."""
    last = max(line.number for line in lines)
    after = [line for line in lines if line.number > lines[0].number]
    near = [*after, *spoken.lines[last : last + 2]]
    told = [
        line.text
        for line in near
        if len(line.text.split()) <= RESULT_WORDS
        and (TALLY.search(line.text) or (line in after and closes(line.text)))
    ]
    return as_sentence(told[-1]) if told else ""


def question_of(question: OpenQuestion) -> Claim:
    """Convert an open question."""
    return Claim(question.text, evidence(question.lines))


def verified(spoken: MeetingSpeech, elements: Sequence[Element]) -> list[Element]:
    """The elements, each marked whether the segments it cites bear it out."""
    return [replace(each, verified=_is_borne_out(each, spoken)) for each in elements]


def _is_borne_out(element: Claim | Topic, spoken: MeetingSpeech) -> bool:
    cited = set(element.evidence)
    lines = [line for line in spoken.lines if not cited.isdisjoint(line.segments)]
    text = element.summary if isinstance(element, Topic) else element.text
    said = set(tokens(" ".join(f"{line.person.shown} {line.text}" for line in lines)))
    return bool(lines) and (set(tokens(text)) <= said or supports(lines, text, spoken))


def with_times(spoken: MeetingSpeech, topics: Sequence[Topic]) -> list[Topic]:
    """Topics without times in their order, each until the next begins."""
    starts = {segment: line.start_ms for line in reversed(spoken.lines) for segment in line.segments}
    end = max((line.end_ms for line in spoken.lines), default=0)
    placed = sorted(
        (min((starts[each] for each in topic.evidence if each in starts), default=0), at, topic)
        for at, topic in enumerate(topics)
    )
    ends = [*(start for start, _, _ in placed[1:]), end][: len(placed)]
    return [
        replace(topic, start_ms=start, end_ms=max(start, until))
        for (start, _, topic), until in zip(placed, ends, strict=True)
    ]

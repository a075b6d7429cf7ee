"""Extracts what was proposed and turned down: refused with everybody's consent, or lost in a vote."""

from collections.abc import Iterator, Sequence

from agent.minutes.decision_cues import proposed
from agent.minutes.decisions import Decision
from agent.minutes.refusal_cues import refusal_cues
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import as_sentence, content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.voices import voices_after
from agent.minutes.vote_words import PUT
from agent.minutes.votes import verdict, window_of
from agent.minutes.whole_sentences import is_whole

ANSWER_LINES = 4
"""Lines after a proposal in which it is refused, and after a refusal in which somebody accepts it."""
REFUSERS = 2
"""People who refuse a proposal that nobody defends."""
MIN_CONTENT = 2


def is_turned_down(text: str) -> bool:
    """Whether a decision is one against what was proposed."""
    return bool(refusal_cues().turned_down.search(text))


def turned_down_of(spoken: MeetingSpeech) -> list[Decision]:
    """Find the proposals that were refused or lost; decisions_of() has what is stated as rejected."""
    found = [each for line in spoken.lines for each in _in_line(spoken, line)]
    return [each for each in found if is_whole(each.text)]


def _in_line(spoken: MeetingSpeech, line: TranscriptLine) -> Iterator[Decision]:
    if put := PUT.search(line.text):
        yield from _lost(spoken, line, put["what"])
        return
    said = sentences(line.text)
    if said and _is_proposal(said[-1]):
        by = _refused_by(spoken, line)
        if by:
            text = spoken_tables().lead_in.sub("", said[-1]) or said[-1]
            yield Decision(as_sentence(text), (line, *by))


def _is_proposal(sentence: str) -> bool:
    """Whether it proposes something, also as a question: “shall we …?”, “why don't we …?”."""
    known = spoken_tables()
    asked = sentence.endswith("?") and known.suggested.search(sentence)
    return (
        bool(proposed(sentence) or asked)
        and len(set(content(sentence))) >= MIN_CONTENT
        and not known.procedure.search(sentence)
        and not known.conditional.search(sentence)
    )


def _lost(spoken: MeetingSpeech, line: TranscriptLine, what: str) -> Iterator[Decision]:
    """A motion that is said to have failed, or has more against it than for it."""
    told = verdict(window_of(spoken, line))
    if told and told[0]:
        return
    voices = voices_after(spoken, (line,))
    if told or len(voices.against) > max(1, len(voices.agreed)):
        yield Decision(as_sentence(what), (line, told[1]) if told else (line, *voices.against[:REFUSERS]))


def _refused_by(spoken: MeetingSpeech, line: TranscriptLine) -> Sequence[TranscriptLine]:
    """The lines that refuse it: of two people, or of one and somebody who agrees; none if one assents."""
    known, cues = spoken_tables(), refusal_cues()
    refused: list[TranscriptLine] = []
    for after in spoken.lines[line.number : line.number + ANSWER_LINES]:
        is_refusal = bool(cues.refusal.search(after.text)) and not known.question.search(after.text)
        if is_refusal and after.who != line.who:
            refused.append(after)
        elif refused and known.assent.search(after.text) and after.who != refused[0].who:
            return (*refused, after)
        elif not refused and after.who != line.who and known.assent.search(after.text):
            return ()
    return refused if len({each.who for each in refused}) >= REFUSERS else ()

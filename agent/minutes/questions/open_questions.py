"""Questions that a meeting leaves open: nobody answers them, or somebody says that they are open.

Not among them are questions about the course of the meeting, rhetorical ones, requests, and what was decided
or answered later.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from agent.minutes.questions.languages import question_cues
from agent.minutes.quotable_sentences import MAX_WORDS, falters, open_sentences, trimmed
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.summary_frames import FRAMES
from agent.minutes.text_normalization import as_sentence, content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.whole_sentences import is_whole

ANSWER_LINES = 5
"""Lines after a question in which it is answered, if it is."""
MIN_WORDS = 4
MIN_CONTENT = 2
SAME_MATTER = 0.5
"""Share of a question's content words that a later statement has in common with it, if it answers it."""
MOST_FALTERS = 0
SAYS_NOTHING = 3
"""A statement of fewer words is an answer only as a yes or no."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question, or a sentence that says what is open, and the lines that it rests on."""

    text: str
    lines: tuple[TranscriptLine, ...]


def open_questions_of(spoken: MeetingSpeech, settled: Collection[UUID] = ()) -> list[OpenQuestion]:
    """Find all open questions in order; `settled` segments are those of decisions and tasks."""
    done = [line for line in spoken.lines if not set(line.segments).isdisjoint(settled)]
    known = {line.number for line in done}
    found = [
        each
        for line in spoken.lines
        if line.number not in known
        for each in (*_left_open(spoken, line), *_unanswered(spoken, line))
        if not _is_settled(each, done)
    ]
    return [each for at, each in enumerate(found) if not _is_among(each, found[at + 1 :])]


def _left_open(spoken: MeetingSpeech, line: TranscriptLine) -> Iterator[OpenQuestion]:
    """What the line says is open."""
    frame = FRAMES.get(language.get())
    cues = question_cues()
    for sentence in sentences(line.text):
        named = cues.named.search(sentence)
        undecided = cues.undecided.search(sentence) and _is_told(sentence)
        if undecided or (named and len(set(content(named["what"]))) >= MIN_CONTENT):
            yield OpenQuestion(as_sentence(trimmed(sentence)), (line,))
            return
    if frame is not None:
        for text in open_sentences(line, frame.left_open):
            if len(set(content(text))) > MIN_CONTENT:
                yield OpenQuestion(text, (line,))


def _is_told(sentence: str) -> bool:
    """Whether it is a whole statement about the matter."""
    return (
        not spoken_tables().question.search(sentence)
        and not spoken_tables().retold.search(sentence)
        and MIN_WORDS < len(sentence.split()) <= MAX_WORDS
        and len(set(content(sentence))) >= MIN_CONTENT
        and falters(sentence) <= MOST_FALTERS
        and is_whole(sentence)
    )


def _unanswered(spoken: MeetingSpeech, line: TranscriptLine) -> Iterator[OpenQuestion]:
    """The last question of the line, if nobody answers it."""
    said = sentences(line.text)
    if not said or not _is_wanted(said[-1]) or (_is_punctuated(spoken) and not said[-1].endswith("?")):
        return
    after = _answering(spoken, line)
    unknown = _unknown(after)
    if unknown is None and _is_answered(spoken, line, said[-1], after):
        return
    if unknown is not None and _is_told_later(spoken, unknown, said[-1]):
        return
    yield OpenQuestion(as_sentence(trimmed(said[-1])), (line, *filter(None, (unknown,))))


def _is_wanted(sentence: str) -> bool:
    """Whether it is a question about the matter, whole, and asked to be answered."""
    known, cues = spoken_tables(), question_cues()
    words = sentence.split()
    return (
        bool(known.question.search(sentence))
        and MIN_WORDS <= len(words) <= MAX_WORDS
        and len(set(content(sentence))) >= MIN_CONTENT
        and falters(sentence) <= MOST_FALTERS
        and not cues.procedural.search(sentence)
        and not cues.rhetorical.search(sentence)
        and not known.procedure.search(sentence)
        and not any(ask.search(sentence) for ask in (known.ask, known.anybody, known.offered))
    )


def _is_punctuated(spoken: MeetingSpeech) -> bool:
    """Whether the transcript has question marks; a recognizer may write none."""
    return any("?" in line.text for line in spoken.lines)


def _answering(spoken: MeetingSpeech, line: TranscriptLine) -> Sequence[TranscriptLine]:
    return spoken.lines[line.number : line.number + ANSWER_LINES]


def _unknown(after: Sequence[TranscriptLine]) -> TranscriptLine | None:
    """The line that says that nobody knows, if that is the first that is said to it."""
    cues = question_cues()
    for line in after[:2]:
        if cues.unknown.search(line.text):
            return line
        if len(content(line.text)) > MIN_CONTENT:
            return None
    return None


def _is_answered(
    spoken: MeetingSpeech, line: TranscriptLine, question: str, after: Sequence[TranscriptLine]
) -> bool:
    """Whether somebody says yes, no, or anything that is no question; or talks about it later."""
    known = spoken_tables()
    for answer in after:
        first = sentences(answer.text)[0]
        if answer.who != line.who and (known.assent.search(first) or known.dissent.search(first)):
            return True
        is_statement = not known.question.search(first) and not known.procedure.search(first)
        if is_statement and len(first.split()) >= SAYS_NOTHING and (answer.who != line.who or content(first)):
            return True
    return bool(after) and _is_told_later(spoken, after[-1], question)


def _is_told_later(spoken: MeetingSpeech, since: TranscriptLine, question: str) -> bool:
    """Whether a later statement is about what was asked."""
    about = set(content(question))
    cues, known = question_cues(), spoken_tables()
    return any(
        len(about & set(content(sentence))) >= max(MIN_CONTENT, SAME_MATTER * len(about))
        and not known.question.search(sentence)
        and not cues.unknown.search(sentence)
        for line in spoken.lines[since.number :]
        for sentence in sentences(line.text)
    )


def _is_settled(found: OpenQuestion, settled: Sequence[TranscriptLine]) -> bool:
    """Whether a later decision or task is about it."""
    about = set(content(found.text))
    return any(
        len(about & set(content(line.text))) >= max(MIN_CONTENT, SAME_MATTER * len(about))
        for line in settled
        if line.number > found.lines[0].number
    )


def _is_among(found: OpenQuestion, later: Sequence[OpenQuestion]) -> bool:
    """Whether it is asked again later, in like words."""
    about = set(content(found.text))
    return any(
        len(about & set(content(other.text))) >= max(MIN_CONTENT, SAME_MATTER * 1.5 * len(about))
        for other in later
    )

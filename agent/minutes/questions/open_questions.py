"""Questions that a meeting leaves open: nobody answers them, or somebody says that they are open.

Not among them are questions about the course of the meeting, rhetorical ones, requests, and what was decided
or answered later.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from agent.minutes.questions.languages import question_cues
from agent.minutes.questions.told_later import MatterIndex
from agent.minutes.quotable_sentences import MAX_WORDS, falters, open_sentences, trimmed
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.summary_frames import FRAMES
from agent.minutes.text_normalization import as_sentence, content, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.whole_sentences import is_whole

ANSWER_LINES = 5
"""Lines after a question in which it is answered, if it is."""
MIN_WORDS = 4
MIN_CONTENT = 2
SAME_MATTER = 0.5
"""Share of a question's content words that a later statement has in common with it, if it answers it."""
SAME_QUESTION = 0.75
"""The same of a later question, if it is that again."""
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
    results = MatterIndex((line.number, content(line.text)) for line in done)
    told = MatterIndex(_statements(spoken.lines))
    is_punctuated = any("?" in line.text for line in spoken.lines)
    found: dict[frozenset[str], OpenQuestion] = {}
    for line in spoken.lines:
        if line.number in known:
            continue
        for each in (*_left_open(line), *_unanswered(spoken, line, told, is_punctuated=is_punctuated)):
            about = frozenset(content(each.text))
            if not results.has(about, max(MIN_CONTENT, SAME_MATTER * len(about)), line.number):
                found.pop(about, None)
                found[about] = each
    asked = MatterIndex((each.lines[0].number, about) for about, each in found.items())
    return [
        each
        for about, each in found.items()
        if not asked.has(about, max(MIN_CONTENT, SAME_QUESTION * len(about)), each.lines[0].number)
    ]


def _statements(lines: Sequence[TranscriptLine]) -> Iterator[tuple[int, list[str]]]:
    """What is told in each line, neither asked nor unknown, by its content words."""
    cues, known = question_cues(), spoken_tables()
    for line in lines:
        for sentence in sentences(line.text):
            if not known.question.search(sentence) and not cues.unknown.search(sentence):
                yield line.number, content(sentence)


def _left_open(line: TranscriptLine) -> Iterator[OpenQuestion]:
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


def _unanswered(
    spoken: MeetingSpeech, line: TranscriptLine, told: MatterIndex, *, is_punctuated: bool
) -> Iterator[OpenQuestion]:
    """The last question of the line, if nobody answers it; a recognizer may write no question marks."""
    said = sentences(line.text)
    if not said or not _is_wanted(said[-1]) or (is_punctuated and not said[-1].endswith("?")):
        return
    after = spoken.lines[line.number : line.number + ANSWER_LINES]
    unknown = _unknown(after)
    if unknown is None and _is_answered(line, after):
        return
    about = set(content(said[-1]))
    since = unknown or (after[-1] if after else line)
    if not told.has(about, max(MIN_CONTENT, SAME_MATTER * len(about)), since.number):
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


def _unknown(after: Sequence[TranscriptLine]) -> TranscriptLine | None:
    """The line that says that nobody knows, if that is the first that is said to it."""
    cues = question_cues()
    for line in after[:2]:
        if cues.unknown.search(line.text):
            return line
        if len(content(line.text)) > MIN_CONTENT:
            return None
    return None


def _is_answered(line: TranscriptLine, after: Sequence[TranscriptLine]) -> bool:
    """Whether somebody says yes, no, or anything that is no question."""
    known = spoken_tables()
    for answer in after:
        first = sentences(answer.text)[0]
        if answer.who != line.who and (known.assent.search(first) or known.dissent.search(first)):
            return True
        if (
            answer.who != line.who
            and not known.negations.isdisjoint(tokens(first))
            and not first.endswith("?")
        ):
            return True
        is_statement = not known.question.search(first) and not known.procedure.search(first)
        if is_statement and len(first.split()) >= SAYS_NOTHING and (answer.who != line.who or content(first)):
            return True
    return False

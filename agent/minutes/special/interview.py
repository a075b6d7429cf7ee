"""Questions with their answers, for interviews."""

from collections.abc import Iterator

from agent.minutes.questions.languages import question_cues
from agent.minutes.quotable_sentences import falters
from agent.minutes.special.found_statements import cues, statement
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from server.meeting.special_sections import Statement

MOST_PAIRS = 40
MOST_LINES = 3
"""Of one answer."""
MIN_CONTENT = 2
MIN_WORDS, MAX_WORDS = 4, 45
SAYS_SOMETHING = 3
"""Words of an answer that is neither yes nor no."""
MAX_FALTERS = 1
LOOK_AHEAD = 8


def answers_of(spoken: MeetingSpeech) -> list[Statement]:
    """Find each question about the matter, and what others say to it; without an answer it is left out."""
    if cues() is None:
        return []
    is_punctuated = any("?" in line.text for line in spoken.lines)
    found: list[Statement] = []
    pairs = 0
    for line in spoken.lines:
        asked = _asked(line, is_punctuated=is_punctuated)
        answers = list(_answers(spoken, line, is_punctuated=is_punctuated)) if asked else []
        if asked and answers and pairs < MOST_PAIRS:
            pairs += 1
            group = str(line.segments[0])
            found.append(statement("answers", "question", line, asked, group))
            found += [statement("answers", "answer", each, each.text, group) for each in answers]
    return found


def _asked(line: TranscriptLine, *, is_punctuated: bool) -> str:
    """The line's last sentence, if it is a question about the matter; else empty."""
    said = sentences(line.text)
    last = said[-1] if said else ""
    known, asked = spoken_tables(), question_cues()
    is_question = last.endswith("?") if is_punctuated else bool(known.question.search(last))
    is_wanted = (
        is_question
        and MIN_WORDS <= len(last.split()) <= MAX_WORDS
        and len(set(content(last))) >= MIN_CONTENT
        and falters(last) <= MAX_FALTERS
        and not any(
            each.search(last) for each in (asked.procedural, asked.rhetorical, known.procedure, known.joke)
        )
    )
    return last if is_wanted else ""


def _answers(spoken: MeetingSpeech, line: TranscriptLine, *, is_punctuated: bool) -> Iterator[TranscriptLine]:
    """What others say until whoever asked goes on; nothing if nobody knows."""
    told = 0
    for after in spoken.lines[line.number : line.number + LOOK_AHEAD]:
        if after.who == line.who:
            if told or _asked(after, is_punctuated=is_punctuated):
                return
        elif not told and question_cues().unknown.search(after.text):
            return
        elif _is_answer(after):
            told += 1
            yield after
        if told >= MOST_LINES:
            return


def _is_answer(line: TranscriptLine) -> bool:
    known = spoken_tables()
    first = sentences(line.text)[0]
    if known.question.search(first) and first.endswith("?"):
        return False
    is_short = known.assent.search(first) or known.dissent.search(first)
    return bool(is_short) or (len(line.text.split()) >= SAYS_SOMETHING and bool(content(line.text)))

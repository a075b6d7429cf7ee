"""A due date that people move in the next lines, “By Friday?” “Let's say Monday”: the last agreed holds."""

import re

from agent.minutes.assenting import assents, objects
from agent.minutes.due_answers import ANSWER_LINES, ANSWER_WORDS, CLAUSES, DENIED, MOVING, only_day
from agent.minutes.due_dates import Due, find_due
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import content, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

ECHO_WORDS = 2
CORRECTS = re.compile(
    r"\W*(?:actually|no|wait|sorry|or|rather|better|make|let's|eigentlich|nein|besser|lieber|doch|non|plutôt"
    r"|enfin|en fait|mejor|bueno|perdón|anzi|meglio|não|aliás|melhor|nee|liever|toch"
    r"|\w+ (?:is|ist|est|es|è|é) (?:better|besser|mieux|mejor|meglio|melhor|beter))\b",
    re.IGNORECASE,
)
"""A sentence that puts another day in the place of the one before it."""
IN = {"fr": "dans ", "es": "en ", "it": "tra ", "pt": "em ", "nl": "over "}
"""“Two weeks” as an answer is “in two weeks”."""
SPAN = re.compile(
    r"\w+ \w+(?=\W*$| (?:would|is|are|wär\w*|serai\w*|serí\w*|sarebb\w*|seri\w*|zou\w*|then)\b)"
)


def due_moved(spoken: MeetingSpeech, line: TranscriptLine, task: str, due: Due) -> Due:
    """The day agreed on last right after a line with a task and its day; a day asked for takes a yes."""
    allowed = set(tokens(f"{task} {due.phrase}")) | MOVING
    today = spoken.day_of(line)
    due = standing = _moved_at_once(spoken, line, due, allowed)
    asked: tuple[Due, TranscriptLine] | None = None
    for after in spoken.lines[line.number :][:ANSWER_LINES]:
        if len(after.text.split()) > ANSWER_WORDS:
            break
        found = day_said(after.text, allowed, spoken, line)
        if found is not None and found.day >= today:
            asked = (found, after) if after.text.rstrip().endswith("?") else None
            standing = standing if asked else found
        elif asked is not None and after.who != asked[1].who and (assents(after) or _echoes(after, asked[1])):
            standing, asked = asked[0], None
        elif standing is not due and objects(after):
            standing = due
        elif _is_of_something_else(after, allowed, spoken, standing):
            break
    return standing


def _moved_at_once(spoken: MeetingSpeech, line: TranscriptLine, due: Due, allowed: set[str]) -> Due:
    """The day that the same speaker puts in its place in the next sentence."""
    _, _, rest = line.text.partition(due.phrase)
    for sentence in sentences(rest)[1:]:
        found = day_said(sentence, allowed, spoken, line) if CORRECTS.match(sentence) else None
        if found is not None and found.day >= spoken.day_of(line):
            return found
    return due


def _echoes(after: TranscriptLine, asked: TranscriptLine) -> bool:
    """Whether it answers with the verb of the question, as Romance languages do."""
    said = tokens(after.text)
    return 0 < len(said) <= ECHO_WORDS and said[0] == next(iter(tokens(asked.text)), "")


def day_said(text: str, allowed: set[str], spoken: MeetingSpeech, line: TranscriptLine) -> Due | None:
    """The day of a clause that says nothing else; a time of day says none."""
    bare = DENIED.sub("", text)
    today = spoken.day_of(line)
    clauses = [*CLAUSES.split(bare), bare]
    spans = [IN.get(language.get(), "in ") + each for each in clauses if SPAN.match(each)]
    found = (only_day(clause, allowed | {"in"}, today) for clause in (*clauses, *spans))
    return next((each for each in found if each and not each.is_hour), None)


def _is_of_something_else(
    after: TranscriptLine, allowed: set[str], spoken: MeetingSpeech, standing: Due
) -> bool:
    """Whether people have left the task; what is said of its own day is still about it."""
    known = spoken_tables()
    said = find_due(after.text, spoken.day_of(after))
    if known.assent.search(after.text) and (said is None or said.is_hour):
        return False
    if said is not None and (said.day == standing.day or said.is_hour):
        return False
    return bool(set(content(after.text)) - set(content(" ".join(allowed))))

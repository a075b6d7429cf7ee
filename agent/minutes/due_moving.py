"""A due date that people move in the next lines, “By Friday?” “Let's say Monday”: the last agreed holds."""

from agent.minutes.assenting import assents, objects
from agent.minutes.due_answers import ANSWER_LINES, ANSWER_WORDS, CLAUSES, DENIED, MOVING, only_day
from agent.minutes.due_dates import Due, find_due
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine


def due_moved(spoken: MeetingSpeech, line: TranscriptLine, task: str, due: Due) -> Due:
    """The day agreed on last right after a line with a task and its day; a day asked for takes a yes."""
    standing, asked = due, None
    allowed = set(tokens(f"{task} {due.phrase}")) | MOVING
    today = spoken.day_of(line)
    for after in spoken.lines[line.number :][:ANSWER_LINES]:
        if len(after.text.split()) > ANSWER_WORDS:
            break
        found = day_said(after.text, allowed, spoken, line)
        if found is not None and found.day >= today:
            asked = (found, after.who) if after.text.rstrip().endswith("?") else None
            standing = standing if asked else found
        elif asked is not None and after.who != asked[1] and assents(after):
            standing, asked = asked[0], None
        elif standing is not due and objects(after):
            standing = due
        elif _is_of_something_else(after, allowed, spoken):
            break
    return standing


def day_said(text: str, allowed: set[str], spoken: MeetingSpeech, line: TranscriptLine) -> Due | None:
    """The day of a clause that says nothing else."""
    bare = DENIED.sub("", text)
    today = spoken.day_of(line)
    found = (only_day(clause, allowed, today) for clause in (*CLAUSES.split(bare), bare))
    return next((each for each in found if each), None)


def _is_of_something_else(after: TranscriptLine, allowed: set[str], spoken: MeetingSpeech) -> bool:
    known = spoken_tables()
    if known.assent.search(after.text) and find_due(after.text, spoken.day_of(after)) is None:
        return False
    return bool(set(content(after.text)) - set(content(" ".join(allowed))))

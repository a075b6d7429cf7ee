"""The due date that people settle right after a task was taken, in question and answer."""

import re

from agent.minutes.due_dates import Due, find_due
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

ANSWER_LINES = 3
ANSWER_WORDS = 12
"""A longer line is about something else."""
WHEN = re.compile(
    r"^\W*(?:\w+[,\s]+){0,2}?(?:(?:by |until )?when\b|how soon|bis wann|wann\b|(?:pour |d'ici )?quand\b"
    r"|(?:para )?cuándo\b|(?:per |entro |para )?quando\b|(?:tegen )?wanneer\b)",
    re.IGNORECASE,
)
LIMIT = re.compile(
    r"^\W*(?:(?:okay|ok|and|but|yes|great|thanks|und|et|y|e|en)[,\s]+)*"
    r"(?:by|before|until|bis|d'ici|avant|antes|para|entro|prima|até|voor|tegen)\b",
    re.IGNORECASE,
)
"""How somebody says until when it is wanted."""


def due_answered(spoken: MeetingSpeech, taken: TranscriptLine) -> Due | None:
    """The day that whoever took a task in that line and the others agree on in the next ones, or None."""
    due, is_asked = None, False
    today = spoken.day_of(taken)
    for after in spoken.lines[taken.number :][:ANSWER_LINES]:
        if len(after.text.split()) > ANSWER_WORDS:
            break
        found = find_due(after.text, today)
        if after.who != taken.who:
            is_asked |= bool(WHEN.search(after.text) or (found and LIMIT.search(after.text)))
            due = found if found and LIMIT.search(after.text) else due
        elif is_asked and found:
            return found
        elif due and spoken_tables().declined.search(after.text):
            return None
    return due

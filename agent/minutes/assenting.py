"""Whether a line says yes or no to what was said before it."""

import re

from agent.minutes.spoken_language import spoken_tables
from agent.minutes.transcript_lines import TranscriptLine

ASSENT_WORDS = 8
"""A longer line is an opinion of its own."""
TAKES_BACK = re.compile(
    r"\W*(?:(?:well|but)\W+)?(?:(?:no|nope|nah|nein|nö|non|não|nee)"
    r"(?=\W*$|\s*[,.;!–-]|\s+(?:i|it|we|not|the|that|das|der|die|le|la|el|il|o|de|het)\b)"
    r"|i (?:disagree|object|don't (?:think|agree|like|want)))",
    re.IGNORECASE,
)
"""After a yes it says no: “yeah, no, it is too wet”, and not “yes, no problem”."""
NO_PROBLEM = re.compile(
    r"\b(?:no (?:problem|objections?|worries)|kein problem|keine einwände|pas de (?:problème|souci)"
    r"|(?:sin|ningún) problema|nessun problema|sem problemas?|geen (?:probleem|bezwaar))\b",
    re.IGNORECASE,
)


def is_short(line: TranscriptLine) -> bool:
    """Whether the line says no more than an answer does."""
    return len(line.text.split()) <= ASSENT_WORDS


def assents(line: TranscriptLine) -> bool:
    """Whether it says yes, and takes nothing of it back."""
    known = spoken_tables()
    yes = known.assent.search(line.text)
    return bool(yes) and not objects(line) and not known.but.search(NO_PROBLEM.sub("", line.text))


def objects(line: TranscriptLine) -> bool:
    """Whether it says no; a yes before it only shows that one has heard."""
    known = spoken_tables()
    yes = known.assent.search(line.text)
    if yes:
        return bool(TAKES_BACK.match(line.text, yes.end()))
    return bool(known.dissent.search(line.text))

"""Whether somebody tells what they do whenever something happens, which is no task to be done once."""

import re

from agent.minutes.spoken_language import language
from agent.minutes.task_frames import TaskFrame

_EACH_TIME = {
    "en": r"\bwhenever\b|\b(?:every|each|any) time\b(?! (?:slot|zone|sheet))",
    "de": r"\b(?:immer|jedes ?mal),? wenn\b|\bwann immer\b|\bso oft\b",
    "fr": r"\bchaque fois qu|\btoutes les fois qu",
    "es": r"\bcada vez que\b|\bsiempre que\b",
    "it": r"\bogni volta che\b|\btutte le volte che\b",
    "nl": r"\b(?:elke|iedere) keer\b|\btelkens\b|\bwanneer (?:dan )?ook\b",
    "pt": r"\b(?:cada|toda) vez que\b|\bsempre que\b",
}
EACH_TIME = {each: re.compile(pattern, re.IGNORECASE) for each, pattern in _EACH_TIME.items()}
USUALLY = re.compile(
    r"\b(?:usually|normally|typically|generally|mostly|sometimes|always|ordinarily)\b\W*$", re.IGNORECASE
)
"""Right before the cue or the verb."""
NEXT_TIME = re.compile(r"^\W*(?:(?:and|so|okay|well|but)\W+)*next time\b", re.IGNORECASE)
"""At the begin of the sentence: if it happens again; at its end it is the next meeting."""
BRINGS = re.compile(
    r"^(?:also |just )?(?:bring|prepare|print|show|demo|present|share|have|write|order|book|invite|send"
    r"|draft)\b",
    re.IGNORECASE,
)
AT_ONCE = re.compile(
    r"\b(?:straight away|right away|immediately|at once|first|sooner|earlier|faster|instead)\b", re.IGNORECASE
)
"""How one will do better than this time."""


def is_habit(frame: TaskFrame) -> bool:
    """Whether it is done each time that something happens, or usually."""
    pattern = EACH_TIME.get(language.get(), EACH_TIME["en"])
    if pattern.search(frame.sentence):
        return True
    if language.get() != "en":
        return False
    verb = frame.task.split(maxsplit=1)[0] if frame.task else ""
    usually = USUALLY.search(frame.before) or USUALLY.fullmatch(verb)
    again = NEXT_TIME.match(frame.before) and (
        not BRINGS.match(frame.task) or AT_ONCE.search(frame.sentence[frame.start :])
    )
    return bool(usually or again)

"""The forms in which a verb says what others do, or several people with the speaker."""

import re

from agent.minutes.languages import dutch, german
from agent.minutes.spoken_language import language

FUTURES = {
    "es": (
        re.compile(r"^((?:(?:se|nos|le|les|te|os|l[oa]s?) )*)(\w+[aeid]r)(?:á|án|emos)\b", re.IGNORECASE),
        "é",
    ),
    "it": (
        re.compile(r"^((?:(?:si|ci|gli|le|vi|ti|l[oaie]) )*)(\w+[aeir]r)(?:à|anno|emo)\b", re.IGNORECASE),
        "ò",
    ),
    "pt": (re.compile(r"^()(\w+[aei]r)(?:á|ão|emos)\b", re.IGNORECASE), "ei"),
    "fr": (
        re.compile(
            r"^((?:(?:les?|la|lui|leur|se) |[sl]')*)(\w+(?:er|ir|dr|tr|vr|rr))(?:a|ont|ons)\b",
            re.IGNORECASE,
        ),
        "ai",
    ),
}
"""The future of the third person and of “we”, and its ending for “I”."""
ONESELF = {"es": ("se ", "me "), "it": ("si ", "mi "), "fr": ("s'", "m'")}
SEVERAL = {
    of: re.compile(rf"^(?P<verb>{verbs})\s+(?P<rest>\S.*)$", re.DOTALL)
    for of, verbs in {"de": german.WE_DO, "nl": dutch.WE_DO}.items()
}


def as_first_person(task: str) -> str:
    """What others will do as one of them says it: “pintará la valla” is “pintaré la valla”."""
    known = FUTURES.get(language.get())
    found = known[0].match(task) if known else None
    if known is None or found is None:
        return task
    others, own = ONESELF.get(language.get(), ("", ""))
    clitics = found[1].lower().replace(others, own) if others else found[1]
    said = f"{clitics}{found[2].lower()}{known[1]}{task[found.end() :]}"
    return f"je {said}" if language.get() == "fr" else said


def several_do(task: str) -> re.Match[str] | None:
    """German, Dutch: the infinitive with which the present of several people begins, and the rest."""
    known = SEVERAL.get(language.get())
    return known.match(task) if known else None

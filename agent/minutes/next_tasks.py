"""The tasks of one clause: “order the paint and clean the room by Friday” is two of the same person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent.minutes.due_answers import only_day
from agent.minutes.due_dates import Due, find_due
from agent.minutes.infinitives import DUTCH, PARTICLES, as_infinitive
from agent.minutes.language_tables import words
from agent.minutes.languages import TABLES
from agent.minutes.people_named import AND
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import content, tokens


@dataclass(frozen=True, slots=True)
class Joints:
    """How a language joins a further verb of the same person to a task."""

    link: re.Pattern[str]
    then: re.Pattern[str]
    """A link that says “then” or “also” besides, at which clauses end otherwise."""
    verb: re.Pattern[str] | None = None
    """Forms in which the verb may be, before what it is done to."""
    last: re.Pattern[str] | None = None
    """Infinitives, where they stand behind it."""
    subject: str = ""
    """What the further verb lacks."""


def _joints(conjunction: str, then: str, *, verb: str = "", last: str = "", subject: str = "") -> Joints:
    return Joints(
        re.compile(rf",?\s+{conjunction}\s+(?:(?:{then})\s+)*", re.IGNORECASE),
        re.compile(rf",?\s+{conjunction}\s+(?:(?:{then})\s+)+(?=\w)", re.IGNORECASE),
        re.compile(rf"(?:{verb})\b") if verb else None,
        re.compile(rf"(?:{last})$") if last else None,
        subject,
    )


ENGLISH = Joints(
    re.compile(
        r"(?:,?\s+(?:and|plus)(?:,? (?:then|also|after that|afterwards))*|,\s*(?:then|also|plus)|;"
        r"|,(?=\s+\w+ \w))\s+"
        r"(?:(?:i'll|will|to|also|then|please)\s+)*",
        re.IGNORECASE,
    ),
    re.compile(r",?\s+(?:and|plus)\s+(?:(?:then|also|after that,?|afterwards)\s+)+(?=\w)", re.IGNORECASE),
)
JOINTS = {
    "fr": _joints("et", "puis|ensuite|après|aussi", verb=r"\w+(?:er|ir|re|rai)"),
    "es": _joints("y", "luego|después|también", verb=r"\w+(?:[aei]ré?|o)"),
    "it": _joints("e", "poi|dopo|anche", verb=r"\w+(?:[aei]re|[ei]rò)"),
    "pt": _joints("e", "depois|então|também", verb=r"\w+(?:[aei]r(?:ei)?|o)"),
    "de": _joints(
        "und",
        "dann|danach|auch|anschließend",
        verb=r"[a-zäöü]\w*e",
        last=r"\w+(?:en|ern|eln)",
        subject="ich ",
    ),
    "nl": _joints("en", "dan|daarna|ook", verb=r"[a-z]\w+", last=r"\w+en", subject="ik "),
}
OBJECT = re.compile(
    r"\w+ (?:up |out |around |down )?(?:the|an?|my|our|your|their|his|her|its|this|that|these|those|some"
    r"|any|all|it|them|him"
    r"|us|me|you|every\w*|each|another|more|new|\d|(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""A verb with its object; “contact tracing” is a thing."""
OWN = re.compile(r"^(?:ich|ik) |^\w+ (?:ich|ik)\b", re.IGNORECASE)
"""A task in the words of who promises it."""
LED = re.compile(
    r"(?:[,;]\s*|\s+)(?:(?:and|but|und|aber|et|mais|y|pero|e|ma|mas|en|maar)\s+)?(?P<lead>[^,;]{2,40})$", re.I
)
AND_LED = re.compile(rf"(?:,|;|\s+{AND}\b)(?P<lead>[^,;]{{0,30}})$", re.IGNORECASE)
AFTER_VERB = frozenset(
    words(
        "le la les un une mes nos tous toutes à au aux el los las una unos unas a al mi mis todo"
        " todos il lo gli i"
        " uno tutti o os as um uma ao aos die den das ein eine einen dann allen alle euch ihnen ihm ihn"
        " sie es dir am bis morgen heute"
    )
)
"""Words before an object, by which a form is a verb and no noun."""
NO_VERBS = frozenset(
    words(
        "the a an my our your their his her its this that these those i we you he she it they by on at in to"
        " for from with without about after before during until since via into onto over probably possibly"
        " perhaps maybe hopefully finally afterwards later only just even especially"
    )
)
INCLUDED = re.compile(r"\b(?:included|excluded|attached|permitting|allowing)\W*$", re.IGNORECASE)
"""Ends what goes with the task: “report A included”."""
PHRASAL = re.compile(
    r"^\w+ (?:up|out|off|down|away|back|over) (?:the|an?|my|our|your|all|some)\b", re.IGNORECASE
)
GOING = frozenset(words("aller faire mettre hacer ir poner fare andare mettere fazer pôr"))
"""Verbs of work that say little."""
WORK_LAST = (
    TABLES["de"].work
    | TABLES["nl"].work
    | frozenset(
        words(
            "streichen malen putzen räumen hängen backen bauen holen bringen machen"
            " schilderen halen brengen ruimen"
        )
    )
)
PARTED = re.compile(rf"^(?:{PARTICLES}|terug|mee|uit|aan|op|af|in)(?=\w{{4}})")
FRONTED = re.compile(
    r"^[\s,;]*(?:(?:and|but)\s+)?(?P<object>(?:the|my|our|your|his|her|their|that|those"
    r"|these) (?:[\w-]+ ){1,3})$",
    re.IGNORECASE,
)
BARE_VERB = re.compile(
    r"^(?P<verb>\w+)(?P<rest>\s+(?:by|on|until|before|after|next|tomorrow|today|this|at|in|later)\b.*|\W*)$",
    re.IGNORECASE,
)


def whole_clause(text: str, today: date) -> str:
    """The first clause of a text, with what the same person is to do then."""
    clause = _before_own_cue(spoken_tables().clause_end.sub("", text), today)
    link = _known().then.match(text, len(clause))
    if link is None or not _begins_task(text[link.end() :], is_sure=True):
        return clause
    return text[: link.end()] + whole_clause(text[link.end() :], today)


def _before_own_cue(clause: str, today: date) -> str:
    """A clause up to another promise in it, in other languages: “… et lundi je vais …”."""
    cue = spoken_tables().commit.search(clause, 1) if language.get() in JOINTS else None
    led = AND_LED.search(clause[: cue.start()]) if cue else None
    if not cue or not led:
        return clause
    if not led["lead"].strip():
        return clause[: led.start()]
    return clause[: cue.start()] if only_day(led["lead"], set(), today) else clause


def without_next_lead(clause: str, rest: str, today: date) -> str:
    """A clause without the day at its end that the next one begins with: “…, on Tuesday I'll …”."""
    led = LED.search(clause) if re.search(r"\w", rest) else None
    while led:
        if led[0].lstrip()[:1] in ",;" or re.match(
            r"\s+(?:and|but|und|aber|et|mais|y|pero|e|ma|mas|en|maar)\s", led[0], re.I
        ):
            return clause[: led.start()] if only_day(led["lead"], set(), today) else clause
        led = LED.search(clause, led.start() + 1)
    return clause


def with_fronted_object(task: str, before: str) -> str:
    """English: the task with the object that was said before it: “the invoice I'll send on Monday”."""
    bare, front = BARE_VERB.match(task), FRONTED.match(before)
    if language.get() != "en" or not bare or not front:
        return task
    return f"{bare['verb']} {front['object'].strip()}{bare['rest']}"


def tasks_in(task: str, today: date) -> list[str]:
    """The tasks of one clause: “send the offer and book the room” is two; “fix it and send it” is one."""
    known = _known()
    parts = [task]
    for found in reversed(list(known.link.finditer(task))):
        first, second = parts[0][: found.start()], parts[0][found.end() :]
        is_sure = bool(known.then.match(f"{found.group()}x")) or _ends_with_day(first, today)
        is_said = len(set(content(second))) > 1 and len(set(content(first))) > 1
        if is_said and _is_next(first, second, is_sure=is_sure):
            parts[:1] = [first, f"{known.subject if OWN.match(task) else ''}{second}"]
    return parts


def _ends_with_day(text: str, today: date) -> bool:
    due = find_due(text, today)
    return due is not None and text.rstrip(" ,").endswith(due.phrase)


def days_of(parts: Sequence[str], lead: Due | None, today: date) -> list[Due | None]:
    """The day of each task: its own, or that of the next which has one, or that before them all."""
    own = [find_due(part, today) for part in parts]
    if _known().last and not OWN.match(parts[0]):
        lead = own[0] or lead
    return [next((each for each in own[at:] if each), lead) for at in range(len(parts))]


def _known() -> Joints:
    return JOINTS.get(language.get(), ENGLISH)


def _is_next(first: str, second: str, *, is_sure: bool) -> bool:
    """Whether a further task begins: its verb is before its object, or both end with theirs."""
    known = _known()
    if known.last and not OWN.match(first):
        last = _last(first).lower()
        return (last in WORK_LAST or PARTED.sub("", last) in WORK_LAST) and bool(
            known.last.match(_last(second))
        )
    return _begins_task(second, is_sure=is_sure)


def _last(text: str) -> str:
    return text.rstrip(" .?!").rsplit(" ", 1)[-1]


def _begins_task(text: str, *, is_sure: bool) -> bool:
    said = tokens(text)
    if len(said) < 2:
        return False
    known = spoken_tables()
    if known.maybe_work:
        is_work = said[0] in known.work or is_sure or PHRASAL.match(text)
        is_thing = said[0] in NO_VERBS or INCLUDED.search(text)
        return bool(is_work and not is_thing and OBJECT.match(text))
    form = _known().verb
    if form is None or not form.match(text) or (said[0] in known.stopwords and said[0] not in GOING):
        return False
    if language.get() == "nl":
        return said[0] in DUTCH
    if said[0].endswith("o") and as_infinitive(text) == text:
        return False
    return (
        said[0] in known.work
        or said[0] in GOING
        or said[1] in AFTER_VERB
        or said[1].startswith(("l'", "un'"))
    )

"""The due date that people settle right after a task was taken, in question and answer."""

import re
from datetime import date

from agent.minutes.assenting import assents
from agent.minutes.due_dates import Due, find_due
from agent.minutes.language_tables import words
from agent.minutes.people_named import forms_of
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

ANSWER_LINES = 3
ANSWER_WORDS = 12
"""A longer line is about something else."""
BARE_WORDS = 4
"""Up to which a question for the time has no subject of its own: “okay, until when then?”."""
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
MEANS_IT = re.compile(
    r"\b(?:it|that|this|them|those|one|es|das|ça|cela|ce|lo|la|il|isso|isto|het|dat)\b", re.IGNORECASE
)
"""Stands for the task in a question for its time."""
READY = frozenset(
    words(
        "need needed ready due done finish finished want like expect send sent fertig schaffen brauchst"
        " brauchen"
        " prêt prête besoin fini listo lista necesitas pronto pronta precisas klaar nodig"
    )
)
"""What else such a question may say."""
ANSWERING = frozenset(
    words(
        """
    a about afternoon all and at be before best better but by can could day do done early earliest end
    evening fine finished first for from get good great guess have hopefully i i'd i'll if in is it it'll
    it's just latest let's likely make maybe me morning nice noon of ok okay on one or perfect perhaps
    please possible possibly probably rather ready right say send sent should sure than thanks that that'd
    that'll that's the them then they'll think this until us we we'll will with works would yeah yep yes you
    you'll your
    à alors au avant beau bien d'accord d'ici dans de des disons du d es est fin finir jusqu'à l la le les
    matin midi moi oui ou parfait peut plaît plus possible pour pourrais prêt puis s s'il sera si soir sur
    t tard te tu vers vous ce ça c'est je pense ferai
    abend abends am an bei bis bitte dann das dem den der die doch ende er es fertig früh geht gern gerne gut
    habe ich in ist ja kann könnte mach mache machen mal mir mittag möglich morgen nachmittag noch oder passt
    schaffe schicke schon sicher sie spätestens um und vor wäre wenn wird würde zu zum
    al antes claro como de del el en entonces está estará favor hasta la las lo los mañana más mediodía
    mejor mí noche o para perfecto por posible pues puede puedo ser si sí tarde tardar te tendrás usted va
    vale y
    alla allora bene che con dal dalla di dire direi è entro fa faccio fine il mattina meglio metà per
    perfetto posso pranzo prima pronto puoi quindi sarà se sera sì tardi tempo ti un va
    a amanhã antes ao até bem boa claro com da do então estará fim manhã melhor na no noite o os para
    perfeito pode posso por possível pronto sim tarde tardar tenho
    aan af als alsjeblieft avond bij dan dat de doe eind eventueel fijn goed graag haal het heb ik ja kan
    klaar kun lukt met middag mij mogelijk ochtend oké op prima stuur tegen uiterlijk van voor wel zal
    """
    )
)
"""Words of an answer that says nothing but a time: no denial, no “I'm away”, nothing else that happens."""
MOVING = frozenset(
    words(
        "not no instead rather make say sorry more like realistic realistically only actually hmm um well"
        " until let's call tight soon early late enough take takes"
        " nicht nein lieber eher sagen wir statt erst sondern auch geht ginge wäre wären besser"
        " sino mejor digamos podría sería serían"
        " non plutôt disons pas serait seraient mieux"
        " niet liever zeggen we beter zijn zou zouden kan"
        " não antes digamos prefiro seria seriam"
        " piuttosto diciamo può essere sarebbe sarebbero"
    )
)
"""Further words of an answer that moves a day: “let's rather say Monday”."""
REFUSES = re.compile(r"^\W*(?:no|nope|nein|nee|non|não)\b[\s,.!]*", re.IGNORECASE)
DENIED = re.compile(
    r"^\W*(?:(?:no|nein|non|nee|não)\W+)?(?:not|nicht|pas|niet|não|no|non)\s+"
    r"(?:(?:by|on|until|bis|am|el|le|op)\s+)?(?:\w+\s+){0,2}?\w+\s*[,;.–—-]+\s*(?:(?:but|sondern|mais|sino|ma|maar|mas)\s+)?(?=\w)",
    re.IGNORECASE,
)
"""“Not Friday, …”: the day before the comma is the one that is given up."""
CLAUSES = re.compile(r"[.;!?–]+\s*|,\s*(?=\w+ \w+)|\s+(?:but|and|aber|und|mais|et|pero|ma|mas|maar)\s+")


def due_answered(spoken: MeetingSpeech, taken: TranscriptLine, task: str) -> Due | None:
    """The day that whoever took a task in that line and the others agree on in the next ones, or None."""
    due, is_asked, is_open = None, False, False
    today = spoken.day_of(taken)
    called = {token for form in forms_of(spoken) for token in tokens(form)}
    for after in spoken.lines[taken.number :][:ANSWER_LINES]:
        if len(after.text.split()) > ANSWER_WORDS:
            break
        if after.who != taken.who:
            found = only_day(after.text, called, today) if LIMIT.search(after.text) else None
            is_asked |= bool(found) or _asks_when(after.text, f"{task} {taken.text}")
            is_open = after.text.endswith("?") if found else is_open
            due = found or due
        elif is_asked and (found := due_of_answer(_without_denied(after.text), task, today)):
            return found
        elif due and (_refuses(after.text, today) or (is_open and not assents(after))):
            return None
    return due


def _without_denied(text: str) -> str:
    return DENIED.sub("", REFUSES.sub("", text))


def due_of_answer(text: str, task: str, today: date) -> Due | None:
    """The day of an answer, from the clause that says no more than it, or says it of the task."""
    allowed = set(tokens(task))
    found = (only_day(clause, allowed | _taking(clause), today) for clause in CLAUSES.split(text))
    return next((each for each in found if each), None)


def _taking(clause: str) -> set[str]:
    """The words by which a clause says that somebody takes the task: “je m'en occupe”."""
    return {word for found in spoken_tables().volunteered.finditer(clause) for word in tokens(found[0])}


def only_day(text: str, allowed: set[str], today: date) -> Due | None:
    """The day of a text that has only words of `allowed` and of such answers besides."""
    found = find_due(text, today)
    if found is None:
        return None
    before, _, after = text.partition(found.phrase)
    return found if {*tokens(before), *tokens(after)} <= ANSWERING | allowed else None


def _asks_when(text: str, task: str) -> bool:
    """Whether it asks for the time of the task, and not of something that it names itself."""
    asked = WHEN.search(text)
    if asked is None:
        return False
    named = set(content(text)) - set(content(" ".join(READY))) - set(content(asked[0]))
    if not named <= set(content(task)):
        return False
    return bool(named) or len(tokens(text)) <= BARE_WORDS or bool(MEANS_IT.search(text))


def _refuses(text: str, today: date) -> bool:
    known = spoken_tables()
    return bool(
        known.declined.search(text)
        or (known.dissent.search(text) and not known.assent.search(text))
        or not known.negations.isdisjoint(tokens(text))
        or find_due(text, today)
    )

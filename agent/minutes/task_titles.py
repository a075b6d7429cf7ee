"""A task as a title: a whole phrase that begins with its verb, without its due date, which has a field."""

import re
from collections.abc import Iterator, Sequence

from agent.minutes.due_dates import Due, find_due
from agent.minutes.infinitives import as_infinitive
from agent.minutes.language_tables import words
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import as_sentence, content, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.work_words import FOLLOW_UP, MAYBE_WORK

TITLE_WORDS = 22
QUOTE_WORDS = 14
ANTECEDENT_LINES = 3
MAX_UNCLEAR = 3
"""Content words up to which “take it to the printer” is unclear without what was said before."""
BEFORE_DAY = (
    "no later than|not later than|at the latest by|by|before|until|till|due|on|for|at|in"
    "|bis (?:zum|spätestens)|bis|für|am|zum|ab|para(?: el)?|antes del?|el|pour(?: le)?|d'ici|avant"
    "|per|entro|prima di|voor|tegen|uiterlijk|até|antes de|n[ao]"
)
_ADVERBS = (
    r"^(?:(?:just|also|then|now|still|probably|definitely|certainly|quickly|actually|really|maybe|please|to"
    r"|go ahead and|go and|try and|try to|be able to|be sure to|make sure to|gladly|first|perhaps)\s+)+"
)
_TAIL = (
    r"(?:[,\s]+(?:as well|too|then|anyway|right away|right now|i (?:think|guess|suppose|hope)|for (?:you"
    r"|us)|or so"
    r"|or something|if (?:that's|this is) (?:ok|okay|alright|fine|helpful)|if (?:you|people|needed"
    r"|necessary).*"
    r"|please|okay|ok|and stuff|and so on|you know|like that|at some point|i mean))+$"
)
LINKS_LAST = re.compile(
    r"(?:[,;\s]+(?:and|plus|then|also|after that|afterwards|whereas|as well as|but|und|dann|danach|et"
    r"|puis|ensuite"
    r"|après|y|luego|después|poi|dopo|depois|daarna)\b)+\W*$",
    re.IGNORECASE,
)
"""What only leads to the next clause."""
DANGLING = frozenset(
    words(
        """
    a an the to of and or but for with in on at by from that which who as so if is are was were be it's i we
    you they he she my our your their this these those about into like because while when uh um then um
    """
    )
)
"""Words that no phrase ends with."""
PREPOSITIONS = frozenset(words("into at to on with for of about in up out over from by through after"))
MARKUP = re.compile(r"[*_`#]+(?=\w)|(?<=\w)[*_`]+")
PRONOUN_ONLY = frozenset(words("it that this them these those so one some him her"))
ACTIVITY = re.compile(
    r"\b(?P<verb>\w+(?<!th)ing) (?P<object>(?:(?:up|out|down) )?(?:a|an|the|our|this|that|these|those|some"
    r"|more|new) .+?)"
    r" (?:is|isn't|are|was|won't|will|would|should|can|could|needs?)\b",
    re.IGNORECASE,
)
ASKED_WHETHER_DONE = re.compile(
    r"\b(?:did|have|has|had) (?:you|\w+) (?:already |ever )?(?P<verb>\w+) (?P<object>.+)", re.IGNORECASE
)
HAS_READY = re.compile(
    r"^have (?:a|an|the|my|our|that|this|it|them|some|both|all)"
    r"(?: (?!ready|done|finished|fixed|\w+ed\b)[\w-]+){0,2}$",
    re.IGNORECASE,
)
"""“Have a patch by noon” means that it is ready then; a further word may say so itself."""
IRREGULAR = {
    "written": "write", "rewritten": "rewrite", "sent": "send", "done": "do", "made": "make",
    "built": "build", "drawn": "draw", "found": "find", "set": "set", "put": "put", "taken": "take",
    "brought": "bring",
    "redone": "redo", "told": "tell", "setting": "set", "putting": "put", "getting": "get", "running": "run",
}  # fmt: skip


def _forms(verb: str) -> Iterator[tuple[str, str]]:
    stem = verb.removesuffix("e")
    doubled = verb + verb[-1]
    yield from ((f"{stem}ed", verb), (f"{doubled}ed", verb), (f"{stem}ing", verb), (f"{doubled}ing", verb))
    if verb.endswith("y"):
        yield f"{verb[:-1]}ied", verb
    yield f"{verb}ing", verb


BASE = {form: verb for verb in sorted(FOLLOW_UP | MAYBE_WORK) for form, verb in _forms(verb)} | IRREGULAR
"""Participles and gerunds of verbs of work, with the verb."""


def title_of(task: str, due: Due | None) -> str:
    """The task as a title."""
    if due:
        around = re.compile(
            rf"[,\s]*(?:\b(?:{BEFORE_DAY})\s+)?(?:the\s+)?{re.escape(due.phrase)}(?:까지|에)?", re.I
        )
        task = around.sub("", task, count=1) or task
        task = HAS_READY.sub(r"\g<0> ready", task) if language.get() == "en" else task
    return as_sentence(_trimmed(MARKUP.sub("", task))).rstrip(".?!")


def _trimmed(task: str) -> str:
    task = LINKS_LAST.sub("", task) or task
    if language.get() != "en":
        return " ".join(as_infinitive(task).split()[:TITLE_WORDS])
    bare = re.sub(_TAIL, "", re.sub(_ADVERBS, "", task, flags=re.I), flags=re.I)
    said = with_base(bare).split()
    cut = said[:TITLE_WORDS]
    while len(cut) > 1 and (cut[-1].lower().strip(",;:—–-") in DANGLING or not cut[-1].strip(",;:—–-")):
        is_object = len(cut) == 2 or cut[-2].lower() in PREPOSITIONS
        if len(said) <= TITLE_WORDS and cut[-1].lower() in PRONOUN_ONLY and is_object:
            break
        cut.pop()
    return " ".join(cut).rstrip(",;:—–- ")


def with_base(task: str) -> str:
    """English: the task with its first verb as in a title, “sending it”, “sent it”: send it."""
    first, _, rest = task.partition(" ")
    base = BASE.get(first.lower()) if language.get() == "en" else None
    return f"{base} {rest}".strip() if base else task


def lacks_object(task: str) -> bool:
    """Whether the task's object is only a pronoun, or not said: “look into it”, “add by Friday”."""
    said = tokens(task)
    return not content(" ".join(said[1:])) and (len(said) < 2 or bool(PRONOUN_ONLY.intersection(said[1:])))


def referred_to(spoken: MeetingSpeech, line: TranscriptLine, text: str) -> TranscriptLine | None:
    """The line before that says what the task is done to; None if the text says it: “take that book”."""
    said = tokens(text)
    is_pronoun = said[1:2] and said[1] in PRONOUN_ONLY and not content(" ".join(said[2:3]))
    if not is_pronoun or len(set(content(text))) > MAX_UNCLEAR:
        return None
    before = spoken.lines[max(0, line.number - 1 - ANTECEDENT_LINES) : line.number - 1]
    return next((each for each in reversed(before) if len(set(content(each.text))) > 1), None)


def with_antecedent(
    spoken: MeetingSpeech, line: TranscriptLine, sentence: str, start: int, title: str
) -> tuple[str, TranscriptLine | None]:
    """The title with what its pronoun refers to, and the line that says it; as it is if nothing does.

    Where the verb was said with its object before, that is the title: "I have to add a figure. I can add it."
    """
    verb = next(iter(tokens(title)), "")
    has_pronoun = bool(PRONOUN_ONLY.intersection(tokens(title)[1:]))
    for before, said in _said_before(spoken, line, sentence, start):
        whole = re.search(rf"\b{re.escape(verb)}(?:ing|ed)?\s+(?P<object>.+)", said, re.IGNORECASE)
        if whole and content(whole["object"]):
            clause = spoken_tables().clause_end.sub("", f"{verb} {whole['object']}")
            return title_of(clause, find_due(clause, spoken.day_of(line))), before
        if verb == "do" and (named := _activity(said)):
            return title_of(named, None), before
        if has_pronoun and len(set(content(said))) > 1:
            words = said.strip(" ,;").rstrip(".?!").split()
            quoted = " ".join(words[-QUOTE_WORDS:])
            return f"{title} (“{'…' if len(words) > QUOTE_WORDS else ''}{quoted}”)", before
    return title, None


def _activity(said: str) -> str:
    """What a sentence names as something to do: “setting up a room is no trouble”, “somebody has to …”."""
    found = ACTIVITY.search(said)
    if found and found["verb"].lower() in BASE:
        return f"{BASE[found['verb'].lower()]} {found['object']}"
    asked = ASKED_WHETHER_DONE.search(said)
    if asked and with_base(asked["verb"]) in FOLLOW_UP:
        return f"{with_base(asked['verb'])} {asked['object'].rstrip(' ?')}"
    owed = spoken_tables().owe.search(said) or spoken_tables().anybody.search(said)
    return spoken_tables().clause_end.sub("", owed[owed.lastgroup or 0]) if owed else ""


def _said_before(
    spoken: MeetingSpeech, line: TranscriptLine, sentence: str, start: int
) -> Iterator[tuple[TranscriptLine, str]]:
    yield line, sentence[:start]
    here = sentences(line.text)
    place = here.index(sentence) if sentence in here else 0
    for said in reversed(here[:place]):
        yield line, said
    lines: Sequence[TranscriptLine] = spoken.lines[max(0, line.number - 4) : line.number - 1]
    for before in reversed(lines):
        for said in reversed(sentences(before.text)):
            yield before, said

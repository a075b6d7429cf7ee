"""What others do about a task that somebody promised: they take it over, hand it on, or have done it."""

import re

from agent.minutes.answers import ANSWER_LINES, Answers
from agent.minutes.declining import handed_to
from agent.minutes.language_tables import words
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.task_titles import with_base
from agent.minutes.text_normalization import content, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

NEXT_LINES = 2
DONE_WORDS = 9
"""A longer line about what is done is about something else."""
REFUSES = re.compile(
    r"^\W*(?:(?:oh|ah|ach|ay|well|sorry|please|bitte)[,\s]+)?"
    r"(?:no(?! (?:problem|worries|doubt|idea))|nope|don't|you don't (?:have|need) to|never mind|nein|nee"
    r"|nicht nötig|brauchst du nicht|musst du nicht|non|pas la peine|no hace falta|não|não precisas?"
    r"|non serve|hoeft niet)\b",
    re.IGNORECASE,
)
LET_ME = re.compile(
    r"\b(?:let me|lass mich|laisse-moi|laissez-moi|déjame|dejadme|lascia(?:mi|telo)?|deixa-me|me deixa"
    r"|deixa(?= eu)|laat (?:mij|me))\s+"
    r"(?:(?:das|es|eu|le|la|lo|dat|het|maar|isso|io|mal|lieber)\s+)*"
    r"(?:do|take|handle|machen|übernehmen|erledigen|faire|m'en|hacer\w*|far\w*|fare|fazer|doen|regelen)\b",
    re.IGNORECASE,
)
SAME = re.compile(r"\b(?:das|es|le|la|lo|dat|het|isso|m'en|\w+lo)\b", re.IGNORECASE)
"""Means what was promised."""
IT = re.compile(r"\W*(?:it|that|this|them|those|das|es|ça|cela|isso|isto|dat|het)\b", re.IGNORECASE)
CLAUSE_END = re.compile(r"[.,;:!?–—]")
PART = re.compile(
    r"\b(?:but|aber|mais|pero|ma|mas|maar) (?:only|just|nur|seulement|sólo|solo|só|alleen)\b", re.I
)
"""Takes a part, and leaves the rest."""
INSTEAD = re.compile(
    r"\b(?:instead|stattdessen|an deiner stelle|à ta place|en tu lugar|al posto tuo|em vez de ti"
    r"|in jouw plaats)\b",
    re.IGNORECASE,
)
ALREADY = re.compile(
    r"\bi(?:'ve| have)? already\b|\b(?:habe? ich|ich habe?) (?:\w+ )?(?:schon|bereits|längst)\b"
    r"|\bai déjà\b|\bya (?:l[oa]s? )?(?:he|hice|está)\b|\bho già\b|\bjá (?:os? |as? )?\w+ei\b"
    r"|\b(?:heb ik|ik heb) (?:\w+ )?al\b",
    re.IGNORECASE,
)
ROOT = 5
"""Letters by which the forms of a verb are alike: bestellt, bestellen."""
DOING = frozenset(
    words("gemacht erledigt getan fait hecho hice fatto feito fiz gedaan gebeurd done finished")
)


def taken_over(spoken: MeetingSpeech, line: TranscriptLine, task: str) -> Answers:
    """What the next lines of others do about what was promised in the line."""
    others = [each for each in spoken.lines[line.number :][:NEXT_LINES] if each.who != line.who]
    first = next(iter(others), None)
    if first is None:
        return Answers()
    if _is_done(first, task):
        return Answers(is_done=True)
    if _takes_over(first.text, task):
        return Answers() if _insists(spoken, line, first, task) else Answers(first)
    return Answers(_handed_on(spoken, line, first)) if REFUSES.search(first.text) else Answers()


def _is_done(after: TranscriptLine, task: str) -> bool:
    """Whether it says that this has been done, and of nothing else."""
    says_so = spoken_tables().done.search(after.text) or ALREADY.search(after.text)
    if not says_so or len(tokens(after.text)) > DONE_WORDS:
        return False
    said = {word for token in tokens(after.text) if token not in DOING for word in content(with_base(token))}
    return {word[:ROOT] for word in said} <= {word[:ROOT] for word in content(task)}


def _takes_over(text: str, task: str) -> bool:
    bare = REFUSES.sub("", text).lstrip(" ,.;!–—-")
    refuses = bare != text.lstrip(" ,.;!–—-") or INSTEAD.search(text)
    if PART.search(text):
        return False
    return _lets_me(text, task) or bool(refuses and spoken_tables().volunteered.search(bare))


def _lets_me(text: str, task: str) -> bool:
    """Whether it asks for the same task, by a pronoun or its words: not “let me do the pictures then”."""
    found = LET_ME.search(text)
    if found is None:
        return False
    more = CLAUSE_END.split(text[found.end() :], maxsplit=1)[0]
    said = {word[:ROOT] for word in content(more)}
    same = SAME.search(found[0]) or IT.match(more) or not said
    return bool(same) or not said.isdisjoint(word[:ROOT] for word in content(task))


def _insists(spoken: MeetingSpeech, line: TranscriptLine, taker: TranscriptLine, task: str) -> bool:
    """Whether who promised it keeps it: “no, I'll do it myself”."""
    after = spoken.lines[taker.number : taker.number + 1]
    return any(
        each.who == line.who and (REFUSES.search(each.text) or _takes_over(each.text, task)) for each in after
    )


def _handed_on(spoken: MeetingSpeech, line: TranscriptLine, first: TranscriptLine) -> TranscriptLine | None:
    """The line in which the one takes it whom somebody names instead: “don't, Carl will do it”."""
    known = spoken_tables()
    named = handed_to(spoken, first, first.text, line)
    after = (each for each in spoken.lines[first.number :][:ANSWER_LINES] if each.person in named)
    answer = next(after, None)
    takes = answer and (known.volunteered.search(answer.text) or known.assent.search(answer.text))
    return answer if takes else None

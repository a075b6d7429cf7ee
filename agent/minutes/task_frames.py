"""The places of a sentence where somebody takes, gets or owes a task, and whose it is by the words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agent.minutes.imperatives import imperative_pattern, is_polite, ordered
from agent.minutes.infinitives import as_infinitive
from agent.minutes.next_tasks import whole_clause, with_fronted_object, without_next_lead
from agent.minutes.people_named import (
    AND,
    NAME_ARTICLE,
    begins_subject,
    forms_of,
    named_together,
    people_named,
    start_of_group,
)
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.task_cues import KOREAN_ASK, KOREAN_COMMIT
from agent.minutes.task_owners import ARTICLE, Owners, owners_named
from agent.minutes.task_titles import with_base
from agent.minutes.task_wording import task_said, without_vocative
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine
from agent.minutes.work_words import FOLLOW_UP, MAYBE_WORK

CONTINUES = re.compile(r"\bbe\s+$", re.IGNORECASE)
"""Before a verb in -ing: “you'll be working on it” tells what somebody is to do for some time."""
LEAD_WORDS = 5
STATES = re.compile(r"\b(?:but|is|are|was|were|has|have)\b", re.IGNORECASE)
LINK = re.compile(rf"\s*(?:[,;]\s*(?:{AND}\s+)?|\b{AND}\s+)(?:{NAME_ARTICLE}\s+)?$", re.IGNORECASE)
ALL_OF_YOU = re.compile(
    r"^you (?:two|both|all|guys)(?:'ll| will|(?: are|'re)? (?:gonna|going to))\b", re.IGNORECASE
)
"""Tells several people what they are to do, without their names."""
ASKS_TO_CONFIRM = re.compile(r"you(?: two| both| all| guys)?(?:'ll| will|'re| are| gonna)\b", re.IGNORECASE)
"""“You'll look into it?” asks for what is to come, “you can look into it?” does not."""
ORDERS = re.compile(r"\byou\s+$", re.IGNORECASE)
"""“Bob, you check the doors” is an order or says what Bob does: it takes an answer or a time."""
ASKS_NEXT = re.compile(r"[\s,]*(?:and )?(?:can|could|would|will) you\b", re.IGNORECASE)
QUOTED = re.compile(r"[“\"„«]([^”\"“»]{12,})[”\"“»]")


@dataclass(frozen=True, slots=True)
class TaskFrame:
    """What is to be done, in the words said, and by whom."""

    kind: str
    """item, commit, offer, offered, ask, tell, duty, anybody, assign, order, outsider, owe or passive."""
    task: str
    owners: Owners
    sentence: str
    start: int
    """Where the cue begins in the sentence."""
    due_clause: str
    """The words in which its due date may be."""
    begin: int = 0
    """Where the clause of the task before ends."""

    @property
    def before(self) -> str:
        """What the sentence says before the cue."""
        return self.sentence[: self.start]

    @property
    def lead(self) -> str:
        """What the sentence begins with, if it is short enough to be a time: “next week I'll …”."""
        before = self.sentence[self.begin : self.start]
        is_time = len(before.split()) <= LEAD_WORDS and not STATES.search(before)
        return before if is_time else ""


def frames_of(spoken: MeetingSpeech, line: TranscriptLine, sentence: str) -> Iterator[TaskFrame]:
    """Yield the frames of a sentence from left to right; the words of a task are in one of them only."""
    begin = 0
    while (found := _first_cue(spoken, sentence, begin)) is not None:
        cue = found[1]
        start, end = cue.span(cue.lastgroup or 0)
        end = min(end, _next_subject(spoken, sentence, start))
        whole = whole_clause(sentence[start:end], spoken.day_of(line))
        clause = without_next_lead(whole, sentence[start + len(whole) :], spoken.day_of(line))
        end = end if clause == whole else start + len(clause)
        if not _is_quoted(cue, sentence):
            yield _frame(spoken, line, sentence, found, (begin, start, end), clause)
        begin = start + max(len(clause), 1)


def _frame(
    spoken: MeetingSpeech,
    line: TranscriptLine,
    sentence: str,
    found: tuple[str, re.Match[str]],
    places: tuple[int, int, int],
    clause: str,
) -> TaskFrame:
    """The frame of a cue; `places` are the end of the frame before, where the task begins, and its end."""
    said_as, cue = found
    begin, start, end = places
    task, owners = task_said(said_as, cue, clause), owners_named(spoken, line, sentence, said_as, cue, begin)
    kind = _kind(spoken, line, sentence, found, start, owners)
    if kind == "item" and not owners:
        task, owners = _assigned_item(spoken, task)
    place = start_of_group(spoken, sentence, cue.end("name")) if said_as == "assign" else _start(cue)
    task = with_fronted_object(task, sentence[begin:place]) if kind == "commit" else task
    due_clause = spoken_tables().others_clause.sub("", sentence[start:end].partition(";")[0])
    asks_next = bool(ASKS_NEXT.match(sentence[start + len(clause) :]))
    task = with_base(without_vocative(spoken, task, unmarked=asks_next))
    task = as_infinitive(ordered(task)) if kind == "ask" or said_as == "assign" else task
    return TaskFrame(kind, task, owners, sentence, place, due_clause, begin)


def _kind(
    spoken: MeetingSpeech,
    line: TranscriptLine,
    sentence: str,
    found: tuple[str, re.Match[str]],
    start: int,
    owners: Owners,
) -> str:
    kind, cue = found
    if _is_duty(kind, cue, sentence[:start]):
        return "duty"
    if kind == "tell" and sentence.endswith("?") and ASKS_TO_CONFIRM.match(cue.group()):
        return "ask"
    if kind != "assign":
        return kind
    if ORDERS.search(sentence[cue.start() : start]):
        return "order"
    if cue.re is imperative_pattern(language.get(), tuple(forms_of(spoken))):
        return "ask" if is_polite(cue["task"]) else "order"
    return "commit" if line.person in owners else kind


def _is_duty(kind: str, cue: re.Match[str], before: str) -> bool:
    """Whether it hands out work for some time to come: to a person, a role, or several people at once."""
    if kind == "tell" and ALL_OF_YOU.search(cue.group()):
        return True
    is_role = kind == "outsider" and bool(ARTICLE.match(cue["name"]))
    return (is_role or kind in ("tell", "assign")) and bool(CONTINUES.search(before))


def _first_cue(spoken: MeetingSpeech, sentence: str, begin: int) -> tuple[str, re.Match[str]] | None:
    known = spoken_tables()
    names = tuple(forms_of(spoken))
    patterns = (
        ("item", known.item),
        ("assign", assign_pattern(known.assign, names)),
        ("assign", assign_pattern(known.assign_through, names)),
        ("assign", imperative_pattern(language.get(), names)),
        ("offered", known.offered),
        ("commit", known.commit),
        ("commit", KOREAN_COMMIT),
        ("ask", known.ask),
        ("ask", KOREAN_ASK),
        ("anybody", known.anybody),
        ("tell", known.tell),
        ("offer", known.offer),
        ("outsider", known.outsider),
        ("passive", known.passive),
        ("owe", known.owe),
    )
    found = [
        (_start(cue), rank, kind, cue)
        for rank, (kind, pattern) in enumerate(patterns)
        if (cue := _search(spoken, kind, pattern, sentence, begin)) is not None
    ]
    first = min(found, key=lambda each: each[:2], default=None)
    return (first[2], first[3]) if first else None


def _start(cue: re.Match[str]) -> int:
    return cue.start("name") if cue.re is spoken_tables().outsider else cue.start()


def _search(
    spoken: MeetingSpeech, kind: str, pattern: re.Pattern[str], sentence: str, begin: int
) -> re.Match[str] | None:
    if kind == "outsider":
        return next((cue for cue in pattern.finditer(sentence, begin) if _is_named(cue["name"])), None)
    if kind != "assign":
        return pattern.search(sentence, begin)
    ends = {each.end for each in people_named(spoken, sentence)}
    for cue in pattern.finditer(sentence, begin):
        if cue.end("name") in ends and begins_subject(spoken, sentence, cue.end("name")):
            return cue
    return None


def _next_subject(spoken: MeetingSpeech, sentence: str, start: int) -> int:
    """Where the sentence goes on to what somebody else is to do: “and Carl will …”."""
    assign = assign_pattern(spoken_tables().assign, tuple(forms_of(spoken)))
    cue = _search(spoken, "assign", assign, sentence, start)
    first = start_of_group(spoken, sentence, cue.end("name")) if cue else len(sentence)
    link = LINK.search(sentence[start:first]) if cue else None
    return start + link.start() if link else len(sentence)


def _is_named(name: str) -> bool:
    """Whether it is a name or a group, not a word that begins its sentence."""
    first = name.split()[0].lower()
    return first in ("the", "our", "your") or not (
        first in spoken_tables().stopwords or first.endswith(("ly", "ing"))
    )


@lru_cache(maxsize=64)
def assign_pattern(pattern: str, names: tuple[str, ...]) -> re.Pattern[str]:
    """The cue of a task given to somebody, for these ways to name people."""
    ordered = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(pattern.format(names="|".join(ordered) or r"(?!)"), re.IGNORECASE)


def _is_quoted(cue: re.Match[str], sentence: str) -> bool:
    return any(quoted.start() < cue.start() < quoted.end() for quoted in QUOTED.finditer(sentence))


def _assigned_item(spoken: MeetingSpeech, task: str) -> tuple[str, Owners]:
    """The task of an action item and whose it is, if it says: “Bob to book the hall”."""
    assign = assign_pattern(spoken_tables().assign, tuple(forms_of(spoken)))
    for kind, pattern in (("assign", assign), ("outsider", spoken_tables().outsider)):
        cue = _search(spoken, kind, pattern, task, 0)
        if cue is not None and (cue.start() == 0 or kind == "assign"):
            owners = (
                named_together(spoken, task, cue.end("name"))
                if kind == "assign"
                else (SpeakerIdentity(None, cue["name"]),)
            )
            return cue["task"], owners
    named = next(iter(people_named(spoken, task)), None)
    verb, _, rest = task[named.end :].strip().partition(" ") if named and not named.start else ("", "", "")
    if named and verb.removesuffix("s") in FOLLOW_UP | MAYBE_WORK:
        return f"{verb.removesuffix('s')} {rest}", (named.person,)
    return task, ()

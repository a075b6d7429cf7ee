"""What the minutes need to know of one language, compiled from words and patterns."""

import re
from dataclasses import dataclass

from agent.minutes.clause_ends import ClauseEnd

NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class LanguageTables:
    """Lists are of words in lower case; patterns match anywhere in a sentence and ignore case.

    Of a pattern with a task the last group that matched is the task.
    """

    stopwords: frozenset[str]
    negations: frozenset[str]
    framing: tuple[str, ...]
    """Vocabulary of minutes themselves."""
    work: frozenset[str]
    """Forms of verbs of work done after a meeting."""
    work_begins: bool
    """Whether a task begins with its verb; else the verb may be anywhere."""
    decided: re.Pattern[str]
    proposed: re.Pattern[str]
    """A proposal, which is a decision if somebody else assents."""
    suggested: re.Pattern[str]
    """The same, more loosely: for what a model took for a decision."""
    doubt: re.Pattern[str]
    question: re.Pattern[str]
    procedure: re.Pattern[str]
    """About the course of the meeting itself."""
    assent: re.Pattern[str]
    dissent: re.Pattern[str]
    but: re.Pattern[str]
    """Assent that is withdrawn in the same breath."""
    retract: re.Pattern[str]
    lead_in: re.Pattern[str]
    commit: re.Pattern[str]
    """The speaker commits to a task."""
    ask: re.Pattern[str]
    """The speaker asks whoever is addressed to do a task."""
    assign: str
    """The speaker assigns a task to a `name`, one of `{names}`."""
    owe: re.Pattern[str]
    """A task without an owner; counts only with a due date."""
    item: re.Pattern[str]
    """Explicitly called an action item."""
    hedge: re.Pattern[str]
    """Before a cue it voids the commitment."""
    in_the_room: re.Pattern[str]
    """Done in the meeting itself."""
    not_to_do: re.Pattern[str]
    """A task with this is none."""
    clause_end: ClauseEnd
    others_clause: ClauseEnd
    """A clause about others; dates in it are not the task's."""
    declined: re.Pattern[str]
    """An answer by which somebody does not take what was asked."""
    volunteered: re.Pattern[str]
    """An answer by which somebody takes it."""
    retold: re.Pattern[str]
    """What was done or decided before this meeting."""
    conditional: re.Pattern[str]
    """A condition that may not come true."""
    done: re.Pattern[str] = NEVER
    """An answer by which what was asked needs no doing any more."""
    joke: re.Pattern[str] = NEVER
    recap: re.Pattern[str] = NEVER
    """Sums up what was settled: a decision if somebody else assents."""
    offer: re.Pattern[str] = NEVER
    """The speaker offers, wants or ought to do a task."""
    offered: re.Pattern[str] = NEVER
    """The speaker asks whether to do a task."""
    tell: re.Pattern[str] = NEVER
    """The speaker tells whoever is addressed to do a task."""
    anybody: re.Pattern[str] = NEVER
    """The speaker asks who will do a task."""
    assign_through: str = "(?!)(?P<name>)"
    """The speaker lets a `name`, one of `{names}`, do a task."""
    outsider: re.Pattern[str] = NEVER
    """The speaker assigns a task to a `name` that is not in the meeting."""
    passive: re.Pattern[str] = NEVER
    """What has to be done (`task`) to an `object`."""
    should: re.Pattern[str] = NEVER
    """Says what should be: a decision if several others assent."""
    floated: re.Pattern[str] = NEVER
    """Floats an idea after its `lead`: a decision if several others assent at once."""
    thanks: re.Pattern[str] = NEVER
    """Thanks somebody who takes a task."""
    put_off: re.Pattern[str] = NEVER
    """What the meeting puts off to another time or place."""
    relative: re.Pattern[str] = NEVER
    """Ends what comes before a relative clause, which tells of a thing and is no commitment."""
    maybe_work: frozenset[str] = frozenset()
    """Verbs that are work with further signs of it."""
    phrasal_work: re.Pattern[str] = NEVER
    later: re.Pattern[str] = NEVER
    """A time after the meeting."""
    though_later: re.Pattern[str] = NEVER
    """Of what is done in the room, what is a task if it is put off to later."""
    artefact: re.Pattern[str] = NEVER
    """Things that are made or sent."""


def tables(
    *,
    stopwords: str,
    negations: str,
    framing: str,
    work: str,
    work_begins: bool,
    decided: str,
    proposed: str,
    doubt: str,
    question_words: str,
    assent: str,
    dissent: str,
    but: str,
    retract: str,
    lead_in: str,
    commit: str,
    ask: str,
    assign: str,
    not_to_do: str,
    conjunctions: str,
    declined: str,
    volunteered: str,
    retold: str,
    conditional: str,
    in_the_room: str,
    procedure: str,
    done: str,
    owe: str,
    anybody: str,
    offered: str,
) -> LanguageTables:
    """Compile tables: lists are separated by spaces, alternatives of patterns by `|`."""
    clause_end = ClauseEnd(
        re.compile(rf"\s*(?:[.!?;]|,?\s+(?:{conjunctions})\b).*$", re.IGNORECASE | re.DOTALL)
    )
    return LanguageTables(
        stopwords=frozenset(stopwords.split()),
        negations=frozenset(negations.split()),
        framing=tuple(framing.split()),
        work=frozenset(work.split()),
        work_begins=work_begins,
        decided=_words(decided),
        proposed=_words(proposed),
        suggested=_words(proposed),
        doubt=_words(doubt),
        question=re.compile(rf"\?\s*$|^(?:{lead_in}|[\s,])*\b(?:{question_words})\b\s+\w", re.IGNORECASE),
        procedure=_words(procedure),
        assent=re.compile(rf"^(?:(?:{lead_in})[,\s]+)*(?:{assent})(?:\b|$)", re.IGNORECASE),
        dissent=re.compile(rf"^(?:\w+[,\s]+){{0,2}}(?:{dissent})\b", re.IGNORECASE),
        but=re.compile(rf"^\W*(?:\w+\W+){{1,3}}(?:{but})\b", re.IGNORECASE),
        retract=_words(retract),
        lead_in=re.compile(rf"^(?:(?:{lead_in})\b[,\s]*)+", re.IGNORECASE),
        commit=re.compile(commit, re.IGNORECASE),
        ask=re.compile(ask, re.IGNORECASE),
        assign=assign,
        owe=re.compile(owe, re.IGNORECASE),
        anybody=re.compile(anybody, re.IGNORECASE),
        offered=re.compile(offered, re.IGNORECASE),
        item=NEVER,
        hedge=re.compile(rf"\b(?:{doubt})\b|\b(?:{not_to_do})\s+(?:\w+\s+)?$", re.IGNORECASE),
        in_the_room=_words(in_the_room),
        not_to_do=_words(not_to_do),
        clause_end=clause_end,
        others_clause=clause_end,
        declined=_words(declined),
        volunteered=_words(volunteered),
        retold=_words(retold),
        conditional=_words(conditional),
        done=_words(done),
    )


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)

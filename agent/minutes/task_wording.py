"""The words of a task as its frame has them."""

import re

from agent.minutes.language_tables import words
from agent.minutes.people_named import people_named
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.task_titles import with_base
from agent.minutes.transcript_lines import MeetingSpeech

DETERMINERS = frozenset(words("the a an our its their this that it they these those"))
PARTICLE = re.compile(r"^ (?:up|out|in|off|down|over|back|together)\b")


def task_said(kind: str, cue: re.Match[str], clause: str) -> str:
    """The words of the task: those of its clause, or what has to be done to the subject of a passive."""
    if kind != "passive":
        return clause
    rest = spoken_tables().clause_end.sub("", cue["rest"])
    thing = cue["object"].strip()
    thing = thing[0].lower() + thing[1:] if thing.split()[0].lower() in DETERMINERS else thing
    return f"{with_base(cue['task'])}{_particle(rest)} {thing}{_without_particle(rest)}"


def without_vocative(spoken: MeetingSpeech, task: str, *, unmarked: bool = False) -> str:
    """The task without the name it is called out to: “book the hall, Bob”; `unmarked`: without a comma."""
    last = next(iter(people_named(spoken, task)[-1:]), None)
    ends = last and not task[last.end :].strip(" .?!")
    called = last and ends and (unmarked or task[: last.start].rstrip().endswith(","))
    return task[: last.start].rstrip(" ,") if last and called else task


def _particle(rest: str) -> str:
    found = PARTICLE.search(rest)
    return found.group() if found else ""


def _without_particle(rest: str) -> str:
    return PARTICLE.sub("", rest)

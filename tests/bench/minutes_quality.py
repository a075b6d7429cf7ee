"""Benchmark: tasks and decisions against what people wrote: `python -m tests.bench.minutes_quality`.

Prints precision, recall and F1 of the minutes without a model, per meeting and pooled, for the part of the
sample that was developed on and the part held out (`minutes_sample.halves`), by two rules: that of shared
words in `minutes_matching`, and with `--meaning` that of words or meaning in `minutes_meaning`. Owners and
due dates are those of matched tasks. Below each part are as many lines drawn at random, and how much of
what people wrote any sentence of the meeting says, which no choice of sentences can surpass. What people
did not write down need not be wrong: `--read` prints all that is written of the first part, with the turns
that it cites, to be judged by a reader. `--annotations DIR` scores other meetings instead, against what
somebody wrote of them (`minutes_sample.annotated_apart`), and prints counts only.
"""

# ruff: noqa: T201  a benchmark prints

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from agent.minutes.embeddings.local_e5 import local_e5
from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Action, Claim, Minutes
from tests.bench.minutes_matching import Matching, Said, Score, chance, matches, same_people, weights_of
from tests.bench.minutes_meaning import Meaning
from tests.bench.minutes_sample import SAMPLE, AnnotatedMeeting, annotated_apart, annotated_meetings, halves

KINDS = ("tasks", "decisions", "owners", "due dates")
NOTHING = Score(0, 0, 0)
Rule = Callable[[AnnotatedMeeting], Matching]


@dataclass(frozen=True, slots=True)
class OurTask:
    """A task of ours; one that several people share is one."""

    said: Said
    owners: frozenset[str]
    due: str


def our_tasks(spoken: MeetingSpeech, actions: Sequence[Action]) -> list[OurTask]:
    """Tasks of the minutes, those of several owners joined."""
    found: dict[tuple[object, ...], OurTask] = {}
    for action in actions:
        key = (action.title, action.evidence[:1])
        before = found[key].owners if key in found else frozenset[str]()
        owner = {action.assignee} if action.assignee else set[str]()
        due = action.due_date.isoformat() if action.due_date else ""
        found[key] = OurTask(Said(action.title, _cited(spoken, action)), frozenset(before | owner), due)
    return list(found.values())


def _cited(spoken: MeetingSpeech, item: Action | Claim) -> str:
    cited = set(item.evidence)
    return " ".join(line.text for line in spoken.lines if cited.intersection(line.segments))


def _decided(spoken: MeetingSpeech, minutes: Minutes) -> list[Said]:
    """What was decided or turned down: people write both down as decisions."""
    return [Said(claim.text, _cited(spoken, claim)) for claim in (*minutes.decisions, *minutes.turned_down)]


def by_words(meeting: AnnotatedMeeting) -> Matching:
    """The rule of shared words, for one meeting."""
    return partial(matches, weights=weights_of(meeting.spoken))


def by_meaning(meeting: AnnotatedMeeting) -> Matching:
    """The rule of shared words or a like meaning; raises EmbeddingsUnavailable without the model."""
    return meaning_of(meeting).matches


@cache
def _meanings() -> dict[str, Meaning]:
    return {}


def meaning_of(meeting: AnnotatedMeeting) -> Meaning:
    """What was said in the meeting, embedded once."""
    known = _meanings()
    if meeting.id not in known:
        known[meeting.id] = Meaning(meeting.spoken, local_e5().embed_now)
    return known[meeting.id]


def scores(meeting: AnnotatedMeeting, minutes: Minutes, matching: Matching | None = None) -> dict[str, Score]:
    """The scores of one meeting, by kind; by shared words if no rule is given."""
    same = matching or by_words(meeting)
    tasks = our_tasks(meeting.spoken, minutes.actions)
    pairs = same([task.said for task in tasks], [task.text for task in meeting.tasks])
    decided = _decided(meeting.spoken, minutes)
    found = same(decided, meeting.decisions)
    both = [(tasks[one], meeting.tasks[other]) for one, other in pairs.items()]
    return {
        "tasks": Score(len(pairs), len(tasks), len(meeting.tasks)),
        "decisions": Score(len(found), len(decided), len(meeting.decisions)),
        "owners": Score(
            sum(bool(ours.owners) and same_people(ours.owners, theirs.owners) for ours, theirs in both),
            sum(bool(ours.owners) for ours, _ in both),
            sum(bool(theirs.owners) for _, theirs in both),
        ),
        "due dates": Score(
            sum(bool(ours.due) and ours.due == theirs.due for ours, theirs in both),
            sum(bool(ours.due) for ours, _ in both),
            sum(bool(theirs.due) for _, theirs in both),
        ),
    }


def row(name: str, found: dict[str, Score]) -> str:
    """One line of the table."""
    return f"{name:24s}" + "".join(f"  {_cell(found[kind]):27s}" for kind in KINDS)


def _cell(score: Score) -> str:
    figures = " ".join(_figure(each) for each in (score.precision, score.recall, score.f1))
    return f"{figures} {score.matched:.0f}/{score.ours:.0f}/{score.theirs:.0f}"


def _figure(value: float | None) -> str:
    return "  – " if value is None else f"{value:4.2f}"


def by_chance(meeting: AnnotatedMeeting, found: dict[str, Score], same: Matching) -> dict[str, Score]:
    """Scores of as many sentences drawn at random."""
    tasks = [task.text for task in meeting.tasks]
    return {
        "tasks": chance(meeting.spoken, int(found["tasks"].ours), tasks, same),
        "decisions": chance(meeting.spoken, int(found["decisions"].ours), meeting.decisions, same),
        "owners": NOTHING,
        "due dates": NOTHING,
    }


def pooled(found: Iterable[Mapping[str, Score]]) -> dict[str, Score]:
    """The scores of several meetings as one."""
    total = dict.fromkeys(KINDS, NOTHING)
    for each in found:
        total = {kind: total[kind] + each[kind] for kind in KINDS}
    return total


def print_part(name: str, meetings: Sequence[AnnotatedMeeting], rule: Rule) -> None:
    """The rows of a part, the pooled one, and that of chance."""
    print(f"\n{name}")
    same = {meeting.id: rule(meeting) for meeting in meetings}
    found = {meeting.id: scores(meeting, extract(meeting.spoken), same[meeting.id]) for meeting in meetings}
    for meeting_id, scored in found.items():
        print(row(meeting_id, scored))
    print(row("pooled", pooled(found.values())))
    drawn = pooled(by_chance(meeting, found[meeting.id], same[meeting.id]) for meeting in meetings)
    print(row("(as many drawn at random)", drawn))


def print_said(meetings: Sequence[AnnotatedMeeting]) -> None:
    """How much of what people wrote is said in the meetings at all."""
    tasks = sum(meaning_of(each).said_at_all([task.text for task in each.tasks]) for each in meetings)
    decisions = sum(meaning_of(each).said_at_all(each.decisions) for each in meetings)
    of = sum(len(each.tasks) for each in meetings), sum(len(each.decisions) for each in meetings)
    print(f"(said at all: {tasks} of {of[0]} tasks, {decisions} of {of[1]} decisions)")


def print_written(meeting: AnnotatedMeeting, same: Matching) -> None:
    """What is written of a meeting, a star where people wrote it too, with the cited turns; then theirs."""
    minutes = extract(meeting.spoken)
    tasks = our_tasks(meeting.spoken, minutes.actions)
    pairs = same([task.said for task in tasks], [task.text for task in meeting.tasks])
    decided = _decided(meeting.spoken, minutes)
    found = same(decided, meeting.decisions)
    print(f"\n== {meeting.id}")
    for at, task in enumerate(tasks):
        owners = ", ".join(sorted(task.owners)) or "nobody"
        print(f"{'*' if at in pairs else ' '} task: {task.said.text} [{owners}] {task.due}")
        print(f"      cites: {task.said.cited}")
    for at, said in enumerate(decided):
        print(f"{'*' if at in found else ' '} decision: {said.text}\n      cites: {said.cited}")
    for at, theirs in enumerate(meeting.tasks):
        if at not in pairs.values():
            print(f"  – their task: {theirs.text}")
    for at, text in enumerate(meeting.decisions):
        if at not in found.values():
            print(f"  – their decision: {text}")


def main(*, read: bool, meaning: bool, annotations: Path | None = None) -> None:
    """Print the table, or with `read` what is written of the part developed on."""
    meetings = annotated_apart(annotations) if annotations else annotated_meetings()
    if not meetings:
        print(f"skipped: the sample of meetings is not at {SAMPLE.parent.name}/{SAMPLE.name}")
        return
    parts = {"annotated apart": meetings}
    if not annotations:
        parts = dict(zip(("developed on", "held out"), halves(meetings), strict=True))
    began = time.process_time()
    with stemming_in("en"):
        if read:
            for meeting in parts.get("developed on", ()):
                print_written(meeting, (by_meaning if meaning else by_words)(meeting))
            return
        print("precision recall F1 matched/ours/theirs; owners and due dates: of matched tasks\n")
        print(f"{'':24s}" + "".join(f"  {kind:27s}" for kind in KINDS))
        for name, part in parts.items():
            print_part(f"{name}, by shared words", part, by_words)
            if meaning:
                print_part(f"{name}, by shared words or meaning", part, by_meaning)
                print_said(part)
    print(f"\n{len(meetings)} meetings, {time.process_time() - began:.1f} s of CPU time with the draws")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--read", action="store_true", help="print what is written of the part developed on")
    parser.add_argument("--meaning", action="store_true", help="also by meaning, which takes a minute")
    parser.add_argument("--annotations", type=Path, help="of further meetings, a file ID.json each")
    given = parser.parse_args()
    main(read=given.read, meaning=given.meaning, annotations=given.annotations)

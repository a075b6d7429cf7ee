"""Benchmark: false claims let through and true ones refused, by kind: `python -m tests.bench.claims`.

`--table TABLE --meetings FOLDER` adds claims about real meetings: TABLE has the columns `meeting id`,
`cited turn numbers`, `claim`, `truth` and `kind`; FOLDER a file ID.json with `date` and `turns` of each.
Every second meeting is of the half that the check was developed on, the others of the half held out.
"""

# ruff: noqa: T201  a benchmark prints

import argparse
import csv
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import NAMESPACE_DNS, UUID, uuid5

from agent.minutes.claim_support import citing, supports
from agent.minutes.text_normalization import stemming_in
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, TranscriptLine, lines_of
from server.meeting.segment_rows import Segment
from tests.bench.made_claims import MEETINGS
from tests.bench.made_things import THINGS
from tests.bench.made_wordings import FAR_WORDINGS

TURN_MS = 8000


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim, the lines it cites, and whether it is true of them."""

    meeting: str
    claim: str
    cited: tuple[TranscriptLine, ...]
    spoken: MeetingSpeech
    true: bool
    kind: str
    language: str = "en"


def speech(turns: Sequence[tuple[str, str]], day: date, language: str = "en") -> MeetingSpeech:
    """A meeting of turns: who and what."""
    segments = [_segment(at, who, text, language) for at, (who, text) in enumerate(turns, start=1)]
    people = tuple(SpeakerIdentity(_person(who), who) for who in dict.fromkeys(who for who, _ in turns))
    return MeetingSpeech(lines_of(segments), people, day, 60, language=language)


def _person(name: str) -> UUID:
    return uuid5(NAMESPACE_DNS, name)


def _segment(at: int, who: str, text: str, language: str) -> Segment:
    return Segment(
        id=uuid5(NAMESPACE_DNS, f"turn {at}"),
        seq=at,
        participant_id=_person(who),
        speaker=who,
        language=language,
        engine="vosk",
        start_ms=at * TURN_MS,
        end_ms=at * TURN_MS + TURN_MS // 2,
        text=text,
        raw_text=text,
        revision=1,
        words=[],
        confidence=0.9,
        state="final",
    )


def turns_of(spoken: MeetingSpeech, numbers: Iterable[int]) -> tuple[TranscriptLine, ...]:
    """The lines of some turns."""
    wanted = {uuid5(NAMESPACE_DNS, f"turn {number}") for number in numbers}
    return tuple(line for line in spoken.lines if not wanted.isdisjoint(line.segments))


def made() -> list[Judged]:
    """The claims made for this benchmark."""
    found = []
    for meeting in (*MEETINGS, *FAR_WORDINGS, *THINGS):
        spoken = speech(meeting.turns, meeting.day, meeting.language)
        for claim in meeting.claims:
            cited = turns_of(spoken, claim.turns)
            found.append(
                Judged(meeting.name, claim.text, cited, spoken, claim.true, claim.kind, meeting.language)
            )
    return found


def told(table: Path, folder: Path) -> tuple[list[Judged], list[Judged]]:
    """The claims of a table: those developed on, and those held out."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = sorted({row["meeting id"] for row in rows})
    halves: tuple[list[Judged], list[Judged]] = ([], [])
    for name in names:
        meeting = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        turns = [(turn["speaker"], turn["text"]) for turn in meeting["turns"]]
        spoken = speech(turns, date.fromisoformat(meeting["date"]))
        for row in (row for row in rows if row["meeting id"] == name):
            cited = turns_of(spoken, map(int, row["cited turn numbers"].split(",")))
            judged = Judged(name, row["claim"], cited, spoken, row["truth"] == "true", row["kind"])
            halves[names.index(name) % 2].append(judged)
    return halves


def passes(each: Judged) -> bool:
    with stemming_in(each.language):
        return supports(each.cited, each.claim, each.spoken)


def report(title: str, claims: Sequence[Judged], *, shown: bool) -> None:
    """Print both errors, of each kind and of all."""
    print(f"{title}: {len(claims)} claims")
    began = time.process_time()
    verdicts = [(each, passes(each)) for each in claims]
    each_ms = (time.process_time() - began) / max(1, len(claims)) * 1000
    for kind in sorted({each.kind for each in claims}):
        print(f"  {kind:18} {_errors([pair for pair in verdicts if pair[0].kind == kind])}")
    print(f"  {'all':18} {_errors(verdicts)}; {each_ms:.1f} ms a claim")
    for each, passed in verdicts:
        if shown and passed != each.true:
            print(f"    {'let through' if passed else 'refused'}: [{each.meeting}, {each.kind}] {each.claim}")


@dataclass(frozen=True, slots=True)
class Errors:
    """Both errors of the check."""

    let_through: int
    false: int
    refused: int
    true: int


def errors_of(verdicts: Sequence[tuple[Judged, bool]]) -> Errors:
    false = [passed for each, passed in verdicts if not each.true]
    true = [passed for each, passed in verdicts if each.true]
    return Errors(sum(false), len(false), len(true) - sum(true), len(true))


def _errors(verdicts: Sequence[tuple[Judged, bool]]) -> str:
    found = errors_of(verdicts)
    return (
        f"false let through {found.let_through} of {found.false}{_share(found.let_through, found.false)},"
        f" true refused {found.refused} of {found.true}{_share(found.refused, found.true)}"
    )


def _share(count: int, of: int) -> str:
    return f" ({count / of:.0%})" if of else ""


def search_time(claims: Sequence[Judged]) -> None:
    """Print the time that finding the lines of a claim in a whole meeting takes."""
    for each in claims:
        citing(each.claim, (), each.spoken.lines, each.spoken)
    began = time.process_time()
    for each in claims:
        citing(each.claim, (), each.spoken.lines, each.spoken)
    each_ms = (time.process_time() - began) / max(1, len(claims)) * 1000
    print(f"Finding a claim's lines in its whole meeting takes {each_ms:.1f} ms.")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--table", type=Path)
    arguments.add_argument("--meetings", type=Path)
    arguments.add_argument("--faults", action="store_true", help="show the errors, not those held out")
    asked = arguments.parse_args()
    report("Made claims", made(), shown=asked.faults)
    if asked.table:
        developed, held_out = told(asked.table, asked.meetings)
        report("Real meetings, developed on", developed, shown=asked.faults)
        report("Real meetings, held out", held_out, shown=False)
        search_time(developed)


if __name__ == "__main__":
    main()

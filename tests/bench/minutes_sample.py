"""The sample of meetings with what their people wrote, read as the minutes read a meeting.

Two kinds: `minutes/meetings/ID.json` (working groups and project calls; actions with owners and due dates,
decisions) and `meetings/ID.ref.json` beside `ID.qmsum.json` (meetings of a design team; actions and decisions
as sentences). It is a sample: nothing of it is in this repository.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, lines_of
from tests.unit.minutes.made_up_speech import WEDNESDAY, segment, who

SAMPLE = Path(__file__).parents[3] / "shared" / "data"
MS_PER_WORD = 400
PAUSE_MS = 2500
"""Between two turns: longer than what joins two segments of one speaker."""


@dataclass(frozen=True, slots=True)
class WrittenTask:
    """A task as the meeting's people wrote it down; `owners` and `due` are empty where they named none."""

    text: str
    owners: tuple[str, ...] = ()
    due: str = ""


@dataclass(frozen=True, slots=True)
class AnnotatedMeeting:
    """A meeting's speech, and what its people wrote of it."""

    id: str
    spoken: MeetingSpeech
    tasks: tuple[WrittenTask, ...]
    decisions: tuple[str, ...]


def annotated_meetings(sample: Path = SAMPLE) -> list[AnnotatedMeeting]:
    """All meetings of the sample with written tasks and decisions, by id; none where the sample is absent."""
    return sorted([*_working_groups(sample), *_design_team(sample)], key=lambda each: each.id)


def halves(
    meetings: Sequence[AnnotatedMeeting],
) -> tuple[list[AnnotatedMeeting], list[AnnotatedMeeting]]:
    """The part developed on, and the part held out: of the ids in order, every fourth.

    Until 28 November 2026 every second one was held out, and only counts of these eight were seen. On that
    day every second of the eight, from the first on, was read and went over to the part developed on.
    """
    ordered = sorted(meetings, key=lambda each: each.id)
    held_out = ordered[3::4]
    return [each for each in ordered if each not in held_out], held_out


def _working_groups(sample: Path) -> Iterator[AnnotatedMeeting]:
    for path in (sample / "minutes" / "meetings").glob("*.json"):
        told = json.loads(path.read_text())
        turns = [(turn["speaker"], turn["text"]) for turn in told["turns"]]
        yield AnnotatedMeeting(
            told["id"],
            speech_of(turns, date.fromisoformat(told["date"])),
            tuple(_task(action) for action in told["actions"]),
            tuple(told["decisions"]),
        )


def _task(action: dict[str, Any]) -> WrittenTask:
    owners = tuple(name.strip() for name in (action["owner"] or "").split(",") if name.strip())
    return WrittenTask(action["text"], owners, action["due"] or "")


def _design_team(sample: Path) -> Iterator[AnnotatedMeeting]:
    for path in (sample / "meetings").glob("*.ref.json"):
        told = json.loads(path.read_text())
        if "actions" in told:
            tasks = tuple(WrittenTask(text) for text in told["actions"])
            yield AnnotatedMeeting(told["id"], _recorded(sample, told["id"]), tasks, tuple(told["decisions"]))


def annotated_apart(directory: Path, sample: Path = SAMPLE) -> list[AnnotatedMeeting]:
    """Recorded meetings of the sample with the tasks and decisions that `directory`/ID.json tells of them."""
    return [
        AnnotatedMeeting(
            told["id"],
            _recorded(sample, told["id"]),
            tuple(_task({"owner": "", "due": "", **task}) for task in told["tasks"]),
            tuple(decision["text"] for decision in told["decisions"]),
        )
        for told in (json.loads(path.read_text()) for path in sorted(directory.glob("*.json")))
    ]


def _recorded(sample: Path, meeting_id: str) -> MeetingSpeech:
    spoken = json.loads((sample / "meetings" / f"{meeting_id}.qmsum.json").read_text())
    return speech_of([(turn["speaker"], _spelled(turn["content"])) for turn in spoken["meeting_transcripts"]])


def _spelled(text: str) -> str:
    """Text without the sample's notation: L_C_D_ is LCD, {disfmarker} a sentence that is broken off."""
    bare = re.sub(r"\b(?:[A-Z]_)+", lambda found: found.group().replace("_", ""), text)
    broken = re.sub(r"\{disfmarker\}", "–", bare)
    return re.sub(r"\{\w+\}", "", broken)


def speech_of(turns: Sequence[tuple[str, str]], day: date = WEDNESDAY) -> MeetingSpeech:
    """Speech of (speaker, words) in order, at MS_PER_WORD and with a pause between two turns."""
    at_ms, segments = 0, []
    for seq, (speaker, text) in enumerate(turns):
        end_ms = at_ms + MS_PER_WORD * max(1, len(text.split()))
        segments.append(segment(seq, speaker, text, at_ms, end_ms))
        at_ms = end_ms + PAUSE_MS
    people = [SpeakerIdentity(who(name), name) for name in dict.fromkeys(name for name, _ in turns)]
    return MeetingSpeech(lines_of(segments), tuple(people), day, at_ms // 1000)

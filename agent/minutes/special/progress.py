"""What each person has done, does next and is blocked by, for stand-ups."""

from collections.abc import Iterator
from uuid import UUID

from agent.minutes.special.found_statements import bounded, cues, says, statement, told
from agent.minutes.special.section_cues import SectionCues
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from server.meeting.minutes import Action
from server.meeting.special_sections import Label, Statement


def progress_of(spoken: MeetingSpeech, actions: list[Action]) -> list[Statement]:
    """Find them in order; the tasks that somebody took in their own words are next, too."""
    known = cues()
    if known is None:
        return []
    owned = {(segment, each.participant_id) for each in actions for segment in each.evidence}
    return bounded([each for line in spoken.lines for each in _of_line(line, known, owned)])


def _of_line(
    line: TranscriptLine, known: SectionCues, owned: set[tuple[UUID, UUID | None]]
) -> Iterator[Statement]:
    takes = any((segment, line.participant_id) in owned for segment in line.segments)
    for sentence in told(line):
        label = _label(sentence, known, takes=takes)
        if label is not None:
            yield statement("progress", label, line, sentence)


def _label(sentence: str, known: SectionCues, *, takes: bool) -> Label | None:
    tables = spoken_tables()
    if known.blocked.search(sentence) and not known.free.search(sentence):
        return "blocked"
    if tables.conditional.search(sentence):
        return None
    if says(known.next, sentence) or (takes and tables.commit.search(sentence)):
        return "next"
    return "done" if says(known.done, sentence) else None

"""What went well, what did not, and what to try, for retrospectives."""

from agent.minutes.special.found_statements import bounded, cues, says, statement, told
from agent.minutes.special.section_cues import SectionCues
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.special_sections import Label, Statement


def lessons_of(spoken: MeetingSpeech) -> list[Statement]:
    """Find them in order; a sentence is in one column only."""
    known = cues()
    if known is None:
        return []
    return bounded(
        [
            statement("lessons", label, line, sentence)
            for line in spoken.lines
            for sentence in told(line, asked=True)
            if (label := _label(sentence, known)) is not None
        ]
    )


def _label(sentence: str, known: SectionCues) -> Label | None:
    if known.trying.search(sentence):
        return "try"
    if sentence.rstrip().endswith("?"):
        return None
    if known.badly.search(sentence):
        return "badly"
    return "well" if says(known.well, sentence) else None

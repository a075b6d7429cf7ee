"""Which summary minutes get: the model's, else one of its notes, else the one by rules, labelled as that."""

from dataclasses import replace

from agent.minutes.joined_summary import joined_summary
from agent.minutes.model_reading import ModelReading
from agent.minutes.provenance import note_of
from agent.minutes.special.wishes import wished_language
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Minutes
from server.meeting.minutes_provenance import Provenance
from server.meeting.summary_evidence import evidence_in_summary, summary_text

OWN_WORDS = "These minutes are in people's own words."
OWN_SUMMARY = "The summary is in people's own words."


def with_summary(
    text: str, minutes: Minutes, reading: ModelReading, spoken: MeetingSpeech, ledger: Provenance
) -> Minutes:
    """Give minutes, which have the summary by rules, the model's `text` or what takes its place."""
    note = note_of(ledger)
    if text:
        return replace(minutes, provenance=ledger, note=note, executive_summary=text)
    if not reading.found.has_any:
        return replace(minutes, method="extractive", model=None, provenance=ledger,
                       note=f"{OWN_WORDS} {note or ''}".strip())  # fmt: skip
    if not wished_language(spoken) and (told := joined_summary(minutes, reading.found, spoken)):
        return replace(minutes, provenance=ledger, note=note, executive_summary=summary_text(told),
                       summary_evidence=evidence_in_summary(told))  # fmt: skip
    return replace(minutes, provenance=ledger, note=f"{OWN_SUMMARY} {note or ''}".strip())

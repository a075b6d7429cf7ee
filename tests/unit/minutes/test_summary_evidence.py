"""What a summary's sentences rest on, from who writes it to who reads it."""

from dataclasses import replace
from itertools import chain

import pytest

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from server.meeting.minutes import Minutes
from server.meeting.minutes_provenance import (
    Provenance,
    provenance_from_json,
    provenance_to_json,
    summary_evidence_from_json,
)
from server.pages.markup import blocks
from server.pages.summary_citations import CitedSentence, cited_summary
from server.pages.transcript import Transcript
from tests.unit.minutes.made_up_speech import said

ENGLISH = (
    "Ravi: I'll send the offer to Mr. Halden by 12 March.",
    "Mira: We decided to raise the fee for the boats. The letters to Wales go out in May.",
    "Ravi: We decided that the jetty is closed until the planks are new.",
    "Mira: Who takes the key to the bank?",
    "Ravi: I'll write the letters for the jetty by Friday.",
)
GERMAN = (
    "Ravi: Ich werde das Angebot bis zum 6. März schicken.",
    "Mira: Ich werde den Raum bis zum 12. März buchen.",
    "Ravi: Wir haben beschlossen, den Steg bis Ostern zu schließen.",
)


def read(*sayings: str, of: str = "en") -> tuple[Minutes, list[CitedSentence]]:
    """The minutes of a meeting, and the sentences of their summary as the page has them."""
    spoken = said(*sayings)
    with stemming_in(of):
        minutes = extract(spoken)
    cited = cited_summary(blocks(minutes.executive_summary), minutes, Transcript(spoken.segments))
    return minutes, list(chain.from_iterable(line for block in cited for line in block.lines))


@pytest.mark.parametrize(("of", "sayings"), [("en", ENGLISH), ("de", GERMAN)])
def test_evidence_of_its_maker(of: str, sayings: tuple[str, ...]) -> None:
    """Each result in a summary cites what the minutes cite for it, whole sentences and dates included."""
    minutes, sentences = read(*sayings, of=of)
    assert " ".join(each.text for each in sentences) == minutes.executive_summary.replace("\n\n", " ")
    for task in minutes.actions:
        told = next(each for each in sentences if task.title.lower() in each.text.lower())
        assert set(task.evidence) <= set(told.evidence)
    for decision in minutes.decisions:
        told = next(each for each in sentences if decision.text.rstrip(".").split(" ", 2)[2] in each.text)
        assert told.evidence == decision.evidence


def test_german_days() -> None:
    """A day of a month stays with its month."""
    _, sentences = read(*GERMAN, of="de")
    assert sum("bis 6. März" in each.text or "bis 12. März" in each.text for each in sentences) == 2


def test_another_text() -> None:
    """Of a summary that was edited the maker's evidence says nothing."""
    minutes, _ = read(*ENGLISH)
    edited = replace(minutes, executive_summary="X" + minutes.executive_summary[1:])
    assert minutes.summary_evidence is not None
    assert not list(minutes.summary_evidence.told_in(edited.executive_summary))


def test_round_trip() -> None:
    """It is kept beside the ledger, with or without one."""
    minutes, _ = read(*ENGLISH)
    for ledger in (None, Provenance(segments=3)):
        column = provenance_to_json(ledger, minutes.summary_evidence)
        assert summary_evidence_from_json(column) == minutes.summary_evidence
        assert provenance_from_json(column) == ledger


def test_no_words_kept() -> None:
    """What is kept has no word that was said."""
    minutes, _ = read(*ENGLISH)
    assert "letter" not in provenance_to_json(None, minutes.summary_evidence)

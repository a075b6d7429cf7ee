"""The summary that is put together of a model's verified notes."""

from dataclasses import replace
from itertools import chain

import pytest

from agent.minutes.claim_check import CheckedNotes
from agent.minutes.extractive import extract
from agent.minutes.joined_summary import MOST, joined_summary
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Claim, Minutes, Topic
from server.meeting.summary_evidence import evidence_in_summary, summary_text
from tests.bench.made_meeting import TOPICS
from tests.unit.minutes.made_up_speech import said

SAYINGS = [
    f"{name}: {text.format(n=12, day='Friday')}"
    for name, text in zip(["Alice", "Bob", "Gus"] * 99, chain(*TOPICS.values()), strict=False)
]
SPOKEN = said(*SAYINGS)
PLAIN = extract(SPOKEN)
UNSETTLED_SPOKEN = said(
    "Alice: The frost took 12 percent of the cherry blossom in the orchard.",
    "Bob: The gutters of the northern barn leak after each heavy rain.",
    "Alice: The gutters of the southern barn were replaced by the roofers.",
    "Bob: The tractors need new tyres before the harvest in autumn.",
    "Alice: The harvest of the early apples began with dry weather.",
    "Bob: The cider press was cleaned by the neighbours on Monday.",
    "Alice: The bees of the lower orchard survived the winter well.",
    "Bob: The gutters of the cider house were cleaned by the roofers.",
    "Alice: The road to the northern barn was flooded in spring.",
)
UNSETTLED = extract(UNSETTLED_SPOKEN)
FUEL = "The fuel bill fell by 12 percent."
FROST = "The frost took 12 percent of the cherry blossom."
ORCHARD = Topic("Orchard", "The frost took 12 percent of the blossom on the cherries.", ())


def line_with(words: str) -> int:
    """The place of the line in which this was said."""
    return next(at for at, saying in enumerate(SAYINGS) if words in saying)


def note(text: str, words: str) -> Claim:
    """A note that rests on the line with these words."""
    return Claim(text, SPOKEN.lines[line_with(words)].segments)


def test_what_was_settled_comes_first() -> None:
    """Who met and what was settled is told as by rules; then notes and quotations in the order of speech."""
    notes = CheckedNotes(key_points=[note(FROST, "cherry blossom"), note(FUEL, "fuel bill")])
    assert PLAIN.summary_evidence is not None
    met, settled, quoted = PLAIN.summary_evidence.told_in(PLAIN.executive_summary)
    *front, told = joined_summary(PLAIN, notes, SPOKEN)
    assert front == [[*met], [*settled]]
    assert [each for each in told if each not in quoted] == [
        note(FUEL, "fuel bill"),
        note(FROST, "cherry blossom"),
    ]
    assert len(told) <= MOST["medium"]


def test_nothing_is_told_twice() -> None:
    """A note that says what is told in another or as a decision or task is left out."""
    orchard = Topic(ORCHARD.title, ORCHARD.summary, SPOKEN.lines[line_with("cherry blossom")].segments)
    decided = note(PLAIN.decisions[0].text, "keep the early crossing")
    notes = CheckedNotes(key_points=[decided, note(FROST, "cherry blossom")], topics=[orchard])
    *_, told = joined_summary(PLAIN, notes, SPOKEN)
    assert sum("frost" in each.text for each in told) == 1
    assert decided.text not in [each.text for each in told]


@pytest.mark.parametrize(
    "text",
    [
        "The frost was due to the apples that flower two weeks later.",
        "The frost took the cherry blossom, so the apples flower later.",
        "We lost 12 percent of the cherry blossom to the frost.",
        "Prepare roughly 12 percent of the cherry blossom.",
        "Did the frost take 12 percent of the cherry blossom?",
    ],
)
def test_what_is_not_told(text: str) -> None:
    """What no line alone bears out, and what is said in one's own person, asked or ordered, is left out."""
    lines = [SPOKEN.lines[line_with(words)] for words in ("cherry blossom", "two weeks later")]
    cited = tuple(segment for line in lines for segment in line.segments)
    assert joined_summary(PLAIN, CheckedNotes(key_points=[Claim(text, cited)]), SPOKEN) == []


def told_of(plain: Minutes, spoken: MeetingSpeech) -> tuple[list[list[Claim]], list[Claim]]:
    """What stands before what people said, in a summary with one note of the frost, and that."""
    frost = next(line for line in spoken.lines if "cherry blossom" in line.text)
    *front, told = joined_summary(plain, CheckedNotes(key_points=[Claim(FROST, frost.segments)]), spoken)
    return front, told


def test_sayings_are_whose_they_are() -> None:
    """After a note it is told who said it, also where their earlier words stood before it in the draft."""
    _, told = told_of(PLAIN, SPOKEN)
    people = {segment: line.person.shown for line in SPOKEN.lines for segment in line.segments}
    said = [(people[each.evidence[0]], each.text) for each in told if each.text != FROST]
    assert said
    assert all(text.startswith(f"{who}: “") for who, text in said)


def test_saying_alone() -> None:
    """A quotation whose speaker the one before it named says whose it is where it stands alone."""
    line = next(line for line in SPOKEN.lines if line.person.shown == "Bob")
    told = [[Claim("Bob met.", ()), Claim("“The pumps are old.”", line.segments)]]
    plain = replace(
        PLAIN, executive_summary=summary_text(told), summary_evidence=evidence_in_summary(told, 1)
    )
    front, alone = told_of(plain, SPOKEN)
    assert front == [[Claim("Bob met.", ())]]
    assert [each.text for each in alone if each.text != FROST] == ["Bob: “The pumps are old.”"]


def test_sayings_are_told_once() -> None:
    """Where nothing was settled, what people said is not left in the opening beside the notes."""
    front, _ = told_of(UNSETTLED, UNSETTLED_SPOKEN)
    evidence = UNSETTLED.summary_evidence
    assert evidence is not None
    (opening,) = evidence.told_in(UNSETTLED.executive_summary)
    assert all(each.text.endswith("”") for each in opening[-evidence.said :])
    assert front == [[*opening[: -evidence.said]]]


def test_nothing_of_no_notes() -> None:
    """Where the model noted nothing that can be told, there is no such summary."""
    assert joined_summary(PLAIN, CheckedNotes(key_points=[note("They agreed.", "fuel bill")]), SPOKEN) == []

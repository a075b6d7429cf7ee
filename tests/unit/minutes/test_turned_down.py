"""What was proposed and turned down, and who agreed to what was decided."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from server.meeting.minutes import Minutes
from tests.unit.minutes.made_up_speech import said

REFUSED = {
    "en": ("Let's sell the old boats in spring.", "No, let's not.", "Right, they are still good."),
    "de": (
        "Ich schlage vor, wir verkaufen die alten Boote.",
        "Nein, lieber nicht.",
        "Ja, die sind noch gut.",
    ),
    "fr": (
        "Je propose de vendre les vieux bateaux.",
        "Non, vaut mieux pas.",
        "D'accord, ils sont encore bons.",
    ),
    "es": ("Propongo vender los barcos viejos.", "No, mejor no.", "Vale, todavía son buenos."),
    "it": ("Propongo di vendere le barche vecchie.", "No, meglio di no.", "Va bene, sono ancora buone."),
    "nl": ("Ik stel voor dat we de oude boten verkopen.", "Nee, liever niet.", "Oké, ze zijn nog goed."),
    "pt": ("Proponho vender os barcos velhos.", "Não, melhor não.", "Está bem, ainda são bons."),
}


def minutes(*sayings: str, of: str = "en") -> Minutes:
    """The minutes of a meeting."""
    with stemming_in(of):
        return extract(said(*sayings))


@pytest.mark.parametrize("language", REFUSED)
def test_refused(language: str) -> None:
    """A proposal that somebody refuses, with which another agrees, is turned down and no decision."""
    proposal, refusal, consent = REFUSED[language]
    found = minutes(f"Ann: {proposal}", f"Bob: {refusal}", f"Cem: {consent}", of=language)
    assert len(found.turned_down) == 1
    assert found.decisions == []


@pytest.mark.parametrize(
    "sayings",
    [
        ["Ann: We decided against selling the old boats."],
        ["Ann: The proposal to sell the old boats is rejected."],
        ["Ann: There is no consensus to sell the old boats."],
        [
            "Ann: I move that we sell the old boats.",
            "Bob: Nay.",
            "Cem: Nay.",
            "Dan: Aye.",
            "Ann: The motion fails.",
        ],
    ],
)
def test_rejected(sayings: list[str]) -> None:
    """What is said to be rejected, and a motion that is lost, are turned down and no decisions."""
    found = minutes(*sayings)
    assert "sell" in found.turned_down[0].text
    assert found.decisions == []


@pytest.mark.parametrize(
    "sayings",
    [
        ["Ann: Let's sell the old boats in spring.", "Bob: Yes.", "Cem: No, let's not."],
        ["Ann: Let's sell the old boats in spring.", "Bob: No, let's not."],
        ["Ann: Let's sell the old boats in spring.", "Bob: How old are they?", "Cem: Ten years."],
    ],
)
def test_not_turned_down(sayings: list[str]) -> None:
    """What is disputed or only refused by one is not turned down."""
    assert minutes(*sayings).turned_down == []


def test_who_agreed() -> None:
    """Whoever says yes after a decision agreed, each once; its speaker is no voice."""
    found = minutes(
        "Ann: Proposed: sell the old boats in spring",
        "Bob: +1",
        "Cem: Aye.",
        "Dan: +1",
        "Bob: +1",
        "Ann: The motion carries, three in favour, none against.",
        "Eve: Now the gutters of the boat house leak in every storm of the year.",
        "Flo: Yes.",
    )
    (decision,) = found.decisions
    assert [voice.name for voice in decision.agreed] == ["Bob", "Cem", "Dan"]
    assert decision.against == ()
    assert decision.result == "The motion carries, three in favour, none against."


def test_another_question() -> None:
    """A yes to another question is no assent to what was decided before."""
    found = minutes(
        "Ann: We decided to sell the old boats in spring.",
        "Bob: Should the press be told about the harbour festival?",
        "Cem: Yes.",
    )
    assert found.decisions[0].agreed == ()


def test_asked_whether_all_agree() -> None:
    """A yes to “everybody okay?” is assent."""
    found = minutes("Ann: We decided to sell the old boats in spring.", "Ann: Everybody okay?", "Cem: Yes.")
    assert [voice.name for voice in found.decisions[0].agreed] == ["Cem"]


def test_no_to_a_no() -> None:
    """A no to what says no itself is no voice against it."""
    found = minutes("Ann: So no carpet in the hall?", "Bob: No, no carpet.", "Cem: Right.")
    assert [(voice.name for voice in each.against) for each in found.decisions if each.against] == []


def test_verified() -> None:
    """Elements in people's own words are verified, and topics have times."""
    found = minutes(
        "Ann: The roof of the boat house leaks in every storm, and the old tiles are broken.",
        "Bob: The roof of the boat house needs new tiles before the next storm.",
        "Ann: We decided to sell the old boats in spring to pay for the tiles.",
        "Bob: Yes.",
    )
    assert all(each.verified for each in found.decisions)
    assert all(each.verified for each in found.topics)
    assert [(topic.start_ms, topic.end_ms) for topic in found.topics] == [(0, 20000)]

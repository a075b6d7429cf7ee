"""What a meeting settles on in passing: an option, and somebody who concludes."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said


def decided(*sayings: str, of: str = "en") -> list[str]:
    """The texts of what is decided or turned down."""
    with stemming_in(of):
        minutes = extract(said(*sayings))
    return [each.text for each in (*minutes.decisions, *minutes.turned_down)]


@pytest.mark.parametrize(
    ("sayings", "words"),
    [
        (
            ("A: do we paint the fence green or brown", "B: i'd take green", "A: okay green then"),
            "green then",
        ),
        (
            ("A: how about the harbour for the picnic", "B: oh yes", "C: good the harbour it is"),
            "the harbour it is",
        ),
        (
            (
                "A: the printer is done for we should lease one",
                "B: yeah i agree",
                "A: right so we lease a printer",
            ),
            "we lease a printer",
        ),
        (("A: could we meet on the ninth", "B: ninth is fine", "A: okay ninth"), "ninth"),
    ],
)
def test_conclusion(sayings: tuple[str, ...], words: str) -> None:
    """What somebody concludes from an option that others are for is decided."""
    found = decided(*sayings)
    assert len(found) == 1
    assert words in found[0].lower()


@pytest.mark.parametrize(
    ("of", "sayings"),
    [
        (
            "de",
            (
                "A: Nehmen wir den Saal oder den Garten?",
                "B: Ich bin für den Garten.",
                "A: Gut, dann der Garten.",
            ),
        ),
        (
            "fr",
            (
                "A: on prend la salle ou le jardin",
                "B: je préfère le jardin",
                "A: bon on prend le jardin alors",
            ),
        ),
        (
            "es",
            (
                "A: ¿Usamos la sala o el jardín?",
                "B: Prefiero el jardín.",
                "A: Vale, usamos el jardín entonces.",
            ),
        ),
        (
            "it",
            ("A: prendiamo la sala o il giardino", "B: preferisco il giardino", "A: bene allora il giardino"),
        ),
        ("pt", ("A: usamos a sala ou o jardim", "B: prefiro o jardim", "A: está bem usamos o jardim então")),
        ("nl", ("A: nemen we de zaal of de tuin", "B: liever de tuin", "A: goed dan nemen we de tuin")),
    ],
)
def test_conclusion_in(of: str, sayings: tuple[str, ...]) -> None:
    """So it is in other languages."""
    assert len(decided(*sayings, of=of)) == 1


@pytest.mark.parametrize(
    "sayings",
    [
        ("A: do we paint the fence green or brown", "A: okay green then"),
        ("A: do we paint the fence green or brown", "B: i'd take green", "A: okay green then", "B: no wait"),
        ("A: do we paint the fence green or brown", "B: i'd take green", "A: okay so green then?"),
        ("A: do we paint the fence green or brown", "B: i'd take green", "A: okay i'll buy some then"),
        ("A: The fence was painted in spring.", "B: Yeah.", "A: So the paint is fresh."),
        (
            "A: Shall we look at the budget or the plan?",
            "B: I'd look at the plan.",
            "A: Okay, next item then.",
        ),
    ],
)
def test_no_conclusion(sayings: tuple[str, ...]) -> None:
    """One voice, an objection, a question, one's own task, a fact and procedure settle nothing."""
    assert decided(*sayings) == []


def test_settled_anew() -> None:
    """Of two conclusions with an objection between them the later one stands."""
    found = decided(
        "A: shall we fly or take the train",
        "B: i'd fly",
        "A: okay we fly then",
        "C: good",
        "A: the strike is on that day",
        "C: hold on then there is no plane",
        "B: so we take the train then",
        "A: yes",
    )
    assert len(found) == 1
    assert "train" in found[0]


@pytest.mark.parametrize(
    ("sayings", "words"),
    [
        (("A: closing the pool in may any objections", "B: none okay"), "closing the pool in may"),
        (("A: so the fee stays at twelve all agreed", "B: agreed"), "the fee stays at twelve"),
        (("A: are we agreed that we invite the press", "B: yes", "C: agreed"), "we invite the press"),
        (
            ("A: I'd like to move that we sell the barn.", "B: Seconded.", "C: Aye.", "D: Aye."),
            "sell the barn",
        ),
        (
            ("A: The next matter is a proposal to sell the barn.", "B: Aye.", "C: Aye.", "A: Carried."),
            "sell the barn",
        ),
    ],
)
def test_consent_without_marks(sayings: tuple[str, ...], words: str) -> None:
    """What the meeting is asked to agree to is decided, as a recogniser writes it too."""
    found = decided(*sayings)
    assert len(found) == 1
    assert words in found[0].lower()


@pytest.mark.parametrize(
    "sayings",
    [
        ("A: I don't have any concerns", "B: okay"),
        ("A: That is what the owners agreed", "B: yes"),
        ("A: They had all agreed", "B: yes"),
    ],
)
def test_no_consent(sayings: tuple[str, ...]) -> None:
    """Consent that is told of is not asked for."""
    assert decided(*sayings) == []


def test_two_agree() -> None:
    """A conclusion that answers no option is decided if two others agree at once."""
    found = decided("A: so we paint the doors before the walls", "B: doors first yeah", "C: okay")
    assert found == ["We paint the doors before the walls."]
    assert decided("A: so we paint the doors before the walls", "B: mhm") == []


def test_no_stays() -> None:
    """What is settled not to be keeps its “no”."""
    found = decided(
        "A: should we buy a tent", "B: i don't want a tent", "C: me neither", "A: okay no tent then"
    )
    assert len(found) == 1
    assert found[0].startswith("No tent then")


@pytest.mark.parametrize(
    "asked",
    [
        "Please send me any concerns about the launch date by Friday.",
        "send me any concerns about the launch date by friday",
        "Any concerns about the launch date go to Erin.",
        "i have not heard any concerns about the launch date",
    ],
)
def test_no_question_for_objections(asked: str) -> None:
    """Who speaks of concerns asks for none, so that an okay to it decides nothing."""
    assert decided(f"A: {asked}", "B: Okay.", "C: Sure.") == []


def test_motion_about_concerns() -> None:
    """A motion to raise concerns is whole."""
    (found,) = decided(
        "A: I move that we raise any concerns about the noise with the landlord.",
        "B: Second.",
        "C: Aye.",
        "D: Aye.",
    )
    assert "the noise with the landlord" in found

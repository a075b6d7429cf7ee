"""Claims in the frames and far wordings of minutes, and false ones that such leniency must not let pass."""

import pytest

from tests.unit.minutes.test_claim_meaning import holds

ASKED = ("Carl: Dora, could you water the hedge on Sunday?", "Dora: Sure, I will, before lunch.")


@pytest.mark.parametrize(
    "claim",
    [
        "Carl asked Dora to water the hedge.",
        "Dora was asked by Carl to water the hedge.",
        "Carl wanted to know if Dora could water the hedge.",
        "At Carl's request Dora will water the hedge on Sunday.",
        "Dora is to water the hedge on Sunday.",
    ],
)
def test_frames_of_requests(claim: str) -> None:
    """Who asks whom is told in many forms; each has the same two people in the same roles."""
    assert holds(claim, *ASKED)
    swapped = claim.replace("Carl", "#").replace("Dora", "Carl").replace("#", "Dora")
    assert not holds(swapped, *ASKED)


@pytest.mark.parametrize(
    "claim",
    [
        "According to Dora, the cellar is damp.",
        "In Dora's view, the cellar is damp.",
        "The cellar is damp, Dora explains.",
        "Dora told the group that the cellar is damp.",
        "Dora complained that the cellar is damp.",
    ],
)
def test_frames_of_speech(claim: str) -> None:
    """Who says it may stand anywhere in the sentence, and must have said it."""
    sayings = ("Carl: The garage needs a new door.", "Dora: The cellar is damp.")
    assert holds(claim, *sayings)
    assert not holds(claim.replace("Dora", "Carl"), *sayings)


@pytest.mark.parametrize(
    ("saying", "true", "false"),
    [
        (
            "Carl: The landlord charges 90 euros.",
            "The landlord's price is 90 euros.",
            "The landlord pays 90 euros.",
        ),
        ("Carl: We could hide the cables.", "The cables could be concealed.", "The cables could be removed."),
        ("Carl: The survey was a disaster.", "The survey was a disaster.", "The survey was a success."),
        (
            "Carl: The tenant painted the stairs.",
            "The tenant painted the stairs.",
            "Carl painted the stairs.",
        ),
        (
            "Carl: The tenant painted the stairs.",
            "The tenant painted the stairs.",
            "The tenant will paint the stairs.",
        ),
        (
            "Carl: Parents could help the pupils.",
            "Parents could assist the pupils.",
            "Pupils could help the parents.",
        ),
        (
            "Carl: The hall is due on 3 March, and the roof is due on 14 April.",
            "The roof is due on April 14.",
            "The hall is due on April 14.",
        ),
        (
            "Carl: From June rent is due on the fifth instead of the tenth.",
            "From June rent is due on the 5th.",
            "From June rent is due on the 10th.",
        ),
        (
            "Carl: Most complaints are about noise.",
            "Most complaints are about noise.",
            "All complaints are about noise.",
        ),
        ("Carl: There's a small chance of frost.", "There might be frost.", "There is frost."),
        ("Carl: Sales fell from 9 to 7 percent.", "Sales fell to 7% from 9%.", "Sales fell to 9% from 7%."),
        (
            "Carl: I doubt that the lift is safe.",
            "Carl is not convinced that the lift is safe.",
            "The lift is safe.",
        ),
        ("Carl: We counted a thousand bricks.", "We counted 1,000 bricks.", "We counted a hundred bricks."),
        (
            "Carl: The lift was checked twice.",
            "The lift was checked two times.",
            "The lift was checked three times.",
        ),
    ],
)
def test_far_wording(saying: str, true: str, false: str) -> None:
    """Other words and forms hold; another deed, doer, amount or certainty does not."""
    assert holds(true, saying)
    assert not holds(false, saying)


def test_decision() -> None:
    """A decision is told of what was settled, not of what one person said or wished."""
    settled = ("Carl: Let's rent the small hall.", "Dora: Agreed.")
    assert holds("The group decided to rent the small hall.", *settled)
    assert not holds("The group decided to rent the small hall.", "Carl: The small hall costs us a fortune.")
    assert not holds("Dora proposed renting the small hall.", *settled)


def test_objection_is_no_proposal() -> None:
    """Who speaks against it did not propose it."""
    sayings = ("Carl: I propose we cut down the oak.", "Dora: I'd object to that, the oak is healthy.")
    assert holds("Carl proposed cutting down the oak.", *sayings)
    assert not holds("Dora proposed cutting down the oak.", *sayings)


def test_pronoun_over_turns() -> None:
    """What “he”, “it” or a short answer refers to stands in the lines before."""
    sayings = ("Carl: Shall I call the plumber?", "Dora: He charges ninety euros an hour.")
    assert holds("The plumber charges 90 euros per hour.", *sayings)


def test_month_is_no_name() -> None:
    """A month in a date is not the participant of that name."""
    saying = "Carl: The roof is done on the third of May."
    assert holds("The roof is done on 3 May.", saying, "May: Good.")

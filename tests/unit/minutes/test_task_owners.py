"""Whose a task is: who asks, accepts, declines, volunteers, is named, or shares a name."""

import pytest

from agent.minutes.commitments import commitments_of
from tests.unit.minutes.made_up_speech import said


def owned(*sayings: str, there: tuple[str, ...] = ("Bob", "Carol")) -> list[tuple[str, str | None]]:
    """Task and owner of each commitment."""
    return [
        (each.task, each.owner.name if each.owner else None)
        for each in commitments_of(said(*sayings, there=there))
    ]


def test_accepted() -> None:
    """Who is asked and says yes has the task; the answer is cited."""
    (found,) = commitments_of(said("Ann: Bob, could you order the chairs for the fair?", "Bob: Sure."))
    assert found.owner
    assert (found.owner.name, [line.number for line in found.lines]) == ("Bob", [1, 2])


@pytest.mark.parametrize(
    "refusal",
    [
        "Bob: No, I'm on holiday.",
        "Bob: Sorry, I can't.",
        "Bob: I'd rather not.",
        "Bob: Unfortunately I'm away all week.",
        "Bob: I don't have time for that.",
        "Bob: Not me, I have too much on my plate.",
    ],
)
def test_declined(refusal: str) -> None:
    """Who declines does not get it, and nobody else does unasked."""
    assert owned("Ann: Bob, can you write the report?", refusal) == []


@pytest.mark.parametrize(
    "offer",
    ["Carol: I can do that.", "Carol: I'll take it then.", "Carol: Happy to do it.", "Carol: That's on me."],
)
def test_another_volunteers(offer: str) -> None:
    """What one declines is of another who offers to do it."""
    sayings = ("Ann: Bob, can you write the report?", "Bob: No, I'm on holiday.", offer)
    assert owned(*sayings) == [("Write the report", "Carol")]


def test_assigned_and_declined() -> None:
    """Who is given a task and refuses does not have it."""
    assert owned("Ann: Bob will print the posters.", "Bob: No, I can't, the printer is broken.") == []


def test_done_already() -> None:
    """What has been done needs no doing."""
    assert owned("Ann: Bob, can you send the invoice?", "Bob: I already did that on Monday.") == []


def test_two_owners() -> None:
    """A task of two people is of both."""
    both = [("Repair the fence", "Bob"), ("Repair the fence", "Carol")]
    assert owned("Ann: Bob and Carol will repair the fence.") == both
    assert owned("Ann: Bob and Carol, can you repair the fence?", "Bob: Yes.") == both


def test_one_of_two() -> None:
    """A task offered to one or the other is of who takes it."""
    assert owned("Ann: Bob or Carol, can you repair the fence?", "Carol: I'll do it.") == [
        ("Repair the fence", "Carol")
    ]


def test_named_in_the_object() -> None:
    """Who is named as part of the task does not own it."""
    assert owned("Ann: Can you send the budget to Carol?", "Bob: Will do.") == [
        ("Send the budget to Carol", "Bob")
    ]


@pytest.mark.parametrize(
    "saying",
    [
        "Ann: Bob, could you book the hall?",
        "Ann: Could you book the hall, Bob?",
        "Ann: Okay Bob can you book the hall?",
        "Ann: Bob, please book the hall.",
        "Ann: Bob to book the hall.",
        "Ann: Bob: book the hall.",
        "Ann: AI: Bob to book the hall.",
        "Ann: Action on Bob: book the hall.",
        "Ann: Action item for Bob: book the hall.",
        "Ann: Bob volunteered to book the hall.",
        "Ann: Bob agreed to book the hall.",
        "Ann: Bob has an action to book the hall.",
        "Ann: Bob needs to book the hall.",
        "Ann: Bob, you will book the hall.",
    ],
)
def test_named(saying: str) -> None:
    """A name before or after a request, in note style or in the third person, is the owner's."""
    assert owned(saying) == [("Book the hall", "Bob")]


def test_anybody() -> None:
    """What is offered to everybody is of who takes it, and of nobody if none does."""
    asked = "Ann: Who can translate the leaflet into Polish?"
    assert owned(asked, "Bob: I could do that.") == [("Translate the leaflet into Polish", "Bob")]
    assert owned(asked, "Bob: The leaflet is nice.") == []


def test_offered() -> None:
    """An offer to do something counts if somebody says yes."""
    assert owned("Bob: Shall I order the paint?", "Ann: Yes, please.") == [("Order the paint", "Bob")]
    assert owned("Bob: Shall I order the paint?", "Ann: What colour is it?") == []


def test_passive() -> None:
    """What has to be done is of who takes it."""
    assert owned("Ann: The survey results need to be written up.", "Bob: I'll do that.") == [
        ("Write up the survey results", "Bob")
    ]


def test_no_outsider() -> None:
    """A word that only begins its sentence is nobody's name."""
    assert owned("Ann: Hoping to release the map by the end of next week.") == []


def test_outsider() -> None:
    """Somebody who is not in the meeting can own a task, without an account."""
    (found,) = commitments_of(said("Ann: Henrik to send the keys to the caretaker."))
    assert found.owner
    assert (found.owner.name, found.owner.id) == ("Henrik", None)


@pytest.mark.parametrize(
    ("name", "saying", "owner"),
    [
        ("Will", "Ann: Will will send the plan to the board.", "Will"),
        ("Will", "Ann: That will help. I will send the plan to the board.", "Ann"),
        ("Will", "Ann: Bob, will you send the plan to the board?", "Bob"),
        ("May", "Ann: May, can you send the plan to the board?", "May"),
        ("May", "Ann: Bob, can you send the plan to the board in May?", "Bob"),
        ("Smith, Jane", "Ann: Jane will send the plan to the board.", "Smith, Jane"),
        ("Smith, Jane", "Ann: Jane Smith will send the plan to the board.", "Smith, Jane"),
        ("Smith, Jane", "Ann: Smith, Jane will send the plan to the board.", "Smith, Jane"),
    ],
)
def test_names_that_are_words(name: str, saying: str, owner: str) -> None:
    """A person called like a word is meant only where the word is a name."""
    assert [who for _, who in owned(saying, there=(name, "Bob"))] == [owner]


def test_namesakes() -> None:
    """Of two people with one name neither gets the task, until a full name says which."""
    there = ("Alex Kim", "Alex Berg")
    assert owned("Ann: Alex will send the map.", there=there) == [("Send the map", None)]
    assert owned("Ann: Alex Berg will send the map.", there=there) == [("Send the map", "Alex Berg")]


def test_another_question() -> None:
    """A no to the asker's next question declines nothing."""
    assert owned(
        "Ann: Bob, could you order the chairs for the fair?",
        "Ann: And is there anything about the parking permits?",
        "Bob: No, not really.",
    ) == [("Order the chairs for the fair", "Bob")]


@pytest.mark.parametrize(
    ("sayings", "owner"),
    [
        (["Ann: Bob, you're gonna be looking at the offers of the roofer."], "Bob"),
        (["Ann: For our Carol, you'll be working on the plan of the hall."], "Carol"),
        (["Ann: So the action is that Bob calls the plumber.", "Bob: Yes."], "Bob"),
        (["Ann: Next step is to ask the plumber for an offer.", "Bob: I'll do it."], "Bob"),
        (["Ann: We need somebody to call the plumber today.", "Bob: I'll take that."], "Bob"),
        (["Ann: Someone should write the report on the hall.", "Bob: I'll take a stab at it."], "Bob"),
        (["Ann: I'd like Bob to draft the letter to the council.", "Bob: Sure."], "Bob"),
        (["Ann: I undertake to send the figures to the council."], "Ann"),
        (["Ann: Let me ask the plumber about the price and get back to you."], "Ann"),
        (["Ann: My plan is to rewrite the report on the hall."], "Ann"),
        (["Ann: We'll write to the committee with the figures of the hall."], "Ann"),
        (["Ann: We can provide a report on the hall to the committee."], "Ann"),
    ],
)  # fmt: skip
def test_in_other_words(sayings: list[str], owner: str) -> None:
    """Duties told, actions summed up, promises and what somebody speaks of for all are tasks, too."""
    assert [whose for _, whose in owned(*sayings)] == [owner]

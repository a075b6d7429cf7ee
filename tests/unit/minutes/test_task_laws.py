"""What is no task: what is done in the room, retold, conditional, asked, joked, quoted; and what is one."""

import pytest

from agent.minutes.commitments import commitments_of
from tests.unit.minutes.made_up_speech import said


def tasks(*sayings: str) -> list[str]:
    """The tasks found."""
    return [each.task for each in commitments_of(said(*sayings, there=("Bob", "Carol")))]


@pytest.mark.parametrize(
    "saying",
    [
        "Bob: I'll finish my response in a minute.",
        "Bob: I will just interject to ask a question there.",
        "Bob: I'd like to ask the minister to repeat his answer.",
        "Bob: I'll share my screen.",
        "Bob: I will give you an example of that.",
        "Bob: I'll start with the budget report.",
        "Bob: Let me pull up the slides.",
        "Bob: I'll post the link in the chat.",
        "Bob: I will answer the question about the report.",
        "Bob: I'm going to read out the first paragraph of the letter.",
        "Bob: I'll turn it over to Carol.",
        "Ann: Bob, can you hear me now?",
        "Ann: Bob, can you explain the plan to everybody?",
        "Ann: Carol, could you mute your microphone please?",
        "Ann: Bob, will you second the motion?",
    ],
)
def test_in_the_room(saying: str) -> None:
    """What is done in the meeting itself is no task after it."""
    assert tasks(saying, "Carol: Okay.") == []


def test_put_off() -> None:
    """Of that, what is put off to later is one."""
    assert tasks("Bob: I'll explain the plan to the staff next week.") == ["Explain the plan to the staff"]


@pytest.mark.parametrize(
    "saying",
    [
        "Bob: If the bank agrees, I'll send the contract.",
        "Bob: I would have sent the invoice to the tenants.",
        "Bob: In theory I could write the letter to the council.",
        "Bob: Unless it rains I will paint the fence.",
        "Bob: Suppose I send the report to the council.",
    ],
)
def test_conditional(saying: str) -> None:
    """What hangs on something, or is only imagined, is no task."""
    assert tasks(saying) == []


def test_courtesy() -> None:
    """A courtesy is no condition."""
    assert tasks("Bob: If you like, I'll send the contract to the bank.") == ["Send the contract to the bank"]


@pytest.mark.parametrize(
    "saying",
    [
        "Bob: I'll send the invoice to the king, just kidding.",
        "Bob: The letter says “I will send the invoice to the tenants next week”.",
        "Bob: She said I will send the invoice to the tenants.",
        "Bob: I won't send the invoice to the tenants.",
        "Bob: What I will send to the tenants is the invoice.",
        "Bob: I'll send the invoice to the tenants?",
        "Bob: Did you send the invoice to the tenants?",
        "Bob: The report that I will send to the tenants is long.",
    ],
)
def test_not_meant(saying: str) -> None:
    """What is joked, quoted, reported, negated, asked or told of a thing is no task."""
    assert tasks(saying) == []


def test_unanswered() -> None:
    """A request to nobody by name that nobody answers is no task."""
    assert tasks("Ann: Can you send the slides to the board?", "Carol: The weather is nice.") == []


@pytest.mark.parametrize(
    ("saying", "expected"),
    [
        ("I'll send the offer and book the room.", ["Send the offer", "Book the room"]),
        ("I'll send the offer, and Carol will book the room.", ["Send the offer", "Book the room"]),
        (
            "I'll draft the letter and then I'll send it to the council.",
            ["Draft the letter", "Send it to the council"],
        ),
    ],
)
def test_second_task(saying: str, expected: list[str]) -> None:
    """The second task of a sentence is found, too."""
    assert tasks(f"Bob: {saying}") == expected


def test_one_in_two_verbs() -> None:
    """Two verbs of one thing are one task."""
    assert tasks("Bob: I'll fix the gate and paint it.") == ["Fix the gate and paint it"]


@pytest.mark.parametrize(
    ("sayings", "title"),
    [
        (
            ["Bob: I'll probably just go ahead and send the offer to the bank as well."],
            "Send the offer to the bank",
        ),
        (["Bob: I'll make sure to send the offer to the bank, I think."], "Send the offer to the bank"),
        (["Ann: Would you mind sending the offer to the bank?", "Bob: Sure."], "Send the offer to the bank"),
        (["Ann: The gate has to be repaired by Friday."], "Repair the gate"),
        (["Bob: Setting up a new list is no trouble. I can do it tomorrow."], "Set up a new list"),
        (["Bob: I have to add a map to the leaflet. I can add it by Friday."], "Add a map to the leaflet"),
    ],
)
def test_title(sayings: list[str], title: str) -> None:
    """A title is a whole phrase that begins with its verb and says what its pronoun means."""
    assert title in tasks(*sayings)


def test_title_is_not_chopped() -> None:
    """A long task ends at a word that a phrase can end with."""
    (title,) = tasks(
        "Bob: I'll write the report on the state of the roof, the cellar, the garden, the fence, the gate, "
        "the lamps, the benches and the path to the river."
    )
    assert title.split()[-1] not in ("the", "and", "of", "to")


def test_pronoun_is_explained() -> None:
    """A pronoun without an object before it is quoted with what it refers to."""
    (title,) = tasks("Ann: The boiler in the hall leaks again.", "Bob: I'll look into that tomorrow.")
    assert title == "Look into that (“The boiler in the hall leaks again”)"


def test_what_it_is() -> None:
    """Of a task that is done to “it” the words before are cited, too."""
    meeting = said(
        "Bob: The catalogue of the museum is printed.", "Bob: I'll send it to the council on Friday."
    )
    (found,) = commitments_of(meeting)
    assert [line.number for line in found.lines] == [2, 1]
    (found,) = commitments_of(
        said("Ann: It rains a lot today.", "Bob: I'll send that letter to the council.")
    )
    assert [line.number for line in found.lines] == [2]

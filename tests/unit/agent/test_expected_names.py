"""Words that the second pass may expect."""

from dataclasses import dataclass

from agent.expected_names import MAX_LENGTH, MAX_NAMES, ExpectedWords, expected_names
from server.meeting.glossary import Glossary


@dataclass
class Person:
    """Somebody in the room."""

    name: str


def test_names() -> None:
    """The names of the people in the room, in order, each once, as many as fit."""
    assert expected_names(["Bob", "Alice", "C" * 300, "Bob"]) == ["Alice", "Bob"]


def test_terms_come_first() -> None:
    """Terms of the glossary come in their order before names, and leave room for these."""
    terms = [f"Kubernetes{number:02}" for number in range(30)]
    found = expected_names(["Alice"], terms)
    assert found[0] == "Kubernetes00"
    assert found[-1] == "Alice"
    assert len(", ".join(found)) <= MAX_LENGTH
    assert len(found) <= MAX_NAMES


def test_glossary_that_changes() -> None:
    """A term added while the meeting lasts is expected from then on, as is somebody who arrives."""
    people = {"a": Person("Alice")}
    words = ExpectedWords(people)
    assert words.fitting() == ["Alice"]
    words.change(Glossary(("Kubernetes",), ("Parley", "Kubernetes")))
    people["b"] = Person("")
    assert words.fitting() == ["Kubernetes", "Parley", "Alice"]

"""Which of our tasks or decisions mean what people wrote, by a model that counts words."""

from collections.abc import Sequence

import numpy as np

from agent.minutes.embeddings.embedder import Role, Vectors
from agent.minutes.text_normalization import content
from tests.bench.minutes_matching import Said
from tests.bench.minutes_meaning import Meaning, says_no
from tests.unit.minutes.made_up_speech import said

SAME_THING = {"telly": "television", "tv": "television", "solely": "only"}
SPOKEN = said(
    "Ann: The barn roof leaks again this winter.",
    "Bob: My neighbour painted his fence green.",
    "Ann: The carpenter is on holiday until May.",
    "Bob: Geese were in the garden all morning.",
    "Ann: It'll control a telly.",
    "Bob: Old ladders are dangerous in the rain.",
)


def counted(texts: Sequence[str], _: Role) -> Vectors:
    """A vector of length 1 for each text: its content words, those that mean one thing in one place."""
    rows = np.full((len(texts), 64), 0.01, np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in content(text):
            row[sum(map(ord, SAME_THING.get(word, word))) % 64] += 1
    scaled: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


MEANING = Meaning(SPOKEN, counted)


def found(ours: str, theirs: str) -> bool:
    """Whether the two are the same."""
    return MEANING.matches([Said(ours, ours)], [theirs]) == {0: 0}


def test_same_words() -> None:
    """What the rule of shared words finds is found by this one too."""
    assert found("Ask the carpenter about the barn roof", "Carpenter: ask about the roof of the barn")


def test_about_the_same() -> None:
    """A single shared word is no likeness where the rest is about something else."""
    assert not found("Paint the ladders", "Ladders are to be sold to the neighbour in May")


def test_no_is_not_yes() -> None:
    """However near two texts are, one that negates is not one that does not."""
    assert says_no("It won't control a telly")
    assert not says_no("It'll control a telly")
    assert not found("It won't ring", "Control the television")


def test_said_at_all() -> None:
    """What no sentence says cannot be found by any choice of sentences."""
    assert MEANING.said_at_all(["The barn roof leaks in winter", "Buy forty violins in Cremona"]) == 1
    assert Meaning(said("Ann: Yes."), counted).said_at_all(["Buy forty violins"]) == 0


def test_nothing() -> None:
    """Nothing of ours or of theirs matches nothing."""
    assert MEANING.matches([], ["Buy forty violins"]) == {}

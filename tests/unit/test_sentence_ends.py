"""Points that end a sentence, and those that do not."""

import pytest

from server.sentence_ends import goes_on_in, split_sentences, with_kept_points, without_kept_points

ONE = [
    "Cleo, can you call Mr. Halden about the hall?",
    "I'll email Dr. Weiss the offer by Monday.",
    "I'll ask St. Mary's about the hall.",
    "I will write to Mrs. Lee and Mr. Park.",
    "We asked J. Smith and C. P. Snow.",
    "The van comes at 5 p.m. Friday.",
    "The van comes at 5 p.m. on Friday.",
    "They meet in room No. 5 today.",
    "Take a snack, e.g. The Green Bar.",
    "It costs 3.50 at parley.example in total.",
    "Acme Inc. pays for it.",
    "Bring cups, plates etc. from the shed.",
    "Ravi – Angebot schicken bis 6. März; Mira – Raum buchen bis 12. Dezember.",
    "Wir treffen uns am 20. gegen Abend.",
    "Das ist z. B. Die Kasse, d. h. das Geld.",
    "Das ist z.B. Obst.",
    "Frau Dr. Weiss kommt mit Prof. Krug.",
    "La Sra. Díaz llama al Dr. Ruiz.",
]
TWO = [
    "We'll meet at 5 p.m. We start early.",
    "We take plan B. Then we go.",
    "We take plan A or B. Maria agrees.",
    "So do I. Maria goes.",
    "We close the road at Elm St. The rest stays.",
    "Did he say no? No. We ask again.".removeprefix("Did he say no? "),
    "I'll ask Jan. Maria can call.",
    "Tell me. Maria knows.",
    "It was in 2026. April was cold.",
    "Er kommt um 5. Danach gehen wir.",
    "He said “stop.” Then we left.",
    "I wonder… We could ask.",
    "We bring cups etc. Maria brings tea.",
]


@pytest.mark.parametrize("said", ONE)
def test_one_sentence(said: str) -> None:
    """A title, an initial, an abbreviation or a German day ends no sentence."""
    assert split_sentences(said) == [said]


@pytest.mark.parametrize("said", TWO)
def test_two_sentences(said: str) -> None:
    """A point is an end where what follows begins anew."""
    assert len(split_sentences(said)) == 2
    assert " ".join(split_sentences(said)) == said


@pytest.mark.parametrize("said", [*ONE, *TWO])
def test_places_stay(said: str) -> None:
    """Marking the points that end nothing moves no character, and is undone."""
    assert len(with_kept_points(said)) == len(said)
    assert without_kept_points(with_kept_points(said)) == said


def test_next_words() -> None:
    """A title at the end of a cue goes on in the next."""
    assert goes_on_in("I'll ask Mr.", "Halden about it.")
    assert not goes_on_in("I'll ask him.", "Halden knows.")

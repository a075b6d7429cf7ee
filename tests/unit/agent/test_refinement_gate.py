"""The second pass's words are believed only where the first pass, the model and the length agree."""

import pytest

from agent.refinement_gate import refusal, repeats, window_refusal
from agent.whisper.messages import Refined

SURE, UNSURE = -0.2, -0.9
SENTENCE = "we have spent a little less than we planned"


@pytest.mark.parametrize(
    ("first", "text"),
    [
        (SENTENCE, "We have spent a little less than we planned."),
        ("we have spend a little lesson we planned", "We have spent a little less than we planned."),
        ("no no no no no", "No, no, no, no, no."),
        ("thank you for watching the door", "Thank you for watching the door."),
        ("회의를 시작하겠습니다 오늘은 예산입니다", "회의를 시작하겠습니다. 오늘은 예산 입니다."),
        ("the new office will be ready in march", "The new office will be ready at the end of March."),
        ("law", "Well,"),
    ],
)
def test_accepted(first: str, text: str) -> None:
    """Punctuation, case and a few better words are taken."""
    assert refusal(first, text, SURE, 4000) is None


@pytest.mark.parametrize(
    ("why", "first", "text"),
    [
        ("empty", "yes", ""),
        ("empty", "yes", "..."),
        ("stock_phrase", SENTENCE, f"{SENTENCE}. Thank you for watching!"),
        ("stock_phrase", "감사합니다", "시청해 주셔서 감사합니다."),
        ("loop", "so we go on", "So we go on, go on, go on, go on, go on."),
        ("loop", SENTENCE, f"{SENTENCE}. " * 4),
        ("length", SENTENCE, "We have."),
        ("length", "good morning", "Good morning to all of you who are here."),
        ("disagreement", f"{SENTENCE} this year", f"{SENTENCE} and I will see all of you this year"),
        ("disagreement", f"{SENTENCE} this year too", "We have spent a little."),
    ],
)
def test_refused(why: str, first: str, text: str) -> None:
    """Doubtful words leave the first pass's, and the doubt has a name."""
    assert refusal(first, text, SURE, 20_000) == why


def test_too_fast() -> None:
    """More words than anybody says in the time are refused."""
    assert refusal("one two three four five", "one two three four five six seven", SURE, 500) == "too_fast"


def test_other_words() -> None:
    """Other words than the first pass's are taken only from a model that is sure of them."""
    assert refusal("this strong strength", "It's a strange change,", SURE, 3000) is None
    assert refusal("this strong strength", "It's a strange change,", UNSURE, 3000) == "disagreement"


@pytest.mark.parametrize(
    ("why", "text", "logprob", "no_speech"),
    [
        (None, f"{SENTENCE}.", SURE, 0.01),
        ("empty", "", SURE, 0.01),
        ("no_speech", SENTENCE, -0.8, 0.9),
        ("unlikely", SENTENCE, -1.2, 0.01),
        ("loop", f"{SENTENCE}. " * 4, SURE, 0.01),
        ("disagreement", "The weather in the north is fine again today.", SURE, 0.01),
    ],
)
def test_window(why: str | None, text: str, logprob: float, no_speech: float) -> None:
    """A whole window is refused when the model doubts it or the first pass heard something else."""
    assert window_refusal(SENTENCE, Refined(1, text, logprob, no_speech)) == why


def test_name_for_what_sounds_like_it() -> None:
    """A name replaces words that are spelled much like it."""
    assert refusal("and then mark hay said it", "And then Marqués said it.", SURE, 3000, ["Marqués"]) is None


@pytest.mark.parametrize("text", ["We planned it, Marqués.", "Marqués planned it."])
def test_name_out_of_nowhere(text: str) -> None:
    """A name that the prompt offered is refused where the first pass heard nothing like it."""
    assert refusal("we planned it", text, SURE, 3000, ["Marqués"]) == "name"


def test_prompt_copied_into_silence() -> None:
    """The prompt's names alone are no reading of other words."""
    assert window_refusal("uh", Refined(1, "Alice, Bob, Carol", SURE, 0.01)) == "disagreement"


@pytest.mark.parametrize(("text", "most"), [("a b a b a b", 3), ("a b c", 1), ("", 1), ("a a b b b", 3)])
def test_repeats(text: str, most: int) -> None:
    """Repetitions in a row are counted for phrases of any small length."""
    assert repeats(text.split()) == most

"""Turns, backchannels, interruptions and answers, from times."""

import pytest

from agent.minutes.turn_taking import TurnTaking, turn_taking
from tests.unit.minutes.made_up_speech import segment, speech, who

LONG = "now this is a longer sentence"


def floor(*said: tuple[str, float, float, str]) -> TurnTaking:
    """The floor of a meeting of utterances: who, from and to in seconds, words."""
    return turn_taking(
        speech(
            segment(at, name, text, round(1000 * start), round(1000 * end))
            for at, (name, start, end, text) in enumerate(said)
        )
    )


def turns(of: TurnTaking) -> str:
    """Who had the turns, in order; asides in lower case."""
    names = {who(name): name for name in "ABC"}
    return "".join(names[each.who].lower() if each.is_aside else names[each.who] for each in of.turns)  # type: ignore[index]  # ids


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([("A", 0, 5, LONG), ("B", 6, 9, LONG), ("A", 10, 12, LONG)], "ABA", id="one by one"),
        pytest.param([("A", 0, 5, LONG), ("A", 9, 12, LONG)], "A", id="a pause ends no turn"),
        pytest.param(
            [("A", 0, 5, LONG), ("B", 6, 7, "yes right"), ("A", 8, 9, LONG)], "A", id="backchannel"
        ),
        pytest.param([("A", 0, 9, LONG), ("B", 3, 4, "mhm")], "A", id="backchannel in the middle"),
        pytest.param(
            [("A", 0, 5, LONG), ("B", 6, 7, "yes"), ("C", 7, 8, "right"), ("A", 9, 12, LONG)],
            "A",
            id="two backchannels",
        ),
        pytest.param(
            [("A", 0, 5, "Do you agree?"), ("B", 6, 7, "Yes."), ("A", 8, 9, LONG)], "ABA", id="short answer"
        ),
        pytest.param(
            [("A", 0, 5, LONG), ("B", 6, 7, "thank you"), ("C", 8, 9, LONG)], "ABC", id="short, floor given"
        ),
        pytest.param([("A", 0, 5, LONG), ("B", 6, 7, "goodbye")], "AB", id="short at the end"),
        pytest.param([("A", 0, 20, LONG), ("B", 5, 9, LONG), ("A", 21, 25, LONG)], "Ab", id="aside"),
        pytest.param([("A", 0, 9, LONG), ("A", 4, 12, LONG), ("B", 13, 15, LONG)], "AB", id="doubled"),
        pytest.param([("A", 0, 5, LONG), ("B", 4, 9, LONG), ("A", 8, 14, LONG)], "ABA", id="crosstalk"),
        pytest.param(
            [("A", 0, 5, "それでは始めましょう"), ("B", 6, 7, "はい"), ("A", 8, 9, "次です、みなさん")],
            "A",
            id="Japanese",
        ),
        pytest.param(
            [("A", 0, 5, "오늘은 예산부터 보겠습니다"), ("B", 6, 7, "네 좋습니다"), ("A", 8, 9, "보시죠")],
            "A",
            id="Korean",
        ),
        pytest.param([], "", id="nobody"),
    ],
)  # fmt: skip
def test_turns(said: list[tuple[str, float, float, str]], expected: str) -> None:
    """Backchannels are no turns and end none; a short answer is one."""
    assert turns(floor(*said)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([("A", 0, 10, LONG), ("B", 9, 14, LONG)], ["BA"], id="taken"),
        pytest.param([("A", 0, 10, LONG), ("B", 9.7, 14, LONG)], [], id="the usual overlap"),
        pytest.param([("A", 0, 10, LONG), ("B", 5, 7, LONG)], [], id="given up"),
        pytest.param([("A", 0, 10, LONG), ("B", 5, 14, LONG)], [], id="both went on"),
        pytest.param([("A", 0, 10, LONG), ("B", 9, 10.8, "oh no")], ["BA"], id="short, and takes the floor"),
        pytest.param(
            [("A", 0, 10, LONG), ("B", 9, 10.8, "yes yes"), ("A", 12, 15, LONG)], [], id="backchannel"
        ),
        pytest.param([("A", 0, 10, LONG), ("B", 9, 14, LONG), ("A", 10.5, 16, LONG)], [], id="spoke on"),
        pytest.param(
            [("A", 0, 10, LONG), ("A", 9, 20, LONG), ("B", 9.2, 15, LONG)], [], id="overlaps itself"
        ),
        pytest.param([("A", 8.5, 10, LONG), ("B", 9, 14, LONG)], [], id="began together"),
        pytest.param(
            [("A", 0, 10, LONG), ("C", 4, 10, LONG), ("B", 9, 14, LONG)], ["BA"], id="of two the longer"
        ),
        pytest.param([("A", 0, 10, LONG), ("B", 12, 14, LONG)], [], id="one by one"),
    ],
)
def test_interruptions(said: list[tuple[str, float, float, str]], expected: list[str]) -> None:
    """Who begins in another's speech, and silences it, interrupts."""
    names = {who(name): name for name in "ABC"}
    found = floor(*said).interruptions
    assert [f"{names[each.by]}{names[each.of]}" for each in found] == expected  # type: ignore[index]  # ids


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([("A", 0, 5, LONG), ("B", 6.5, 9, LONG)], [1500], id="after a while"),
        pytest.param([("A", 0, 5, LONG), ("B", 4, 9, LONG)], [0], id="overlap"),
        pytest.param([("A", 0, 5, LONG), ("B", 16, 19, LONG)], [], id="too late to be one"),
        pytest.param([("A", 0, 5, LONG), ("A", 6, 7, LONG)], [], id="alone"),
        pytest.param(
            [("A", 0, 9, LONG), ("B", 3, 4, LONG), ("C", 10, 11, LONG)], [1000], id="not to an aside"
        ),
    ],
)
def test_responses(said: list[tuple[str, float, float, str]], expected: list[int]) -> None:
    """The time from the end of the turn before."""
    assert [each.after_ms for each in floor(*said).responses] == expected


def test_silence_around_words() -> None:
    """Where words have times, an utterance lasts from its first to its last word."""
    spoken = segment(
        0, "A", LONG, 0, 10_000, words=[{"w": "now", "s": 2000, "e": 2400}, {"w": "x", "s": 3000, "e": 4000}]
    )
    (found,) = turn_taking(speech([spoken])).utterances
    assert (found.start_ms, found.end_ms) == (2000, 4000)


def test_words_out_of_time() -> None:
    """Times of words outside of their segment are not believed."""
    (found,) = turn_taking(
        speech([segment(0, "A", LONG, 0, 9_000, words=[{"w": "x", "s": -5, "e": 99_000}])])
    ).utterances
    assert (found.start_ms, found.end_ms) == (0, 9_000)

"""Numbers with units, spoken and written."""

import pytest

from agent.minutes.claims.same_quantities import same_quantities


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("two and a half hours", "2.5 hours"),
        ("an hour and a half", "90 min"),
        ("half an hour", "30 minutes"),
        ("a fortnight", "two weeks"),
        ("twenty-five percent", "a quarter of it"),
        ("three thousand two hundred dollars", "$3,200"),
        ("five k", "5 k"),
        ("$7k", "seven thousand dollars"),
        ("two dozen", "24"),
        ("the third", "the 3rd"),
        ("twice", "two times"),
    ],
)
def test_same(one: str, other: str) -> None:
    """A quantity is the same in words, in digits and in other units of time."""
    assert same_quantities(one, other)
    assert same_quantities(other, one)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("24 days", "24 hours"),
        ("30 euros", "30 dollars"),
        ("15 percent", "50 percent"),
        ("1.10", "1.1"),
        ("three doors", "two doors and three windows"),
        ("it took months", "it took weeks"),
    ],
)
def test_other(claim: str, said: str) -> None:
    """Another value, another unit or a number of something else is another quantity."""
    assert not same_quantities(claim, said)

"""Stems, numbers and cleaned quotations."""

import pytest

from agent.minutes.text_normalization import as_sentence, content, numbers, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("decide", "decided"),
        ("budgets", "budget"),
        ("launching", "launched"),
        ("studies", "studied"),
        ("бюджета", "бюджет"),
    ],
)
def test_forms(one: str, other: str) -> None:
    """Forms of a word have the same stem."""
    assert content(one) == content(other)


@pytest.mark.parametrize(("one", "other"), [("internal", "internet"), ("market", "marble")])
def test_different_words(one: str, other: str) -> None:
    """Different words with a common beginning have different stems."""
    assert content(one) != content(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("twenty five people and 210 dollars", {"25", "210"}),
        ("two hundred ten", {"210"}),
        ("twenty twenty six", {"2026"}),
        ("42,000 and 3.5", {"42000", "3.5"}),
        ("forty two thousand", {"42000"}),
        ("one hundred and five", {"105"}),
        ("the third of five", {"3", "5"}),
        ("nobody", set()),
    ],
)
def test_numbers(text: str, found: set[str]) -> None:
    """A spoken and a written number are equal."""
    assert numbers(text) == found


def test_tidy() -> None:
    """Fillers, annotations and stammers are removed; every other word stays."""
    assert (
        tidy("Um I think the the battery {laugh} is , uh , heavy [Music]") == "I think the battery is, heavy"
    )


def test_korean() -> None:
    """A Korean word matches itself with another particle."""
    assert set(content("예산을")) & set(content("예산이"))


@pytest.mark.parametrize("text", ["", " ", "um", "…", "[Music]", "🎉"])
def test_no_words(text: str) -> None:
    """Text without words has no content."""
    assert content(tidy(text)) == []
    assert as_sentence(tidy(text)) in ("", "🎉.")

"""Words: stems, numbers and tidying."""

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
    """Forms of a word have one stem."""
    assert content(one) == content(other)


@pytest.mark.parametrize(("one", "other"), [("internal", "internet"), ("market", "marble")])
def test_other_words(one: str, other: str) -> None:
    """Words that only begin alike have not."""
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
    """A number is the same spoken and written."""
    assert numbers(text) == found


def test_tidy() -> None:
    """Fillers, asides and stammers go; every other word stays as it was said."""
    assert (
        tidy("Um I think the the battery {laugh} is , uh , heavy [Music]") == "I think the battery is, heavy"
    )


def test_korean() -> None:
    """A Korean word is found again under another particle."""
    assert set(content("예산을")) & set(content("예산이"))


@pytest.mark.parametrize("text", ["", " ", "um", "…", "[Music]", "🎉"])
def test_nothing(text: str) -> None:
    """Text without words is about nothing."""
    assert content(tidy(text)) == []
    assert as_sentence(tidy(text)) in ("", "🎉.")

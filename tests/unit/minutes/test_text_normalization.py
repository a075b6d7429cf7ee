"""Stems, numbers and cleaned quotations."""

import asyncio

import pytest

from agent.minutes.text_normalization import as_sentence, content, numbers, stemming_in, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("decide", "decided"),
        ("budgets", "budget"),
        ("launching", "launched"),
        ("studies", "studied"),
    ],
)
def test_forms(one: str, other: str) -> None:
    """Forms of a word have the same stem."""
    assert content(one) == content(other)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Wir haben die Verträge geprüft", "Vertrag"),
        ("de-AT", "Die Häuser in den Gärten", "Haus"),
        ("fr", "Nous avons lu les rapports nationaux", "nationale"),
        ("fr", "Il faut prévenir l'équipe", "équipes"),
        ("it", "Abbiamo chiuso dell'ufficio", "uffici"),
        ("nb", "Vi flytter møtene", "møtet"),
        ("no", "De kjøpte bilene", "biler"),
        ("nn-NO", "Vi har skrive brevet", "breva"),
        ("sv", "Vi läste rapporterna", "rapporten"),
        ("ru", "план бюджета", "бюджет"),
        ("en-GB", "Anna's budgets", "budget"),
    ],
)
def test_forms_in_other_languages(language: str, one: str, other: str) -> None:
    """Forms of a word have the same stem by the rules of the meeting's language."""
    with stemming_in(language):
        assert set(content(other)) <= set(content(one))


@pytest.mark.parametrize(
    ("language", "text", "stems"),
    [
        ("de", "Lesung", ["lesung"]),
        ("nb", "Morning", ["morning"]),
        ("hr", "planing", ["planing"]),
        ("uk", "бюджета", ["бюджета"]),
        ("xx", "budgets", ["budgets"]),
    ],
)
def test_rules_of_another_language(language: str, text: str, stems: list[str]) -> None:
    """Words are not stemmed by the rules of another language of the same script."""
    with stemming_in(language):
        assert content(text) == stems


def test_language_in_a_thread() -> None:
    """A thread begun for a meeting stems in its language; another meeting's task is not affected."""

    async def meeting(language: str) -> list[str]:
        with stemming_in(language):
            await asyncio.sleep(0)
            return await asyncio.to_thread(content, "Häuser houses")

    async def both() -> tuple[list[str], ...]:
        return tuple(await asyncio.gather(meeting("de"), meeting("en")))

    assert asyncio.run(both()) == (["haus", "hous"], ["häuser", "hous"])


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

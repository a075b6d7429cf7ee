"""Sentiment of what was said."""

from dataclasses import replace

import pytest

from agent.minutes.sentiment import POINTS, assertions, score, sentiment_of
from agent.minutes.text_normalization import stemming_in
from agent.minutes.transcript_lines import MeetingSpeech
from tests.unit.minutes.made_up_speech import segment, speech

GLAD = "We are very happy with the great results and I thank everybody for the excellent work. "
SAD = "This is a terrible failure and the customers are angry and disappointed about it. "


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        ("The launch went really well.", 1),
        ("The launch did not go well.", -1),
        ("I don't think that is good.", -1),
        ("I do not believe this new plan of theirs is any good.", -1),
        ("I don't think it's a terrible idea.", 1),
        ("Nobody is happy with it.", -1),
        ("I will share the list.", 0),
        ("That was not bad at all.", 1),
        ("We are not happy with the delay.", -1),
        ("The demo was good, but the rollout is a disaster.", -1),
        ("The next item is the budget of March.", 0),
    ],
)
def test_negation(sentence: str, sign: int) -> None:
    """Negation and “but” turn the sign; what has no word of feeling is neutral."""
    found = score(sentence)
    assert (found > 0.05) - (found < -0.05) == sign


@pytest.mark.parametrize(
    ("text", "scored"),
    [
        ("Is this a disaster?", []),
        ("why is it so terrible", []),
        ("He wrote “this is terrible” in the ticket.", ["He wrote   in the ticket."]),
        ('They said "awful". We are fine.', ["They said  .", "We are fine."]),
        ("… – !", []),
    ],
)
def test_assertions(text: str, scored: list[str]) -> None:
    """Questions and quotations are not scored."""
    assert list(assertions(text)) == scored


def of(*texts: str, language: str = "en") -> MeetingSpeech:
    """A meeting with a text a minute."""
    return speech(
        replace(segment(at, "A", text, 60_000 * at, 60_000 * at + 50_000), language=language)
        for at, text in enumerate(texts)
    )


def test_over_time() -> None:
    """Stretches of whole minutes have the mean of their words; the whole has that of all."""
    found = sentiment_of(of(GLAD * 3, SAD * 3, "Hello."))
    assert found is not None
    assert [each.from_ms for each in found.points] == [0, 60_000, 120_000]
    glad, sad, short = (each.score for each in found.points)
    assert glad is not None
    assert sad is not None
    assert glad > 0.5 > -0.5 > sad
    assert short is None
    assert found.overall is not None
    assert sad < found.overall < glad


def test_long_meeting() -> None:
    """Eight hours have as many points as fit on a page."""
    found = sentiment_of(of(*["We go on with the good plan."] * 480))
    assert found is not None
    assert len(found.points) <= POINTS
    assert found.points[-1].to_ms == 479 * 60_000 + 50_000


@pytest.mark.parametrize("language", ["de", "ko", "ja", "pt-BR"])
def test_other_languages(language: str) -> None:
    """A language without a word list has no sentiment, which is not a neutral one."""
    with stemming_in(language):
        assert sentiment_of(of("Das war ein super Projekt.", language=language)) is None


def test_two_languages() -> None:
    """Of a meeting in two languages the part that could be scored is told."""
    english, german = of(GLAD * 4), of("so ist das nun mal " * 12, language="de")
    found = sentiment_of(
        speech([*english.segments, replace(german.segments[0], start_ms=60_000, end_ms=90_000)])
    )
    assert found is not None
    assert found.share == pytest.approx(0.5, abs=0.03)


def test_too_little() -> None:
    """A few words have no overall sentiment."""
    found = sentiment_of(of("Great, thanks."))
    assert found is not None
    assert found.overall is None


def test_nobody_spoke() -> None:
    """A meeting without words has none."""
    assert sentiment_of(speech([])) is None

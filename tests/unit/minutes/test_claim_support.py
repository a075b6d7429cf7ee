"""Which claims the transcript supports."""

import pytest

from agent.minutes.claim_support import citing, supports
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

MEETING = said(
    "Alice: The ticket shop fails on phones for thirty percent of the visitors.",
    "Bob: We won't launch the website before the ticket shop works.",
    "Alice: I'll send the budget to Carol by Friday.",
    "Bob: The museum in Vienna had the same problem with payments.",
    there=("Carol", "Dan"),
)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The ticket shop fails on phones.", 1),
        ("The ticket shop fails for 30 percent of visitors.", 1),
        ("The team discussed that the ticket shop fails on phones.", 1),
        ("The website will not launch before the ticket shop works.", 2),
        ("Alice will send the budget to Carol.", 3),
        ("The museum in Vienna had problems with payments.", 4),
    ],
)
def test_supported(claim: str, cited: int) -> None:
    """A claim in other words with the same facts is supported."""
    assert supports([MEETING.lines[cited - 1]], claim, MEETING)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("The ticket shop fails for 40 percent of visitors.", 1),
        ("The website will launch before the ticket shop works.", 2),
        ("The ticket shop does not fail on phones.", 1),
        ("Bob will send the budget to Carol.", 3),
        ("Alice will send the budget to Dan.", 3),
        ("The museum in Paris had problems with payments.", 4),
        ("The budget was approved by the finance committee.", 3),
        ("The meeting was productive and everyone agreed.", 1),
        ("", 1),
    ],
)
def test_not_supported(claim: str, cited: int) -> None:
    """A claim with another number, name, negation or subject is not supported."""
    assert not supports([MEETING.lines[cited - 1]], claim, MEETING)


@pytest.mark.parametrize(
    ("language", "words", "claim"),
    [
        ("de", "Die Häuser stehen in kleinen Gärten.", "Kleine Häuser, kleiner Garten."),
        ("fr", "Nous avons signé les contrats nationaux avec l'imprimeur.", "Contrat national, imprimeurs."),
        ("nb", "Vi har bestilt bussene og båtene.", "Busser, båter."),
    ],
)
def test_supported_in_other_languages(language: str, words: str, claim: str) -> None:
    """Other forms of the same words support a claim, by the rules of the meeting's language."""
    meeting = said(f"Alice: {words}")
    with stemming_in(language):
        assert supports(meeting.lines, claim, meeting)
    assert not supports(meeting.lines, claim, meeting), "by English rules it would not be"


def test_name_in_another_form() -> None:
    """A name is declined as any other word; another name is another."""
    meeting = said("Alice: Wir treffen uns in Wiens neuem Bahnhof mit den Lieferanten.")
    with stemming_in("de"):
        assert supports(meeting.lines, "Treffen mit Lieferanten am Bahnhof in Wien", meeting)
        assert not supports(meeting.lines, "Treffen mit Lieferanten am Bahnhof in Graz", meeting)


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (
            "We will increase the marketing budget by ten percent.",
            "Decrease the marketing budget by ten percent.",
        ),
        (
            "The board approved the new marketing budget plan.",
            "The board rejected the new marketing budget plan.",
        ),
        ("We test the payment page before the launch.", "We test the payment page after the launch."),
        ("The team starts selling printed tickets.", "The team stops selling printed tickets."),
        ("내년 예산 계획을 모두 승인 합니다", "내년 예산 계획을 모두 거절 합니다"),
    ],
)
def test_opposite(words: str, claim: str) -> None:
    """A claim with one word replaced by its opposite is not supported."""
    meeting = said(f"Alice: {words}")
    assert supports(meeting.lines, words, meeting)
    assert not supports(meeting.lines, claim, meeting)


def test_nothing_cited() -> None:
    """A claim without lines is not supported."""
    assert not supports([], "The ticket shop fails on phones.", MEETING)


def test_wrong_line() -> None:
    """A true claim that cites the wrong line gets the right one."""
    lines = citing("The ticket shop fails on phones.", [MEETING.lines[3]], MEETING.lines, MEETING)
    assert [line.number for line in lines] == [1]


def test_false_claim() -> None:
    """No line is found for a false claim."""
    assert citing("The ticket shop was sold to Paris.", [], MEETING.lines, MEETING) == ()

"""The little markup of summaries and reports."""

from server.pages.markup import MarkupBlock, blocks


def test_paragraphs_lists_and_headings() -> None:
    """Each line is what its first characters say."""
    assert blocks("## How it went\nWell.\n\n- one\n* two\n\n1. three") == [
        MarkupBlock("heading", ("How it went",)),
        MarkupBlock("paragraph", ("Well.",)),
        MarkupBlock("list", ("one", "two")),
        MarkupBlock("list", ("three",)),
    ]


def test_emphasis_is_taken_off() -> None:
    """Asterisks of a model's habit do not reach the page; a product of numbers does."""
    assert blocks("**Bob** will pay 2 ** 3") == [MarkupBlock("paragraph", ("Bob will pay 2 ** 3",))]


def test_a_year_is_no_list() -> None:
    """A sentence that begins with a number stays a sentence."""
    assert blocks("2026. That was the year") == [MarkupBlock("paragraph", ("2026. That was the year",))]


def test_nothing() -> None:
    """No text, no blocks."""
    assert blocks(" \n\n ") == []

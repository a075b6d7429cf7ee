"""The simple markup of summaries and reports."""

from server.pages.markup import MarkupBlock, blocks


def test_paragraphs_lists_and_headings() -> None:
    """The first characters of a line decide its kind."""
    assert blocks("## How it went\nWell.\n\n- one\n* two\n\n1. three") == [
        MarkupBlock("heading", ("How it went",)),
        MarkupBlock("paragraph", ("Well.",)),
        MarkupBlock("list", ("one", "two")),
        MarkupBlock("list", ("three",)),
    ]


def test_emphasis_is_removed() -> None:
    """Emphasis marks are removed; a product of numbers stays."""
    assert blocks("**Bob** will pay 2 ** 3") == [MarkupBlock("paragraph", ("Bob will pay 2 ** 3",))]


def test_number_at_the_start() -> None:
    """A sentence that begins with a number is not a list."""
    assert blocks("2026. That was the year") == [MarkupBlock("paragraph", ("2026. That was the year",))]


def test_empty_text() -> None:
    """An empty text has no blocks."""
    assert blocks(" \n\n ") == []

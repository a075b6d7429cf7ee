"""Web addresses in what people type."""

import pytest

from server.pages.text_links import text_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.org/a?b=c#d.", ["https://example.org/a?b=c#d"]),
        ("(http://example.org/a_(b))", ["http://example.org/a_(b)"]),
        ("https://a.example, HTTPS://b.example!", ["https://a.example", "HTTPS://b.example"]),
        ("no link: example.org, www.example.org, mailto:a@b.c", []),
        ("javascript:alert(1) data:text/html,x file:///etc/passwd", []),
        ("https://bank.example@evil.example/", []),
        ("https:// https://:80 http://[::1", []),
        ('https://example.org/"onmouseover="x', ["https://example.org/"]),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    """Only whole web addresses are links, and no word is lost."""
    pieces = text_links(text)
    assert [href for _, href in pieces if href] == links
    assert "".join(words for words, _ in pieces) == text

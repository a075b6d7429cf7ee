"""A parsed HTML page: its text, and its elements by attribute or tag."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br", "path", "track"}


@dataclass
class HtmlElement:
    """An element and its text."""

    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text, with single spaces."""
        return re.sub(r"\s+", " ", " ".join(self.words)).strip()


class HtmlPage(HTMLParser):
    """A parsed page; an element that is not closed, or closed twice, is an error."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[HtmlElement] = []
        self._open: list[HtmlElement] = []
        self.feed(page.decode())
        assert not self._open, f"left open: {self._open[-1].tag}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, unless it is void."""
        element = HtmlElement(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Self-closing elements of SVG."""
        self.elements.append(HtmlElement(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        assert self._open, f"closed and not open: {tag}"
        assert self._open.pop().tag == tag, f"closed out of order: {tag}"

    def handle_data(self, data: str) -> None:
        """Add text to all open elements."""
        for element in self._open:
            element.words.append(data)

    def all(self, attribute: str, value: str | None = None) -> list[HtmlElement]:
        """The elements that have the attribute, or have it with this value."""
        found = [each for each in self.elements if attribute in each.attributes]
        return [each for each in found if value is None or each.attributes[attribute] == value]

    def one(self, attribute: str, value: str | None = None) -> HtmlElement:
        """The only such element."""
        (found,) = self.all(attribute, value)
        return found

    def tagged(self, tag: str) -> list[HtmlElement]:
        """The elements with this tag."""
        return [each for each in self.elements if each.tag == tag]

    @property
    def text(self) -> str:
        """The whole text of the page."""
        return next(each.text for each in self.elements if each.tag == "body")

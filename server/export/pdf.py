"""Writes content as a PDF by WeasyPrint, which may open neither a file nor a connection."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from server.export.blocks import Block, Content, Kind
from server.export.document_text import is_right_to_left, xml_text

ELEMENTS: dict[Kind, Markup] = {
    "title": Markup("h1"),
    "heading": Markup("h2"),
    "subheading": Markup("h3"),
    "item": Markup("li"),
}
PARAGRAPH = Markup("p")
PAGE = Markup(
    "<!DOCTYPE html><html lang='{}'><head><title>{}</title><style>{}</style></head><body>{}</body></html>"
)
STYLE = Markup("""
html { --han: "Noto Sans CJK SC"; }
html:lang(zh-TW), html:lang(zh-Hant) { --han: "Noto Sans CJK TC"; }
html:lang(zh-HK), html:lang(yue) { --han: "Noto Sans CJK HK"; }
html:lang(ja) { --han: "Noto Sans CJK JP"; }
html:lang(ko) { --han: "Noto Sans CJK KR"; }
@page { size: A4; margin: 20mm 20mm 22mm; @bottom-center {
  content: counter(page) " / " counter(pages); font: 9pt "Noto Sans", sans-serif; color: #595959; } }
body { font-size: 10.5pt; line-height: 1.45; color: #1b1b1b; overflow-wrap: anywhere;
  font-family: "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Armenian",
    "Noto Sans Georgian", "Noto Sans Lao", var(--han), sans-serif; }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 6pt; }
h2 { font-size: 14pt; margin: 18pt 0 6pt; }
h3 { font-size: 11.5pt; margin: 12pt 0 3pt; }
h1, h2, h3 { break-after: avoid; }
p, li { margin: 0 0 6pt; }
.facts, .time { color: #595959; }
.facts { margin: 0 0 2pt; }
.note { font-style: italic; }
""")


def write_pdf(content: Content, path: Path) -> None:
    """Write the document; raises OSError if Pango is not installed."""
    import weasyprint  # noqa: PLC0415  it loads Pango, which may be missing
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class Refuse(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        def fetch(self, url: str, *_: object, **__: object) -> Any:
            raise PermissionError("an export fetches nothing")

    html = weasyprint.HTML(string=html_of(content), url_fetcher=Refuse())
    html.write_pdf(str(path), uncompressed_pdf=False)


def html_of(content: Content) -> Markup:
    """Return the page; every name and word is escaped."""
    body = Markup("").join(_elements(content.blocks))
    return PAGE.format(content.language, xml_text(content.title), STYLE, body)


def _elements(blocks: tuple[Block, ...]) -> Iterator[Markup]:
    is_list = False
    for block in blocks:
        if is_list != (block.kind == "item"):
            is_list = not is_list
            yield Markup("<ul>") if is_list else Markup("</ul>")
        yield _element(block)
    if is_list:
        yield Markup("</ul>")


def _element(block: Block) -> Markup:
    name = ELEMENTS.get(block.kind, PARAGRAPH)
    direction = Markup(" dir='rtl'") if is_right_to_left(block.text) else Markup("")
    return Markup("<{0} class='{1}'{2}>{3}{4}</{0}>").format(
        name, block.kind, direction, _head(block), escape(xml_text(block.text))
    )


def _head(block: Block) -> Markup:
    if not (block.speaker or block.time):
        return Markup("")
    return Markup("<b>{}</b> <span class='time'>{}</span><br>").format(xml_text(block.speaker), block.time)

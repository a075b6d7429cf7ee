"""Writes content as a Word document."""

from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from server.export.blocks import Block, Content, Kind
from server.export.document_text import is_right_to_left, xml_text

STYLES: dict[Kind, str] = {
    "title": "Title",
    "heading": "Heading 1",
    "subheading": "Heading 2",
    "item": "List Bullet",
}
MAX_TITLE = 255
"""Characters of a property of the file."""
GREY = RGBColor(0x59, 0x59, 0x59)


def write_docx(content: Content, path: Path, taken_at: datetime) -> None:
    """Write the document."""
    document = Document()
    _set_properties(document, content, taken_at)
    turn = document.styles.add_style("Turn", WD_STYLE_TYPE.PARAGRAPH)
    turn.base_style = document.styles["Normal"]
    turn.paragraph_format.space_after = Pt(6)
    for block in content.blocks:
        _add(document, block)
    document.save(str(path))


def _set_properties(document: WordDocument, content: Content, taken_at: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author = xml_text(content.title)[:MAX_TITLE], ""
    properties.comments, properties.language = "", content.language[:MAX_TITLE]
    properties.created = properties.modified = taken_at.replace(tzinfo=None)


def _add(document: WordDocument, block: Block) -> None:
    style = "Turn" if block.kind == "turn" else STYLES.get(block.kind, "Normal")
    paragraph = document.add_paragraph(style=style)
    if block.kind == "turn" and (block.speaker or block.time):
        _run(paragraph, block.speaker).bold = True
        when = _run(paragraph, f"  {block.time}" if block.speaker else block.time)
        when.font.color.rgb = GREY
        when.add_break()
    run = _run(paragraph, block.text)
    run.italic = block.kind == "note" or None
    if is_right_to_left(block.text):
        _set_direction(paragraph)


def _run(paragraph: Paragraph, text: str) -> Run:
    run = paragraph.add_run(xml_text(text))
    if is_right_to_left(text):
        run.font.rtl = True
    return run


def _set_direction(paragraph: Paragraph) -> None:
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # python-docx has no name for it

"""Each format, read back with another library: names and words come out as they went in."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from server.export.archive import pack
from server.export.blocks import Block, Content
from server.export.document_text import is_right_to_left
from server.export.file_names import disposition, file_name
from server.export.pdf import html_of, write_pdf
from server.export.plain_text import escaped, markdown_of, text_of
from server.export.word import write_docx
from server.meeting.rooms import Room, RoomSettings

NOW = datetime(2026, 5, 8, 23, 30, tzinfo=UTC)
HOSTILE = (
    "*bold* _it_ **x** __y__",
    "a | b | c",
    "# not a heading",
    "<b>tag</b> &amp; <script>alert(1)</script>",
    "`code` ```fence```",
    "- not an item",
    "+ nor this",
    "1. nor that",
    "10) nor 10",
    "> no quotation",
    "=== no rule",
    "--- none",
    "[link](javascript:alert(1)) ![image](file:///etc/passwd)",
    "~~struck~~ \\ backslash \\* $x$ {a}",
    "a --> b",
    "C:\\temp\\_x_",
    "שלום *עולם*",
    "会议纪要，*你好*。",
    "👩\u200d💻 🇩🇪 e\u0301",
)


def content(*texts: str) -> Content:
    """Every text as each kind of block, and as a speaker's name."""
    blocks = [Block("title", "Atrium *1* <i>")]
    for text in texts:
        blocks += [
            Block("heading", text),
            Block("paragraph", text),
            Block("item", text),
            Block("note", text),
            Block("turn", text, speaker=text, time="0:07"),
        ]
    return Content("Atrium *1* <i>", "en", tuple(blocks))


def shown_by_markdown(text: str) -> str:
    """The text a reader of rendered Markdown sees, with tables and strikethrough on."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return "\n".join(
        "".join("\n" if each.type in ("hardbreak", "softbreak") else each.content for each in token.children)
        for token in parser.parse(text)
        if token.children
    )


def spaceless(text: str) -> str:
    """The text without whitespace: line breaks of a page divide words."""
    return "".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_words_unchanged(text: str) -> None:
    """A Markdown parser finds the same text in headings, paragraphs, items, notes, names and turns."""
    lines = shown_by_markdown(markdown_of(content(text))).splitlines()
    assert lines == ["Atrium *1* <i>", text, text, text, text, f"{text} 0:07", text]


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text_has_words_unchanged(text: str) -> None:
    """Nothing is escaped in plain text."""
    lines = text_of(content(text)).splitlines()
    assert {text, f"* {text}", f"[0:07] {text}: {text}"} <= set(lines)


def test_escaping_is_that_of_the_copied_minutes() -> None:
    """The page's copy and the file agree."""
    assert escaped("1. a*b - c") == "1\\. a\\*b - c"


def test_word_reads_them_back(tmp_path: Path) -> None:
    """Every paragraph of the document has the words, and the headings are headings."""
    write_docx(content(*HOSTILE), tmp_path / "a.docx", NOW)
    document = docx.Document(str(tmp_path / "a.docx"))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(str(paragraph.style and paragraph.style.name), []).append(paragraph.text)
    assert by_style["Heading 1"] == by_style["List Bullet"] == list(HOSTILE)
    assert by_style["Turn"] == [f"{text}  0:07\n{text}" for text in HOSTILE]
    assert document.core_properties.title == "Atrium *1* <i>"


def test_word_leaves_out_what_xml_cannot_hold(tmp_path: Path) -> None:
    """Controls and noncharacters do not spoil the file."""
    bad = "a\x00b\x0bc\x1bd\ufffee\ud800f"
    write_docx(content(bad), tmp_path / "a.docx", NOW)
    texts = {each.text for each in docx.Document(str(tmp_path / "a.docx")).paragraphs}
    assert "abcdef" in texts


def test_pdf_reads_them_back(tmp_path: Path) -> None:
    """The PDF has the words, embeds its fonts, and has the meeting's name as title."""
    latin = [text for text in HOSTILE if text.isascii()]
    write_pdf(content(*latin), tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf")
    shown = spaceless("".join(page.extract_text() for page in reader.pages))
    assert [text for text in latin if shown.count(spaceless(text)) < 5] == []
    assert reader.metadata is not None
    assert reader.metadata.title == "Atrium *1* <i>"
    objects = range(1, int(str(reader.trailer["/Size"])))
    assert any("/FontFile" in str(reader.get_object(each)) for each in objects)


def test_pdf_fetches_nothing(tmp_path: Path) -> None:
    """Words that name a file or an address stay words."""
    secret = tmp_path / "secret"
    secret.write_text("body { font-size: 99pt }")
    said = f"<link rel=stylesheet href='{secret.as_uri()}'><img src='http://127.0.0.1:9/x'>"
    page = html_of(content(said))
    assert "<link" not in page
    assert "<img" not in page
    write_pdf(content(said), tmp_path / "a.pdf")
    assert "<link" in PdfReader(tmp_path / "a.pdf").pages[0].extract_text()


def test_right_to_left() -> None:
    """The first letter with a direction decides."""
    assert [is_right_to_left(text) for text in ("שלום a", "123 שלום", "a שלום", "123", "مرحبا")] == [
        True,
        True,
        False,
        False,
        True,
    ]
    assert "dir='rtl'" in html_of(content("שלום"))


def room(name: str, zone: str = "UTC") -> Room:
    """A room that began at half past eleven in the evening."""
    return Room(
        id=None, slug="atrium", name=name, type="instant", status="ended", host_id=None, host_name=None,  # type: ignore[arg-type]  # an id is not needed
        livekit_room_name="", max_participants=2, current_participants=0, settings=RoomSettings(),
        scheduled_start_time=None, started_at=NOW, ended_at=NOW, duration=0, tags=(), created_at=NOW,
        time_zone=zone,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Atrium", "Atrium"),
        ("../../etc/passwd", "etc passwd"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        (".hidden.", "hidden"),
        ("CON", "meeting"),
        ("  ", "meeting"),
        ("\u202egpj.exe", "gpj.exe"),
        ("会" * 100, "会" * 50),
        ("a\nb\x00c", "a bc"),
    ],
)
def test_file_names_are_safe(name: str, safe: str) -> None:
    """A name has no separators, controls or turned directions, and fits every file system."""
    assert file_name(room(name), "pdf") == f"{safe} 2026-05-08.pdf"


def test_file_names_have_the_meeting_s_own_day() -> None:
    """The date is that of the meeting's time zone."""
    assert file_name(room("Atrium", "Asia/Tokyo"), "txt") == "Atrium 2026-05-09.txt"


def test_the_header_has_both_names() -> None:
    """RFC 6266: an ASCII name for old clients, the real one in UTF-8; nothing ends the header."""
    header = disposition('Zoë "x"\r\n 会.pdf')
    assert header.isascii()
    assert header.isprintable()
    assert header.startswith('attachment; filename="Zoe x')
    assert header.endswith("Zo%C3%AB%20%22x%22%0D%0A%20%E4%BC%9A.pdf")


def test_zip_has_every_file(tmp_path: Path) -> None:
    """Names in any script come out of the archive, and contents are the same."""
    (tmp_path / "mix.ogg").write_bytes(b"OggS" * 10)
    files: list[tuple[str, bytes | Path]] = [
        ("会议 2026.txt", b"words"),
        ("会议 2026.ogg", tmp_path / "mix.ogg"),
        ("a.json", json.dumps({}).encode()),
    ]
    pack(files, tmp_path / "all.zip")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "all.zip").read_bytes())) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "会议 2026.txt": b"words",
            "会议 2026.ogg": b"OggS" * 10,
            "a.json": b"{}",
        }

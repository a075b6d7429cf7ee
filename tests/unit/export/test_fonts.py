"""Scripts in a PDF file: what is read back, and no empty boxes, whatever fonts the machine has."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, TextStringObject

from server.export.__main__ import CONTENT
from server.export.blocks import Block, Content

NO_FONTS = '<?xml version="1.0"?><fontconfig></fontconfig>'
READ_BACK = (
    "Zoë’s naïve Ωmega и Жук: 30 € – “yes”",
    "会议纪要，你好。",
    "會議記錄，您好。",
    "今日の会議は延期です。カタカナ",
    "오늘 회의는 연기되었습니다",
    "ქართული",
    "Հայերեն",
)
SHAPED = ("مرحبا بالعالم", "שלום עולם", "สวัสดีการประชุม", "नमस्ते बैठक", "தமிழ் கூட்டம்", "👩\u200d💻 ✅ → ≤ ★")
"""A reader of PDF finds these in another order, or as shapes of several letters."""
Write = Callable[[str, str], PdfReader]


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Write a PDF of text and language as the server does, on a machine without any font."""
    directory = tmp_path_factory.mktemp("fonts")
    configuration = directory / "none.conf"
    configuration.write_text(NO_FONTS)

    @cache
    def written(text: str, language: str) -> PdfReader:
        kinds = [
            kind
            for line in text.splitlines()
            for kind in (
                Block("heading", line),
                Block("note", line),
                Block("item", line),
                Block("turn", line, speaker=line, time="0:07"),
            )
        ]
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "server.export", "pdf", str(directory / f"{language}.pdf")],
            input=CONTENT.dump_json(Content("Atrium", language, tuple(kinds))),
            env={**os.environ, "FONTCONFIG_FILE": str(configuration)},
            check=False,
        )
        assert done.returncode == 0
        return PdfReader(directory / f"{language}.pdf")

    return written


def glyphs(page: PageObject) -> Iterator[int]:
    """The numbers of the glyphs that a page shows, of two bytes each."""
    contents = page.get_contents()
    assert contents is not None
    for operands, operator in ContentStream(contents, page.pdf).operations:
        shown = operands[0] if operator in (b"TJ", b"Tj") else []
        for each in shown if isinstance(shown, ArrayObject) else [shown]:
            raw = each.original_bytes if isinstance(each, TextStringObject) else each
            if isinstance(raw, bytes):
                yield from (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))


def fonts(reader: PdfReader) -> str:
    """The names of the fonts in the file."""
    objects = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    return " ".join(
        str(each["/BaseFont"])
        for each in objects
        if isinstance(each, DictionaryObject) and "/BaseFont" in each
    )


def test_every_letter_has_a_glyph(write: Write) -> None:
    """No glyph is number 0, which a font shows for a letter it does not have."""
    reader = write("\n".join((*READ_BACK, *SHAPED)), "en")
    found = [glyph for page in reader.pages for glyph in glyphs(page)]
    assert len(found) > 5 * sum(map(len, READ_BACK))
    assert 0 not in found


def test_words_are_read_back(write: Write) -> None:
    """The text of the PDF is the text, in each kind of block."""
    reader = write("\n".join((*READ_BACK, *SHAPED)), "en")
    shown = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert {each: shown.count("".join(each.split())) for each in READ_BACK} == dict.fromkeys(READ_BACK, 5)


def test_han_letters_are_drawn_as_the_language_draws_them(write: Write) -> None:
    """The same letters are from the Japanese font in a Japanese meeting, else from the Chinese one."""
    drawn = {each: fonts(write("直接会議", each)) for each in ("ja", "zh")}
    assert "CJK-JP" in drawn["ja"]
    assert "CJK-SC" not in drawn["ja"]
    assert "CJK-SC" in drawn["zh"]

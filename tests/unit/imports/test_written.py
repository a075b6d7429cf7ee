"""Transcripts that somebody wrote: who said what when, and what is refused."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from agent.imports.refusals import EMPTY, NO_WORDS, NOT_A_TRANSCRIPT, NOT_UTF8, TOO_LONG, MediaError
from agent.imports.written import ESTIMATED, LONGEST, Timed, is_text, read_written
from server.meeting.segment_rows import Segment
from server.meeting.subtitles import srt_of, vtt_of

VTT = """WEBVTT - title

STYLE
::cue { color: red }

NOTE a note
--> not a time

intro
00:00:01.000 --> 00:00:02.500 align:start
<v.loud Alice &amp; Bob>Hello <b>there</b> &lt;b&gt;

01:02:03.004 --> 01:02:04.000
<v Zoë>One.</v> <v Bob>Two.</v>

00:05.000 --> 00:04.000
Carol: backwards
"""
SRT = """\ufeff1\r
00:00:01,000 --> 00:00:02,000\r
Alice: <i>Hello</i> {\\an8}there.\r
\r
2\r
00:00:02,500 --> 00:00:03,000\r
Going on.\r
\r
3\r
00:00:02,700 --> 00:00:04,000\r
שלום: עולם.\r
"""


def test_vtt() -> None:
    """Voices, entities, tags and notes are read as players do; cues come in the order of time."""
    lines, note = read_written(VTT.encode())
    assert note is None
    assert lines == [
        Timed("Hello there <b>", "Alice & Bob", 1000, 2500),
        Timed("backwards", "Carol", 5000, 5000),
        Timed("One.", "Zoë", 3723004, 3724000),
        Timed("Two.", "Bob", 3723004, 3724000),
    ]


def test_srt() -> None:
    """Names stand before words; a cue without one goes on; times may overlap; a byte-order mark is none."""
    assert read_written(SRT.encode())[0] == [
        Timed("Hello there.", "Alice", 1000, 2000),
        Timed("Going on.", "Alice", 2500, 3000),
        Timed("עולם.", "שלום", 2700, 4000),
    ]


def test_text_with_times() -> None:
    """`[0:07] Name: words` gives a place and a speaker."""
    lines, note = read_written(b"[0:07] Alice: One.\n(1:02:03) Bob: Two.\nand more: of it.\n")
    assert note is None
    assert [each.speaker for each in lines] == ["Alice", "Bob", "Bob"]
    assert [each.start_ms for each in lines] == [7000, 3_723_000, lines[1].end_ms]


def test_text_without_times() -> None:
    """Times follow from how fast people speak, and the note says so."""
    lines, note = read_written(b"Alice: " + b"x" * 150 + b".\nBob: Yes.")
    assert note == ESTIMATED
    assert [(each.start_ms, each.end_ms) for each in lines] == [(0, 10_066), (10_066, 10_566)]


def test_long_paragraphs_are_divided() -> None:
    """A page without a line break becomes segments, each with its part of the time."""
    lines, _ = read_written(("This is one sentence. " * 200 + "y" * 5000).encode())
    assert all(0 < len(each.text) <= LONGEST for each in lines)
    assert [each.start_ms for each in lines] == sorted(each.start_ms for each in lines)


def test_cues_of_one_sentence_are_joined() -> None:
    """Subtitles divide sentences; the transcript has them whole."""
    srt = b"1\n00:00:00,000 --> 00:00:01,000\nWe begin\n\n2\n00:00:01,000 --> 00:00:02,000\nat noon.\n"
    assert [(each.text, each.end_ms) for each in read_written(srt)[0]] == [("We begin at noon.", 2000)]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", EMPTY),
        (b"  \n\t\n", NO_WORDS),
        (b"WEBVTT\n\nNOTE nothing\n", NO_WORDS),
        ("Füße".encode("latin-1"), NOT_UTF8),
        ("Hello".encode("utf-16"), NOT_UTF8),
        (b"#EXTM3U\nhttp://127.0.0.1/x.ts\n", NOT_A_TRANSCRIPT),
        (b"v=0\no=- 0 0 IN IP4 127.0.0.1\n", NOT_A_TRANSCRIPT),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", NOT_A_TRANSCRIPT),
        (b"<!DOCTYPE html><p>Hello", NOT_A_TRANSCRIPT),
        (b"WEBVTT\n\n99:00:00.000 --> 99:00:01.000\nlate\n", TOO_LONG),
    ],
)
def test_refused(raw: bytes, why: str) -> None:
    """Each in words that say what to do."""
    with pytest.raises(MediaError, match=r"[.]") as refused:
        read_written(raw)
    assert str(refused.value) == why


def test_recordings_are_not_text() -> None:
    """Contents decide: text of any encoding is text, a recording is not."""
    assert is_text("Füße".encode("latin-1"))
    assert is_text("Hello".encode("utf-16"))
    assert not is_text(b"RIFF\x24\0\0\0WAVEfmt ")
    assert not is_text(b"\x1aE\xdf\xa3" + bytes(range(1, 32)) * 9)


@pytest.mark.parametrize(
    "text", ["*a_b|c# `d`", "<b>bold</b> & co", "a --> b", "שלום עולם", "👩\u200d💻 會議，好。"]
)
@pytest.mark.parametrize("name", ["Alice", "Zoë <3 & co", "会议", "שלום"])
def test_our_own_subtitles_come_back(text: str, name: str) -> None:
    """What was exported is imported as it was."""
    alice: UUID = uuid4()
    said = Segment(alice, 0, alice, name, "en", "v", 0, 1500, text, text, 1, [], None, "final")  # fmt: skip
    other = replace(said, id=uuid4(), seq=1, start_ms=5000, end_ms=6500)
    vtt, _ = read_written(vtt_of([said, other]).encode())
    assert [(each.speaker, each.text, each.start_ms) for each in vtt] == [(name, text, 0), (name, text, 5000)]
    if "<" not in name:
        srt, _ = read_written(srt_of([said, other]).encode())
        assert [(each.speaker, each.text) for each in srt] == [(name, text), (name, text)]

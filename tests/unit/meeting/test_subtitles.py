"""Cues that can be read, and files that other programs understand."""

import re
from uuid import UUID, uuid4

import pytest

from server.meeting.segment_rows import Segment, Words
from server.meeting.subtitles import COLUMNS, MAX_CUE_MS, MIN_CUE_MS, WORD_JOINER, cues_of, srt_of, vtt_of
from server.meeting.text_layout import columns_of, pieces_of

ALICE, BOB = uuid4(), uuid4()
HOSTILE = [
    "*a_b|c#`d`",
    "<b>bold</b> & co",
    "a --> b",
    "- 1. item",
    "שלום עולם",
    "👩\u200d💻 🇩🇪 👍🏽",
    "会议纪要，你好。",
]
LONG = ["word " * 200, "x" * 5000, "会" * 900, "👩\u200d" * 300, "e" + "\u0301" * 400, "ก็" * 200]


def words_of(text: str, start_ms: int, each_ms: int = 400, pause_ms: int = 0) -> Words:
    """Words of equal length."""
    step = each_ms + pause_ms
    return [
        {"w": word, "s": start_ms + i * step, "e": start_ms + i * step + each_ms, "c": 1.0}
        for i, word in enumerate(text.split())
    ]


def said(
    text: str, start_ms: int = 0, words: Words | None = None, *, who: UUID | None = ALICE, name: str = "Alice"
) -> Segment:
    """A final segment; its words take 0.4 s each unless given."""
    heard = words_of(text, start_ms) if words is None else words
    end_ms = heard[-1]["e"] if heard else start_ms + 1000
    return Segment(
        uuid4(), start_ms, who, name, "en", "vosk", start_ms, end_ms, text, text, 1, heard, None, "final"
    )  # fmt: skip


def test_cues_have_two_short_lines() -> None:
    """No cue has more than two lines of 42 columns, or lasts longer than seven seconds."""
    for text in [*HOSTILE, *LONG]:
        for cue in cues_of([said(text)]):
            assert 1 <= len(cue.lines) <= 2
            assert all(line and columns_of(line) <= COLUMNS for line in cue.lines)
            assert cue.end_ms - cue.start_ms <= MAX_CUE_MS or " " not in " ".join(cue.lines)


@pytest.mark.parametrize("text", [*HOSTILE, *LONG])
def test_nothing_said_is_left_out(text: str) -> None:
    """The letters of all cues are those of the segment."""
    shown = "".join(line for cue in cues_of([said(text)]) for line in cue.lines)
    assert "".join(shown.split()) == "".join(text.split())


def test_times_are_those_of_words() -> None:
    """A cue begins with its first word and ends with its last."""
    text = " ".join(f"number{count}" for count in range(40))
    words = {word["w"]: (word["s"], word["e"]) for word in words_of(text, 5000)}
    for cue in cues_of([said(text, 5000)]):
        shown = " ".join(cue.lines).split()
        assert (cue.start_ms, cue.end_ms) == (words[shown[0]][0], words[shown[-1]][1])


def test_an_edited_word_moves_no_other() -> None:
    """Words that were heard keep their times beside corrected ones."""
    heard = words_of("we ship on friday " + "and then we rest " * 8, 0)
    before = cues_of([said("we ship on friday " + "and then we rest " * 8, words=heard)])
    after = cues_of([said("we ship on Monday " + "and then we rest " * 8, words=heard)])
    assert [(cue.start_ms, cue.end_ms) for cue in after[1:]] == [(c.start_ms, c.end_ms) for c in before[1:]]


def test_without_words_time_is_divided() -> None:
    """A segment without word times is spread over its own time."""
    cues = cues_of([said("word " * 60, 1000, [])])
    assert cues[0].start_ms == 1000
    assert [cue.start_ms for cue in cues] == sorted(cue.start_ms for cue in cues)


def test_a_pause_begins_a_cue() -> None:
    """After a long silence the next words do not appear early."""
    words = words_of("before", 0) + words_of("after", 4000)
    assert [cue.lines for cue in cues_of([said("before after", words=words)])] == [("before",), ("after",)]


def test_cues_end_with_sentences() -> None:
    """A cue ends where a sentence does, if that is in its second half."""
    text = (
        "We have to decide on this today, whatever happens. Nobody objects to it, so we shall begin at once."
    )
    words = words_of(text, 0, 150)
    first, *_ = cues_of([said(text, words=words)])
    assert " ".join(first.lines) == "We have to decide on this today, whatever happens."


def test_short_cues_stay_for_a_second() -> None:
    """A cue of one short word can be read, but does not cover the same speaker's next."""
    yes, no = said("Yes.", 0), said("No.", 600)
    assert [cue.end_ms for cue in cues_of([yes])] == [MIN_CUE_MS]
    assert [cue.end_ms for cue in cues_of([yes, no])] == [600, 1600]


def test_open_segments_have_a_length() -> None:
    """A cue's end is after its start, also where no time is known."""
    odd = [{"w": "late", "s": 900, "e": 100, "c": 1.0}, {"w": "early", "s": -5, "e": 99_999, "c": 1.0}]
    assert all(cue.end_ms > cue.start_ms for cue in cues_of([said("late early", 0, odd), said("x", 0, [])]))


def test_vtt_escapes_markup() -> None:
    """No word or name can end a cue, begin a tag or a time line."""
    file = vtt_of([said("a --> b\n\n<i>c</i> & d", name="<Al>&")])
    head, cue = "WEBVTT\n\n00:00:00.000 --> 00:00:02.400\n", "a --&gt; b &lt;i&gt;c&lt;/i&gt; &amp; d\n"
    assert file == f"{head}<v &lt;Al&gt;&amp;>{cue}"


def test_vtt_without_speakers() -> None:
    """Names are left out on request."""
    assert "<v" not in vtt_of([said("hello")], speakers=False)


def test_empty_files() -> None:
    """A meeting without words is a valid file without cues."""
    assert (vtt_of([]), srt_of([]), cues_of([said("  \n ", words=[])])) == ("WEBVTT\n", "", [])


def test_srt_names_speakers_when_they_change() -> None:
    """Each block has a number, a time and text; the name stands before the first words of a turn."""
    file = srt_of([said("one", 0), said("two", 2000), said("three", 4000, who=BOB, name="Bob")])
    blocks = [block.splitlines() for block in file.split("\n\n")]
    assert [block[0] for block in blocks] == ["1", "2", "3"]
    assert all(re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", block[1]) for block in blocks)
    assert [block[2] for block in blocks] == ["Alice: one", "two", "Bob: three"]


def test_srt_shows_markup_as_it_was_said() -> None:
    """An invisible joiner keeps players from reading markup; without it the text is the same."""
    file = srt_of([said("<b>x</b> {\\an8} --> y")], speakers=False)
    shown = file.splitlines()[2]
    assert "<b>" not in shown
    assert "-->" not in shown
    assert shown.replace(WORD_JOINER, "") == "<b>x</b> {\\an8} --> y"


def test_names_are_distinct() -> None:
    """Participants of one name are told apart as on the page."""
    first, second = said("one", 0, name="Alex"), said("two", 1000, who=BOB, name="Alex")
    file = vtt_of([first, second], {ALICE: "Alex", BOB: "Alex (2)"})
    assert re.findall("<v ([^>]+)>", file) == ["Alex", "Alex (2)"]


def test_clusters_stay_whole() -> None:
    """Flags, skin tones, families and accents are never divided."""
    text = "👩\u200d💻🇩🇪👍🏽e\u0301" * 40
    assert "".join(piece.text for piece in pieces_of(text, COLUMNS)) == text
    assert not [p.text for p in pieces_of(text, COLUMNS) if p.text[0] in "\u200d\u0301🏽"]

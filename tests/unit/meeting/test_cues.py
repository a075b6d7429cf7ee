"""The transcript as subtitles."""

from typing import Any
from uuid import UUID, uuid4

from server.meeting.cues import MAX_CHARACTERS, MAX_MS, Cue, cues_of
from server.meeting.segment_rows import Segment
from server.meeting.web_vtt import web_vtt

BOB = uuid4()


def segment(text: str, start_ms: int = 0, end_ms: int = 3000, **more: Any) -> Segment:
    """A segment of Bob's; `words` are timed evenly where `timed` is true."""
    said = text.split()
    step = (end_ms - start_ms) / max(1, len(said))
    words = [
        {"w": word, "s": start_ms + round(n * step), "e": start_ms + round((n + 0.9) * step), "c": 0.9}
        for n, word in enumerate(said)
    ]
    known: dict[str, Any] = {
        "id": uuid4(), "seq": 0, "participant_id": BOB, "speaker": "Bob", "language": "en", "engine": "vosk",
        "start_ms": start_ms, "end_ms": end_ms, "text": text, "raw_text": text, "revision": 1,
        "words": words, "confidence": 0.9, "state": "final",
    }  # fmt: skip
    return Segment(**(known | more))


def names() -> dict[UUID, str]:
    """Bob's distinct name."""
    return {BOB: "Bob (2)"}


def test_short_segment_is_one_cue() -> None:
    """A segment that can be read at once stays whole, under the speaker's distinct name."""
    assert cues_of([segment("The review\n is late.")], names()) == [
        Cue(0, 3000, "Bob (2)", "The review is late.")
    ]


def test_long_segment_is_split_at_words() -> None:
    """No cue is too long to read; together they have every word, at its time."""
    text = " ".join(f"word{n}" for n in range(100))
    long = segment(text, 1000, 41_000)
    cues = cues_of([long], names())
    assert " ".join(cue.text for cue in cues) == text
    assert all(len(cue.text) <= MAX_CHARACTERS and cue.end_ms - cue.start_ms <= MAX_MS for cue in cues)
    starts = {word["w"]: word["s"] for word in long.words}
    assert all(cue.start_ms == starts[cue.text.split()[0]] for cue in cues)


def test_a_sentence_ends_its_cue() -> None:
    """A long enough cue ends where its sentence does."""
    text = "This is the first of the sentences there are. And this is the second one, which follows it."
    assert [cue.text for cue in cues_of([segment(text)], names())] == [text[:45], text[46:]]


def test_order_of_starts() -> None:
    """Parts of a long segment come in order with what others said meanwhile."""
    long, short = segment("one two three four " * 20, 0, 60_000), segment("Yes.", 8000, 8400)
    starts = [cue.start_ms for cue in cues_of([long, short], names())]
    assert starts == sorted(starts)
    assert starts.index(8000) > 0


def test_nothing_said() -> None:
    """An empty meeting, or one whose segments are empty, is a valid file."""
    assert web_vtt([]) == web_vtt(cues_of([segment(" ")], names())) == "WEBVTT\n"


def test_moment_without_length() -> None:
    """A cue lasts long enough to be shown at all."""
    assert web_vtt(cues_of([segment("Yes", 5000, 5000, words=[])], {})).endswith(
        "00:00:05.000 --> 00:00:05.200\n<v Bob>Yes\n"
    )


def test_nothing_is_markup() -> None:
    """What was said and what people are called can end neither their cue nor their span."""
    cue = Cue(3_599_999, 36_000_000, "<b> & > Co", "a --> b </v><i>c & \0")
    assert web_vtt([cue]).split("\n")[2:] == [
        "00:59:59.999 --> 10:00:00.000",
        "<v &lt;b&gt; &amp; &gt; Co>a --&gt; b &lt;/v&gt;&lt;i&gt;c &amp; \ufffd",
        "",
    ]

"""Timed words laid over a text."""

from itertools import pairwise
from typing import Any

import pytest

from server.meeting.word_spans import spans_of


def timed(text: str) -> list[dict[str, Any]]:
    """The words of a text, each half a second long."""
    return [{"w": word, "s": n * 500, "e": n * 500 + 400} for n, word in enumerate(text.split())]


def laid(text: str, words: str, end_ms: int = 10_000) -> list[tuple[str, int, int]]:
    """Each word of the text with its times."""
    return [(text[s.begin : s.end], s.start_ms, s.end_ms) for s in spans_of(text, timed(words), 0, end_ms)]


def test_punctuated() -> None:
    """Case and punctuation that the engine did not hear change no times."""
    found = laid("Shall we, then, keep April?", "shall we then keep april")
    assert found == [
        ("Shall", 0, 400), ("we", 500, 900), ("then", 1000, 1400), ("keep", 1500, 1900), ("April", 2000, 2400)
    ]  # fmt: skip


def test_corrected() -> None:
    """A corrected word takes the place of what was misheard; those around it keep their times."""
    found = laid("We use Grafana Loki for logs", "we use graphene a low key for logs")
    assert found[:2] == [("We", 0, 400), ("use", 500, 900)]
    assert found[-2:] == [("for", 3000, 3400), ("logs", 3500, 3900)]
    assert [word for word, _, _ in found[2:-2]] == ["Grafana", "Loki"]
    assert 900 <= found[2][1] < found[3][1] < found[3][2] <= 3000


def test_words_apart_in_another_way() -> None:
    """Where the text joins what the engine separated, letters decide."""
    assert laid("Notwithstanding it", "not withstanding it")[-1] == ("it", 1000, 1400)


def test_chinese() -> None:
    """Text without spaces is split where the engine's words are."""
    assert laid("我们下周发布。", "我们 下周 发布") == [
        ("我们", 0, 400),
        ("下周", 500, 900),
        ("发布", 1000, 1400),
    ]


def test_without_times() -> None:
    """Words without times share the segment's by their lengths."""
    assert laid("one three", "", end_ms=800) == [("one", 0, 300), ("three", 300, 800)]


@pytest.mark.parametrize("text", ["", "…", "— ! —", "\u200b", "🙂", "ไม่เป็นไร", "é" * 5, "a b" * 500])
@pytest.mark.parametrize("words", ["", "…", "a", "b a b", "é", "🙂 x"])
def test_any_text(text: str, words: str) -> None:
    """Spans are inside of the text, in order, and never end before they begin."""
    spans = spans_of(text, timed(words), 0, 5000)
    assert all(0 <= span.begin < span.end <= len(text) for span in spans)
    assert all(span.start_ms <= span.end_ms for span in spans)
    assert all(one.end <= other.begin for one, other in pairwise(spans))

"""Embeddings of the model that is installed with Parley."""

import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from agent.minutes.embeddings.embedder import EmbeddingsUnavailable, Role, Vectors, checked, embeddable
from agent.minutes.embeddings.local_e5 import local_e5

SCRIPTS = (
    "Das Budget wird am Freitag verschickt.",
    "예산은 금요일에 보냅니다.",
    "予算は金曜日に送ります。",
    "سنرسل الميزانية يوم الجمعة.",
    "नमस्ते, बजट शुक्रवार को",
    "👩‍👩‍👧 🎉",
)
HOSTILE = ("\ufdfa" * 1500, "\x00" * 50 + "a\x00b", "\ud800x\udfff", "e\u0301" * 500, "\u0e01" * 300)
"""The first outgrows the engine's buffer unless it is written out."""


def passages(texts: Sequence[str]) -> Vectors:
    """Embed texts as passages."""
    return local_e5().embed_now(texts, Role.PASSAGE)


def test_a_question_finds_its_answer_in_another_language() -> None:
    """A Korean question is nearer to the English sentence that answers it than to others."""
    said = ["The budget is due on Friday.", "We had lunch in the park.", "The new logo is green."]
    (asked,) = local_e5().embed_now(["예산은 언제까지인가요?"], Role.QUERY)
    assert int(np.argmax(passages(said) @ asked)) == 0


def test_vectors_have_length_one() -> None:
    """Any script gives a vector of length 1, alone as in a batch."""
    together = passages(SCRIPTS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together[0], passages(SCRIPTS[:1])[0], atol=1e-3)


@pytest.mark.parametrize("nothing", ["", " \n\t", "\x00\x1f", "\ud800"])
def test_an_empty_text_is_like_nothing(nothing: str) -> None:
    """A text without anything to read gets a row of zeros, and its neighbours keep theirs."""
    rows = passages(["before", nothing, "after"])
    assert not rows[1].any()
    assert np.allclose(rows[2], passages(["after"])[0], atol=1e-3)


def test_no_texts() -> None:
    """Of no texts there are no rows, and the model is not even loaded."""
    assert passages([]).shape == (0, 384)


def test_hostile_texts_do_not_crash_the_engine() -> None:
    """Texts that would overflow the engine's buffer, or end it early, are embedded like any other."""
    code = "from tests.unit.minutes import test_embeddings as t; assert t.passages(t.HOSTILE).any(1).all()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=120)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode()[-300:]


def test_long_texts_are_cut() -> None:
    """What is beyond 4,000 characters does not count."""
    long = "budget " * 2000
    assert len(embeddable(long)) <= 4000
    assert embeddable("x" * 10_000 + "y") == embeddable("x" * 10_000)


def test_ligatures_are_written_out() -> None:
    """No character is left that the engine would write out as many."""
    assert "\ufdfa" not in embeddable("".join(map(chr, range(0xFB50, 0xFE00))))


@pytest.mark.parametrize(
    "rows",
    [None, "prose", [[1.0, 2.0]], [[1.0], [2.0, 3.0]], [[0.0, 0.0]] * 2, [[float("nan"), 1.0]] * 2, [[], []]],
)
def test_replies_that_are_no_vectors(rows: object) -> None:
    """Two texts need two vectors of one length with a direction."""
    with pytest.raises(EmbeddingsUnavailable):
        checked(rows, 2)


async def test_embedding_leaves_the_loop_free() -> None:
    """Texts are embedded in a thread."""
    assert (await local_e5().embed(SCRIPTS[:1], Role.PASSAGE)).shape == (1, 384)

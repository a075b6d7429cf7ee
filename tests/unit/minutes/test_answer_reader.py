"""The one object of a model's reply, whatever is around it."""

import json
import time

import pytest

from agent.minutes.llm.answer_reader import read_answer
from agent.minutes.llm.errors import ModelOutputInvalid
from agent.minutes.llm.language_model import Reply

NOTES = {"key_points": [{"lines": [1], "text": 'The {ticket} shop "fails", says [Bob].'}]}
WRITTEN = json.dumps(NOTES)
CUT = '{"topics": [{"lines": [1], "title": "Shop"}, {"lines": [2], "title": "Bud'


@pytest.mark.parametrize(
    "text",
    [
        WRITTEN,
        f"\ufeff  {WRITTEN}\n",
        f"```json\n{WRITTEN}\n```",
        f"```\n{WRITTEN}\n```\nI hope this helps!",
        f"Here are the notes you asked for:\n\n{WRITTEN}\n\nLet me know if you need more.",
        f'<think>The user wants {{"key_points": []}}, I think.</think>\n{WRITTEN}',
        f'The template opened the thought: {{"key_points": []}}</think>{WRITTEN}',
        f"<think>{WRITTEN}</think>",
        f"{WRITTEN}\n{WRITTEN}",
        WRITTEN.replace("}]}", ",},],}"),
        f"As {{asked}}: {WRITTEN}",
    ],
)
def test_good_answers_are_read(text: str) -> None:
    """An object is found in a fence, between sentences, after a thought, with commas too many, twice."""
    assert read_answer(Reply(text)) == NOTES


def test_answer_in_the_thinking() -> None:
    """A model that answered where it should only think is read there."""
    assert read_answer(Reply("", thinking=WRITTEN)) == NOTES
    assert read_answer(Reply("  \n", thinking=f"So the answer is {WRITTEN}")) == NOTES


def test_answer_before_thinking() -> None:
    """What a model thought does not count beside its answer."""
    assert read_answer(Reply(WRITTEN, thinking='{"key_points": []}')) == NOTES


def test_cut_answer() -> None:
    """Of an answer that reached its length limit the completed items are used."""
    assert read_answer(Reply(CUT, is_cut=True)) == {"topics": [{"lines": [1], "title": "Shop"}]}


@pytest.mark.parametrize("text", [CUT, '{"topics": [{"lines": [1], "ti', "{" * 3, '{"summary": "We sp'])
def test_broken_answer(text: str) -> None:
    """An answer that ends without a reason, or before its first item, is none."""
    with pytest.raises(ModelOutputInvalid):
        read_answer(Reply(text, is_cut=text is not CUT))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "no object at all",
        "[1, 2]",
        "null",
        '"a string with {braces}"',
        '{"a": 1} {"a": 2}',
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": ' + "9" * 5000 + "}",
        "{'a': 1}",
    ],
)
def test_ambiguous_answers(text: str) -> None:
    """Nothing, no object, two different ones, a key twice and what JSON does not have are refused."""
    with pytest.raises(ModelOutputInvalid):
        read_answer(Reply(text))


@pytest.mark.parametrize(
    "text",
    [
        '{"a":' * 10_000 + "1" + "}" * 10_000,
        "{" * 100_000,
        "[" * 100_000,
        "{}" * 90_000 + '{"a": 1}',
        '{"a": "' + "x" * 10_000_000 + '"}',
        "\\" * 150_000,
        '{"' + '\\"' * 90_000,
        "<think>" * 25_000,
    ],
)
def test_hostile_answers(text: str) -> None:
    """Depth, length and repetition neither crash nor cost time."""
    began = time.process_time()
    with pytest.raises(ModelOutputInvalid):
        read_answer(Reply(text, is_cut=True))
    assert time.process_time() - began < 2


def test_unstorable_characters() -> None:
    """NUL and halves of characters, however they are written, become spaces; an escaped backslash stays."""
    text = '{"a": "x\\u0000y\\ud800z", "b": ["\x00"], "c": "\\\\u0000"}'
    assert read_answer(Reply(text)) == {"a": "x y z", "b": [" "], "c": "\\u0000"}

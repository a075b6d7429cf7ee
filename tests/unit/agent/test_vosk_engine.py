"""What Vosk's results become."""

import json

from agent.recognizer import TimedWord
from agent.vosk_engine import clean, words_of


def test_noise_is_no_word() -> None:
    """Noise marks and unknown words are taken out of a text."""
    assert clean("[2] we <UNK> have [noise] spent") == "we have spent"


def test_only_noise() -> None:
    """A text of noise alone is empty."""
    assert clean("[2] <UNK>") == ""


def test_words_on_the_utterances_clock() -> None:
    """Times, which Vosk counts from its first sample ever, count from the utterance's."""
    result = {"result": [{"word": "we", "start": 10.5, "end": 10.75, "conf": 0.91234}]}
    assert words_of(json.dumps(result), 10_000) == (TimedWord("we", 500, 750, 0.912),)


def test_no_words() -> None:
    """A result without words gives none."""
    assert words_of('{"text": ""}', 0) == ()


def test_noise_words_are_left_out() -> None:
    """Noise marks are not words of the result either."""
    result = {"result": [{"word": "[2]", "start": 0, "end": 1, "conf": 1}]}
    assert words_of(json.dumps(result), 0) == ()

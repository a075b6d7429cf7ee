"""The captions' bench compares what was shown with what was said."""

from dataclasses import replace

import numpy as np

from tests.bench.caption_scores import Said, Score, foreign_words, score
from tests.bench.spoken_clips import Clip, ClipWord
from tests.integration.agent.livekit_harness import Shown

SILENCE = np.zeros(16_000, np.int16)


def said(*words: str) -> list[Said]:
    """A clip that begins at second 10, with half a second for each word."""
    timed = tuple(ClipWord(word, (number + 1) / 2) for number, word in enumerate(words))
    return [Said(Clip(SILENCE, timed, 0.0, len(words) / 2), 10.0)]


def shown(text: str, at: float, revision: int = 0, speaker: str = "ann") -> Shown:
    """A caption of the only segment."""
    attributes = {
        "lk.segment_id": "s",
        "lk.transcription_final": "true" if revision else "false",
        "parley.speaker": speaker,
        "parley.revision": str(revision),
    }
    return Shown("agent", attributes, text, at)


def figures(*captions: Shown) -> Score:
    """Of one person who said three words."""
    return score({"ann": said("we", "begin", "now")}, captions)


def test_latencies() -> None:
    """First words count from the voice, words from their own ends, the final from the last end."""
    found = figures(shown("We", 11.0), shown("We began", 11.5), shown("We begin now.", 12.0, 1))
    assert (found.first_ms, found.final_ms) == ([1000.0], [500.0])
    assert found.word_ms == [500.0, 1000.0, 500.0]


def test_words_taken_back() -> None:
    """A word that is replaced or removed is taken back; one that grows or gets punctuation is not."""
    found = figures(shown("We be", 11.0), shown("Well begin new", 11.5), shown("we begin, now.", 12.0, 1))
    assert found.revoked == 2


def test_second_pass() -> None:
    """Its words are counted apart."""
    found = figures(shown("We begun now", 12.0, 1), shown("We begin now.", 15.0, 2))
    assert (found.wrong, found.refined_wrong, found.of) == (1, 0, 3)


def test_nothing_shown() -> None:
    """An utterance without a caption is counted as such."""
    assert (figures().lost, figures().wrong) == (1, 3)


def test_sentence_said_twice() -> None:
    """Of a sentence that is said again, and was misheard at first, each time counts for itself."""
    first, again = said("we", "begin", "now"), replace(said("we", "begin", "now")[0], at=50.0)
    heard = [
        replace(shown(text, at, 1), attributes=shown(text, at, 1).attributes | {"lk.segment_id": text})
        for text, at in (("we begin no", 12.0), ("we begin now", 52.0))
    ]
    assert score({"ann": [*first, again]}, heard).final_ms == [500.0, 500.0]


def test_words_of_somebody_else() -> None:
    """Two words in a row that another speaker said are somebody else's; a single one is chance."""
    own, other = ["the", "budget"], ["our", "new", "office", "budget"]
    assert foreign_words(own, ["the", "new", "office", "budget"], [other]) == 2
    assert foreign_words(own, ["the", "office", "budget"], [other]) == 0

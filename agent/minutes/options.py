"""Whether a line names something to choose or to do together, which a later one may settle on."""

from agent.minutes.settling_words import settling_cues
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import ends_sentence, sentences
from agent.minutes.transcript_lines import TranscriptLine

OPTION_WORDS = 20
"""A longer sentence explains something."""


def is_option(line: TranscriptLine, *, by_another: bool) -> bool:
    """Whether the line names something to choose or to do together; one's own only if it asks others."""
    return any(offers(each, by_another=by_another) for each in sentences(line.text))


def offers(sentence: str, *, by_another: bool) -> bool:
    """The same of a sentence."""
    if len(sentence.split()) > OPTION_WORDS:
        return False
    return _asks_to_choose(sentence) or (by_another and _speaks_for(sentence))


def _asks_to_choose(sentence: str) -> bool:
    known, cues = spoken_tables(), settling_cues()
    is_question = sentence.endswith("?") or not ends_sentence(sentence)
    return bool(
        known.proposed.search(sentence)
        or known.floated.search(sentence)
        or (is_question and (cues.choice.search(sentence) or known.suggested.search(sentence)))
    )


def _speaks_for(sentence: str) -> bool:
    known, cues = spoken_tables(), settling_cues()
    return bool(
        known.suggested.search(sentence) or known.should.search(sentence) or cues.prefers.search(sentence)
    )

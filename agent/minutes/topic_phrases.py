"""What speech is about, as noun phrases of its own words.

A phrase counts for how often it is a whole run of content words, less where it is only part of a longer one
(C-value), more where words like "the" precede it and less where words like "we" do, and more where few other
parts of the meeting have it. What is no noun phrase is none of its topics, and a phrase of two words or a
name goes before a single word.
"""

import math
import re
from collections.abc import Mapping, Sequence

from agent.minutes.function_words import GENERAL, function_words
from agent.minutes.language_tables import NUMBER_WORDS, ORDINALS, SCALES, words
from agent.minutes.noun_phrases import is_noun_phrase, is_vague
from agent.minutes.phrase_counts import LINKS, Key, Phrase, phrases_in
from agent.minutes.spoken_dates import DEFAULT, LEXICONS
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import stem, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine

__all__ = ["MeetingPhrases", "Phrase"]

PART_WEIGHT = 0.3
"""Weight of an occurrence inside a longer run."""
VAGUE_WEIGHT = 0.5
"""Weight of a single word that is no name."""
PART_OF_A_TOPIC = 0.3
"""Share of a word's occurrences from which the longer phrase that has it is named in its place."""
UNITS = frozenset(
    words(
        """
    euro euros eur cent cents dollar dollars pound pounds franken francs franc rupees yen won kronen percent
    prozent procent percento pfund livres libras dollari dólar dólares kilo kilos kilogram kilograms kilogramm
    grams gramm gramme grammes gramos grammi gramas tons tonnes tonnen toneladas tonnellate metre metres meter
    meters mètre mètres metro metros metri kilometre kilometres kilometer kilometers kilomètres kilómetros
    chilometri quilômetros litre litres liter liters litros litri inch inches feet foot yards miles acres
    hectares hektar degrees grad degrés grados gradi graus watts kilowatts volts hertz bytes gigabytes
    thousand million millions billion billions tausend millionen milliarden mille mil mila duizend miljoen
    hundert cent cien cento millones milioni milhões
        """
    )
)
"""What something is counted in, of several languages."""
DOCUMENTS = frozenset(words("plan plans report reports review reviews"))
"""English: things of any meeting, which are particular with the word before them: “the project plan”."""
CASED_SHARE = 0.1
"""Share of words with a capital within sentences from which a transcript has capitals at all."""


def is_particular(phrase: Phrase) -> bool:
    """Whether a phrase says what a meeting is about: not a word of any conversation, no day or month."""
    of = language.get()
    links = LINKS.get(of, ())
    said = [word for word in re.split(r"[\s'’]+", phrase.text.lower()) if word not in links]
    days = "|".join(day for dates in LEXICONS.get(of, DEFAULT) for day in (*dates.weekdays, *dates.months))
    if days and any(re.fullmatch(days, word) for word in said):
        return False
    if all(word in UNITS for word in said):
        return False
    if len(said) > 1 and said[-1] in DOCUMENTS:
        return True
    framing = {stem(word) for word in spoken_tables().framing}
    return any(word not in GENERAL.get(of, ()) and stem(word) not in framing for word in said)


def weights(phrases: Mapping[Key, Phrase], everywhere: Mapping[Key, Phrase], lines: int) -> dict[Key, float]:
    """How much each phrase is what some lines are about; `everywhere`: of all `lines` of the meeting."""
    longer: dict[Key, list[int]] = {}
    for key, phrase in phrases.items():
        for start in range(len(key)):
            for end in range(start + 1, len(key) + 1):
                if end - start < len(key):
                    longer.setdefault(key[start:end], []).append(phrase.count)
    return {
        key: _weight(phrase, everywhere.get(key, phrase), longer.get(key, []), lines)
        for key, phrase in phrases.items()
    }


def _weight(phrase: Phrase, whole: Phrase, longer: Sequence[int], lines: int) -> float:
    own = phrase.whole + PART_WEIGHT * (phrase.count - phrase.whole)
    nested = max((count for count in longer if count > 1), default=0)
    free = own - PART_WEIGHT * nested
    noun = (whole.nouns + 0.5) / (whole.nouns + whole.verbs + 1)
    rare = math.log(1 + lines / len(whole.lines))
    length = 1 + 0.5 * (len(phrase.key) - 1) if phrase.count > 1 else 0.7
    return max(0.0, free) * noun * noun * rare * length


class MeetingPhrases:
    """The phrases of one meeting; those of some of its lines are weighed against all of it."""

    def __init__(self, spoken: MeetingSpeech) -> None:
        self._lines = spoken.lines
        self.ignored = frozenset(function_words(spoken.lines)) | _names(spoken) | _numbers()
        """Function words, numbers and the names of the people there, in lower case."""
        self._everywhere = phrases_in(spoken.lines, self.ignored)
        single = [phrase for key, phrase in self._everywhere.items() if len(key) == 1]
        capitals, smalls = sum(each.capitals for each in single), sum(each.smalls for each in single)
        self._is_cased = capitals > CASED_SHARE * (capitals + smalls)
        self._nouns = {
            key
            for key, phrase in self._everywhere.items()
            if is_noun_phrase(phrase, self._everywhere, is_cased=self._is_cased)
        }

    def best(
        self, lines: Sequence[TranscriptLine] | None = None, count: int = 1, *, least: int = 2
    ) -> list[Phrase]:
        """What some lines, or all, are about, best first; no word twice, each said at least `least` times."""
        phrases = self._everywhere if lines is None else phrases_in(lines, self.ignored)
        weighed = weights(phrases, self._everywhere, len(self._lines))
        good = {
            key: weighed[key] * (VAGUE_WEIGHT if is_vague(phrase) else 1)
            for key, phrase in phrases.items()
            if phrase.count >= least and weighed[key] > 0 and key in self._nouns and is_particular(phrase)
        }
        chosen: list[Phrase] = []
        taken: set[str] = set()
        for key in sorted(good, key=lambda each: (-good[each], each)):
            if len(chosen) == count:
                break
            named = _specific(key, good, phrases)
            if taken.isdisjoint(named):
                chosen.append(phrases[named])
                taken.update(named)
        return chosen


def _specific(key: Key, good: Mapping[Key, float], phrases: Mapping[Key, Phrase]) -> Key:
    """The longer phrase that a vague word is mostly said in, or the word itself."""
    if not is_vague(phrases[key]):
        return key
    enough = PART_OF_A_TOPIC * phrases[key].count
    longer = [each for each in good if len(each) > 1 and key[0] in each and phrases[each].count >= enough]
    return max(longer, key=lambda each: (good[each], each), default=key)


def _names(spoken: MeetingSpeech) -> frozenset[str]:
    return frozenset(part for person in spoken.everybody for part in tokens(person.name))


def _numbers() -> frozenset[str]:
    return frozenset((*NUMBER_WORDS, *ORDINALS, *SCALES) if language.get() == "en" else ())

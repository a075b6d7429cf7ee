"""Meetings of which nothing could be made out: only hesitation, and words that stand before others."""

from agent.minutes.function_words import BEFORE_NOUNS
from agent.minutes.language_tables import FILLERS, HESITATIONS
from agent.minutes.special.wishes import wished_language
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import tokens
from agent.minutes.transcript_lines import MeetingSpeech

UNCLEAR = {
    "en": "Nothing could be made out of what was said, so there is nothing to summarise.",
    "de": "Was gesagt wurde, war nicht zu verstehen; es gibt nichts zusammenzufassen.",
    "fr": "Ce qui a été dit n’a pas pu être compris : il n’y a rien à résumer.",
    "es": "No se pudo entender lo que se dijo; no hay nada que resumir.",
    "it": "Quello che è stato detto non si è capito: non c’è nulla da riassumere.",
    "nl": "Wat er is gezegd was niet te verstaan; er is niets samen te vatten.",
    "pt": "Não foi possível perceber o que foi dito; não há o que resumir.",
    "ko": "말한 내용을 알아들을 수 없어 요약할 내용이 없습니다.",
}


def is_unclear(spoken: MeetingSpeech) -> bool:
    """Whether something was written down, and no word of it says what it is about."""
    if not spoken.lines or language.get() not in UNCLEAR:
        return False
    empty = FILLERS.union(HESITATIONS.get(language.get(), ()), BEFORE_NOUNS.get(language.get(), ()))
    return all(empty.issuperset(tokens(line.text)) for line in spoken.lines)


def unclear_sentence(spoken: MeetingSpeech) -> str:
    """Say so, in the template's language or in the meeting's."""
    return UNCLEAR.get(wished_language(spoken)) or UNCLEAR[language.get()]

"""The language that is spoken in the meeting at hand, and its word lists and cue phrases."""

from contextvars import ContextVar

from agent.minutes import cue_phrases, language_tables
from agent.minutes.languages import TABLES
from agent.minutes.languages.tables import LanguageTables

language: ContextVar[str] = ContextVar("language", default="en")
"""ISO code; of the words to be stemmed, too."""
ENGLISH_AND_KOREAN = LanguageTables(
    stopwords=language_tables.STOPWORDS,
    negations=language_tables.NEGATIONS,
    framing=tuple(language_tables.FRAMING),
    work=cue_phrases.FOLLOW_UP,
    work_begins=True,
    decided=cue_phrases.DECIDED,
    proposed=cue_phrases.PROPOSED,
    suggested=cue_phrases.SUGGESTED,
    doubt=cue_phrases.DOUBT,
    question=cue_phrases.QUESTION,
    procedure=cue_phrases.PROCEDURE,
    assent=cue_phrases.ASSENT,
    dissent=cue_phrases.DISSENT,
    but=cue_phrases.YES_BUT,
    retract=cue_phrases.RETRACT,
    lead_in=cue_phrases.LEAD_IN,
    commit=cue_phrases.COMMIT,
    ask=cue_phrases.ASK,
    assign=cue_phrases.ASSIGN,
    owe=cue_phrases.OWE,
    item=cue_phrases.ITEM,
    hedge=cue_phrases.HEDGE_BEFORE,
    in_the_room=cue_phrases.IN_THE_ROOM,
    not_to_do=cue_phrases.NOT_TO_DO,
    clause_end=cue_phrases.CLAUSE_END,
    others_clause=cue_phrases.OTHERS_CLAUSE,
)
"""Also of languages without tables: English words are heard in many of them."""


def spoken_tables() -> LanguageTables:
    """Return the tables of the spoken language."""
    return TABLES.get(language.get(), ENGLISH_AND_KOREAN)

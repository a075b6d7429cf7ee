"""The language that is spoken in the meeting at hand, and its word lists and cue phrases."""

from contextvars import ContextVar

from agent.minutes import answer_cues, cue_phrases, language_tables, task_cues, work_words
from agent.minutes.clause_ends import ClauseEnd
from agent.minutes.in_the_room import IN_THE_ROOM, THOUGH_LATER
from agent.minutes.languages import TABLES
from agent.minutes.languages.tables import LanguageTables

language: ContextVar[str] = ContextVar("language", default="en")
"""ISO code; of the words to be stemmed, too."""
ENGLISH_AND_KOREAN = LanguageTables(
    stopwords=language_tables.STOPWORDS,
    negations=language_tables.NEGATIONS,
    framing=tuple(language_tables.FRAMING),
    work=work_words.FOLLOW_UP,
    work_begins=True,
    decided=cue_phrases.DECIDED,
    proposed=cue_phrases.PROPOSED,
    suggested=cue_phrases.SUGGESTED,
    doubt=cue_phrases.DOUBT,
    question=cue_phrases.QUESTION,
    procedure=cue_phrases.PROCEDURE,
    assent=answer_cues.ASSENT,
    dissent=answer_cues.DISSENT,
    but=answer_cues.YES_BUT,
    retract=cue_phrases.RETRACT,
    lead_in=cue_phrases.LEAD_IN,
    commit=task_cues.COMMIT,
    ask=task_cues.ASK,
    assign=task_cues.ASSIGN,
    owe=task_cues.OWE,
    item=task_cues.ITEM,
    hedge=cue_phrases.HEDGE_BEFORE,
    in_the_room=IN_THE_ROOM,
    not_to_do=cue_phrases.NOT_TO_DO,
    clause_end=ClauseEnd(cue_phrases.CLAUSE_END),
    others_clause=ClauseEnd(cue_phrases.OTHERS_CLAUSE),
    declined=answer_cues.DECLINED,
    volunteered=answer_cues.VOLUNTEERED,
    retold=answer_cues.RETOLD,
    conditional=answer_cues.CONDITIONAL,
    done=answer_cues.DONE,
    recap=cue_phrases.RECAP,
    joke=answer_cues.JOKE,
    offer=task_cues.OFFER,
    offered=task_cues.OFFERED,
    tell=task_cues.TELL,
    anybody=task_cues.ANYBODY,
    assign_through=task_cues.ASSIGN_THROUGH,
    outsider=task_cues.OUTSIDER,
    passive=task_cues.PASSIVE,
    should=cue_phrases.SHOULD,
    floated=cue_phrases.FLOATED,
    thanks=answer_cues.THANKS,
    put_off=work_words.PUT_OFF,
    relative=cue_phrases.RELATIVE,
    maybe_work=work_words.MAYBE_WORK,
    phrasal_work=work_words.PHRASAL,
    later=work_words.LATER,
    though_later=THOUGH_LATER,
    artefact=work_words.ARTEFACT,
)
"""Also of languages without tables: English words are heard in many of them."""


def spoken_tables() -> LanguageTables:
    """Return the tables of the spoken language."""
    return TABLES.get(language.get(), ENGLISH_AND_KOREAN)

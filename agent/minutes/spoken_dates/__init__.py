"""Dates as they are spoken: a grammar of templates for each language, and what each template means."""

from agent.minutes.spoken_dates.date_lexicon import DateLexicon
from agent.minutes.spoken_dates.dutch_dates import DUTCH
from agent.minutes.spoken_dates.english_dates import ENGLISH
from agent.minutes.spoken_dates.french_dates import FRENCH
from agent.minutes.spoken_dates.german_dates import GERMAN
from agent.minutes.spoken_dates.italian_dates import ITALIAN
from agent.minutes.spoken_dates.korean_dates import KOREAN
from agent.minutes.spoken_dates.portuguese_dates import PORTUGUESE
from agent.minutes.spoken_dates.spanish_dates import SPANISH

LEXICONS: dict[str, tuple[DateLexicon, ...]] = {
    "de": (GERMAN,),
    "es": (SPANISH,),
    "fr": (FRENCH,),
    "it": (ITALIAN,),
    "nl": (DUTCH,),
    "pt": (PORTUGUESE,),
}
"""By ISO code. Any other language has the default, as English words are heard in many of them."""
DEFAULT = (ENGLISH, KOREAN)

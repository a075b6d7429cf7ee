"""Word lists and cue phrases of languages other than English and Korean, by ISO code."""

from agent.minutes.languages import dutch, french, german, italian, portuguese, spanish
from agent.minutes.languages.tables import LanguageTables

TABLES: dict[str, LanguageTables] = {
    "de": german.TABLES,
    "es": spanish.TABLES,
    "fr": french.TABLES,
    "it": italian.TABLES,
    "nl": dutch.TABLES,
    "pt": portuguese.TABLES,
}

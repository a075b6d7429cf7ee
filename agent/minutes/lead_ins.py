"""Words at the begin of a sentence that say nothing: dropped where what follows can begin a clause itself."""

import re
from dataclasses import dataclass

from agent.minutes.language_tables import words
from agent.minutes.spoken_dates import DEFAULT, LEXICONS
from agent.minutes.spoken_language import language


@dataclass(frozen=True, slots=True)
class LeadIns:
    """The lead-ins of a language, and what begins a clause in it; never "I think" or "maybe", which hedge."""

    sounds: frozenset[str]
    """Say nothing before any word."""
    links: frozenset[str]
    """Say nothing before what begins a clause: “so we”, “but the”; not “so few”, “but for”."""
    cautious: frozenset[str]
    """Say nothing before a pronoun: “gut wir”; not “gut die Hälfte”."""
    marked: frozenset[str]
    """Say nothing before a comma only: “like, we”; not “like the mayor said”."""
    pronouns: frozenset[str]
    determiners: frozenset[str]


def _of(sounds: str, links: str, cautious: str, marked: str, pronouns: str, determiners: str) -> LeadIns:
    return LeadIns(
        *(frozenset(words(each)) for each in (sounds, links, cautious, marked, pronouns, determiners))
    )


LEAD_INS = {
    "en": _of(
        "um uh oh",
        "so okay ok well yeah yes and right now anyway alright then also but",
        "",
        "because like",
        "i you he she it we they there this these those here everybody everyone nobody someone somebody let's"
        " that's if when while",
        "the a an our your their his her my its each every some all most",
    ),
    "de": _of(
        "",
        "und okay ja nun na aber übrigens also dann",
        "gut",
        "",
        "ich du er sie es wir ihr man alle niemand jemand",
        "der die das den dem ein eine einen einem unser unsere unseren mein meine meinen dein deine ihre"
        " ihren kein keine keinen dieser diese dieses diesen jeder jede jedes viele manche",
    ),
    "nl": _of(
        "",
        "dus en nou oké dan maar",
        "goed",
        "toen",
        "ik je jij u hij zij ze we wij jullie het er iedereen niemand",
        "de een dit die deze onze ons mijn jouw hun elke elk alle",
    ),
    "fr": _of(
        "euh ben",
        "alors donc et bon oui ensuite mais",
        "bien voilà",
        "",
        "je j tu il elle on nous vous ils elles ce c ça cela personne tous tout",
        "le la les l un une des cette ces cet mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs"
        " chaque",
    ),
    "es": _of(
        "",
        "entonces y bueno pues vale sí luego pero",
        "bien",
        "",
        "yo tú él ella usted nosotros nosotras ustedes ellos ellas se nos me te le les lo no nadie todos"
        " todas hay esto",
        "el la los las un una unos unas este esta estos estas ese esa esos esas nuestro nuestra nuestros"
        " nuestras mi mis su sus cada todo toda",
    ),
    "pt": _of(
        "",
        "então e bom pois sim depois mas",
        "bem",
        "",
        "eu tu você vocês ele ela nós eles elas isto isso não há ninguém todos todas",
        "o a os as um uma uns umas este esta estes estas esse essa esses essas meu minha nosso nossa nossos"
        " nossas seu sua cada",
    ),
    "it": _of(
        "",
        "allora quindi e sì poi ma",
        "bene beh",
        "",
        "io tu lui lei noi voi loro si ci mi ti non c'è tutti nessuno",
        "il lo la i gli le l un uno una questo questa questi queste quello quella mio mia nostro nostra"
        " nostri nostre suo sua ogni",
    ),
}
KOREAN = frozenset(words("그럼 그러면 그래서 그리고 음"))
NOT_BEFORE = re.compile(
    r"(?:right now|now and then)\b|(?:now|so|but) (?:that|this) (?:the|a|we|i|you|they|he|she|it)\b",
    re.IGNORECASE,
)
"""“right now the pool is closed” says when, “so that the pool …” what for."""
FIRST = re.compile(r"(?P<word>[^\W\d_]+)(?P<mark>[,.…]*)\s+(?P<rest>\S.*)", re.DOTALL)
BEGIN = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)?")


def without_lead_in(text: str) -> str:
    """The text without its lead-ins, as far as a whole clause follows them."""
    known = LEAD_INS.get(language.get(), LEAD_INS["en"])
    found = FIRST.match(text)
    word = found["word"].lower() if found else ""
    if found is None or word not in known.sounds | known.links | known.cautious | known.marked | KOREAN:
        return text
    rest = found["rest"].lstrip(" ,.…")
    bare = without_lead_in(rest)
    if found["mark"] or word in known.sounds | KOREAN:
        return bare
    if NOT_BEFORE.match(text) or word in known.marked:
        return text
    return bare if bare != rest or _begins_clause(known, word, rest) else text


def _begins_clause(known: LeadIns, word: str, rest: str) -> bool:
    found = BEGIN.match(rest)
    if found is None:
        return False
    first = found[0].lower().replace("’", "'")
    bare = first.partition("'")[0]
    if first in known.pronouns or bare in known.pronouns:
        return True
    if word in known.cautious:
        return False
    counts = LEXICONS.get(language.get(), DEFAULT)[0].counts
    is_name = rest[0].isupper()
    return (
        first in known.determiners or bare in known.determiners or is_name or bare.isdigit() or bare in counts
    )

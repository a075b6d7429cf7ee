"""Whether a decision that somebody voted against is said to be carried."""

import re

from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import content, sentences, tokens

_FLAGS = re.IGNORECASE
_COUNTS = {
    "en": "zero one two three four five six seven eight nine ten",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez",
}
_NUMBERS = {of: {word: at for at, word in enumerate(counts.split())} for of, counts in _COUNTS.items()}
_VOTES = re.compile(
    r"\b(?P<one>\w+) (?:to|against|zu|gegen|contre|contra|contro|a|tegen) (?P<other>\w+)"
    r"(?=\W*$|\s*[,;:!–—]| (?:so|then|votes|in favou?r|also|damit|donc|dus)\b)",
    _FLAGS,
)
_CARRIED = re.compile(
    r"\b(?:(?:the )?(?:motion|vote|it|that)(?:'s| is| was| has)?(?: been)? (?:carri(?:ed|es)|pass(?:ed|es))"
    r"|(?:you're|you are|i'm|i am) outvoted|the majority (?:is (?:for|in favou?r)|wants it|decides|wins)"
    r"|(?:ist|wurde) (?:damit |mehrheitlich )?angenommen|die mehrheit ist dafür"
    r"|(?:est|c'est) adoptée?|la majorité est pour|queda aprobad[oa]|la mayoría está a favor"
    r"|è approvat[oa]|la maggioranza è a favore|is aangenomen|de meerderheid is voor"
    r"|(?:está|fica) aprovad[oa]|a maioria é a favor)(?=\W|$)",
    _FLAGS,
)
_SO = re.compile(
    r"(?:^|[,;:–—]\s*|\b(?:and|und|et|y|e|en) )(?:so|then|also|damit|somit|donc|alors|así que|entonces|quindi"
    r"|allora|dus|portanto|então)\b(?P<what>.+)",
    _FLAGS,
)
SAME_WORDS = 2
"""“So we sell the van” says again what was decided with at least so many words of it, and no other ones."""


def is_carried(text: str, about: str) -> bool:
    """Whether it counts more votes for than against, says that it is carried, or concludes the same again."""
    return any(_carries(each.replace("’", "'"), about) for each in sentences(text))


def _carries(said: str, about: str) -> bool:
    if said.endswith("?"):
        return False
    if _has_majority(said):
        return True
    words = tokens(said)
    if not spoken_tables().negations.isdisjoint(words) or any(each.endswith("n't") for each in words):
        return False
    so = _SO.search(said)
    again = set(content(so["what"])) if so else set()
    return (len(again) >= SAME_WORDS and again <= set(content(about))) or bool(_CARRIED.search(said))


def _has_majority(said: str) -> bool:
    """Whether it counts votes, more of them for it: “three to one”."""
    known = _NUMBERS.get(language.get(), {})
    for votes in _VOTES.finditer(said):
        one, other = (
            known.get(each.lower(), int(each) if each.isdecimal() else None)
            for each in (votes["one"], votes["other"])
        )
        if one is not None and other is not None and one > other:
            return True
    return False

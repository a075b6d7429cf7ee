"""What takes back a part of what is said: tried, forgot, almost, not all, only when, “…, isn't it?”.

Each kind has words in seven languages. A claim that has what was said under such a word needs one of the same
kind too, or says that it is not so.
"""

import re
from dataclasses import dataclass
from functools import cache

from agent.minutes.claims.claim_lexicon import NEVER, pattern, raw
from agent.minutes.claims.clauses import Clause, is_denial
from agent.minutes.claims.hearing import Hearing
from agent.minutes.claims.quantities import is_figure
from agent.minutes.claims.same_meaning import INQUIRIES, is_task
from agent.minutes.claims.terms import terms
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import tokens
from agent.minutes.transcript_lines import TranscriptLine

REACH = 6
"""Number of words after one of reservation that it applies to."""


@dataclass(frozen=True, eq=False)
class Reservations:
    """Patterns of whole words in lower case."""

    undone: str
    """Verbs after which a deed is not done, or not known to be."""
    intended: str = NEVER
    """Verbs after which a deed is not done yet."""
    almost: str = NEVER
    not_all: str = NEVER
    none: str = NEVER
    part: str = NEVER
    """Names a part of a whole, and ..."""
    whole: str = NEVER
    """... the whole."""
    exact: str = NEVER
    rough: str = NEVER
    only_when: str = NEVER
    untrue: str = NEVER
    """Says of what follows that it is not so, or may not be."""
    tag: str = NEVER
    """Asks at the end whether what was said is so."""


_BY_LANGUAGE = {
    "en": Reservations(
        undone=r"tr(?:y|ies|ied|ying) to|attempt\w*|fail(?:s|ed|ing)? to|forg[eo]t(?:s|ten)? to|refus\w+"
        r"|neglect\w*|pretend\w*|avoid\w*|declin\w+ to|(?:ran|runs?|running) out of"
        r"|(?:ran|are|is|runs?|running) short of",
        intended=r"(?:plan(?:s|ned|ning)?|hop(?:e|es|ed|ing)|promis(?:e|es|ed|ing)|want(?:s|ed)?|mean(?:s|t)?"
        r"|threaten(?:s|ed|ing)?|intend(?:s|ed|ing)?) to",
        almost=r"nearly|almost|practically|virtually|far from|just about",
        not_all=r"not (?:all|every\w*)",
        none=r"no|none|nobody|no one",
        part=r"half|(?:a|one|two|three) (?:third|quarter|fifth)s?|part of|most of",
        whole=r"whole|entire|all|every\w*",
        exact=r"exactly|precisely",
        rough=r"at least|at most|about|around|roughly|approximately|some|nearly|almost|up to"
        r"|(?:more|less) than",
        only_when=r"only\b.*\b(?:when|if|after|once)|otherwise|unless",
        untrue=r"(?:it is|it's|that is|that's) (?:not true|false|untrue|wrong|a lie) that|in theory"
        r"|theoretically",
        tag=r"(?:\w+n't (?:it|they|he|she|we|you)|right|correct) ?\?$",
    ),
    "de": Reservations(
        undone=r"versuch\w*|vergess\w*|vergaß\w*|vergisst|weiger\w*|verweiger\w*|verpass\w*|vermeid\w*|versäum\w*",
        almost=r"fast|beinahe|nahezu|um ein haar",
        not_all=r"nicht (?:alle\w*|jede\w*)",
        none=r"kein\w*|niemand",
        part=r"hälfte|ein (?:drittel|viertel|teil)|halbe\w*",
        whole=r"ganze\w*|alle\w*|jede\w*|gesamte\w*",
        exact=r"genau|exakt",
        rough=r"mindestens|höchstens|etwa|rund|ungefähr|circa|fast|bis zu",
        only_when=r"nur\b.*\b(?:wenn|falls)|sonst|andernfalls",
        untrue=r"stimmt nicht|(?:ist|wäre) (?:nicht wahr|falsch),? dass|theoretisch",
        tag=r"(?:oder|nicht wahr|richtig|gell) ?\?$",
    ),
    "fr": Reservations(
        undone=r"(?:essay|tent|oubli|refus|évit|néglig)\w+(?= d)",
        almost=r"presque|quasiment|failli",
        not_all=r"pas (?:tous|toutes)",
        none=r"aucune?|personne",
        part=r"moitié|un (?:tiers|quart)|partie",
        whole=r"entière?|tous|toutes|tout",
        exact=r"exactement|précisément",
        rough=r"au moins|au plus|environ|presque|à peu près",
        only_when=r"(?:seulement|que) (?:si|quand)|sinon",
        untrue=r"(?:faux|pas vrai) qu\w*|en théorie",
        tag=r"(?:n'est-ce pas|non|hein) ?\?$",
    ),
    "es": Reservations(
        undone=r"intent\w+|trat(?:é|ó|amos|aron|ado) de|olvid\w+|se neg\w+ a|evit\w+",
        almost=r"casi|por poco",
        not_all=r"no tod[oa]s",
        none=r"ning[uú]n\w*|nadie",
        part=r"mitad|un (?:tercio|cuarto)|parte",
        whole=r"enter[oa]|tod[oa]s?",
        exact=r"exactamente|justo",
        rough=r"al menos|por lo menos|unos|unas|casi|aproximadamente|como mucho",
        only_when=r"s[oó]lo (?:si|cuando)|si no",
        untrue=r"(?:falso|no es (?:cierto|verdad)) que|en teoría",
        tag=r"(?:no|verdad|cierto) ?\?$",
    ),
    "it": Reservations(
        undone=r"(?:prova|cerca|tenta|dimentica|rifiuta|evita)\w*(?= d?[ia] )",
        almost=r"quasi",
        not_all=r"non tutt[ie]",
        none=r"nessun\w*",
        part=r"metà|un (?:terzo|quarto)|parte",
        whole=r"inter[oa]|tutt[oaie]",
        exact=r"esattamente",
        rough=r"almeno|circa|quasi|al massimo",
        only_when=r"solo (?:se|quando)|altrimenti",
        untrue=r"(?:falso|non è vero) che|in teoria",
        tag=r"(?:vero|no) ?\?$",
    ),
    "pt": Reservations(
        undone=r"tent\w+|esquec\w+(?:-\w+)?|recus\w+|evit\w+",
        almost=r"quase|por pouco",
        not_all=r"nem tod[oa]s",
        none=r"nenhu\w+|ninguém",
        part=r"metade|um (?:terço|quarto)|parte",
        whole=r"inteir[oa]|tod[oa]s?",
        exact=r"exatamente",
        rough=r"pelo menos|cerca de|quase|no máximo",
        only_when=r"só (?:se|quando)|senão",
        untrue=r"(?:falso|não é verdade) que|em teoria",
        tag=r"(?:não é|né|certo) ?\?$",
    ),
    "nl": Reservations(
        undone=r"prob\w+|verg(?:eet|at|eten|aten)|weiger\w*|vermijd\w*|vermeed",
        almost=r"bijna|haast|vrijwel",
        not_all=r"niet (?:alle|iedereen|elke)",
        none=r"geen|niemand",
        part=r"helft|een (?:derde|kwart|deel)",
        whole=r"hele|alle|iedereen|elke?",
        exact=r"precies|exact",
        rough=r"minstens|hoogstens|ongeveer|bijna|rond",
        only_when=r"alleen\b.*\b(?:als|wanneer)|anders",
        untrue=r"(?:onwaar|niet waar) dat|in theorie",
        tag=r"(?:toch|hè|niet) ?\?$",
    ),
}


def is_reserved(heard: Hearing, ours: Clause, theirs: Clause, line: TranscriptLine) -> bool:
    """Whether a clause was said with a reservation that the claim leaves out."""
    known = _BY_LANGUAGE.get(language.get())
    if known is None or heard.statement.act in INQUIRIES or is_task(heard.statement):
        return False
    denies = is_denial(heard.known, tokens(ours.text))
    negative = denies or raw(heard.known.negative).search(ours.text)
    if _leaves_out(known.undone, ours, theirs) and not negative:
        return True
    if _leaves_out(known.intended, ours, theirs) and ours.modality == {"past"}:
        return True
    is_most = pattern(heard.known.most).search(ours.text)
    if not is_most and (
        _quantity_differs(known, ours, theirs) or _is_almost(known, ours, theirs, denies=denies)
    ):
        return True
    return _leaves_open(known, heard, ours, theirs, line)


def _is_almost(known: Reservations, ours: Clause, theirs: Clause, *, denies: bool) -> bool:
    return not denies and _leaves_out(known.almost, ours, theirs)


def _leaves_out(words: str, ours: Clause, theirs: Clause) -> bool:
    """Whether a claim has none of the words under which a word of it stands in speech."""
    if pattern(words).search(ours.sentence):
        return False
    for found in pattern(words).finditer(theirs.text):
        after = tokens(theirs.text[found.end() :])[:REACH]
        if not (after and is_figure(after[0])) and _shares(ours, " ".join(after)):
            return True
    return _ends_with(words, ours, theirs)


def _ends_with(words: str, ours: Clause, theirs: Clause) -> bool:
    """Whether the deed stands in the clause after that word: “hat vergessen, das Tor zu schließen”."""
    before, _, rest = theirs.sentence.partition(theirs.text)
    for part, after in ((theirs.text, rest), (before, theirs.text)):
        found = list(pattern(words).finditer(part))
        if found and not terms(part[found[-1].end() :]) and _shares(ours, " ".join(tokens(after)[:REACH])):
            return True
    return False


def _shares(ours: Clause, text: str) -> bool:
    return not ours.keys.isdisjoint(each.key for each in terms(text))


def _quantity_differs(known: Reservations, ours: Clause, theirs: Clause) -> bool:
    low, said = ours.text, theirs.text
    if _has(known.not_all, said) and not _has(known.not_all, low) and _has(known.none, low):
        return True
    if _has(known.part, said) and not _has(known.part, low) and _has(known.whole, low):
        return not _has(known.whole, said)
    return _has(known.exact, low) and not _has(known.exact, said) and _has(known.rough, said)


def _leaves_open(
    known: Reservations, heard: Hearing, ours: Clause, theirs: Clause, line: TranscriptLine
) -> bool:
    """Whether it holds only then, or not, or was asked for, and the claim states it."""
    stated = heard.statement.text.lower()
    told = ours.condition or ours.conditional or _has(known.only_when, stated)
    if _has(known.only_when, theirs.sentence) and not told:
        return not pattern(heard.known.only).search(stated)
    if _has(known.untrue, theirs.sentence) and not _has(known.untrue, stated):
        return not is_denial(heard.known, tokens(stated))
    asks = re.search(rf"(?<!\w)(?:{known.tag})", theirs.sentence.strip())
    return asks is not None and heard.statement.act != "says" and not heard.is_assented(line)


def _has(words: str, text: str) -> bool:
    return _whole(words).search(text) is not None


@cache
def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")

"""Words of seven languages that take back a part of what is said, by kind."""

from dataclasses import dataclass

from agent.minutes.claims.claim_lexicon import NEVER


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
    otherwise: str = NEVER
    """What follows holds only if what precedes it does not; not “is otherwise”, “but otherwise”."""
    untrue: str = NEVER
    """Says of what follows that it is not so, or may not be."""
    tag: str = NEVER
    """Asks at the end whether what was said is so."""


RESERVATIONS = {
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
        only_when=r"only\b(?:(?!, (?:and|but|so) |(?:and|but|so) (?:we|they|i|he|she|it)\b).)*"
        r"\b(?:when|if|after|once)|unless",
        otherwise=r"(?<!but )(?<!is )(?<!are )(?<!was )(?<!were )otherwise",
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
        only_when=r"nur\b(?:(?!, (?:und|aber) ).)*\b(?:wenn|falls)",
        otherwise=r"(?<!aber )sonst(?! (?:noch|jemand|wer|etwas|nichts))|andernfalls",
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
        only_when=r"(?:seulement|que) (?:si|quand)",
        otherwise=r"(?<!mais )sinon",
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
        undone=r"(?<!\bla )(?<!\buna )(?<!\ble )prova\w*(?= a[di]? )"
        r"|(?:cerca|tenta|dimentica|rifiuta|evita)\w*(?= d?[ia] )",
        almost=r"quasi",
        not_all=r"non tutt[ie]",
        none=r"nessun\w*",
        part=r"metà|un (?:terzo|quarto)|parte",
        whole=r"inter[oa]|tutt[oaie]",
        exact=r"esattamente",
        rough=r"almeno|circa|quasi|al massimo",
        only_when=r"solo (?:se|quando)",
        otherwise=r"(?<!ma )altrimenti",
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
        only_when=r"só (?:se|quando)",
        otherwise=r"(?<!mas )senão",
        untrue=r"(?:falso|não é verdade) que|em teoria",
        tag=r"(?:não é|né|certo) ?\?$",
    ),
    "nl": Reservations(
        undone=r"proberen|(?:ge|uitge)probeerd|probeer(?:t|de|den)?|verg(?:eet|at|eten|aten)|weiger\w*|vermijd\w*|vermeed",
        almost=r"bijna|haast|vrijwel",
        not_all=r"niet (?:alle|iedereen|elke)",
        none=r"geen|niemand",
        part=r"helft|een (?:derde|kwart|deel)",
        whole=r"hele|alle|iedereen|elke?",
        exact=r"precies|exact",
        rough=r"minstens|hoogstens|ongeveer|bijna|rond",
        only_when=r"alleen\b(?:(?!, (?:en|maar) ).)*\b(?:als|wanneer)",
        otherwise=r"(?<!maar )(?<!iemand )(?<!iets )(?<!ergens )anders(?! dan)",
        untrue=r"(?:onwaar|niet waar) dat|in theorie",
        tag=r"(?:toch|hè|niet) ?\?$",
    ),
}

"""How people conclude what they settle on, by language: “okay, then we keep it”, “the blue one it is”."""

import re
from dataclasses import dataclass

from agent.minutes.spoken_language import language


@dataclass(frozen=True, slots=True)
class SettlingCues:
    """Patterns of one language."""

    opens: re.Pattern[str]
    """Words before what a turn says."""
    closes: re.Pattern[str]
    """Those of them that close a matter."""
    concludes: re.Pattern[str]
    """One of them that draws a conclusion."""
    tail: re.Pattern[str]
    """The end of a conclusion: “… then”, “… it is”."""
    together: re.Pattern[str]
    """Begins what several people do."""
    alone: re.Pattern[str]
    """What one person thinks, asks or does."""
    choice: re.Pattern[str]
    """Between two things that there are to choose from."""
    prefers: re.Pattern[str]
    """Says what somebody would do."""


def _cues(
    *,
    opens: str,
    closes: str,
    concludes: str,
    together: str,
    alone: str,
    choice: str,
    prefers: str,
    ends: str = "",
) -> SettlingCues:
    """Compile the alternatives; what draws a conclusion ends one, too, unless other words do."""
    flags = re.IGNORECASE
    closes = f"okay|ok|{closes}"
    return SettlingCues(
        re.compile(rf"(?:{opens}|{closes}|{concludes})(?!\w)[\s,.!–-]*", flags),
        re.compile(rf"(?<!\w)(?:{closes})(?!\w)", flags),
        re.compile(rf"(?<!\w)(?:{concludes})(?!\w)", flags),
        re.compile(rf"[\s,]+(?:{ends or concludes})\W*$", flags),
        re.compile(rf"(?:{together})(?!\w)", flags),
        re.compile(rf"(?<!\w)(?:{alone})(?!\w)", flags),
        re.compile(rf"(?:^|\w[\s,]+)(?:{choice})\s+\w", flags),
        re.compile(rf"(?<!\w)(?:{prefers})(?!\w)", flags),
    )


ENGLISH = _cues(
    opens=r"no(?=[,.]? (?:okay|ok|then|so|we)\b)|well|yeah|yes|yep|and|now|sure|um|uh|oh|hm+|actually"
    r"|basically",
    closes="right|all right|alright|good|great|fine|perfect|lovely|cool|excellent|deal|agreed",
    concludes="so|then",
    ends="then|it is(?:,? then)?|then,? yeah",
    together=r"we|we'll|we're|we are|let's|let us|no(?= \w)|not|(?:it|the \w+)(?:'ll| will| is going to) be",
    alone=r"could|should|can|may|might|would|have to|has to|needs?|i|i'll|i'm|i'd|i've|my|you|you'll"
    r"|your|he|she"
    r"|said|says|wonder|too (?:much|many|little|few)|we \w+ed|we(?: are|'re) (?:also )?(?!going)\w+ing"
    r"|we (?:want|have|had|know|think)",
    choice=r"or|(?:do|shall|should|will) we",
    prefers=r"i'd|i would|i prefer|i'm for|i vote|i (?:like|love)|rather|how about|what about|\w+ better",
)
CUES = {
    "en": ENGLISH,
    "de": _cues(
        opens="ja|na|nun|und|äh|ähm",
        closes="gut|schön|prima|super|alles klar|einverstanden|abgemacht",
        concludes="dann|also|damit|somit",
        together=r"wir|\w+en wir|lass(?:t|en)? (?:sie )?uns|kein\w*|nicht",
        alone="ich|mein|meine|du|er|sie|ihr|sagt|sagte",
        choice="oder",
        prefers=r"ich würde|ich bin für|ich finde|ich fände|lieber|wie wäre|sollen wir|sollten wir",
    ),
    "fr": _cues(
        opens="oui|et|euh|ben|voilà",
        closes="bon|bien|très bien|d'accord|parfait|super|entendu",
        concludes="alors|donc",
        together="on|nous|pas de",
        alone="je|j|moi|tu|vous|il|elle|mon|ma",
        choice="ou",
        prefers=r"je préfère|je préférerais|je propose|moi je|plutôt|j'aimerais|je suis pour|et si",
    ),
    "es": _cues(
        opens="sí|y|bueno",
        closes="vale|bien|muy bien|perfecto|de acuerdo|genial",
        concludes="entonces|pues|así que",
        together=r"(?:nos |l[oa]s? )?\w+[aei]mos|se \w+|nada de",
        alone="yo|me|tú|te|mi|dice|dijo",
        choice="o",
        prefers=r"prefiero|preferiría|yo \w+ía|propongo|mejor|estoy por",
    ),
    "it": _cues(
        opens="sì|e|beh|certo",
        closes="bene|va bene|benissimo|perfetto|d'accordo",
        concludes="allora|quindi|dunque",
        together=r"\w+iamo|si \w+|niente",
        alone="io|mi|tu|ti|dice|disse",
        choice="o|oppure",
        prefers=r"preferisco|preferirei|io \w+rei|direi|propongo|meglio",
    ),
    "pt": _cues(
        opens="sim|e|bom|bem",
        closes="está bem|tá bom|certo|perfeito|ótimo|boa|muito bem|combinado",
        concludes="então|pois|portanto",
        together=r"\w+[aeiá]mos|fica|ficamos|a gente|nada de",
        alone="eu|me|tu|te|você|disse",
        choice="ou",
        prefers=r"prefiro|preferia|eu \w+[ai]va|proponho|melhor",
    ),
    "nl": _cues(
        opens="ja|nou|en",
        closes="oké|goed|prima|mooi|fijn|akkoord|afgesproken",
        concludes="dan|dus",
        together=r"we|wij|\w+ (?:we|wij)|geen|niet",
        alone="ik|mijn|jij|je|hij|zij|zei",
        choice="of",
        prefers=r"ik zou|ik ben voor|liever|ik vind|ik stel voor|zullen we",
    ),
}


def settling_cues() -> SettlingCues:
    """Return the cues of the spoken language; English ones for languages without any."""
    return CUES.get(language.get(), ENGLISH)

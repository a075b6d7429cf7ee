"""The last words of sentences that break off, in languages other than English.

A word is among them only if no whole sentence ends with it: “wir fangen an” and “on est pour” are whole.
"""

import re

_FLAGS = re.IGNORECASE
_DE_BEFORE_VERB = (
    "der|die|das|den|dem|des|eine[mnrs]?|diese[mnrs]?|jede[mnrs]?|ich|du|er|sie|es|wir|ihr|man|uns|sich|nicht"
    "|auch|ihren?|seinen?"
)
_NL_BEFORE_VERB = "de|het|een|dit|dat|die|deze|ik|je|jij|hij|zij|ze|we|wij|jullie|ons|zich|niet|ook"
_UNFINISHED = {
    "de": r"\b(?:einem|einer|eines|und|oder|aber|weil|dass|daß|ob|wenn|als|sondern|für|von|seit|wegen|pro"
    r"|ohne|im|am|zum|zur|beim|vom|unsere[mnr]?|meine[mnr]?|deine[mnr]?)$"
    r"|(?:\b(?:dass|daß|weil|ob|wenn|damit)|(?<=\w )(?:beschlossen|entschieden|vereinbart|geeinigt))\b[^.;:]*"
    rf"\b(?:{_DE_BEFORE_VERB})$|\b(?:und|oder) (?:der|die|das|den|dem|eine[mnr]?)$",
    "nl": r"\b(?:de|(?<!er )een|onze|mijn|jouw|en|of|maar|omdat|als|want|te|terwijl|zodat)$"
    r"|\b(?:besloten|afgesproken|beslist|eens),? (?:om|dat|het)$"
    rf"|\b(?:(?:besloten|afgesproken|beslist|eens),? (?:om|dat)|omdat|zodat)\b[^.;:]*"
    rf"\b(?<!er )(?:{_NL_BEFORE_VERB})$",
    "fr": r"(?:(?<![-\w])(?:le|la|les)|\b(?:[ldjnsc]|qu)['’]?|\b(?:des|du|au|aux|ces|cet|cette|mon|ma|mes|ton"
    r"|tes|sa|ses|notre|nos|votre|vos|de|à|et|ou|mais|que|quand|parce|comme|dans|par|vers|chez|ne)"
    r"|\b(?<!en )(?<!prend )(?<!prends )(?<!prenons )(?:un|une)|\bque (?:nous|on|je|tu|il|elle|vous|ils"
    r"|elles))$",
    "es": r"\b(?:el|la|los|las|un|unos|al|del|de|con|por|en|sin|sobre|para|que|y|e|o|u|pero|porque|si|aunque"
    r"|cuando|su|sus|mi|mis|tu|tus|muy|se|nos|me|te|le|les|entre|hacia|desde|hasta|que nosotros|que ellos)$",
    "pt": r"(?:(?<![-\w])(?:o|a|os|as|nos)|\b(?:do|da|dos|das|no|na|nas|ao|à|pelo|pela|de|com|por|em|sem"
    r"|sobre|para|que|e|ou|mas|porque|se|quando|que nós|que eles))$",
    "it": r"\b(?:il|lo|la|i|gli|le|un|dei|del|della|degli|delle|al|allo|alla|ai|agli|alle|nel|nella|nei"
    r"|nelle|sul|sulla|dal|dalla|di|da|con|in|per|tra|fra|e|ed|o|ma|che|se|perché|quando|mi|ti|ci|vi|a"
    r"|(?:[dn]?ell|all|dall|sull|l|un)['’]|che noi|che loro)$",
}
_DE_SUBJECT = r"(?:wir|ich|er|man|du|sie|es|ihr|(?:(?:der|die|das|unsere?) )?(?-i:[A-ZÄÖÜ])\w+)"
_DE_NO_VERB = (
    r"nicht|auch|den|einen|keinen|unseren|ihren|seinen|mit|seit|erst|jetzt|heute|gerne?|morgen|gestern|dort|fast"
    r"|bald|zusammen|selbst|sonst|sofort|zuletzt|zuerst|gut|laut|gegen|neben|zwischen|wegen|diesen|jeden"
)
_DE_VERB = rf"(?!(?:{_DE_NO_VERB})\b)(?-i:[a-zäöü])\w+(?:en|t)"
_ENDS_WHOLE = {
    "de": rf"\b(?:beschlossen|entschieden|vereinbart|geeinigt), {_DE_SUBJECT} {_DE_VERB}\b[^,.;:]{{0,200}}"
    r"\b(?:nicht|auch|das|es|uns|sich)$"
    rf"|\b(?:dass|daß|weil|damit)\b[^.;:]{{0,200}} (?<!\bd(?:ie|en|er|as) ){_DE_VERB},? (?:und|aber)"
    r" (?:(?:der|die|das|unsere?|mein|meine) )?\w+ (?:nicht|auch)$",
    "nl": r"\b(?:dat|omdat|zodat)\b[^.;:]{0,200}(?:\b(?:de|het|die|onze) \w+(?<!e) \w+(?:en|t|n)|\w(?:t|n),)"
    r" (?:en|maar) (?:(?:de|het|onze|mijn) )?\w+ (?:niet|ook)$",
}
"""A clause of its own with its verb, and what joins one: “wir kaufen das nicht”, “und die Kleinen nicht”."""
ENDS_WHOLE = {of: re.compile(pattern, _FLAGS) for of, pattern in _ENDS_WHOLE.items()}
UNFINISHED = {of: re.compile(pattern, _FLAGS) for of, pattern in _UNFINISHED.items()}
_NEVER = re.compile(r"(?!)")


def is_unfinished(text: str, language: str) -> bool:
    """Whether the last word of the text needs another one after it."""
    said = text.rstrip(" .,;:!?…")
    is_broken = bool(UNFINISHED.get(language, _NEVER).search(said))
    return is_broken and not ENDS_WHOLE.get(language, _NEVER).search(said)

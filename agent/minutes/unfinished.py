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
UNFINISHED = {of: re.compile(pattern, _FLAGS) for of, pattern in _UNFINISHED.items()}
_NEVER = re.compile(r"(?!)")


def is_unfinished(text: str, language: str) -> bool:
    """Whether the last word of the text needs another one after it."""
    return bool(UNFINISHED.get(language, _NEVER).search(text.rstrip(" .,;:!?…")))

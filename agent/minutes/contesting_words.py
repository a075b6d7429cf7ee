"""How people say that something was not decided, is open, should wait, or that they are against it."""

import re

from agent.minutes.other_matter import is_other_matter
from agent.minutes.spoken_language import language

_FLAGS = re.IGNORECASE
_IT = r"(?:it|that|this|them|the (?:whole )?(?:thing|matter|question|decision|issue))"
_DENIED = {
    "en": r"\b(?:never|not|\w+n't|nobody|no one|none of us)\s+(?:[\w']+\s+){0,3}?"
    r"(?:agree\w*|decid\w*|settl\w*|conclud\w*|consent\w*|sa(?:id|y) yes|sign(?:ed)? off|okay(?:ed)?"
    r"|approve\w*)\b",
    "de": r"\b(?:nie|nicht|niemals|niemand)\b[^.;]*\b(?:beschlossen|entschieden|vereinbart|zugestimmt"
    r"|ja (?:dazu )?gesagt)\b",
    "fr": r"\b(?:jamais|pas)\b[^.;]*\b(?:décidé|convenu|accepté|approuvé|dit oui)\b",
    "es": r"\b(?:nunca|no)\b[^.;]*\b(?:decidi\w+|acorda\w+|dij\w+ que sí|acept(?:é|amos|ado))\b",
    "it": r"\b(?:mai|non)\b[^.;]*\b(?:deciso|concordato|stabilito|accettato|detto (?:di )?sì)(?!\w)",
    "nl": r"\b(?:nooit|niet)\b[^.;]*\b(?:besloten|afgesproken|ja (?:\w+ )?gezegd|ingestemd)\b",
    "pt": r"\b(?:nunca|não)\b[^.;]*\b(?:decidi\w+|combin\w+|dis\w+ (?:que )?sim|aceit(?:ei|ámos|amos))\b",
}
_LEFT_OPEN = {
    "en": rf"\b(?:leave|keep) (?:{_IT}|the \w+) (?:\w+ )?open\b"
    rf"|\b{_IT}(?:'s| is| remains| stays)(?: still| all| very much)* (?:open|undecided|pending|up in the air"
    r"|not (?:yet )?(?:final|decided|settled|fixed))\b"
    r"|\bnothing(?:'s| is| has been) (?:decided|final|settled|fixed)\b"
    r"|\blet's (?:not decide|decide (?:that |it |this )?(?:later|next|another)|sleep on (?:it|that)"
    r"|(?:postpone|defer|park|rethink|reconsider|shelve) (?:it|that|this)|come back to (?:it|that|this)"
    r"|put (?:it|that|this) (?:on hold|off)|hold off|wait with (?:it|that|this)"
    r"|wait (?:for|until|till) [^.]*\b(?:first|before))\b",
    "de": r"\b(?:lassen|lass|lasst) (?:wir |uns )?(?:es|das) (?:\w+ )?offen\b"
    r"|\b(?:das|es) (?:ist|bleibt) (?:noch )?(?:offen|in der schwebe|nicht (?:endgültig|fix))\b"
    r"|\b(?:das|es) steht (?:noch )?nicht fest\b"
    r"|\b(?:lass|lasst|lassen sie) uns (?:das|es) (?:\w+ )?(?:vertagen|verschieben|überschlafen"
    r"|zurückstellen)\b"
    r"|\b(?:vertagen|verschieben|überschlafen|parken) wir (?:das|es)\b",
    "fr": r"\blaissons (?:ça|cela|la question|le sujet|la chose) (?:\w+ )?(?:ouverte?|en suspens)\b"
    r"|\b(?:c'est|ça reste|cela reste|la question reste) (?:encore |toujours )?(?:à voir|en suspens|ouverte?"
    r"|à décider)\b|\bce n'est pas (?:encore )?(?:définitif|fixé|arrêté|tranché)\b"
    r"|\b(?:reportons|repoussons) (?:ça|cela|la décision)\b",
    "es": r"\bdejémoslo (?:\w+ )?(?:abierto|pendiente|en el aire)\b"
    r"|\bdejemos (?:eso|esto|el tema) (?:\w+ )?(?:abierto|pendiente|en el aire)\b"
    r"|(?:^|[,;] ?|\b(?:eso|esto|el tema) )(?:todavía|aún|sigue)(?: está)? (?:abierto|pendiente"
    r"|en el aire|por decidir)\b"
    r"|\bno (?:está|es) (?:\w+ )?(?:definitivo|cerrado)\b"
    r"|\b(?:aplacemos|pospongamos) (?:eso|esto|la decisión)\b|\b(?:aplacémoslo|pospongámoslo)\b",
    "it": r"\blasciamo (?:la cosa|la questione|tutto|questo) (?:\w+ )?(?:apert[oa]|in sospeso)\b"
    r"|\blasciamol[oa] (?:apert[oa]|in sospeso)\b"
    r"|(?:^|[,;] ?|\b(?:questo|la cosa|la questione|la decisione) )(?:è|resta"
    r"|rimane) (?:ancora )?(?:tutto )?(?:da decidere|apert[oa]|in sospeso|da vedere)\b"
    r"|\bnon è (?:ancora )?(?:definitivo|detto)\b"
    r"|\b(?:rimandiamo|rinviamo) (?:la decisione|la questione|questo|tutto)\b|\b(?:rimandiamo|rinviamo)la\b",
    "nl": r"\blaten we (?:dat|het|dit) (?:\w+ )?(?:open ?houden|open ?laten|uitstellen|opschorten|parkeren)\b"
    r"|\b(?:dat|het|dit) (?:staat|is|blijft) (?:nog )?(?:niet (?:vast|definitief)|open|onbeslist)\b",
    "pt": r"\bdeix(?:ar|emos|amos) (?:isso|isto|a questão) (?:\w+ )?(?:em aberto|pendente)\b"
    r"|\b(?:isso|isto) (?:ainda )?(?:está|fica) (?:ainda )?(?:em aberto|pendente|por decidir)\b"
    r"|\bnão está (?:ainda )?fechado\b|\b(?:vamos adiar|adiemos|adiamos) (?:isso|isto|a decisão)\b",
}
_OPPOSED = {
    "en": r"\bi(?:'d| would|'ll| will)? (?:vote|voted|am voting) (?:against|no)(?= it| that| this|\W*$)"
    r"|\bi(?:'m| am) (?:still |strongly |totally )?(?:against|opposed to) (?:it|that|this)\b"
    r"|\bi(?:'m| am) (?:still |strongly |totally )?(?:against|opposed)(?=\W*$)|\bi object\b",
    "de": r"\bich (?:stimme|stimmte|bin) (?:\w+ )?dagegen\b|\bich erhebe einspruch\b",
    "fr": r"\bje (?:vote|suis) (?:\w+ )?contre\b|\bje m'y oppose\b",
    "es": r"(?<!\bno )\b(?:voto|estoy) en contra\b|\bme opongo\b",
    "it": r"(?<!\bnon )\b(?:voto contro|sono contrari[oa]|mi oppongo)\b",
    "nl": r"\bik stem tegen\b|\bik ben (?:er )?tegen\b|\bik maak bezwaar\b",
    "pt": r"(?<!\bnão )\b(?:voto contra|sou contra)\b|\boponho-me\b",
}
_WAITING = {
    "en": r"\b(?:(?:can|could|should|shouldn't|shall) we|we should) (?:maybe |please |just |perhaps )*(?:hold"
    r" off|wait(?: with (?:it|that|this))?(?= until| till| for|\W*$)"
    r"|(?:postpone|defer) (?:it|that|this)|leave (?:it|that) open|think about (?:it|that|this)"
    r"|sleep on (?:it|that))",
    "de": r"\b(?:können|könnten|sollten|wollen) wir (?:\w+ )?(?:(?:damit |noch )+(?:ab)?warten|(?:ab)?warten"
    r"(?=,? bis|\W*$)|(?:das|es) (?:\w+ )?(?:vertagen|offen ?lassen|überschlafen))\b",
    "fr": r"\b(?:on peut|on pourrait|peut-on|pouvons-nous|pourrait-on) (?:\w+ )?(?:attendre|(?:reporter"
    r"|repousser) (?:ça|cela|la décision))\b",
    "es": r"\b(?:podemos|podríamos) (?:\w+ )?(?:esperar|aplazarlo|posponerlo|dejarlo)\b",
    "it": r"\b(?:possiamo|potremmo) (?:\w+ )?(?:aspettare|rimandarl[oa]|rimandare|rinviarl[oa])\b",
    "nl": r"\bkunnen we (?:daarmee |ermee |nog |even )*(?:wachten|(?:dat|het) (?:\w+ )?uitstellen)\b",
    "pt": r"\b(?:podemos|poderíamos|dá para) (?:\w+ )?(?:esperar|adiar (?:isso|isto|a decisão))\b",
}
_NOT_AGAINST = (
    r"\b(?:no (?:estoy|voto) en contra|non sono contrari[oa]|não sou contra|je ne suis pas contre"
    r"|nich(?:t|ts) dagegen|niet(?: er)? tegen)\b"
    r"|(?:\bnot|n't|\bcannot) (?:(?:say|think|believe|claim|that|really|all|exactly|even|i'm|i am|be) ){0,4}"
    r"(?:against|opposed|object)\b"
)
DENIED = {each: re.compile(pattern, _FLAGS) for each, pattern in _DENIED.items()}
LEFT_OPEN = {each: re.compile(pattern, _FLAGS) for each, pattern in _LEFT_OPEN.items()}
OPPOSED = {each: re.compile(pattern, _FLAGS) for each, pattern in _OPPOSED.items()}
WAITING = {each: re.compile(pattern, _FLAGS) for each, pattern in _WAITING.items()}
NOT_AGAINST = re.compile(_NOT_AGAINST, _FLAGS)
_NEVER = re.compile(r"(?!)")


def denies(text: str) -> bool:
    """Whether it says that something was not decided, or not by them."""
    return _has(DENIED, text)


def leaves_open(text: str, about: str) -> bool:
    """Whether it says that something is not settled, and not only another matter than this."""
    return _has_of(LEFT_OPEN, text, about)


def opposes(text: str) -> bool:
    """Whether somebody says that they are against it."""
    return _has(OPPOSED, text) and not is_not_against(text)


def is_not_against(text: str) -> bool:
    """Whether somebody says that they are not against it."""
    return bool(NOT_AGAINST.search(text.replace("’", "'")))


def asks_to_wait(text: str, about: str) -> bool:
    """Whether it asks that something be settled later, and not only another matter than this."""
    return _has_of(WAITING, text, about)


def _has(cues: dict[str, re.Pattern[str]], text: str) -> bool:
    return bool(cues.get(language.get(), _NEVER).search(text.replace("’", "'")))


def _has_of(cues: dict[str, re.Pattern[str]], text: str, about: str) -> bool:
    said = text.replace("’", "'")
    found = cues.get(language.get(), _NEVER).finditer(said)
    return any(not is_other_matter(said, cue, about) for cue in found)

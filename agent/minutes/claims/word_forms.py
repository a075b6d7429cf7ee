"""Forms of one word in languages other than English: prüfen and Prüfung; compounds."""

import re
from collections.abc import Collection
from functools import cache, lru_cache

SHORT_ROOT = 4
SHORT_PART = 5
"""Minimum length of a word inside a compound."""
_ENDINGS = {
    "de": "ungen|ung|erin|ern|end|ens|bar|isch|lich|heit|keit|ion|est|sten|en|er|et|st|te|ten|em|es|e|n|s|t",
    "es": "aciones|ación|ación|ciones|ción|cion|acion|miento|mient|adora?|ador|ando|iendo|aron|ieron|arán"
    "|ará|ado|ada|ido|ida|amos|emos|ar|er|ir|an|en|as|os|es|ó|a|o|e|s",
    "fr": "ations|ation|ition|tion|ements|ement|ment|age|ance|ence|eur|euse|eront|era|erons|aient|ait|ant"
    "|ées|ée|és|é|er|ez|ent|ons|ir|is|it|u|ue|us|e|s",
    "it": "azione|azion|izion|zione|zion|amento|ament|iment|ando|endo|eranno|erà|ato|ata|ati|ate|ito|ita|uto"
    "|uta|are|ere|ire|ano|ono|at|it|ut|a|o|e|i",
    "nl": "ingen|ing|sters?|aar|den|ten|de|te|en|er|et|st|e|n|s|t",
    "pt": "ações|ação|açõ|aca|acao|mento|ment|ando|endo|aram|eram|arão|ará|ado|ada|ido|ida|amos|ar|er|ir|ou"
    "|eu|iu|am|em|as|os|a|o|e|s",
}
_PREFIXES = {
    "de": "ab|an|auf|aus|bei|durch|ein|fest|fort|her|hin|los|mit|nach|um|vor|weg|weiter|zu|zurück|zuruck"
    "|zusammen",
    "nl": "aan|af|bij|door|in|mee|na|om|op|over|terug|toe|uit|voor|weg",
}
"""Of verbs, parted from them in some of their forms."""


def is_form(one: str, other: str, code: str) -> bool:
    """Whether two stems are forms of one word, or one is a part of the other, a compound."""
    if code not in _ENDINGS:
        return False
    if _root(one, code) == _root(other, code) and len(_root(one, code)) >= SHORT_ROOT:
        return True
    short, long = sorted((one, other), key=len)
    if code not in _PREFIXES or len(short) < SHORT_PART or len(long) - len(short) < 2:
        return False
    return long.endswith(short) or long.startswith(short)


def is_parted(one: str, other: str, spoken: Collection[str], code: str) -> bool:
    """Whether a verb was said with its prefix apart: “laden wir ein” for “eingeladen”."""
    found = re.match(rf"({_PREFIXES[code]})(?:ge)?(\w{{3,}})", one) if code in _PREFIXES else None
    return (
        bool(found)
        and found is not None
        and found[1] in spoken
        and _root(found[2], code) == _root(other, code)
    )


@lru_cache(maxsize=16_384)
def _root(word: str, code: str) -> str:
    """A stem without endings, and without the “ge” of participles."""
    bare = re.sub(r"^ge(?=\w{4,})", "", word) if code in _PREFIXES else word
    if code in _PREFIXES:
        bare = re.sub(rf"^({_PREFIXES[code]})ge(?=\w{{3,}})", r"\1", bare)
    root = _endings(code).sub("", bare)
    return root if len(root) >= 3 else bare


@cache
def _endings(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_ENDINGS[code]})$")

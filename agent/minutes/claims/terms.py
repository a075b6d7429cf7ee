"""The words of a text that carry its content, brought to one form: stems, irregular forms, synonyms."""

import re
from dataclasses import dataclass
from functools import lru_cache

from agent.minutes.claims.claim_lexicon import ClaimLexicon, pattern
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.language_tables import FILLERS
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import BIGRAM_SCRIPTS, TOKEN, content, stem

UN = re.compile(
    r"^(?:(?:un|non-?)(?!der|it|iv|til|less)(?P<un>\w{4,}(?:ed|able|ible|ly|ing|y|fe|ar|re))"
    r"|dis(?P<dis>(?:agree|approv|allow|connect|lik|trust|satisf|continu|appear|prov|honest)\w*))$"
)
"""A word that denies another: untested, unlikely, unclear."""
KOREAN_ENDING = re.compile(
    r"(?<=[가-힣]{2})(?:(?:하|되)?(?:였|었|았|겠)?(?:습니다|어요|아요|다)|했(?:습니다|어요|다)|합니다|해요|한다|하다"
    r"|됩니다|됐(?:습니다|어요|다)|된다|에게서|에게|에서|한테|으로|까지|부터|이|가|은|는|을|를|의|도|와|과|로|에)$"
)
"""Of verbs and nouns; what is left is compared."""
SHORT_WORD = 2
ORDINAL_ENDINGS = ("st", "nd", "rd", "th")
"""Of “21st”, which is read as a number."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word's key, by which it is compared."""

    key: str
    word: str
    negative: bool = False


def terms(text: str) -> tuple[Term, ...]:
    """The terms of a text in the spoken language, in their order."""
    return _terms(text, language.get())


@lru_cache(maxsize=16_384)
def _terms(text: str, _language: str) -> tuple[Term, ...]:
    found: list[Term] = []
    for token in TOKEN.findall(_with_single_words(text.lower().replace("’", "'"))):
        if BIGRAM_SCRIPTS.search(token):
            found.extend(Term(key, token) for key in content(KOREAN_ENDING.sub("", token)))
            continue
        bare = token.removesuffix("'s")
        if (
            bare in FILLERS
            or bare[0].isdigit()
            or len(bare) < SHORT_WORD
            or bare in ORDINAL_ENDINGS
            or _is_stopword(bare)
        ):
            continue
        found.append(term(bare))
    return tuple(found)


def _with_single_words(low: str) -> str:
    """A text in lower case, with one word for each phrase that means one."""
    for phrase, word in lexicon().phrases.items():
        low = pattern(phrase).sub(word, low)
    return low


def _is_stopword(word: str) -> bool:
    """Whether a word is without content, in any of its forms; none with a meaning in the tables is."""
    return word not in _kept() and (word in spoken_tables().stopwords or stem(word) in _stopword_verbs())


def _stopword_verbs() -> frozenset[str]:
    return _stopword_verbs_of(language.get())


@lru_cache(maxsize=32)
def _stopword_verbs_of(_language: str) -> frozenset[str]:
    return spoken_tables().stopwords & frozenset(
        ("like", "think", "want", "use", "look", "get", "try", "come", "go", "make", "say", "see")
    )


def term(word: str) -> Term:
    """The term of one word in lower case."""
    denied = UN.match(word) if lexicon().reads_grammar else None
    base = denied["un"] or denied["dis"] if denied else word
    return Term(key(base), word, negative=bool(denied))


def key(word: str) -> str:
    """The form by which a word is compared with others."""
    return _key(word, language.get())


@lru_cache(maxsize=16_384)
def _key(word: str, code: str) -> str:
    known = lexicon()
    stemmed = stem(known.irregular.get(word, word))
    return _synonyms(known, code).get(stemmed, stemmed)


@lru_cache(maxsize=64)
def _synonyms(known: ClaimLexicon, _language: str) -> dict[str, str]:
    """By stem, the stem of the first word of its group."""
    found: dict[str, str] = {}
    for (group,) in known.synonyms:
        first = min(group)
        for word in group:
            found.setdefault(stem(word), stem(first))
    return found


def _kept() -> frozenset[str]:
    return _kept_of(language.get())


@lru_cache(maxsize=32)
def _kept_of(_language: str) -> frozenset[str]:
    """Words that count though they are stopwords, where a language's table has them."""
    table = (*lexicon().opposites, *lexicon().synonyms)
    return frozenset(word for row in table for side in row for word in side) & frozenset(
        ("again", "first", "last", "keep", "late", "right", "little", "few", "need", "needs", "needed")
    )


def framing() -> frozenset[str]:
    """Keys of the vocabulary of minutes."""
    return _framing(language.get())


@lru_cache(maxsize=32)
def _framing(_language: str) -> frozenset[str]:
    return frozenset(key(word) for word in spoken_tables().framing)

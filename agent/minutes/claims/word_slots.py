"""The place of a word among its neighbours: after which preposition it stands, and beside which word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.minutes.claims.terms import key, terms
from agent.minutes.function_words import ARTICLES
from agent.minutes.language_tables import words as words_in
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import TOKEN

_PREPOSITIONS = {
    "en": "in on at of for with about from to into by under over behind beside between through without "
    "near during per against as than onto",
    "de": "in im:in ins:in an am:an ans:an zu zum:zu zur:zu bei beim:bei von vom:von auf aus für mit nach "
    "über unter vor hinter neben zwischen durch ohne gegen seit um wegen als",
    "fr": "de du:de des:de d:de à au:à aux:à dans en sur sous pour par avec sans chez entre derrière devant "
    "contre vers depuis que",
    "es": "de del:de a al:a en con por para sin sobre entre bajo tras hacia desde contra que",
    "it": "di del:di dello:di della:di dell:di dei:di degli:di delle:di a al:a allo:a alla:a all:a ai:a "
    "agli:a alle:a in nel:in nello:in nella:in nell:in nei:in negli:in nelle:in su sul:su sullo:su sulla:su "
    "sull:su sui:su sugli:su sulle:su da dal:da dallo:da dalla:da dall:da dai:da dagli:da dalle:da con per "
    "tra fra verso senza",
    "pt": "de do:de da:de dos:de das:de em no:em na:em nos:em nas:em num:em numa:em a ao:a à:a aos:a às:a "
    "por pelo:por pela:por pelos:por pelas:por para com sem sobre entre",
    "nl": "in op aan van voor met over bij uit naar tegen zonder onder door tussen achter tot dan",
}
"""Prepositions, and by a colon those of which another is a form."""
_MORE_ARTICLES = {
    "en": "their his her your this that",
    "de": "diese dieser dieses diesen diesem "
    "mein meine meinen meinem meiner sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer",
    "fr": "son sa ses",
    "es": "lo este esta estos estas ese esa esos esas",
    "it": "il lo la l i gli le un uno una questo questa questi queste suo sua suoi sue",
    "pt": "este esta esse essa seu sua seus suas meu minha meus minhas",
}
REFERRING = frozenset(
    words_in(
        "this that these those diese dieser dieses diesen diesem ce cet cette ces este esta estos estas ese "
        "esa esos esas questo questa questi queste esse essa deze dit dat die"
    )
)
"""What they precede was named before: “that machine” may be the printer."""
EDGE = ""
"""Beside the word stands none of content: the sentence begins or ends, or a pronoun stands there."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A content word and what stands beside it, articles left out."""

    key: str
    word: str
    before: str
    """Key of the word before it; EDGE if that has no content."""
    preposition: str
    """The preposition before it in its plain form, or EDGE."""
    after: str
    """Key of the word after it, the plain form and a space of a preposition, or EDGE."""
    article: str
    """The articles and possessives right before it, or EDGE."""
    precedes_article: bool


@cache
def prepositions(code: str) -> dict[str, str]:
    """By preposition of a language its plain form."""
    pairs = (entry.partition(":")[::2] for entry in _PREPOSITIONS.get(code, "").split())
    return {form: plain or form for form, plain in pairs}


@cache
def articles(code: str) -> frozenset[str]:
    """Articles and possessives of a language."""
    return (ARTICLES.get(code, frozenset()) | frozenset(_MORE_ARTICLES.get(code, "").split())) - frozenset(
        prepositions(code)
    )


def slots(text: str) -> tuple[Slot, ...]:
    """The content words of a text in lower case with their neighbours; none where no table tells these."""
    return _slots(text, language.get())


@lru_cache(maxsize=8192)
def _slots(text: str, code: str) -> tuple[Slot, ...]:
    if not prepositions(code):
        return ()
    counts = frozenset(each.key for each in terms(text))
    words = list(_words(text, code))
    return tuple(
        _slot(words, at, counts, code)
        for at, word in enumerate(words)
        if key(word) in counts and word not in prepositions(code) and word not in articles(code)
    )


def _slot(words: Sequence[str], at: int, counts: frozenset[str], code: str) -> Slot:
    known, skipped = prepositions(code), articles(code)
    back = next((each for each in range(at - 1, -1, -1) if words[each] not in skipped), -1)
    ahead = next((each for each in range(at + 1, len(words)) if words[each] not in skipped), len(words))
    if back > 0 and words[back] == "a" and words[back - 1] in known:
        back -= 1  # in Portuguese an article too: “para a loja”
    before = words[back] if back >= 0 else EDGE
    after = words[ahead] if ahead < len(words) else EDGE
    return Slot(
        key=key(words[at]),
        word=words[at],
        before=EDGE if before in known else _content(before, counts),
        preposition=known.get(before, EDGE),
        after=f"{known[after]} " if after in known else _content(after, counts),
        article=" ".join(words[back + 1 : at]),
        precedes_article=ahead > at + 1,
    )


def _content(word: str, counts: frozenset[str]) -> str:
    return key(word) if word and key(word) in counts else EDGE


def _words(text: str, code: str) -> Iterator[str]:
    """The words of a text; what is elided stands for itself."""
    for found in TOKEN.findall(text.lower().replace("’", "'")):
        if code in ("fr", "it") and "'" in found:
            before, _, word = found.partition("'")
            yield from (each for each in (before, word) if each)
        else:
            yield found.removesuffix("'s")

"""The lexicons of the check by language; what a language has no table for, its minutes' tables say."""

from dataclasses import replace
from functools import cache

from agent.minutes.claims.claim_lexicon import NEVER, ClaimLexicon, groups
from agent.minutes.claims.english_claim_words import ENGLISH
from agent.minutes.claims.everyday_words import LIGHT, NEGATIVE, SYNONYMS, VERBS
from agent.minutes.claims.status_words import (
    ALL,
    FIRST,
    HEARSAY,
    IS_DONE,
    MOST,
    ONLY,
    ONLY_AFTER,
    SOME,
    TO_BE_DONE,
)
from agent.minutes.languages import TABLES
from agent.minutes.spoken_language import language

CONDITIONS = {
    "de": r"\b(?:wenn|falls|sofern|vorausgesetzt)\b",
    "es": r"\b(?:si|en caso de|siempre que)\b",
    "fr": r"\b(?:si|s'ils?|à condition|au cas où)\b",
    "it": r"\b(?:se|purché|nel caso)\b",
    "ko": r"[가-힣]*(?:하|되|으|다|라|이|오|가|지)면(?= |,|$)|[가-힣]+ 경우",
    "nl": r"\b(?:als|indien|mits|tenzij)\b",
    "pt": r"\b(?:se|caso|desde que)\b",
}
UNSURE = {
    "de": r"vielleicht|eventuell|womöglich|möglicherweise|könnten?|vermutlich|wollen|wollten?|möchten?"
    r"|sollten?|würden?",
    "es": r"quizás?|tal vez|a lo mejor|podría\w*|posiblemente|quiere[ns]?|quisiera\w*|querría\w*|debería\w*",
    "fr": r"peut-être|pourrai\w*|éventuellement|voudrai\w*|veu(?:t|lent)|devrai\w*|il faudrait|probablement",
    "it": r"forse|magari|potrebbe\w*|potremmo|vorre\w*|dovremmo|dovrebbe\w*",
    "nl": r"misschien|wellicht|zou(?:den)?|mogelijk|willen|wilden?",
    "pt": r"talvez|poderia\w*|gostaria\w*|quer(?:em|ia)?|deveria\w*|possivelmente",
    "ko": r"\w*(?:어쩌면|아마)\w*|\w*수도 있\w*|\w*싶\w*",
}
"""What leaves open whether it is or will be so: doubts and wishes."""
OPPOSITES = {
    "de": "steigen,erhöhen,gestiegen,steigt / fallen,sinken,senken,gefallen,sinkt; mehr / "
    "weniger;"
    "annehmen,angenommen,genehmigt / ablehnen,abgelehnt; alle / einige",
    "es": "subir,aumentar,subió / bajar,reducir,bajó; más / menos; aceptar,aprobar / "
    "rechazar;"
    "todos / algunos",
    "fr": "augmenter,monter,augmenté / baisser,diminuer,baissé; plus / moins; accepter,"
    "approuver / refuser,rejeter;"
    "tous / certains",
    "it": "aumentare,salire,aumentato / diminuire,scendere,diminuito; più / meno; accettare / rifiutare",
    "nl": "stijgen,verhogen,gestegen / dalen,verlagen,gedaald; meer / minder; goedgekeurd / afgewezen",
    "pt": "subir,aumentar,aumentou / descer,reduzir,baixou; mais / menos; aceitar,aprovar / rejeitar,recusar",
}


def _korean() -> ClaimLexicon:
    """English words, which are heard in Korean too, and Korean ones."""
    modals = {**ENGLISH.modals, "might": rf"{ENGLISH.modals['might']}|{UNSURE['ko']}"}
    return replace(
        ENGLISH,
        modals=modals,
        condition=rf"{ENGLISH.condition}|{CONDITIONS['ko']}",
        hearsay=HEARSAY["ko"],
        all=rf"{ENGLISH.all}|{ALL['ko']}",
        most=rf"{ENGLISH.most}|{MOST['ko']}",
        some=rf"{ENGLISH.some}|{SOME['ko']}",
    )


CLAUSE = r"(?<!\d)[;:—–…]|,(?=\s)"


@cache
def _lexicon(code: str) -> ClaimLexicon:
    known = TABLES.get(code)
    if code == "ko":
        return _korean()
    if known is None:
        return ENGLISH
    return ClaimLexicon(
        negations=" ".join(known.negations),
        condition=CONDITIONS.get(code, ENGLISH.condition),
        unsure=UNSURE.get(code, NEVER),
        whether_before=ONLY_AFTER.get(code, NEVER),
        hearsay=HEARSAY.get(code, NEVER),
        thesaurus=groups(SYNONYMS[code]) if code in SYNONYMS else (),
        to_be_done=TO_BE_DONE.get(code, NEVER),
        is_done=IS_DONE.get(code, NEVER),
        light=LIGHT.get(code, ""),
        negative=NEGATIVE.get(code, NEVER),
        verb=VERBS.get(code, NEVER),
        first=FIRST.get(code, ""),
        all=ALL.get(code, NEVER),
        most=MOST.get(code, NEVER),
        some=SOME.get(code, NEVER),
        only=ONLY.get(code, NEVER),
        opposites=groups(OPPOSITES[code]) if code in OPPOSITES else (),
        clause=CLAUSE + (rf"|\s(?={CONDITIONS[code]})" if code in ("es", "fr", "it") else ""),
    )


def lexicon() -> ClaimLexicon:
    """The lexicon of the spoken language; English words and Korean ones where it has none."""
    return _lexicon(language.get())

"""Orders by name in other languages than English: “Bob, ruf bitte die Bank an” asks Bob to call the bank."""

import re
from functools import lru_cache

from agent.minutes.infinitives import (
    DUTCH,
    SPANISH_AR,
    SPANISH_IRREGULAR,
    as_infinitive,
)
from agent.minutes.language_tables import words
from agent.minutes.languages import TABLES
from agent.minutes.spoken_language import language

PLEASE = re.compile(
    r",?\s*\b(?:bitte|s'il (?:te|vous) pla[iî]t|por favor|per (?:favore|piacere|cortesia)|se faz favor"
    r"|alsjeblieft|alstublieft|graag)\b,?",
    re.IGNORECASE,
)
MEANWHILE = (
    r"(?:(?:mal|doch|auch|dann|aussi|donc|también|pues|anche|allora|poi|também|então|even|ook|dan),?\s+)*"
)


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("/") for pair in words(text))


def _german() -> dict[str, str]:
    stems = [
        word.removesuffix("e")
        for word in (
            *TABLES["de"].work,
            *words("mache hole bringe frage räume stelle hänge streiche baue putze"),
        )
        if word.endswith("e")
    ]
    regular = {form: f"ich {stem}e" for stem in stems for form in (stem, f"{stem}e")}
    irregular = _pairs(
        "nimm/nehme gib/gebe lies/lese hilf/helfe sprich/spreche triff/treffe sieh/sehe lad/lade"
    )
    return regular | {form: f"ich {first}" for form, first in irregular.items()}


def _dutch() -> dict[str, str]:
    return {stem: f"ik {stem}" for stem in DUTCH}


def _spanish() -> dict[str, str]:
    regular = {form[:-1]: f"{form[:-2]}ar" for form in SPANISH_AR if form.endswith("as")}
    second = {form[:-1]: verb for form, verb in SPANISH_IRREGULAR.items() if form.endswith("s")}
    return (
        regular | second | _pairs("haz/hacer pon/poner trae/traer abre/abrir cierra/cerrar escribe/escribir")
    )


def _french() -> dict[str, str]:
    verbs = [word for word in TABLES["fr"].work if word.endswith("er")]
    regular = {f"{verb[:-2]}{ending}": verb for verb in verbs for ending in ("e", "ez")}
    irregular = _pairs(
        "appelle/appeler rappelle/rappeler achète/acheter envoie/envoyer écris/écrire"
        " écrivez/écrire fais/faire"
        " faites/faire prends/prendre prenez/prendre mets/mettre traduis/traduire paie/payer relis/relire"
    )
    return regular | irregular


def _italian() -> dict[str, str]:
    endings = {"are": ("a",), "ere": ("i",), "ire": ("i", "isci")}
    return {
        f"{word[:-3]}{ending}": word for word in TABLES["it"].work for ending in endings.get(word[-3:], ())
    } | _pairs("fai/fare dai/dare porta/portare prendi/prendere appendi/appendere chiudi/chiudere")


def _portuguese() -> dict[str, str]:
    verbs = (*TABLES["pt"].work, *words("ligar levar marcar pintar limpar buscar"))
    regular = {f"{verb[:-2]}{ending}": verb for verb in verbs if verb.endswith("ar") for ending in ("a", "e")}
    irregular = _pairs(
        "ligue/ligar marque/marcar busque/buscar verifique/verificar publique/publicar pague/pagar faz/fazer"
        " faça/fazer traz/trazer traga/trazer escreve/escrever escreva/escrever pede/pedir peça/pedir"
        " imprime/imprimir imprima/imprimir corrige/corrigir corrija/corrigir"
    )
    return regular | irregular


FORMS = {
    "de": _german(),
    "nl": _dutch(),
    "es": _spanish(),
    "fr": _french(),
    "it": _italian(),
    "pt": _portuguese(),
}
"""By language each form of an order, with what `as_infinitive` knows: the infinitive, or the form of “I”."""
REPORTS = words(
    "dice detto disse secondo según dijo dicho selon d'après dit segundo diz dito volgens zegt zei laut sagt"
    " sagte gemäß con avec com mit met"
)
"""Right before a name that is not called: “come dice Paolo, prepara tutto la ditta”."""
NOT_REPORTED = "".join(rf"(?<!\b{word}\s)" for word in REPORTS)
FIRST = re.compile(r"^[^\W\d_]+")


@lru_cache(maxsize=64)
def imperative_pattern(of: str, names: tuple[str, ...]) -> re.Pattern[str]:
    """The cue of an order to somebody who is called by one of these names, in a language."""
    forms = "|".join(sorted(map(re.escape, FORMS.get(of, ())), key=len, reverse=True)) or r"(?!)"
    called = "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or r"(?!)"
    return re.compile(
        rf"(?:^|[.;:,]\s*|\s){NOT_REPORTED}(?P<name>{called}),\s+{MEANWHILE}(?P<task>(?:{forms})\b\s+\S.+)",
        re.IGNORECASE,
    )


def is_polite(task: str) -> bool:
    """Whether an order has a word of asking."""
    return bool(PLEASE.search(task))


def ordered(task: str) -> str:
    """A task with its verb in the infinitive where it begins with the form of an order."""
    bare = PLEASE.sub("", task).strip()
    first = FIRST.match(bare)
    verb = FORMS.get(language.get(), {}).get(first.group().lower()) if first else None
    return as_infinitive(f"{verb}{bare[first.end() :]}") if first and verb else task

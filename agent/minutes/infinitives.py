"""Tasks of other languages than English as in a list: “ich rufe Anna an” is “Anna anrufen”.

What somebody says of themselves or asks of another has its verb in a personal form; a title
has the infinitive. A form that is not known stays as it was said.
"""

import re
from collections.abc import Callable

from agent.minutes.language_tables import words
from agent.minutes.other_persons import as_first_person, several_do
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import content


def _table(text: str) -> dict[str, str]:
    return dict(pair.split("/") for pair in words(text))


PARTICLES = (
    "zusammen|fertig|zurück|vorbei|bereit|durch|herum|raus|rein|hoch|fest|nach|auf|aus|bei|ein|her|hin|mit|vor|weg|an|ab|um"
    "|zu"
)
GERMAN = re.compile(
    r"^(?:(?P<verb>\w+) (?:ich|du)|ich (?P<after>\w+)|(?P<mine>mache|kümmere))\b,?\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
GERMAN_IRREGULAR = _table(
    "tue/tun tust/tun übernimmst/übernehmen nimmst/nehmen gibst/geben sprichst/sprechen lädst/laden"
    " liest/lesen hilfst/helfen triffst/treffen siehst/sehen"
)
GERMAN_LED = re.compile(
    r"^(?:(?:noch|dann|mal|auch|bitte|gleich|gern|gerne|jetzt|eben|schnell|also)\s+)*"
    r"(?:(?:dir|euch|ihnen|uns|mir|ihm) (?=\S+ \S))?(?:bitte |noch |mal )*",
    re.IGNORECASE,
)
SPANISH_IRREGULAR = _table(
    "hago/hacer haré/hacer haces/hacer envío/enviar envías/enviar traigo/traer traes/traer traduzco/traducir"
    " traduces/traducir pido/pedir pides/pedir compruebo/comprobar pruebo/probar corrijo/corregir"
    " corriges/corregir recojo/recoger recoges/recoger imprimo/imprimir imprimes/imprimir escribo/escribir"
    " escribes/escribir subo/subir subes/subir reparto/repartir coso/coser cuelgo/colgar riego/regar"
    " diré/decir pondré/poner tendré/tener vendré/venir saldré/salir podré/poder pongo/poner"
)
SPANISH = re.compile(
    r"^(?:yo )?(?P<to>(?:(?:te|le|les|os|nos|me) )*)(?P<it>(?:l[oa]s?) )?(?P<verb>\w+)\b"
    r"(?P<own> yo\b)?\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
FRENCH_IRREGULAR = _table(
    "ferai/faire enverrai/envoyer irai/aller verrai/voir appellerai/appeler rappellerai/rappeler"
    " achèterai/acheter tiendrai/tenir viendrai/venir essaierai/essayer paierai/payer"
)
FRENCH = re.compile(
    r"^(?:je |j['’])(?P<to>(?:(?:te|vous|lui|leur|t['’]) ?)*)(?P<se>me |m['’])?(?P<it>(?:les?|la) |l['’])?"
    r"(?P<verb>\w+rai|charge|occupe)\b\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
FRENCH_REFLEXIVE = re.compile(r"^(?P<me>me |m['’])(?=\w+(?:er|ir|re)\b)", re.IGNORECASE)
ITALIAN_IRREGULAR = _table("farò/fare darò/dare starò/stare berrò/bere verrò/venire faccio/fare do/dare")
ITALIAN_IN_ERE = re.compile(
    r"^(?:prend|perd|scriv|chied|legg|mett|rispond|chiud|riprend|descriv|vend|prevend|accend|rend|spend"
    r"|corregg"
    r"|sceglie?|risolv|raccogli|promett|trasmett|iscriv|stend|discut|condivid|aggiung|diping|append)$"
)
ITALIAN = re.compile(
    r"^(?:io )?(?P<to>(?:(?:ti|vi|gli|le|mi) )*)(?P<verb>\w+ò)\b(?: io\b)?\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
PORTUGUESE_IRREGULAR = _table(
    "farei/fazer direi/dizer trarei/trazer peço/pedir envio/enviar escrevo/escrever faço/fazer trago/trazer"
    " imprimo/imprimir mando/mandar preparo/preparar reservo/reservar ligo/ligar compro/comprar"
    " organizo/organizar aviso/avisar levo/levar marco/marcar convido/convidar trato/tratar cuido/cuidar"
)
PORTUGUESE = re.compile(r"^(?:eu )?(?P<verb>\w+)\b\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
DUTCH = _table(
    "regel/regelen stuur/sturen verstuur/versturen mail/mailen schrijf/schrijven boek/boeken bestel/bestellen"
    " bel/bellen maak/maken koop/kopen neem/nemen haal/halen breng/brengen bereid/bereiden"
    " reserveer/reserveren controleer/controleren check/checken test/testen verbeter/verbeteren"
    " corrigeer/corrigeren repareer/repareren organiseer/organiseren deel/delen upload/uploaden"
    " publiceer/publiceren betaal/betalen print/printen vertaal/vertalen lever/leveren"
    " installeer/installeren verzamel/verzamelen vergelijk/vergelijken bevestig/bevestigen zoek/zoeken"
    " verwijder/verwijderen plan/plannen hang/hangen zet/zetten leg/leggen ruim/ruimen vraag/vragen"
    " schilder/schilderen poets/poetsen pak/pakken geef/geven vul/vullen teken/tekenen bak/bakken"
)
DUTCH_SAID = re.compile(
    r"^(?:ik (?P<verb>\w+)|(?P<before>\w+) ik)\b\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL
)
DUTCH_PARTICLES = r"(?P<particle>terug|door|mee|toe|uit|voor|aan|af|in|na|om|op|over|bij|klaar)"


def as_infinitive(task: str) -> str:
    """The task with its verb in the infinitive, in a language whose forms are known; else as it is."""
    turn = TURNS.get(language.get())
    return (turn(as_first_person(task)) if turn else None) or task


def _german(task: str) -> str | None:
    found = GERMAN.match(task)
    if several := several_do(task):
        return _verb_last(
            GERMAN_LED.sub("", several["rest"].strip(" .?!")), several["verb"], rf"(?P<particle>{PARTICLES})"
        )
    if found is None:
        return GERMAN_LED.sub("", task)
    verb = _german_infinitive((found["verb"] or found["after"] or found["mine"]).lower())
    rest = GERMAN_LED.sub("", found["rest"].strip(" .?!"))
    return _verb_last(rest, verb, rf"(?P<particle>{PARTICLES})") if verb else None


def _german_infinitive(verb: str) -> str | None:
    if verb in GERMAN_IRREGULAR:
        return GERMAN_IRREGULAR[verb]
    if len(verb) > 4 and verb.endswith("st"):
        verb = verb.removesuffix("st") if verb.endswith("est") else verb.removesuffix("st") + "e"
    if not verb.endswith("e"):
        return None
    if re.search(r"\w[^i]ere$", verb) or re.search(r"[^aeiouäöüylh]le$", verb):
        return f"{verb[:-1]}n" if verb.endswith("ere") else f"{verb[:-2]}eln"
    return f"{verb}n"


def _verb_last(rest: str, verb: str, particle: str) -> str:
    """The verb behind what it is done to, before a further clause, and joined with what is parted from it."""
    first, comma, further = rest.partition(",")
    first = re.sub(r"^mich\b", "sich", first)
    parted = re.search(rf"(?:^|\s){particle}$", first, re.IGNORECASE)
    if parted:
        first, verb = first[: parted.start()], parted["particle"].lower() + verb
    return f"{first} {verb}".strip() + comma + further


def _spanish(task: str) -> str | None:
    found = SPANISH.match(task)
    if found is None:
        return None
    verb = _spanish_infinitive(found["verb"].lower())
    if verb is None or (found["it"] and (found["own"] or not content(found["rest"]))):
        return None
    reflexive = "se" if verb in ("encargar", "ocupar") and "me " in found["to"].lower() else ""
    return f"{verb}{reflexive}{(found['it'] or '').strip().lower()} {found['rest']}".strip()


def _spanish_infinitive(verb: str) -> str | None:
    if verb in SPANISH_IRREGULAR:
        return SPANISH_IRREGULAR[verb]
    if re.fullmatch(r"\w+[aei]ré", verb):
        return verb.removesuffix("é")
    if verb in SPANISH_AR:
        return f"{verb.removesuffix('o').removesuffix('as')}ar"
    return None


SPANISH_AR = frozenset(
    form
    for stem in words(
        "prepar redact llam llev compr avis mand reserv encarg organiz pint revis arregl repar limpi entreg"
        " invit confirm consult busc pag public actualiz mont coloc cocin coordin negoci contact convoc ocup"
    )
    for form in (f"{stem}o", f"{stem}as")
)
"""Regular verbs, as “I” and “you” say them."""


def _french(task: str) -> str | None:
    if re.match(r"^(?:de|du|des) ", task, re.IGNORECASE):
        return f"s'occuper {task}"
    if reflexive := FRENCH_REFLEXIVE.match(task):
        return f"s{'e ' if reflexive['me'].strip() == 'me' else chr(39)}{task[reflexive.end('me') :]}"
    found = FRENCH.match(task)
    if found is None or (found["it"] and not found["rest"]):
        return None
    verb = found["verb"].lower()
    if verb.endswith("rai"):
        verb = FRENCH_IRREGULAR.get(verb) or re.sub(r"(?<=[dtu])r$", "re", verb.removesuffix("ai"))
        verb = re.sub(r"(?<=[aeiéèu])e?r$", lambda ends: ends[0], verb)
    else:
        verb += "r"
    it = (found["it"] or "").lower()
    se = "" if not found["se"] else "s'" if verb[0] in "aeiouéh" else "se "
    return f"{se}{it}{verb} {found['rest']}".strip()


def _italian(task: str) -> str | None:
    found = ITALIAN.match(task)
    if found is None:
        return None
    verb = found["verb"].lower()
    stem = re.sub(r"(?:er|ir)ò$", "", verb)
    if verb in ITALIAN_IRREGULAR:
        infinitive = ITALIAN_IRREGULAR[verb]
    elif verb.endswith("irò") and not verb.endswith(("cirò", "girò")):
        infinitive = f"{stem}ire"
    elif verb.endswith("erò"):
        infinitive = f"{stem.removesuffix('h')}{'ere' if ITALIAN_IN_ERE.match(stem) else 'are'}"
    else:
        return None
    return f"{infinitive} {found['rest']}".strip()


def _portuguese(task: str) -> str | None:
    found = PORTUGUESE.match(task)
    if found is None:
        return None
    verb = found["verb"].lower()
    infinitive = PORTUGUESE_IRREGULAR.get(verb)
    if infinitive is None and re.fullmatch(r"\w+[aei]rei", verb):
        infinitive = verb.removesuffix("ei")
    return f"{infinitive} {found['rest']}".strip() if infinitive else None


def _dutch(task: str) -> str | None:
    found = DUTCH_SAID.match(task)
    if several := several_do(task):
        return _verb_last(several["rest"].strip(" .?!"), several["verb"], DUTCH_PARTICLES)
    verb = DUTCH.get((found["verb"] or found["before"]).lower()) if found else None
    if found is None or verb is None:
        return None
    rest = re.sub(r"^(?:(?:nog|dan|wel|ook|even|graag)\s+)+", "", found["rest"].strip(" .?!"))
    return _verb_last(rest, verb, DUTCH_PARTICLES)


TURNS: dict[str, Callable[[str], str | None]] = {
    "de": _german,
    "es": _spanish,
    "fr": _french,
    "it": _italian,
    "pt": _portuguese,
    "nl": _dutch,
}

"""Verbs by which several people settle on something, by language, and verbs that only state what is so."""

import re

from agent.minutes.spoken_language import language

HEAD_WORDS = 4
"""Where a clause has its verb, that is among this many first words, or in German and Dutch the last one."""


def _verb(forms: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)


ENGLISH = re.compile(
    r"(?:it|the \w+)(?:'ll| will| is going to) be (?:the|on|at)(?! same\b)(?!\w)|(?:we(?:'ll| will"
    r"|'re going to| are going to|'re gonna)?|let's|let us)(?: (?:do|don't|won't|not|just|all"
    r"|only|then|also|definitely|probably|first|simply|better))* (?:take|use|keep|go|do|make|pick|choose"
    r"|stay|stick"
    r"|meet|leave|hold|put|start|begin|stop|finish|end|open|close|skip|drop|run|try|move|cancel|call|ask|paint"
    r"|lease|rent|hire|serve|sell|pay|add|remove|cut|give|bring|let|set|change|switch|raise|lower|limit|allow|ban"
    r"|invite|eat|play|walk|drive|fly|travel|sit|stand|turn|offer|accept|reject|approve|agree|adopt|say|show|hang"
    r"|plant|fill|fit|spend|save|split|share|include|exclude|spare|replace|swap|publish|launch|release|ship"
    r"|pause|freeze|continue|extend|shorten|aim|plan|count|focus|settle|join|merge|restrict|require|double|halve"
    r"|buy|order|book|send|build|write|print|get|reserve|install|test|repair|fix|clean|store|donate|design"
    r"|train|vote|tell|organi[sz]e|postpone|delay|combine|create|produce|draw|wear|charge|fund|support)"
    r"(?!\w)(?! (?:\w+ing|out of|over budget|a (?:loss|risk|mistake|chance))\b)",
    re.IGNORECASE,
)
"""With its subject: a noun may look like a verb."""
CHOOSES = {
    "de": (
        r"nehmen|benutzen|nutzen|verwenden|behalten|halten|machen(?! (?:wir )?(?:verlust|fehler|minus))"
        r"|tun|gehen|bleiben(?! ohne)|wählen"
        r"|stellen|setzen"
        r"|legen|lassen|fangen|beginnen|starten|hören|verschieben|verlegen|kaufen|mieten|leihen|streichen|malen|laden"
        r"|einladen|verkaufen|bezahlen|zahlen|ändern|wechseln|öffnen|schließen|schicken|senden|probieren|versuchen"
        r"|essen|spielen|organisieren|buchen|reservieren|bestellen|geben|akzeptieren|begrenzen|treffen|fahren"
        r"|ziehen|planen|bauen|hängen|liefern|schreiben|holen|bringen|fragen|rufen|einigen|entscheiden|sagen"
        r"|lass(?:t|en)? (?:sie )?uns|drucken|reparieren|laufen|feiern|teilen|stimmen|erhöhen|senken"
        r"|beauftragen"
    ),
    "fr": (
        r"prend|prenons|garde|gardons|fait|faisons|va|allons|reste(?! sans)|restons(?! sans)|utilise"
        r"|utilisons"
        r"|choisit|choisissons|met|mettons|laisse|laissons|part|partons|commence|commençons|arrête|arrêtons|annule"
        r"|annulons|reporte|reportons|achète|achetons|loue|louons|peint|peignons|repeint|invite|invitons|sert|servons"
        r"|vend|vendons|paie|payons|change|changeons|ouvre|ouvrons|ferme|fermons|supprime|ajoute|ajoutons|envoie"
        r"|envoyons|essaie|essayons|déplace|déplaçons|fixe|fixons|mange|mangeons|joue|jouons|limite"
        r"|organise|organisons|réserve|réservons|commande|commandons|donne|donnons|prévoit|continue|continuons"
        r"|remplace|retient|retenons|passe|passons|opte|optons|accepte|acceptons|refuse|retrouve|retrouvons|repousse"
        r"|repoussons|avance|avançons|tient|tenons|imprime|décale|embauche|confie|appelle|demande|vote|maintient"
    ),
    "es": (
        r"usamos|utilizamos|tomamos|cogemos|mantenemos|hacemos|vamos|quedamos(?! sin)|elegimos|escogemos"
        r"|ponemos"
        r"|dejamos|empezamos|comenzamos|cancelamos|aplazamos|movemos|compramos|alquilamos|pintamos|invitamos|servimos"
        r"|vendemos|pagamos|cambiamos|abrimos|cerramos|quitamos|añadimos|enviamos|mandamos|probamos|comemos"
        r"|jugamos|organizamos|reservamos|pedimos|damos|seguimos|pasamos|aceptamos|limitamos|fijamos|optamos"
        r"|contratamos|vemos(?= (?:el|a las?)\b)|trasladamos|retrasamos|posponemos|lanzamos|sacamos"
        r"|llevamos|traemos"
        r"|encargamos|llamamos|imprimimos|celebramos|adelantamos|subimos|bajamos|usa|hace|queda|pone|deja|cancela"
        r"|compra|alquila|pinta|aplaza|mantiene|cambia|usemos|vayamos|hagamos|dejemos|pongamos"
    ),
    "it": (
        r"prendiamo|usiamo|teniamo|facciamo|andiamo|restiamo(?! senza)|rimaniamo(?! senza)|scegliamo|mettiamo"
        r"|lasciamo|partiamo|iniziamo|cominciamo|annulliamo|rimandiamo|spostiamo|compriamo|affittiamo|noleggiamo"
        r"|dipingiamo|invitiamo|serviamo|vendiamo|paghiamo|cambiamo|apriamo|chiudiamo|togliamo|aggiungiamo|mandiamo"
        r"|proviamo|mangiamo|giochiamo|organizziamo|prenotiamo|ordiniamo|diamo|continuiamo|passiamo"
        r"|accettiamo|manteniamo|incontriamo|limitiamo|fissiamo|optiamo|tagliamo|coloriamo|stampiamo|chiamiamo"
        r"|assumiamo|portiamo|anticipiamo|prende|usa|tiene|fa|va|resta|sceglie|mette|lascia|parte|compra|cambia"
    ),
    "pt": (
        r"usamos|utilizamos|ficamos(?! sem)|tomamos|mantemos|fazemos|vamos|escolhemos|pomos|colocamos"
        r"|deixamos"
        r"|começamos|cancelamos|adiamos|mudamos|compramos|alugamos|pintamos|convidamos|servimos|vendemos|pagamos"
        r"|abrimos|fechamos|tiramos|acrescentamos|enviamos|mandamos|tentamos|experimentamos|comemos|jogamos"
        r"|organizamos|reservamos|pedimos|encomendamos|damos|seguimos|continuamos|passamos|aceitamos|limitamos"
        r"|marcamos|optamos|contratamos|encontramo-nos|lançamos|levamos|trazemos|pegamos|chamamos|imprimimos"
        r"|usa|fica(?! sem)|faz|vai|compra|muda|adia|põe|deixa|escolhe|aluga|pinta|pega|marca"
    ),
    "nl": (
        r"nemen|gebruiken|houden|doen|gaan|blijven(?! zonder)|kiezen|zetten|laten|starten|beginnen"
        r"|stoppen|annuleren"
        r"|verplaatsen|uitstellen|stellen|kopen|huren|verven|schilderen|uitnodigen|nodigen|serveren|verkopen|betalen"
        r"|veranderen|openen|sluiten|schrappen|sturen|proberen|eten|spelen|organiseren|boeken|reserveren"
        r"|bestellen|geven|accepteren|beperken|maken|brengen|halen|verschuiven|plannen|leggen|vragen|drukken|bellen"
    ),
}
STATES = {
    "en": (
        r"is|are|was|were|am|isn't|aren't|wasn't|weren't|has|have|had|does|did|got|gets?|looks?|seems?|works?|costs?"
        r"|means?|happens?|know|knows|think|want|need|like|see|hear|discuss|decide|talk|consider|wonder|hope|guess"
        r"|mean|find|found|can't|couldn't|too"
    ),
    "de": (
        r"ist|sind|war|waren|hat|haben|hatten|wird|wissen|weiß|sehen|brauchen|müssen|können|kann|wollen|klappt"
        r"|geht|gibt|fehlt|kostet|zu"
    ),
    "fr": (
        r"est|sont|était|a|avons|ont|avait|sait|savons|voit|voir|verra|avoir|être|sera|aura|perd|peut|pouvons|doit"
        r"|devons|manque|coûte|trop"
    ),
    "es": (
        r"es|son|está|están|era|hay|tenemos|sabemos|podemos|debemos|vemos(?! (?:el|a las?)\b)|perdemos"
        r"|necesitamos"
        r"|queremos|falta|cuesta|tener|ver|perder|demasiado"
    ),
    "it": (r"è|sono|era|abbiamo|sappiamo|possiamo|dobbiamo|vediamo|perdiamo|vogliamo|manca|costa|ha|troppo"),
    "pt": (
        r"é|são|está|estão|era|há|temos|sabemos|podemos|devemos|vemos|perdemos|precisamos|queremos|falta|custa|ter"
        r"|ver|perder|demais"
    ),
    "nl": (
        r"is|zijn|was|waren|heeft|hebben|hadden|weten|zien|moeten|kunnen|willen|verliezen|kan|krijgen|kost|te"
    ),
}
_CHOOSES = {of: _verb(forms) for of, forms in CHOOSES.items()}
_STATES = {of: _verb(forms) for of, forms in STATES.items()}


def chooses(clause: str) -> bool:
    """Whether what several people do in the clause settles on something."""
    found = _CHOOSES.get(language.get())
    if found is None:
        return bool(ENGLISH.match(clause))
    words = clause.split()
    where = [*words[:HEAD_WORDS], *(words[-1:] if language.get() in ("de", "nl") else ())]
    return bool(found.search(" ".join(where))) and not states(" ".join(words[:HEAD_WORDS]))


def states(clause: str) -> bool:
    """Whether it says what is so, known or needed, and chooses nothing."""
    return bool(_STATES.get(language.get(), _STATES["en"]).search(clause))

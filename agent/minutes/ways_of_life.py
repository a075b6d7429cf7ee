"""What people do that is no work of theirs: where they are and go, what becomes of them, what they think.

Any verb may be one of work if somebody takes it for a day (“I'll sew the costumes by Friday”), but these.
"""

import re

from agent.minutes.spoken_language import language

_MINE = (
    r"my (?:own )?(?:mother|mum|mom|father|dad|parents|wife|husband|partner|family|son|daughter|kids?"
    r"|children"
    r"|brother|sister|friends?|doctor|dentist|gp)"
)
_ENGLISH = (
    r"^(?:be|become|miss|skip|attend|arrive|leave|depart|return|travel|fly|watch|hear|listen|feel|enjoy"
    r"|celebrate|marry|know|receive|need|want|like|love|hate|hope|wait|sleep|eat|dine|relax|rest|retire"
    r"|forget|remember|lose|win|fail|spend|sit|understand|believe|imagine|guess|suppose|trust|agree|object"
    r"|complain|worry|suffer|die|fall|cry|laugh|live|stay|have|go|come|play|turn (?:\d+|\w+ty|\w+teen)"
    r"|get (?:married|divorced|home|up)|take (?:(?:an?|the|some|my) )?(?:\w+ )?(?:off|train|bus|plane"
    r"|leave|break|rest)"
    r"|work from|run an? (?:\w+ )?(?:marathon|race)|move house|start my (?:new )?(?:job|holidays?|leave"
    r"|course)|see (?:you|each other)"
    rf"|(?:visit|see|meet|join|take|drive|pick up|collect) {_MINE})\b"
)
SOMEWHERE = re.compile(r"^\w+ (?:late|early|home|away|abroad|there|here|in|at|from)\b", re.IGNORECASE)
"""After a verb that is not known, it takes no object: “walk home”, “play in a band”."""
_PATTERNS = {
    "de": (
        r"\b(?:verpassen|(?:an|mit|zurück|wieder)?kommen|fehlen|(?<!fertig )haben|(?<!fertig )sein|fliegen"
        r"|(?:ver)?reisen|feiern|heiraten|wissen|verstehen|glauben|begreifen|schlafen|bleiben|teilnehmen"
        r"|genießen|bekommen|erhalten|essen|verlieren|warten|meine? \w+ (?:besuchen|sehen|treffen))\b"
    ),
    "fr": (
        r"^(?:j')?(?:(?:me|m') ?)?(?:je )?(?:rater|raterai|manquer|manquerai|arriver|arriverai|être|serai"
        r"|avoir|aurai|venir|viendrai|revenir|reviendrai|partir|partirai|aller|irai|voyager|fêter|savoir"
        r"|saurai"
        r"|comprendre|croire|imaginer|dormir|rester|resterai|recevoir|recevrai|assister|manger|rentrer"
        r"|rentrerai|perdre|perdrai|gagner|attendre|attendrai|oublier|(?:voir|visiter) (?:ma|mon|mes))\b"
    ),
    "es": (
        r"^(?:yo )?(?:llegar|faltar|perder|estar|ser|venir|volver|viajar|disfrutar|celebrar|cumplir|entender"
        r"|comprender|creer|imaginar|dormir|descansar|tener|quedar(?:me)?|salir|sufrir|recibir|asistir|comer"
        r"|casarme|saber|ir|esperar|olvidar|(?:ver|visitar) a mi)\b"
        r"|^(?:yo )?(?:llegar|faltar|perder|estar|ser|volver|viajar|disfrutar|celebrar|cumplir|quedar|sufrir"
        r"|recibir|asistir|comer|ir|esperar|dormir|me quedar|vendr|sabr|tendr|saldr)é\b"
    ),
    "it": (
        r"^(?:io )?(?:arrivare|arriverò|perdere|perderò|mancare|mancherò"
        r"|compi(?:re|ere|rò) \w+[ ']anni|essere|sarò|avere|avrò|venire|verrò"
        r"|andare|andrò|tornare|tornerò|partire|partirò|viaggiare|festeggiare|festeggerò|sapere|saprò|capire"
        r"|capirò|credere|immaginare|dormire|stare|starò|restare|resterò|ricevere|riceverò|mangiare|aspettare"
        r"|(?:vedere|vedrò|visitare|visiterò) (?:mia|mio|i miei))\b"
    ),
    "pt": (
        r"^(?:eu )?(?:chegar|chegarei|faltar|faltarei|perder|perderei|estar|estarei|ser|serei|vir|virei"
        r"|voltar"
        r"|voltarei|viajar|viajarei|celebrar|saber|saberei|entender|compreender|perceber|acreditar|imaginar"
        r"|dormir|ficar (?:em|fora|doente)|receber|receberei|comer|casar|ter|terei|ir|irei|esperar|esquecer"
        r"|(?:ver|visitar) (?:a minha|o meu|os meus))\b"
    ),
    "nl": (
        r"\b(?:(?:aan|mee|terug)?komen|missen|(?<!klaar )zijn|(?<!klaar )hebben|vliegen|reizen|vieren|trouwen"
        r"|weten|begrijpen|geloven|slapen|blijven|ontbreken|krijgen|ontvangen|eten|verliezen|wachten"
        r"|mijn \w+ (?:bezoeken|zien))\b"
    ),
}
_COMPILED = {of: re.compile(pattern, re.IGNORECASE) for of, pattern in (*_PATTERNS.items(), ("en", _ENGLISH))}


_ENDS = (
    r"(?=\W*$|\W+(?:first|now|before|after|afterwards|from|at|in|around|by|on|with|and|for me|for us"
    r"|quickly|later|soon|then|today|tonight|to|d'abord|avant|après|à|de|vers|pour moi|et|ensuite|antes"
    r"|después|a las?|del?|y|luego|prima|dopo|alle|dalla|da|e|depois|às|ao|na|no)\b)"
)
"""After the noun of an errand: “a coffee rota” is no coffee."""
ERRAND = re.compile(
    r"^(?:drop off(?= (?:at|around|before|now)\b|\W*$)"
    rf"|(?:grab|fetch|get|make) (?:myself )?(?:an? |some )?(?:\w+ )?(?:coffee|tea|water|drink|sandwich"
    rf"|snack){_ENDS}"
    r"|(?:(?:me|se) |[ms]['’])?(?:chercher|prendre|servir|faire|préparer|boire) (?:un|une|mon) (?:petit )?"
    rf"(?:café|thé|verre|sandwich){_ENDS})",
    re.IGNORECASE,
)
"""What people leave the meeting for."""
FETCHES = re.compile(
    rf"^(?:(?:pick up|fetch|collect|drop off|get) (?:the|our|my) (?:kids?|children|dog"
    rf"|boys|girls|baby){_ENDS}"
    rf"|(?:me |m['’]|aller )?(?:chercher|récupérer) (?:les|mes) enfants{_ENDS}"
    rf"|(?:recoger|buscar) a (?:los|mis) niños{_ENDS}"
    rf"|(?:prendere|andare a prendere) i (?:bambini|figli){_ENDS}"
    rf"|buscar (?:as|os|os meus) (?:crianças|filhos|miúdos){_ENDS})"
    r"|\b(?:die|meine) kinder (?:ab)?holen\b|\bde kinderen (?:op)?halen\b",
    re.IGNORECASE,
)
"""For which they leave it, too, unless it is for another day."""


def is_errand(task: str, *, later: bool) -> bool:
    """Whether it is for oneself, though the verb is one of work: “pick up the kids”."""
    return bool(ERRAND.search(task) or (not later and FETCHES.search(task)))


def is_life(task: str) -> bool:
    """Whether the verb of the task says what somebody lives through, and no work."""
    return bool(_COMPILED.get(language.get(), _COMPILED["en"]).search(task))

"""French ways of saying a date."""

from agent.minutes.language_tables import words
from agent.minutes.spoken_dates.date_lexicon import DateLexicon

_COUNTS = {
    word: value
    for value, word in enumerate(
        words("deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
        start=2,
    )
} | {"un": 1, "une": 1, "vingt": 20, "trente": 30}

FRENCH = DateLexicon(
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre",
        "décembre",
    ),
    counts=_COUNTS,
    ordinals=_COUNTS | {"premier": 1, "première": 1, "deuxième": 2, "troisième": 3, "quatrième": 4,
    "trente et un": 31}
    | {f"vingt-{word}": 20 + value for word, value in _COUNTS.items() if value < 10},
    day=r"\d{1,2}(?:er)?",
    last="dernier",
    units={
        "working": "jours (?:ouvrés|ouvrables)", "days": "jours?", "weeks": "semaines?", "months": "mois",
        "years": "ans?", "hours": "heures?",
    },
    words={
        "part": "(?:matin|midi|après-midi|soir)",
        "next": "(?:prochaine?|qui vient)",
        "within": "(?:d'ici(?: à)?|dans|sous|en)",
    },
    templates=(
        (r"{weekday} (?:dernier|passé)", "void"),
        (r"(?:tous les|chaque|un) {weekday}s?(?: sur deux)?", "void"),
        (r"(?:nous sommes|on est|c'est) {weekday}", "void"),
        (r"(?:la|le|les|notre) (?:réunion|point|démo|appel|version|livraison) (?:du|de) {weekday}", "void"),
        (r"il y a {count} {unit}|depuis {count} {unit}", "void"),
        (r"(?:aujourd'hui|ce soir|cet après-midi|ce matin)", "today"),
        (r"(?:la )?fin de (?:la )?journée", "end of day"),
        (r"demain(?: {part})?", "tomorrow"),
        (r"après-demain", "day after tomorrow"),
        (r"aujourd'hui en huit", "in a week"),
        (r"aujourd'hui en quinze", "in two weeks"),
        (r"demain en huit", "8 days"),
        (r"demain en quinze", "15 days"),
        (r"(?:avant )le (?:prochain )?week-end", "this week"),
        (r"(?:à cette heure(?:-ci)? )?la semaine {next} à (?:cette|la même) heure(?:-ci)?", "in a week"),
        (r"(?:ce )?{weekday}(?: {part})?", "weekday"),
        (r"{weekday}(?: {part})? {next}", "weekday next week"),
        (r"{weekday}(?: {part})? (?:de )?la semaine {next}", "weekday next week"),
        (r"la semaine {next},? (?:le )?{weekday}", "weekday next week"),
        (r"{weekday} en huit|{weekday} dans une semaine", "weeks from weekday"),
        (r"{weekday} en quinze|{weekday} dans (?:deux semaines|quinze jours)", "two weeks from weekday"),
        (r"(?:entre|de|du) {weekday} (?:et|à|au) {weekday2}", "range end"),
        (r"(?:la )?fin de (?:la|cette) semaine|cette semaine", "this week"),
        (r"(?:ce week-end|le week-end)", "weekend"),
        (r"(?:(?:la )?fin de )?(?:la )?semaine {next}", "next week"),
        (r"(?:courant|dans le courant de) (?:la semaine {next}|{month}|semaine {next})", "void"),
        (r"(?:le )?début de (?:la )?semaine {next}", "start of next week"),
        (r"(?:la )?fin (?:du|de ce|de) mois", "month end"),
        (r"(?:la )?fin (?:du|de) mois {next}", "next month end"),
        (r"(?:la )?fin (?:de |du mois d[e'] ?|d')?{month}(?: {year})?", "named month end"),
        (r"(?:la )?mi-{month}", "mid month"),
        (r"(?:le )?début {month}", "start of month"),
        (r"(?:la )?fin du trimestre", "quarter end"),
        (r"(?:la )?fin du {nth} trimestre", "named quarter end"),
        (r"(?:la )?fin (?:de l'|de cette )année", "year end"),
        (r"(?:la )?fin {year}", "named year end"),
        (r"{within} (?:8|huit) jours", "in a week"),
        (r"{within} (?:15|quinze) jours|{within} une quinzaine(?: de jours)?", "in two weeks"),
        (r"(?:donne(?:r|z|ns|s)?|laisse(?:r|z|ns|s)?|avons|avez|reste) (?:encore )?(?:15|quinze)"
         r" jours", "in two weeks"),
        (r"(?:donne(?:r|z|ns|s)?|laisse(?:r|z|ns|s)?|avons|avez|reste) (?:encore )?(?:8|huit) jours",
        "in a week"),
        (r"{within} (?:les )?{count} {unit}(?! après)", "in time"),
        (r"{within} {count} {unit} et demie?", "in some and a half"),
        (r"(?:donne(?:r|z|ns|s)?|laisse(?:r|z|ns|s)?|avons|avez|reste) (?:encore )?{count} {unit}",
        "in time"),
        (r"(?:{weekday} )?(?:le )?{day} {month}(?: {year})?", "calendar day"),
        (r"(?:(?<=avant )|(?<=pour )|(?<=d'ici )|(?<=jusqu'au )|(?<=est ))(?:le )?{day}(?! {unit})(?=\W*$"
         r"|[.,;] | au)",
         "day of month"),
        (r"{weekday} {day}(?! h)", "day of month"),
        (r"(?:le )?{day} du mois {next}", "day next month"),
        (r"(?:le )?{nth} {weekday} (?:de |d'){month}", "nth weekday"),
        (r"(?:le )?{nth} {weekday} (?:du|de ce) mois", "nth weekday this month"),
        (r"(?:le )?{nth} {weekday} du mois {next}", "nth weekday next month"),
        (r"(?:le )?dernier {weekday} (?:de |d'){month}", "last weekday"),
        (r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\d/])", "day first"),
        (r"(?<!\d){year}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", "iso"),
        (r"(?:la )?saint-sylvestre", "december 31"),
        (r"(?<=avant )noël", "december 24"),
        (r"(?<=pour )noël", "december 25"),
    ),
    limit=r"(?:\b(?:avant|pour|jusqu'à|jusqu'au|au plus tard|date limite(?: est)?)|d'ici(?: à)?)\s+(?:le "
        r"|la )?$",
    after_limit=r"^,? (?:au plus tard|dernier délai)\b",
    void_after=r"^,? (?:au plus tôt|ou plus tard|et après)\b",
    shifts=(
        r"(?:{count}|le|la|l'|(?P<vague>quelques|plusieurs)) ?{unit} (?:(?P<before>avant)|(?P<after>après))"
        r"(?: le| la)?(?: \w+ (?:de|du))?",
        r"(?:la )?veille (?P<before>de|du)(?: la)?",
        r"(?:le )?lendemain (?P<after>de|du)(?: la)?",
    ),
    void_before=r"\bau plus tôt\s+(?:le )?$|\b(?:pas|jamais) avant\s+(?:le )?$"
    r"|\b(?:depuis|après|dès|à partir de|pas|du|au lieu de|chaque|tous les)\s+(?:le |la )?$",
    past=(
        r"\b(?:j'ai|ai|as|a|avons|avez|ont|suis|est|sommes|sont|était|étaient|avait|avions) (?:\w+ ){0,2}"
        r"\w{2,}(?:é|ée|és|ées|ait|us?|ert|rit|pris|mis|dit|fait|vu)\b|\b(?:étai(?:t|ent|s)|avait)\b"
    ),
    future=(
        r"\b(?:faut|faudrait|doit|doivent|dois|devons|vais|va|allons|vont|merci de|prévue?s?|fixée?"
        r"|reportée?|décidé"
        r"|convenu|promis|\w+(?:erai|era|erons|eront|irai|ira|irons|drai|dra))\b"
    ),
    habit=r"\b(?:toujours|d'habitude|normalement|chaque (?:semaine|mois|jour)|tous les (?:jours|mois))\b",
    condition=r"^\W*(?:(?:et|mais|donc) )*(?:si |s'il|au cas où)",
    clause_end=r"[.!?;:,](?=\s|$)|\b(?:mais|car|parce que)\b",
)  # fmt: skip

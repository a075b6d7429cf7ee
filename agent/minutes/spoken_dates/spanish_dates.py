"""Spanish ways of saying a date."""

from agent.minutes.language_tables import words
from agent.minutes.spoken_dates.date_lexicon import DateLexicon

_COUNTS = {
    word: value
    for value, word in enumerate(
        words("dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"),
        start=2,
    )
} | {"un": 1, "una": 1, "uno": 1, "veinte": 20, "treinta": 30}

SPANISH = DateLexicon(
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre"
        "|setiembre", "octubre",
        "noviembre", "diciembre",
    ),
    counts=_COUNTS,
    ordinals=_COUNTS
    | {"primero": 1, "primer": 1, "segundo": 2, "tercer": 3, "tercero": 3, "cuarto": 4, "diecisiete": 17}
    | {"dieciocho": 18, "diecinueve": 19, "veintiuno": 21, "veintidós": 22, "veintitrés": 23}
    | {"veinticuatro": 24}
    | {"veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29}
    | {"treinta y uno": 31},
    last="último",
    units={
        "working": r"días (?:hábiles|laborables)", "days": "días?", "weeks": "semanas?",
        "months": "mes(?:es)?",
        "years": "años?", "hours": "horas?",
    },
    words={
        "part": "(?:por la (?:mañana|tarde|noche)|al mediodía)",
        "nextweek": "(?:la )?(?:próxima semana|semana que viene|semana próxima)",
        "final": "(?:(?:el |los )?(?:final|fin|finales))",
    },
    templates=(
        (r"(?:el )?{weekday} pasado|(?:el )?pasado {weekday}", "void"),
        (r"(?:los|cada|todos los) {weekday}s?", "void"),
        (r"(?:hoy es|es) {weekday}", "void"),
        (r"(?:la|el|los|nuestra) (?:reunión|demo|llamada|versión|entrega) del? {weekday}", "void"),
        (r"hace {count} {unit}|desde hace {count} {unit}", "void"),
        (r"(?:hoy|esta (?:tarde|noche|mañana))", "today"),
        (r"(?:el )?final del día", "end of day"),
        (r"(?<!la )(?<!esta )(?<!buena )mañana(?: {part})?", "tomorrow"),
        (r"pasado mañana", "day after tomorrow"),
        (r"(?:el |este )?{weekday}(?: {part})?", "weekday"),
        (r"(?:el )?próximo {weekday}|(?:el )?{weekday} (?:que viene|próximo)", "weekday next week"),
        (r"(?:el )?{weekday} (?:de )?{nextweek}|{nextweek},? (?:el )?{weekday}", "weekday next week"),
        (r"(?:el )?{weekday} (?:en|dentro de) {count} (?P<unit>semanas?)", "weeks from weekday"),
        (r"(?:entre el|del?) {weekday} (?:y el|al?|y) {weekday2}", "range end"),
        (r"{final} de (?:la|esta) semana|esta semana", "this week"),
        (r"(?:este|el) fin de semana", "weekend"),
        (r"(?:{final} de )?{nextweek}", "next week"),
        (r"(?:principios de|el comienzo de) {nextweek}", "start of next week"),
        (r"(?:en algún momento|a lo largo|durante) (?:de )?{nextweek}", "void"),
        (r"{final} (?:del|de este|de) mes", "month end"),
        (r"{final} (?:del )?(?:próximo mes|mes que viene|mes próximo)", "next month end"),
        (r"{final} de {month}(?: de {year})?", "named month end"),
        (r"(?:mediados de) {month}", "mid month"),
        (r"(?:principios de) {month}", "start of month"),
        (r"{final} del trimestre", "quarter end"),
        (r"{final} del {nth} trimestre", "named quarter end"),
        (r"{final} (?:del|de este|de) año", "year end"),
        (r"{final} de {year}", "named year end"),
        (r"(?:en|dentro de) (?:8|ocho) días", "in a week"),
        (r"(?:en|dentro de) (?:15|quince) días", "in two weeks"),
        (r"(?:en|dentro de) {count} {unit}(?! después)", "in time"),
        (r"(?:en|dentro de) {count} {unit} y medi[oa]", "in some and a half"),
        (r"(?:en|dentro de) medi[oa] {unit}", "in half a unit"),
        (r"{nextweek} a (?:esta|la misma) hora", "in a week"),
        (r"de hoy en (?:8|ocho)(?: días)?", "in a week"),
        (r"de mañana en (?:8|ocho)(?: días)?", "8 days"),
        (r"(?:tiene[ns]?|tenemos|doy|dan|damos|quedan) {count} {unit}(?! de)", "in time"),
        (r"(?:el )?(?:{weekday},? )?(?:el )?(?:día )?{day} de {month}(?: del? {year})?", "calendar day"),
        (r"(?:el )?día {day}|{weekday},? {day}", "day of month"),
        (r"(?:(?<=para )|(?<=antes del )|(?<=hasta )|(?<=es ))(?:el )?{day}(?=\W*$|[.,;] )", "day of month"),
        (r"(?:el )?(?:día )?{day} del (?:próximo mes|mes que viene)", "day next month"),
        (r"(?:el )?{nth} {weekday} de {month}", "nth weekday"),
        (r"(?:el )?{nth} {weekday} (?:del|de este) mes", "nth weekday this month"),
        (r"(?:el )?{nth} {weekday} del (?:próximo mes|mes que viene|mes próximo)", "nth weekday next month"),
        (r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\d/])", "day first"),
        (r"(?<!\d){year}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", "iso"),
        (r"nochevieja", "december 31"),
        (r"nochebuena", "december 24"),
    ),
    limit=r"\b(?:antes del?|para|hasta|a más tardar|plazo (?:es|acaba)|límite es)\s+(?:el |la |en )?$",
    after_limit=r"^,? (?:a más tardar|como (?:muy tarde|máximo))\b",
    void_after=r"^,? (?:como (?:muy )?pronto|como mínimo|o (?:más tarde|después)|en adelante)\b",
    shifts=(
        r"(?:{count}|el|la|(?P<vague>unos|unas|varios|varias|pocos|algunos)) {unit} "
        r"(?:(?P<before>antes)|(?P<after>después)) del?(?: el| la)?(?: \w+ del?)?",
        r"(?:la )?víspera (?P<before>del?)(?: la)?",
    ),
    void_before=r"\bcomo (?:muy )?pronto\s+(?:el )?$|\b(?:no|nunca) antes del?\s+(?:el )?$"
    r"|\b(?:desde|después del?|a partir del?|no(?: el)?|en vez del?|cada|todos los)\s+(?:el "
        r"|la )?$",
    past=(
        r"\b(?:he|has|ha|hemos|han|había|habíamos) \w+(?:ado|ido|to|cho)\b|\b\w{2,}(?:aron|ieron)\b"
        r"|\b(?!est|qu)\w{2,}ó\b"
        r"|\b\w{2,}(?<![aei]r)é\b|\b(?:fue|fueron|era|eran|estaba|hizo|hice|tuve|tuvimos|dijo|dije|hicimos)\b"
    ),
    future=(
        r"\b(?:hay que|tengo que|tiene que|tenemos que|tienen que|voy a|va a|vamos a|van a|debe|deben"
        r"|debemos|por favor"
        r"|acordó|decidió|quedó|\w+(?:aré|eré|iré|ará|erá|irá|aremos|eremos|iremos))\b"
    ),
    habit=r"\b(?:siempre|normalmente|cada (?:semana|mes|día)|todos los (?:días|meses))\b",
    condition=r"^\W*(?:(?:y|pero) )*(?:si|en caso de)\b",
    clause_end=r"[.!?;:,](?=\s|$)|\b(?:pero|porque)\b",
)  # fmt: skip

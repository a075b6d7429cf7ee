"""German ways of saying a date."""

from agent.minutes.language_tables import words
from agent.minutes.spoken_dates.date_lexicon import DateLexicon

_COUNTS = {
    word: value
    for value, word in enumerate(
        words(
            "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
            " sechzehn siebzehn"
            " achtzehn neunzehn zwanzig"
        ),
        start=2,
    )
} | {"ein": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "dreißig": 30}
_ORDINALS = {
    f"{word}{ending}": value
    for value, word in enumerate(
        words(
            "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt"
            " fünfzehnt"
            " sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst einundzwanzigst zweiundzwanzigst"
            " dreiundzwanzigst"
            " vierundzwanzigst fünfundzwanzigst sechsundzwanzigst siebenundzwanzigst achtundzwanzigst"
            " neunundzwanzigst dreißigst einunddreißigst"
        ),
        start=1,
    )
    for ending in ("en", "er", "e")
}

GERMAN = DateLexicon(
    weekdays=("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag"),
    months=(
        "januar|jänner", "februar|feber", "märz", "april", "mai", "juni", "juli", "august",
        "september", "oktober",
        "november", "dezember",
    ),
    counts=_COUNTS,
    ordinals=_ORDINALS,
    day=r"\d{1,2}\.?",
    last="letzten?r?",
    units={
        "working": "(?:werk|arbeits)tage?n?", "days": "tage?n?", "weeks": "wochen?", "months": "monate?n?s?",
        "years": "jahre?n?", "hours": "stunden?",
    },
    words={
        "next": "nächste[nrs]?",
        "part": "(?:früh|morgen|vormittag|mittag|nachmittag|abend|nacht)",
        "at": "(?:am |zum |bis |den |kommenden |diesen |spätestens )*",
    },
    templates=(
        (r"(?:letzte[nrs]?|vergangene[nrs]?|vorige[nrs]?) {weekday}", "void"),
        (r"(?:jede[nrs]?(?: zweite[nrs]?)?|alle) (?:{weekday}|woche|tag|monat)", "void"),
        (r"{weekday}s", "void"),
        (r"{weekday}s?-\w+|{weekday}s?(?:besprechung|meeting|runde|termin|sitzung)\w*", "void"),
        (r"(?:heute ist|es ist) {weekday}", "void"),
        (r"vor {count} {unit}|seit {count} {unit}", "void"),
        (r"heute(?: {part})?", "today"),
        (r"(?<!guten )(?<!am )(?<!jeden )(?<!heute )(?<!den ganzen )morgen(?! {count} uhr wie)(?:"
         r" {part})?", "tomorrow"),
        (r"übermorgen(?: {part})?", "day after tomorrow"),
        (r"(?:feierabend|tagesende|ende des tages|geschäftsschluss)", "end of day"),
        (r"{at}{weekday}(?:{part}| {part})?", "weekday"),
        (r"(?:am )?{next} {weekday}", "weekday next week"),
        (r"(?:am )?{weekday} (?:in )?(?:der )?{next} woche|{next} woche,? (?:am )?{weekday}", "weekday"
                                                                                              " next week"),
        (r"(?:am )?{weekday} (?:in der )?übernächste[nr] woche|übernächste[nr]? {weekday}", "weekday"
                                                                                            " after next"),
        (r"(?:am )?{weekday} in {count} wochen?|(?:am )?{weekday} in (?:8|acht) tagen", "weeks from weekday"),
        (r"{count} (?P<unit>wochen?) (?:nach|ab) {weekday}", "weeks from weekday"),
        (r"(?:am )?{weekday} in (?:14|vierzehn) tagen", "two weeks from weekday"),
        (r"(?:zwischen|von) {weekday} (?:und|bis) {weekday2}", "range end"),
        (r"(?:ende (?:der|dieser) woche|diese[rn]? woche)|wochenende", "this week"),
        (r"(?:am |übers |dieses )(?:kommende )?wochenende", "weekend"),
        (r"(?:ende (?:der )?)?{next} woche", "next week"),
        (r"anfang {next} woche", "start of next week"),
        (r"mitte {next} woche", "mid next week"),
        (r"(?:irgendwann|im laufe) (?:der )?(?:{next}n? )(?:woche|monat)", "void"),
        (r"(?:ende (?:der )?)?übernächste[nr]? woche", "week after next"),
        (r"(?:ende (?:des|dieses) monats|monatsende)", "month end"),
        (r"ende (?:des )?{next}n? monats?", "next month end"),
        (r"ende (?:des )?(?:monats )?{month}(?: {year})?", "named month end"),
        (r"mitte {month}", "mid month"),
        (r"anfang {month}", "start of month"),
        (r"(?:ende (?:des|dieses) quartals|quartalsende)", "quarter end"),
        (r"ende (?:des )?{nth} quartals?|ende (?:von )?q(?P<quarter>\d)", "named quarter end"),
        (r"(?:ende (?:des|dieses) jahres|jahresende)", "year end"),
        (r"ende {year}", "named year end"),
        (r"(?:in|binnen) (?:8|acht) tagen", "in a week"),
        (r"(?:in|binnen) (?:14|vierzehn) tagen", "in two weeks"),
        (r"(?:in|binnen|innerhalb von|innerhalb) (?:den nächsten )?{count} {unit}(?! nach)", "in time"),
        (r"(?:in|binnen|innerhalb) (?:von )?(?:einem|einer|eines) halben {unit}", "in half a unit"),
        (r"(?:in|binnen|innerhalb) (?:von )?(?:anderthalb|{count}(?:einhalb| und eine[rm]? halben)) {unit}",
         "in some and a half"),
        (r"{next} woche (?:um diese zeit|um die(?:selbe|se) zeit)", "in a week"),
        (r"{at}(?:{weekday},? (?:dem |den )?)?(?:den |dem )?{day} (?:des )?{month}(?: {year})?",
         "calendar day"),
        (r"(?:(?<=bis zum )|(?<=bis )(?:spätestens )?(?:zum |am )){day}"
         r"(?! \w+(?:mal|en mal)| (?:quartal|halbjahr|drittel|wochenende|\w*woche|sprint|teil))",
         "day of month"),
        (r"{weekday},? (?:dem|den) {day}", "day of month"),
        (r"(?:am|zum|bis zum) {day} {next}n? monats", "day next month"),
        (r"(?:am )?{nth} {weekday} (?:im|des) {month}s?", "nth weekday"),
        (r"(?:am )?{nth} {weekday} (?:(?:des|dieses) monats|(?:im"
        r"|in diesem) monat)", "nth weekday this month"),
        (r"(?:am )?{nth} {weekday} (?:(?:des )?{next}n? monats"
        r"|(?:im )?{next}n? monat)", "nth weekday next month"),
        (r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<year>20\d\d|\d\d)?(?!\d)", "day first"),
        (r"(?<!\d){year}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", "iso"),
        (r"silvester", "december 31"),
        (r"heiligabend", "december 24"),
    ),
    limit=r"\b(?:bis|spätestens|vor|frist ist|abgabe(?: ist)?)(?: zum| am| dem| spätestens)?\s+$",
    after_limit=r"^ spätestens\b",
    void_after=r"^,? (?:(?:ist |wäre )?(?:am |der )?früheste(?:ns|r termin)|oder später|aufwärts)\b",
    shifts=(
        r"(?:{count}|am|der|den|dem|die|(?P<vague>ein paar|einige|einigen|wenige|mehrere)) {unit} "
        r"(?:(?P<before>vor)|(?P<after>nach))(?: (?:dem|der|den)(?: \w+)?)?",
        r"(?:am )?vorabend (?P<before>vom|des|von)(?: dem)?",
    ),
    void_before=(
        r"\b(?:frühestens|nicht bis)\s+(?:am |ab |zum |den )*$|"
        r"\b(?:nicht|nie|keinesfalls) vor\s+(?:dem )?$"
        r"|\b(?:nicht|kein\w*) (?:eher|früher) als\s+(?:am |dem )*$|"
        r"\b(?:seit|nach|ab|nicht|nicht am|statt|letzte[nrs]?|jeden?|vom|von)\s+(?:dem |zum |am |den )?$"
    ),
    past=(
        r"\b(?:hab(?:e|en|t|'s)?|hast|hat|bin|sind|wurden?)\b.*\b(?:\w*ge\w{2,}(?:t|en)|\w+iert|(?:be|ver"
        r"|er|ent)\w+(?:t|en))\b"
        r"|\b(?:war(?:en|st)?|hatten?|kam(?:en)?|ging(?:en)?|wurden?|gab|sprach(?:en)?|schrieb(?:en)?"
        r"|sagten?)\b"
    ),
    future=(
        r"\b(?:werde|wird|werden|wirst|muss|müssen|soll|sollen|sollte|will|wollen|bitte|geplant"
        r"|beschlossen|vereinbart"
        r"|verschoben|angesetzt|einigt|kann|können|könntest|brauche|brauchen)\b"
    ),
    habit=r"\b(?:immer|normalerweise|üblicherweise|gewöhnlich|jede (?:woche|nacht)|jeden (?:tag|monat))\b",
    condition=r"^\W*(?:(?:und|aber|also) )*(?:wenn|falls|sofern)\b",
    clause_end=r"(?<!\d)[.!?;:,](?=\s|$)|\b(?:aber|sondern|denn|weil)\b",
)  # fmt: skip

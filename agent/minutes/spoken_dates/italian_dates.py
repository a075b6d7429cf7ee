"""Italian ways of saying a date."""

from agent.minutes.language_tables import words
from agent.minutes.spoken_dates.date_lexicon import DateLexicon

_COUNTS = {
    word: value
    for value, word in enumerate(
        words("due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"),
        start=2,
    )
} | {"un": 1, "una": 1, "venti": 20, "trenta": 30}

ITALIAN = DateLexicon(
    weekdays=("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    months=(
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
        "settembre", "ottobre",
        "novembre", "dicembre",
    ),
    counts=_COUNTS,
    ordinals={"primo": 1},
    places={"primo": 1, "prima": 1, "secondo": 2, "seconda": 2, "terzo": 3, "terza": 3, "quarto": 4}
    | {"quarta": 4, "quinto": 5},
    last="ultim[oa]",
    day=r"\d{1,2}°?",
    units={
        "working": "giorni lavorativi", "days": "giorn[oi]", "weeks": "settiman[ae]",
        "months": "mes[ei]", "years": "ann[oi]", "hours": "or[ae]",
    },
    words={"part": "(?:mattina|pomeriggio|sera)", "nextweek": "(?:la )?(?:prossima settimana|settimana"
        " prossima)"},
    templates=(
        (r"{weekday} (?:scorso|scorsa|passato)|(?:lo )?scors[oa] {weekday}", "void"),
        (r"(?:ogni|tutti i) {weekday}|oggi è {weekday}|(?:la riunione|la demo|il rilascio) (?:di|del)"
         r" {weekday}", "void"),
        (r"{count} {unit} fa", "void"),
        (r"(?:oggi|stasera|questa sera)", "today"),
        (r"domani(?: {part})?", "tomorrow"),
        (r"dopodomani", "day after tomorrow"),
        (r"(?:questo )?{weekday}(?: {part})?", "weekday"),
        (r"{weekday} (?:prossimo|prossima)|(?:il )?prossim[oa] {weekday}|{weekday} (?:del)?la settimana"
         r" prossima",
         "weekday next week"),
        (r"{weekday} della prossima settimana|{nextweek},? {weekday}", "weekday next week"),
        (r"{weekday} (?:tra|fra) {count} (?P<unit>settiman[ae])", "weeks from weekday"),
        (r"(?:tra|da) {weekday} (?:e|a) {weekday2}", "range end"),
        (r"(?:il |la |l')?{nth} {weekday} (?:di |d'|del mese di ){month}", "nth weekday"),
        (r"(?:il |la |l')?{nth} {weekday} (?:del|di questo) mese", "nth weekday this month"),
        (r"(?:il |la |l')?{nth} {weekday} del (?:prossimo mese|mese prossimo)", "nth weekday next month"),
        (r"(?:la )?fine (?:della|di questa) settimana|questa settimana", "this week"),
        (r"(?:(?:la )?fine (?:della |di ))?{nextweek}", "next week"),
        (r"(?:la )?fine (?:del|di questo) mese|fine mese", "month end"),
        (r"(?:la )?fine (?:del )?(?:prossimo mese|mese prossimo)", "next month end"),
        (r"(?:la )?fine (?:di )?{month}", "named month end"),
        (r"(?:la )?fine (?:dell'|di quest')?anno", "year end"),
        (r"(?:tra|fra|entro|in) {count} {unit}", "in time"),
        (r"(?:tra|fra|entro|in) {count} {unit} e mezz[oa]", "in some and a half"),
        (r"(?:tra|fra|entro|in) mezz[oa] {unit}", "in half a unit"),
        (r"{nextweek} a quest'ora", "in a week"),
        (r"(?:da )?oggi a otto", "in a week"),
        (r"(?:da )?domani a otto", "8 days"),
        (r"(?:{weekday} )?(?:(?:il|l') ?)?{day} {month}(?: {year})?", "calendar day"),
        (r"(?:(?<=entro il )|(?<=per il )){day}(?=\W*$|[.,;] )", "day of month"),
        (r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\d/])", "day first"),
        (r"(?<!\d){year}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", "iso"),
        (r"san silvestro", "december 31"),
    ),
    limit=r"\b(?:entro|prima di|per|fino a)(?: il| la)?\s+$",
    after_limit=r"^ al (?:più tardi|massimo)\b",
    void_after=r"^,? (?:al più presto|non prima|o (?:più tardi|dopo)|in poi)\b",
    shifts=(
        r"(?:{count}|il|la|(?P<vague>qualche|alcuni|alcune|pochi|poche)) {unit} "
        r"(?:(?P<before>prima)|(?P<after>dopo))(?: di| del| della| il| la)?(?: \w+ di)?",
        r"(?:la )?vigilia (?P<before>di|del)",
    ),
    void_before=r"\b(?:non|mai) prima (?:di|del)\s+(?:il )?$"
    r"|\bal più presto\s+(?:il )?$|\b(?:da|dopo|a partire da|non|non di|invece di|ogni)\s+(?:il |la )?$",
    past=(
        r"\b(?:ho|hai|ha|abbiamo|avete|hanno|sono|è|siamo) (?:\w+ )?\w{2,}(?:ato|ito|uto|ata|ita|ati|iti"
        r"|uti|atto|itto|eso|sso)\b"
        r"|\b(?:era|erano|aveva|avevamo)\b"
    ),
    future=r"\b(?:deve|devono|dobbiamo|bisogna|previsto|prevista|deciso|spostato|\w+(?:erò|erà|eremo|irò"
        r"|irà|remo))\b",
    habit=r"\b(?:sempre|di solito|ogni (?:settimana|mese|giorno))\b",
    condition=r"^\W*(?:(?:e|ma) )*(?:se)\b",
    clause_end=r"[.!?;:,](?=\s|$)|\b(?:ma|perché)\b",
)  # fmt: skip

"""Dutch ways of saying a date."""

from agent.minutes.language_tables import words
from agent.minutes.spoken_dates.date_lexicon import DateLexicon

_COUNTS = {
    word: value
    for value, word in enumerate(
        words("een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"),
        start=1,
    )
} | {"één": 1}

DUTCH = DateLexicon(
    weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    months=(
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
        "oktober", "november",
        "december",
    ),
    counts=_COUNTS,
    ordinals={},
    places={"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5},
    last="laatste",
    day=r"\d{1,2}e?",
    units={
        "working": "werkdagen", "days": "dag(?:en)?", "weeks": "we(?:ek|ken)",
        "months": "maand(?:en)?", "hours": "uur", "years": "jaar|jaren",
    },
    words={"part": "(?:ochtend|middag|avond)", "end": "(?:het )?einde? van"},
    templates=(
        (r"(?:vorige|afgelopen|elke|iedere) {weekday}", "void"),
        (r"{weekday}s", "void"),
        (r"de {weekday}(?:vergadering|sessie|demo)|het is {weekday}", "void"),
        (r"{count} {unit} geleden", "void"),
        (r"(?:vandaag|vanavond|vanmiddag)", "today"),
        (r"(?<!goede )(?<!goeie )(?<!elke )morgen(?: {part})?", "tomorrow"),
        (r"overmorgen", "day after tomorrow"),
        (r"(?:(?:op|aanstaande|komende|deze) )*{weekday}(?: ?{part})?", "weekday"),
        (r"volgende {weekday}|{weekday}(?: in)? volgende week|volgende week(?: op)? {weekday}", "weekday"
                                                                                                " next week"),
        (r"{weekday} over {count} (?P<unit>weken|week)", "weeks from weekday"),
        (r"(?:tussen|van) {weekday} (?:en|tot) {weekday2}", "range end"),
        (r"(?:de )?{nth} {weekday} (?:van|in) {month}", "nth weekday"),
        (r"(?:de )?{nth} {weekday} (?:van|in) (?:de|deze) maand", "nth weekday this month"),
        (r"(?:de )?{nth} {weekday} (?:van|in) (?:de )?volgende maand", "nth weekday next month"),
        (r"{end} (?:de|deze) week|deze week", "this week"),
        (r"(?:{end} )?volgende week", "next week"),
        (r"ergens volgende week", "void"),
        (r"{end} (?:de|deze) maand", "month end"),
        (r"{end} volgende maand", "next month end"),
        (r"(?:eind|{end}) {month}", "named month end"),
        (r"{end} het jaar", "year end"),
        (r"(?:over|binnen) {count} {unit}", "in time"),
        (r"(?:over|binnen) (?:{count}(?: en een |ën| en )hal(?:f|ve)|anderhal(?:f|ve)) {unit}",
         "in some and a half"),
        (r"(?:over|binnen) een hal(?:f|ve) {unit}", "in half a unit"),
        (r"volgende week (?:om|rond) deze tijd", "in a week"),
        (r"(?:{weekday} )?{day} {month}(?: {year})?", "calendar day"),
        (r"(?:(?<=voor de )|(?<=op de )){day}(?=\W*$|[.,;] )", "day of month"),
        (r"(?<!\d){year}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", "iso"),
        (r"oudejaarsavond", "december 31"),
    ),
    limit=r"\b(?:voor|vóór|tegen|uiterlijk|tot)(?: op)?(?: aanstaande| komende)?(?: het)?\s+$",
    after_limit=r"^ (?:uiterlijk|op zijn laatst)\b",
    void_after=r"^,? (?:op (?:zijn|z'n|het) vroegst|ten vroegste|of later|en later)\b",
    shifts=(
        r"(?:{count}|de|(?P<vague>een paar|enkele|enige|een aantal)) {unit}"
        r" (?:(?P<before>voor|vóór)|(?P<after>na))"
        r"(?: (?:de|het)(?: \w+(?: van)?)?)?",
        r"(?:de )?vooravond (?P<before>van)(?: de)?",
    ),
    void_before=r"\b(?:niet|nooit|niks) (?:voor|vóór|eerder dan)\s+(?:op )?(?:de )?$"
    r"|\b(?:op (?:zijn|z'n|het) vroegst|ten vroegste)\s+(?:op )?$"
    r"|\b(?:sinds|na|vanaf|niet|niet op|in plaats van|elke|iedere|vorige)\s+$",
    past=(
        r"\b(?:heb|hebt|heeft|hebben|ben|zijn|werd|werden)\b.*\b(?:ge\w+(?:d|t|en)|(?:be|ver|ont)\w+(?:d"
        r"|t|en))\b"
        r"|\b(?:was|waren|had|hadden|ging|kwam|zei|stuurde)\b"
    ),
    future=r"\b(?:zal|zullen|moet|moeten|gaat|gaan|kan|kunnen|graag|gepland|afgesproken|besloten"
        r"|verplaatst)\b",
    habit=r"\b(?:altijd|normaal|meestal|elke (?:week|dag|maand))\b",
    condition=r"^\W*(?:(?:en|maar) )*(?:als|indien)\b",
    clause_end=r"[.!?;:,](?=\s|$)|\b(?:maar|want|omdat)\b",
)  # fmt: skip

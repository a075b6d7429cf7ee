"""English ways of saying a date."""

from agent.minutes.language_tables import NUMBER_WORDS, ORDINALS
from agent.minutes.spoken_dates.date_lexicon import DateLexicon
from agent.minutes.spoken_dates.english_date_words import (
    DETERMINER,
    END,
    EVENTS,
    FUNCTION,
    PARTICIPLE,
    SUBJECT,
    SURELY_PAST,
)

_TENS = {word: value for word, value in NUMBER_WORDS.items() if value >= 20}
_ONES = {word: value for word, value in NUMBER_WORDS.items() if 0 < value < 10}

ENGLISH = DateLexicon(
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    months=(
        "january|jan", "february|feb", "march|mar", "april|apr",
        "(?<!i )(?<!we )(?<!you )(?<!he )(?<!she )(?<!they )(?<!it )(?<!that )(?<!this )(?<!who )may",
        "june|jun", "july|jul", "august|aug", "september|sept|sep", "october|oct", "november|nov",
        "december|dec",
    ),
    counts=NUMBER_WORDS
    | {f"{ten}{sep}{one}": tens + ones for ten, tens in _TENS.items() for one,
    ones in _ONES.items() for sep in "- "}
    | {"a": 1, "an": 1, "a couple of": 2, "a couple": 2, "half a dozen": 6, "a dozen": 12},
    ordinals=ORDINALS
    | {
        f"{ten}{sep}{word}": _TENS[ten] + value
        for ten in ("twenty", "thirty")
        for word, value in ORDINALS.items()
        if value < 10
        for sep in "- "
    },
    day=r"\d{1,2}(?:st|nd|rd|th)?",
    last="last",
    units={
        "working": r"(?:working|business|work)[ -]days?",
        "days": "days?",
        "weeks": "weeks?",
        "fortnights": "fortnights?",
        "months": "months?",
        "years": "years?",
        "hours": "hours?",
        "minutes": "minutes",
    },
    words={
        "weeks": "(?P<unit>weeks?|fortnights?)",
        "eod": (
            r"(?:end of (?:the |this |my |your )?(?:business |working |work )?day|end of business"
            r"|close of (?:business|play|day)|e\.?o\.?d\.?|c\.?o\.?b\.?)"
        ),
        "clock": (
            r"(?:noon|midday|midnight|lunch(?:time)?|(?:\d{1,2}(?::\d\d)?|one|two|three|four|five|six"
            r"|seven|eight|nine"
            r"|ten|eleven|twelve|half past \w+) ?(?:o'?clock|a\.?m\b|p\.?m\b)|\d{1,2}:\d\d|half past \w+)"
        ),
        "part": "(?:first thing|early|late|morning|afternoon|evening|night|noon|midday)",
        "due": (
            r"(?:(?<=\bby )|(?<=\bbefore )|(?<=\buntil )|(?<=\btill )|(?<=\bdue )|(?<=\bon )|(?<=\bfor )"
            r"|(?<=\blater than )"
            r"|(?<=\bis )|(?<=\bsay )|(?<=\bmake it )|(?<=\bto ))"
        ),
        "end": END,
        "range": r"(?:(?:\d{1,3}|a|one|two|three|four|five|six|seven|eight|ten) ?(?:or|to|-|–) ?)?",
    },
    templates=(
        # past, recurring, or the attribute of something
        (r"(?:last|past|previous) (?:week'?s? |month'?s? )?(?:on )?{weekday}", "void"),
        (r"{weekday} (?:of )?last week", "void"),
        (r"(?:every|each)(?: other| single| {nth})? (?:{weekday}|day|week|month)", "void"),
        (r"(?:the )?{nth} {weekday} (?:of|in) (?:every|each) month", "void"),
        (r"{weekday}s", "void"),
        (rf"{DETERMINER} {{weekday}}(?: {{part}})?(?:'s)? (?!(?:{FUNCTION})\b)[a-z][\w'-]*", "void"),
        (rf"(?<!by )(?<!before )(?<!for ){{weekday}}'s (?!(?:{FUNCTION})\b)[a-z][\w'-]*", "void"),
        (rf"(?<!by )(?<!before )(?<!by the )(?<!before the ){{weekday}}(?: {{part}})? {EVENTS}", "void"),
        (r"(?:black|good|casual|cyber) {weekday}", "void"),
        (r"(?:the )?{weekday} (?:before|past|gone)", "void"),
        (rf"{DETERMINER} {{month}} {{day}} (?!(?:{FUNCTION})\b)[a-z][\w'-]*", "void"),
        (rf"(?:may|march) (?:first|second) (?!(?:{FUNCTION})\b)[a-z][\w'-]*", "void"),
        (r"(?:it'?s|it is) (?:already |only )?{weekday}(?: today| already| again)", "void"),
        (r"(?:today is|today's) (?:already )?{weekday}", "void"),
        (r"{weekday} again", "void"),
        (r"today's", "void"),
        (r"(?:earlier|until|up to|as of) today", "void"),
        (r"{count} {unit} (?:ago|earlier|old|late|long|before)", "void"),
        (r"(?:the )?{nth} (?:week|weekend|half|quarter|third|fortnight|part|(?:working |business )day)s?"
         r"(?: (?:of|in) (?:the )?(?:{month}|year|month|next month|next year))?", "void"),
        (r"(?:second|third|next)[- ](?:to[- ])?last {weekday}(?: (?:of|in) (?:the month|{month}))?", "void"),
        (r"(?:sometime|some time|at some point|any ?time)(?: in| during)? (?:early |late )?(?:this|next) "
         r"(?:week|month|quarter|year)", "void"),
        (r"(?:early|late|later|the first half of|the second half of)(?: in)? (?:this|next) "
         r"(?:week|month|quarter|year)", "void"),
        # today and tomorrow
        (r"(?:tonight|later today|this (?:morning|afternoon|evening)|today)", "today"),
        (r"(?:the )?end of today", "today"),
        (r"(?:the )?{eod}", "end of day"),
        (r"{due}{clock}", "end of day"),
        (r"(?:{eod}|{clock}|end of|first thing)(?: of| on)? tomorrow", "tomorrow"),
        (r"tomorrow(?: {part})?(?:,? (?:by|at|before)? ?(?:{eod}|{clock}))?", "tomorrow"),
        (r"(?:the )?day after tomorrow", "day after tomorrow"),
        (r"{count} {weeks} (?:from )?today", "weeks from today"),
        (r"today week|a week today", "weeks from today"),
        (r"{count} {weeks} (?:from )?tomorrow", "weeks from tomorrow"),
        (r"tomorrow week", "weeks from tomorrow"),
        # weekdays
        (r"(?:(?:on|this|coming|the) )*{weekday}", "weekday"),
        (r"this {weekday}", "weekday or today"),
        (r"(?:{eod}|{clock}|end of)(?: of| on)? (?:this )?{weekday}", "weekday or today"),
        (r"(?:this )?{weekday},? (?:by |at |before )?(?:{eod}|{clock})", "weekday or today"),
        (r"next {weekday}", "weekday next week"),
        (r"{weekday}(?: {part})?,? (?:of )?next week", "weekday next week"),
        (r"(?:(?:early|late|middle of|the middle of|mid) )?next week(?:'s)?,? (?:(?:on|say|maybe|probably"
         r"|by|or) )*{weekday}",
         "weekday next week"),
        (r"(?:the )?{weekday}(?: {part})?,? (?:of |in )?(?:the )?week after next", "weekday after next"),
        (r"(?:the )?{weekday} after next", "weekday after next"),
        (r"(?:the )?week after next,? (?:on )?{weekday}", "weekday after next"),
        (r"{count} {weeks} (?:(?:from|on|after|come|this|coming) )*{weekday}", "weeks from weekday"),
        (r"{weekday} (?:in )?{count} {weeks}", "weeks from weekday"),
        (r"{weekday} week", "weeks from weekday"),
        (r"{weekday} fortnight", "two weeks from weekday"),
        (r"(?:between|from) {weekday} (?:and|to|till|until|through) {weekday2}", "range end"),
        (r"{weekday} (?:to|till|until|through) {weekday2}", "range end"),
        # weeks, months, quarters, years
        (r"(?:(?:this|over the|on the|during the|at the) weekend)", "weekend"),
        (r"(?<=by )the weekend|(?<=before )the weekend", "this week"),
        (r"next weekend", "next weekend"),
        (r"(?:the )?(?:end of )?(?:this week|next week end)|(?:the )?end of (?:the )?week|e\.?o\.?w",
        "this week"),
        (r"(?:the )?(?:end of )?next week", "next week"),
        (r"(?:the )?(?:start|beginning) of next week", "start of next week"),
        (r"(?:the )?(?:middle of|mid) next week", "mid next week"),
        (r"(?:the )?(?:end of (?:the )?)?week after next", "week after next"),
        (r"(?:the )?end of (?:the |this )?month|this month|(?:the )?month(?:'s)?[ -]end|e\.?o\.?m",
        "month end"),
        (r"(?:the )?last (?:day )?of (?:the|this) month", "month end"),
        (r"(?:the )?(?:end of (?:the )?|last day of )?next month", "next month end"),
        (r"(?:the )?(?:start|beginning) of next month", "start of next month"),
        (r"(?:the )?(?:end|last day) of {month}(?:,? {year})?", "named month end"),
        (r"(?:the )?(?:middle of |mid[- ]){month}", "mid month"),
        (r"(?:the )?(?:start|beginning) of {month}", "start of month"),
        (r"(?:the )?end of (?:the |this )?quarter|this quarter|(?:the )?quarter(?:'s)?[ -]end|e\.?o\.?q",
         "quarter end"),
        (r"(?:the )?end of (?:the )?next quarter", "next quarter end"),
        (r"(?:the )?end of q(?P<quarter>\d)(?:,? {year})?", "named quarter end"),
        (r"(?:the )?end of (?:the )?{nth} quarter(?:,? {year})?", "named quarter end"),
        (r"(?:the )?end of (?:the |this )?year|(?:the )?year(?:'s)?[ -]end|e\.?o\.?y", "year end"),
        (r"(?:the )?end of next year", "next year end"),
        (r"(?:the )?end of {year}", "named year end"),
        # so much time from now
        (r"first thing in the morning", "tomorrow"),
        (r"(?:with)?in (?:half an?|an? half) {unit}|(?:half an?|an? half) {unit}"
         r" (?:from (?:now|today)|hence)",
         "in half a unit"),
        (r"(?:with)?in an? {unit} and a half|an? {unit} and a half (?:from (?:now|today)|hence)",
         "in some and a half"),
        (r"(?:with)?in {count} and a half {unit}|{count} and a half {unit} (?:from (?:now|today)|hence)",
         "in some and a half"),
        (r"(?:at |by |about )?(?:this|the same) time next week", "in a week"),
        (r"in a (?P<unit>day|week|month) or (?P<count>two)", "in time"),
        (r"(?:with)?in (?:the next |about |around |under |less than )?{range}{count} {unit}(?:'? time)?"
         r"(?! (?:of|after|before|from|ago)\b)", "in time"),
        (r"{range}{count} {unit}(?:'? time)? (?:from (?:now|today)|hence)", "in time"),
        (r"(?:give|gives) (?:me|us|him|her|them|you) (?:another |about )?{count} {unit}(?! (?:of|a|per)\b)",
         "in time"),
        (r"(?:i|we|you|they)(?:'ve|'ll)?(?: only| still)? (?:have|got|get|need)(?: got)? (?:another "
         r"|about )?{count} {unit}"
         r"(?! (?:of|a|per|ago|off|old|behind)\b)", "in time"),
        (r"{count} {unit},? (?:and )?then", "in time"),
        # days of months
        (r"(?<![\d/.-]){year}[-/](?P<m>\d\d?)[-/](?P<d>\d\d?)(?![\d/-])", "iso"),
        (r"(?<![\d/.:-])(?!24/7)(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\d/:])(?!"
         r" of\b){end}", "numeric"),
        (r"(?:{weekday},? )?(?:the )?{month}\.? (?:the )?{day}(?:,? {year})?(?![:/])", "calendar day"),
        (r"(?:{weekday},? )?(?:the )?{day} (?:of )?{month}\.?(?:,? {year})?", "calendar day"),
        (r"{due}the {day}{end}", "day of month"),
        (r"(?:^|(?<=[.!?,;] ))the {day}(?= (?:is|will|would|works|at the latest|latest)\b)", "day of month"),
        (r"{weekday},? the {day}{end}", "day of month"),
        (r"(?:the )?{day} of (?:the|this) month", "day of month"),
        (r"(?:the )?{day} of next month", "day next month"),
        (r"(?:the )?{nth} {weekday} (?:in|of) {month}", "nth weekday"),
        (r"(?:the )?{nth} {weekday} (?:in|of) (?:the|this) month", "nth weekday this month"),
        (r"(?:the )?{nth} {weekday} (?:in|of) next month", "nth weekday next month"),
        (r"new year'?s eve", "december 31"),
        (r"(?<=\bbefore )(?:the )?new year{end}", "december 31"),
        (r"{due}new year'?s?(?: day)?{end}", "january 1"),
        (r"christmas eve{end}", "december 24"),
        (r"(?<=\bbefore )christmas(?: day)?{end}", "december 24"),
        (r"{due}christmas(?: day)?{end}", "december 25"),
    ),
    limit=(
        r"(?:\b(?:by|before|until|till|due(?: on| by| for)?|than|deadline (?:is|of|on)(?: on)?|latest(?:"
        r" on| by)?)"
        r"|\bdeadline:)\s+$"
    ),
    after_limit=r"^,? (?:at (?:the )?(?:very )?latest|latest|no later|is (?:the|our|my) deadline)\b",
    void_after=r"^,? (?:(?:is |would be )?(?:at )?(?:the|my|our) (?:very )?earliest|or (?:later|after)"
    r"|and later|onwards?)\b",
    shifts=(
        r"(?:{count}|the|(?P<vague>a few|some|several|many|a number of)) {unit} "
        r"(?:(?P<before>before|ahead of)|(?P<after>after|following))"
        r"(?: (?:the|our|my|this|that)(?: \w+){0,2}(?: on| due)?)?",
        r"(?:the )?eve (?P<before>of)(?: the)?",
    ),
    void_before=(
        r"\b(?:not|never|nothing)(?: any ?time| ready| done)? (?:before|until|till)\s+(?:the )?$"
        r"|\bearliest(?: (?:is|on|by|would be|possible|day|date|,))*\s+(?:the )?$"
        r"|\b(?:can't|cannot|can not|couldn't|won't|will not)\b(?! forget)[^.,;]{0,60}?"
        r"\b(?:before|until)\s+(?:the )?$"
        r"|\b(?:no|not|any|never) (?:earlier|sooner) than\s+(?:on )?(?:the )?$"
        r"|\b(?:last|past|since|every|each|previous|earlier|after|from|not|not on|not by|isn't|rather than"
        r"|instead of"
        r"|starting|beginning|as of|was|were|(?<!deadline )(?<!date )(?<!morning )of|between"
        r"|unlike)\s+(?:on |the )?$"
    ),
    past=(
        rf"\b(?:{SURELY_PAST})\b|(?<!\bhave )(?<!\bget )\b{SUBJECT}"
        r"(?:'ve|'s| have| has)?(?: \w+ly| also| just| already| then|"
        rf" all)? "
        rf"{PARTICIPLE}\b|\b(?:should|could|would) have\b|\bborn\b"
    ),
    future=(
        r"\b(?:will|won't|shall|must|please|let's|need|needs|want|wants|have to|has to|going to|gonna|can|"
        r"(?:should|could|would)(?! have)|to be|planned|agreed|decided|promised|scheduled|moved|postponed"
        r"|pushed"
        r"|rescheduled|set (?:for|to)|extended|(?:is|are|'re|'m|am) supposed|expects?|expected|(?:told"
        r"|asked) \w+ to)\b|'ll\b|'d like\b"
    ),
    habit=r"\b(?:usually|normally|typically|always|as a rule|(?:every|each) (?:day|week|month|year"
        r"|morning))\b",
    condition=r"^\W*(?:(?:and|but|so|then|or) )*(?:if (?!(?:you|anybody|anyone|somebody|someone) (?:could"
        r"|can|would))"
    r"|unless|in case|suppose|provided|even if|as (?:(?:we|you|i|he|she|they) )?(?:\w+ed|said))\b",
    clause_end=(
        r"[.!?;:,](?=\s|$)|\b(?:but|so|because|although|otherwise|which|who)\b"
        r"|\band (?=(?:i|we|you|he|she|they|it|then|please|i'll|we'll|you'll|they'll)\b)"
    ),
)  # fmt: skip

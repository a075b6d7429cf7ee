"""Portuguese ways of saying a date."""

from agent.minutes.language_tables import words
from agent.minutes.spoken_dates.date_lexicon import DateLexicon

_COUNTS = {
    word: value
    for value, word in enumerate(
        words("dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze"), start=2
    )
} | {"um": 1, "uma": 1, "duas": 2, "vinte": 20, "trinta": 30}

PORTUGUESE = DateLexicon(
    weekdays=(
        "segunda(?:-feira)?", "terça(?:-feira)?", "quarta(?:-feira)?", "quinta(?:-feira)?",
        "sexta(?:-feira)?", "sábado",
        "domingo",
    ),
    months=(
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
        "outubro", "novembro",
        "dezembro",
    ),
    counts=_COUNTS,
    ordinals={"primeiro": 1},
    places={"primeiro": 1, "primeira": 1, "segundo": 2, "segunda": 2, "terceiro": 3, "terceira": 3}
    | {"quarto": 4, "quarta": 4, "quinto": 5, "quinta": 5},
    last="últim[oa]",
    day=r"\d{1,2}º?",
    units={
        "working": "dias úteis", "days": "dias?", "weeks": "semanas?", "months": "m(?:ês|eses)",
        "hours": "horas?", "years": "anos?",
    },
    words={
        "part": "(?:de manhã|à tarde|à noite)",
        "nextweek": "(?:a |na |da )?(?:próxima semana|semana que vem)",
        "end": "(?:(?:o |ao |no )?(?:fim|final))",
        "to": "(?:a |à |o |ao |na |no |esta |este )",
    },
    templates=(
        (r"{weekday} passad[ao]|(?:na )?últim[ao] {weekday}", "void"),
        (r"(?:toda|todas as|todos os|cada|às|aos) {weekday}s?|hoje é {weekday}|(?:a reunião|a demo) de"
         r" {weekday}", "void"),
        (r"(?:a |na |pela |em |da |à )?(?:segunda|terça|quarta|quinta|sexta) (?:semana|metade|quinzena|parte)"
         r"(?: d[eo] (?:{month}|mês|ano))?", "void"),
        (r"(?:a |na |pela |em )(?:segunda|terça|quarta|quinta|sexta) (?!feira|de manhã|que vem|à"
         r"|da)[a-zç]\w+", "void"),
        (r"há {count} {unit}|{count} {unit} atrás", "void"),
        (r"(?:hoje|esta (?:tarde|noite))", "today"),
        (r"amanhã(?: {part})?", "tomorrow"),
        (r"depois de amanhã", "day after tomorrow"),
        (r"(?:(?<=até )|(?<=antes de )|(?<=antes da )|(?<=para )|(?<=na )|(?<=no )|(?<=ser )|(?<=melhor )"
         r"|(?<=então )|(?<=máximo )|(?<=próxima )"
         r"|(?<=próximo ))"
         r"{to}?{weekday}(?: {part})?", "weekday"),
        (r"(?:segunda|terça|quarta|quinta|sexta)-feira(?: {part})?", "void"),
        (r"(?:a |na |no |o )?próxim[ao] {weekday}|{to}?{weekday} que vem|{to}?{weekday} {nextweek}",
        "weekday next week"),
        (r"(?:n?[ao] )?{nth} {weekday} (?:de |do mês de ){month}", "nth weekday"),
        (r"(?:n?[ao] )?{nth} {weekday} (?:do|deste) mês", "nth weekday this month"),
        (r"(?:n?[ao] )?{nth} {weekday} do (?:próximo mês|mês que vem)", "nth weekday next month"),
        (r"{end} (?:da|desta) semana|esta semana", "this week"),
        (r"(?:{end} )?{nextweek}", "next week"),
        (r"{end} (?:do|deste) mês", "month end"),
        (r"{end} (?:do )?(?:próximo mês|mês que vem)", "next month end"),
        (r"{end} de {month}", "named month end"),
        (r"{end} (?:do|deste) ano", "year end"),
        (r"(?:em|dentro de|daqui a) {count} {unit}", "in time"),
        (r"(?:em|dentro de|daqui a) {count} {unit} e mei[oa]", "in some and a half"),
        (r"(?:em|dentro de|daqui a) mei[oa] {unit}", "in half a unit"),
        (r"{nextweek} a (?:esta|essa|mesma) hora", "in a week"),
        (r"de hoje a oito(?: dias)?", "in a week"),
        (r"de amanhã a oito(?: dias)?", "8 days"),
        (r"(?:o )?(?:dia )?{day} de {month}(?: de {year})?", "calendar day"),
        (r"(?:o |ao )?dia {day}", "day of month"),
        (r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\d/])", "day first"),
        (r"(?<!\d){year}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", "iso"),
    ),
    limit=r"\b(?:até|antes d[eao]|para)(?: a| o| à| ao)?\s+$",
    after_limit=r"^ no máximo\b",
    void_after=r"^,? (?:no mínimo|o mais cedo|na melhor das hipóteses|ou (?:mais tarde|depois)|em diante)\b",
    shifts=(
        r"(?:{count}|o|a|(?P<vague>alguns|algumas|uns|umas|poucos|vários)) {unit} "
        r"(?:(?P<before>antes)|(?P<after>depois|após))(?: d[eao])?(?: \w+ d[eao])?",
        r"(?:na |a )?véspera (?P<before>d[eao])",
    ),
    void_before=r"\b(?:não|nunca|nada) antes d[eao]\s+$"
    r"|\bo mais cedo\s+(?:na |no |em )?$"
    r"|\b(?:desde|depois d[eao]|a partir d[eao]|não|em vez d[eao]|cada|toda)\s+(?:a |o )?$",
    past=(
        r"\b(?:tenho|temos|tinha|tínhamos) \w+(?:ado|ido)\b|\b\w{2,}(?:aram|eram|iram|ou|ei)\b"
        r"|\b(?:foi|foram|era|eram|estava|fez|fiz|disse|fizemos|enviámos)\b"
    ),
    future=r"\b(?:vou|vai|vamos|vão|tenho que|temos que|deve|devem|precisa|por favor|marcad[ao]|decidiu"
        r"|\w+(?:arei|erei|irei))\b",
    habit=r"\b(?:sempre|normalmente|toda semana|todos os (?:dias|meses))\b",
    condition=r"^\W*(?:(?:e|mas) )*(?:se|caso)\b",
    clause_end=r"[.!?;:,](?=\s|$)|\b(?:mas|porque)\b",
)  # fmt: skip

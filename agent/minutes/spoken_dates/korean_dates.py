"""Korean ways of saying a date; particles follow a word without a space."""

from agent.minutes.language_tables import words
from agent.minutes.spoken_dates.date_lexicon import DateLexicon

_NATIVE = dict(
    zip(words("하루 이틀 사흘 나흘 닷새 엿새 이레 여드레 아흐레 열흘 보름"), [*range(1, 11), 15], strict=True)
)
_COUNTERS = dict(
    zip(
        words("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 일 이 삼 사 오 육 칠 팔 구 십"),
        [*range(1, 11)] * 2,
        strict=True,
    )
)

KOREAN = DateLexicon(
    weekdays=tuple(f"{day}요일" for day in "월화수목금토일"),
    months=tuple(rf"(?<!\d){month}\s*월" for month in range(1, 13)),
    counts=_COUNTERS,
    ordinals={},
    units={
        "working": "영업일", "days": "일", "weeks": "주일|주", "months": "개월|달", "years": "년",
        "hours": "시간",
    },
    words={"within": r"(?:\s*(?:안|이내|내)(?:에|로)|\s*(?:뒤|후)(?:에|까지)?|\s*만에)", "next": r"다음\s*"},
    templates=(
        (r"(?:지난|저번)\s*주?\s*{weekday}", "void"),
        (r"(?:매주|매달|격주)\s*{weekday}", "void"),
        (r"{weekday}마다", "void"),
        (r"{weekday}\s+(?:회의|발표|행사|모임|배포|출시)", "void"),
        (r"오늘", "today"),
        (r"내일", "tomorrow"),
        (r"(?:내일\s*)?모레", "day after tomorrow"),
        (r"글피", "in three days"),
        (r"(?:이번\s*주\s*|돌아오는\s*|오는\s*)?{weekday}", "weekday"),
        (r"{next}주\s*{weekday}", "weekday next week"),
        (r"(?:다다음|다음\s*다음)\s*주\s*{weekday}", "weekday after next"),
        (r"이번\s*주(?:\s*말|\s*안|\s*중)?", "this week"),
        (r"이번\s*주말|주말", "weekend"),
        (r"{next}주(?:\s*말|\s*안|\s*중)?", "next week"),
        (r"(?:다다음|다음\s*다음)\s*주", "week after next"),
        (r"이번\s*달(?:\s*말)?|월말|이달\s*말", "month end"),
        (r"{next}달(?:\s*말)?", "next month end"),
        (r"{month}\s*말", "named month end"),
        (r"(?:올해\s*말|연말|올해\s*안)", "year end"),
        (r"(?:이번\s*)?분기\s*말", "quarter end"),
        (r"{month}\s*{day}\s*일", "calendar day"),
        (r"{next}달\s*{day}\s*일", "day next month"),
        (r"(?:이번\s*달\s*)?(?<![\d월]){day}\s*일까지", "day of month"),
        (r"{count}\s*{unit}{within}", "in time"),
        *((rf"{word}{{within}}", f"{count} days") for word, count in _NATIVE.items()),
        (r"(?<!\d){year}[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?!\d)", "iso"),
    ),
    after_limit=r"^\s*(?:까지|전에|이내|안에|내로|중으로)",
    void_before=r"(?:지난\s*주?|저번\s*주?|작년|매주|매달|매년)\s*$",
    past=r"(?<!기로 )\S*[았었했갔냈왔됐봤썼샀났졌렸쳤겼켰였](?:어요|습니다|다(?=\W|$)|는데|지만|죠|고)",
    future=r"기로 (?:했|정했|결정했)",
    habit=r"매일|매주|매달|보통",
    clause_end=r"[.!?;,](?=\s|$)",
    bounded=False,
)  # fmt: skip

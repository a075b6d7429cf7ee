"""Ways of saying when something is due, and ways of naming a day on which nothing is, each said on many days.

What each means is computed here by itself, not with the grammar under test.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

Day = Callable[[date], date | None]
WEEK = [date(2025, 9, 15) + timedelta(days=ahead) for ahead in range(7)]
MONTH_ENDS = [date(2025, 1, 31), date(2024, 2, 29), date(2025, 2, 28), date(2025, 4, 30), date(2025, 12, 31)]


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence said on a day, and the day it makes something due."""

    said_on: date
    text: str
    due: date | None
    language: str = "en"


def _coming(weekday: int, weeks: int = 0, *, today_counts: bool = False) -> Day:
    def day(today: date) -> date:
        at = today if today_counts else today + timedelta(days=1)
        while at.weekday() != weekday:
            at += timedelta(days=1)
        return at + timedelta(weeks=weeks)

    return day


def _week(weeks: int, weekday: int) -> Day:
    return lambda today: today + timedelta(days=7 * weeks + weekday - today.weekday())


def _days(count: int) -> Day:
    return lambda today: date.fromordinal(today.toordinal() + count)


def _last(month_of: Callable[[date], tuple[int, int]]) -> Day:
    def day(today: date) -> date:
        year, month = month_of(today)
        return date(year, month, calendar.monthrange(year, month)[1])

    return day


def _next_month(today: date) -> tuple[int, int]:
    return (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)


def _on(month: int, day: int) -> Day:
    def found(today: date) -> date:
        return next(
            date(year, month, day) for year in (today.year, today.year + 1) if date(year, month, day) >= today
        )

    return found


def _number(number: int) -> Day:
    def found(today: date) -> date:
        at = today
        while at.day != number:
            at += timedelta(days=1)
        return at

    return found


def _nth(weekday: int, nth: int) -> Day:
    """The nth such weekday of next month."""

    def found(today: date) -> date:
        year, month = _next_month(today)
        days = [date(year, month, at) for at in range(1, calendar.monthrange(year, month)[1] + 1)]
        return [day for day in days if day.weekday() == weekday][nth]

    return found


def _working(count: int) -> Day:
    def found(today: date) -> date:
        at, left = today, count
        while left:
            at += timedelta(days=1)
            left -= at.weekday() < 5
        return at

    return found


def _quarter(today: date) -> tuple[int, int]:
    return today.year, (today.month + 2) // 3 * 3


CARRIERS = (
    "I'll send the figures {}.",
    "Could you finish the draft {}, please?",
    "So {} the contract has to be signed.",
)
SAID: tuple[tuple[str, Day], ...] = (
    ("by Friday", _coming(4)),
    ("by end of day Friday", _coming(4, today_counts=True)),
    ("by close of business on Thursday", _coming(3, today_counts=True)),
    ("before noon on Monday", _coming(0, today_counts=True)),
    ("by Tuesday at the latest", _coming(1)),
    ("on Wednesday morning", _coming(2)),
    ("no later than Thursday evening", _coming(3)),
    ("by this coming Saturday", _coming(5)),
    ("by next Wednesday", _week(1, 2)),
    ("by Friday of next week", _week(1, 4)),
    ("on Tuesday, the week after next", _week(2, 1)),
    ("by the Thursday after next", _week(2, 3)),
    ("a week from Friday", _coming(4, 1)),
    ("a week on Tuesday", _coming(1, 1)),
    ("two weeks from Monday", _coming(0, 2)),
    ("Wednesday week", _coming(2, 1)),
    ("three weeks from today", _days(21)),
    ("a week from tomorrow", _days(8)),
    ("by the day after tomorrow", _days(2)),
    ("by tomorrow noon", _days(1)),
    ("by five o'clock", _days(0)),
    ("by the end of today", _days(0)),
    ("in ten days", _days(10)),
    ("within two weeks", _days(14)),
    ("in two weeks' time", _days(14)),
    ("twenty-one days from now", _days(21)),
    ("within 72 hours", _days(3)),
    ("a fortnight from today", _days(14)),
    ("within five working days", _working(5)),
    ("in 3 business days", _working(3)),
    ("by the end of the week", _coming(4, today_counts=True)),
    ("by the end of next week", _week(1, 4)),
    ("at the end of the week after next", _week(2, 4)),
    ("by the end of the month", _last(lambda today: (today.year, today.month))),
    ("by month end", _last(lambda today: (today.year, today.month))),
    ("by the end of next month", _last(_next_month)),
    ("by the end of December", _last(lambda today: (today.year, 12))),
    ("by the end of the quarter", _last(_quarter)),
    ("by the end of Q4", _last(lambda today: (today.year, 12))),
    ("by the end of the fourth quarter", _last(lambda today: (today.year, 12))),
    ("before the end of the year", _last(lambda today: (today.year, 12))),
    ("by 12/15", _on(12, 15)),
    ("by the 20th", _number(20)),
    ("by the twenty-eighth", _number(28)),
    ("by March 10", _on(3, 10)),
    ("by the tenth of March", _on(3, 10)),
    ("by July twenty-second", _on(7, 22)),
    ("by 5 November", _on(11, 5)),
    ("by October 1st, 2026", lambda _: date(2026, 10, 1)),
    ("by 2026-11-30", lambda _: date(2026, 11, 30)),
    ("by the first Monday of next month", _nth(0, 0)),
    ("by the last Friday of next month", _nth(4, -1)),
    ("by the fifth of next month", lambda today: date(*_next_month(today), 5)),
)
NOT_DUE = (
    "We sent the figures last Friday.",
    "I talked to the printer on Monday.",
    "On Tuesday we had a look at the plans.",
    "The Friday release broke the search.",
    "Who writes the notes of the Monday meeting?",
    "I watched the Thursday demo and liked it.",
    "Every Wednesday somebody waters the plants.",
    "On Thursdays the canteen is closed.",
    "They normally deliver on Mondays.",
    "Support answers 24/7, also at weekends.",
    "We run version 3.10 on both machines.",
    "The call with May went well.",
    "May I add something?",
    "They may need two more chairs.",
    "Give me a second to find the page.",
    "The second draft reads better than the first.",
    "It took us three weeks to move the shelves.",
    "Two months ago nobody knew about it.",
    "The offer came in three days after the call.",
    "I have been here since Tuesday.",
    "The march to the station was long.",
    "About 3/4 of the visitors stayed.",
    "The stand-up is at 9:30.",
    "He met the architect on the fourth of June.",
    "Let's do it at some point next month.",
    "Maybe sometime in October we look at it again.",
    "If it rains on Saturday, the market moves indoors.",
    "As soon as possible, please.",
    "Half the budget went into the December campaign.",
    "From Monday on the lift is out of order.",
)
OTHERS: tuple[tuple[str, str, Day | None], ...] = (
    ("de", "Ich schicke die Zahlen bis Donnerstag.", _coming(3)),
    ("de", "Bis spätestens Dienstagabend liegt der Entwurf vor.", _coming(1)),
    ("de", "Bis Freitag nächster Woche brauche ich eure Texte.", _week(1, 4)),
    ("de", "In drei Wochen muss der Antrag fertig sein.", _days(21)),
    ("de", "Bis zum Monatsende räumen wir das Lager.", _last(lambda today: (today.year, today.month))),
    ("de", "Bis Ende Dezember läuft die Frist.", _last(lambda today: (today.year, 12))),
    ("de", "Am 10. März geben wir ab.", _on(3, 10)),
    ("de", "Ich rufe übermorgen beim Amt an.", _days(2)),
    ("de", "Vorigen Mittwoch war die Abnahme.", None),
    ("de", "Jeden Freitag gibt es Kuchen.", None),
    ("de", "Am Montag habe ich mit der Druckerei gesprochen.", None),
    ("fr", "J'envoie les chiffres avant jeudi.", _coming(3)),
    ("fr", "Le contrat doit être signé d'ici mardi prochain.", _week(1, 1)),
    ("fr", "Dans trois semaines il nous faut une version.", _days(21)),
    ("fr", "Avant la fin du mois, je range le dépôt.", _last(lambda today: (today.year, today.month))),
    ("fr", "Le dossier est à rendre pour le 10 mars.", _on(3, 10)),
    ("fr", "Je t'appelle après-demain.", _days(2)),
    ("fr", "Mercredi en huit, on livre.", _coming(2, 1)),
    ("fr", "Mardi dernier, on a visité le chantier.", None),
    ("fr", "Chaque lundi, Paul ouvre le bureau.", None),
    ("fr", "On a reçu la réponse lundi.", None),
    ("es", "Te mando las cifras antes del jueves.", _coming(3)),
    ("es", "El borrador estará listo el próximo martes.", _week(1, 1)),
    ("es", "En tres semanas hay que presentar la solicitud.", _days(21)),
    ("es", "Antes de fin de mes vaciamos el almacén.", _last(lambda today: (today.year, today.month))),
    ("es", "Hay que entregarlo el 10 de marzo.", _on(3, 10)),
    ("es", "Pasado mañana llamo al banco.", _days(2)),
    ("es", "El martes pasado visitamos la obra.", None),
    ("es", "Todos los lunes abre Pablo.", None),
    ("ko", "목요일까지 수치를 보내 드릴게요.", _coming(3)),
    ("ko", "다음 주 화요일까지 초안을 끝내 주세요.", _week(1, 1)),
    ("ko", "3주 안에 신청서를 내야 합니다.", _days(21)),
    ("ko", "월말까지 창고를 비웁시다.", _last(lambda today: (today.year, today.month))),
    ("ko", "3월 10일까지 제출해 주세요.", _on(3, 10)),
    ("ko", "모레까지 은행에 전화할게요.", _days(2)),
    ("ko", "지난주 화요일에 현장에 갔습니다.", None),
    ("ko", "매주 월요일에 문을 엽니다.", None),
)


def sayings() -> Iterator[Saying]:
    """Each way said on each day of a week and on the ends of months."""
    for at, (way, due) in enumerate(SAID):
        for on in (*WEEK, *MONTH_ENDS):
            yield Saying(on, CARRIERS[at % len(CARRIERS)].format(way), due(on))
    for text in NOT_DUE:
        for on in WEEK:
            yield Saying(on, text, None)
    for language, text, meant in OTHERS:
        for on in (*WEEK, *MONTH_ENDS):
            yield Saying(on, text, meant(on) if meant else None, language)

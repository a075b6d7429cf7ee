"""Days counted from another day, halves of weeks and years, and days before which nothing is due."""

from datetime import date

import pytest

from agent.minutes.due_dates import find_due
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import WEDNESDAY

COUNTED = [
    ("en", "two days before the end of the month", date(2026, 3, 29)),
    ("en", "a day before Friday", date(2026, 3, 5)),
    ("en", "the day before the deadline on Friday", date(2026, 3, 5)),
    ("en", "two working days before Friday the 20th", date(2026, 3, 18)),
    ("en", "before Christmas", date(2026, 12, 24)),
    ("en", "this time next week", date(2026, 3, 11)),
    ("de", "heute in acht Tagen", date(2026, 3, 11)),
    ("de", "morgen in acht Tagen", date(2026, 3, 12)),
    ("de", "zwei Tage vor Freitag", date(2026, 3, 4)),
    ("fr", "le lendemain de mardi", date(2026, 3, 11)),
    ("fr", "demain en huit", date(2026, 3, 12)),
    ("fr", "avant le week-end", date(2026, 3, 6)),
    ("es", "tres días después del lunes", date(2026, 3, 12)),
    ("it", "una settimana prima del 20 marzo", date(2026, 3, 13)),
    ("pt", "na véspera de 10 de março", date(2026, 3, 9)),
    ("nl", "een dag voor 20 maart", date(2026, 3, 19)),
]
HALVES = [
    ("en", "half a year from now", date(2026, 9, 4)),
    ("en", "a year and a half from now", date(2027, 9, 4)),
    ("de", "in anderthalb Wochen", date(2026, 3, 14)),
    ("fr", "dans un an et demi", date(2027, 9, 4)),
    ("es", "dentro de medio año", date(2026, 9, 4)),
    ("it", "fra mezzo anno", date(2026, 9, 4)),
    ("pt", "daqui a duas semanas e meia", date(2026, 3, 21)),
    ("nl", "over een half jaar", date(2026, 9, 4)),
]
OF_A_MONTH = [
    ("de", "am letzten Freitag im Monat", date(2026, 3, 27)),
    ("es", "el primer jueves del mes que viene", date(2026, 4, 2)),
    ("fr", "le premier jeudi du mois prochain", date(2026, 4, 2)),
    ("it", "l'ultimo venerdì del mese", date(2026, 3, 27)),
    ("it", "il primo lunedì di aprile", date(2026, 4, 6)),
    ("nl", "de laatste vrijdag van de maand", date(2026, 3, 27)),
    ("nl", "de eerste maandag van april", date(2026, 4, 6)),
    ("pt", "na última sexta do mês", date(2026, 3, 27)),
    ("pt", "na primeira segunda de abril", date(2026, 4, 6)),
]
NONE = [
    ("nl", "elke eerste maandag van de maand"),
    ("it", "ogni primo lunedì del mese"),
    ("en", "not until Friday"),
    ("en", "Friday at the earliest"),
    ("en", "by the second week of April"),
    ("en", "a few days before the thirtieth"),
    ("de", "frühestens Freitag"),
    ("de", "bis zum zweiten Quartal"),
    ("fr", "lundi au plus tôt"),
    ("es", "el lunes como muy pronto"),
    ("it", "non prima di venerdì"),
    ("pt", "não antes de sexta"),
    ("pt", "antes da segunda semana de abril"),
    ("nl", "niet voor vrijdag"),
    ("nl", "een paar dagen voor vrijdag"),
]


@pytest.mark.parametrize(("language", "saying", "day"), COUNTED + HALVES + OF_A_MONTH)
def test_counted(language: str, saying: str, day: date) -> None:
    """Time before or after a day, half of a unit, and the weekdays of a month are counted."""
    with stemming_in(language):
        due = find_due(saying, WEDNESDAY)
    assert due is not None
    assert due.day == day


@pytest.mark.parametrize(("language", "saying"), NONE)
def test_no_day(language: str, saying: str) -> None:
    """What may be then or later, or at no day that can be told, has no due date."""
    with stemming_in(language):
        assert find_due(saying, WEDNESDAY) is None

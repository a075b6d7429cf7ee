"""Reads the parts of a spoken date: which weekday, month, number and unit its words name."""

import re
from dataclasses import dataclass
from datetime import date

from agent.minutes.spoken_dates.date_lexicon import DateLexicon


@dataclass(frozen=True, slots=True)
class Reading:
    """A match of a template in a text said on a day."""

    found: re.Match[str]
    today: date
    lexicon: DateLexicon

    def has(self, name: str) -> bool:
        return bool(self.found.groupdict().get(name))

    @property
    def weekday(self) -> int:
        return index(self.lexicon.weekdays, self.found["weekday"])

    @property
    def month(self) -> int:
        """From 1; the month of today if none is named."""
        return index(self.lexicon.months, self.found["month"]) + 1 if self.has("month") else self.today.month

    @property
    def day(self) -> int:
        said = self.found["day"]
        digits = re.match(r"\d+", said)
        return int(digits[0]) if digits else self.lexicon.ordinals[said]

    @property
    def nth(self) -> int:
        """Which one of several; -1 for the last."""
        return (self.lexicon.places or self.lexicon.ordinals).get(self.found["nth"], -1)

    @property
    def count(self) -> int:
        if not self.has("count"):
            return 1
        said = self.found["count"]
        return int(said) if said.isdigit() else self.lexicon.counts[said]

    @property
    def weeks(self) -> int:
        return 2 * self.count if self.has("unit") and self.unit == "fortnights" else self.count

    @property
    def unit(self) -> str:
        said = self.found["unit"]
        return next(name for name, form in self.lexicon.units.items() if re.fullmatch(form, said))


def index(forms: tuple[str, ...], said: str) -> int:
    return next(at for at, form in enumerate(forms) if re.fullmatch(form, said))

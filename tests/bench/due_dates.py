"""Benchmark: days that spoken due dates mean, ours and libraries': `python -m tests.bench.due_dates [TABLE]`.

TABLE has the columns `said_on`, `phrase`, `expected` (empty: none is meant) and `note`, which begins with the
language where it is not English. Libraries that are not installed are left out, and that is said.
"""

# ruff: noqa: T201  a benchmark prints

import argparse
import csv
import importlib
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from datetime import time as hour
from pathlib import Path

from agent.minutes.due_dates import find_due
from agent.minutes.text_normalization import stemming_in
from tests.bench.spoken_due_dates import Saying, sayings

NOTED_LANGUAGES = {"German": "de", "French": "fr", "Spanish": "es", "Korean": "ko"}
Parser = Callable[[Saying], date | None]


def ours(saying: Saying) -> date | None:
    with stemming_in(saying.language):
        due = find_due(saying.text, saying.said_on)
    return due.day if due else None


def _dateparser(saying: Saying) -> date | None:
    search = importlib.import_module("dateparser.search")
    base = datetime.combine(saying.said_on, hour(10))
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future"}
    found = search.search_dates(saying.text, languages=[saying.language], settings=settings)
    return found[0][1].date() if found else None


def _parsedatetime(saying: Saying) -> date | None:
    calendar = importlib.import_module("parsedatetime").Calendar()
    found = calendar.nlp(saying.text, sourceTime=datetime.combine(saying.said_on, hour(10)))
    return found[0][0].date() if found else None


def _recurrent(saying: Saying) -> date | None:
    module = importlib.import_module("recurrent")
    found = module.RecurringEvent(now_date=datetime.combine(saying.said_on, hour(10))).parse(saying.text)
    return found.date() if isinstance(found, datetime) else None


LIBRARIES: dict[str, Parser] = {
    "dateparser": _dateparser,
    "parsedatetime": _parsedatetime,
    "recurrent": _recurrent,
}


def installed() -> dict[str, Parser]:
    """Ours and the libraries that are there."""
    found: dict[str, Parser] = {"ours": ours}
    for name, parser in LIBRARIES.items():
        try:
            importlib.import_module(name)
        except ImportError:
            print(f"{name} is not installed and was not measured.")
        else:
            found[name] = parser
    return found


def table(path: Path) -> list[Saying]:
    """Read a table of sayings."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Saying(
            date.fromisoformat(row["said_on"]),
            row["phrase"],
            date.fromisoformat(row["expected"]) if row["expected"] else None,
            next(
                (code for name, code in NOTED_LANGUAGES.items() if (row["note"] or "").startswith(name)), "en"
            ),
        )
        for row in rows
    ]


def score(name: str, parser: Parser, of: Sequence[Saying], *, shown: bool) -> None:
    """Print how many days are right, and the two kinds of faults."""
    began, right, invented, missed = time.process_time(), 0, 0, 0
    for saying in of:
        try:
            got = parser(saying)
        except Exception:  # noqa: BLE001  a library's fault is its answer
            got = None
        right += got == saying.due
        invented += got is not None and saying.due is None
        missed += got is None and saying.due is not None
        if shown and got != saying.due:
            print(f"    {saying.said_on:%a %Y-%m-%d} {saying.text} due {saying.due}, not {got}")
    wrong = len(of) - right - invented - missed
    each = (time.process_time() - began) / len(of) * 1000
    print(
        f"  {name:14} {right / len(of):6.1%} right, {invented} invented, {missed} missed, {wrong} wrong;"
        f" {each:.1f} ms each"
    )


def compare(title: str, of: Iterable[Saying], parsers: dict[str, Parser], *, shown: bool) -> None:
    said = list(of)
    for language, part in (
        ("English", [each for each in said if each.language == "en"]),
        ("others", [each for each in said if each.language != "en"]),
    ):
        if part:
            print(f"{title}, {language}: {len(part)} sayings")
            for name, parser in parsers.items():
                score(name, parser, part, shown=shown and name == "ours")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("table", nargs="?", type=Path)
    arguments.add_argument("--faults", action="store_true", help="show what ours gets wrong")
    asked = arguments.parse_args()
    parsers = installed()
    if asked.table:
        compare("Table", table(asked.table), parsers, shown=asked.faults)
    compare("Each weekday and month ends", sayings(), parsers, shown=asked.faults)


if __name__ == "__main__":
    main()

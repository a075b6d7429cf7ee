"""How a series comes again, in words."""

from icalendar import vRecur

from server.meeting.recurrence import Plan

UNITS = {"DAILY": ("day", "days"), "WEEKLY": ("week", "weeks"), "MONTHLY": ("month", "months")}
DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
WORKING = ["MO", "TU", "WE", "TH", "FR"]
PLACES = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}


def repeats_words(plan: Plan) -> str:
    """Write a rule of ours: every week on Monday and Tuesday until 20 April 2027."""
    rule = vRecur.from_ical(plan.rule)
    one, many = UNITS[rule["FREQ"][0]]
    interval = rule.get("INTERVAL", [1])[0]
    every = f"every {one}" if interval == 1 else f"every {interval} {many}"
    days = [str(each) for each in rule.get("BYDAY", [])]
    if days == WORKING and interval == 1:
        every = "every weekday"
    elif rule["FREQ"][0] == "MONTHLY":
        every += f" on {_in_month(days, [int(each) for each in rule.get('BYMONTHDAY', [])])}"
    elif days:
        every += f" on {_listed([DAYS[each] for each in days])}"
    last = plan.last_day
    return every if last is None else f"{every} until {last.day} {last:%B %Y}"


def _in_month(days: list[str], numbers: list[int]) -> str:
    if days:
        return f"the {PLACES[days[0][:-2]]} {DAYS[days[0][-2:]]}"
    return f"day {numbers[-1]}" + (", or the last there is" if len(numbers) > 1 else "")


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

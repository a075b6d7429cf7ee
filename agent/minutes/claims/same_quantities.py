"""Whether the quantities of a claim were said, of the same things."""

import re
from functools import lru_cache

from agent.minutes.claims.figure_roles import implied, roles_in
from agent.minutes.claims.quantities import Quantity, is_figure, quantities
from agent.minutes.claims.units import SECONDS, UNITS

CURRENCIES = ("€", "$", "£")


@lru_cache(maxsize=8192)
def _counted(text: str) -> dict[str, frozenset[str]]:
    """By word, the numbers that stand right before it."""
    found: dict[str, set[str]] = {}
    for each in quantities(text):
        after = re.match(r"[\w.,%-]*\s+(?:(?:\w+)\s+)?", text[each.at :])
        words = re.findall(r"[^\W\d_]+", text[each.at :].lower())[:3]
        if after and not each.unit:
            for word in words:
                if not is_figure(word) and len(word) > 3:
                    found.setdefault(word.rstrip("s"), set()).add(each.key[0])
                    break
    return {word: frozenset(numbers) for word, numbers in found.items()}


def same_quantities(claim: str, said: str) -> bool:
    """Whether each quantity of the claim is said, with its unit if one is said, and of the same thing."""
    ours, theirs = quantities(claim), quantities(said)
    counts, heard = _counted(claim), _counted(said)
    changed = {each for move in roles_in(said).moves for each in move}
    if any(word in heard and heard[word].isdisjoint(numbers | changed) for word, numbers in counts.items()):
        return False
    counted = [each.key for each in ours if not each.implied and each.unit]
    heard_counted = [each.key for each in theirs]
    if any(counted.count(each) > max(1, heard_counted.count(each)) for each in counted):
        return False
    return all(_is_said(each, theirs, said) or each.key[0] in implied(said) for each in ours)


def _is_said(one: Quantity, theirs: tuple[Quantity, ...], said: str) -> bool:
    if one.implied:
        forms = [name for name, unit in UNITS.items() if unit == one.unit]
        return any(re.search(rf"\b{re.escape(form)}(?:ly)?\b", said.lower()) for form in forms) or any(
            each.unit == "time" and not each.implied and _divides(each, one) for each in theirs
        )
    if one.key == ("1", ""):
        return True
    if one.unit in CURRENCIES and any(each.unit == one.unit and not each.implied for each in theirs):
        return any(each.key == one.key for each in theirs)
    return any(
        each.key == one.key
        or (each.key[0] == one.key[0] and not each.implied and "" in (each.unit, one.unit))
        for each in theirs
    ) or any(not one.unit and each.unit == "time" and _divides_value(each, one) for each in theirs)


def _divides(each: Quantity, unit: Quantity) -> bool:
    size = SECONDS.get(unit.unit)
    return bool(size and each.value % size == 0)


def _divides_value(each: Quantity, one: Quantity) -> bool:
    """Whether a number without a unit is that of a time: “24” of “24 hours”."""
    return any(each.value == one.value * size for size in SECONDS.values())

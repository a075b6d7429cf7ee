"""How durations, and places on a meeting's clock, are written."""

UNITS = (("d", 86_400), ("h", 3_600), ("min", 60))


def clock(ms: int) -> str:
    """Write a place on the meeting's clock: 0:07, 12:04, 1:02:09."""
    minutes, seconds = divmod(max(ms, 0) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def to_the_minute(seconds: float) -> str:
    """Write how long something took, for people: 45 s, 12 min, 1 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod((whole + 30) // 60, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def to_the_second(seconds: float) -> str:
    """Write a speaking time: 45 s, 3 min 20 s."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def in_two_units(seconds: float) -> str:
    """Write how long something has lasted, for operators: 2 d 5 h, 3 h 12 min, 45 s, 0.4 s."""
    whole = int(seconds)
    for (name, worth), (lesser, part) in zip(UNITS, (*UNITS[1:], ("s", 1)), strict=True):
        if whole >= worth:
            return f"{whole // worth} {name} {whole % worth // part} {lesser}"
    return f"{seconds:.1f} s" if whole < 10 else f"{whole} s"


def in_one_unit(seconds: float) -> str:
    """Write how long a run took, for operators: 3.2 h, 1.5 min, 0.4 s."""
    for name, worth in UNITS[1:]:
        if seconds >= worth:
            return f"{seconds / worth:.1f} {name}"
    return f"{seconds:.1f} s"


def to_wait(seconds: int) -> str:
    """Write a waiting time in words, rounded up: 1 second, 45 seconds, 2 minutes."""
    count, unit = (seconds, "second") if seconds < 120 else (-(-seconds // 60), "minute")
    return f"{count} {unit}{'' if count == 1 else 's'}"

"""A strict reader of calendars: the rules of RFC 5545, 5546 and 6868 that files of ours have to keep.

It knows nothing of the library that writes them. `faults()` names each broken rule with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_LINE = 75
"""Octets, without the line break (3.1)."""
NAME = r"[A-Za-z0-9-]+"
SAFE = r'[^\x00-\x08\x0a-\x1f\x7f";:,]*'
QUOTED = r'"[^\x00-\x08\x0a-\x1f\x7f"]*"'
VALUE = f"(?:{QUOTED}|{SAFE})"
LINE = re.compile(f"({NAME})((?:;{NAME}={VALUE}(?:,{VALUE})*)*):([^\\x00-\\x08\\x0a-\\x1f\\x7f]*)")
PARAMETER = re.compile(f";({NAME})=((?:{VALUE})(?:,{VALUE})*)")
UTC, LOCAL, DATE = r"\d{8}T\d{6}Z", r"\d{8}T\d{6}", r"\d{8}"
DURATION = r"[+-]?P(?:\d+W|(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)"
TEXT = re.compile(r"(?:[^\\]|\\[\\;,Nn])*")
BARE = re.compile(r"(?<!\\)(?:\\\\)*[,;]")
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION", "CALSCALE", "METHOD"},
    "VEVENT": {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "SUMMARY", "SEQUENCE", "STATUS", "ORGANIZER",
        "URL", "LOCATION", "DESCRIPTION", "TRANSP", "CREATED", "RECURRENCE-ID", "CLASS", "GEO", "PRIORITY",
    },
    "VTIMEZONE": {"TZID", "LAST-MODIFIED", "TZURL"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION", "DURATION", "REPEAT"},
}  # fmt: skip
NEEDED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}
INSIDE = {
    "": {"VCALENDAR"},
    "VCALENDAR": {"VEVENT", "VTIMEZONE"},
    "VTIMEZONE": {"STANDARD", "DAYLIGHT"},
    "VEVENT": {"VALARM"},
}
FORMS = {
    "VERSION": r"2\.0",
    "METHOD": "REQUEST|CANCEL|PUBLISH|REPLY",
    "DTSTAMP": UTC,
    "CREATED": UTC,
    "LAST-MODIFIED": UTC,
    "SEQUENCE": r"\d+",
    "STATUS": "CONFIRMED|CANCELLED|TENTATIVE",
    "TRANSP": "OPAQUE|TRANSPARENT",
    "TZOFFSETFROM": r"[+-]\d{4}(?:\d{2})?",
    "TZOFFSETTO": r"[+-]\d{4}(?:\d{2})?",
    "ACTION": "DISPLAY",
    "TRIGGER": DURATION,
    "REFRESH-INTERVAL": DURATION,
    "ORGANIZER": r"mailto:[^\s@]+@[^\s@]+",
    "ATTENDEE": r"mailto:[^\s@]+@[^\s@]+",
    "DTSTART": f"{UTC}|{LOCAL}|{DATE}",
    "DTEND": f"{UTC}|{LOCAL}|{DATE}",
    "RECURRENCE-ID": f"{UTC}|{LOCAL}|{DATE}",
    "URL": r"https?://\S+",
}
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "TZNAME"}
PART_STATES = {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"}


@dataclass
class Line:
    """One content line, unfolded."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """A component with its lines and parts."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Its lines of this name."""
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line | None:
        """Its first line of this name."""
        return next(iter(self.all(name)), None)


def faults(document: bytes) -> list[str]:
    """Every broken rule; empty for a valid calendar."""
    found = list(_faults_of_octets(document))
    try:
        text = document.decode()
    except UnicodeDecodeError:
        return [*found, "not UTF-8"]
    root = Component("")
    found += _read(text, root)
    if [part.name for part in root.parts] != ["VCALENDAR"]:
        return [*found, "not one VCALENDAR"]
    calendar = root.parts[0]
    found += _faults_of(calendar)
    return found + list(_faults_of_zones(calendar)) + list(_faults_of_method(calendar))


def _faults_of_octets(document: bytes) -> Iterator[str]:
    if not document.endswith(b"\r\n"):
        yield "the last line has no break"
    for number, line in enumerate(document.split(b"\r\n"), 1):
        if len(line) > LONGEST_LINE:
            yield f"{number}: {len(line)} octets"
        if b"\n" in line or b"\r" in line:
            yield f"{number}: a bare line break"


def _read(text: str, root: Component) -> Iterator[str]:
    stack = [root]
    for number, raw in enumerate(text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1], 1):
        matched = LINE.fullmatch(raw)
        if matched is None:
            yield f"{number}: no content line: {raw[:60]}"
            continue
        name, value = matched[1].upper(), matched[3]
        if name == "BEGIN":
            if value not in INSIDE.get(stack[-1].name, set()):
                yield f"{number}: {value} inside {stack[-1].name}"
            stack[-1].parts.append(Component(value))
            stack.append(stack[-1].parts[-1])
        elif name == "END":
            if stack[-1].name != value:
                yield f"{number}: END of {value} inside {stack[-1].name}"
            stack.pop()
        else:
            parameters = {each[1].upper(): each[2] for each in PARAMETER.finditer(matched[2])}
            stack[-1].lines.append(Line(number, name, parameters, value))
    if len(stack) != 1:
        yield "not closed"


def _faults_of(component: Component) -> Iterator[str]:
    names = [line.name for line in component.lines]
    for name in NEEDED.get(component.name, set()):
        if name not in names:
            yield f"{component.name} without {name}"
    for name in ONCE.get(component.name, set()):
        if names.count(name) > 1:
            yield f"{component.name} with several {name}"
    for line in component.lines:
        yield from _faults_of_line(line)
    if component.name == "VEVENT":
        yield from _faults_of_event(component)
    for part in component.parts:
        yield from _faults_of(part)


def _faults_of_line(line: Line) -> Iterator[str]:
    form = FORMS.get(line.name)
    if form is not None and re.fullmatch(form, line.value) is None:
        yield f"{line.number}: {line.name} is {line.value[:60]}"
    if line.name in TEXTS and (TEXT.fullmatch(line.value) is None or BARE.search(line.value)):
        yield f"{line.number}: {line.name} is not escaped"
    if line.name == "ATTENDEE" and line.parameters.get("PARTSTAT", "NEEDS-ACTION") not in PART_STATES:
        yield f"{line.number}: PARTSTAT"
    if "TZID" in line.parameters and line.value.endswith("Z"):
        yield f"{line.number}: a zone, and UTC"


def _faults_of_event(event: Component) -> Iterator[str]:
    begin, end = event.one("DTSTART"), event.one("DTEND")
    if end is not None and event.one("DURATION") is not None:
        yield "DTEND and DURATION"
    if (
        begin is not None
        and end is not None
        and begin.parameters == end.parameters
        and begin.value >= end.value
    ):
        yield "it ends before it begins"


def _faults_of_zones(calendar: Component) -> Iterator[str]:
    """Every zone that is used is defined, once (3.6.5)."""
    lines = [line for part in calendar.parts for line in part.lines if part.name == "VEVENT"]
    used = {line.parameters["TZID"].strip('"') for line in lines if "TZID" in line.parameters}
    defined = [line.value for part in calendar.parts for line in part.all("TZID")]
    if sorted(defined) != sorted(used):
        yield f"zones used: {sorted(used)}, defined: {sorted(defined)}"


def _faults_of_method(calendar: Component) -> Iterator[str]:
    """RFC 5546, 3.2: who is named in a request, a cancellation and a publication."""
    line = calendar.one("METHOD")
    method = line.value if line else ""
    for event in (part for part in calendar.parts if part.name == "VEVENT"):
        attendees = len(event.all("ATTENDEE"))
        if method and event.one("ORGANIZER") is None:
            yield f"{method} without ORGANIZER"
        if method in ("REQUEST", "CANCEL") and event.one("SEQUENCE") is None:
            yield f"{method} without SEQUENCE"
        if method == "REQUEST" and attendees == 0:
            yield "REQUEST without ATTENDEE"
        if method == "PUBLISH" and attendees:
            yield "PUBLISH with ATTENDEE"
        state = event.one("STATUS")
        if method == "CANCEL" and (state is None or state.value != "CANCELLED"):
            yield "CANCEL that is not CANCELLED"

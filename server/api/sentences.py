"""What is wrong with a request, in sentences that say what to do; none repeats what was sent."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

SENTENCES = {
    "missing": "Fill this in.",
    "extra_forbidden": "Remove this: there is no field with this name.",
    "model_type": "Send an object.",
    "model_attributes_type": "Send an object.",
    "string_type": "Send text.",
    "string_sub_type": "Send text.",
    "string_unicode": "Delete the broken character.",
    "string_too_short": "Write at least {min_length} characters.",
    "string_too_long": "Shorten this to {max_length} characters.",
    "string_pattern_mismatch": "Write this in the form that the API page gives.",
    "int_type": "Send a whole number.",
    "int_parsing": "Send a whole number.",
    "int_parsing_size": "Send a smaller number.",
    "int_from_float": "Send a whole number.",
    "finite_number": "Send a finite number.",
    "greater_than_equal": "Send {ge} or more.",
    "less_than_equal": "Send {le} or less.",
    "bool_type": "Send true or false.",
    "bool_parsing": "Send true or false.",
    "list_type": "Send a list.",
    "too_long": "Remove some: at most {max_length} are allowed.",
    "literal_error": "Choose {expected}.",
    "uuid_type": "Send an ID: a UUID.",
    "uuid_parsing": "Send an ID: a UUID.",
    "timezone_aware": "Add the time zone, as in 2026-05-08T14:00:00+02:00.",
}
FIELD_LABELS = {
    "email": "E-mail",
    "members": "Invite",
    "name": "Name",
    "password": "Password",
    "q": "Search",
    "reason": "Reason",
    "scheduled_start_time": "Starts",
    "settings.language": "Spoken language",
    "tags": "Tags",
    "text": "Message",
    "time_zone": "Time zone",
}
"""What the pages call the fields of requests."""
_A_TIME = "Write a date and time with its zone, as in 2026-05-08T14:00:00+02:00."


def sentence(error: ErrorDetails) -> str:
    """Say what to do about one error."""
    kind: str = error["type"]
    if kind == "value_error":
        return _finished(error["msg"].removeprefix("Value error, "))
    if kind.startswith("datetime_"):
        return _A_TIME
    known: Mapping[str, Any] = error.get("ctx", {})
    template = SENTENCES.get(kind)
    return template.format_map(known) if template else _finished(error["msg"])


def _finished(text: str) -> str:
    """Begin with a capital and end with a full stop: other parts write text to follow a variable's name."""
    whole = text if text.endswith((".", "!", "?")) else f"{text}."
    return whole[:1].upper() + whole[1:]


def together(problems: list[dict[str, str]]) -> str:
    """Say each problem in a sentence, for who shows nothing but the detail."""
    sentences = []
    for each in problems:
        field, message = each["field"], each["message"]
        top = field.split(".")[0]
        label = FIELD_LABELS.get(field) or FIELD_LABELS.get(top, top)
        sentences.append(f"{label}: {message[:1].lower()}{message[1:]}" if label else message)
    return " ".join(sentences)

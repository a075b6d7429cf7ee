"""What is wrong with a request, in sentences that say what to do; none repeats what was sent."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

SENTENCES = {
    "missing": "Fill this in.",
    "extra_forbidden": "Leave this out: there is no such field.",
    "model_type": "Send an object.",
    "model_attributes_type": "Send an object.",
    "string_type": "Send text.",
    "string_sub_type": "Send text.",
    "string_unicode": "Delete the broken character.",
    "string_too_short": "Write at least {min_length} characters.",
    "string_too_long": "Shorten this to {max_length} characters.",
    "string_pattern_mismatch": "Write this as the API page says.",
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
    "too_long": "Leave some out: at most {max_length} fit.",
    "literal_error": "Choose one of {expected}.",
    "uuid_type": "Send an id.",
    "uuid_parsing": "Send an id.",
    "timezone_aware": "Add the time zone, as in 2026-05-08T14:00:00+02:00.",
}
FIELD_LABELS = {
    "email": "E-mail",
    "members": "Invite",
    "name": "Name",
    "password": "Password",
    "q": "Search",
    "reason": "Reason",
    "scheduled_start_time": "Begins",
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
        return error["msg"].removeprefix("Value error, ")
    if kind.startswith("datetime_"):
        return _A_TIME
    known: Mapping[str, Any] = error.get("ctx", {})
    template = SENTENCES.get(kind)
    return template.format_map(known) if template else error["msg"]


def together(problems: list[dict[str, str]]) -> str:
    """Say each problem in a sentence, for who shows nothing but the detail."""
    sentences = []
    for each in problems:
        field, message = each["field"].split(".")[0], each["message"]
        label = FIELD_LABELS.get(field, field)
        sentences.append(f"{label}: {message[:1].lower()}{message[1:]}" if label else message)
    return " ".join(sentences)

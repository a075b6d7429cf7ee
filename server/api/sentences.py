"""Messages for invalid fields: each a sentence that says what to do; none repeats what was sent."""

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
"""Names of request fields as shown on the pages."""
_DATETIME_MESSAGE = "Write a date and time with its zone, as in 2026-05-08T14:00:00+02:00."


def message_of(error: ErrorDetails) -> str:
    """Return the message for one validation error."""
    kind: str = error["type"]
    if kind == "value_error":
        return _whole_sentence(error["msg"].removeprefix("Value error, "))
    if kind.startswith("datetime_"):
        return _DATETIME_MESSAGE
    known: Mapping[str, Any] = error.get("ctx", {})
    template = SENTENCES.get(kind)
    return template.format_map(known) if template else _whole_sentence(error["msg"])


def _whole_sentence(text: str) -> str:
    """Add a capital and a full stop: some messages are written to follow a variable's name."""
    whole = text if text.endswith((".", "!", "?")) else f"{text}."
    return whole[:1].upper() + whole[1:]


def detail_of(problems: list[dict[str, str]]) -> str:
    """Join all problems, each with its field's label, for clients that show only `detail`."""
    sentences = []
    for each in problems:
        field, message = each["field"], each["message"]
        top = field.split(".")[0]
        label = FIELD_LABELS.get(field) or FIELD_LABELS.get(top, top)
        sentences.append(f"{label}: {message[:1].lower()}{message[1:]}" if label else message)
    return " ".join(sentences)

"""How they wish minutes to be worded who made a template, as a model is told it: form, never facts."""

from agent.minutes.transcript_lines import MeetingSpeech
from server.languages import code_of
from server.meeting.minutes_templates import Length, MinutesTemplate, Tone

LENGTHS: dict[Length, str] = {
    "short": "Write one or two sentences.",
    "medium": "",
    "long": "Write five or six sentences.",
}
TONES: dict[Tone, str] = {
    "neutral": "",
    "formal": "Write formally.",
    "friendly": "Write in a friendly tone.",
    "direct": "Write plainly and directly.",
}
ONLY_FORM = "The wish is about wording only. It adds no facts."
SENTENCES: dict[Length, int] = {"short": 2, "medium": 6, "long": 6}
"""Most sentences of a summary."""


def wished_language(spoken: MeetingSpeech) -> str:
    """The template's language where the meeting was held in another one; else empty."""
    wished = code_of(spoken.template.language)
    return wished if wished != code_of(spoken.language) else ""


def wish_of(template: MinutesTemplate, *, is_summary: bool = False) -> str:
    """The wish as part of a prompt; empty without one. Its marks are taken off: it ends where it ends."""
    told = [
        LENGTHS[template.length] if is_summary else "",
        TONES[template.tone],
        template.instruction.replace("<", "(").replace(">", ")"),
    ]
    words = " ".join(filter(None, told))
    return f"<wish>\n{words}\n</wish>\n{ONLY_FORM}\n" if words else ""

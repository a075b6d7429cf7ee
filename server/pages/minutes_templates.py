"""The choice of template and model for minutes that are written again, on the meeting page."""

from dataclasses import dataclass

from server.config import Settings
from server.meeting.access import Right, Standing
from server.meeting.minutes import Minutes
from server.meeting.minutes_templates import TEMPLATES, MinutesTemplate, Template


@dataclass(frozen=True, slots=True)
class RegenerationView:
    """What can be chosen; `model` is empty where none is configured."""

    template: Template
    templates: tuple[tuple[Template, MinutesTemplate], ...]
    model: str


def regeneration_view(
    settings: Settings, standing: Standing, minutes: Minutes | None
) -> RegenerationView | None:
    """Describe it for this reader; None for who may not, and while there are no final minutes."""
    if not standing.may(Right.REWRITE_MINUTES) or minutes is None or minutes.state != "ready":
        return None
    model = settings.llm if settings.llm_url or settings.ollama_host else ""
    return RegenerationView(minutes.template, tuple(TEMPLATES.items()), model)

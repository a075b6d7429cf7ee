"""The choice of template: before the meeting, and with the model for minutes that are written again."""

from dataclasses import dataclass

from server.config import Settings
from server.meeting.access import Right, Standing
from server.meeting.accounts import Account
from server.meeting.minutes import Minutes
from server.meeting.minutes_templates import TEMPLATES, MinutesTemplate, choice_of
from server.meeting.own_templates import own_templates


@dataclass(frozen=True, slots=True)
class TemplateOption:
    """A template one can choose: the built-in one's name, or the id of one that the reader made."""

    value: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class RegenerationView:
    """What can be chosen; `model` is empty where none is configured."""

    chosen: str
    templates: tuple[TemplateOption, ...]
    model: str


async def template_options(viewer: object) -> tuple[TemplateOption, ...]:
    """List the built-in templates and the reader's own."""
    own = await own_templates(viewer.id) if isinstance(viewer, Account) else []
    return (
        *(TemplateOption(name, each.title, each.about) for name, each in TEMPLATES.items()),
        *(TemplateOption(str(each.id), each.fields.name, _about(each.template)) for each in own),
    )


def _about(template: MinutesTemplate) -> str:
    return "Yours: " + ", ".join(each.title for each in template.sections)


async def regeneration_view(
    settings: Settings, viewer: object, standing: Standing, minutes: Minutes | None
) -> RegenerationView | None:
    """Describe it for this reader; None for who may not, and while there are no final minutes."""
    if not standing.may(Right.REWRITE_MINUTES) or minutes is None or minutes.state != "ready":
        return None
    model = settings.llm if settings.llm_url or settings.ollama_host else ""
    own = (await choice_of(standing.room.id)).own
    chosen = str(own["id"]) if own else minutes.template
    return RegenerationView(chosen, await template_options(viewer), model)


async def coming_template(viewer: object, standing: Standing) -> RegenerationView | None:
    """Describe the choice before the minutes are there; None for all but the host, and after the end."""
    if standing.role != "host" or not standing.room.is_open:
        return None
    return RegenerationView(standing.room.settings.template, await template_options(viewer), "")

"""Minutes written again by another template, with or without the model."""

from typing import Literal
from uuid import UUID

from aiohttp import web

from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.minutes_templates import OwnTemplateView, own_view
from server.app_keys import CHANGE_BUS, SETTINGS, VIEWER
from server.config import Settings
from server.errors import Conflict, Forbidden, MinutesNotFound, RoomNotFound
from server.meeting import minutes_templates
from server.meeting.access import Right, room_for
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.minutes import State, minutes_of
from server.meeting.minutes_templates import TEMPLATES, Choice, choice_of, regenerate
from server.meeting.own_templates import TemplateNotFound, own_templates, template_choice

REFUSALS = (RoomNotFound, MinutesNotFound, Forbidden)


class TemplateView(View):
    """A template: its name, and its sections in order."""

    template: minutes_templates.Template
    title: str
    about: str
    sections: list[minutes_templates.SectionKind]


class Regeneration(View):
    """What the minutes are written by, and what can be chosen.

    `own_templates`: those that the reader made. `state`: of the minutes; those there are stay until the new
    ones are ready. `models`: the configured one.
    """

    template: minutes_templates.Template
    own_template: str
    """What somebody called the template they made; empty for a built-in one."""
    writer: minutes_templates.Writer
    state: State
    templates: list[TemplateView]
    own_templates: list[OwnTemplateView]
    models: list[str]


class RegenerationBody(Body):
    """`template`: a built-in one, or the id of one that the person made.

    `writer`: `model` for the configured model, `none` for people's own words.
    """

    template: minutes_templates.BuiltIn | UUID = "general"
    writer: Literal["model", "none"] = "model"


def models_of(settings: Settings) -> list[str]:
    """Return the model that the operator configured, or nothing."""
    return [settings.llm] if settings.llm_url or settings.ollama_host else []


@endpoint("Read what the minutes are written by", tag="minutes", refusals=REFUSALS)
async def show_choice(request: web.Request, slug: str) -> Regeneration:
    """Return template, writer, and the choices there are."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.READ)).room
        return await _regeneration(request, room.id)


@endpoint(
    "Write the minutes by another template",
    tag="minutes",
    status=202,
    refusals=(*REFUSALS, Conflict, TemplateNotFound),
)
async def regenerate_minutes(request: web.Request, slug: str, body: RegenerationBody) -> Regeneration:
    """Have them written again, as host or co-host; a queued job does it, and what people edited stays."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.REWRITE_MINUTES)).room
        person = request[VIEWER]
        if isinstance(person, Account):
            wanted = await template_choice(person.id, body.template, body.writer)
        elif isinstance(body.template, UUID):
            raise TemplateNotFound
        else:
            wanted = Choice(body.template, body.writer)
        await regenerate(room.id, wanted)
        answer = await _regeneration(request, room.id)
    await request.app[CHANGE_BUS].publish(ChangeEvent("minutes", room.id))
    return answer


async def _regeneration(request: web.Request, room_id: UUID) -> Regeneration:
    chosen = await choice_of(room_id)
    found = await minutes_of(room_id)
    if found is None:
        raise MinutesNotFound
    person = request[VIEWER]
    own = await own_templates(person.id) if isinstance(person, Account) else []
    return Regeneration(
        template=chosen.template,
        own_template=chosen.own["name"] if chosen.own else "",
        own_templates=list(map(own_view, own)),
        writer=chosen.writer,
        state=found.state,
        templates=[
            TemplateView(template=name, title=each.title, about=each.about, sections=list(each.kinds))
            for name, each in TEMPLATES.items()
        ],
        models=models_of(request.app[SETTINGS]),
    )

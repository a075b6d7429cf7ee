"""Templates of minutes: the built-in ones, and those an account makes for itself."""

from typing import Annotated, Self
from uuid import UUID

from aiohttp import web
from pydantic import Field, model_validator

from server.api.endpoint import endpoint
from server.api.fields import Body, Language, TemplateHeading, TemplateName, TemplateText, View
from server.api.identity import require_account
from server.errors import Conflict, Unauthenticated
from server.meeting import minutes_templates, own_templates
from server.meeting.minutes_templates import TEMPLATES, MinutesTemplate, TemplateSection
from server.meeting.own_templates import OwnTemplate, TemplateFields, TemplateNotFound

MOST_SECTIONS = 20
MOST_CUSTOM = 5
"""Each is another question to the model."""


class SectionBody(Body):
    """A section. `heading`: empty for the usual one.

    A `custom` one needs a heading, and says in `instruction` what it holds.
    """

    kind: minutes_templates.SectionKind
    heading: TemplateHeading = ""
    instruction: TemplateText = ""

    @model_validator(mode="after")
    def _says_what_it_holds(self) -> Self:
        if self.kind == "custom" and not (self.heading and self.instruction):
            raise ValueError("Give a section of your own a heading, and say what it holds.")
        if self.kind != "custom" and self.instruction:
            raise ValueError("Only a section of your own has an instruction.")
        return self


Sections = Annotated[list[SectionBody], Field(min_length=1, max_length=MOST_SECTIONS)]


class TemplateBody(Body):
    """A template. `language`: of the model's sentences; empty: the meeting's.

    `instruction`: how the model is to word the minutes. It is a wish: what was not said stays out.
    `is_default`: whether the account's new meetings get it.
    """

    name: TemplateName
    sections: Sections
    language: Language | None = None
    tone: minutes_templates.Tone = "neutral"
    length: minutes_templates.Length = "medium"
    instruction: TemplateText = ""
    is_default: bool = False

    @model_validator(mode="after")
    def _has_each_section_once(self) -> Self:
        kinds = [each.kind for each in self.sections if each.kind != "custom"]
        if len(set(kinds)) < len(kinds):
            raise ValueError("Put each kind of section in once. Only sections of your own may repeat.")
        if len(self.sections) - len(kinds) > MOST_CUSTOM:
            raise ValueError(f"Remove some: at most {MOST_CUSTOM} sections of your own.")
        return self


class SectionView(View):
    """A section of a template, with its heading."""

    kind: minutes_templates.SectionKind
    heading: str
    instruction: str


class OwnTemplateView(View):
    """A template that the account made."""

    id: UUID
    name: str
    sections: list[SectionView]
    language: str
    tone: minutes_templates.Tone
    length: minutes_templates.Length
    instruction: str
    is_default: bool


class BuiltInView(View):
    """A template that everybody has."""

    template: minutes_templates.BuiltIn
    title: str
    about: str
    sections: list[SectionView]


class TemplateList(View):
    """The account's templates by name, and the built-in ones."""

    own: list[OwnTemplateView]
    built_in: list[BuiltInView]


@endpoint("List the templates of minutes", tag="minutes-templates", refusals=(Unauthenticated,))
async def index(request: web.Request) -> TemplateList:
    """Return the account's own templates and the built-in ones."""
    found = await own_templates.own_templates(require_account(request).id)
    return TemplateList(
        own=list(map(own_view, found)),
        built_in=[
            BuiltInView(
                template=name,
                title=each.title,
                about=each.about,
                sections=section_views(each),
            )
            for name, each in TEMPLATES.items()
        ],
    )


@endpoint(
    "Make a template of minutes", tag="minutes-templates", status=201, refusals=(Unauthenticated, Conflict)
)
async def create(request: web.Request, body: TemplateBody) -> OwnTemplateView:
    """Make a template; names of one account differ, and there are at most thirty."""
    return own_view(await own_templates.make_template(require_account(request).id, _fields(body)))


@endpoint("Show a template of minutes", tag="minutes-templates", refusals=(Unauthenticated, TemplateNotFound))
async def show(request: web.Request, template_id: UUID) -> OwnTemplateView:
    """Return one of the account's templates."""
    return own_view(await own_templates.own_template(require_account(request).id, template_id))


@endpoint(
    "Change a template of minutes",
    tag="minutes-templates",
    refusals=(Unauthenticated, TemplateNotFound, Conflict),
)
async def change(request: web.Request, template_id: UUID, body: TemplateBody) -> OwnTemplateView:
    """Replace a template; minutes that were written by it stay as they are."""
    person = require_account(request)
    return own_view(await own_templates.change_template(person.id, template_id, _fields(body)))


@endpoint(
    "Delete a template of minutes", tag="minutes-templates", refusals=(Unauthenticated, TemplateNotFound)
)
async def remove(request: web.Request, template_id: UUID) -> None:
    """Delete a template; minutes and versions that were written by it stay readable."""
    await own_templates.delete_template(require_account(request).id, template_id)


def section_views(template: MinutesTemplate) -> list[SectionView]:
    """List the sections of a template with their headings."""
    return [
        SectionView(kind=each.kind, heading=each.title, instruction=each.instruction)
        for each in template.sections
    ]


def own_view(own: OwnTemplate) -> OwnTemplateView:
    """Describe a template to whose it is."""
    told = own.fields
    return OwnTemplateView(
        id=own.id,
        name=told.name,
        sections=section_views(own.template),
        language=told.language,
        tone=told.tone,
        length=told.length,
        instruction=told.instruction,
        is_default=told.is_default,
    )


def _fields(body: TemplateBody) -> TemplateFields:
    return TemplateFields(
        body.name,
        tuple(TemplateSection(each.kind, each.heading, each.instruction) for each in body.sections),
        body.language or "",
        body.tone,
        body.length,
        body.instruction,
        body.is_default,
    )

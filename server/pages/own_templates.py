"""The page on which an account makes its own templates of minutes."""

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.errors import Unauthenticated
from server.meeting.accounts import Account
from server.meeting.minutes_templates import (
    ABOUT_KINDS,
    HEADINGS,
    TEMPLATES,
    Length,
    MinutesTemplate,
    TemplateSection,
    Tone,
)
from server.meeting.own_templates import OwnTemplate, TemplateNotFound, own_templates
from server.pages.home import offered_languages
from server.pages.templating import render

LENGTHS: dict[Length, str] = {"short": "Short", "medium": "Medium", "long": "Long"}
TONES: dict[Tone, str] = {
    "neutral": "Neutral",
    "formal": "Formal",
    "friendly": "Friendly",
    "direct": "Direct",
}
NEW = MinutesTemplate(
    "", "", (TemplateSection("summary"), TemplateSection("decisions"), TemplateSection("actions"))
)


async def templates(request: web.Request) -> web.Response:
    """Show the account's templates, and the form of the one to `edit`, or one made `from` a built-in one."""
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        raise Unauthenticated
    own = await own_templates(person.id)
    edited = _asked(request, own)
    start = TEMPLATES.get(request.query.get("from", ""), NEW)  # type: ignore[call-overload]  # any text
    return render(
        request,
        "own_templates.html",
        entry="src/pages/ownTemplates.ts",
        own=own,
        edited=edited.template if edited else MinutesTemplate("", "", start.sections),
        edited_id=edited.id if edited else None,
        is_default=edited.fields.is_default if edited else False,
        built_in=list(TEMPLATES.items()),
        kinds=ABOUT_KINDS,
        headings=HEADINGS,
        lengths=LENGTHS,
        tones=TONES,
        languages=offered_languages(request.app[SETTINGS]),
        blank=TemplateSection("custom"),
    )


def _asked(request: web.Request, own: list[OwnTemplate]) -> OwnTemplate | None:
    """The template that is asked for; raises TemplateNotFound for what is none of theirs."""
    asked = request.query.get("edit")
    if asked is None:
        return None
    found = [each for each in own if str(each.id) == asked]
    if not found:
        raise TemplateNotFound
    return found[0]

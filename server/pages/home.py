"""The first page: what Parley is, or one's own meetings."""

from dataclasses import dataclass

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.config import Settings
from server.language_names import NAMES
from server.languages import code_of, name_of
from server.meeting.accounts import Account
from server.meeting.db import transaction
from server.meeting.home import home as home_of
from server.meeting.notifications import notifications_of
from server.models import transcribed_languages
from server.pages.templating import render


@dataclass(frozen=True, slots=True)
class OfferedLanguage:
    """One that a meeting may be held in; its name is in its own tongue."""

    tag: str
    name: str


def _offered_languages(settings: Settings) -> list[OfferedLanguage]:
    """What is transcribed here, or all there are where this process knows of no model; by name."""
    here = transcribed_languages(settings.models, has_whisper=settings.whisper is not None) or sorted(NAMES)
    own = settings.language
    tags = [own if code_of(own) == code else code for code in here]
    tags += [] if own in tags else [own]
    return sorted((OfferedLanguage(tag, name_of(tag)) for tag in tags), key=lambda one: one.name.casefold())


async def home(request: web.Request) -> web.Response:
    """Show one's meetings, or to a stranger what this is."""
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        return render(request, "welcome.html", entry="src/pages/home.ts")
    async with transaction():
        meetings = await home_of(person)
        news = await notifications_of(person.id, unread_only=True)
    settings = request.app[SETTINGS]
    return render(
        request,
        "home.html",
        entry="src/pages/home.ts",
        languages=_offered_languages(settings),
        language=settings.language,
        live=meetings.live,
        coming=meetings.coming,
        past=meetings.past,
        notifications=news,
    )

"""The home page: the person's meetings, or a welcome page for visitors."""

from dataclasses import dataclass
from uuid import UUID

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.config import Settings
from server.language_names import NAMES
from server.languages import code_of, name_of
from server.meeting.accounts import Account
from server.meeting.db import transaction
from server.meeting.home import home as home_of
from server.meeting.linked_meetings import linked_meetings_of
from server.meeting.notifications import notifications_of
from server.meeting.own_templates import template_for
from server.meeting.retention import server_days
from server.meeting.rooms import Room
from server.meeting.series_dates import series_dates
from server.models import transcribed_languages
from server.pages.action_items import first_items
from server.pages.minutes_templates import template_options
from server.pages.templating import render


@dataclass(frozen=True, slots=True)
class OfferedLanguage:
    """A language to choose for a meeting; `name` is its native name."""

    tag: str
    name: str


def offered_languages(settings: Settings) -> list[OfferedLanguage]:
    """List the languages transcribed here, or all if this process knows no models, sorted by name."""
    here = transcribed_languages(settings.models, has_whisper=settings.whisper is not None) or sorted(NAMES)
    own = settings.language
    tags = [own if code_of(own) == code else code for code in here]
    tags += [] if own in tags else [own]
    return sorted((OfferedLanguage(tag, name_of(tag)) for tag in tags), key=lambda one: one.name.casefold())


def next_of_series(coming: list[Room]) -> list[Room]:
    """The coming meetings, of a series only the next one; they are in the order of their times."""
    first: dict[UUID, Room] = {}
    for each in coming:
        first.setdefault(each.series_id or each.id, each)
    return list(first.values())


async def home(request: web.Request) -> web.Response:
    """Show the person's meetings and notifications, or the welcome page."""
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        return render(request, "welcome.html", entry="src/pages/home.ts")
    async with transaction():
        meetings = await home_of(person)
        linked = await linked_meetings_of(each.id for each in [*meetings.live, *meetings.past])
        news = await notifications_of(person.id, unread_only=True)
        tasks = await first_items(person)
        templates = await template_options(person)
        default = await template_for(person.id, None)
        series = {each.series_id for each in meetings.coming if each.series_id is not None}
        links = {each.id: each.slug for each in await series_dates(list(series))}
    settings = request.app[SETTINGS]
    return render(
        request,
        "home.html",
        entry="src/pages/home.ts",
        languages=offered_languages(settings),
        language=settings.language,
        kept=server_days(settings),
        live=meetings.live,
        coming=next_of_series(meetings.coming),
        permanent=meetings.permanent,
        links=links,
        past=meetings.past,
        linked=linked,
        notifications=news,
        tasks=tasks,
        sends_mail=bool(settings.mail_from),
        templates=templates,
        default_template=default,
    )

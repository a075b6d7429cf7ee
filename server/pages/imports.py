"""The page to import a recording or a transcript, with the progress of those that were imported."""

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.durations import to_the_minute
from server.meeting.accounts import Account
from server.meeting.imports import Import, imports_of
from server.meeting.states import UNFINISHED_IMPORT
from server.pages.home import offered_languages
from server.pages.templating import render

STATE_WORDS = {
    "uploaded": "Waiting for its turn",
    "reading": "Reading the file",
    "transcribing": "Transcribing",
    "done": "Done",
    "failed": "Not imported",
    "cancelled": "Cancelled",
}


async def imports(request: web.Request) -> web.Response:
    """Show the form and the person's imports; who is not signed in signs in first."""
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        raise web.HTTPFound("/signin?next=/import")
    settings = request.app[SETTINGS]
    found: list[Import] = await imports_of(person)
    return render(
        request,
        "import.html",
        entry="src/pages/import.ts",
        languages=offered_languages(settings),
        language=settings.language,
        imports=found,
        words=words_of,
        unfinished=UNFINISHED_IMPORT,
        max_mb=settings.import_mb,
    )


def words_of(one: Import) -> str:
    """Say how far an import is, and what came out of it; web/src/pages/import-progress.ts says it, too."""
    words = STATE_WORDS[one.state]
    if one.error:
        return f"{words}: {one.error}"
    if one.slug:
        words = f"{words}: {to_the_minute(one.duration_s or 0)}{_heard(one)}"
    return f"{words}. {one.note}" if one.note else words


def _heard(one: Import) -> str:
    """Say who speaks in it; nothing once its words were deleted."""
    if one.has_words is None:
        return ""
    if not one.has_words:
        return ", no words were found"
    return f", {one.people} speaker{'' if one.people == 1 else 's'}"

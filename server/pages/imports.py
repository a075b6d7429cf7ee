"""The page to import a recording or a transcript, with the progress of those that were imported."""

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.meeting.accounts import Account
from server.meeting.imports import Import, imports_of
from server.meeting.states import UNFINISHED_IMPORT
from server.pages.home import offered_languages
from server.pages.templating import render

STATES = {
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
        words=STATES,
        unfinished=UNFINISHED_IMPORT,
        max_mb=settings.import_mb,
    )

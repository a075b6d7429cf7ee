"""The link that stops mails without signing in: a page that asks, and one click of a mail program.

Opening the page changes nothing, because mail servers open links to look at them (RFC 8058, 3.2).
"""

from uuid import UUID

from aiohttp import web

from server.errors import NotFound
from server.mail.unsubscribe import who_unsubscribes
from server.meeting.mail_outbox import Kind
from server.meeting.notice_preferences import stop_mails
from server.pages.templating import render

NAMES: dict[Kind, str] = {
    "minutes_ready": "minutes that are ready",
    "task_assigned": "tasks that are assigned to you",
    "task_due": "tasks that are due",
    "task_overdue": "tasks that are overdue",
    "mentioned": "mentions of you",
}


async def ask(request: web.Request) -> web.Response:
    """Ask whether the mails are to be stopped; raises NotFound for a token that is not ours."""
    _, kinds = _read(request)
    return render(request, "unsubscribe.html", what=[NAMES[kind] for kind in kinds], is_done=False)


async def stop(request: web.Request) -> web.Response:
    """Stop the mails; once or often is the same. Raises NotFound for a token that is not ours."""
    person_id, kinds = _read(request)
    await stop_mails(person_id, kinds)
    return render(request, "unsubscribe.html", what=[NAMES[kind] for kind in kinds], is_done=True)


def _read(request: web.Request) -> tuple[UUID, tuple[Kind, ...]]:
    found = who_unsubscribes(request.match_info["token"])
    if found is None:
        raise NotFound
    return found

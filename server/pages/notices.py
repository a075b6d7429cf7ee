"""The pages of notifications: those of a person, and what they want to be told of."""

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.errors import Unauthenticated
from server.meeting.accounts import Account
from server.meeting.db import transaction
from server.meeting.mail_outbox import last_failure
from server.meeting.notice_preferences import preferences_of
from server.meeting.notifications import notifications_of
from server.pages.templating import render

KINDS = {
    "minutes_ready": (
        "Minutes are ready",
        "Of meetings you were in. Your tasks from them come in the same e-mail.",
    ),
    "task_assigned": ("A task is assigned to you", "By somebody, or by the minutes."),
    "task_due": ("A task is due", "Today or tomorrow. E-mail comes once a day, at eight."),
    "task_overdue": ("A task is overdue", "Once, in the same daily e-mail."),
    "mentioned": ("You are mentioned", "In a meeting you were in, or in a comment on a task."),
}
WHY_FAILED = {
    "recipient_refused": "the mail server of your address refused it",
    "message_refused": "the mail server of your address refused what was in it",
    "address_not_supported": "our mail server does not know letters like those in your address",
    "address_unreadable": "your address cannot be read; tell whoever runs this server",
}
NOT_DELIVERED = "our mail server could not deliver it for three days"


async def notifications(request: web.Request) -> web.Response:
    """Show the person's latest notifications; raises Unauthenticated."""
    found = await notifications_of(_person(request).id)
    return render(
        request,
        "notifications.html",
        entry="src/pages/notices.ts",
        notifications=found,
        unread=sum(not each.is_read for each in found),
    )


async def preferences(request: web.Request) -> web.Response:
    """Show what the person wants to be told of; raises Unauthenticated."""
    person = _person(request)
    async with transaction():
        chosen, failed = await preferences_of(person.id), await last_failure(person.id)
    return render(
        request,
        "notices.html",
        entry="src/pages/notices.ts",
        kinds=KINDS,
        chosen=chosen,
        sends_mail=bool(request.app[SETTINGS].mail_from),
        failed=failed,
        why=WHY_FAILED.get(failed.error, "our mail server could not deliver it for three days")
        if failed
        else "",
    )


def _person(request: web.Request) -> Account:
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        raise Unauthenticated
    return person

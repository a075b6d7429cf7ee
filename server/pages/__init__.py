"""The server-rendered pages; each has a small script for its actions."""

from aiohttp import web

from server.app_keys import ERROR_PAGE, SETTINGS
from server.http_fallback import send_continue
from server.pages import (
    account,
    action_items,
    ask,
    audit,
    auth,
    changing,
    egress_layout,
    errors,
    home,
    imports,
    invitations,
    links,
    meeting,
    minutes_versions,
    notices,
    own_templates,
    permanent_room,
    room,
    search,
)
from server.pages.assets import ASSETS, Assets, static
from server.pages.templating import render

__all__ = ["add_routes", "render"]

PAGES = {
    "/": home.home,
    "/signin": auth.sign_in,
    "/register": auth.register,
    "/account": account.account,
    "/account/notices": notices.preferences,
    "/account/templates": own_templates.templates,
    "/notifications": notices.notifications,
    "/admin/audit": audit.audit,
    "/search": search.search,
    "/ask": ask.ask,
    "/action-items": action_items.action_items,
    "/import": imports.imports,
    "/egress-layout": egress_layout.egress_layout,
    "/r/{slug}": room.room,
    "/r/{slug}/invitations": invitations.invitations,
    "/r/{slug}/change": changing.changing,
    "/r/{slug}/meetings": permanent_room.meetings,
    "/m/{slug}": meeting.meeting,
    "/m/{slug}/versions": minutes_versions.versions,
    "/static/{name:.+}": static,
}


def add_routes(app: web.Application) -> None:
    """Mount every page and the built web client."""
    app[ASSETS] = Assets.load(app[SETTINGS].web_dist)
    app[ERROR_PAGE] = errors.page
    for path, page in PAGES.items():
        app.router.add_get(path, page, expect_handler=send_continue)
    links.add_routes(app)

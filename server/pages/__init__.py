"""The pages people read: server-rendered, each with a small script for what it writes."""

from aiohttp import web

from server.app_keys import ERROR_PAGE, SETTINGS
from server.pages import account, audit, auth, errors, home, links, meeting, room, search
from server.pages.assets import ASSETS, Assets, static
from server.pages.templating import render

__all__ = ["add_routes", "render"]


def add_routes(app: web.Application) -> None:
    """Mount every page and the built web client."""
    app[ASSETS] = Assets.load(app[SETTINGS].web_dist)
    app[ERROR_PAGE] = errors.page
    app.router.add_get("/", home.home)
    app.router.add_get("/signin", auth.sign_in)
    app.router.add_get("/register", auth.register)
    app.router.add_get("/account", account.account)
    app.router.add_get("/admin/audit", audit.audit)
    app.router.add_get("/search", search.search)
    app.router.add_get("/r/{slug}", room.room)
    app.router.add_get("/m/{slug}", meeting.meeting)
    app.router.add_get("/static/{name:.+}", static)
    links.add_routes(app)

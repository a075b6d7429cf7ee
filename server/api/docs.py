"""The API's description, for machines and for reading."""

from typing import Any

from aiohttp import web

from server.pages.templating import render

DOCUMENT = web.AppKey("openapi", dict[str, Any])


async def openapi(request: web.Request) -> web.Response:
    """Give the OpenAPI 3.1 document."""
    return web.json_response(request.app[DOCUMENT])


async def page(request: web.Request) -> web.Response:
    """Show it; the viewer is part of the built web client and asks nobody else for anything."""
    return render(request, "docs.html", entry="src/docs.ts")

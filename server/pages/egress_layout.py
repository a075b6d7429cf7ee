"""The page that LiveKit's Egress films; it joins with the token in its address, and shows nothing without."""

from aiohttp import web

from server.app_keys import SETTINGS
from server.pages.templating import render


async def egress_layout(request: web.Request) -> web.StreamResponse:
    """Show the layout where this server makes videos."""
    settings = request.app[SETTINGS]
    if settings.egress is None:
        raise web.HTTPNotFound
    return render(
        request, "egress_layout.html", entry="src/egress/main.ts", livekit=settings.livekit_public_url
    )

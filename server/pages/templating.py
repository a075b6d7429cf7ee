"""The Jinja environment of all pages: values are escaped, undefined variables are errors."""

import asyncio
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server import durations
from server.app_keys import SETTINGS, VIEWER
from server.languages import is_searched_for_results
from server.meeting.accounts import Account
from server.pages import formatting
from server.pages.assets import ASSETS
from server.pages.text_links import text_links
from server.pages.whereabouts import leaves, machine, whereabouts

COMPRESSED_IN_LOOP = 16 << 10
"""Bytes; what is longer is compressed in a thread."""
environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters |= {
    "clock": durations.clock,
    "is_searched_for_results": is_searched_for_results,
    "length": durations.to_the_minute,
    "spoken_length": durations.to_the_second,
    "day_and_time": formatting.day_and_time,
    "day": formatting.day,
    "iso": formatting.iso,
    "initials": formatting.initials,
    "percent": formatting.percent,
    "join_names": formatting.join_names,
    "count_of": formatting.count_of,
    "text_links": text_links,
    "machine": machine,
}


def render(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """Render a page.

    Templates also get `person` (None if nobody is signed in), `asset`, `styles`, `early`, `path`, and
    `leaves` and `whereabouts`: whether anything of a meeting goes elsewhere, and what; where, for people
    with an account.
    """
    viewer = request.get(VIEWER)
    person = viewer if isinstance(viewer, Account) else None
    text = environment.get_template(template).render(
        person=person,
        asset=request.app[ASSETS].tags,
        early=request.app[ASSETS].early(),
        styles=request.app[ASSETS].styles,
        path=request.path,
        leaves=leaves(request.app[SETTINGS]),
        whereabouts=whereabouts(request.app[SETTINGS], named=person is not None),
        **context,
    )
    return web.Response(
        text=text, status=status, content_type="text/html", zlib_executor_size=COMPRESSED_IN_LOOP
    )


async def render_long(request: web.Request, template: str, **context: Any) -> web.Response:
    """Render a page whose length has no bound: in a thread, so that other requests go on, and compressed."""
    response = await asyncio.to_thread(render, request, template, **context)
    response.enable_compression()
    return response

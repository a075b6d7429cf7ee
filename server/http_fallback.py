"""Responses that aiohttp would send before any middleware runs: to unknown paths and `Expect` headers."""

from aiohttp import HttpVersion11, hdrs, web

UNMATCHED = "unmatched"
"""Name of the route of every path that nothing else matches."""


async def send_continue(request: web.Request) -> None:
    """Answer `Expect: 100-continue`; any other expectation may be ignored (RFC 9110, 10.1.1)."""
    if request.headers.get(hdrs.EXPECT, "").lower() == "100-continue" and request.version >= HttpVersion11:
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # the response itself has not started


def add_fallback(app: web.Application) -> None:
    """Answer 404 or 405 if no route matches; every other route must be mounted before."""
    known = tuple(app.router.resources())

    async def nothing_here(request: web.Request) -> web.StreamResponse:
        allowed = {method for resource in known for method in (await resource.resolve(request))[1]}
        if allowed:
            raise web.HTTPMethodNotAllowed(request.method, sorted(allowed))
        raise web.HTTPNotFound

    app.router.add_route("*", "/{path:.*}", nothing_here, expect_handler=send_continue, name=UNMATCHED)

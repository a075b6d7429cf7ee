"""The error page."""

from aiohttp import web

from server.errors import ParleyError, TooMany, Unauthenticated, Unavailable
from server.pages.auth import redirect_to_sign_in
from server.pages.templating import render


async def page(request: web.Request, error: ParleyError) -> web.StreamResponse:
    """Show the error's title and detail; Unauthenticated redirects to the sign-in page."""
    if isinstance(error, Unauthenticated):
        return redirect_to_sign_in(request)
    response = render(
        request, "error.html", status=error.status, code=error.status, title=error.title, detail=error.detail
    )
    if isinstance(error, TooMany | Unavailable):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response

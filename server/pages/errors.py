"""What a refusal looks like to a person with a browser."""

from aiohttp import web

from server.errors import ParleyError, TooMany, Unauthenticated, Unavailable
from server.pages.auth import redirect_to_sign_in
from server.pages.templating import render


async def page(request: web.Request, error: ParleyError) -> web.StreamResponse:
    """Show the error's own words; who has to sign in is taken there and back."""
    if isinstance(error, Unauthenticated):
        return redirect_to_sign_in(request)
    response = render(
        request, "error.html", status=error.status, code=error.status, title=error.title, detail=error.detail
    )
    if isinstance(error, TooMany | Unavailable):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response

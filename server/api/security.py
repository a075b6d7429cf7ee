"""What protects people's browsers: where a write may come from, and what a page may load."""

import hmac
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from server.api.identity import CSRF_COOKIE
from server.app_keys import REQUEST_ID, SETTINGS
from server.config import Settings
from server.errors import CrossSite

CSRF_HEADER = "X-CSRF-Token"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_SIGNED_BY_THEMSELVES = "/api/webhooks/"


@web.middleware
async def same_site(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a write unless a page of ours sent it."""
    if request.method not in _READING and not request.path.startswith(_SIGNED_BY_THEMSELVES):
        _check_origin(request)
        _check_double_submit(request)
    return await handler(request)


def _check_origin(request: web.Request) -> None:
    """`Origin` names us, or the browser itself says that it is our page; a script can set neither."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return
    if request.headers.get("Origin") != request.app[SETTINGS].url:
        raise CrossSite


def _check_double_submit(request: web.Request) -> None:
    sent, kept = request.headers.get(CSRF_HEADER, ""), request.cookies.get(CSRF_COOKIE, "")
    if not kept or not hmac.compare_digest(_bytes(sent), _bytes(kept)):
        raise CrossSite


def _bytes(header: str) -> bytes:
    """Give a header as it came: bytes that are no UTF-8 are half surrogates by now."""
    return header.encode(errors="surrogateescape")


def security_headers(settings: Settings) -> dict[str, str]:
    """Give the headers of every answer."""
    headers = {
        "Content-Security-Policy": content_security_policy(settings.livekit_public_url),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Server": "Parley",
    }
    if settings.url.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


def content_security_policy(livekit_public_url: str) -> str:
    """Allow our own files and the media server, by WebSocket and by HTTP, and nothing else."""
    livekit = urlsplit(livekit_public_url)
    schemes = ("wss", "https") if livekit.scheme in ("wss", "https") else ("ws", "http")
    # A policy cannot name an IPv6 address; on our own origin `self` covers its sockets too.
    named = () if livekit.netloc.startswith("[") else schemes
    media = "".join(f" {scheme}://{livekit.netloc}" for scheme in named)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self'",
            f"connect-src 'self'{media}",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def add_security_headers(app: web.Application) -> None:
    """Put the headers on whatever the application answers; a handler's own Cache-Control stays."""
    headers = security_headers(app[SETTINGS])

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-ID"] = request.get(REQUEST_ID, "")

    app.on_response_prepare.append(prepare)

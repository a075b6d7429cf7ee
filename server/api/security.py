"""Protection of browsers: CSRF checks of writes, and security headers."""

import hmac
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from server.api.identity import CSRF_COOKIE
from server.app_keys import COMPILES_WASM, REQUEST_ID, SETTINGS
from server.config import Settings
from server.errors import CrossSite

CSRF_HEADER = "X-CSRF-Token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_SIGNED_PATHS = ("/api/webhooks/", "/unsubscribe/")
"""Their requests prove by themselves who sent or may send them."""


@web.middleware
async def require_same_site(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a write unless one of our pages sent it; raises CrossSite."""
    if request.method not in _SAFE_METHODS and not request.path.startswith(_SIGNED_PATHS):
        _check_origin(request)
        _check_double_submit(request)
    return await handler(request)


def _check_origin(request: web.Request) -> None:
    """Require our `Origin` or `Sec-Fetch-Site: same-origin`; scripts can set neither header."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return
    if request.headers.get("Origin") != request.app[SETTINGS].url:
        raise CrossSite


def _check_double_submit(request: web.Request) -> None:
    sent, kept = request.headers.get(CSRF_HEADER, ""), request.cookies.get(CSRF_COOKIE, "")
    if not kept or not hmac.compare_digest(_header_bytes(sent), _header_bytes(kept)):
        raise CrossSite


def _header_bytes(header: str) -> bytes:
    """Return a header's original bytes; invalid UTF-8 was decoded to surrogates."""
    return header.encode(errors="surrogateescape")


STRICTER = ("Content-Security-Policy", "Referrer-Policy")
"""What a handler may have set for its own response, to allow less."""


def security_headers(settings: Settings) -> dict[str, str]:
    """Return the headers of every response."""
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


def content_security_policy(livekit_public_url: str, *, wasm: bool = False) -> str:
    """Return a policy that allows only our own files, and LiveKit by WebSocket and HTTP.

    `wasm` lets our scripts compile WebAssembly, as the room does to blur a background. No page may run text
    as JavaScript.
    """
    livekit = urlsplit(livekit_public_url)
    schemes = ("wss", "https") if livekit.scheme in ("wss", "https") else ("ws", "http")
    # A policy cannot contain an IPv6 address; on our own origin `self` also covers WebSockets.
    named = () if livekit.netloc.startswith("[") else schemes
    media = "".join(f" {scheme}://{livekit.netloc}" for scheme in named)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'" if wasm else "script-src 'self'",
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
    for_wasm = content_security_policy(app[SETTINGS].livekit_public_url, wasm=True)

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        own = {name: response.headers[name] for name in STRICTER if name in response.headers}
        if response.get(COMPILES_WASM):
            own["Content-Security-Policy"] = for_wasm
        response.headers.update({**headers, **own})
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-ID"] = request.get(REQUEST_ID, "")

    app.on_response_prepare.append(prepare)

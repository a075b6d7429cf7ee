"""CSRF protection and security headers."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.api.identity import CSRF_COOKIE
from server.config import Settings
from server.meeting.rooms import Room
from server.parts import Outage, write_outages
from tests.integration.api.browser import Browser, spoken

ROOM = {"name": "Plans"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1", ""])
async def test_write_from_another_origin(alices: Browser, origin: str) -> None:
    """A write from another origin is refused."""
    answer = await alices.post("/api/rooms", ROOM, Origin=origin)
    assert (answer.status, answer.json["type"]) == (403, "urn:parley:problem:cross-site")


async def test_write_with_sec_fetch_site(alices: Browser) -> None:
    """`Sec-Fetch-Site: same-origin` suffices, whatever host name the site is opened by."""
    headers = {"Origin": "http://localhost:1", "Sec-Fetch-Site": "same-origin"}
    assert (await alices.request("POST", "/api/rooms", json=ROOM, headers=headers)).status == 201


@pytest.mark.parametrize("token", ["", "somebody else's"])
async def test_write_without_the_double_submit(alices: Browser, token: str) -> None:
    """A write without the CSRF header is refused."""
    answer = await alices.request("POST", "/api/rooms", json=ROOM, headers={"X-CSRF-Token": token})
    assert answer.status == 403


async def test_csrf_cookie_is_kept(nobody: Browser) -> None:
    """A browser that has a CSRF cookie keeps it, so two tabs agree."""
    before = nobody.cookies[CSRF_COOKIE]
    await nobody.get("/")
    assert nobody.cookies[CSRF_COOKIE] == before


@pytest.mark.parametrize("path", ["/", "/api/people/me", "/r/nowhere", "/api/nothing", "/healthz"])
async def test_headers_are_on_every_answer(nobody: Browser, path: str) -> None:
    """Pages, responses and errors all have the headers."""
    headers = (await nobody.get(path)).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Server"] == "Parley"


@pytest.mark.parametrize("path", ["/", "/m/atrium", "/r/atrium/invitations", "/r/nowhere"])
async def test_webassembly_is_compiled_in_the_room_alone(alices: Browser, atrium: Room, path: str) -> None:
    """The room's page may compile WebAssembly, to blur a background, and no page may run text as a script."""
    policy = (await alices.get("/r/atrium")).headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "'unsafe" not in policy
    assert "wasm" not in (await alices.get(path)).headers["Content-Security-Policy"]


async def test_metrics_are_local(nobody: Browser) -> None:
    """Through a proxy metrics are 404."""
    assert b"parley_http_requests_total" in (await nobody.get("/metrics")).body
    answer = await nobody.request("GET", "/metrics", headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.status == 404
    hidden = await nobody.request("GET", "/metrics/targets", headers={"X-Forwarded-For": "203.0.113.7"})
    assert hidden.status == 404


async def test_targets(nobody: Browser) -> None:
    """Prometheus finds the web process at the address that answered, the agent at its port."""
    found = (await nobody.get("/metrics/targets")).json
    addresses = {each["labels"]["process"]: each["targets"] for each in found}
    assert addresses["agent"] == ["127.0.0.1:8081"]
    assert addresses["web"][0].startswith("127.0.0.1:")


async def test_every_part_answers(nobody: Browser) -> None:
    """Ready means that the database, Redis and LiveKit answer."""
    answer = await nobody.get("/readyz")
    assert answer.json == {"status": "ok", "database": True, "redis": True, "livekit": True, "down": {}}


class TestPartDown:
    """The supervisor has recorded an outage."""

    @pytest.fixture
    def settings(self, settings: Settings, tmp_path: Path) -> Settings:
        """The data directory is this test's own."""
        return replace(settings, data=tmp_path)

    async def test_readiness_names_the_part(self, settings: Settings, nobody: Browser) -> None:
        """The readiness probe names the part, without its log; pages still work."""
        outage = Outage("agent stopped with code 3: /srv/x", "tail log", "2026-03-02T10:00:00+00:00", 3, True)
        write_outages(settings.data, {"agent": outage})
        answer = await nobody.get("/readyz")
        assert (answer.status, answer.json["status"]) == (200, "degraded")
        assert answer.json["down"] == {"agent": "does not come back"}


async def test_csrf_header_with_invalid_bytes(alices: Browser) -> None:
    """A CSRF header with invalid bytes is refused."""
    lines = [
        "DELETE /api/sessions/current HTTP/1.1",
        "Host: x",
        "Connection: close",
        f"Origin: {alices.origin}",
        f"Cookie: {CSRF_COOKIE}={alices.cookies[CSRF_COOKIE]}",
    ]
    said = "\r\n".join(lines).encode() + b"\r\nX-CSRF-Token: \xe9\r\n\r\n"
    assert await spoken(alices, said) == 403

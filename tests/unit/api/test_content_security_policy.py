"""The content security policy: our own files, and LiveKit at its public address."""

import pytest

from server.api.security import content_security_policy
from server.config import Settings

TOLD = {
    "DATABASE_URL": "postgresql://db/parley", "REDIS_URL": "redis://r", "LIVEKIT_URL": "ws://127.0.0.1:7880",
    "LIVEKIT_API_KEY": "k", "LIVEKIT_API_SECRET": "s" * 32,
}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "connects"),
    [
        ({}, "'self' ws://localhost:8000 http://localhost:8000"),
        (
            {"PARLEY_URL": "https://Meet.example.org/"},
            "'self' wss://meet.example.org https://meet.example.org",
        ),
        (
            {"PARLEY_URL": "https://b\u00fccher.example"},
            "'self' wss://xn--bcher-kva.example https://xn--bcher-kva.example",
        ),
        ({"PARLEY_URL": "http://[::1]:8000"}, "'self'"),
        (
            {"PARLEY_URL": "https://meet.example.org", "LIVEKIT_PUBLIC_URL": "wss://sfu.example.org/livekit"},
            "'self' wss://sfu.example.org https://sfu.example.org",
        ),
    ],
)
def test_connections(told: dict[str, str], connects: str) -> None:
    """Only LiveKit's host is listed, unless it is an IPv6 address, which a policy cannot contain."""
    policy = content_security_policy(Settings.from_env(TOLD | told).livekit_public_url)
    assert f"connect-src {connects};" in policy

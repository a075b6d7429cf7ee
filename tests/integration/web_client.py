"""The built web client, without which no browser test can run."""

import pytest

from server.config import Settings


def need_web_client(settings: Settings) -> None:
    """Skip the test where it is not built."""
    if not (settings.web_dist / ".vite").is_dir():
        pytest.skip("the web client is not built: python3 -m server test builds it")

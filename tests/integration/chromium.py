"""Browsers: starting one takes longer than many a test in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

from server.stack.testing import browser

MEDIA = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
"""Flags of one with a microphone and a camera."""


@asynccontextmanager
async def launched(*flags: str) -> AsyncIterator[Browser]:
    """Run a browser; where there is none the test is skipped."""
    program = browser()
    if program is None:
        pytest.skip("chromium is not there: python3 -m server test brings it")
    async with (
        async_playwright() as driver,
        await driver.chromium.launch(executable_path=program, args=["--no-sandbox", *flags]) as running,
    ):
        yield running

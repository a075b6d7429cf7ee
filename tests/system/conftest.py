"""What every whole meeting needs: a running Parley, browsers, voices."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Playwright, async_playwright

from server.places import ROOT
from tests.system.running_stack import RunningStack, running


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningStack]:
    """One Parley for all of these tests; engines and models come from PARLEY_HOME."""
    async with running(tmp_path_factory.mktemp("stack"), "--strict") as up:
        yield up


@pytest.fixture(scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """The driver of the browsers."""
    async with async_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def store() -> Path:
    """Where spoken lines are kept from run to run."""
    return Path(os.environ.get("PARLEY_HOME") or ROOT / ".parley") / "speech"

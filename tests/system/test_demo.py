"""The demo holds a real meeting on the running stack and shows its minutes."""

import asyncio
import os
import re
import sys

import aiohttp
import pytest

from server.places import ROOT
from tests.system.running_stack import RunningStack

DEMO_S = 150.0


@pytest.fixture(scope="module")
async def told(stack: RunningStack) -> tuple[int | None, str]:
    """Exit code and words of `parley demo`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "demo", "--tape", "short", "--wait", "0.5"),
        cwd=ROOT,
        env={**os.environ, "PARLEY_DATA": str(stack.data)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), DEMO_S)
    return process.returncode, said.decode()


async def test_the_demo_succeeds(told: tuple[int | None, str]) -> None:
    """Nothing on the way from the link to the minutes is refused."""
    code, said = told
    assert code == 0, said


async def test_the_link_comes_first(told: tuple[int | None, str], stack: RunningStack) -> None:
    """A person can open the room before the first word."""
    _, said = told
    assert said.index(f"{stack.url}/r/") < said.index("begin in") < said.index(f"{stack.url}/s/")


async def test_whoever_reads_needs_no_account(told: tuple[int | None, str], stack: RunningStack) -> None:
    """Who held the demo on a new server, where nobody has an account yet, can open its minutes."""
    link = told[1].partition("Read them here: ")[2].split()[0]
    assert link.startswith(f"{stack.url}/s/")
    async with aiohttp.ClientSession() as nobody, nobody.get(link) as answer:
        assert answer.status == 200
        assert "release notes" in await answer.text()


async def test_the_decision_of_the_tape_is_in_the_minutes(told: tuple[int | None, str]) -> None:
    """What the tape decides is what one reads."""
    _, said = told
    decisions = said.partition("\nDecisions\n")[2].partition("\nActions\n")[0]
    assert re.search("thursday", decisions, re.IGNORECASE)


async def test_the_task_of_the_tape_has_its_owner(told: tuple[int | None, str]) -> None:
    """The one commitment made is Ben's."""
    _, said = told
    actions = said.partition("\nActions\n")[2].partition("\nTalk time\n")[0]
    assert re.search(r"Ben.*release notes", actions, re.IGNORECASE)


async def test_the_room_is_over(told: tuple[int | None, str], stack: RunningStack) -> None:
    """The demo leaves no meeting behind."""
    slug = told[1].partition(f"{stack.url}/r/")[2].split()[0]
    assert (await stack.row("SELECT status FROM rooms WHERE slug = $1", slug))["status"] == "ended"

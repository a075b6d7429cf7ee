"""A browser on another machine meets one on the server's, through the README's reverse proxy."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Playwright

from server.stack.testing import browser
from tests.system.browser_window import FLAGS, BrowserWindow, tab
from tests.system.other_machines import (
    ASCII_HOST,
    HOST,
    SERVER,
    Machine,
    reverse_proxy,
    two_machines,
)
from tests.system.running_stack import RunningStack, running

URL = f"https://{ASCII_HOST}"
KEEP_PEERS = """
(() => {
  const peers = window.__peers = [];
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(configuration, ...more) {
      super(configuration, ...more);
      peers.push(this);
    }
  };
})();
"""
ASKED = "window.__peers.flatMap((p) => p.getConfiguration().iceServers.flatMap((server) => server.urls))"
MEDIA = """
async () => {
  const look = async () => {
    const found = { ways: [], packets: 0, frames: 0 };
    for (const peer of window.__peers) {
      const stats = [...(await peer.getStats()).values()];
      const by = new Map(stats.map((stat) => [stat.id, stat]));
      for (const stat of stats) {
        if (stat.type === 'transport' && stat.selectedCandidatePairId) {
          const remote = by.get(by.get(stat.selectedCandidatePairId)?.remoteCandidateId);
          if (remote) found.ways.push([remote.protocol, remote.address, remote.port]);
        }
        if (stat.type === 'inbound-rtp' && stat.kind === 'audio') found.packets += stat.packetsReceived;
        if (stat.type === 'inbound-rtp' && stat.kind === 'video') found.frames += stat.framesDecoded;
      }
    }
    return found.packets > 20 && found.frames > 5 ? found : null;
  };
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((again) => setTimeout(again, 300));
  }
}
"""
MEDIA_S, BLOCKED_MS = 60.0, 120_000


@dataclass(frozen=True)
class Machines:
    """The server's machine, somebody else's, and Parley on the first."""

    server: Machine
    person: Machine
    stack: RunningStack
    playwright: Playwright
    directory: Path

    @asynccontextmanager
    async def window(self, machine: Machine) -> AsyncIterator[BrowserWindow]:
        """Open a browser there, with a camera and a microphone."""
        flags = [
            *FLAGS, "--use-fake-device-for-media-stream=fps=5", "--ignore-certificate-errors",
            f"--host-resolver-rules=MAP {ASCII_HOST} {SERVER}",
        ]  # fmt: skip
        executable = machine.browser(self.directory, browser() or "chromium")
        async with await self.playwright.chromium.launch(executable_path=executable, args=flags) as chromium:
            context = await chromium.new_context(
                viewport={"width": 1280, "height": 800}, ignore_https_errors=True
            )
            await context.add_init_script(KEEP_PEERS)
            yield await tab(context, URL)


@pytest.fixture(scope="module")
async def machines(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Machines]:
    """Run `parley up` as the README says it for other machines."""
    directory = tmp_path_factory.mktemp("machines")
    async with AsyncExitStack() as exits:
        server, person = await exits.enter_async_context(two_machines())
        await exits.enter_async_context(reverse_proxy(server, directory))
        options = ("--port", "8000", "--host", "0.0.0.0", "--url", f"https://{HOST}/")  # noqa: S104
        inside = server.inside("env", "PARLEY_PROXIES=1", "OLLAMA_HOST=")
        stack = await exits.enter_async_context(running(directory / "data", *options, inside=inside))
        yield Machines(server, person, stack, playwright, directory)


async def meet(machines: Machines, exits: AsyncExitStack, *names: str) -> tuple[BrowserWindow, BrowserWindow]:
    """Let somebody on the server's machine open a meeting, and somebody elsewhere come."""
    anna = await exits.enter_async_context(machines.window(machines.server))
    ben = await exits.enter_async_context(machines.window(machines.person))
    here, elsewhere = names
    await anna.register(here)
    await ben.register(elsewhere)
    slug = await anna.new_room("Atrium")
    await anna.enter(slug)
    await ben.enter(slug)
    return anna, ben


async def media(window: BrowserWindow) -> dict[str, Any]:
    """Wait until this window hears and sees the other; which way it comes."""
    async with asyncio.timeout(MEDIA_S):
        told: dict[str, Any] = await window.page.evaluate(MEDIA)
    return told


async def test_a_meeting_between_machines(machines: Machines) -> None:
    """Both hear and see each other over the one UDP port that `parley up` names, and ask nobody's STUN."""
    udp = int(machines.stack.env["PARLEY_UDP_PORT"])
    async with AsyncExitStack() as exits:
        windows = await meet(machines, exits, "Anna Berg", "Ben Okoro")
        for found in await asyncio.gather(*map(media, windows)):
            assert {tuple(way) for way in found["ways"]} == {("udp", SERVER, udp)}
        asked = {url for window in windows for url in await window.page.evaluate(ASKED)}
        assert asked == {f"stun:{SERVER}:{machines.stack.env['PARLEY_TCP_PORT']}"}
    said = (machines.stack.data / "up.log").read_text()
    assert f"UDP {udp}" in said
    assert f"TCP {machines.stack.env['PARLEY_TCP_PORT']}" in said


async def test_where_udp_is_blocked(machines: Machines) -> None:
    """TCP carries the meeting through a firewall that drops UDP."""
    await machines.person.firewall("meta l4proto udp drop")
    try:
        async with AsyncExitStack() as exits:
            _, ben = await meet(machines, exits, "Cleo Mann", "Dov Levi")
            found = await media(ben)
            assert {tuple(way) for way in found["ways"]} == {
                ("tcp", SERVER, int(machines.stack.env["PARLEY_TCP_PORT"]))
            }
    finally:
        await machines.person.firewall()


async def test_where_only_https_passes(machines: Machines) -> None:
    """Who can load the page but send no sound is told so in plain words."""
    await machines.person.firewall(
        'oifname != "lo" meta l4proto udp drop', 'oifname != "lo" tcp dport != 443 drop'
    )
    try:
        async with machines.window(machines.server) as anna, machines.window(machines.person) as ben:
            await anna.register("Eva Lind")
            await ben.register("Finn Roth")
            slug = await anna.new_room("Cellar")
            await anna.enter(slug)
            await ben.page.goto(f"{URL}/r/{slug}")
            await ben.part("prejoin-join").click()
            state = ben.page.locator('[data-testid="connection-state"][data-state="blocked"]')
            await state.wait_for(state="attached", timeout=BLOCKED_MS)
            assert "block" in (await ben.page.locator("body").inner_text()).lower()
    finally:
        await machines.person.firewall()

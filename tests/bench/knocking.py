"""Benchmark of the lobby: from the host's answer to being in, while many wait, and knocks beyond the limits.

    python -m tests.bench.knocking [--waiting 200] [--samples 50] [--knocks 1000] [--screens 10]

Starts its own Parley. Everybody who waits holds a live stream, as their page does, and asks to join again at
the news of their admission. The time counts from the host's request; on screen, from the host's click in a
browser until the room is painted in that of who waited, and until its media are connected.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from server.demo.client import Client, Refused, client
from tests.bench.knocking_screens import Seen, screens
from tests.bench.percentiles import machine, percentiles
from tests.system.running_stack import running
from tests.system.speaking_participants import account, new_room

PATIENCE_S = 60.0


@dataclass
class Waits:
    """Measurements in milliseconds, and what the knocks beyond were told."""

    noticed: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    inside: list[float] = field(default_factory=list)
    on_screen: list[Seen] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    refused_ms: list[float] = field(default_factory=list)


@dataclass
class Knocker:
    """A guest at the door, whose stream is open."""

    person: Client
    name: str
    stream: aiohttp.ClientResponse

    async def news(self, kind: str) -> None:
        """Read the stream until it tells a change of this kind."""
        async with asyncio.timeout(PATIENCE_S):
            while line := await self.stream.content.readline():
                if line.startswith(b"data:") and json.loads(line[5:])["kind"] == kind:
                    return
        raise ConnectionError("the stream ended")


async def knock(person: Client, slug: str, name: str) -> str:
    """Ask to join; what the server says."""
    try:
        await person.call("POST", f"/api/rooms/{slug}/join", {"consent": True, "name": name})
    except Refused as refusal:
        return f"{refusal.status}: {refusal}"
    return "let in"


async def at_the_door(stack: AsyncExitStack, url: str, slug: str, name: str) -> Knocker:
    """Knock, and listen."""
    person = await stack.enter_async_context(client(url))
    await knock(person, slug, name)
    no_end = aiohttp.ClientTimeout(total=None)
    stream = await stack.enter_async_context(person.http.get(f"/api/rooms/{slug}/events", timeout=no_end))
    stream.raise_for_status()
    return Knocker(person, name, stream)


async def let_in(host: Client, slug: str, one: Knocker, waits: Waits) -> None:
    """Admit one by hand, and see how long they take."""
    listed = (await host.call("GET", f"/api/rooms/{slug}/participants"))["participants"]
    place = next(each["id"] for each in listed if each["name"] == one.name)
    reading = asyncio.create_task(one.news("admission"))
    began = time.monotonic()
    await host.call("PATCH", f"/api/rooms/{slug}/participants/{place}", {"admitted": True})
    await reading
    waits.told.append((time.monotonic() - began) * 1000)
    said = await knock(one.person, slug, one.name)
    if said != "let in":
        raise RuntimeError(said)
    waits.inside.append((time.monotonic() - began) * 1000)


async def notice(
    host: Knocker, stack: AsyncExitStack, url: str, slug: str, name: str, waits: Waits
) -> Knocker:
    """Knock while others wait: how long until the host's list has the name."""
    reading = asyncio.create_task(host.news("participants"))
    began = time.monotonic()
    one = asyncio.create_task(at_the_door(stack, url, slug, name))
    while True:
        await reading
        reading = asyncio.create_task(host.news("participants"))
        listed = (await host.person.call("GET", f"/api/rooms/{slug}/participants"))["participants"]
        if any(each["name"] == name for each in listed):
            break
    waits.noticed.append((time.monotonic() - began) * 1000)
    reading.cancel()
    return await one


async def storm(url: str, slug: str, knocks: int, waits: Waits) -> None:
    """Knock as one client without cookies would, again and again."""
    async with client(url) as someone:
        await someone.call("GET", f"/api/rooms/{slug}")
        for number in range(knocks):
            began = time.monotonic()
            said = await knock(someone, slug, f"Storm {number}")
            waits.refused_ms.append((time.monotonic() - began) * 1000)
            waits.refused[said] += 1
            someone.http.cookie_jar.clear(lambda cookie: "guest" in cookie.key)


async def measure(waiting: int, samples: int, knocks: int, on_screen: int) -> Waits:
    """Fill a lobby, admit some one after another, then knock beyond every limit."""
    waits = Waits()
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parley-bench-")))
        url = (await stack.enter_async_context(running(data))).url
        person = await stack.enter_async_context(account(url, "Alice Arden", data))
        slug = await new_room(person, lobby="all")
        no_end = aiohttp.ClientTimeout(total=None)
        events = person.http.get(f"/api/rooms/{slug}/events", timeout=no_end)
        host = Knocker(person, "Alice Arden", await stack.enter_async_context(events))
        people = [await at_the_door(stack, url, slug, f"Guest {n}") for n in range(waiting - samples // 5)]
        people += [await notice(host, stack, url, slug, f"Late {n}", waits) for n in range(samples // 5)]
        if on_screen:
            async with screens(url, slug, person) as seen:
                waits.on_screen = [await seen.let_in(f"Screen {number:02}") for number in range(on_screen)]
        for one in people[-samples:]:
            await let_in(person, slug, one, waits)
        await storm(url, slug, knocks, waits)
    return waits


def on_screens(seen: list[Seen]) -> list[str]:
    """The lines for what browsers showed; none if none was opened."""
    if not seen:
        return []
    return [
        percentiles("click -> the room on their screen", [each.inside for each in seen]),
        percentiles("click -> and its media connected", [each.connected for each in seen]),
    ]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--waiting", type=int, default=200)
    options.add_argument("--samples", type=int, default=50)
    options.add_argument("--knocks", type=int, default=1000)
    options.add_argument("--screens", type=int, default=10)
    asked = options.parse_args()
    waits = asyncio.run(measure(asked.waiting, asked.samples, asked.knocks, asked.screens))
    lines = [
        machine(),
        f"{asked.waiting} waiting",
        percentiles("knock -> in the host's list", waits.noticed),
        percentiles("let in -> told on their stream", waits.told),
        percentiles("let in -> joined by themselves", waits.inside),
        *on_screens(waits.on_screen),
        percentiles("one more knock of one client", waits.refused_ms),
        *(f"{count:>6} knocks: {said}" for said, count in waits.refused.most_common()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

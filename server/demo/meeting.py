"""Hold one demo meeting, from creating the room to its minutes."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from server.demo.client import Client, Refused, client
from server.demo.demo_accounts import DemoAccounts
from server.demo.demo_participant import DemoParticipant, joined, transcriber
from server.demo.report import as_text
from server.demo.tape import Tape, TapeEvent
from server.demo.voice_mix import VoiceTrack
from server.demo.voices import RATE_HZ
from server.errors import Unavailable

Say = Callable[[str], None]

TRANSCRIBER_S = 30.0
TAIL_S = 2.5
"""Silence after the last word, so that its caption can be read before the room closes."""
MINUTES_S = 600.0
LOOK_S = 1.0


async def hold(
    url: str, tape: Tape, parts: dict[str, VoiceTrack], people: DemoAccounts, wait_s: float, say: Say
) -> None:
    """Play the tape in a new room and report progress; raises ParleyError when the server refuses."""
    async with AsyncExitStack() as stack:
        clients = {name: await stack.enter_async_context(client(url)) for name in tape.speakers}
        for name, own in clients.items():
            await people.sign_in(own, name)
        host = clients[tape.speakers[0]]
        room = await host.call("POST", "/api/rooms", {"name": f"Demo: {tape.name}", "type": "instant"})
        slug = str(room["slug"])
        say(f"Watch it here: {url}/r/{slug}")
        await _play(tape, parts, clients, slug, wait_s, say)
        await host.call("POST", f"/api/rooms/{slug}/end")
        say("The meeting has ended; its minutes are being written.")
        minutes = await _minutes(host, slug)
        say(f"Read them here: {await _link(host, slug)}\n\n{as_text(minutes)}")


async def _play(
    tape: Tape, parts: dict[str, VoiceTrack], clients: dict[str, Client], slug: str, wait_s: float, say: Say
) -> None:
    async with AsyncExitStack() as stack:
        cast: dict[str, DemoParticipant] = {}
        for place, (name, own) in enumerate(clients.items()):
            cast[name] = await stack.enter_async_context(joined(own, slug, None, place))
        await _transcriber(cast[tape.speakers[0]], say)
        length_s = len(parts[tape.speakers[0]].samples) / RATE_HZ + TAIL_S
        start = asyncio.get_running_loop().time() + wait_s
        say(f"{', '.join(tape.speakers)} begin in {wait_s:.0f} s and talk for {length_s:.0f} s.")
        try:
            async with asyncio.TaskGroup() as group:
                for name, person in cast.items():
                    group.create_task(person.play(parts[name], start, length_s))
                for cue in (cue for cue in tape.cues if not cue.text):
                    group.create_task(_act_at(start + cue.start_s, cast[cue.speaker], cue))
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from failed


async def _transcriber(host: DemoParticipant, say: Say) -> None:
    try:
        agent = await asyncio.wait_for(transcriber(host.room), TRANSCRIBER_S)
    except TimeoutError:
        say("No transcriber has come: the meeting goes on, but nothing is written down.")
    else:
        say(f"Transcribed by {agent.attributes['parley.engine']}.")


async def _act_at(when: float, person: DemoParticipant, cue: TapeEvent) -> None:
    await asyncio.sleep(when - asyncio.get_running_loop().time())
    await person.act(cue)


async def _minutes(host: Client, slug: str) -> dict[str, Any]:
    """Poll until the minutes are written."""
    try:
        async with asyncio.timeout(MINUTES_S):
            while True:
                minutes = await _ask(host, slug)
                if minutes.get("state") in ("drafted", "ready", "failed"):
                    return minutes
                await asyncio.sleep(LOOK_S)
    except TimeoutError as error:
        raise Unavailable(f"No minutes after {MINUTES_S:.0f} s: is the minutes process running?") from error


async def _link(host: Client, slug: str) -> str:
    """Return an address of minutes and transcript that asks for no account, or else the meeting's own."""
    try:
        made = await host.call("POST", f"/api/rooms/{slug}/share-links", {"scope": "transcript"})
    except Refused:
        return str(host.origin / "m" / slug)
    return str(made["url"])


async def _ask(host: Client, slug: str) -> dict[str, Any]:
    answer: dict[str, Any] = await host.call("GET", f"/api/rooms/{slug}/minutes")
    return answer

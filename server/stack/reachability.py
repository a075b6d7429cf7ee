"""What other machines need of this one: said by `parley up`, tried by `parley doctor`."""

import asyncio
import errno
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from server.origins import is_secure
from server.stack.addresses import own_addresses, reach
from server.stack.child_process import cannot_listen
from server.stack.ports import Ports
from server.stack.request import Request

README = "see “For other machines” in README.md"
ANSWER_S = 5.0
REFUSED_BY_LIVEKIT = 401
"""The answer to a WebSocket without a token: it came through to LiveKit."""


@dataclass(frozen=True)
class Way:
    """One way in from other machines, and whether it is open from here."""

    name: str
    open: bool
    what: str
    fix: str = ""


async def ways_in(env: Mapping[str, str]) -> list[Way]:
    """Try each way of a running stack; none where only this machine is served."""
    told = list(filter(None, env.get("PARLEY_NODE_IP", "").split(",")))
    if not told:
        return []
    ours, udp, tcp = own_addresses(), int(env["PARLEY_UDP_PORT"]), int(env["PARLEY_TCP_PORT"])
    addresses = [each for each in told if each in ours]
    nat = [
        Way("address", True, f"{each} is not of this machine: forward UDP {udp} and TCP {tcp} to it")
        for each in told
        if each not in ours
    ]
    return [
        await _pages(env["PARLEY_URL"]),
        await _websockets(env["LIVEKIT_PUBLIC_URL"]),
        *(_udp(each, udp) for each in addresses or ours[:1]),
        *await asyncio.gather(*(_tcp(each, tcp) for each in addresses or ours[:1])),
        *nat,
    ]


async def _pages(url: str) -> Way:
    try:
        async with _session() as session, session.get(f"{url}/healthz") as answer:
            fine, said = answer.ok, f"answers {answer.status}"
    except aiohttp.ClientConnectorCertificateError:
        fine, said = False, "has a certificate this machine does not trust"
    except (aiohttp.ClientError, TimeoutError):
        fine, said = False, "does not answer this machine"
    return Way("pages", fine, f"{url} {said}", "" if fine else f"a reverse proxy for it: {README}")


async def _websockets(url: str) -> Way:
    """Connect without a token: who is refused by LiveKit has come through to it."""
    status = 0
    try:
        async with _session() as session, session.ws_connect(f"{url}/rtc"):
            status = 101
    except aiohttp.WSServerHandshakeError as refusal:
        status = refusal.status
    except (aiohttp.ClientError, TimeoutError):
        pass
    if status == REFUSED_BY_LIVEKIT:
        return Way("signalling", True, f"{url}/rtc passes WebSockets on")
    said = f"answers {status}" if status else "does not answer this machine"
    return Way("signalling", False, f"{url}/rtc {said}: no WebSockets", f"pass `Upgrade` on: {README}")


def _udp(address: str, port: int) -> Way:
    """Check that somebody listens: LiveKit answers STUN only to the ICE user names of its sessions.

    A packet from outside would therefore get no answer either, whether or not a firewall drops it.
    """
    fine = cannot_listen(port, address, udp=True) == errno.EADDRINUSE
    said = (
        "is listened on; a firewall before it cannot be tried from here"
        if fine
        else "is not listened on: no sound, no pictures"
    )
    return Way("media by UDP", fine, f"UDP {port} at {address} {said}", "" if fine else "parley up")


async def _tcp(address: str, port: int) -> Way:
    try:
        async with asyncio.timeout(ANSWER_S):
            _, writer = await asyncio.open_connection(address, port)
        writer.close()
        fine = True
    except (OSError, TimeoutError):
        fine = False
    said = "answers" if fine else "does not answer: nothing for those whose network blocks UDP"
    return Way("media by TCP", fine, f"TCP {port} at {address} {said}", "" if fine else "parley up")


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S))


def for_others(request: Request, ports: Ports, settings: Mapping[str, str]) -> Iterator[str]:
    """The ports to open, one a line; none where only this machine is served."""
    if not request.is_public:
        return
    url, media = settings["PARLEY_URL"], settings["PARLEY_NODE_IP"].replace(",", ", ")
    site = urlsplit(url)
    yield "Other machines need:"
    if site.scheme == "https" or site.port != ports.web:
        yield f"  {url:<26} a reverse proxy that passes all to http://{reach(request.host)}:{ports.web}"
    else:
        yield f"  TCP {ports.web:<22} pages and signalling, at {request.host}"
    if "LIVEKIT_URL" not in os.environ:
        yield f"  UDP {ports.livekit_udp:<22} sound and pictures, at {media}"
        yield f"  TCP {ports.livekit_tcp:<22} the same where UDP is blocked, at {media}"
    if not is_secure(url):
        yield "! browsers give no microphone over http from another machine: README, “For other machines”"

"""A stand-in for LiveKit's Egress: speaks its API, writes files, sends signed webhooks.

It stands before a real LiveKit, to which it passes every other call on, as a real Egress stands behind one.
What it does not do is film: its files have bytes of their own. Tests switch faults on.
"""

import asyncio
import base64
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import aiohttp
import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from google.protobuf.json_format import MessageToJson
from google.protobuf.message import Message
from livekit import api
from livekit.api import TokenVerifier
from livekit.protocol.egress import EgressInfo, EgressStatus, FileInfo
from livekit.protocol.webhook import WebhookEvent

from tests.integration.media_server import KEY, SECRET

PICTURE = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 64
"""What it writes: as long as a test needs, and the same each time."""
OVER = (EgressStatus.EGRESS_COMPLETE, EgressStatus.EGRESS_FAILED, EgressStatus.EGRESS_ABORTED)
EVENTS: dict[int, str] = {EgressStatus.EGRESS_STARTING: "egress_started"}


@dataclass
class Egresses:
    """The service, and what goes wrong with it."""

    livekit_url: str
    webhook_url: str
    folder: Path
    """Where it writes; it takes only the last part of the paths it is given, as behind a mount."""
    refuses: str = ""
    """An error of Twirp's that it answers a start with."""
    answers: bool = True
    """Whether the start is answered; an egress begins all the same."""
    reports: bool = True
    """Whether webhooks are sent."""
    writes: bool = True
    """Whether there is a file in the end."""
    secret: str = SECRET
    known: dict[str, EgressInfo] = field(default_factory=dict)
    asked: list[api.RoomCompositeEgressRequest] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    sent: list[tuple[bytes, str, int]] = field(default_factory=list)
    """Body, signature and the answer's status of each webhook."""
    url: str = ""
    """Of service and LiveKit, while it runs."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def newest(self) -> EgressInfo:
        """The one that was started last."""
        return list(self.known.values())[-1]

    async def start(self, request: api.RoomCompositeEgressRequest) -> EgressInfo:
        """Begin one."""
        self.asked.append(request)
        info = EgressInfo(
            egress_id=f"EG_{uuid4().hex[:12]}",
            room_name=request.room_name,
            room_composite=request,
            started_at=time.time_ns(),
        )
        self.known[info.egress_id] = info
        await self.report(info, EgressStatus.EGRESS_STARTING)
        return info

    async def run(self) -> EgressInfo:
        """Let the newest one record: its page has said that it may."""
        await self.report(self.newest, EgressStatus.EGRESS_ACTIVE)
        return self.newest

    async def end(self, info: EgressInfo | None = None, status: int = EgressStatus.EGRESS_COMPLETE) -> None:
        """Let one come to its end, with its file."""
        info = info or self.newest
        if info.status == EgressStatus.EGRESS_STARTING and status == EgressStatus.EGRESS_COMPLETE:
            status = EgressStatus.EGRESS_ABORTED
        if status == EgressStatus.EGRESS_COMPLETE:
            path = info.room_composite.file_outputs[0].filepath
            if self.writes:
                await asyncio.to_thread((self.folder / Path(path).name).write_bytes, PICTURE)
            info.file_results.append(
                FileInfo(filename=path, location=path, size=len(PICTURE), duration=7 * 10**9)
            )
        info.ended_at = time.time_ns()
        await self.report(info, status)

    async def report(self, info: EgressInfo, status: int) -> None:
        """Come to a state, and say so."""
        info.status = status  # type: ignore[assignment]  # protobuf's enumerations are numbers
        kind = "egress_ended" if status in OVER else EVENTS.get(status, "egress_updated")
        if self.reports:
            await self.send(self.event(kind, info))

    @staticmethod
    def event(kind: str, info: EgressInfo) -> WebhookEvent:
        """Say it as LiveKit does: without a room."""
        return WebhookEvent(
            event=kind, id=f"EV_{uuid4().hex[:12]}", egress_info=info, created_at=int(time.time())
        )

    async def send(self, event: WebhookEvent) -> int:
        """Sign and send a webhook; returns the answer's status."""
        body = MessageToJson(event).encode()
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        now = int(time.time())
        claims = {"iss": KEY, "nbf": now - 1, "exp": now + 300, "sha256": digest}
        return await self.deliver(body, jwt.encode(claims, self.secret, algorithm="HS256"))

    async def deliver(self, body: bytes, signature: str) -> int:
        """Send bytes with a signature."""
        headers = {"Authorization": signature, "Content-Type": "application/webhook+json"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.webhook_url, data=body, headers=headers) as answer,
        ):
            self.sent.append((body, signature, answer.status))
            return answer.status

    async def handle(self, request: web.Request) -> web.Response:
        """Answer a call of the Egress service; the caller must be allowed to record."""
        claims = TokenVerifier(KEY, SECRET).verify(request.headers["Authorization"].removeprefix("Bearer "))
        if claims.video is None or not claims.video.room_record:
            return _twirp_error("permission_denied", 403)
        body, method = await request.read(), request.match_info["method"]
        if method == "StartRoomCompositeEgress":
            if self.refuses:
                return _twirp_error(self.refuses, 503)
            info = await self.start(api.RoomCompositeEgressRequest.FromString(body))
            return _answer(info) if self.answers else web.Response(status=504)
        if method == "ListEgress":
            room = api.ListEgressRequest.FromString(body).room_name
            found = [each for each in self.known.values() if each.room_name == room]
            return _answer(api.ListEgressResponse(items=found))
        egress_id = api.StopEgressRequest.FromString(body).egress_id
        self.stops.append(egress_id)
        if (known := self.known.get(egress_id)) is None:
            return _twirp_error("not_found", 404)
        if known.status in OVER:
            return _twirp_error("failed_precondition", 412)
        self.tasks.add(asyncio.create_task(self.end(known)))
        return _answer(known)

    async def forward(self, request: web.Request) -> web.Response:
        """Pass a call of another service on to the real LiveKit."""
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type")}
        url = self.livekit_url.replace("ws", "http", 1) + request.path
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=await request.read(), headers=headers) as answer,
        ):
            return web.Response(
                status=answer.status, body=await answer.read(), content_type=answer.content_type
            )


def _answer(message: Message) -> web.Response:
    return web.Response(body=message.SerializeToString(), content_type="application/protobuf")


def _twirp_error(code: str, status: int) -> web.Response:
    return web.json_response({"code": code, "msg": code}, status=status)


@asynccontextmanager
async def egress_service(egresses: Egresses) -> AsyncIterator[None]:
    """Run it before LiveKit while the block runs."""
    app = web.Application()
    app.router.add_post("/twirp/livekit.Egress/{method}", egresses.handle)
    app.router.add_post("/twirp/{service}/{method}", egresses.forward)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    egresses.url = str(server.make_url("")).rstrip("/")
    try:
        yield
    finally:
        await asyncio.gather(*egresses.tasks, return_exceptions=True)
        await server.close()

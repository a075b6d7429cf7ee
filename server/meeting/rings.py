"""Rings between processes over Redis: something changed, go and look; one may be lost without harm."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Literal, Self, get_args
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from server.config import Secret

Kind = Literal["room", "minutes", "participants"]
KINDS: tuple[str, ...] = get_args(Kind)
PREFIX = "parley:ring:"
RECONNECT_S = 1.0
RING_S = 2.0
"""A Redis that says nothing costs who rings no more than this."""
MAX_LISTENERS = 10_000
"""Each is a connection; as many as Redis itself takes."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ring:
    """What changed, and of which room."""

    kind: Kind
    room_id: UUID

    def to_wire(self) -> str:
        """Write it for the other process."""
        return json.dumps({key: str(value) for key, value in asdict(self).items()})

    @classmethod
    def from_wire(cls, text: str | bytes) -> Self:
        """Read what `to_wire` wrote; raises ValueError for anything else."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("kind") not in KINDS:
            raise ValueError("not a ring")
        return cls(kind=data["kind"], room_id=UUID(str(data.get("room_id"))))


async def _rings(pubsub: PubSub) -> AsyncGenerator[Ring, None]:
    """Read what comes; what another version of us rings and we do not know is passed over."""
    async for message in pubsub.listen():
        if message["type"] == "message":
            try:
                yield Ring.from_wire(message["data"])
            except ValueError:
                log.warning("ring_not_understood")


class Rings:
    """One process's end of the bell rope."""

    def __init__(self, redis_url: Secret | str) -> None:
        """Connect when first used."""
        url = redis_url.reveal() if isinstance(redis_url, Secret) else redis_url
        self._bell: Redis = Redis.from_url(url, socket_connect_timeout=RING_S, socket_timeout=RING_S)
        self._ears: Redis = Redis.from_url(url, max_connections=MAX_LISTENERS)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._bell.aclose()
        await self._ears.aclose()

    async def ring(self, ring: Ring) -> None:
        """Tell whoever listens; with Redis away nobody hears, and the database still has the truth."""
        with contextlib.suppress(RedisError, OSError):
            await self._bell.publish(f"{PREFIX}{ring.room_id}", ring.to_wire())

    async def listen(self, room_id: UUID) -> AsyncGenerator[Ring, None]:
        """Yield each ring of this room for as long as one listens.

        After Redis was away, one ring of each kind is made up: any of them may have been missed.
        """
        missed = False
        while True:
            try:
                async with self._ears.pubsub() as pubsub:
                    await pubsub.subscribe(f"{PREFIX}{room_id}")
                    if missed:
                        for kind in get_args(Kind):
                            yield Ring(kind, room_id)
                    async for ring in _rings(pubsub):
                        yield ring
            except (RedisError, OSError):
                missed = True
                await asyncio.sleep(RECONNECT_S)

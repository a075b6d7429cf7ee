"""Change notifications between processes over Redis; a lost one does no harm, the database has the state."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Literal, Self, get_args
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from server.config import Secret
from server.meeting.redis_pool import RedisPool

ChangeKind = Literal[
    "room",
    "minutes",
    "participants",
    "transcript",
    "recording",
    "action_items",
    "notes",
    "polls",
    "admission",
]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
PersonChangeKind = Literal["notifications"]
PERSON_CHANGE_KINDS: tuple[PersonChangeKind, ...] = get_args(PersonChangeKind)
"""Of what belongs to a person, not to a room; these never pass through Redis."""
PREFIX = "parley:change:"
"""Channels of change events, one a room: `parley:change:{room}`."""
REVOKED = "parley:revoked"
"""The channel of revocations; all rooms share it."""
RECONNECT_S = 1.0
PUBLISH_TIMEOUT_S = 2.0
"""Time limit for publishing to a Redis that does not answer."""
SILENCE_S = 5.0
"""After this much silence the subscription is pinged; after as much again it reconnects."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """The kind of rows that changed, and their room; with `participant_id` only that person is told."""

    kind: ChangeKind
    room_id: UUID
    participant_id: UUID | None = None

    def to_wire(self) -> str:
        """Serialize for publishing."""
        return json.dumps({key: str(value) for key, value in asdict(self).items() if value is not None})

    @classmethod
    def from_wire(cls, text: str | bytes) -> Self:
        """Parse what `to_wire` wrote; raises ValueError for anything else."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("kind") not in CHANGE_KINDS:
            raise ValueError("not a change event")
        whose = data.get("participant_id")
        room_id = UUID(str(data.get("room_id")))
        return cls(data["kind"], room_id, UUID(str(whose)) if whose is not None else None)


@dataclass(frozen=True, slots=True)
class Revocation:
    """Which event streams end at once: those that match every field given."""

    session_id: UUID | None = None
    person_id: UUID | None = None
    participant_id: UUID | None = None
    room_id: UUID | None = None

    def to_wire(self) -> str:
        """Serialize the given fields for publishing."""
        return json.dumps({key: str(value) for key, value in asdict(self).items() if value})

    @classmethod
    def from_wire(cls, text: str | bytes) -> Self:
        """Parse what `to_wire` wrote; raises ValueError for anything else, and if no field is given."""
        data = json.loads(text)
        if not isinstance(data, dict) or not data or data.keys() - set(cls.__slots__):
            raise ValueError("not a revocation")
        return cls(**{key: UUID(str(value)) for key, value in data.items()})


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The subscription was made or remade: messages published before may have been missed."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection to Redis is lost."""


Message = ChangeEvent | Revocation | Subscribed | Lost


class ChangeBus:
    """One process's publisher and subscriber."""

    def __init__(self, redis_url: Secret | str) -> None:
        """Connects when first used."""
        url = redis_url.reveal() if isinstance(redis_url, Secret) else redis_url
        pool = RedisPool.from_url(
            url, socket_connect_timeout=PUBLISH_TIMEOUT_S, socket_timeout=PUBLISH_TIMEOUT_S
        )
        self._redis = Redis.from_pool(pool)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def publish(self, event: ChangeEvent) -> None:
        """Publish a change; without Redis it is lost, and the database still has the state."""
        await self._publish(f"{PREFIX}{event.room_id}", event.to_wire())

    async def revoke(self, revocation: Revocation) -> None:
        """Publish a revocation; without Redis each stream ends when its access is checked again."""
        await self._publish(REVOKED, revocation.to_wire())

    async def _publish(self, channel: str, text: str) -> None:
        with contextlib.suppress(RedisError, OSError):
            await self._redis.publish(channel, text)

    async def messages(self) -> AsyncGenerator[Message, None]:
        """Yield the messages of all processes and rooms, over one connection, until closed."""
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(REVOKED)
                    await pubsub.psubscribe(f"{PREFIX}*")
                    async for message in _received(pubsub):
                        yield message
            except (RedisError, OSError):
                yield Lost()
                await asyncio.sleep(RECONNECT_S)


async def _received(pubsub: PubSub) -> AsyncGenerator[Message, None]:
    """Read until the connection fails or is silent for too long; raises RedisError or OSError."""
    asked = False
    while True:
        received: dict[str, Any] | None = await pubsub.get_message(timeout=SILENCE_S)
        if received is None and asked:
            raise RedisConnectionError("no answer to a ping")
        asked = received is None
        if received is None:
            await pubsub.ping()
        elif received["type"] == "psubscribe":
            # redis-py may reconnect by itself; the server confirms each subscription then, too
            yield Subscribed()
        elif (message := _read(received)) is not None:
            yield message


def _read(received: dict[str, Any]) -> ChangeEvent | Revocation | None:
    """Skip messages that only another version of Parley knows."""
    try:
        if received["type"] == "pmessage":
            return ChangeEvent.from_wire(received["data"])
        if received["type"] == "message":
            return Revocation.from_wire(received["data"])
    except ValueError:
        log.warning("unknown_message")
    return None

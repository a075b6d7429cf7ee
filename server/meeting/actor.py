"""The actor of a transaction: the database role and the settings it begins with.

Policies (migration m0010) read these settings; a statement without an actor finds no rows.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from typing import Literal
from uuid import UUID

Role = Literal["web", "media", "agent", "worker", "readonly"]
"""The roles in the database are called `parley_web` and so on."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Without a role the connection acts as its login user, as migrations and tools do."""

    role: Role | None
    user_id: UUID | None = None
    participant_id: UUID | None = None
    """The seat of a guest."""
    session_id: UUID | None = None
    service: str = ""
    """Which of the processes that share the worker role acts; recorded in the audit."""
    room_id: UUID | None = None
    """The meeting of a worker's job; it reaches no other."""
    holder: str = ""
    """The id of a transcription job, which may write to the room whose lease it holds."""
    request_id: str = ""
    token_hash: str = ""
    """The presented credential: a cookie's hash, a link, or keyed hashes of an e-mail, comma-separated."""
    slug: str = ""
    email_keys: str = ""
    livekit_room: str = ""

    def settings(self) -> dict[str, str]:
        """Return the PostgreSQL settings by name, without the empty ones."""
        found = {
            f"app.{field.name}": str(value)
            for field in fields(self)
            if field.name != "role" and (value := getattr(self, field.name))
        }
        return {"role": f"parley_{self.role}", **found} if self.role else found


AS_CONNECTED = Actor(role=None)
WEB: Role = "web"
MEDIA: Role = "media"
"""The web process handling LiveKit's events, over a connection of its own."""
AGENT: Role = "agent"
WORKER: Role = "worker"
"""The default actor of each process."""
_current: ContextVar[Actor | None] = ContextVar("actor", default=None)
_default = AS_CONNECTED


def actor() -> Actor:
    """Return the current actor, or the default of the open database."""
    return _current.get() or _default


@contextlib.contextmanager
def acting_by_default(who: Actor) -> Iterator[None]:
    """Make `who` the default actor of every task of the process while the block runs."""
    global _default
    before, _default = _default, who
    try:
        yield
    finally:
        _default = before


@contextlib.contextmanager
def acting_as(who: Actor) -> Iterator[None]:
    """Make `who` the actor while the block runs, in this task and those started in it."""
    token = _current.set(who)
    try:
        yield
    finally:
        _current.reset(token)


def acting_as_media() -> contextlib.AbstractContextManager[None]:
    """Act for the present actor with the rights of LiveKit's events while the block runs."""
    return acting_as(replace(actor(), role=MEDIA))


@contextlib.contextmanager
def acting_also_as(*, user_id: UUID | None = None, participant_id: UUID | None = None) -> Iterator[None]:
    """Add to the actor the person or guest whose row the block inserts."""
    who = actor()
    new = replace(who, user_id=user_id or who.user_id, participant_id=participant_id or who.participant_id)
    with acting_as(new):
        yield


def switch_actor(who: Actor) -> None:
    """Make `who` the actor of this task until the enclosing `acting_as` ends."""
    _current.set(who)


@contextlib.contextmanager
def presenting_credentials(
    *,
    token_hash: str | None = None,
    slug: str | None = None,
    email_keys: list[str] | None = None,
    livekit_room: str | None = None,
) -> Iterator[None]:
    """Present a hash, link or address; policies show the rows that belong to it."""
    who = actor()
    shown = replace(
        who,
        token_hash=who.token_hash if token_hash is None else token_hash,
        slug=who.slug if slug is None else slug,
        email_keys=who.email_keys if email_keys is None else ",".join(email_keys),
        livekit_room=who.livekit_room if livekit_room is None else livekit_room,
    )
    with acting_as(shown):
        yield

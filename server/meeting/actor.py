"""Who the database takes the work for: the role and the settings each transaction begins with.

Policies (migration m0010) read these settings; a statement for nobody finds no rows.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from typing import Literal
from uuid import UUID

Role = Literal["web", "media", "agent", "worker", "readonly"]
"""The database's roles are called `parley_web` and so on."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts; without a role the connection does as it is signed in, as migrations and tools do."""

    role: Role | None
    user_id: UUID | None = None
    participant_id: UUID | None = None
    """A guest's place."""
    session_id: UUID | None = None
    service: str = ""
    """Which of the processes that share the worker's role works; the audit has it."""
    room_id: UUID | None = None
    """The one meeting a worker's job is about."""
    holder: str = ""
    """The transcriber's job, which may write where it holds the lease."""
    request_id: str = ""
    token_hash: str = ""
    """What somebody brings to be let in by: a cookie's hash, a link, an e-mail's keyed hashes by comma."""
    slug: str = ""
    email_keys: str = ""
    livekit_room: str = ""

    def settings(self) -> dict[str, str]:
        """Give PostgreSQL's settings by name, the empty ones left out."""
        found = {
            f"app.{field.name}": str(value)
            for field in fields(self)
            if field.name != "role" and (value := getattr(self, field.name))
        }
        return {"role": f"parley_{self.role}", **found} if self.role else found


AS_CONNECTED = Actor(role=None)
WEB: Role = "web"
MEDIA: Role = "media"
"""The web process where it writes down what the media server tells, over a connection of its own."""
AGENT: Role = "agent"
WORKER: Role = "worker"
"""What each process acts as."""
_current: ContextVar[Actor | None] = ContextVar("actor", default=None)
_default = AS_CONNECTED


def actor() -> Actor:
    """Give who acts here, or the default of the open database."""
    return _current.get() or _default


@contextlib.contextmanager
def acting_by_default(who: Actor) -> Iterator[None]:
    """Let `who` act where nobody else is named, in every task of the process, while the block runs."""
    global _default
    before, _default = _default, who
    try:
        yield
    finally:
        _default = before


@contextlib.contextmanager
def acting_as(who: Actor) -> Iterator[None]:
    """Let `who` act for as long as the block runs, in this task and those begun in it."""
    token = _current.set(who)
    try:
        yield
    finally:
        _current.reset(token)


@contextlib.contextmanager
def acting_also_as(*, user_id: UUID | None = None, participant_id: UUID | None = None) -> Iterator[None]:
    """Let who acts act as somebody new as well: the person or guest whose row the block makes."""
    who = actor()
    new = replace(who, user_id=user_id or who.user_id, participant_id=participant_id or who.participant_id)
    with acting_as(new):
        yield


def switch_actor(who: Actor) -> None:
    """Let `who` act from here on: to the end of the `acting` around it, in this task."""
    _current.set(who)


@contextlib.contextmanager
def presenting_credentials(
    *,
    token_hash: str | None = None,
    slug: str | None = None,
    email_keys: list[str] | None = None,
    livekit_room: str | None = None,
) -> Iterator[None]:
    """Let who acts show what they know: rows are shown to who presents the hash, link or address of them."""
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

"""Rate limits: moving windows in Redis, or in memory while Redis is unavailable."""

import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from hashlib import sha256

import structlog
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError

from server.config import Secret
from server.errors import TooMany
from server.meeting.redis_pool import RedisPool

REDIS_CONNECT_S, REDIS_ANSWER_S = 1.0, 2.0
"""Timeouts: the most that an unresponsive Redis delays a request."""
log = structlog.get_logger()


class Limit(Enum):
    """The limits: count, period and namespace."""

    SIGN_IN = RateLimitItemPerMinute(10, 5, "sign-in")
    """Per account and network, so that nobody locks another out by guessing."""
    SIGN_IN_KNOWN_DEVICE = RateLimitItemPerMinute(30, 5, "sign-in-device")
    """Per known browser of the account; other people's guesses do not count here."""
    SIGN_IN_BY_EMAIL = RateLimitItemPerMinute(100, 5, "sign-in-email")
    SIGN_IN_BY_ADDRESS = RateLimitItemPerMinute(300, 5, "sign-in-address")
    ELEVATE = RateLimitItemPerMinute(10, 5, "elevate")
    """Per session, so that nobody else's guesses keep an administrator out."""
    REGISTER_BY_ADDRESS = RateLimitItemPerMinute(100, 60, "register-address")
    CREATE_ROOM = RateLimitItemPerMinute(60, 10, "create-room")
    CHOOSE_LINK = RateLimitItemPerMinute(30, 10, "choose-link")
    """Per account, so that nobody finds out by trying which links there are."""
    MISSED_LINK_BY_ADDRESS = RateLimitItemPerMinute(120, 10, "missed-link-address")
    """Chosen links that led nowhere; the same one counts once."""
    SAME_MISSED_LINK = RateLimitItemPerMinute(1, 10, "same-missed-link")
    ASK = RateLimitItemPerMinute(30, 5, "ask")
    IMPORT = RateLimitItemPerMinute(60, 60, "import")
    JOIN_BY_ADDRESS = RateLimitItemPerMinute(300, 1, "join-address")
    CHECK_BY_ADDRESS = RateLimitItemPerMinute(60, 5, "check-address")
    SHARED_BY_ADDRESS = RateLimitItemPerMinute(120, 1, "shared-address")
    SHARED_FILE_BY_ADDRESS = RateLimitItemPerMinute(20, 1, "shared-file-address")
    INVITE = RateLimitItemPerMinute(60, 10, "invite")
    """Per account: calls that make or renew invitations."""
    CALENDAR_BY_ADDRESS = RateLimitItemPerMinute(120, 1, "calendar-address")
    INVITED_BY_ADDRESS = RateLimitItemPerMinute(120, 1, "invited-address")
    REFUSED_BY_ADDRESS = RateLimitItemPerMinute(60, 1, "refused-address")
    """Refusals of one kind that are noted in the audit log; more are refused as well, and not noted."""
    SEND_MESSAGE = RateLimitItemPerSecond(30, 10, "say")
    ASK_POLL = RateLimitItemPerMinute(30, 5, "poll")
    OPEN_BREAKOUTS = RateLimitItemPerMinute(30, 5, "breakouts")
    CHOOSE_BREAKOUT = RateLimitItemPerMinute(30, 5, "choose-breakout")
    ASK_FOR_HELP = RateLimitItemPerMinute(20, 5, "help")
    """The last two per participant, as each rings in every room of the meeting."""
    REACT = RateLimitItemPerSecond(20, 10, "react")
    VOTE = RateLimitItemPerMinute(60, 1, "vote")


class Limiter:
    """Counts are shared by all web processes."""

    def __init__(self, storage: RedisStorage) -> None:
        self._shared = MovingWindowRateLimiter(storage)
        self._own = MovingWindowRateLimiter(MemoryStorage())

    async def hit(self, limit: Limit, *who: str) -> None:
        """Count one attempt; raises TooMany above the limit. Only a hash of `who` is stored."""
        key = sha256("\0".join(who).encode()).hexdigest()[:32]
        try:
            await _hit(self._shared, limit, key)
        except StorageError:
            log.warning("rate_limits_in_memory")
            await _hit(self._own, limit, key)

    async def is_within(self, limit: Limit, *who: str) -> bool:
        """Count one; whether it is within the limit."""
        try:
            await self.hit(limit, *who)
        except TooMany:
            return False
        return True


@asynccontextmanager
async def open_limiter(redis_url: Secret) -> AsyncIterator[Limiter]:
    """Hold a Redis connection pool while the block runs."""
    pool = RedisPool.from_url(
        redis_url.reveal(), socket_connect_timeout=REDIS_CONNECT_S, socket_timeout=REDIS_ANSWER_S
    )
    storage = RedisStorage(
        "async+redis://",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="parley:limit",
        connection_pool=pool,  # type: ignore[arg-type]  # documented, but typed as the other options
    )
    try:
        yield Limiter(storage)
    finally:
        await pool.aclose()


async def _hit(limiter: MovingWindowRateLimiter, limit: Limit, who: str) -> None:
    if await limiter.hit(limit.value, who):
        return
    window = await limiter.get_window_stats(limit.value, who)
    raise TooMany(max(1, math.ceil(window.reset_time - time.time())))

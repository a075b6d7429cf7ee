"""The web process put together: every part it has, opened in order and closed in reverse."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from aiohttp import web
from redis.asyncio import Redis

from server import pages
from server.api import routes
from server.api.event_hub import open_event_hub
from server.api.identity import hand_out_cookies, identity
from server.api.keys import EVENT_HUB, LIMITER, LIVEKIT, REDIS
from server.api.limits import REDIS_ANSWER_S, REDIS_CONNECT_S, open_limiter
from server.api.observe import METRICS, Metrics, observe
from server.api.problems import problems
from server.api.security import add_security_headers, same_site
from server.config import Settings, SettingsError
from server.livekit_door import open_livekit
from server.logs import configure_logs
from server.meeting.acting import WEB
from server.meeting.db import open_database
from server.meeting.keys import use_given
from server.meeting.proving import prove
from server.meeting.rings import Rings
from server.mending import MendableError
from server.reconciler import reconciling
from server.web_keys import RINGS, SETTINGS

MAX_BODY_BYTES = 1 << 20
SHUTDOWN_S = 10.0
"""What a running request may still take; streams of events end at once."""


def build_app(settings: Settings) -> web.Application:
    """Assemble the application; it opens nothing until it is started."""
    app = web.Application(
        middlewares=[observe, problems, identity, same_site], client_max_size=MAX_BODY_BYTES
    )
    app[SETTINGS] = settings
    app[METRICS] = Metrics()
    add_security_headers(app)
    app.on_response_prepare.append(hand_out_cookies)
    app.cleanup_ctx.append(_parts)
    app.on_shutdown.append(_stop_streams)
    routes.add_routes(app)
    pages.add_routes(app)
    return app


def main() -> None:
    """Serve as the environment says until SIGTERM or Ctrl-C."""
    try:
        settings = Settings.from_env(os.environ)
    except SettingsError as error:
        raise MendableError(str(error), "parley up") from error
    configure_logs()
    web.run_app(
        build_app(settings),
        host=settings.host,
        port=settings.port,
        shutdown_timeout=SHUTDOWN_S,
        access_log=None,
        print=None,
        handler_cancellation=False,
    )


async def _parts(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    async with AsyncExitStack() as stack:
        use_given(settings.keys.reveal() if settings.keys else "", settings.keys_file)
        await stack.enter_async_context(open_database(settings.database_url, role=WEB))
        await prove()
        app[LIVEKIT] = await stack.enter_async_context(open_livekit(settings))
        app[LIMITER] = await stack.enter_async_context(open_limiter(settings.redis_url))
        app[REDIS] = Redis.from_url(
            settings.redis_url.reveal(), socket_connect_timeout=REDIS_CONNECT_S, socket_timeout=REDIS_ANSWER_S
        )
        stack.push_async_callback(app[REDIS].aclose)
        app[RINGS] = await stack.enter_async_context(Rings(settings.redis_url))
        app[EVENT_HUB] = await stack.enter_async_context(open_event_hub(app[RINGS]))
        count = app[METRICS].dispatches.inc
        await stack.enter_async_context(reconciling(settings, app[LIVEKIT], app[RINGS], count))
        yield


async def _stop_streams(app: web.Application) -> None:
    app[EVENT_HUB].close()

"""Composition root of the web process: its parts, opened in order and closed in reverse."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from aiohttp import web
from redis.asyncio import Redis

from server import pages
from server.api import routes
from server.api.app_keys import EVENT_HUB, GATE, LIMITER, LIVEKIT, LOBBY, REDIS, VIDEO
from server.api.event_hub import open_event_hub
from server.api.guessed_links import GUESSING, limit_guesses
from server.api.identity import identity, write_cookies
from server.api.limits import REDIS_ANSWER_S, REDIS_CONNECT_S, open_limiter
from server.api.lobby_presence import open_lobby_presence
from server.api.noted_refusals import note_refusals
from server.api.problems import problems
from server.api.request_metrics import METRICS, Metrics, measure_requests
from server.api.security import add_security_headers, require_same_site
from server.app_keys import CHANGE_BUS, RECORDING_FILES, SETTINGS
from server.config import Settings, SettingsError
from server.http_fallback import add_fallback
from server.listening_sockets import inherited_sockets, open_sockets
from server.livekit_client import open_livekit
from server.logs import configure_logs
from server.meeting.actor import MEDIA, WEB
from server.meeting.change_bus import ChangeBus
from server.meeting.db import open_database, open_pool_of
from server.meeting.redis_pool import RedisPool
from server.meeting.sealing.key_proofs import verify_keys
from server.meeting.sealing.process_keys import load_process_keyring
from server.notice_bell import hearing
from server.operator_error import OperatorError
from server.process_lock import ProcessLock
from server.reconciler import reconciling
from server.recording_files import RecordingFiles
from server.signalling_gate import open_gate
from server.video_recorder import recording_videos

MAX_BODY_BYTES = 1 << 20
SHUTDOWN_S = 10.0
"""Time for running requests at shutdown; event streams end at once."""


def build_app(settings: Settings) -> web.Application:
    """Assemble the application; it opens nothing until it is started."""
    app = web.Application(
        middlewares=[measure_requests, problems, identity, require_same_site, note_refusals, limit_guesses],
        client_max_size=MAX_BODY_BYTES,
        handler_args={"auto_decompress": False},  # or the parser refuses some as plain text
    )
    app[SETTINGS] = settings
    app[METRICS] = Metrics()
    app[GUESSING] = {}
    add_security_headers(app)
    app.on_response_prepare.append(write_cookies)
    app.cleanup_ctx.append(_open_parts)
    app.on_shutdown.append(_stop_streams)
    routes.add_routes(app)
    pages.add_routes(app)
    add_fallback(app)
    return app


def main() -> None:
    """Serve, configured by the environment, until SIGTERM or SIGINT."""
    try:
        settings = Settings.from_env(os.environ)
    except SettingsError as error:
        raise OperatorError(str(error), "parley up") from error
    configure_logs()
    app, sockets = build_app(settings), inherited_sockets(os.environ)
    gc.freeze()  # or each full collection holds the event loop while it visits all that is loaded
    if sockets:  # another process may serve them now
        ProcessLock(settings.data / f"web-{settings.port}.lock").acquire_blocking()
    web.run_app(
        app,
        sock=sockets or open_sockets(settings.host, settings.port),
        shutdown_timeout=SHUTDOWN_S,
        access_log=None,
        print=None,
        handler_cancellation=False,
    )


async def _open_parts(app: web.Application) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    async with AsyncExitStack() as stack:
        load_process_keyring(settings.keys.reveal() if settings.keys else "", settings.keys_file)
        await stack.enter_async_context(open_database(settings.database_url, role=WEB))
        if settings.media_database_url is not None:
            await stack.enter_async_context(open_pool_of(MEDIA, settings.media_database_url))
        await verify_keys()
        app[RECORDING_FILES] = RecordingFiles.of(settings)
        app[LIVEKIT] = await stack.enter_async_context(open_livekit(settings))
        app[LIMITER] = await stack.enter_async_context(open_limiter(settings.redis_url))
        pool = RedisPool.from_url(
            settings.redis_url.reveal(), socket_connect_timeout=REDIS_CONNECT_S, socket_timeout=REDIS_ANSWER_S
        )
        app[REDIS] = Redis.from_pool(pool)
        stack.push_async_callback(app[REDIS].aclose)
        app[CHANGE_BUS] = await stack.enter_async_context(ChangeBus(settings.redis_url))
        app[LOBBY] = await stack.enter_async_context(open_lobby_presence(app[CHANGE_BUS]))
        app[EVENT_HUB] = await stack.enter_async_context(open_event_hub(app[CHANGE_BUS]))
        hub = app[EVENT_HUB]
        await stack.enter_async_context(hearing(settings.database_url, hub.ring, hub.ring_everybody))
        app[GATE] = await stack.enter_async_context(
            open_gate(settings, app[LIVEKIT], also=app[EVENT_HUB].end_revoked)
        )
        app[VIDEO] = await stack.enter_async_context(
            recording_videos(settings, app[LIVEKIT].egress, app[CHANGE_BUS])
        )
        count, look = app[METRICS].dispatches.inc, app[VIDEO].look_soon
        await stack.enter_async_context(reconciling(settings, app[LIVEKIT], app[CHANGE_BUS], count, look))
        yield


async def _stop_streams(app: web.Application) -> None:
    app[EVENT_HUB].close()

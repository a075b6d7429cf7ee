"""The settings of one stack's processes, from the operator's environment, the command line and free ports."""

import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from server.config import Settings, SettingsError
from server.files import write_private
from server.models import ANY_OTHER_LANGUAGE, find_whisper
from server.operator_error import OperatorError
from server.stack.addresses import reach
from server.stack.layout import Layout
from server.stack.livekit import Plan
from server.stack.ports import Ports
from server.stack.request import Request

DATA_LOCATIONS = ("PARLEY_BACKUPS", "PARLEY_RECORDINGS", "PARLEY_ARCHIVE")
"""Directories or buckets that `parley backup` and `parley doctor` need, too."""
STARTED_LATER = {
    "DATABASE_URL": "postgresql://later", "REDIS_URL": "redis://later", "LIVEKIT_URL": "ws://later",
}  # fmt: skip
"""Stand in for what is known once the engines run."""
LONGEST_SOCKET_PATH = 100
"""The kernel allows 107 bytes."""


def keys_of(layout: Layout, environ: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """Return LiveKit's key and secret: the operator's, else those generated at the first start."""
    if "LIVEKIT_URL" in environ:
        try:
            return environ["LIVEKIT_API_KEY"], environ["LIVEKIT_API_SECRET"]
        except KeyError as missing:
            raise OperatorError(
                f"LIVEKIT_URL is set but {missing.args[0]} is not", f"export {missing.args[0]}=…"
            ) from None
    made = {
        "livekit_api_key": f"API{secrets.token_hex(6)}",
        "livekit_api_secret": secrets.token_urlsafe(32),
    }
    found = kept_secrets(layout, made)
    return found["livekit_api_key"], found["livekit_api_secret"]


def kept_secrets(layout: Layout, made: Mapping[str, str]) -> dict[str, str]:
    """Return the stored secrets, after adding those of `made` that are missing."""
    kept = layout.data / "secrets.json"
    known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    if not made.keys() <= known.keys():
        write_private(kept, json.dumps({**made, **known}))
    return {**made, **known}


def whisper_socket(layout: Layout) -> str:
    """Return the whisper process's socket; empty if there is no Whisper model."""
    if all(find_whisper(language, layout.model_paths()) is None for language in ("en", ANY_OTHER_LANGUAGE)):
        return ""
    run = layout.data / "run"
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket = run / "whisper.sock"
    if len(os.fsencode(socket)) > LONGEST_SOCKET_PATH:
        socket = _short_directory(layout) / "whisper.sock"
    socket.unlink(missing_ok=True)
    return str(socket)


def _short_directory(layout: Layout) -> Path:
    """Return a private directory with a short path, derived from the data directory."""
    name = f"parley-{hashlib.sha256(bytes(layout.data)).hexdigest()[:12]}"
    directory = Path(tempfile.gettempdir()) / name
    directory.mkdir(mode=0o700, exist_ok=True)
    if directory.is_symlink() or directory.stat().st_uid != os.geteuid():
        raise OperatorError(f"{directory} belongs to another user", f"rm -r {directory}")
    return directory


def settings_for(
    layout: Layout, request: Request, ports: Ports, environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return the processes' variables, without the URLs of engines not yet started."""
    key, secret = keys_of(layout, environ)
    chosen = {
        "PARLEY_URL": request.origin(ports.web),
        "PARLEY_HOST": request.host,
        "PARLEY_PORT": str(ports.web),
        "PARLEY_NODE_IP": ",".join(request.node_ips or request.media_addresses),
        "PARLEY_UDP_PORT": str(ports.livekit_udp),
        "PARLEY_TCP_PORT": str(ports.livekit_tcp),
        "PARLEY_HOME": str(layout.home),
        "PARLEY_DATA": str(layout.data),
        "PARLEY_MODELS": os.pathsep.join(map(str, layout.model_paths(environ))),
        "PARLEY_WHISPER": whisper_socket(layout),
        "PARLEY_WEB_DIST": str(layout.root / "web" / "dist"),
        "LIVEKIT_API_KEY": key,
        "LIVEKIT_API_SECRET": secret,
        "AGENT_PORT": str(ports.agent),
        "MINUTES_PORT": str(ports.minutes),
        "JOBS_PORT": str(ports.jobs),
        "WHISPER_PORT": str(ports.whisper),
        "WAL_PORT": str(ports.wal),
    }
    given = ("DATABASE_URL", "REDIS_URL", "LIVEKIT_URL", "LIVEKIT_PUBLIC_URL", "OLLAMA_HOST")
    kept = {name: environ[name] for name in given if environ.get(name)}
    places = {name: _absolute(environ[name]) for name in DATA_LOCATIONS if environ.get(name)}
    return chosen | kept | places


def _absolute(told: str) -> str:
    """Make a path absolute: relative ones count from the operator's directory, not our processes'."""
    return told if "://" in told else str(Path(told).absolute())


def completed(settings: Mapping[str, str], environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the settings with all defaults filled in; raises OperatorError if the processes refuse them."""
    try:
        read = Settings.from_env({**environ, **settings})
    except SettingsError as fault:
        raise OperatorError(str(fault), "unset the variable, or correct it") from fault
    return {
        **settings,
        "LIVEKIT_PUBLIC_URL": read.livekit_public_url,
        "OLLAMA_HOST": read.ollama_host,
        "PARLEY_LLM": read.llm,
        "PARLEY_LLM_CONTEXT": str(read.llm_context),
        "PARLEY_LANGUAGE": read.language,
        "PARLEY_TIME_ZONE": read.time_zone,
        "PARLEY_BCRYPT_COST": str(read.bcrypt_cost),
        "PARLEY_DEPARTURE_S": str(read.departure_s),
    }


def livekit_plan(request: Request, ports: Ports, settings: Mapping[str, str]) -> Plan:
    """How our LiveKit is configured; its signalling is reached through the web process."""
    return Plan(
        host="127.0.0.1",
        port=ports.livekit,
        tcp_port=ports.livekit_tcp,
        udp_port=ports.livekit_udp,
        key=settings["LIVEKIT_API_KEY"],
        secret=settings["LIVEKIT_API_SECRET"],
        redis_url=settings["REDIS_URL"],
        webhook_url=f"http://{reach(request.host)}:{ports.web}/api/webhooks/livekit",
        addresses=request.media_addresses,
        node_ips=request.node_ips,
    )

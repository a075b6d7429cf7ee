"""The layers of the design, read off the imports; and the sizes of modules."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    path.relative_to(ROOT) for part in ("server", "agent") for path in (ROOT / part).rglob("*.py")
)
TESTS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py"))
MAX_LINES, MAX_LINES_OF_TABLES = 250, 350

PARTS = sorted(path.stem for path in (ROOT / "server").iterdir())
LEAVES = (
    "check_room_names",
    "durations",
    "files",
    "languages",
    "language_names",
    "process_lock",
    "sentence_ends",
    "time_zones",
)
"""Modules that import nothing of ours: anybody may know them."""
BELOW_THE_SETTINGS = (
    "places",
    "elsewhere",
    "origins",
    "secret",
    "smtp_server",
    "imap_server",
    "environment_reader",
    *LEAVES,
)
"""What `server.config` itself leans on: directories, how an origin is written, what is hidden."""

FORBIDDEN = {
    "server/": ("agent",),
    "server/meeting/": (
        "aiohttp",
        "livekit",
        "server.api",
        "server.pages",
        "server.app",
        "server.livekit_client",
        "server.jobs",
        "server.backup",
        "server.database",
        "server.object_store",
    ),
    "server/object_store/": (
        "aiohttp",
        "livekit",
        *(f"server.{name}" for name in PARTS if name not in ("object_store", "operator_error", *LEAVES)),
    ),
    "server/export/": ("aiohttp", "livekit", "server.api", "server.app", "server.livekit_client"),
    "server/jobs/": ("server.api", "server.pages", "server.app", "server.database", "livekit"),
    "server/backup/": (
        "server.jobs",
        "server.api",
        "server.pages",
        "server.app",
        "server.database",
        "aiohttp",
        "livekit",
    ),
    "server/database/": ("server.api", "server.pages", "server.app", "aiohttp", "livekit"),
    "server/pages/": ("server.api", "server.app", "server.livekit_client", "server.reconciler", "livekit"),
    "server/api/": ("server.app", "server.reconciler"),
    "server/livekit_client.py": ("server.meeting", "server.api", "server.pages"),
    "server/files.py": ("server", "agent"),
    "server/config.py": ("agent", *(f"server.{name}" for name in PARTS if name not in BELOW_THE_SETTINGS)),
    "server/errors.py": ("agent", *(f"server.{name}" for name in PARTS if name != "durations")),
    "migrations/": ("server", "agent"),
}
"""Who must not know whom: the path of a module to the packages it may not import."""
ONLY_LOWER_PARTS = (
    "server.meeting",
    "server.config",
    "server.elsewhere",
    "server.errors",
    "server.models",
    "server.damaged_models",
    "server.health_page",
    "server.logs",
    "server.metrics_page",
    "server.places",
    "server.object_store",
    "server.process_main",
    "server.recording_files",
    *(f"server.{name}" for name in LEAVES),
)
"""What the agent takes from the server."""
CLIENTS = {
    "livekit": (
        "server/livekit_client.py",
        "server/livekit_egress.py",
        "server/livekit_events.py",
        "server/livekit_seats.py",
        "server/livekit_signalling.py",
        "server/demo/",
    ),
    "obstore": ("server/object_store/",),
}
"""Which parts of the server use a foreign service's library."""


def text(path: Path) -> str:
    """What a module says."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """A module, parsed once."""
    return ast.parse(text(path))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module a file imports, wherever it does so; `from a import b` gives a and a.b."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def of(module: str, packages: tuple[str, ...]) -> bool:
    """Whether a module is one of the packages, or in one."""
    return any(module == package or module.startswith(package + ".") for package in packages)


def breaches(paths: Iterable[Path], packages: Callable[[str], tuple[str, ...]]) -> list[str]:
    """`module imports package` for each import of what `packages` forbids that module."""
    return [
        f"{path} imports {module}"
        for path in paths
        for module in imports(path)
        if of(module, packages(path.as_posix()))
    ]


def test_arrows_point_down() -> None:
    """No module imports what stands above it or beside it."""

    def above(name: str) -> tuple[str, ...]:
        return tuple(up for part, ups in FORBIDDEN.items() if name.startswith(part) for up in ups)

    assert breaches(MODULES, above) == []


def test_agent_takes_only_the_lower_parts() -> None:
    """The agent shares the books and the settings with the server, and nothing else."""
    agents = [path for path in MODULES if path.parts[0] == "agent"]
    taken = [(path, module) for path in agents for module in imports(path) if of(module, ("server",))]
    allowed = ("server", *ONLY_LOWER_PARTS)
    assert [each for each in taken if each[1] not in allowed and not of(each[1], ONLY_LOWER_PARTS)] == []


def test_nothing_knows_the_stack() -> None:
    """Only the command line brings engines up."""
    others = [path for path in MODULES if not path.as_posix().startswith(("server/stack/", "server/cli.py"))]
    assert breaches(others, lambda _: ("server.stack",)) == []


def test_each_service_has_one_client() -> None:
    """The library of a foreign service is imported by its client alone; the demo is a client of LiveKit."""

    def foreign(name: str) -> tuple[str, ...]:
        return tuple(library for library, clients in CLIENTS.items() if not name.startswith(clients))

    assert breaches([path for path in MODULES if path.parts[0] == "server"], foreign) == []


def test_module_fits_a_head() -> None:
    """A module longer than 250 lines is two; the tables are one."""
    lengths = {path: len(text(path).splitlines()) for path in MODULES}
    limits = {path: MAX_LINES_OF_TABLES if path.name == "tables.py" else MAX_LINES for path in MODULES}
    assert {str(path): length for path, length in lengths.items() if length > limits[path]} == {}


def test_nothing_is_mocked() -> None:
    """Fakes are honest: typed, and never unittest.mock."""
    assert breaches(MODULES + TESTS, lambda _: ("unittest.mock", "mock", "pytest_mock")) == []


def test_module_says_what_it_is_for() -> None:
    """The first thing in a module is a sentence on why it is there."""
    modules = [path for path in MODULES if path.name != "__init__.py" or text(path)]
    assert [str(path) for path in modules if not ast.get_docstring(tree(path))] == []


def test_no_import_cycles() -> None:
    """No module, and no package, imports itself by way of others; imports inside functions count as well."""
    paths = [*MODULES, *sorted(path.relative_to(ROOT) for path in (ROOT / "migrations").rglob("*.py"))]
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in paths}
    packages = {".".join(path.parts[:2]) for path in paths if len(path.parts) > 2}
    modules: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {name: set() for name in packages}
    for name, path in names.items():
        taken = set(imports(path)) & names.keys() - {name}
        # `from a import b` names a too, and takes nothing of it where b is a module
        modules[name] = {each for each in taken if not any(other.startswith(each + ".") for other in taken)}
        if (own := _part(name)) in packages:
            parts[own].update({_part(each) for each in modules[name]} & packages - {own})
    assert list(_leftover(modules)) == []
    assert list(_leftover(parts)) == []


def _part(module: str) -> str:
    """The package right below the top, with all that is in it."""
    return ".".join(module.split(".")[:2])


def _leftover(imported: dict[str, set[str]]) -> dict[str, set[str]]:
    """Take away, again and again, who imports nobody that is left or is imported by nobody: cycles remain."""
    while True:
        kept = {name: taken & imported.keys() for name, taken in imported.items()}
        wanted = {each for taken in kept.values() for each in taken}
        kept = {name: taken for name, taken in kept.items() if taken and name in wanted}
        if kept == imported:
            return kept
        imported = kept

"""The source files that a process reads: its entry module, and what is imported from there."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path


def sources_of(root: Path, entry: str) -> frozenset[Path]:
    """Return the modules below `root` that `entry` imports at any depth, inside functions too."""
    ours = {path.stem for path in root.iterdir()}
    found: set[Path] = set()
    names = [entry]
    while names:
        name = names.pop()
        path = _file_of(root, name) if name.partition(".")[0] in ours else None
        if path is not None and path not in found:
            found.add(path)
            names += _imports(path, path.stat().st_mtime_ns)
            names += name.rpartition(".")[:1]  # a package is imported before what is in it
    return frozenset(found)


def _file_of(root: Path, name: str) -> Path | None:
    base = root.joinpath(*name.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


@lru_cache(maxsize=4096)
def _imports(path: Path, _modified_ns: int) -> tuple[str, ...]:
    try:
        return tuple(_imported(ast.parse(path.read_text(encoding="utf-8"))))
    except (SyntaxError, ValueError):  # half written; the next change is read again
        return ()


def _imported(tree: ast.Module) -> Iterator[str]:
    """`from a import b` gives a and a.b, because b may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)

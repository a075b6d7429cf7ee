"""Paths of recordings' files: those that rows hold are relative to one directory and never leave it."""

from pathlib import Path


class Refused(Exception):  # noqa: N818  the name is what happened
    """The path is not that of a recording."""


def within(directory: Path, name: str | None) -> Path:
    """Resolve a row's path; raises Refused when it leaves the directory or follows a link."""
    root = directory.resolve()
    if not name or "\0" in name:
        raise Refused
    path = root / name
    if ".." in path.parts or not path.is_relative_to(root) or path == root:
        raise Refused
    if path.resolve() != path or (path.exists() and not path.is_file()):
        raise Refused
    return path

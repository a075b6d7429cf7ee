"""Go and Node from the Python package index, for machines that have none."""

import shutil
import sys
from pathlib import Path

from server.bootstrap import pip_install
from server.stack.layout import Layout

COMPLETE = "complete"
"""Written last: an interrupted fetch is begun anew."""


def fetched(layout: Layout, name: str) -> Path | None:
    """Where an earlier fetch put it."""
    target = layout.engines / name
    return target if (target / COMPLETE).exists() else None


def fetch(layout: Layout, name: str, what: str) -> Path:
    """Install `engines/<name>.lock` into a directory of its own, and give it."""
    target = layout.engines / name
    shutil.rmtree(target, ignore_errors=True)
    pip_install(Path(sys.executable), layout.root / "engines" / f"{name}.lock", what, f"--target={target}")
    (target / COMPLETE).touch()
    return target

"""Go and Node from Python packages, for machines without them."""

import shutil
import sys
from pathlib import Path

from server.bootstrap import pip_install
from server.stack.layout import Layout

COMPLETE = "complete"
"""A marker written last, so that an interrupted fetch starts over."""


def fetched(layout: Layout, name: str) -> Path | None:
    """Return the directory of an earlier fetch, or None."""
    target = layout.engines / name
    return target if (target / COMPLETE).exists() else None


def fetch(layout: Layout, name: str, what: str) -> Path:
    """Install `engines/<name>.lock` into its own directory and return it."""
    target = layout.engines / name
    shutil.rmtree(target, ignore_errors=True)
    pip_install(Path(sys.executable), layout.root / "engines" / f"{name}.lock", what, f"--target={target}")
    (target / COMPLETE).touch()
    return target

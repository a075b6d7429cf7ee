"""What pip and uv install: the command, and all that it builds from."""

import subprocess
import sys
import zipfile
from pathlib import Path

from server.places import ROOT

SHIPPED = "server/shipped/"
NOT_FOR_BUILDING = ("web/biome.json", "web/bench/")
"""What only who works on it needs."""


def said(*command: str) -> str:
    """Run in the source tree, and give what it says."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  fixed words
    return done.stdout


def test_the_package_holds_what_it_builds_from(tmp_path: Path) -> None:
    """Every file of the engines and the web client is in the wheel, and nothing that was built from them."""
    said(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    (wheel,) = tmp_path.glob("*.whl")
    inside = {name.removeprefix(SHIPPED) for name in zipfile.ZipFile(wheel).namelist() if SHIPPED in name}
    sources = said("git", "ls-files", "Procfile", "engines", "web").split()
    assert inside == {source for source in sources if not source.startswith(NOT_FOR_BUILDING)}

"""What the worker process itself holds."""

import subprocess
import sys

from server.places import ROOT

HELD = "import sys, agent.worker; print(*{'agent.model_preload', 'vosk'} & sys.modules.keys())"


def test_no_model_in_the_worker() -> None:
    """The models are loaded by the forkserver alone: half a gigabyte, and seconds of the worker's start."""
    found = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", HELD], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == []

"""The process that job processes are forked from: it loads their modules and models once."""

import multiprocessing
import os
from multiprocessing import forkserver

from server.places import ROOT

JOB_MODULES = ["agent.model_preload", "agent.transcription_job"]
FRAMEWORK_MODULES = ["livekit.agents.ipc._preload", "livekit.agents.ipc._preload_freeze"]
"""As LiveKit's worker would add them; the freeze must be last."""


def start_fork_server() -> None:
    """Start it before the worker is imported: both take seconds, now at the same time."""
    listed = os.environ.get("PYTHONPATH", "")  # it does not inherit `sys.path`
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), listed)))
    multiprocessing.get_context("forkserver").set_forkserver_preload([*JOB_MODULES, *FRAMEWORK_MODULES])
    forkserver.ensure_running()

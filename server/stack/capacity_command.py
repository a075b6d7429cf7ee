"""`parley capacity`: how many people who speak at once this machine transcribes, by engine."""

import json
import os
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from server.demo.tape import TAPES, read_tape
from server.demo.voices import RATE_HZ, speech, voice_of
from server.languages import code_of, name_of
from server.operator_error import OperatorError
from server.places import ROOT
from server.stack.capacity_options import DEFAULT_LIMIT_S
from server.stack.layout import Layout
from server.stack.speech_models import validated

TAPE = "standup"
SENTENCES = 4
VOICES_SPEAK = "en"


def capacity(layout: Layout, language: str | None, limit_s: float) -> int:
    """Measure and print the table; returns the exit code."""
    language = validated(language or os.environ.get("PARLEY_LANGUAGE") or "en")
    console = Console(highlight=False, soft_wrap=True)
    is_kept = code_of(language) == VOICES_SPEAK and limit_s == DEFAULT_LIMIT_S
    console.print("Measuring with simulated speakers; about a minute. Nothing else should run meanwhile.")
    with tempfile.TemporaryDirectory() as directory:
        _record(Path(directory), layout.home / "speech")
        found = _measured(layout, language, limit_s, directory, is_kept=is_kept)
    if not found:
        raise OperatorError("no speech model is installed", f"parley models add {language}")
    table = Table("engine", "model", "speakers at once", "finals, p95", box=None, pad_edge=False)
    for each in found:
        late = "-" if each["final_p95_ms"] is None else f"{each['final_p95_ms'] / 1000:.1f} s"
        count = f"{each['speakers']}{' or more' if each['is_more'] else ''}"
        table.add_row(each["engine"], each["model"], count, late)
    console.print(table)
    if not any(each["engine"] == "vosk" for each in found):
        console.print(f"Vosk has no model of {name_of(language)} here: parley models add {language}")
    if code_of(language) != VOICES_SPEAK:
        console.print("The simulated speakers speak English; a model of another language is slower on it.")
    if is_kept:
        console.print("From its next start, the agent takes new rooms while fewer speak at once.")
    else:
        console.print("Not kept for the agent: it counts on English at the default limit.")
    console.print(
        f"{os.cpu_count()} processors. So many people may speak at the same moment, in all rooms together,"
        f" with finals at most {limit_s:g} s after the words. Open microphones take time, even in silence."
    )
    return 0


def _record(directory: Path, store: Path) -> None:
    """Let the demo's voices say sentences of its tape."""
    lines = [cue.text or "" for cue in read_tape(TAPES / f"{TAPE}.jsonl").spoken()][:SENTENCES]
    for number, text in enumerate(lines):
        samples = np.asarray(speech(text, voice_of(number), store) * 32767, np.int16)
        with wave.open(str(directory / f"{number}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(samples.tobytes())


def _measured(
    layout: Layout, language: str, limit_s: float, directory: str, *, is_kept: bool
) -> list[dict[str, Any]]:
    """Run the engines in a process of their own, without its log."""
    arguments = [language, str(round(limit_s * 1000)), directory, *([str(layout.data)] if is_kept else [])]
    done = subprocess.run(
        [sys.executable, "-m", "agent.capacity", *arguments],
        env={**os.environ, "PARLEY_MODELS": os.pathsep.join(map(str, layout.model_paths()))},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise OperatorError("the measurement failed", "parley models try a recording, to see which model")
    found: list[dict[str, Any]] = json.loads((Path(directory) / "capacity.json").read_text())
    return found

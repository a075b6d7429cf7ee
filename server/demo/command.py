"""`parley demo`: find the running server and hold a meeting on it."""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

from server import places
from server.demo.demo_accounts import DemoAccounts
from server.demo.meeting import hold
from server.demo.tape import TAPES, read_tape
from server.demo.voice_mix import score
from server.errors import Invalid, NotFound, ParleyError

WAIT_S = 8.0
"""Time for the viewer to open the link before the first word."""


def demo(argv: list[str]) -> int:
    """Return the exit code; on 1, one line says what is missing."""
    given = _parser().parse_args(argv)
    try:
        url, data = _server(given.url)
        tape = read_tape(given.tape)
        parts = score(tape, places.home() / "speech")
        people = DemoAccounts(data / "demo.json")
        asyncio.run(hold(url, tape, parts, people, given.wait, _say))
    except ParleyError as error:
        sys.stderr.write(f"parley demo: {error.detail}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    tapes = ", ".join(sorted(file.stem for file in TAPES.glob("*.jsonl")))
    top = argparse.ArgumentParser(prog="parley demo", description="Hold a meeting by itself.")
    top.add_argument("--tape", type=Path, default=Path("standup"), help=f"a file, or one of {tapes}")
    top.add_argument("--url", help="of another server than the one `parley up` runs here")
    top.add_argument("--wait", type=float, default=WAIT_S, help="seconds before the first word")
    return top


def _server(url: str | None) -> tuple[str, Path]:
    """Return the running server's origin and data directory."""
    data = places.data()
    if url:
        if urlsplit(url).scheme not in ("http", "https"):
            raise Invalid(f"{url} is no address such as https://meet.example.org.")
        data.mkdir(parents=True, exist_ok=True)
        return url.rstrip("/"), data
    try:
        return str(json.loads((data / "stack.json").read_text("utf-8"))["url"]), data
    except FileNotFoundError as error:
        raise NotFound("No server is running here: start one with `parley up`.") from error


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

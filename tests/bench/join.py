"""Benchmark of waiting times: from the click on Join to being in the room, and from speech to caption.

    python -m tests.bench.join [--samples 12]

Starts its own Parley. The listener is a real browser; the speaker is a LiveKit client whose first sample is
sent at a known time of this machine's clock.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from playwright.async_api import async_playwright

from server.demo.demo_participant import DemoParticipant, joined, transcriber
from server.demo.voice_mix import VoiceTrack
from server.demo.voices import RATE_HZ
from server.places import ROOT
from tests.bench.percentiles import machine, percentiles
from tests.bench.sentences import SENTENCES
from tests.system.browser_window import BrowserWindow, window
from tests.system.running_stack import running
from tests.system.speaking_participants import account, line, new_room

LOUD = 0.02
"""Threshold of speech: 2 % of full scale."""
REST_S = 2.5
LATE_S = 15.0
SEEN = {
    "connected": '[data-testid="connection-state"][data-state="connected"]',
    "badge": '[data-testid="transcriber-badge"]:not([data-engine="none"])',
}
NOTE_TIMES = """
selectors => addEventListener('click', click => {
  const times = window.__times = {};
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(selectors))
      if (document.querySelector(selector)) times[name] ??= performance.now() - click.timeStamp;
  }).observe(document, { subtree: true, childList: true, attributes: true });
}, { capture: true, once: true })
"""
"""Notes in the page how many milliseconds after the next click each element of SEEN is there.

Waiting from outside would round up: Playwright looks again after up to half a second.
"""


@dataclass
class Waits:
    """Measurements in milliseconds."""

    connected: list[float] = field(default_factory=list)
    badge: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    final: list[float] = field(default_factory=list)
    missed: int = 0


async def join_once(view: BrowserWindow, slug: str, waits: Waits) -> None:
    """Join through the pre-join page; the time counts from the click."""
    await view.page.goto(f"{view.url}/r/{slug}")
    button = view.part("prejoin-join")
    await button.wait_for()
    await view.page.evaluate(NOTE_TIMES, SEEN)
    await button.click()
    for selector in SEEN.values():
        await view.page.locator(selector).wait_for(state="attached")
    times = await view.page.evaluate("window.__times")
    waits.connected.append(times["connected"])
    waits.badge.append(times["badge"])


def borders_s(part: VoiceTrack) -> tuple[float, float]:
    """Seconds at which the sound of a line begins and ends."""
    loud = np.flatnonzero(np.abs(part.samples) > LOUD)
    return float(loud[0] / RATE_HZ), float(loud[-1] / RATE_HZ)


async def speak_once(speaker: DemoParticipant, view: BrowserWindow, part: VoiceTrack, waits: Waits) -> None:
    """Say one line; measure when the captions first show some of it and when they are final."""
    known = {shown["segment"] for shown in await view.strip()}
    ahead_s = 0.3
    start_ms = (time.time() + ahead_s) * 1000
    begins_s, ends_s = borders_s(part)
    talking = asyncio.create_task(
        speaker.play(part, asyncio.get_running_loop().time() + ahead_s, len(part.samples) / RATE_HZ + REST_S)
    )

    def fresh(strip: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
        new = [shown for shown in strip if shown["segment"] not in known]
        return new if any(shown["final"] == "true" for shown in new) else None

    try:
        shown = await asyncio.wait_for(view.until(view.strip, fresh), LATE_S)
    except TimeoutError:
        waits.missed += 1
    else:
        waits.first.append(shown[0]["at"] - start_ms - begins_s * 1000)
        stands = next(one for one in shown if one["final"] == "true")
        waits.final.append(stands["at"] - start_ms - ends_s * 1000)
    await talking


async def measure(samples: int) -> Waits:
    """Start a Parley, join and speak `samples` times."""
    waits, store = Waits(), ROOT / ".parley" / "speech"
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parley-bench-")))
        up = await stack.enter_async_context(running(data))
        driver = await stack.enter_async_context(async_playwright())
        host = await stack.enter_async_context(account(up.url, "Alice Arden", data))
        slug = await new_room(host)
        speaker = await stack.enter_async_context(joined(host, slug, None, 0))
        await transcriber(speaker.room)
        view = await stack.enter_async_context(window(driver, up.url, None))
        await view.enter(slug, "Bob")
        for _ in range(samples):
            await join_once(view, slug, waits)
        for number in range(samples):
            part = line(SENTENCES[number % len(SENTENCES)], 0, store)
            await speak_once(speaker, view, part, waits)
    return waits


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--samples", type=int, default=12)
    waits = asyncio.run(measure(options.parse_args().samples))
    lines = [
        machine(),
        percentiles("click on Join -> connected", waits.connected),
        percentiles("click on Join -> transcriber shown", waits.badge),
        percentiles("mouth opens -> first caption", waits.first),
        percentiles("mouth closes -> words stand", waits.final),
        f"lines without a caption: {waits.missed}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

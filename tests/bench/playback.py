"""Benchmark of playback: what is heard after a click on a word, and what a long meeting's page costs.

    python -m tests.bench.playback [--minutes 10,240] [--clicks 20]

Starts a web process with its database in this process. A click's error is found by what is heard: the sound
that the browser plays is looked up in the recording as it was before it was encoded. A page is interactive
when the player is there and no task of the browser longer than 50 ms is left.
"""

# ruff: noqa: S311  random words, no secrets

import argparse
import asyncio
import gc
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
from playwright.async_api import Browser, Page, async_playwright

from server.stack.testing import browser
from tests.bench.heard_place import place_of
from tests.bench.percentiles import machine, percentiles
from tests.bench.playback_stage import Recorded, Stage, recorded, staged

LISTENED_S = 0.4
PATIENCE_MS = 10_000
LOADS = 5
TICK_S = 0.001
TAP = """() => {
  const sound = document.querySelector('[data-sound]'), context = new AudioContext({ sampleRate: 48000 });
  const tap = context.createScriptProcessor(1024, 1, 1);
  window.heard = [];
  tap.onaudioprocess = event => {
    const samples = event.inputBuffer.getChannelData(0);
    const from = window.heard.length > 0 ? 0 : samples.findIndex(each => each !== 0);
    if (from >= 0) window.heard.push(...samples.slice(from));
  };
  context.createMediaElementSource(sound).connect(tap).connect(context.destination);
  window.listen = async ([count, patience]) => {
    const until = performance.now() + patience;
    await context.resume();
    while (window.heard.length < count && performance.now() < until)
      await new Promise(done => setTimeout(done, 20));
    sound.pause();
    return window.heard.slice(0, count);
  };
}"""
POINT = """([segment, n]) => {
  const node = document.querySelector(`[data-segment="${segment}"]`).firstChild;
  const range = document.createRange();
  node.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
  const word = [...node.data.matchAll(/\\w+/g)][n];
  range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
  window.heard = [];
  return new Promise(done => {
    let last = '';
    const look = () => {
      const { x, y, width, height } = range.getBoundingClientRect();
      const still = `${x} ${y}` === last;
      last = `${x} ${y}`;
      if (still) done([x + width / 2, y + height / 2]); else requestAnimationFrame(look);
    };
    requestAnimationFrame(() => requestAnimationFrame(look));
  });
}"""
"""Where a word is to be clicked, once it stands still."""
WATCH = """
window.tasks = [];
new PerformanceObserver(list => {
  for (const task of list.getEntries()) window.tasks.push([task.startTime, task.duration]);
}).observe({ type: 'longtask', buffered: true });
const look = () => document.querySelector('[data-player]:not([hidden])')
  ? (window.playable = performance.now()) : requestAnimationFrame(look);
look();
"""
TIMES = """() => new Promise(done => setTimeout(() => {
  const [page] = performance.getEntriesByType('navigation');
  const ends = window.tasks.map(([start, duration]) => start + duration);
  done({
    answered: page.responseStart, whole: page.responseEnd,
    interactive: Math.max(window.playable, ...ends), longest: Math.max(0, ...window.tasks.map(([, d]) => d)),
    bytes: page.transferSize,
  });
}, 1500))"""
FETCH = """
import sys, urllib.request as r
print(flush=True)
sys.stdin.readline()
r.urlopen(r.Request(sys.argv[1], headers={'Cookie': sys.argv[2], 'Accept-Encoding': 'gzip'})).read()
"""
SCROLL = """() => new Promise(done => {
  const scroller = document.querySelector('[data-scroller]'), times = [];
  const step = now => {
    times.push(now);
    scroller.scrollTop += 400;
    if (times.length > 300) done(times); else requestAnimationFrame(step);
  };
  scroller.scrollTop = 0;
  requestAnimationFrame(step);
})"""


@dataclass
class Figures:
    """Milliseconds of one meeting."""

    clicks: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    interactive: list[float] = field(default_factory=list)
    longest: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    bytes: int = 0


@asynccontextmanager
async def page_of(chromium: Browser, stage: Stage) -> AsyncIterator[Page]:
    """Open a fresh window as Alice."""
    context = await chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=stage.settings.url)
    at = stage.settings.url.replace("http:", "https:")
    await context.add_cookies([{"name": "__Host-parley", "value": stage.token, "url": at, "secure": True}])
    page = await context.new_page()
    await page.add_init_script(WATCH)
    yield page
    await context.close()


async def measure_clicks(page: Page, made: Recorded, count: int, found: Figures) -> None:
    """Click words anywhere in the meeting and listen."""
    await page.evaluate(TAP)
    rng = Random(1)
    for _ in range(count):
        segment = rng.choice(made.segments)
        n = rng.randrange(len(segment.words))
        x, y = await page.evaluate(POINT, [str(segment.id), n])
        await page.mouse.click(x, y)
        wanted = round(48_000 * LISTENED_S)
        heard = await page.evaluate("wanted => window.listen(wanted)", [wanted, PATIENCE_MS])
        if len(heard) < wanted:
            raise TimeoutError(f"the click on word {n} of segment {segment.id} is not heard")
        wanted_ms = segment.words[n].start_ms
        at_ms = place_of(np.asarray(heard[::2], np.float32), made.sound, wanted_ms)
        found.clicks.append(abs(at_ms - wanted_ms))


async def measure_page(chromium: Browser, stage: Stage, made: Recorded, found: Figures) -> None:
    """Load the page afresh and scroll through its transcript."""
    for _ in range(LOADS):
        async with page_of(chromium, stage) as page:
            await page.goto(f"/m/{made.slug}")
            times: dict[str, Any] = await page.evaluate(TIMES)
            found.answered.append(times["whole"])
            found.interactive.append(times["interactive"])
            found.longest.append(times["longest"])
            found.bytes = times["bytes"]
            frames = await page.evaluate(SCROLL)
            found.frames += [after - before for before, after in pairwise(frames)]


async def measure_held(stage: Stage, made: Recorded, found: Figures) -> None:
    """Ask for the page from another process, and see how late this one's event loop wakes meanwhile."""
    cookie = f"__Host-parley={stage.token}"
    for _ in range(LOADS):
        late: list[float] = []
        url = f"{stage.settings.url}/m/{made.slug}"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", FETCH, url, cookie, stdin=PIPE, stdout=PIPE
        )
        assert process.stdout is not None
        await process.stdout.readline()  # it has started, which holds the loop, too
        watching = asyncio.create_task(_watch(late))
        await process.communicate(b"\n")
        watching.cancel()
        found.held.append(max(late))


async def _watch(late: list[float]) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(TICK_S)
        late.append((time.perf_counter() - before - TICK_S) * 1000)


async def measure(lengths_min: list[int], clicks: int) -> dict[int, Figures]:
    """Measure meetings of each length."""
    found: dict[int, Figures] = {}
    async with (
        staged() as stage,
        async_playwright() as driver,
        await driver.chromium.launch(executable_path=browser(), args=["--no-sandbox"]) as chromium,
    ):
        for length_min in lengths_min:
            made = await recorded(stage, f"bench-{length_min}", length_min)
            gc.freeze()  # as the web process does when it has started
            found[length_min] = figures = Figures()
            await measure_page(chromium, stage, made, figures)
            await measure_held(stage, made, figures)
            async with page_of(chromium, stage) as page:
                await page.goto(f"/m/{made.slug}")
                await measure_clicks(page, made, clicks, figures)
    return found


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", default="10,240")
    options.add_argument("--clicks", type=int, default=20)
    given = options.parse_args()
    lengths = [int(each) for each in given.minutes.split(",")]
    lines = [machine()]
    for length_min, figures in asyncio.run(measure(lengths, given.clicks)).items():
        lines += [
            f"{length_min} minutes, {figures.bytes / 1000:.0f} kB",
            percentiles("  heard beside the word", figures.clicks),
            percentiles("  page is there", figures.answered),
            percentiles("  page is interactive", figures.interactive),
            percentiles("  longest task of the browser", figures.longest),
            percentiles("  a frame while scrolling", figures.frames),
            percentiles("  event loop held", figures.held),
        ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

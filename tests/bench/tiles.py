"""Benchmark of many tiles: what a browser's frames, processor and memory are, by how many people send video.

    python -m tests.bench.tiles [--publishers 2,10,49] [--seconds 20] [--videos auto]

Starts its own Parley. Everybody but one real Chromium is a LiveKit client that sends 480 × 270 at 10 frames
a second in two qualities. All of it shares this machine, so the browser has less of it than it would have
alone; without a graphics card the browser also paints with the processor. `--videos` is the setting “Videos
at once”: auto, 49 (all on the page), 9, 4 or 0.
"""

import argparse
import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

import psutil
from playwright.async_api import Page, async_playwright

from tests.bench.percentiles import machine
from tests.bench.tile_publishers import publishing
from tests.system.browser_window import BrowserWindow, window
from tests.system.running_stack import running
from tests.system.speaking_participants import account, new_room

SIZE = {"width": 1440, "height": 900}
SETTLE_S = 12
"""After the last arrival: videos begin, and what is not shown is given up."""
SAMPLE_S = 1.0
FRAMES = """async seconds => {
  const times = [];
  const until = performance.now() + seconds * 1000;
  await new Promise(done => requestAnimationFrame(function step(now) {
    times.push(now);
    if (now < until) requestAnimationFrame(step); else done();
  }));
  return times;
}"""
DECODED = """() => [...document.querySelectorAll('video')].filter(each => each.srcObject !== null)
  .map(each => each.getVideoPlaybackQuality().totalVideoFrames)"""
CHOOSE = "videos => localStorage.setItem('parley.room', JSON.stringify({ videos }))"
TILES = "() => document.querySelectorAll('.lk-participant-tile').length"
PEOPLE = "count => document.querySelector('[data-testid=people-toggle]')?.textContent.includes(String(count))"


@dataclass
class Figures:
    """What was measured with one number of publishers."""

    tiles: int = 0
    intervals_ms: list[float] = field(default_factory=list)
    decoded_hz: list[float] = field(default_factory=list)
    """Of each tile with video."""
    browser: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    """Processor time as a share of one core: the browser's processes; publishers and servers."""
    memory_mib: float = 0


def _browser_processes() -> list[psutil.Process]:
    return [each for each in psutil.Process().children(recursive=True) if "chrom" in each.name()]


def _seconds(processes: list[psutil.Process]) -> float:
    total = 0.0
    for each in processes:
        try:
            spent = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    return total


async def _processor(found: Figures, seconds: float) -> None:
    """Sample the processor time of the browser and of all else that the bench started."""
    browser = _browser_processes()
    me = psutil.Process()
    others = [each for each in (me, *me.children(recursive=True)) if each not in browser]
    clock = asyncio.get_running_loop().time
    readings = [(clock(), _seconds(browser), _seconds(others))]
    while readings[-1][0] - readings[0][0] < seconds:
        await asyncio.sleep(SAMPLE_S)
        readings.append((clock(), _seconds(browser), _seconds(others)))
    for (begun, one, other), (ended, one_later, other_later) in pairwise(readings):
        found.browser.append((one_later - one) / (ended - begun))
        found.others.append((other_later - other) / (ended - begun))
    found.memory_mib = sum(each.memory_full_info().pss for each in browser) / 2**20


async def measure_page(page: Page, seconds: float) -> Figures:
    """Measure for so long; the page shows everybody already."""
    found = Figures(tiles=await page.evaluate(TILES))
    before = await page.evaluate(DECODED)
    times, _ = await asyncio.gather(page.evaluate(FRAMES, seconds), _processor(found, seconds))
    after = await page.evaluate(DECODED)
    found.intervals_ms = [later - earlier for earlier, later in pairwise(times)]
    elapsed = (times[-1] - times[0]) / 1000
    found.decoded_hz = [(later - earlier) / elapsed for earlier, later in zip(before, after, strict=False)]
    return found


async def measure(counts: list[int], seconds: float, videos: str) -> dict[int, Figures]:
    """Start a Parley, and measure with each number of publishers, from few to many."""
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parley-bench-")))
        up = await stack.enter_async_context(running(data))
        driver = await stack.enter_async_context(async_playwright())
        host = await stack.enter_async_context(account(up.url, "Alice Arden", data))
        slug = await new_room(host)
        view: BrowserWindow = await stack.enter_async_context(window(driver, up.url, None))
        await view.page.set_viewport_size({"width": SIZE["width"], "height": SIZE["height"]})
        publishers = await stack.enter_async_context(publishing(up.url, slug))
        await view.page.goto(up.url)
        await view.page.evaluate(CHOOSE, videos)
        await view.enter(slug, "Bob")
        found = {}
        for number in sorted(counts):
            await publishers.grow(number)
            await view.page.wait_for_function(PEOPLE, arg=number + 1)
            await asyncio.sleep(SETTLE_S)
            found[number] = await measure_page(view.page, seconds)
        return found


def _percentiles(samples: list[float], form: str, scale: float = 1) -> str:
    if len(samples) < 2:
        return "too few"
    cuts = quantiles([each * scale for each in samples], n=20, method="inclusive")
    return f"p50 {cuts[9]:{form}}  p95 {cuts[18]:{form}}"


def lines_of(number: int, found: Figures) -> list[str]:
    """Format the figures of one number of publishers."""
    playing = [each for each in found.decoded_hz if each > 0]
    slow = quantiles(playing, n=20, method="inclusive")[0] if len(playing) > 1 else 0.0
    return [
        f"{number} publishers: {found.tiles} tiles, {len(playing)} with video",
        f"  between two frames of the page, ms    {_percentiles(found.intervals_ms, '5.1f')}",
        f"  decoded frames/s of a tile            {_percentiles(playing, '5.1f')}  p5 {slow:.1f}",
        f"  browser, % of one core                {_percentiles(found.browser, '5.0f', 100)}",
        f"  publishers and servers, % of one core {_percentiles(found.others, '5.0f', 100)}",
        f"  memory of the browser, MiB            {found.memory_mib:5.0f}",
    ]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--publishers", default="2,10,49")
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--videos", default="auto")
    given = options.parse_args()
    counts = [int(each) for each in given.publishers.split(",")]
    found = asyncio.run(measure(counts, given.seconds, given.videos))
    lines = [
        machine(),
        f"videos at once: {given.videos}",
        *(line for number, each in found.items() for line in lines_of(number, each)),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

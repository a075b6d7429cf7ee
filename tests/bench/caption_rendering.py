"""Benchmark of what a caption costs in the browser, in a meeting of four hours and eight speakers.

    python -m tests.bench.caption_rendering [--segments 4000] [--hours 4] [--captions 300]

Builds the room with a long transcript and without a server (web/bench) and feeds it with captions of eight
people who speak at once. Script is the time in JavaScript, rendering that of styles and layout, both as
Chromium counts them, from the caption's arrival until it is on screen.
"""

import argparse
import asyncio
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from playwright.async_api import CDPSession, Error, Page, Route, async_playwright

from server.places import ROOT
from server.stack.layout import Layout
from server.stack.testing import browser
from server.stack.web_client import need_node, npm
from tests.bench.percentiles import machine

ORIGIN = "http://localhost"
"""Every request to it is answered from the built files: nothing listens there."""
SPEAKERS = 8
UPDATES = 12
"""Captions of one segment: interims, then the final."""
VIEWS = {
    "strip alone": (),
    "strip and transcript panel": ("transcript-toggle",),
    "captions only": ("transcript-toggle", "captions-only-toggle"),
}
"""Clicks that lead from one view to the next."""
KINDS = ("interim", "new segment", "final")


@dataclass
class Costs:
    """Milliseconds of one kind of caption in one view."""

    script: list[float] = field(default_factory=list)
    rendering: list[float] = field(default_factory=list)


async def build(into: Path) -> None:
    """Build the bench's page."""
    layout = Layout.of()
    command, env = npm(layout, need_node(layout))
    argv = [*command, "run", "--silent", "bench", "--", "--outDir", str(into)]
    process = await asyncio.create_subprocess_exec(*argv, cwd=ROOT / "web", env=env)
    if await process.wait():
        raise SystemExit("the bench's page could not be built")


async def serve(page: Page, built: Path) -> None:
    """Answer the page's requests from the built files."""

    async def answer(route: Route) -> None:
        await route.fulfill(path=built / route.request.url.removeprefix(f"{ORIGIN}/"))

    await page.route(f"{ORIGIN}/**", answer)


async def clocks(chromium: CDPSession) -> tuple[float, float]:
    """Milliseconds spent so far in script, and in styles and layout."""
    metrics = (await chromium.send("Performance.getMetrics"))["metrics"]
    spent = {one["name"]: one["value"] * 1000 for one in metrics}
    return spent["ScriptDuration"], spent["LayoutDuration"] + spent["RecalcStyleDuration"]


async def measure_view(
    page: Page, chromium: CDPSession, first: int, captions: int, segments: int, hours: float
) -> dict[str, Costs]:
    """Feed captions, one after another; `first` is the number of the first new round of segments."""
    costs = {kind: Costs() for kind in KINDS}
    for n in range(captions):
        turn, speaker = divmod(n, SPEAKERS)
        number, update = divmod(turn, UPDATES)
        number += first
        is_final = update == UPDATES - 1
        seq = segments + number * SPEAKERS + speaker
        before = await clocks(chromium)
        await page.evaluate(
            """async ([number, seq, speaker, words, isFinal, hours]) => {
              window.bench.caption(number, seq, speaker, words, isFinal, hours);
              await window.bench.shown();
            }""",
            [number, seq, speaker, 2 + update, is_final, hours],
        )
        after = await clocks(chromium)
        cost = costs["final" if is_final else "new segment" if update == 0 else "interim"]
        cost.script.append(after[0] - before[0])
        cost.rendering.append(after[1] - before[1])
    return costs


async def measure(captions: int, segments: int, hours: float) -> dict[str, dict[str, Costs]]:
    """Measure every view."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as built:
        await build(Path(built))
        async with (
            async_playwright() as driver,
            await driver.chromium.launch(executable_path=browser(), args=["--no-sandbox"]) as chromium,
        ):
            page = await chromium.new_page(viewport={"width": 1440, "height": 900})
            faults = list[Error]()
            page.on("pageerror", lambda error: faults.append(error))
            await serve(page, Path(built))
            await page.goto(f"{ORIGIN}/captions.html")
            await page.get_by_test_id("caption-strip").wait_for()
            metrics = await page.context.new_cdp_session(page)
            await metrics.send("Performance.enable")
            await page.evaluate("args => window.bench.history(...args)", [segments, hours])
            found = {}
            for place, (view, clicks) in enumerate(VIEWS.items()):
                for test_id in clicks:
                    await page.get_by_test_id(test_id).click()
                await page.evaluate("window.bench.shown()")
                rounds = captions // (SPEAKERS * UPDATES) + 1
                found[view] = await measure_view(page, metrics, place * rounds, captions, segments, hours)
            if faults:
                raise faults[0]
            return found


def figures(samples_ms: list[float]) -> str:
    """Format p50 and p95."""
    if len(samples_ms) < 2:
        return "too few"
    cuts = quantiles(samples_ms, n=20, method="inclusive")
    return f"{cuts[9]:6.2f} / {cuts[18]:6.2f} ms"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--segments", type=int, default=4000)
    options.add_argument("--hours", type=float, default=4.0)
    options.add_argument("--captions", type=int, default=300)
    given = options.parse_args()
    found = asyncio.run(measure(given.captions, given.segments, given.hours))
    lines = [machine(), f"{'':<42} {'script p50 / p95':<22} styles and layout p50 / p95"]
    for view, costs in found.items():
        for kind, cost in costs.items():
            name = f"{view}: {kind} ({len(cost.script)})"
            lines.append(f"{name:<42} {figures(cost.script):<22} {figures(cost.rendering)}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

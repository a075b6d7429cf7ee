"""The waveform of a recording in a real browser: whose voice it shows."""

from playwright.async_api import Page

from tests.integration.pages.test_browser import chromium, window
from tests.integration.pages.test_player import clips, heard, page, settings, until

__all__ = ["chromium", "clips", "heard", "page", "settings", "window"]
DRAWN = """() => {
  const wave = document.querySelector('[data-wave]'), styles = getComputedStyle(document.documentElement);
  const colors = [1, 2, 3].map(n => styles.getPropertyValue(`--pl-speaker-${n}`).match(/[0-9a-f]{2}/g));
  const { data } = wave.getContext('2d').getImageData(0, 0, wave.width, wave.height);
  const pixels = Array.from({ length: data.length / 4 }, (_, n) => data.slice(4 * n, 4 * n + 4));
  const isNear = (hex, level) => Math.abs(parseInt(hex, 16) - level) < 6;
  const isOf = (pixel, color) => pixel[3] > 50 && color.every((hex, n) => isNear(hex, pixel[n]));
  return colors.map(color => pixels.filter(pixel => isOf(pixel, color)).length);
}"""
"""Pixels in each speaker's colour."""


async def test_chosen_speakers(page: Page) -> None:
    """It shows those who are heard, and nobody else."""
    await until(page, f"({DRAWN})().every(count => count > 0)")
    await page.get_by_role("button", name="Speed and options").click()
    await page.get_by_role("checkbox", name="Bob").uncheck()
    await until(page, f"({DRAWN})()[1] === 0")
    await page.get_by_role("checkbox", name="Gus").uncheck()
    assert [count > 0 for count in await page.evaluate(DRAWN)] == [True, False, False]

"""`parley capacity` measures real engines."""

from pathlib import Path

from agent.capacity import vosk_engine, whisper_engine
from agent.simulated_speakers import late_ms
from tests.integration.agent.conftest import Speak
from tests.integration.agent.test_captions import BUDGET

SECONDS = 12.0
"""For an utterance of three seconds, its pause, and its final, on a busy machine."""


async def test_whisper(models: tuple[Path, ...], speak: Speak) -> None:
    """One speaker's finals come after the words."""
    async with whisper_engine(models, "en") as engine:
        latency_ms = await late_ms(engine, 1, [speak(BUDGET, 0)], SECONDS)
    assert latency_ms is not None
    assert 400 < latency_ms < 1000 * SECONDS


async def test_vosk(korean: Path, speak: Speak) -> None:
    """Two speakers of a language that the model does not know are measured all the same."""
    async with vosk_engine(korean) as engine:
        latency_ms = await late_ms(engine, 2, [speak(BUDGET, 0), speak(BUDGET, 1)], SECONDS)
    assert latency_ms is not None
    assert 400 < latency_ms < 1000 * SECONDS

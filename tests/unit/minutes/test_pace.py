"""Time limits follow from what was measured."""

import pytest

from agent.minutes.llm.language_model import Usage
from agent.minutes.llm.pace import Pace

HOUR_S = 3600.0


def test_unmeasured() -> None:
    """Before the first answer a slow machine is assumed: a prompt of 2,000 tokens may take many minutes."""
    assert Pace().limits(2000, 700, HOUR_S).first_s > 600


def test_measured() -> None:
    """A fast model is given up sooner than a slow one, and a slow one not at all while it goes on."""
    fast, slow = Pace(), Pace()
    fast.learn(Usage(2000, 500, 1.0, 5.0))
    slow.learn(Usage(2000, 500, 200.0, 500.0))
    assert fast.limits(2000, 700, HOUR_S).first_s < slow.limits(2000, 700, HOUR_S).first_s
    assert slow.expected_s(2000, 500) == pytest.approx(700)
    assert slow.limits(2000, 500, HOUR_S).stall_s >= 30


def test_cached_prompt() -> None:
    """A prompt that came from the server's cache says nothing of the speed."""
    pace = Pace()
    pace.learn(Usage(2000, 500, 100.0, 50.0))
    pace.learn(Usage(3, 500, 0.001, 50.0))
    assert pace.read_per_s == pytest.approx(20)


def test_cache_of_ollama() -> None:
    """What a prompt has in common with the one before was served by the cache, though it is counted."""
    pace = Pace()
    assert pace.learn(Usage(1000, 50, 50.0, 5.0), "i" * 600 + "a" * 400) == 1000
    assert pace.learn(Usage(1000, 50, 20.0, 5.0), "i" * 600 + "b" * 400) == 400
    assert pace.read_per_s == pytest.approx(20)


def test_evicted() -> None:
    """A prompt whose reading took as long as all of it takes was not in the cache any more."""
    pace = Pace()
    pace.learn(Usage(1000, 50, 50.0, 5.0), "i" * 1000)
    assert pace.learn(Usage(1000, 50, 50.0, 5.0), "i" * 960 + "b" * 40) == 1000


def test_server_that_tells_its_cache() -> None:
    """What the server says itself is believed."""
    assert Pace().learn(Usage(1000, 50, 1.0, 5.0, cached=900), "whatever") == 100


def test_latest_counts_most() -> None:
    """A machine that became slow is known to be slow after a few answers."""
    pace = Pace()
    for seconds in (5.0, 50.0, 50.0, 50.0):
        pace.learn(Usage(1000, 100, 1.0, seconds))
    assert pace.written_per_s < 3


def test_time_that_is_left() -> None:
    """No limit goes beyond the time there is."""
    limits = Pace().limits(2000, 700, 12.0)
    assert max(limits.first_s, limits.stall_s, limits.total_s) == 12.0


def test_server_that_says_nothing() -> None:
    """A server without counts changes nothing."""
    pace = Pace()
    pace.learn(Usage())
    assert pace == Pace()

"""What of a speaker's hearings is shown, and when."""

import asyncio

from agent.interim_throttle import InterimThrottle
from agent.recognizer import FinalHypothesis, InterimHypothesis

GAP_S = 0.05


def interim(text: str) -> InterimHypothesis:
    """Say something so far."""
    return InterimHypothesis(text, 0, 100)


def final(text: str) -> FinalHypothesis:
    """Say something for good."""
    return FinalHypothesis(text, 0, 100)


async def test_first_at_once() -> None:
    """The first interim does not wait."""
    pace = InterimThrottle(interval_s=3600)
    pace.put(interim("we"))
    assert await asyncio.wait_for(pace.next(), 1) == interim("we")


async def test_newest_only() -> None:
    """Of interims that come within the gap only the newest is shown, after it."""
    pace, loop = InterimThrottle(GAP_S), asyncio.get_running_loop()
    pace.put(interim("we"))
    await pace.next()
    begun = loop.time()
    pace.put(interim("we have"))
    pace.put(interim("we have spent"))
    assert await pace.next() == interim("we have spent")
    assert loop.time() - begun >= GAP_S * 0.9


async def test_final_at_once() -> None:
    """A final does not wait for the gap, and takes the place of an interim that does."""
    pace = InterimThrottle(interval_s=3600)
    pace.put(interim("we"))
    await pace.next()
    pace.put(interim("we have"))
    pace.put(final("We have."))
    assert await asyncio.wait_for(pace.next(), 1) == final("We have.")


async def test_all_finals() -> None:
    """Finals that wait are all shown, in order."""
    pace = InterimThrottle()
    pace.put(final("One."))
    pace.put(final("Two."))
    assert [await pace.next(), await pace.next()] == [final("One."), final("Two.")]


async def test_unchanged() -> None:
    """An interim with the words that are shown already is not shown again."""
    pace = InterimThrottle(interval_s=0)
    pace.put(interim("we"))
    await pace.next()
    pace.put(interim("we"))
    pace.put(final("We."))
    assert await pace.next() == final("We.")


async def test_same_words_again() -> None:
    """After a final the same words are news."""
    pace = InterimThrottle(interval_s=0)
    for hypothesis in (interim("yes"), final("yes"), interim("yes")):
        pace.put(hypothesis)
        assert await pace.next() == hypothesis


async def test_end() -> None:
    """A closed pace gives what it still holds, then None."""
    pace = InterimThrottle()
    pace.put(final("One."))
    pace.close()
    assert [await pace.next(), await pace.next()] == [final("One."), None]


async def test_end_while_waiting() -> None:
    """Who waits is told of the end."""
    pace = InterimThrottle()
    waiting = asyncio.create_task(pace.next())
    await asyncio.sleep(0)
    pace.close()
    assert await asyncio.wait_for(waiting, 1) is None

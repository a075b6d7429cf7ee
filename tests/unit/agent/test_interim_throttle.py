"""Which of a speaker's hypotheses pass, and when."""

import asyncio

from agent.interim_throttle import InterimThrottle
from agent.recognizer import FinalHypothesis, InterimHypothesis
from tests.unit.agent.job_figures import Figures

GAP_S = 0.05


def interim(text: str) -> InterimHypothesis:
    return InterimHypothesis(text, 0, 100)


def final(text: str) -> FinalHypothesis:
    return FinalHypothesis(text, 0, 100)


async def test_first_at_once() -> None:
    """The first interim does not wait."""
    throttle = InterimThrottle(lambda: 3600.0)
    throttle.put(interim("we"))
    assert await asyncio.wait_for(throttle.next(), 1) == interim("we")


async def test_newest_only() -> None:
    """Of the interims within an interval only the newest passes, at its end."""
    throttle, loop = InterimThrottle(lambda: GAP_S), asyncio.get_running_loop()
    throttle.put(interim("we"))
    await throttle.next()
    begun = loop.time()
    throttle.put(interim("we have"))
    throttle.put(interim("we have spent"))
    assert await throttle.next() == interim("we have spent")
    assert loop.time() - begun >= GAP_S * 0.9


async def test_final_at_once() -> None:
    """A final does not wait for the interval, and replaces an interim that does."""
    throttle = InterimThrottle(lambda: 3600.0)
    throttle.put(interim("we"))
    await throttle.next()
    throttle.put(interim("we have"))
    throttle.put(final("We have."))
    assert await asyncio.wait_for(throttle.next(), 1) == final("We have.")


async def test_all_finals() -> None:
    """All queued finals pass, in order."""
    throttle = InterimThrottle()
    throttle.put(final("One."))
    throttle.put(final("Two."))
    assert [await throttle.next(), await throttle.next()] == [final("One."), final("Two.")]


async def test_unchanged() -> None:
    """An interim with the text last shown is skipped."""
    throttle = InterimThrottle(lambda: 0.0)
    throttle.put(interim("we"))
    await throttle.next()
    throttle.put(interim("we"))
    throttle.put(final("We."))
    assert await throttle.next() == final("We.")


async def test_same_words_again() -> None:
    """After a final the same text passes again."""
    throttle = InterimThrottle(lambda: 0.0)
    for hypothesis in (interim("yes"), final("yes"), interim("yes")):
        throttle.put(hypothesis)
        assert await throttle.next() == hypothesis


async def test_end() -> None:
    """A closed throttle returns what is queued, then None."""
    throttle = InterimThrottle()
    throttle.put(final("One."))
    throttle.close()
    assert [await throttle.next(), await throttle.next()] == [final("One."), None]


async def test_end_while_waiting() -> None:
    """Closing ends a pending wait."""
    throttle = InterimThrottle()
    waiting = asyncio.create_task(throttle.next())
    await asyncio.sleep(0)
    throttle.close()
    assert await asyncio.wait_for(waiting, 1) is None


async def test_no_interims() -> None:
    """While interims are shed only finals pass, and what was not shown is counted; then they come back."""
    intervals: list[float | None] = [None]
    throttle, dropped = InterimThrottle(lambda: intervals[-1]), Figures({"reason": "overload"})
    for hypothesis in (interim("we"), interim("we have"), final("We have.")):
        throttle.put(hypothesis)
    assert await throttle.next() == final("We have.")
    assert dropped.added("parley_caption_interims_dropped_total") == 2
    intervals.append(0.0)
    throttle.put(interim("again"))
    assert await throttle.next() == interim("again")

"""Looking for tasks takes bounded work, however many promises one line has."""

import sys
from types import FrameType

from agent.minutes import task_frames
from agent.minutes.commitments import commitments_of
from tests.unit.minutes.made_up_speech import said

PROMISE = "I'll send the report and then order the chairs, "


def searches(promises: int) -> int:
    """How often the task frames' functions are called for a line of so many promises."""
    spoken = said(f"Ann: {PROMISE * promises}", "Bob: Fine.")
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code.co_filename == task_frames.__file__

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        commitments_of(spoken)
    finally:
        sys.setprofile(before)
    return calls


def test_work_grows_with_the_promises() -> None:
    """Twice the promises take about twice the work, not the square of it."""
    assert searches(16) < 3 * searches(8)

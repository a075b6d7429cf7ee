"""Versions compared: what is new, what is gone, and which words changed."""

import pytest

from server.meeting.minutes_comparison import Run, compared, word_runs
from server.meeting.minutes_edit_merging import Element

ROOF: Element = {"text": "The roof leaks in two places.", "evidence": ["a"]}
RAIN: Element = {"text": "Rain is expected on Friday.", "evidence": ["b"]}


def ops(old: list[Element], new: list[Element]) -> list[tuple[str, str]]:
    """What became of each key point."""
    (section,) = compared({"key_points": old}, {"key_points": new})
    return [(each.op, "".join(run.text for run in each.runs)) for each in section.elements]


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("the same", "the same", [Run("same", "the same")]),
        (
            "from 20 to 10",
            "from 20 to 15",
            [Run("same", "from 20 to "), Run("removed", "10"), Run("added", "15")],
        ),
        (
            "会議は月曜日",
            "会議は火曜日",
            [Run("same", "会議は"), Run("removed", "月"), Run("added", "火"), Run("same", "曜日")],
        ),
        ("", "new", [Run("added", "new")]),
    ],
    ids=["same", "number", "japanese", "new"],
)
def test_words(before: str, after: str, runs: list[Run]) -> None:
    """Words that changed are told, in scripts without spaces letter by letter."""
    assert word_runs(before, after) == runs


def test_elements() -> None:
    """An element in other words is the same; others are new or gone, and gone ones stand where they were."""
    changed: Element = {"text": "The roof leaks in three places.", "evidence": ["a"]}
    new: Element = {"text": "Lunch was good.", "evidence": ["c"]}
    assert [op for op, _ in ops([ROOF, RAIN], [changed, new])] == ["changed", "added", "removed"]
    assert [op for op, _ in ops([RAIN, ROOF], [ROOF])] == ["removed", "same"]


def test_sections_of_one_kind_of_meeting() -> None:
    """What only one kind of meeting has, or somebody's template, is compared under its label or heading."""
    done: Element = {"kind": "progress", "label": "done", "text": "The form is built.", "evidence": ["a"]}
    risk: Element = {
        "kind": "custom",
        "label": "point",
        "group": "Risks",
        "text": "It rains.",
        "evidence": [],
    }
    (section,) = compared({"special": [done]}, {"special": [done, risk]})
    assert [(each.op, "".join(run.text for run in each.runs)) for each in section.elements] == [
        ("same", "Done: The form is built."),
        ("added", "Risks: It rains."),
    ]


def test_sections() -> None:
    """A summary is compared as a whole, tasks with owner and date, and empty sections are left out."""
    found = compared(
        {
            "executive_summary": "They met.",
            "actions": [{"text": "Buy cake", "assignee": "Bob", "evidence": []}],
        },
        {"executive_summary": "They met twice.", "actions": []},
    )
    assert [(each.section, each.is_changed) for each in found] == [("summary", True), ("actions", True)]
    assert found[1].elements[0].runs == (Run("removed", "Buy cake – Bob"),)

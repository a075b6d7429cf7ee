"""The second lock alone: `-p tests.second_lock` opens the application's door to everybody.

What is refused then, the database refuses. Tests marked `first_lock` are about the words of the first, and
are left out.
"""

import pytest

from server.meeting import access


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only the first lock says."""
    left_out = [item for item in items if item.get_closest_marker("first_lock")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody know of every room, and do anything there."""
    monkeypatch.setattr(access, "_may_know", lambda *_: True)
    monkeypatch.setattr(access, "_may", lambda *_: True)

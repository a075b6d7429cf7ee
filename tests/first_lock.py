"""The first lock, counted: `-p tests.first_lock --let-in FILE` names the tests in which it stood open.

A test counts as let in if it passed, no door gave another answer than an open one would, and no statement was
run from which the second lock's tests take a condition. With the doors open it would do the same again.
"""

import inspect
from collections.abc import Awaitable, Callable, Generator
from types import ModuleType
from typing import Any, cast

import pytest

from tests.let_in import LetIn
from tests.let_in import pytest_addoption as pytest_addoption
from tests.second_lock import DOORS, FILTERS, Door

OPEN = ("first_lock", "open")
"""A property of a test's last report; xdist carries it from its workers."""


class FirstLock:
    """Watches the doors and the lists, and keeps in which tests they let everybody in."""

    def __init__(self, let_in: LetIn) -> None:
        self.let_in = let_in
        self.has_decided = False
        self.open: set[str] = set()
        self.not_passed: set[str] = set()

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Put a watch on every door and every list."""
        for door in DOORS:
            patch.setattr(door.holder, door.name, self._watched(door))
        for module in {each.module for each in FILTERS}:
            patch.setattr(module, "fetch", self._watched_fetch(module))

    def _watched(self, door: Door) -> Callable[..., object]:
        asked = getattr(door.holder, door.name)
        if inspect.iscoroutinefunction(asked):
            return self._watched_later(asked, cast(Callable[..., Awaitable[object]], door.opened))

        def answer(*given: object) -> object:
            before, self.has_decided = self.has_decided, True  # also if it raises
            found: object = asked(*given)
            self.has_decided = before or found != door.opened(*given)
            return found

        return answer

    def _watched_later(
        self, asked: Callable[..., Awaitable[object]], opened: Callable[..., Awaitable[object]]
    ) -> Callable[..., Awaitable[object]]:
        async def answer(*given: object) -> object:
            try:
                found = await asked(*given)
            except BaseException:
                self.has_decided = True
                raise
            self.has_decided |= found != await opened(*given)
            return found

        return answer

    def _watched_fetch(self, module: ModuleType) -> Callable[..., Awaitable[list[Any]]]:
        fetch: Callable[..., Awaitable[list[Any]]] = vars(module)["fetch"]

        async def found(sql: str, *given: object) -> list[Any]:
            self.has_decided |= any(each.module is module and sql == each.statement for each in FILTERS)
            return await fetch(sql, *given)

        return found

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        """Begin each test anew."""
        self.has_decided = False
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Say at a test's end that the first lock decided nothing in it."""
        report = yield
        if call.when == "teardown" and not self.has_decided:
            report.user_properties = [*report.user_properties, OPEN]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a worker, or this process, says of a test."""
        if not report.passed:
            self.not_passed.add(report.nodeid)
        if OPEN in map(tuple, report.user_properties):
            self.open.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write them down; the workers' are told by who started them."""
        if not hasattr(session.config, "workerinput"):
            self.let_in.write(self.open - self.not_passed)


def pytest_configure(config: pytest.Config) -> None:
    """Count from here on; what an earlier run counted is gone."""
    let_in, patch = LetIn.of(config), pytest.MonkeyPatch()
    if not hasattr(config, "workerinput"):
        let_in.forget()
    first_lock = FirstLock(let_in)
    first_lock.watch(patch)
    config.pluginmanager.register(first_lock)
    config.add_cleanup(patch.undo)

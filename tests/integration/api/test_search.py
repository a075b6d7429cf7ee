"""Search and action items through the API: paging, and invalid input."""

import pytest

from tests.integration.api.browser import Browser

NO_SEARCH = [
    "", "q=", "q=%20", "q=a%00b", f"q={'a' * 5_000}", "q=a&limit=0", "q=a&limit=51",
    "q=a&after=x", "q=a&after=1_2", "q=a&more=1",
]  # fmt: skip


@pytest.mark.parametrize("query", NO_SEARCH)
async def test_invalid_query(alices: Browser, query: str) -> None:
    """Invalid values are refused by field."""
    assert (await alices.get(f"/api/search?{query}")).status == 422


@pytest.mark.parametrize("path", ["/api/search?q=a", "/api/action-items"])
async def test_search_requires_an_account(nobody: Browser, path: str) -> None:
    """Searching requires an account."""
    assert (await nobody.get(path)).status == 401


async def test_no_results(alices: Browser) -> None:
    """Without meetings the result is empty and has no next page."""
    answer = await alices.get("/api/search?q=budget")
    assert (answer.status, answer.json) == (200, {"results": [], "next": None})


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "after=x", "after=2026-13-01_x", "after=_", "more=1"]
)
async def test_invalid_cursor(alices: Browser, query: str) -> None:
    """Invalid values are refused by field."""
    assert (await alices.get(f"/api/action-items?{query}")).status == 422

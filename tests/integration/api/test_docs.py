"""The page of the API."""

import re

from server.api.routes import OPERATIONS
from tests.integration.api.browser import Browser


async def test_every_operation_is_on_the_page(nobody: Browser) -> None:
    """The page shows every operation of the document."""
    page = (await nobody.get("/api/docs")).body.decode()
    document = (await nobody.get("/api/openapi.json")).json
    for each in OPERATIONS:
        assert f'id="{document["paths"][each.path][each.method.lower()]["operationId"]}"' in page


async def test_every_link_of_the_page_leads_somewhere(nobody: Browser) -> None:
    """Every link to a place on the page has its target."""
    page = (await nobody.get("/api/docs")).body.decode()
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets | {"main"}


async def test_page_loads_nothing_from_elsewhere(nobody: Browser) -> None:
    """The page loads nothing from other servers."""
    page = (await nobody.get("/api/docs")).body.decode()
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert not re.search(r"<script(?![^>]*src=)|style=|<style", page)

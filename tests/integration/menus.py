"""Menus of the web client, used by keyboard as a person would."""

from playwright.async_api import Page, expect


async def choose(page: Page, menu: str, item: str) -> None:
    """Open a menu and choose, by the whole names of its button and of the choice.

    An open menu moves the focus to a choice of its own; a key pressed before that would take that one.
    """
    await page.get_by_role("button", name=menu, exact=True).press("Enter")
    opened = page.locator("[role=menu]:popover-open")
    await expect(opened.locator(":focus")).to_have_count(1)
    plain = opened.get_by_role("menuitem", name=item, exact=True)
    one_of_several = opened.get_by_role("menuitemradio", name=item, exact=True)
    await plain.or_(one_of_several).press("Enter")
    await expect(opened).to_have_count(0)

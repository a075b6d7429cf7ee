"""Forms of the pages."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[3] / "server" / "pages" / "templates"
FORMS = [
    pytest.param(found.group(), id=f"{path.stem}-{number}")
    for path in sorted(TEMPLATES.rglob("*.html"))
    for number, found in enumerate(re.finditer(r"<form\b.*?</form>", path.read_text(), re.DOTALL))
]


@pytest.mark.parametrize("form", FORMS)
def test_password_is_never_in_an_address(form: str) -> None:
    """A form with a password is sent as a body even where its script does not run."""
    opening, _, fields = form.partition(">")
    assert 'type="password"' not in fields or 'method="post"' in opening

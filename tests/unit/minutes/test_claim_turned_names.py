"""Who does it to whom is told in the order of their names in languages without a table of grammar."""

import pytest

from tests.unit.minutes.test_claim_replaced import holds


@pytest.mark.parametrize(
    ("language", "true", "false", "passive"),
    [
        ("de", "Bob hat Carl geholfen.", "Carl hat Bob geholfen.", "Carl wurde von Bob geholfen."),
        ("fr", "Bob a remplacé Carl.", "Carl a remplacé Bob.", "Carl a été remplacé par Bob."),
        ("it", "Bob ha aiutato Carl.", "Carl ha aiutato Bob.", "Carl è stato aiutato da Bob."),
        ("nl", "Bob heeft Carl geholpen.", "Carl heeft Bob geholpen.", "Carl is door Bob geholpen."),
    ],
)
def test_turned_names(language: str, true: str, false: str, passive: str) -> None:
    """Two names in the other order are the other way round, unless it is told in the passive."""
    assert holds(true, f"Ann: {true}", language=language)
    assert not holds(false, f"Ann: {true}", language=language)
    assert holds(passive, f"Ann: {true}", language=language)

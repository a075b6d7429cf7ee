"""When an expired lease does not mean that the job died."""

import pytest

from server.reconcile_backoff import ROUND_S, DatabaseSilence


@pytest.mark.parametrize(
    ("answers", "steady_since"),
    [
        ((0.0, 5.0, 10.0, 15.0), float("-inf")),
        ((0.0, 5.0, 22.0, 27.0), 22.0),
        ((0.0, 5.0, 5.0 + 2 * ROUND_S, 20.0), 5.0 + 2 * ROUND_S),
    ],
    ids=["always there", "away once", "a round that failed"],
)
def test_silence(answers: tuple[float, ...], steady_since: float) -> None:
    """After a silence the database counts as steady from its first answer on."""
    database = DatabaseSilence()
    for at in answers:
        database.answered(at)
    assert database.steady_since == steady_since

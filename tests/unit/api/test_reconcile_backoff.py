"""When the reconciler acts: after a grace period, then ever less often, and afresh after a recovery."""

from server.reconcile_backoff import ReconcileBackoff


def test_grace_then_backoff() -> None:
    """A room without a transcriber is acted on after 4 s, then after 10, 20 and 40 more."""
    patience = ReconcileBackoff(grace_s=4, first_backoff_s=10, max_backoff_s=40)
    acted = [now for now in range(130) if patience.is_due("room", now)]
    assert acted == [4, 14, 34, 74, 114]


def test_recovery_resets() -> None:
    """A room that recovered gets the grace period again."""
    patience = ReconcileBackoff(grace_s=4)
    assert not patience.is_due("room", 0)
    patience.keep_only(["another"])
    assert not patience.is_due("room", 5)
    assert patience.is_due("room", 9)


def test_rooms_are_independent() -> None:
    """Each room has its own back-off."""
    patience = ReconcileBackoff(grace_s=1)
    assert not patience.is_due("a", 0)
    assert patience.is_due("a", 1)
    assert not patience.is_due("b", 1)


def test_hurry() -> None:
    """What was acted on is due at once, what is still in its grace period is not."""
    patience = ReconcileBackoff(grace_s=4)
    assert not patience.is_due("a", 0)
    assert patience.is_due("a", 4)
    assert not patience.is_due("b", 4)
    patience.hurry()
    assert patience.is_due("a", 5)
    assert not patience.is_due("b", 5)
    assert not patience.is_due("a", 6)

"""Which task of rewritten minutes is which of those before."""

from uuid import UUID

import pytest

from server.meeting.action_item_matching import Wording, matches, similarity

FIRST, SECOND = (frozenset({UUID(int=number)}) for number in (1, 2))
NOTHING: frozenset[UUID] = frozenset()


def told(title: str, owner: str | None = "Bob", evidence: frozenset[UUID] = FIRST) -> Wording:
    """Word a task."""
    return Wording(title, owner, evidence)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (told("I'll send the budget to Carol"), told("Send the budget to Carol"), True),
        (told("Send the budget"), told("Send the budget", "Alice", SECOND), False),
        (told("Send the budget"), told("Send the budget", None, SECOND), True),
        (told("Send the budget"), told("Send budget", "Bob", SECOND), True),
        (told("Send the budget"), told("Book a room", "Bob", FIRST), False),
        (told("Send the budget"), told("Book a room", "Bob", SECOND), False),
        (told("Send the budget", "bob "), told("Send the  BUDGET!", "Bob", NOTHING), True),
        (told("预算表发给卡罗尔", "李"), told("把预算表发给卡罗尔", "李"), True),
        (told("예산을 캐럴에게 보내기", "민"), told("회의실 예약", "민", SECOND), False),
    ],
)
def test_same(one: Wording, other: Wording, is_same: bool) -> None:
    """The same words, or like ones of one owner or of one sentence, are one task; another's are not."""
    assert matches([one], [other]) == ({0: 0} if is_same else {})


def test_the_most_alike_first() -> None:
    """Of two tasks in one sentence each finds its own."""
    known = [told("Send the budget to Carol"), told("Book the big room")]
    assert matches([told("Book the room"), told("Send Carol the budget")], known) == {0: 1, 1: 0}


def test_taken_once() -> None:
    """One task does not become two."""
    assert len(matches([told("Send the budget"), told("Send the budget")], [told("Send the budget")])) == 1


def test_similarity() -> None:
    """Nothing in common is 0, the same but for signs and case is 1, also of nothing."""
    assert (similarity("abc", "xyz"), similarity("A b!", "a  B"), similarity("", "x")) == (0, 1, 0)

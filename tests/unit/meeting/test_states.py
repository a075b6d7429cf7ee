"""The state machines: what is in a table happens, everything else is refused."""

from itertools import product

import pytest

from server.errors import IllegalStep
from server.meeting.states import END_CAUSES, MACHINES, ROOM, Machine, causes, next_state, sources, states


@pytest.mark.parametrize("name", MACHINES)
def test_every_pair(name: str) -> None:
    """Each pair of a state and a cause leads where the table says, or is refused."""
    machine: Machine = MACHINES[name]
    for state, cause in product(states(machine), causes(machine)):
        if (state, cause) in machine:
            assert next_state(machine, state, cause) == machine[state, cause]
        else:
            with pytest.raises(IllegalStep):
                next_state(machine, state, cause)


@pytest.mark.parametrize("name", MACHINES)
def test_unknown_words(name: str) -> None:
    """A state or cause nobody has heard of is refused."""
    machine = MACHINES[name]
    state, cause = next(iter(machine))
    for pair in (("asleep", cause), (state, "sneeze")):
        with pytest.raises(IllegalStep):
            next_state(machine, *pair)


def test_only_a_live_room_ends() -> None:
    """Whatever says that a meeting is over, it was live before."""
    ending = {
        state for cause in END_CAUSES for state in sources(ROOM, cause) if ROOM[state, cause] == "ended"
    }
    assert ending == {"live"}


def test_ended_room_never_opens_again() -> None:
    """From the end no step leads back into the meeting."""
    reached, new = set[str](), {"ended"}
    while new:
        reached |= new
        new = {after for (state, _), after in ROOM.items() if state in reached} - reached
    assert reached == {"ended", "archived"}

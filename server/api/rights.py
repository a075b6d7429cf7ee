"""What the viewer may do in a meeting, for the client: it shows the buttons, the server checks again."""

from server.api.fields import View
from server.meeting.permissions import ON, Right, Role, rights_inside
from server.meeting.rooms import Room


class RightsView(View):
    """What the viewer may do, once inside; of some rights only on what is their own."""

    may: list[Right]
    over: dict[Right, list[Role]]
    """By right over people, the roles on which it works."""


def rights_view(room: Room, role: Role) -> RightsView:
    """Describe a role's rights with the room's present switches."""
    may = rights_inside(role, room.settings)
    return RightsView(may=may, over={right: list(roles) for right, roles in ON.items() if right in may})

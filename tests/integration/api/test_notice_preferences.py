"""What people are notified of: each chooses for themselves, and a link stops its kind of mail and no more."""

import pytest

from server.mail.unsubscribe import unsubscribe_token
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch
from server.meeting.notifications import notifications_of
from tests.integration.api.browser import Browser

PREFERENCES = "/api/notifications/preferences"
KINDS = ("minutes_ready", "task_assigned", "task_due", "task_overdue", "mentioned")


def choices(**other: object) -> dict[str, object]:
    """All by neither way, or as told."""
    kinds = {kind: other.pop(kind, {"in_app": False, "email": False}) for kind in KINDS}
    return {"kinds": kinds, **other}


async def tell(person: Account, kind: str) -> None:
    """Notify a person of nothing in particular."""
    await execute("INSERT INTO notifications (user_id, type, title) VALUES ($1, $2, 'News')", person.id, kind)


async def test_defaults(bobs: Browser) -> None:
    """Everything is told in the app; minutes and new tasks are mailed."""
    found = (await bobs.get(PREFERENCES)).json
    assert {kind: found["kinds"][kind]["in_app"] for kind in KINDS} == dict.fromkeys(KINDS, True)
    assert [kind for kind in KINDS if found["kinds"][kind]["email"]] == ["minutes_ready", "task_assigned"]
    assert (found["content"], found["time_zone"], found["sends_mail"]) == ("full", None, False)


async def test_round_trip(bobs: Browser, alices: Browser) -> None:
    """What one chooses is kept, and is nobody else's."""
    before = (await alices.get(PREFERENCES)).json
    chosen = choices(mentioned={"in_app": False, "email": True}, content="link", time_zone="europe/berlin")
    answer = await bobs.put(PREFERENCES, chosen)
    assert answer.status == 200
    found = (await bobs.get(PREFERENCES)).json
    assert found == answer.json
    assert found["kinds"] == chosen["kinds"]
    assert (found["content"], found["time_zone"]) == ("link", "Europe/Berlin")
    assert (await alices.get(PREFERENCES)).json == before


async def test_followed(bobs: Browser, bob: Account) -> None:
    """A kind is shown, mailed, both or neither, as chosen."""
    await bobs.put(
        PREFERENCES,
        choices(minutes_ready={"in_app": True, "email": False}, mentioned={"in_app": False, "email": True}),
    )
    for kind in ("minutes_ready", "task_assigned", "mentioned"):
        await tell(bob, kind)
    assert [each.type for each in await notifications_of(bob.id)] == ["minutes_ready"]
    mailed = await fetch("SELECT n.type FROM mail_outbox o JOIN notifications n ON n.id = o.notification_id")
    assert [row["type"] for row in mailed] == ["mentioned"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kinds": {}},
        choices(content="all"),
        choices(time_zone="Mars/Olympus"),
        choices(minutes_ready={"in_app": True}),
        choices(minutes_ready={"in_app": True, "email": "often"}),
        choices(minutes_ready=None),
        choices(more=1),
    ],
    ids=range(8),
)
async def test_wrong(bobs: Browser, body: object) -> None:
    """What is no choice is refused, and nothing changes."""
    before = (await bobs.get(PREFERENCES)).json
    assert (await bobs.put(PREFERENCES, body)).status == 422
    assert (await bobs.get(PREFERENCES)).json == before


async def test_strangers(nobody: Browser) -> None:
    """Who is not signed in has none."""
    assert (await nobody.get(PREFERENCES)).status == 401
    assert (await nobody.put(PREFERENCES, choices())).status in (401, 403)


async def test_one_click(nobody: Browser, bobs: Browser, bob: Account) -> None:
    """A mail program's request stops the mail without a session, a cookie or our Origin; looking does not."""
    path = f"/unsubscribe/{unsubscribe_token(bob.id, ['minutes_ready'])}"
    page = await nobody.get(path)
    assert page.status == 200
    assert b"Stop this e-mail?" in page.body
    assert (await bobs.get(PREFERENCES)).json["kinds"]["minutes_ready"]["email"]
    async with nobody.session.post(
        f"{nobody.origin}{path}", data={"List-Unsubscribe": "One-Click"}
    ) as response:
        assert response.status == 200
        assert "No more such e-mail" in await response.text()
    kinds = (await bobs.get(PREFERENCES)).json["kinds"]
    assert kinds["minutes_ready"] == {"in_app": True, "email": False}
    assert kinds["task_assigned"] == {"in_app": True, "email": True}


@pytest.mark.parametrize("token", ["r", "r.x.y", "%00", "r.00000000000000000000000000000005.k1.00"])
async def test_forged_link(nobody: Browser, token: str) -> None:
    """A token that is not ours is no page, also for a write."""
    for method in ("GET", "POST"):
        async with nobody.session.request(method, f"{nobody.origin}/unsubscribe/{token}") as response:
            assert response.status == 404

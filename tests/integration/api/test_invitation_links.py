"""Invitations by address and by link: answered, used as often as they allow, and only while they hold."""

import asyncio
from typing import Any

import pytest

from server.api.limits import Limit, Limiter
from server.errors import TooMany
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch
from tests.integration.api.browser import Answer, Browser

DANA = "dana@example.org"
VAULT = {"access": "invited"}


async def room(host: Browser, **wanted: object) -> str:
    """Create a meeting for invited people; returns its path in the API."""
    made = await host.post("/api/rooms", {"name": "Plan", "settings": VAULT, **wanted})
    return f"/api/rooms/{made.json['slug']}"


async def invited(host: Browser, path: str, *addresses: str, **wanted: object) -> list[dict[str, Any]]:
    """Invite these addresses."""
    answer = await host.post(f"{path}/invitations", {"addresses": list(addresses), **wanted})
    assert answer.status == 201
    return list(answer.json["invitations"])


async def link(host: Browser, path: str, **wanted: object) -> dict[str, Any]:
    """Make a link."""
    answer = await host.post(f"{path}/invitation-links", wanted)
    assert answer.status == 201
    return dict(answer.json)


def token_of(invitation: dict[str, Any]) -> str:
    """The secret of an invitation that the host gives out."""
    return str(invitation["url"]).rpartition("/i/")[2]


async def enter(browser: Browser, invitation: dict[str, Any], name: str | None = None) -> Answer:
    """Use an invitation."""
    body = {"name": name} if name else {}
    return await browser.post(f"/api/invitations/{token_of(invitation)}/entry", body)


async def join(browser: Browser, path: str) -> Answer:
    """Join the meeting."""
    return await browser.post(f"{path}/join", {"consent": True, "name": "Dana"})


async def statuses(host: Browser, path: str) -> list[str]:
    """What became of each invitation."""
    return [each["status"] for each in (await host.get(f"{path}/invitations")).json["invitations"]]


async def another(browser: Browser) -> Browser:
    """A browser without cookies."""
    return await Browser(browser.session, browser.origin).arrive()


async def test_guest_with_an_invitation(alices: Browser, nobody: Browser) -> None:
    """Without an account one comes into a meeting for invited people by one's own link, and only by it."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    assert (await join(nobody, path)).status == 404
    assert (await enter(nobody, mine, "Dana")).json == {"slug": path.rpartition("/")[2]}
    assert (await join(nobody, path)).status == 200
    assert await statuses(alices, path) == ["accepted"]


async def test_account_with_an_invitation(alices: Browser, carols: Browser) -> None:
    """A signed-in person takes the place with their account, whatever address was asked."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    assert (await enter(carols, mine)).status == 200
    assert (await join(carols, path)).status == 200
    assert (await enter(carols, mine)).status == 200


async def test_registering_alone_proves_nothing(alices: Browser, nobody: Browser) -> None:
    """Who registers with an invited address is no member of the meeting before they open the invitation."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    person = {"email": DANA, "name": "Dana", "password": "a long enough phrase"}
    assert (await nobody.post("/api/people", person)).status == 202
    signed_in = await nobody.post("/api/sessions", {"email": DANA, "password": person["password"]})
    assert signed_in.status == 201
    assert (await nobody.get(path)).status == 404
    assert (await enter(nobody, mine)).status == 200
    assert (await nobody.get(path)).status == 200


async def test_one_of_two_at_once(alices: Browser, nobody: Browser) -> None:
    """Of eight who use an invitation for one at the same moment, exactly one comes in."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    browsers = [await another(nobody) for _ in range(8)]
    answers = await asyncio.gather(*(enter(each, mine, "Dana") for each in browsers))
    assert sorted(each.status for each in answers) == [200, *[409] * 7]
    rows = await fetch("SELECT 1 FROM participants WHERE display_name = 'Dana'")
    assert len(rows) == 1


async def test_as_many_as_a_link_allows(alices: Browser, nobody: Browser) -> None:
    """A link for three is used by three of eight, and is used up then."""
    path = await room(alices)
    three = await link(alices, path, max_uses=3)
    browsers = [await another(nobody) for _ in range(8)]
    answers = await asyncio.gather(*(enter(each, three, "Dana") for each in browsers))
    assert sorted(each.status for each in answers) == [200] * 3 + [409] * 5
    (found,) = (await alices.get(f"{path}/invitations")).json["invitations"]
    assert (found["uses"], found["status"]) == (3, "accepted")


async def test_same_browser_again(alices: Browser, nobody: Browser) -> None:
    """The browser that used an invitation may open it again."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    assert [(await enter(nobody, mine, "Dana")).status for _ in range(2)] == [200, 200]


@pytest.mark.parametrize(
    "answers", [("accepted", "declined"), ("declined", "tentative", "accepted"), ("tentative", "tentative")]
)
async def test_answers(alices: Browser, nobody: Browser, answers: tuple[str, ...]) -> None:
    """One answers without an account, and may change one's mind; the host sees the last answer."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    for answer in answers:
        said = await nobody.put(f"/api/invitations/{token_of(mine)}/answer", {"answer": answer})
        assert said.json["status"] == answer
    assert await statuses(alices, path) == [answers[-1]]


async def test_reading_changes_nothing(alices: Browser, nobody: Browser) -> None:
    """Opening the page leaves an invitation unanswered, and says so: mail servers open links, too."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    page = await nobody.get(f"/i/{token_of(mine)}?answer=accepted")
    assert page.status == 200
    assert "Alice invites you." in page.body.decode()
    assert "Press “Yes” here to send your answer." in page.body.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert await statuses(alices, path) == ["pending"]


async def test_gone_alike(alices: Browser, nobody: Browser) -> None:
    """Withdrawn, renewed, expired and invented tokens are answered alike, whatever is asked of them."""
    path = await room(alices)
    withdrawn, renewed, expired = await invited(alices, path, DANA, "eve@example.org", "fay@example.org")
    assert (await alices.delete(f"{path}/invitations/{withdrawn['id']}")).status == 204
    assert (await alices.post(f"{path}/invitations/{renewed['id']}/renewal")).status == 200
    await execute(
        "UPDATE room_invitations SET expires_at = now() - interval '1 second' WHERE id = $1::uuid",
        expired["id"],
    )
    tokens = [*map(token_of, (withdrawn, renewed, expired)), "a" * 48, "x"]
    for method, ending, body in (
        ("GET", "", None),
        ("PUT", "/answer", {"answer": "accepted"}),
        ("POST", "/entry", {"name": "Dana"}),
    ):
        found = [
            await nobody.request(method, f"/api/invitations/{each}{ending}", json=body) for each in tokens
        ]
        assert {each.status for each in found} == {404}
        assert len({each.json["detail"] for each in found}) == 1
    assert {(await nobody.get(f"/i/{each}")).status for each in tokens} == {404}


async def test_sent_again(alices: Browser, nobody: Browser) -> None:
    """A renewed invitation works by its new link, also after it had expired."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    await execute("UPDATE room_invitations SET status = 'expired', expires_at = now() - interval '1 day'")
    again = (await alices.post(f"{path}/invitations/{mine['id']}/renewal")).json
    assert again["status"] == "pending"
    assert (await enter(nobody, again, "Dana")).status == 200


async def test_withdrawn_for_good(alices: Browser, nobody: Browser) -> None:
    """What was withdrawn is not renewed, and takes the place of who has not joined."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    await enter(nobody, mine, "Dana")
    assert (await alices.delete(f"{path}/invitations/{mine['id']}")).status == 204
    assert (await alices.post(f"{path}/invitations/{mine['id']}/renewal")).status == 404
    assert (await join(nobody, path)).status == 404


async def test_who_has_joined_stays(alices: Browser, nobody: Browser) -> None:
    """The invitation of who has joined is not withdrawn: the host removes people."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    await enter(nobody, mine, "Dana")
    await join(nobody, path)
    assert (await alices.delete(f"{path}/invitations/{mine['id']}")).status == 404


async def test_only_hashes_are_stored(alices: Browser) -> None:
    """No row holds a token, and two of one person are not alike."""
    path = await room(alices)
    made = [*await invited(alices, path, DANA, "eve@example.org"), await link(alices, path)]
    stored = str([row["row"] for row in await fetch("SELECT i::text AS row FROM room_invitations i")])
    tokens = {token_of(each) for each in made}
    assert len(tokens) == 3
    assert not [each for each in tokens if each in stored]
    assert DANA not in stored


async def test_token_of_another_meeting(alices: Browser, nobody: Browser) -> None:
    """An invitation opens its own meeting and no other."""
    one, two = await room(alices), await room(alices)
    (mine,) = await invited(alices, one, DANA)
    await enter(nobody, mine, "Dana")
    assert (await join(nobody, two)).status == 404
    assert (await alices.delete(f"{two}/invitations/{mine['id']}")).status == 404
    assert (await alices.post(f"{two}/invitations/{mine['id']}/renewal")).status == 404


async def test_cohost_by_invitation(alices: Browser, bobs: Browser, bob: Account, nobody: Browser) -> None:
    """A co-host needs an account, and is one after joining."""
    path = await room(alices)
    known, unknown = await invited(alices, path, bob.email, DANA, role="cohost")
    assert (await enter(nobody, unknown, "Dana")).status == 403
    assert (await enter(bobs, known)).status == 200
    assert (await join(bobs, path)).json["participant"]["role"] == "cohost"


async def test_link_makes_no_cohosts(alices: Browser) -> None:
    """A link, which anybody may have, gives no role."""
    path = await room(alices)
    assert (await alices.post(f"{path}/invitation-links", {"role": "cohost"})).status == 422


async def test_no_guests(alices: Browser, nobody: Browser) -> None:
    """Where guests may not come, an invitation does not change that."""
    path = await room(alices, settings={"access": "invited", "guests": False})
    (mine,) = await invited(alices, path, DANA)
    refused = await enter(nobody, mine, "Dana")
    assert (refused.status, refused.json["title"]) == (403, "You need an account to use this invitation")


async def test_another_accounts_invitation(alices: Browser, carols: Browser, bob: Account) -> None:
    """The invitation of an account is not another's."""
    path = await room(alices)
    (mine,) = await invited(alices, path, bob.email)
    assert (await enter(carols, mine)).status == 403


async def test_removed_is_removed(alices: Browser, nobody: Browser) -> None:
    """Who was removed does not come back by a link for many: after a removal the host lets people in."""
    path = await room(alices, settings={"access": "link"})
    many = await link(alices, path, max_uses=9)
    assert (await enter(nobody, many, "Dana")).status == 200
    await join(nobody, path)
    await execute("UPDATE participants SET status = 'removed' WHERE display_name = 'Dana'")
    assert (await join(nobody, path)).status == 403
    fresh = await another(nobody)
    assert (await enter(fresh, many, "Dana again")).status == 200
    answer = await join(fresh, path)
    assert (answer.status, answer.json["title"]) == (403, "The host has to let you in")


async def test_guest_days_before(alices: Browser, nobody: Browser, carols: Browser) -> None:
    """A guest's place, which lasts a day, is not given days before; an account's is."""
    when = {"type": "scheduled", "scheduled_start_time": "2027-03-01T09:00:00Z"}
    path = await room(alices, **when)
    many = await link(alices, path, max_uses=2)
    assert (await enter(nobody, many, "Dana")).status == 409
    assert (await enter(carols, many)).status == 200


async def test_asked_twice(alices: Browser) -> None:
    """An address that is asked is not asked again; once withdrawn it may be."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    assert await invited(alices, path, DANA, "Dana <DANA@example.org>") == []
    await alices.delete(f"{path}/invitations/{mine['id']}")
    assert len(await invited(alices, path, DANA)) == 1


async def test_only_the_host(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Others make no invitations."""
    path = await room(alices)
    await invited(alices, path, bob.email)
    for ending, body in (("/invitations", {"addresses": [DANA]}), ("/invitation-links", {})):
        assert (await bobs.post(path + ending, body)).status == 403


@pytest.mark.first_lock
async def test_list_is_the_hosts(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Others see no list of invitations."""
    path = await room(alices)
    await invited(alices, path, bob.email)
    assert (await bobs.get(f"{path}/invitations")).status == 403


@pytest.mark.parametrize(
    "wanted",
    [
        {"addresses": []}, {"addresses": ["x"]}, {"addresses": [DANA], "role": "host"},
        {"addresses": [DANA], "expires_in_days": 0}, {"addresses": ["a@example.org\nBcc: b"]}, {},
    ],
    ids=range(6),
)  # fmt: skip
async def test_wrong(alices: Browser, wanted: object) -> None:
    """What is no invitation is refused."""
    assert (await alices.post(f"{await room(alices)}/invitations", wanted)).status == 422


async def test_over(alices: Browser, nobody: Browser) -> None:
    """To a cancelled meeting nobody is invited, nothing is answered, and nobody comes in."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    assert (await alices.delete(path)).status == 204
    assert (await alices.post(f"{path}/invitations", {"addresses": ["eve@example.org"]})).status == 409
    token = token_of(mine)
    assert (await nobody.put(f"/api/invitations/{token}/answer", {"answer": "accepted"})).status == 409
    assert (await enter(nobody, mine, "Dana")).status == 404
    assert "cancelled" in (await nobody.get(f"/i/{token}")).body.decode()


async def test_too_many(alices: Browser) -> None:
    """A meeting has at most 500 invitations."""
    path = await room(alices)
    for start in (0, 200):
        await invited(alices, path, *(f"p{number}@example.org" for number in range(start, start + 200)))
    more = {"addresses": [f"q{number}@example.org" for number in range(101)]}
    assert (await alices.post(f"{path}/invitations", more)).status == 409


async def test_guessing(nobody: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who tries many tokens is told to wait."""

    async def hit(self: Limiter, limit: Limit, *who: str) -> None:
        assert limit is Limit.INVITED_BY_ADDRESS
        raise TooMany(30)

    monkeypatch.setattr(Limiter, "hit", hit)
    assert (await nobody.get(f"/i/{'a' * 48}")).status == 429
    assert (await nobody.get(f"/api/invitations/{'a' * 48}")).status == 429


async def test_audited(alices: Browser, nobody: Browser) -> None:
    """Inviting, answering and using are in the audit log, without an address."""
    path = await room(alices)
    (mine,) = await invited(alices, path, DANA)
    await nobody.put(f"/api/invitations/{token_of(mine)}/answer", {"answer": "accepted"})
    await enter(nobody, mine, "Dana")
    rows = await fetch(
        "SELECT action, details::text AS more FROM audit_events WHERE action LIKE 'invitation.%'"
    )
    assert [row["action"] for row in rows] == ["invitation.send", "invitation.accept", "invitation.use"]
    assert not [row for row in rows if "dana" in row["more"].lower()]


async def test_page_of_the_host(alices: Browser, bobs: Browser) -> None:
    """The host's page shows each address and a link to give; script in an address or title is text."""
    path = await room(alices, name="<script>alert(1)</script>")
    (mine,) = await invited(alices, path, DANA)
    page = (await alices.get(f"/r/{path.rpartition('/')[2]}/invitations")).body.decode()
    assert DANA in page
    assert mine["url"] in page
    assert "<script>alert" not in page
    assert (await bobs.get(f"/r/{path.rpartition('/')[2]}/invitations")).status == 404


@pytest.mark.parametrize("guests", [True, False])
async def test_text_of_the_host(alices: Browser, *, guests: bool) -> None:
    """What the host sends by themselves says that no account is needed only where guests may come."""
    path = await room(alices, settings=VAULT | {"guests": guests})
    await invited(alices, path, DANA)
    page = (await alices.get(f"/r/{path.rpartition('/')[2]}/invitations")).body.decode()
    assert ("no account is needed" in page, "you sign in" in page) == (guests, not guests)
    assert ("with or without an account" in page) == guests

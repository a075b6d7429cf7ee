"""What bad input gets: a clear answer, and nothing kept."""

import pytest

from tests.integration.api.browser import Browser

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"name": NaN}', b"[" * 50_000, b'{"a": 1e5}}'], ids=repr
)
async def test_malformed_json(alices: Browser, body: bytes) -> None:
    """What is no JSON is told so."""
    answer = await alices.request("POST", "/api/rooms", data=body, headers=JSON)
    assert (answer.status, answer.json["type"]) == (400, "urn:parley:problem:malformed")


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"1"])
async def test_json_of_another_shape(alices: Browser, body: bytes) -> None:
    """JSON that is no object is refused as such."""
    assert (await alices.request("POST", "/api/rooms", data=body, headers=JSON)).status == 422


async def test_oversized_body(alices: Browser) -> None:
    """More than 64 kB of JSON is not read."""
    body = b'{"name": "' + b"x" * 70_000 + b'"}'
    assert (await alices.request("POST", "/api/rooms", data=body, headers=JSON)).status == 413


async def test_huge_body(alices: Browser) -> None:
    """Nor is more than the server takes of anything."""
    answer = await alices.request("POST", "/api/webhooks/livekit", data=b"x" * 600_000)
    assert answer.status == 413


async def test_form_instead_of_json(alices: Browser) -> None:
    """A form of another site is not mistaken for JSON."""
    headers = {"Content-Type": "text/plain"}
    assert (await alices.request("POST", "/api/rooms", data=b'{"name": "x"}', headers=headers)).status == 415


@pytest.mark.parametrize(
    "name",
    [
        r"a\u0000b",
        r"\ud800",
        r"\udfff\ud800",
        r"bell\u0007",
        r"line\nbreak",
        r"\u202etxt.exe",
        r"\u2028",
        "   ",
        "",
        "x" * 121,
        "x" * 10_000,
    ],
)
async def test_name_that_is_no_name(alices: Browser, name: str) -> None:
    """Control characters, half characters, reordering, nothing, too much: refused by the field's name."""
    answer = await alices.request("POST", "/api/rooms", data=f'{{"name": "{name}"}}'.encode(), headers=JSON)
    assert answer.status == 422
    assert [each["field"] for each in answer.json["problems"]] == ["name"]


async def test_refusal_does_not_repeat_what_was_sent(alices: Browser) -> None:
    """A problem names fields, never values."""
    answer = await alices.post("/api/rooms", {"name": "hush\u0007", "type": "a secret"})
    assert b"hush" not in answer.body
    assert b"secret" not in answer.body


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "Zoë & Søn", "김민수", "👩‍👩‍👧", "O'Neil; --", "{{7*7}}"]
)
async def test_name_is_kept_as_typed(alices: Browser, name: str) -> None:
    """Whatever is text is stored verbatim; escaping is the reader's."""
    created = await alices.post("/api/rooms", {"name": name})
    assert (await alices.get(f"/api/rooms/{created.json['slug']}")).json["name"] == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("max_participants", 0),
        ("max_participants", 10**30),
        ("scheduled_start_time", "yesterday"),
        ("scheduled_start_time", "2026-12-01T10:00:00"),
        ("scheduled_start_time", "0001-01-01T00:00:00+23:00"),
        ("scheduled_start_time", "9999-12-31T23:59:59-23:00"),
        ("settings", {"language": "../../etc"}),
        ("settings", {"access": "everyone"}),
        ("members", ["not an address"]),
        ("members", ["a@b.c\u0000"]),
        ("tags", ["x"] * 21),
        ("host_id", "me"),
    ],
)
async def test_field_out_of_range(alices: Browser, field: str, value: object) -> None:
    """Each field says what it takes."""
    answer = await alices.post("/api/rooms", {"name": "x", "type": "scheduled", field: value})
    assert answer.status == 422
    assert answer.json["problems"][0]["field"].startswith(field)


@pytest.mark.parametrize("email", ["", "x", "@", "a@b@c", "a\u0000@example.org", "x" * 300 + "@example.org"])
async def test_address_that_is_none(nobody: Browser, email: str) -> None:
    """An account needs an address one could write to."""
    answer = await nobody.post("/api/people", {"email": email, "name": "Eve", "password": "long enough"})
    assert answer.status == 422


@pytest.mark.parametrize("password", ["short", "x" * 2000])
async def test_password_out_of_range(nobody: Browser, password: str) -> None:
    """Neither a guess nor a book is a password."""
    answer = await nobody.post("/api/people", {"email": "e@example.org", "name": "Eve", "password": password})
    assert answer.status == 422


@pytest.mark.parametrize("after", ["x", "-2", "99999999999", "1.5", ""])
async def test_place_in_the_transcript_that_is_none(alices: Browser, after: str) -> None:
    """A query is checked as a body is."""
    slug = (await alices.post("/api/rooms", {"name": "x"})).json["slug"]
    assert (await alices.get(f"/api/rooms/{slug}/segments?after={after}")).status == 422


async def test_wrong_method_names_the_right_ones(alices: Browser) -> None:
    """A method that is not there says which are."""
    answer = await alices.request("PUT", "/api/rooms")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST")

"""Invalid input gets a clear error, and nothing is stored."""

import gzip
from collections.abc import Callable

import pytest

from tests.conftest import Meeting
from tests.integration.api.browser import Browser, spoken

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b'{"name": NaN}', b"[" * 50_000, b'{"a": 1e5}}', b'{"name":"a"}\0'],
    ids=repr,
)
async def test_malformed_json(alices: Browser, body: bytes) -> None:
    """Malformed JSON is refused as such."""
    answer = await alices.request("POST", "/api/rooms", data=body, headers=JSON)
    assert (answer.status, answer.json["type"]) == (400, "urn:parley:problem:malformed")


@pytest.mark.parametrize(
    "body", [b'{"name": "a", "name": "b"}', b'{"name": "a", "settings": {"guests": true, "guests": false}}']
)
async def test_duplicate_name(alices: Browser, body: bytes) -> None:
    """A duplicate name is refused, since either value could be meant."""
    answer = await alices.request("POST", "/api/rooms", data=body, headers=JSON)
    assert (answer.status, answer.json["type"]) == (400, "urn:parley:problem:malformed")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "nonsense", "gzip, identity"])
@pytest.mark.parametrize("path", ["/api/rooms", "/api/webhooks/livekit"])
async def test_compressed_body(encoding: str, path: str, alices: Browser) -> None:
    """Compressed bodies are refused, whatever the encoding."""
    body = gzip.compress(b'{"name": "a"}')
    answer = await alices.request("POST", path, data=body, headers=JSON | {"Content-Encoding": encoding})
    assert (answer.status, answer.json["type"]) == (415, "urn:parley:problem:not-json")
    assert "Content-Encoding" in answer.json["detail"]


async def test_identity_encoding(alices: Browser) -> None:
    """`Content-Encoding: identity` is accepted."""
    headers = JSON | {"Content-Encoding": "identity"}
    assert (await alices.request("POST", "/api/rooms", data=b'{"name": "a"}', headers=headers)).status == 201


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"1"])
async def test_json_of_another_shape(alices: Browser, body: bytes) -> None:
    """JSON that is not an object is refused."""
    assert (await alices.request("POST", "/api/rooms", data=body, headers=JSON)).status == 422


async def test_oversized_body(alices: Browser) -> None:
    """More than 64 kB of JSON is not read."""
    body = b'{"name": "' + b"x" * 70_000 + b'"}'
    assert (await alices.request("POST", "/api/rooms", data=body, headers=JSON)).status == 413


async def test_huge_body(alices: Browser) -> None:
    """Nor is any body above the server's limit."""
    answer = await alices.request("POST", "/api/webhooks/livekit", data=b"x" * 600_000)
    assert answer.status == 413


async def test_form_instead_of_json(alices: Browser) -> None:
    """A form sent by another site is not parsed as JSON."""
    headers = {"Content-Type": "text/plain"}
    assert (await alices.request("POST", "/api/rooms", data=b'{"name": "x"}', headers=headers)).status == 415


@pytest.mark.parametrize(
    "name",
    [
        r"a\u0000b",
        r"\ud800",
        r"\udfff\ud800",
        r"\u202etxt.exe",
        r"\u2028",
        "   ",
        "",
        "x" * 121,
        "x" * 10_000,
    ],
)
async def test_invalid_name(alices: Browser, name: str) -> None:
    """NUL, surrogates, overrides, empty and too long names are refused by field, also in `detail`."""
    answer = await alices.request("POST", "/api/rooms", data=f'{{"name": "{name}"}}'.encode(), headers=JSON)
    assert answer.status == 422
    assert [each["field"] for each in answer.json["problems"]] == ["name"]
    assert answer.json["detail"].startswith("Name: ")


async def test_pasted_name_is_tidied(alices: Browser) -> None:
    """Invisible characters from pasted text are removed, not refused."""
    created = await alices.post("/api/rooms", {"name": "\ufeffWeekly\x0bplan\u2028 of\u00a0Ann\x07"})
    assert (created.status, created.json["name"]) == (201, "Weekly plan of Ann")


async def test_refusal_does_not_repeat_what_was_sent(alices: Browser) -> None:
    """A problem names fields, never values."""
    answer = await alices.post("/api/rooms", {"name": "hush\u0007", "type": "a secret"})
    assert b"hush" not in answer.body
    assert b"secret" not in answer.body


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "Zoë & Søn",
        "김민수",
        "👩‍👩‍👧",
        "O'Neil; --",
        "{{7*7}}",
        "علی‌رضا",
        "ශ්‍රී",
        "\U0001fae9",
    ],
)
async def test_name_is_kept_as_typed(alices: Browser, name: str) -> None:
    """Names are stored unescaped; pages escape them."""
    created = await alices.post("/api/rooms", {"name": name})
    assert (await alices.get(f"/api/rooms/{created.json['slug']}")).json["name"] == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("max_participants", 0),
        ("max_participants", 10**30),
        ("max_participants", 1.5),
        ("tags", [["x"]]),
        ("tags", ["\u200b"]),
        ("scheduled_start_time", "2026-02-30T10:00:00Z"),
        ("scheduled_start_time", "2026-12-01T10:00:00+99:99"),
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
    """Each out-of-range field is named."""
    answer = await alices.post("/api/rooms", {"name": "x", "type": "scheduled", field: value})
    assert answer.status == 422
    assert answer.json["problems"][0]["field"].startswith(field)


@pytest.mark.parametrize("email", ["", "x", "@", "a@b@c", "a\u0000@example.org", "x" * 300 + "@example.org"])
async def test_invalid_address(nobody: Browser, email: str) -> None:
    """An account needs a valid e-mail address."""
    answer = await nobody.post("/api/people", {"email": email, "name": "Eve", "password": "long enough"})
    assert answer.status == 422


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 2000,
        "password",
        "12345678",
        " " * 8,
        " " * 12,
        "1234567890",
        "Password123",
        "qwertyuiop",
        "Eve Evergreen1",
        "eve.ever@example.org",
        "\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44\uff11\uff12",
        "aaaaaaaaaaaaaaaa",
    ],
)
async def test_weak_password(nobody: Browser, password: str) -> None:
    """Common passwords, the person's own name and overlong texts are refused, with field and reason."""
    eve = {"email": "eve.ever@example.org", "name": "Eve Evergreen", "password": password}
    answer = await nobody.post("/api/people", eve)
    assert answer.status == 422
    assert [each["field"] for each in answer.json["problems"]] == ["password"]


@pytest.mark.parametrize(
    "raw", [b'{"name": "a", "max_participants": 1e400}', b'{"name": "a", "max_participants": -1e400}']
)
async def test_number_too_large(alices: Browser, raw: bytes) -> None:
    """A number too large to represent does not become infinity."""
    answer = await alices.request("POST", "/api/rooms", data=raw, headers=JSON)
    assert (answer.status, answer.json["problems"][0]["field"]) == (422, "max_participants")


@pytest.mark.parametrize("change", [str.upper, lambda text: text.replace("-", ""), "urn:uuid:{}".format])
async def test_id_spellings(alices: Browser, meeting: Meeting, change: Callable[[str], str]) -> None:
    """An id is accepted in every spelling of a UUID."""
    url = f"/api/rooms/{meeting.room.slug}/participants/{change(str(meeting.bob.id))}"
    assert (await alices.patch(url, {"role": "cohost"})).status == 200


@pytest.mark.parametrize(
    "path", ["/api/rooms/%00", "/r/%00", "/r/%ff", "/static/%00", "/api/rooms/..%2f..%2fx"]
)
async def test_path_with_invalid_bytes(alices: Browser, path: str) -> None:
    """NUL, surrogates and path traversal are 404."""
    assert (await alices.get(path)).status == 404


HEADS = {
    "200 kB of a header": b"GET /api/rooms HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    "200 kB of a path": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "NUL in a path": b"GET /api\0rooms HTTP/1.1\r\nHost: x\r\n\r\n",
    "NUL in a header": b"GET /api/rooms HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
    "20,000 headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 20_000 + b"\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a length beyond all": b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
}


@pytest.mark.parametrize("what", HEADS)
async def test_invalid_http(what: str, alices: Browser) -> None:
    """Requests that are not HTTP are refused before any handler, and the server keeps running."""
    assert await spoken(alices, HEADS[what]) == 400
    assert (await alices.get("/api/rooms")).status == 200


@pytest.mark.parametrize("after", ["x", "-2", "99999999999", "1.5", ""])
async def test_invalid_transcript_cursor(alices: Browser, after: str) -> None:
    """A query is checked as a body is."""
    slug = (await alices.post("/api/rooms", {"name": "x"})).json["slug"]
    assert (await alices.get(f"/api/rooms/{slug}/segments?after={after}")).status == 422


async def test_wrong_method_lists_allowed_ones(alices: Browser) -> None:
    """A wrong method gets 405 with the allowed ones."""
    answer = await alices.request("PUT", "/api/rooms")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/people/me", 401),
        ("GET", "/api/nowhere", 404),
        ("PATCH", "/api/search", 405),
        ("GET", "/healthz", 200),
        ("GET", "/signin", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/static/nowhere.js", 404),
    ],
)
async def test_unknown_expectation_is_ignored(nobody: Browser, method: str, path: str, status: int) -> None:
    """An unknown `Expect` is ignored wherever it is sent (RFC 9110, 10.1.1)."""
    async with nobody.open(method, path, headers={"Expect": "the-unexpected"}) as answer:
        assert (answer.status, "Content-Security-Policy" in answer.headers) == (status, True)

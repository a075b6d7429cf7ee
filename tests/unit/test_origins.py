"""The public origin: written as browsers write it, or refused in a sentence."""

import pytest

from server.origins import OriginError, is_loopback, is_secure, is_this_machine, origin_of

IDN = "https://b\u00fccher.example"


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://meet.example.org", "https://meet.example.org"),
        ("https://meet.example.org/", "https://meet.example.org"),
        ("  https://meet.example.org\n", "https://meet.example.org"),
        ("HTTPS://MEET.Example.ORG", "https://meet.example.org"),
        ("https://meet.example.org:443", "https://meet.example.org"),
        ("https://meet.example.org:", "https://meet.example.org"),
        ("https://meet.example.org:0443", "https://meet.example.org"),
        ("http://meet.lan:80/", "http://meet.lan"),
        ("http://meet.lan:443", "http://meet.lan:443"),
        ("https://meet.example.org.", "https://meet.example.org"),
        ("https://my_host.lan", "https://my_host.lan"),
        (IDN, "https://xn--bcher-kva.example"),
        ("https://B\u00dcCHER.example", "https://xn--bcher-kva.example"),
        ("https://bu\u0308cher.example", "https://xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("https://stra\u00dfe.example", "https://xn--strae-oqa.example"),
        ("https://\uff4deet\u3002example", "https://meet.example"),
        ("https://\u4f8b\u3048.\u30c6\u30b9\u30c8:8443", "https://xn--r8jz45g.xn--zckzah:8443"),
        ("http://192.168.1.5:8000", "http://192.168.1.5:8000"),
        ("http://[2001:DB8:0:0::1]:8000", "http://[2001:db8::1]:8000"),
        ("http://[::1]", "http://[::1]"),
    ],
)
def test_as_browsers_write_it(written: str, origin: str) -> None:
    """Each is the `Origin` a browser sends."""
    assert origin_of(written) == origin


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "is empty"),
        ("meet.example.org", "must begin with https"),
        ("meet.example.org:8000", "must begin with https"),
        ("wss://meet.example.org", "must begin with https"),
        ("ftp://meet.example.org", "must begin with https"),
        ("https:meet.example.org", "names no host"),
        ("https:///", "names no host"),
        ("https://:8000", "names no host"),
        ("https://meet.example.org/parley", "must end after the host"),
        ("https://meet.example.org/?", "must end after the host"),
        ("https://meet.example.org/#room", "must end after the host"),
        ("https://meet.example.org?room=1", "must end after the host"),
        ("https://ann:hush@meet.example.org", "must not hold a name"),
        ("https://@meet.example.org", "must not hold a name"),
        ("https://meet.example.org:0", "a port that is no number"),
        ("https://meet.example.org:70000", "a port that is no number"),
        ("https://meet.example.org:-1", "a port that is no number"),
        ("https://meet.example.org:eighty", "a port that is no number"),
        ("https://meet example.org", "has a blank"),
        ("https://meet\t.example.org", "has a blank"),
        ("https:\\\\meet.example.org", "has a blank"),
        ("https://*.example.org", "no name or address"),
        ("https://meet..example.org", "no name or address"),
        ("https://-meet.example.org", "no name or address"),
        ("https://meet%2eexample.org", "no name or address"),
        (f"https://{'a' * 64}.example.org", "no name or address"),
        (f"https://{'.'.join(['a' * 60] * 5)}", "no name or address"),
        ("https://xn--a", "no internationalised domain name"),
        ("https://\U0001f600.example", "no internationalised domain name"),
        ("http://256.1.1.1", "not four numbers"),
        ("http://127.1", "not four numbers"),
        ("http://0x7f.0.0.1", "no name or address|not four numbers"),
        ("http://2130706433", "not four numbers"),
        ("http://0.0.0.0:8000", "nobody can open"),
        ("http://[::]:8000", "nobody can open"),
        ("http://::1:8000", "written in brackets"),
        ("http://[fe80::1%25eth0]:8000", "zone"),
        ("http://[::1", "is no address"),
        ("http://[::g]", "is no|is none"),
    ],
)
def test_refused_in_a_sentence(written: str, told: str) -> None:
    """What no browser would send back, or sends otherwise, is refused; secrets in it are not repeated."""
    with pytest.raises(OriginError, match=told) as refusal:
        origin_of(written)
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize(
    ("origin", "secure"),
    [
        ("https://meet.example.org", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://127.0.0.5", True),
        ("http://parley.localhost", True),
        ("http://meet.lan", False),
        ("http://192.168.1.5:8000", False),
    ],
)
def test_where_browsers_give_a_microphone(origin: str, secure: bool) -> None:
    """Over https, and on the machine itself."""
    assert is_secure(origin) is secure


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("localhost", True),
        ("::1", True),
        ("127.0.0.2", True),
        ("mail.localhost", True),
        ("0.0.0.0", False),  # noqa: S104  nothing is bound
        ("10.0.0.1", False),
        ("a.b", False),
    ],
)
def test_this_machine(host: str, ours: bool) -> None:
    """A loopback name leads every reader to themselves."""
    assert is_this_machine(host) is ours


@pytest.mark.parametrize(
    ("host", "stays"),
    [
        ("localhost", True),
        ("[::1]", True),
        ("127.0.0.2", True),
        ("mail.localhost", False),
        ("localhost.", False),
        ("10.0.0.1", False),
    ],
)
def test_loopback(host: str, stays: bool) -> None:
    """A name under localhost is no loopback: programs ask for it in the network's DNS, unlike browsers."""
    assert is_loopback(host) is stays

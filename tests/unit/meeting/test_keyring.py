"""What is sealed opens for its ring and its place, and for nothing else."""

import base64
import pickle
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from server.files import write_private
from server.meeting.sealing import process_keys
from server.meeting.sealing.keyring import Keyring, KeyringError, SealError, folded, is_sealed, key_id_of

OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)
ADDRESS = "users.email"


@pytest.fixture
def ring() -> Keyring:
    """One key."""
    return Keyring([OLD])


@pytest.mark.parametrize("plain", ["", "a@b.example", "\0", "é 漢字 🙂", "x" * 10_000_000], ids=len)
def test_sealed_opens(ring: Keyring, plain: str) -> None:
    """Whatever text it is comes back."""
    assert ring.open(ring.seal(plain, ADDRESS), ADDRESS) == plain


def test_sealed_twice_differs(ring: Keyring) -> None:
    """Nobody sees that two rows hold the same."""
    assert ring.seal("same", ADDRESS) != ring.seal("same", ADDRESS)


def test_sealed_hides(ring: Keyring) -> None:
    """The form says version and key, in lower case, and nothing of the text."""
    sealed = ring.seal("Alice", ADDRESS)
    assert sealed.startswith("v1.old.")
    assert sealed == sealed.lower()
    assert b"Alice" not in bytes.fromhex(sealed.split(".")[2])


@pytest.mark.parametrize("context", ["", "users.name", "users.email:1", "room_invitations.invitee_email"])
def test_other_place_does_not_open(ring: Keyring, context: str) -> None:
    """A text cut out of one column opens in no other."""
    with pytest.raises(SealError):
        ring.open(ring.seal("a", ADDRESS), context)


def test_other_row_does_not_open(ring: Keyring) -> None:
    """Nor does that of one row in another, where the row is part of the place."""
    with pytest.raises(SealError):
        ring.open(ring.seal("a", "second_factors.secret:1"), "second_factors.secret:2")


def test_every_changed_letter_is_seen(ring: Keyring) -> None:
    """Whatever is changed, cut off or put on, it does not open."""
    sealed = ring.seal("a@b", ADDRESS)
    changed = [
        sealed[:at] + ("0" if sealed[at] != "0" else "1") + sealed[at + 1 :] for at in range(len(sealed))
    ]
    for each in [*changed, *(sealed[:end] for end in range(len(sealed))), sealed + "00"]:
        with pytest.raises(SealError):
            ring.open(each, ADDRESS)


def test_relabelled_key_does_not_open() -> None:
    """The key's id is sealed in: two names of one key are two keys."""
    both = Keyring([("one", OLD[1]), ("two", OLD[1])])
    with pytest.raises(SealError):
        both.open(both.seal("a", ADDRESS).replace("v1.one.", "v1.two."), ADDRESS)


@pytest.mark.parametrize("text", ["", "plain", "v1", "v1..", "v1.old", "v1.old.", "v1.old.zz", "v2.old.00"])
def test_not_sealed_does_not_open(ring: Keyring, text: str) -> None:
    """What was never sealed is told from what was."""
    with pytest.raises(SealError):
        ring.open(text, ADDRESS)


def test_old_key_still_opens(ring: Keyring) -> None:
    """A new key in front seals; what the old one sealed opens."""
    sealed, both = ring.seal("a", ADDRESS), Keyring([NEW, OLD])
    assert both.open(sealed, ADDRESS) == "a"
    assert not both.is_newest(sealed)
    assert key_id_of(both.seal("a", ADDRESS)) == "new"


def test_unknown_key_is_named(ring: Keyring) -> None:
    """Who lost a key learns which."""
    with pytest.raises(SealError, match="new"):
        ring.open(Keyring([NEW]).seal("a", ADDRESS), ADDRESS)


def test_same_id_other_key_does_not_open(ring: Keyring) -> None:
    """An id is no key."""
    with pytest.raises(SealError):
        Keyring([("old", NEW[1])]).open(ring.seal("a", ADDRESS), ADDRESS)


def test_half_character_is_refused(ring: Keyring) -> None:
    """A lone surrogate is refused before anything is written, and not quoted."""
    for act in (partial(ring.seal, context=ADDRESS), ring.lookup_key):
        with pytest.raises(SealError) as refusal:
            act("a\ud800")
        assert "ud800" not in str(refusal.value)
        assert refusal.value.__suppress_context__


SPELLINGS = ["anna@straße.org", "ANNA@STRASSE.ORG", " Anna@Straße.org\n", "ａｎｎａ@STRAẞE.org"]
FORMS = [
    ("é@x", "e\u0301@x"),
    ("\u212b@x", "å@x"),
    ("\u1e9b\u0323@x", "ṩ@X"),
    ("ﬁ@x", "FI@x"),
    ("ΌΣΟΣ@x", "όσος@x"),
]


def test_spellings_are_one_address(ring: Keyring) -> None:
    """Capitals, wide letters and the sharp s do not make another person."""
    assert len({ring.lookup_key(each) for each in SPELLINGS}) == 1


@pytest.mark.parametrize(("one", "other"), FORMS)
def test_forms_are_one_address(one: str, other: str) -> None:
    """However Unicode writes the same letters."""
    assert folded(one) == folded(other)


def test_folding_is_done() -> None:
    """Folded once is folded for good."""
    letters = [chr(code) + mark for code in range(0x80, 0x2FFF) for mark in ("", "\u0345", "\u0301")]
    assert [each for each in letters if folded(folded(each)) != folded(each)] == []


def test_lookup_is_keyed(ring: Keyring) -> None:
    """Nobody without the key works out which row an address has, and each key gives another."""
    both = Keyring([NEW, OLD])
    assert both.lookup_keys("a@b") == [both.lookup_key("a@b"), ring.lookup_key("A@b")]
    assert both.lookup_key("a@b") != ring.lookup_key("a@b")
    assert len(ring.lookup_key("a@b")) == 64


def test_huge_address_is_looked_up(ring: Keyring) -> None:
    """10 MB make a hash like any other."""
    assert len(ring.lookup_key("x" * 10_000_000)) == 64


def test_addresses_do_not_look_sealed(ring: Keyring) -> None:
    """Told apart even where somebody is called so."""
    assert is_sealed(ring.seal("a@b", ADDRESS))
    assert not is_sealed("v1.old.00@example.org")
    assert not is_sealed("alice@example.org")


def written(*process_keys: tuple[str, bytes]) -> str:
    """As PARLEY_KEYS has them."""
    return ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in process_keys)


def test_ring_from_the_environment() -> None:
    """The newest first, as written."""
    assert Keyring.from_env({"PARLEY_KEYS": written(NEW, OLD)}).ids == ("new", "old")


def test_ring_from_a_file(tmp_path: Path) -> None:
    """One a line; what is written is read again."""
    path = tmp_path / "keys"
    path.write_text("# ours\n" + Keyring([NEW, OLD]).written())
    path.chmod(0o600)
    assert Keyring.from_env({"PARLEY_KEYS_FILE": str(path)}).ids == ("new", "old")


def test_file_others_may_read_is_refused(tmp_path: Path) -> None:
    """A key others know is none."""
    path = tmp_path / "keys"
    path.write_text(Keyring([NEW]).written())
    path.chmod(0o640)
    with pytest.raises(KeyringError, match="chmod 600"):
        Keyring.read(path)


@pytest.mark.parametrize(
    "text",
    ["", ",", "justakey", "a:short", f"A:{'x' * 44}", "a:!!!!", written(OLD, OLD), written(("a", b"31" * 8)),
     written(("a" * 33, b"x" * 32)), written(("", b"x" * 32))],
)  # fmt: skip
def test_bad_ring_is_refused(text: str) -> None:
    """With one line that says what to do and repeats no key."""
    with pytest.raises(KeyringError) as refusal:
        Keyring.parse(text)
    assert "fix: " in str(refusal.value)
    assert not any(
        part in str(refusal.value) for part in ("x" * 44, "short", base64.b64encode(b"o").decode())
    )


def test_key_cut_off_is_not_replaced() -> None:
    """Of what is left of a key it is said that a copy is wanted, not a new one."""
    with pytest.raises(KeyringError, match="put back"):
        Keyring.parse(Keyring([NEW]).written()[:20])


@pytest.mark.parametrize("environ", [{}, {"PARLEY_KEYS": " "}, {"PARLEY_KEYS_FILE": "/nowhere/keys"}])
def test_no_ring_is_refused(environ: dict[str, str]) -> None:
    """Losing the keys is said, not survived."""
    with pytest.raises(KeyringError, match="fix: "):
        Keyring.from_env(environ)


def test_ring_does_not_show_itself(ring: Keyring) -> None:
    """Ids, never keys."""
    assert repr(ring) == "Keyring(old)"
    assert "ooo" not in f"{ring} {ring!r}"


def test_ring_reaches_helping_processes(ring: Keyring) -> None:
    """A bulk is sealed by several."""
    assert pickle.loads(pickle.dumps(ring)).open(ring.seal("a", ADDRESS), ADDRESS) == "a"  # noqa: S301  our own


def test_ring_is_renewed(ring: Keyring) -> None:
    """A new key comes in front; what the old one sealed is still opened."""
    renewed = ring.with_new()
    assert renewed.ids[1:] == ("old",)
    assert key_id_of(renewed.seal("a", ADDRESS)) == renewed.ids[0]
    assert renewed.open(ring.seal("a", ADDRESS), ADDRESS) == "a"


@pytest.fixture
def in_use(ring: Keyring, tmp_path: Path) -> Iterator[Path]:
    """The file this process has its keys from."""
    before, file = process_keys._ring, tmp_path / "keys"
    write_private(file, ring.written())
    process_keys.load_process_keyring("", file)
    yield file
    process_keys.set_process_keyring(before)


def test_key_written_later(in_use: Path, ring: Keyring) -> None:
    """A process takes up a new key when it is put into the file."""
    renewed = ring.with_new()
    write_private(in_use, renewed.written())
    assert process_keys.process_keyring().ids == renewed.ids


def test_key_taken_out_later(in_use: Path, ring: Keyring) -> None:
    """What a process could open it opens to its end."""
    renewed = ring.with_new()
    write_private(in_use, renewed.written())
    process_keys.process_keyring()
    write_private(in_use, renewed.written().splitlines()[0])
    assert process_keys.process_keyring().open(ring.seal("a", ADDRESS), ADDRESS) == "a"


@pytest.mark.parametrize("written", ["", "nonsense", Keyring([("other", bytes(32))]).written()])
def test_file_that_is_spoiled_later(in_use: Path, written: str) -> None:
    """A process goes on with its keys when their file is spoiled or another's, or is gone."""
    write_private(in_use, written)
    assert process_keys.process_keyring().ids == ("old",)
    in_use.unlink()
    assert process_keys.process_keyring().ids == ("old",)


def test_process_has_one_ring(ring: Keyring) -> None:
    """And says so when it has none."""
    before = process_keys._ring
    try:
        process_keys.set_process_keyring(None)
        with pytest.raises(KeyringError):
            process_keys.process_keyring()
        process_keys.set_process_keyring(ring)
        assert process_keys.process_keyring() is ring
    finally:
        process_keys.set_process_keyring(before)

"""What seals secrets and people's data before they reach the database, and finds a sealed address again.

A sealed text is `v1.<key id>.<hex of nonce, ciphertext and tag>`: AES-256-GCM (NIST SP 800-38D) with a random
nonce. Each use has a subkey of its own by HKDF-SHA256 (RFC 5869), and key id and context are authenticated:
a text cut out of one column or row opens in no other. It is lower case throughout, as the rule on e-mail
columns always was. An address is found by HMAC-SHA256 of what all its spellings have in common.
"""

import base64
import binascii
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.operator_error import OperatorError

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
MEND = "parley keys new"
PUT_BACK = "put back the copy of the keys that was kept apart"
OTHERS_BITS = 0o077
LOOKUP = "lookup"
SEAL = "seal:"


class KeyringError(OperatorError):
    """There is no key, or what should be one is none; the words never repeat it."""

    def __init__(self, cause: str, mend: str | None = MEND) -> None:
        super().__init__(cause, mend)


class SealError(Exception):
    """A text that was not sealed for this by a key of the ring, or that cannot be sealed."""


class Keyring:
    """Keys by their ids, the newest first: it seals, and all of them open."""

    __slots__ = ("_keys", "_subkeys")

    def __init__(self, keys: Iterable[tuple[str, bytes]]) -> None:
        """Raises KeyringError for no keys, a bad id, an id twice, or a key of another length."""
        given = tuple(keys)
        for key_id, key in given:
            if not KEY_ID.fullmatch(key_id):
                raise KeyringError(
                    "a key's id has other letters than a-z, 0-9, _ and -, or too many", PUT_BACK
                )
            if len(key) != KEY_BYTES:
                raise KeyringError(f"the key {key_id} has {len(key)} bytes instead of {KEY_BYTES}", PUT_BACK)
        self._keys = dict(given)
        if not given:
            raise KeyringError("there is no key")
        if len(self._keys) < len(given):
            raise KeyringError("two keys have the same id", PUT_BACK)
        self._subkeys: dict[tuple[str, str], bytes] = {}

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """Read `id:base64` by comma or line; lines that begin with # are left out."""
        parts = (part.strip() for line in text.splitlines() if line[:1] != "#" for part in line.split(","))
        return cls(_key(part) for part in parts if part)

    @classmethod
    def read(cls, path: Path) -> "Keyring":
        """Read a file of keys that only its owner may read."""
        try:
            mode, text = path.stat().st_mode, path.read_text("ascii")
        except OSError as error:
            raise KeyringError(f"the keys in {path} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise KeyringError(f"{path} holds other things than keys", PUT_BACK) from None
        if mode & OTHERS_BITS:
            raise KeyringError(f"others may read the keys in {path}", f"chmod 600 {path}")
        return cls.parse(text)

    @classmethod
    def of(cls, keys: str, file: Path | None) -> "Keyring":
        """Take what PARLEY_KEYS says, else the file of PARLEY_KEYS_FILE."""
        if keys:
            return cls.parse(keys)
        if file is None:
            raise KeyringError("neither PARLEY_KEYS_FILE nor PARLEY_KEYS is set")
        return cls.read(file)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Keyring":
        """Take the keys of the environment."""
        keys, file = (environ.get(name, "").strip() for name in ("PARLEY_KEYS", "PARLEY_KEYS_FILE"))
        return cls.of(keys, Path(file) if file else None)

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self._keys)})"

    def __reduce__(self) -> tuple[type["Keyring"], tuple[tuple[tuple[str, bytes], ...]]]:
        """For processes of our own that help with a bulk; what follows from the keys stays here."""
        return Keyring, (tuple(self._keys.items()),)

    @property
    def ids(self) -> tuple[str, ...]:
        """The keys' ids, the newest first."""
        return tuple(self._keys)

    def with_new(self) -> "Keyring":
        """The same ring with a fresh key in front."""
        return Keyring([new_key(), *self._keys.items()])

    def also(self, other: "Keyring") -> "Keyring":
        """The same ring, and at its end the keys that only the other has."""
        missing = ((key_id, key) for key_id, key in other._keys.items() if key_id not in self._keys)
        return Keyring([*self._keys.items(), *missing])

    def is_within(self, other: "Keyring") -> bool:
        """Whether the other opens what this one seals."""
        newest = self.ids[0]
        return hmac.compare_digest(other._keys.get(newest, b""), self._keys[newest])

    def written(self) -> str:
        """What `parse` reads: secret, for the one file it is kept in."""
        return "".join(f"{name}:{base64.b64encode(key).decode()}\n" for name, key in self._keys.items())

    def seal(self, plain: str, context: str) -> str:
        """Seal under the newest key; `context` is the column, then a colon and the row where that matters."""
        key_id, nonce = self.ids[0], secrets.token_bytes(NONCE_BYTES)
        cipher = AESGCM(self._subkey(key_id, SEAL + context.partition(":")[0]))
        sealed = cipher.encrypt(nonce, _encoded(plain), _authenticated(key_id, context))
        return f"{VERSION}.{key_id}.{(nonce + sealed).hex()}"

    def open(self, sealed: str, context: str) -> str:
        """Give the text; raises SealError for anything not sealed for this context by a key of the ring."""
        key_id = key_id_of(sealed)
        if key_id not in self._keys:
            raise SealError(f"sealed with the key {key_id}, which is not in the ring")
        cipher = AESGCM(self._subkey(key_id, SEAL + context.partition(":")[0]))
        try:
            whole = bytes.fromhex(sealed.rpartition(".")[2])
            nonce, rest = whole[:NONCE_BYTES], whole[NONCE_BYTES:]
            return cipher.decrypt(nonce, rest, _authenticated(key_id, context)).decode()
        except (InvalidTag, ValueError):
            raise SealError("not sealed for this, or changed since") from None

    def is_newest(self, sealed: str) -> bool:
        """Whether nothing would be won by sealing it again."""
        return key_id_of(sealed) == self.ids[0]

    def lookup_key(self, address: str) -> str:
        """What the address is found by, under the newest key: the same for every spelling of it."""
        return self._lookup_key(self.ids[0], folded(address))

    def lookup_keys(self, address: str) -> list[str]:
        """The same under every key, the newest first: rows are found while the keys are being changed."""
        common = folded(address)
        return [self._lookup_key(key_id, common) for key_id in self._keys]

    def _lookup_key(self, key_id: str, common: str) -> str:
        keyed = HMAC(self._subkey(key_id, LOOKUP), SHA256())
        keyed.update(_encoded(common))
        return keyed.finalize().hex()

    def _subkey(self, key_id: str, use: str) -> bytes:
        """Derived once for each of the few uses there are."""
        found = self._subkeys.get((key_id, use))
        if found is None:
            derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"parley {VERSION} {use}".encode())
            found = self._subkeys[key_id, use] = derivation.derive(self._keys[key_id])
        return found


def new_key() -> tuple[str, bytes]:
    """Make a key and a name for it."""
    return f"k{secrets.token_hex(4)}", secrets.token_bytes(KEY_BYTES)


def is_sealed(text: str) -> bool:
    """Whether it looks sealed; nothing that is an address does."""
    version, _, rest = text.partition(".")
    return version == VERSION and bool(KEY_ID.fullmatch(rest.partition(".")[0])) and "@" not in rest


def key_id_of(sealed: str) -> str:
    """The id of the key it was sealed with; raises SealError for what is not sealed."""
    if not is_sealed(sealed):
        raise SealError("not sealed at all")
    return sealed.split(".", 2)[1]


def folded(address: str) -> str:
    """What all spellings of an address have in common: Unicode's caseless NFKC form, without outer blanks."""
    common = address
    for _ in range(2):  # folding can undo the composition, and composing the folding
        common = unicodedata.normalize("NFKC", common).casefold()
    return unicodedata.normalize("NFKC", common).strip()


def _key(part: str) -> tuple[str, bytes]:
    key_id, colon, key = part.partition(":")
    if not colon:
        raise KeyringError("a key is written id:base64", PUT_BACK)
    try:
        return key_id, base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        raise KeyringError("a key is not base64", PUT_BACK) from None


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise SealError("half a character cannot be sealed") from None


def _authenticated(key_id: str, context: str) -> bytes:
    return f"{VERSION}.{key_id}.{context}".encode()

"""Encrypt secrets and personal data before they reach the database, and look up sealed addresses.

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
FIX = "parley keys new"
PUT_BACK = "put back the copy of the keys that was kept apart"
OTHERS_BITS = 0o077
LOOKUP = "lookup"
SEAL = "seal:"
TAG = "tag:"


class KeyringError(OperatorError):
    """No key, or an invalid one; the message never contains it."""

    def __init__(self, cause: str, fix: str | None = FIX) -> None:
        super().__init__(cause, fix)


class SealError(Exception):
    """The text was not sealed for this context by a key of the ring, or cannot be sealed."""


class Keyring:
    """Keys by id, newest first: the newest seals, all of them open."""

    __slots__ = ("_keys", "_subkeys")

    def __init__(self, keys: Iterable[tuple[str, bytes]]) -> None:
        """Raises KeyringError for no keys, an invalid or repeated id, or a key of the wrong length."""
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
        """Parse `id:base64` separated by commas or lines; lines that start with # are ignored."""
        parts = (part.strip() for line in text.splitlines() if line[:1] != "#" for part in line.split(","))
        return cls(_key(part) for part in parts if part)

    @classmethod
    def read(cls, path: Path) -> "Keyring":
        """Read a key file; raises KeyringError if others may read it."""
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
        """Use PARLEY_KEYS, else the file of PARLEY_KEYS_FILE."""
        if keys:
            return cls.parse(keys)
        if file is None:
            raise KeyringError("neither PARLEY_KEYS_FILE nor PARLEY_KEYS is set")
        return cls.read(file)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Keyring":
        keys, file = (environ.get(name, "").strip() for name in ("PARLEY_KEYS", "PARLEY_KEYS_FILE"))
        return cls.of(keys, Path(file) if file else None)

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self._keys)})"

    def __reduce__(self) -> tuple[type["Keyring"], tuple[tuple[tuple[str, bytes], ...]]]:
        """Pickle the keys only, for worker processes; derived subkeys are not included."""
        return Keyring, (tuple(self._keys.items()),)

    @property
    def ids(self) -> tuple[str, ...]:
        """The keys' ids, newest first."""
        return tuple(self._keys)

    def with_new(self) -> "Keyring":
        """Return this ring with a new key first."""
        return Keyring([new_key(), *self._keys.items()])

    def also(self, other: "Keyring") -> "Keyring":
        """Return this ring with the other's additional keys at the end."""
        missing = ((key_id, key) for key_id, key in other._keys.items() if key_id not in self._keys)
        return Keyring([*self._keys.items(), *missing])

    def is_within(self, other: "Keyring") -> bool:
        """Whether `other` can open what this ring seals."""
        newest = self.ids[0]
        return hmac.compare_digest(other._keys.get(newest, b""), self._keys[newest])

    def written(self) -> str:
        """Serialise for `parse`; secret, only for the key file."""
        return "".join(f"{name}:{base64.b64encode(key).decode()}\n" for name, key in self._keys.items())

    def seal(self, plain: str, context: str) -> str:
        """Seal with the newest key; `context` is the column, then a colon and the row if needed."""
        key_id, nonce = self.ids[0], secrets.token_bytes(NONCE_BYTES)
        cipher = AESGCM(self._subkey(key_id, SEAL + context.partition(":")[0]))
        sealed = cipher.encrypt(nonce, _encoded(plain), _authenticated(key_id, context))
        return f"{VERSION}.{key_id}.{(nonce + sealed).hex()}"

    def open(self, sealed: str, context: str) -> str:
        """Decrypt; raises SealError for anything not sealed for this context by a key of the ring."""
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
        """Whether it is sealed with the newest key."""
        return key_id_of(sealed) == self.ids[0]

    def lookup_key(self, address: str) -> str:
        """The keyed hash of an address under the newest key, equal for all its spellings."""
        return self._lookup_key(self.ids[0], folded(address))

    def lookup_keys(self, address: str) -> list[str]:
        """The keyed hashes under every key, newest first, so that rows are found during a rotation."""
        common = folded(address)
        return [self._lookup_key(key_id, common) for key_id in self._keys]

    def tag(self, text: str, use: str) -> str:
        """Authenticate a text that leaves us and comes back, such as a link; `key id.hex of HMAC-SHA256`."""
        return self._tag(self.ids[0], text, use)

    def tags(self, text: str, use: str) -> list[str]:
        """What `tag` gives under every key, newest first: made by it before a rotation, too."""
        return [self._tag(key_id, text, use) for key_id in self._keys]

    def has_tagged(self, text: str, use: str, tag: str) -> bool:
        """Whether a key of the ring made the tag for this text and use."""
        key_id = tag.partition(".")[0]
        return key_id in self._keys and hmac.compare_digest(
            self._tag(key_id, text, use).encode(), tag.encode()
        )

    def _tag(self, key_id: str, text: str, use: str) -> str:
        keyed = HMAC(self._subkey(key_id, TAG + use), SHA256())
        keyed.update(_encoded(text))
        return f"{key_id}.{keyed.finalize().hex()}"

    def _lookup_key(self, key_id: str, common: str) -> str:
        keyed = HMAC(self._subkey(key_id, LOOKUP), SHA256())
        keyed.update(_encoded(common))
        return keyed.finalize().hex()

    def _subkey(self, key_id: str, use: str) -> bytes:
        """Derive the subkey of a use; cached."""
        found = self._subkeys.get((key_id, use))
        if found is None:
            derivation = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"parley {VERSION} {use}".encode())
            found = self._subkeys[key_id, use] = derivation.derive(self._keys[key_id])
        return found


def new_key() -> tuple[str, bytes]:
    """Return a new key's id and bytes."""
    return f"k{secrets.token_hex(4)}", secrets.token_bytes(KEY_BYTES)


def is_sealed(text: str) -> bool:
    """Whether it has the form of a sealed text, which no address has."""
    version, _, rest = text.partition(".")
    return version == VERSION and bool(KEY_ID.fullmatch(rest.partition(".")[0])) and "@" not in rest


def key_id_of(sealed: str) -> str:
    """Return the id of its key; raises SealError if it is not sealed."""
    if not is_sealed(sealed):
        raise SealError("not sealed at all")
    return sealed.split(".", 2)[1]


def folded(address: str) -> str:
    """Normalise an address: caseless NFKC, trimmed."""
    common = address
    for _ in range(2):  # case folding can undo composition, and composition folding
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

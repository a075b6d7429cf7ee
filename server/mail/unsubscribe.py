"""Links that stop one person's mails of some kinds: signed, so that nobody makes one for another person.

A token is `kinds.person.key id.tag`. Keys that are retired end the links made with them; the account page
remains.
"""

from collections.abc import Iterable
from uuid import UUID

from server.meeting.mail_outbox import Kind
from server.meeting.sealing.process_keys import process_keyring

USE = "unsubscribe"
LETTERS: dict[Kind, str] = {
    "minutes_ready": "r", "task_assigned": "a", "task_due": "d", "task_overdue": "o", "mentioned": "m",
}  # fmt: skip
"""How a token names each kind."""
KINDS = {letter: kind for kind, letter in LETTERS.items()}


def unsubscribe_token(person_id: UUID, kinds: Iterable[Kind]) -> str:
    """Make the token of a link that stops these kinds."""
    told = f"{''.join(sorted({LETTERS[kind] for kind in kinds}))}.{person_id.hex}"
    return f"{told}.{process_keyring().tag(told, USE)}"


def who_unsubscribes(token: str) -> tuple[UUID, tuple[Kind, ...]] | None:
    """Return whose mails of which kinds a token stops; None for a token that is not ours."""
    parts = token.split(".", 2)
    if len(parts) != len(("kinds", "person", "tag")) or not token.isascii():
        return None
    letters, person, tag = parts
    if not process_keyring().has_tagged(f"{letters}.{person}", USE, tag):
        return None
    return UUID(hex=person), tuple(KINDS[letter] for letter in letters if letter in KINDS)

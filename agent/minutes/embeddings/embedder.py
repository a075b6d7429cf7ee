"""The door to embeddings: texts become vectors of length 1 whose product tells how alike they are."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""A row for each text, of length 1; an empty text has a row of zeros, which is like nothing."""

MAX_CHARS = 4000
"""What is beyond is left out: models read 512 tokens or little more, and each costs time."""
UNREADABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\\s]+")
"""Control characters, halves of characters and runs of white space."""


class EmbeddingsUnavailable(Exception):  # noqa: N818  the name states the error
    """There is no model, its server does not answer, or what it answers are no vectors."""


class Role(StrEnum):
    """What a text is: models were trained to bring questions near the passages that answer them."""

    QUERY = "query"
    PASSAGE = "passage"
    """Also of texts that are compared with each other."""


class Embedder(Protocol):
    """A model that embeds."""

    @property
    def model(self) -> str:
        """Name and version: vectors of different models must not be compared."""
        ...

    async def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        """Embed texts without holding up the event loop; raises EmbeddingsUnavailable."""
        ...


def embeddable(text: str) -> str:
    """Return a text as a model can read it: composed (NFKC), on one line, not too long."""
    head = unicodedata.normalize("NFKC", text[:MAX_CHARS])
    return UNREADABLE.sub(" ", head).strip()[:MAX_CHARS]


def checked(rows: object, count: int) -> Vectors:
    """Return a server's rows with length 1; raises EmbeddingsUnavailable if they are not vectors."""
    try:
        found = np.asarray(rows, dtype=np.float32)
    except (TypeError, ValueError, OverflowError) as error:
        raise EmbeddingsUnavailable("the reply has no vectors") from error
    if found.ndim != 2 or len(found) != count or not found.shape[1]:
        raise EmbeddingsUnavailable("the reply has other vectors than were asked for")
    lengths = np.linalg.norm(found.astype(np.float64), axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not lengths.all():
        raise EmbeddingsUnavailable("the reply has vectors without a direction")
    of_length_one: Vectors = (found / lengths).astype(np.float32)
    return of_length_one

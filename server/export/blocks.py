"""An export's text as a sequence of blocks, from which each format is written."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "facts", "heading", "subheading", "paragraph", "item", "turn", "note"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or item in one line; a turn may have a speaker and a time."""

    kind: Kind
    text: str
    speaker: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file shows; `language` is a tag such as `de`."""

    title: str
    language: str
    blocks: tuple[Block, ...]

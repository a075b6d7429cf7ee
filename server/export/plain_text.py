"""Writes content as plain text and as Markdown."""

import re
from collections.abc import Iterator

from server.export.blocks import Block, Content

SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~&]")
"""Characters with a meaning anywhere in a line of Markdown (CommonMark, tables, strikethrough)."""
LINE_BEGIN, NUMBERED = re.compile(r"^([#+=-])"), re.compile(r"^(\d+)([.)])(?=\s|$)")


def text_of(content: Content) -> str:
    """Return plain text: a paragraph a block, words as they are."""
    return "".join(_text(content.blocks))


def markdown_of(content: Content) -> str:
    """Return Markdown that shows names and words unchanged."""
    return "".join(_markdown(content.blocks))


def escaped(text: str) -> str:
    """Escape a line's text so that Markdown shows it unchanged."""
    text = SPECIAL.sub(r"\\\g<0>", text)
    return NUMBERED.sub(r"\1\\\2", LINE_BEGIN.sub(r"\\\1", text))


def _text(blocks: tuple[Block, ...]) -> Iterator[str]:
    before = None
    for block in blocks:
        yield "" if before in (None, block.kind) and block.kind in ("title", "facts", "item") else "\n"
        before = block.kind
        match block.kind:
            case "title":
                yield f"{block.text}\n{'=' * min(len(block.text), 80)}\n"
            case "heading":
                yield f"{block.text}\n{'-' * min(len(block.text), 80)}\n"
            case "item":
                yield f"* {block.text}\n"
            case "turn":
                yield f"{_head(block)}{block.text}\n"
            case _:
                yield f"{block.text}\n"


def _head(block: Block) -> str:
    time = f"[{block.time}] " if block.time else ""
    return time + (f"{block.speaker}: " if block.speaker else "")


def _markdown(blocks: tuple[Block, ...]) -> Iterator[str]:
    before = None
    for block in blocks:
        yield "\n" if before and not before == block.kind == "item" else ""
        before = block.kind
        text = escaped(block.text)
        match block.kind:
            case "title":
                yield f"# {text}\n"
            case "heading":
                yield f"## {text}\n"
            case "subheading":
                yield f"### {text}\n"
            case "item":
                yield f"- {text}\n"
            case "note":
                yield f"*{text}*\n"
            case "turn":
                yield f"{_markdown_head(block)}{text}\n"
            case _:
                yield f"{text}\n"


def _markdown_head(block: Block) -> str:
    """Return the line above a turn; two spaces at its end break the line."""
    parts = [f"**{escaped(block.speaker)}**" if block.speaker else "", block.time]
    head = " ".join(filter(None, parts))
    return f"{head}  \n" if head else ""

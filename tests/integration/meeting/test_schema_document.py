"""What the schema document draws and lists is what expected_schema.py says, but where that says why not."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import BESIDE_THE_TREE
from tests.integration.meeting.expected_schema import DEVIATIONS, TABLES, columns, expected

TYPES = {"timestamptz": "timestamp"}
"""A time is a moment, not what a wall clock shows."""


class TestDocument:
    """The page against the schema document itself."""

    @pytest.fixture
    def schema_document(self) -> str:
        """The document's text."""
        return BESIDE_THE_TREE["schema_document"].read_text(encoding="utf-8")

    def test_tables(self, schema_document: str) -> None:
        """The eleven of its lists are those it draws."""
        listed = re.findall(r"^\d+\. \*\*(\w+)\*\*", section(schema_document, "Table Summary", "##"), re.M)
        assert len(listed) == 6 + 5
        assert sorted(listed) == sorted({table for table, *_ in drawn_columns(schema_document)})

    def test_columns(self, schema_document: str) -> None:
        """Each column of the diagram is there with its type and key, in its order, before any of our own."""
        drawn = list(drawn_columns(schema_document))
        assert [(table, name) for table, name, *_ in drawn] == [
            (table, name)
            for table in dict.fromkeys(table for table, *_ in drawn)
            for name in of_the_document(table)
        ]
        assert [line for line in drawn if not _as_drawn(*line[:3], key="")] == []
        wrong = {
            f"{table}.{name} {key}"
            for table, name, kind, key in drawn
            if not _as_drawn(table, name, kind, key)
        }
        assert wrong == {each for each in DEVIATIONS if "." in each}

    def test_relations_drawn(self, schema_document: str) -> None:
        """Each line of the diagram is a foreign key: unique where it says one to one, and only there."""
        drawn = re.findall(r'(\w+) \|\|--(o\{|\|\|) (\w+) : "\w+"', schema_document)
        assert len(drawn) == 16
        wrong = {_unlike(one, other, many=kind == "o{") for one, kind, other in drawn} - {None}
        assert wrong == {each for each in DEVIATIONS if "→" in each}

    @pytest.mark.parametrize(("title", "many", "lines"), [("1-to-Many", True, 8), ("1-to-1", False, 3)])
    def test_relations_listed(self, schema_document: str, title: str, many: bool, lines: int) -> None:
        """So is each line of the lists."""
        listed = re.findall(r"- (\w[\w ]*?) → (\w[\w ]*?)(?: \(\w+\))?\n", section(schema_document, title))
        assert len(listed) == lines
        assert {_unlike(_table(one), _table(other), many=many) for one, other in listed} == {None}

    def test_indexes(self, schema_document: str) -> None:
        """Each line of the index strategy has its check, and passes it."""
        asked = re.findall(r"- (.+)\n", section(schema_document, "Indexes Strategy", level="##"))
        assert sorted(asked) == sorted(INDEX_RULES)
        assert [line for line in asked if not INDEX_RULES[line]()] == []


def section(document: str, title: str, level: str = "###") -> str:
    """Give what stands under a heading."""
    found = re.search(rf"^{level} {title}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)", document, re.M | re.S)
    assert found is not None
    return found[1]


def drawn_columns(document: str) -> Iterator[tuple[str, str, str, str]]:
    """Give table, column, type and key of each column in the diagram."""
    diagram = document.partition("```mermaid")[2].partition("```")[0]
    for table, body in re.findall(r"^    (\w+) \{\n(.*?)^    \}", diagram, re.M | re.S):
        for line in body.strip().splitlines():
            kind, name, *key = line.split()
            yield table, name, kind, key[0] if key else ""


def of_the_document(table: str) -> list[str]:
    """Give a table's columns on the page that stand above ours."""
    found = re.search(rf"^{table}\b.*\n((?:    .*\n)+?)    # beyond the document", TABLES, re.M)
    assert found is not None
    return [line.split()[0] for line in found[1].splitlines() if not line.startswith("     ")]


def _as_drawn(table: str, name: str, kind: str, key: str) -> bool:
    kind_here, *words = columns(table).get(name, [""])
    plain = re.sub(r"\(\d+\)", "", kind_here)
    return TYPES.get(plain, plain) == kind and (not key or {"FK": "→"}.get(key, key) in words)


def _table(words: str) -> str:
    """Action Items → action_items, Meeting Summary → meeting_summaries, Invitations → room_invitations."""
    name = words.lower().replace(" ", "_")
    ways = (name, f"{name}s", name.removesuffix("y") + "ies", f"room_{name}")
    return next(each for each in ways if each in expected())


def _unlike(one: str, other: str, *, many: bool) -> str | None:
    """Name a relation that is not there, or is of the other kind."""
    keys = [words for words in columns(other).values() if "→" in words and one in words]
    if not keys:
        return f"{one} → {other}"
    if any(("UK" in words) is not many for words in keys):
        return None
    return f"{one} → {other} {'many' if many else 'one'}"


def indexes() -> list[str]:
    """Every index and every unique column of the page, with its table."""
    lines = [(table, line) for table, told in expected().items() for line in told]
    return [
        f"{table} {line}"
        for table, line in lines
        if line.startswith(("index", "unique")) or " UK" in line or " PK" in line
    ]


def _indexed(*patterns: str) -> bool:
    return all(any(re.search(pattern, line) for line in indexes()) for pattern in patterns)


def _tags_indexed() -> bool:
    copied = {"room_series"}  # nobody searches its tags: its rooms have them
    tagged = [table for table in expected() if "tags" in columns(table) and table not in copied]
    return bool(tagged) and _indexed(*(rf"^{table} index \w+ gin \(tags\)$" for table in tagged))


def _foreign_keys_indexed() -> bool:
    keys = [(table, name) for table in expected() for name, words in columns(table).items() if "→" in words]
    return _indexed(
        *(rf"^{table} ({name} .*[PU]K|(index|unique) \w+ \({name}\b[^W]*$)" for table, name in keys)
    )


INDEX_RULES: dict[str, Callable[[], bool]] = {
    "Foreign keys (all relationships)": _foreign_keys_indexed,
    "Frequently queried fields (status, type, email)": lambda: _indexed(
        r"^rooms index \w+ \(status\)", r"^rooms index .*\btype =", r"^users email_key .*UK"
    ),
    "Time-based queries (created_at, scheduled_start_time)": lambda: _indexed(
        r"\bcreated_at DESC\)", r"\(scheduled_start_time\)"
    ),
    "Composite indexes for common queries": lambda: _indexed(
        r"^rooms .*\(\w+, \w+", r"^participants .*\(\w+, \w+", r"^notifications .*\(\w+, \w+"
    ),
    "Transcripts text (GIN index)": lambda: (
        _indexed(r"^transcripts index \w+ gin \(search\)")
        and columns("transcripts")["search"][-1].endswith("200000))")
        and "to_tsvector(search_configuration(language)," in columns("transcripts")["search"]
    ),
    "Tags arrays (GIN index)": _tags_indexed,
    "Segments in transcripts (GIN index)": lambda: _indexed(r"^transcripts index \w+ gin \(segments "),
}

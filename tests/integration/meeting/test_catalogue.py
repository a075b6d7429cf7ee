"""The database is what expected_schema.py says, and that is what the schema document asks for."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from server.meeting.more_tables import MORE_TABLES
from server.meeting.tables import TABLES as FIRST_TABLES
from tests.integration.meeting.catalogue import read_catalogue
from tests.integration.meeting.expected_schema import DEVIATIONS, columns, expected

DOCUMENT = Path(__file__).parents[4] / "shared" / "schema.md"
TABLES = (*FIRST_TABLES, *MORE_TABLES)
OURS = sorted(table._meta.tablename for table in TABLES)
TYPES = {"timestamptz": "timestamp"}
"""A time is a moment, not what a wall clock shows."""
BARE_FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text AS table, a.attname AS column
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND NOT EXISTS (
    SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1] AND i.indpred IS NULL)
"""
NEEDLESS = """
SELECT a.indexrelid::regclass::text AS needless, b.indexrelid::regclass::text AS because_of
FROM pg_index a JOIN pg_index b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid
JOIN pg_class k ON k.oid = a.indexrelid JOIN pg_class o ON o.oid = b.indexrelid AND o.relam = k.relam
WHERE NOT a.indisunique AND starts_with(b.indkey::text || ' ', a.indkey::text || ' ')
  AND starts_with(b.indclass::text || ' ', a.indclass::text || ' ')
  AND starts_with(b.indoption::text || ' ', a.indoption::text || ' ') AND a.indexprs IS NULL
  AND b.indpred IS NULL AND a.indpred IS NULL AND a.indrelid::regclass::text = ANY($1::text[])
"""


@pytest.fixture(scope="module")
async def live(postgres_url: str) -> dict[str, list[str]]:
    """What the catalogue says."""
    connection = await asyncpg.connect(postgres_url)
    try:
        return await read_catalogue(connection)
    finally:
        await connection.close()


def test_tables(live: dict[str, list[str]]) -> None:
    """Every table is told of, and every table told of is there."""
    assert sorted(live) == sorted(expected())


@pytest.mark.parametrize("table", expected())
def test_as_expected(table: str, live: dict[str, list[str]]) -> None:
    """A table has what the page says of it, and nothing else."""
    real, told = set(live[table]), set(expected()[table])
    assert (sorted(told - real), sorted(real - told)) == ([], [])


@pytest.mark.parametrize("table", OURS)
def test_as_piccolo_has_it(table: str) -> None:
    """Piccolo knows exactly the columns that are not computed."""
    known = next(each for each in TABLES if each._meta.tablename == table)
    written = {name for name, words in columns(table).items() if "GENERATED" not in words}
    assert {column._meta.db_column_name for column in known._meta.columns} == written


@pytest.mark.parametrize("table", OURS)
def test_times_are_kept(table: str) -> None:
    """Every table of ours says when a row was made and changed, by the database."""
    assert {"created_at", "updated_at"} <= set(columns(table))
    assert {"trigger born", "trigger touch"} <= set(expected()[table])


@pytest.mark.parametrize("table", OURS)
def test_lists_and_objects_begin_empty(table: str) -> None:
    """A column of JSON or a list is never null, and is empty where nothing is said."""
    for name, words in columns(table).items():
        if words[0] in ("jsonb", "text[]"):
            assert words[1:] in (["=", "'{}'"], ["=", "'[]'"]), name


async def test_foreign_keys_have_indexes(postgres_url: str) -> None:
    """Every foreign key is the beginning of a whole index: deleting a row scans no table."""
    connection = await asyncpg.connect(postgres_url)
    assert [tuple(row) for row in await connection.fetch(BARE_FOREIGN_KEYS)] == []
    await connection.close()


async def test_no_index_is_needless(postgres_url: str) -> None:
    """No index is the beginning of another one of its table."""
    connection = await asyncpg.connect(postgres_url)
    assert [tuple(row) for row in await connection.fetch(NEEDLESS, OURS)] == []
    await connection.close()


@pytest.mark.skipif(not DOCUMENT.exists(), reason="../shared/schema.md is not at hand")
class TestDocument:
    """The page against the schema document itself."""

    @pytest.fixture
    def document(self) -> str:
        """The document's text."""
        return DOCUMENT.read_text(encoding="utf-8")

    def test_columns(self, document: str) -> None:
        """Each column of the diagram is there with its type and key."""
        wrong = [line for line in drawn_columns(document) if not _as_drawn(*line) and _asked(*line)]
        assert wrong == []

    def test_relations_drawn(self, document: str) -> None:
        """Each line of the diagram is a foreign key: unique where it says one to one, and only there."""
        drawn = re.findall(r'(\w+) \|\|--(o\{|\|\|) (\w+) : "\w+"', document)
        assert len(drawn) == 16
        assert [line for line in drawn if not _related(line[0], line[2], many=line[1] == "o{")] == []

    @pytest.mark.parametrize(("title", "many", "lines"), [("1-to-Many", True, 8), ("1-to-1", False, 3)])
    def test_relations_listed(self, document: str, title: str, many: bool, lines: int) -> None:
        """So is each line of the lists."""
        listed = re.findall(r"- (\w[\w ]*?) → (\w[\w ]*?)(?: \(\w+\))?\n", section(document, title))
        assert len(listed) == lines
        named = [(_table(one), _table(other)) for one, other in listed]
        assert [pair for pair in named if not _related(*pair, many=many)] == []

    def test_indexes(self, document: str) -> None:
        """Each line of the index strategy has its check, and passes it."""
        asked = re.findall(r"- (.+)\n", section(document, "Indexes Strategy", level="##"))
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


def _as_drawn(table: str, name: str, kind: str, key: str) -> bool:
    kind_here, *words = columns(table).get(name, [""])
    plain = re.sub(r"\(\d+\)", "", kind_here)
    return TYPES.get(plain, plain) == kind and (not key or {"FK": "→"}.get(key, key) in words)


def _asked(table: str, name: str, kind: str, key: str) -> bool:
    """Whether the column is to be as drawn; else its type is, and the key is kept in the way that is told."""
    return f"{table}.{name} {key}" not in DEVIATIONS or not _as_drawn(table, name, kind, "")


def _table(words: str) -> str:
    """Action Items → action_items, Meeting Summary → meeting_summaries, Invitations → room_invitations."""
    name = words.lower().replace(" ", "_")
    ways = (name, f"{name}s", name.removesuffix("y") + "ies", f"room_{name}")
    return next(each for each in ways if each in expected())


def _related(one: str, other: str, *, many: bool) -> bool:
    if f"{one} → {other}" in DEVIATIONS:
        return True
    if many and f"{one} → {other} many" in DEVIATIONS:
        many = False
    return any(
        "→" in words and one in words and ("UK" in words) is not many for words in columns(other).values()
    )


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
    tagged = [table for table in expected() if "tags" in columns(table)]
    return bool(tagged) and _indexed(*(rf"^{table} index \w+ gin \(tags\)$" for table in tagged))


def _foreign_keys_indexed() -> bool:
    keys = [(table, name) for table in OURS for name, words in columns(table).items() if "→" in words]
    return _indexed(
        *(rf"^{table} ({name} .*[PU]K|(index|unique) \w+ \({name}\b[^W]*$)" for table, name in keys)
    )


INDEX_RULES: dict[str, Callable[[], bool]] = {
    "Foreign keys (all relationships)": _foreign_keys_indexed,
    "Frequently queried fields (status, type, email)": lambda: _indexed(
        r"\(status\)", r"\btype =", r"\bemail_key\b"
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

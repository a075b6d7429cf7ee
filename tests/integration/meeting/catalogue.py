"""What PostgreSQL's catalogue says of the tables, in the words of expected_schema.py."""

import re
from collections.abc import Callable
from typing import Any

import asyncpg

COLUMNS = """
SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       a.attnotnull AS required, a.attgenerated <> '' AS generated, a.attidentity <> '' AS counted,
       pg_get_expr(d.adbin, d.adrelid) AS value, k.confrelid::regclass::text AS target,
       pg_get_constraintdef(k.oid) AS rule,
       EXISTS (SELECT FROM pg_constraint o WHERE o.conrelid = c.oid AND o.contype = 'p'
               AND o.conkey = ARRAY[a.attnum]) AS key,
       EXISTS (SELECT FROM pg_constraint o WHERE o.conrelid = c.oid AND o.contype = 'u'
               AND o.conkey = ARRAY[a.attnum]) AS alone
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum]
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND NOT c.relispartition
ORDER BY c.relname, a.attnum
"""
"""Of views and foreign tables, too. A partition has what its table has; PostgreSQL sees to that."""
WIDE_KEYS = """
SELECT conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS definition FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'x')
  AND cardinality(conkey) <> 1
"""
CHECKS = """
SELECT conrelid::regclass::text AS table,
       conname || CASE WHEN convalidated THEN '' ELSE ' NOT VALID' END AS name
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'c' ORDER BY conname
"""
INDEXES = """
SELECT i.indrelid::regclass::text AS table, pg_get_indexdef(i.indexrelid) AS definition,
       CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END AS state
FROM pg_index i
WHERE NOT EXISTS (SELECT FROM pg_constraint c
                  WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
ORDER BY i.indexrelid::regclass::text
"""
TRIGGERS = """
SELECT tgrelid::regclass::text AS table, pg_get_triggerdef(oid) AS definition,
       CASE tgenabled WHEN 'O' THEN '' WHEN 'A' THEN ' ALWAYS' ELSE ' OFF' END AS state
FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname
"""
SHORTER = (
    (r"character varying", "varchar"),
    (r"timestamp with time zone", "timestamptz"),
    (r"timestamp without time zone", "timestamp"),
    (r"double precision", "float"),
    (r"\binteger\b", "int"),
    (r"CURRENT_TIMESTAMP", "now()"),
    (r"::(regclass|pgqueuer_status|text|jsonb|date|varchar|int|float)(\[\])?", ""),
    (r"\(('\w+')\)(?=[,\]])", r"\1"),
    (r"\(([\w.]+)\)(?= [=<>~!])", r"\1"),
    (r"\(\((\w+)\)", r"(\1"),
    (r"= ANY \(\(ARRAY\[(.*?)\]\)\)", r"IN (\1)"),
    (r"= ANY \(ARRAY\[(.*?)\]\)", r"IN (\1)"),
    (r"\bpublic\.", ""),
)
"""How PostgreSQL writes a type or an expression, and how one would."""


USUAL = {
    "born": ("before insert", "touch_updated_at"),
    "touch": ("before update", "touch_updated_at"),
    "audit": ("after insert or delete or update", "audit_row"),
}
"""Triggers that many tables have: when, and the function."""


def short(text: str) -> str:
    """Write it as one would."""
    for long, brief in SHORTER:
        text = re.sub(long, brief, text)
    return text


def _column(row: Any) -> str:
    value = short(row["value"] or "NULL")
    words = [row["name"], short(row["type"])]
    words += [] if row["required"] else ["null"]
    words += ["PK"] * row["key"] + ["UK"] * row["alone"]
    if row["target"]:
        words += [
            "→",
            row["target"],
            row["rule"].partition(" ON UPDATE CASCADE ON DELETE ")[2] or row["rule"],
        ]
    if row["counted"]:
        words += ["IDENTITY"]
    if value not in ("NULL", "NULL::varchar"):
        words += ["GENERATED" if row["generated"] else "=", value]
    return " ".join(words)


def _wide_key(row: Any) -> str:
    told = re.sub(
        r"^FOREIGN KEY (\(.*?\)) REFERENCES (\w+)\(id, room_id\) ON DELETE ", r"\1 → \2 ", row["definition"]
    )
    return f"key {short(told)}"


def _index(row: Any) -> str:
    unique, name, kind, columns, where = re.fullmatch(
        r"CREATE (UNIQUE )?INDEX (\S+) ON (?:ONLY )?\S+ USING (\w+) (\(.*?\)(?: INCLUDE \(.*?\))?)"
        r"((?: NULLS NOT DISTINCT)?(?: WHERE .*)?)",
        row["definition"],
    ).groups("")  # type: ignore[union-attr]  # PostgreSQL writes all of them so
    method = "" if kind == "btree" else f"{kind} "
    rows = re.sub(r" WHERE \((.*)\)$", r" WHERE \1", where)
    return short(f"{'unique' if unique else 'index'} {name} {method}{columns}{rows}") + str(row["state"])


def _trigger(row: Any) -> str:
    name, when, rows, what = re.fullmatch(
        r"CREATE (?:CONSTRAINT )?TRIGGER (\S+) (.*?) ON \S+ .*?FOR EACH \w+ "
        r"(?:WHEN \(\((.*)\)\) )?EXECUTE FUNCTION (\w+)\(\)",
        row["definition"],
    ).groups("")  # type: ignore[union-attr]  # PostgreSQL writes all of them so
    brief = name.removeprefix(f"{row['table']}_")
    if not rows and (when.lower(), what) == USUAL.get(brief):
        return f"trigger {brief}" + str(row["state"])
    return short(f"trigger {name} {when.lower()}{rows and f' WHEN {rows}'}: {what}") + str(row["state"])


READINGS: tuple[tuple[str, Callable[[Any], str]], ...] = (
    (COLUMNS, _column),
    (WIDE_KEYS, _wide_key),
    (INDEXES, _index),
    (CHECKS, lambda row: f"check {row['name'].removeprefix(row['table'] + '_')}"),
    (TRIGGERS, _trigger),
)


async def read_catalogue(connection: "asyncpg.Connection[asyncpg.Record]") -> dict[str, list[str]]:
    """Give each table of public with what it has: columns, keys, indexes, checks and triggers."""
    found: dict[str, list[str]] = {row["table"]: [] for row in await connection.fetch(COLUMNS)}
    for sql, written in READINGS:
        for row in await connection.fetch(sql):
            if row["table"] in found:
                found[row["table"]].append(written(row))
    return found

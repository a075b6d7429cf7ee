"""What a migration may not do to a table that is being used: make everybody wait, or take away what they use.

A rule is a pattern over a statement as PostgreSQL was given it, with what is wrong about it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One rule a statement breaks, and for which table."""

    rule: str
    table: str


ALTER = r"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?\"?(?P<table>\w+)\"? "
COLUMN = r"(?:COLUMN )?(?:IF (?:NOT )?EXISTS )?"
VOLATILE = r"(?:gen_random_uuid|uuidv[47]|clock_timestamp|timeofday|random|nextval|uuid_generate_v\w+)\("
INDEXES = "builds an index while nobody may write"
CHECKS_ROWS = "reads every row while nobody may write"
VALIDATES = "validates under the lock of its transaction"
ANEW = "writes every row anew"
NEW_UNIQUE = "builds a unique index for a new column"
RETYPES = "may write every row anew for a type"
RULES = {
    INDEXES: (
        r"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)(?:(?:IF NOT EXISTS )?\S+ )?ON (?:ONLY )?\"?(?P<table>\w+)"
    ),
    "rebuilds an index while nobody may read": r"REINDEX (?:TABLE|INDEX) (?!CONCURRENTLY)(?P<table>\w+)",
    CHECKS_ROWS: (ALTER + r".*ADD (?:CONSTRAINT \S+ )?(?:CHECK|FOREIGN KEY)\b(?!.*NOT VALID)"),
    "builds a unique index while nobody may read": (
        ALTER + r".*ADD (?:CONSTRAINT \S+ )?(?:UNIQUE|PRIMARY KEY|EXCLUDE)(?!.* USING INDEX )"
    ),
    VALIDATES: ALTER + r".*VALIDATE CONSTRAINT",
    "reads every row for NOT NULL": ALTER + r".*(?:SET|ADD CONSTRAINT \S+) NOT NULL(?!.*NOT VALID)",
    ANEW: (
        ALTER
        + r".*(?:SET (?:UN)?LOGGED|SET ACCESS METHOD|SET TABLESPACE|ADD "
        + COLUMN
        + r"(?!CONSTRAINT).*(?:DEFAULT .*"
        + VOLATILE
        + r"|GENERATED ALWAYS AS|serial\b))"
    ),
    "adds a column that rows there are cannot have": (
        ALTER + r".*ADD " + COLUMN + r"(?!CONSTRAINT|CHECK|FOREIGN|UNIQUE|PRIMARY)\S+ (?!.*DEFAULT).*NOT NULL"
    ),
    NEW_UNIQUE: ALTER + r".*ADD " + COLUMN + r"(?!CONSTRAINT)\S+ .*\b(?:UNIQUE|PRIMARY KEY)",
    RETYPES: ALTER + r".*ALTER " + COLUMN + r"\S+ (?:SET DATA )?TYPE ",
    "takes away what running processes use": ALTER + r".*\b(?:DROP COLUMN|RENAME)\b",
    "takes away a table": r"(?:DROP TABLE|TRUNCATE)(?: TABLE)?(?: IF EXISTS)? \"?(?P<table>\w+)",
    "changes every row in one transaction": (
        r"(?:UPDATE|DELETE FROM) (?:ONLY )?\"?(?P<table>\w+)\b(?!.* WHERE )"
    ),
    "locks the table": r"(?:LOCK(?: TABLE)?|VACUUM FULL|CLUSTER) \"?(?P<table>\w+)",
}


def faults(statement: str, used: Collection[str]) -> Iterator[Fault]:
    """Find what a statement does wrong to the tables that are used."""
    told = re.sub(r"--[^\n]*|/\*.*?\*/", "", statement, flags=re.DOTALL)
    plain = re.sub(r"\s+", " ", told).replace("public.", "").strip()
    for rule, pattern in RULES.items():
        found = re.match(pattern, plain, re.IGNORECASE)
        if found and found["table"].lower() in used:
            yield Fault(rule, found["table"].lower())

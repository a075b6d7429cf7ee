"""`python -m server.export FORMAT FILE`: writes the content on standard input to a file, within limits.

Exit code 3: a library of the system is missing.
"""

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from server.export.blocks import Content

MEMORY_BYTES = 2 << 30
"""A meeting of four hours takes a quarter of a gigabyte as PDF."""
CPU_S = 180
MISSING_LIBRARY = 3
CONTENT = TypeAdapter(Content)


def main(argv: list[str]) -> int:
    """Write a file of the format `docx` or `pdf`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted, path = argv[0], Path(argv[1])
    content = CONTENT.validate_json(sys.stdin.buffer.read())
    if wanted == "docx":
        from server.export.word import write_docx

        write_docx(content, path, datetime.now(UTC))
        return 0
    from server.export.fonts import find_fonts
    from server.export.pdf import write_pdf

    find_fonts(path.parent)
    try:
        write_pdf(content, path)
    except OSError as error:
        if "cannot load library" not in str(error):
            raise
        return MISSING_LIBRARY
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

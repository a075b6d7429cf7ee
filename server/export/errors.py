"""Errors of exported files.

ParleyError
├── NotBegun 409
├── TooLarge 413 ─ ExportFailed
└── PdfUnavailable 501
"""

# ruff: noqa: N818  the names say what happens, as in `server/errors.py`

from server.errors import ParleyError, TooLarge

PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""Debian's packages of what writes PDF files."""


class NotBegun(ParleyError):
    status = 409
    title = "This meeting has not begun"
    detail = "There is nothing to export yet."


class ExportFailed(TooLarge):
    """Writing the file took too much time or memory."""

    title = "This file could not be made"
    detail = "Take another format, such as text or Markdown."


class PdfUnavailable(ParleyError):
    """Pango is not installed."""

    status = 501
    title = "This server cannot make PDF files"
    detail = (
        "Take another format. The person who runs this server can install what is missing:"
        f" apt-get install {PANGO_PACKAGES}."
    )

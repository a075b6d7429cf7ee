"""Print the OpenAPI document as JSON: `npm run api` makes the web client's types from it."""

import json
import sys

from server.api.openapi import document
from server.api.routes import OPERATIONS


def main() -> None:
    """Write to standard output; version and address are left empty, for they change no type."""
    json.dump(document(OPERATIONS, version="", url=""), sys.stdout)


if __name__ == "__main__":
    main()

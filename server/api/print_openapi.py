"""Print the OpenAPI document as JSON, from which `npm run api` generates the web client's types."""

import json
import sys

from server.api.openapi import document
from server.api.routes import OPERATIONS


def main() -> None:
    """Write to standard output; version and URL are left empty, since no type depends on them."""
    json.dump(document(OPERATIONS, version="", url=""), sys.stdout)


if __name__ == "__main__":
    main()

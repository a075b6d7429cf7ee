"""`python3 -m server` and `parley`: enter our own environment, then run the command."""

import sys

from server.bootstrap import enter
from server.operator_error import OperatorError

INTERRUPTED = 130
WITHOUT_ENVIRONMENT = {"-h", "--help", "version", "--version"}


def main(argv: list[str] | None = None) -> int:
    """Run one command; an OperatorError is printed as one line, without a traceback."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        if argv and (argv[0] == "demo" or not WITHOUT_ENVIRONMENT.intersection(argv)):
            enter(argv)
        from server.cli import run

        return run(argv)
    except OperatorError as fault:
        sys.stderr.write(f"parley: {fault}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())

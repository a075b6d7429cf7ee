"""`python -m server.seed`: the same as `parley db seed`, for the database of OWNER_DATABASE_URL."""

import argparse
import os
import sys

from server.meeting.sealing.keyring import Keyring
from server.meeting.sealing.process_keys import set_process_keyring
from server.seed.command import seed
from server.seed.options import add_arguments

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="parley db seed")
    add_arguments(parser)
    set_process_keyring(Keyring.from_env())
    sys.exit(seed(os.environ["OWNER_DATABASE_URL"], parser.parse_args()))

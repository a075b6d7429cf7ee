"""Open the store that a setting names."""

from pathlib import Path

from obstore.exceptions import BaseError

from server.object_store.bucket_store import PATIENCE_S, BucketStore
from server.object_store.directory_store import DirectoryStore
from server.object_store.protocol import Store
from server.operator_error import OperatorError


def store_at(place: str, setting: str, patience_s: float = PATIENCE_S) -> Store:
    """Open `s3://bucket/prefix` (with the environment's AWS_* variables), else a directory.

    A request to a bucket that fails is repeated for `patience_s`.
    Raises OperatorError, which names the setting, when it is neither.
    """
    if "://" not in place:
        return DirectoryStore(Path(place).absolute())
    try:
        return BucketStore(place, patience_s)
    except (BaseError, ValueError) as error:
        raise OperatorError(
            f"{setting} is {place!r}", f"{setting}=s3://bucket/prefix, or a directory"
        ) from error

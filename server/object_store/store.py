"""Open the store that a setting names."""

from pathlib import Path

from obstore.exceptions import BaseError

from server.object_store.bucket_store import BucketStore
from server.object_store.directory_store import DirectoryStore
from server.object_store.protocol import Store
from server.operator_error import OperatorError


def store_at(place: str, setting: str) -> Store:
    """Open `s3://bucket/prefix` (with the environment's AWS_* variables), else a directory.

    Raises OperatorError, which names the setting, when it is neither.
    """
    if "://" not in place:
        return DirectoryStore(Path(place).absolute())
    try:
        return BucketStore(place)
    except (BaseError, ValueError) as error:
        raise OperatorError(
            f"{setting} is {place!r}", f"{setting}=s3://bucket/prefix, or a directory"
        ) from error

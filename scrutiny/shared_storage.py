"""Evidence and packs in an S3 bucket, which any number of machines share.

Loaded only where FILE_STORE asks for it: its libraries are in requirements-s3.txt.
"""

from typing import Any, NoReturn

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from storages.backends.s3 import S3Storage


class SharedStorage(S3Storage):
    """Private objects that are written once and read through views alone.

    An object is there whole or not at all, and `save` returns once it is: no row can speak of half a file. What is
    read is fetched whole before the first byte of an answer goes out, beyond a megabyte into a temporary file; so a
    store that fails on the way cannot cut an answer short. Whether objects are private is the bucket's to say; none is
    ever made public, and none has an address here.
    """

    file_overwrite = False
    querystring_auth = False
    default_acl = None
    gzip = False
    max_memory_size = 1024 * 1024
    # Whatever somebody called the file they uploaded, the store hands out nothing that a browser would run.
    object_parameters = {"ContentType": "application/octet-stream", "CacheControl": "private, no-store"}

    def __init__(self, **options: Any) -> None:
        options["transfer_config"] = TransferConfig(use_threads=False)
        options["client_config"] = Config(
            signature_version="s3v4",
            s3={"addressing_style": options.get("addressing_style", "auto")},
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            # Stores that only speak S3 refuse the newer checksums; every row has the hash of its file.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(**options)

    @property
    def bucket(self) -> Any:
        """The bucket over this thread's own connection: connections must not be shared by threads."""
        return self.connection.Bucket(self.bucket_name)

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse, as a file without an address does."""
        raise ValueError("This file is not accessible via a URL.")

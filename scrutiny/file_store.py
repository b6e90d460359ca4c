"""Reads the address of a file store that several machines share (FILE_STORE and what belongs to it)."""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_REGION = re.compile(r"[a-z0-9-]+")
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


class WrongAddress(Exception):
    """What cannot be read. The message ends the sentence "Scrutiny does not start …"."""


def shared_store(address: str, *, endpoint: str, region: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the entry of STORAGES for `s3://bucket/prefix`; raises WrongAddress for all that would fail later.

    The keys must be in the environment: without them the library would go and ask other hosts for some.
    """
    parts = urlsplit(address)
    bucket, prefix = parts.netloc, parts.path.strip("/")
    written = f"s3://{bucket}/{prefix}".rstrip("/")
    is_clean = _BUCKET.fullmatch(bucket) and (not prefix or _PREFIX.fullmatch(prefix))
    if not is_clean or address.rstrip("/") != written:
        raise WrongAddress("with this FILE_STORE: write s3://bucket or s3://bucket/prefix.")
    if endpoint and not _is_web_address(endpoint):
        raise WrongAddress("with this S3_ENDPOINT_URL: write https://host or https://host:9000.")
    if not _REGION.fullmatch(region):
        raise WrongAddress("with this S3_REGION: write one such as eu-west-2.")
    if missing := [key for key in _KEYS if not environment.get(key)]:
        raise WrongAddress(f"without {' and '.join(missing)}: the store in FILE_STORE asks for both keys.")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise WrongAddress("with this FILE_STORE until requirements-s3.txt is installed.")
    return {
        "BACKEND": "scrutiny.shared_storage.SharedStorage",
        "OPTIONS": {
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": endpoint.rstrip("/") or None,
            "region_name": region,
            "addressing_style": "path" if endpoint else "virtual",
            **{name: environment[key] for name, key in zip(("access_key", "secret_key"), _KEYS, strict=True)},
        },
    }


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    beyond_host = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and has_port and not beyond_host

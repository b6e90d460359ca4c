"""The address of a shared file store is read at the start, and what would fail later is refused then."""

import pytest
from django.core.files.storage import storages

from scrutiny.file_store import WrongAddress, shared_store
from tests.unit.scrutiny.test_settings import check

KEYS = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"}


def options(address: str, *, endpoint: str = "", region: str = "eu-west-2") -> dict[str, object]:
    return shared_store(address, endpoint=endpoint, region=region, environment=KEYS)["OPTIONS"]


def test_files_lie_on_the_disk_unless_a_store_is_named() -> None:
    assert type(storages["default"]).__name__ == "DurableFileSystemStorage"


@pytest.mark.parametrize(
    ("address", "bucket", "prefix"),
    [
        ("s3://scrutiny-files", "scrutiny-files", ""),
        ("s3://scrutiny-files/", "scrutiny-files", ""),
        ("s3://scrutiny.files/live/2026", "scrutiny.files", "live/2026"),
    ],
)
def test_an_address_names_a_bucket_and_perhaps_a_prefix(address: str, bucket: str, prefix: str) -> None:
    found = options(address)
    assert (found["bucket_name"], found["location"], found["endpoint_url"]) == (bucket, prefix, None)


def test_a_store_of_ones_own_is_asked_by_path() -> None:
    found = options("s3://files", endpoint="https://store.example.org:9000/", region="local")
    assert (found["endpoint_url"], found["region_name"], found["addressing_style"]) == (
        "https://store.example.org:9000",
        "local",
        "path",
    )


@pytest.mark.parametrize(
    ("address", "endpoint", "region", "setting"),
    [
        ("files", "", "eu-west-2", "FILE_STORE"),
        ("s3://", "", "eu-west-2", "FILE_STORE"),
        ("s3:///prefix", "", "eu-west-2", "FILE_STORE"),
        ("s3://Files", "", "eu-west-2", "FILE_STORE"),
        ("s3://files/../other", "", "eu-west-2", "FILE_STORE"),
        ("s3://files//prefix", "", "eu-west-2", "FILE_STORE"),
        ("s3://files/prefix?x=1", "", "eu-west-2", "FILE_STORE"),
        ("s3://id:secret@files", "", "eu-west-2", "FILE_STORE"),
        ("https://files.s3.amazonaws.com", "", "eu-west-2", "FILE_STORE"),
        ("s3://files", "store.example.org", "eu-west-2", "S3_ENDPOINT_URL"),
        ("s3://files", "https://store.example.org/path", "eu-west-2", "S3_ENDPOINT_URL"),
        ("s3://files", "https://store.example.org:port", "eu-west-2", "S3_ENDPOINT_URL"),
        ("s3://files", "", "", "S3_REGION"),
        ("s3://files", "", "Europe/London", "S3_REGION"),
    ],
)
def test_what_cannot_be_read_is_refused(address: str, endpoint: str, region: str, setting: str) -> None:
    with pytest.raises(WrongAddress, match=f"with this {setting}: write "):
        options(address, endpoint=endpoint, region=region)


def test_without_its_keys_it_refuses_to_start_in_one_line() -> None:
    result = check(SECRET_KEY="x", FILE_STORE="s3://files", AWS_ACCESS_KEY_ID="id")
    assert (result.returncode, result.stderr) == (
        1,
        "Scrutiny does not start without AWS_SECRET_ACCESS_KEY: the store in FILE_STORE asks for both keys.\n",
    )


def test_a_wrong_address_is_refused_at_the_start_in_one_line() -> None:
    result = check(SECRET_KEY="x", FILE_STORE="s3:/files")
    assert (result.returncode, result.stderr) == (
        1,
        "Scrutiny does not start with this FILE_STORE: write s3://bucket or s3://bucket/prefix.\n",
    )


def test_with_address_and_keys_it_starts() -> None:
    result = check(SECRET_KEY="x", DEBUG="1", FILE_STORE="s3://files/live", **KEYS)
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n")

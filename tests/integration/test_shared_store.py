"""Evidence in a store that several machines share: uploaded, read, printed and checked without a disk of one's own."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from tests import uploads
from tests.reporting import Reporting, reporting, signed_in
from tests.s3_server import BUCKET, PREFIX, REGION, bucket, s3_server, storages
from tracking.models import Evidence, ProgressReport
from tracking.packs.evidence import FileFacts, NotThere, printable

pytestmark = pytest.mark.django_db

LARGE = b"year,figure\n" + b"2016,12\n" * 200_000


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3_server() as endpoint:
        bucket(endpoint).create(CreateBucketConfiguration={"LocationConstraint": REGION})
        yield endpoint


@pytest.fixture
def store(server: str, settings: Settings) -> Iterator[str]:
    """The address of a store that begins empty and holds all files of this test."""
    settings.STORAGES = settings.STORAGES | storages(server)
    yield server
    bucket(server).objects.all().delete()


@pytest.fixture
def council() -> Reporting:
    return reporting()


def keys(store: str) -> list[str]:
    return sorted(found.key for found in bucket(store).objects.all())


def add(council: Reporting, name: str = "plan.pdf", content: bytes = b"") -> tuple[Evidence, Client]:
    """Upload a file with the form of a section."""
    report, client = council.draft(), signed_in(council.holder)
    sent = {
        "title": "Business plan",
        "upload": SimpleUploadedFile(name, content or uploads.pdf(pages=2)),
        "exemption": "public",
    }
    response = client.post(f"/reports/{report.pk}/recommendations/R01/evidence/", sent, follow=True)
    assert "Business plan" in response.content.decode()
    return Evidence.objects.get(), client


def facts_of(evidence: Evidence) -> FileFacts:
    return FileFacts(str(evidence.file.name), evidence.original_name, evidence.content_type, evidence.sha256)


def check_files(*arguments: str) -> tuple[str, str]:
    printed = io.StringIO()
    try:
        call_command("check_files", *arguments, stdout=printed)
    except CommandError as error:
        return printed.getvalue(), str(error)
    return printed.getvalue(), ""


def test_an_upload_lies_in_the_bucket_under_a_random_name_and_nowhere_else(
    store: str, council: Reporting, settings: Settings
) -> None:
    evidence, _ = add(council)
    assert keys(store) == [f"{PREFIX}/{evidence.file.name}"]
    kept = bucket(store).Object(keys(store)[0])
    assert (kept.content_type, kept.cache_control, kept.content_length) == (
        "application/octet-stream",
        "private, no-store",
        evidence.size,
    )
    assert ("plan" in str(evidence.file.name), Path(settings.MEDIA_ROOT).exists()) == (False, False)


def test_nobody_reads_an_object_past_the_product(store: str, council: Reporting) -> None:
    evidence, _ = add(council)
    grants = bucket(store).Object(keys(store)[0]).Acl().grants
    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]
    with pytest.raises(ValueError, match="not accessible via a URL"):
        default_storage.url(str(evidence.file.name))


@pytest.mark.parametrize(("name", "content"), [("plan.pdf", uploads.pdf(pages=2)), ("figures.csv", LARGE)])
def test_a_file_is_opened_whole_with_its_size(store: str, council: Reporting, name: str, content: bytes) -> None:
    evidence, client = add(council, name, content)
    response = client.get(f"/evidence/{evidence.pk}/")
    assert (response["Content-Length"], response["Content-Disposition"]) == (
        str(len(content)),
        f'attachment; filename="{name}"',
    )
    assert b"".join(response.streaming_content) == content
    # A file that stays open beyond its answer is a ResourceWarning, and so an error.
    response.close()


def test_a_file_that_the_store_has_lost_is_not_found(store: str, council: Reporting) -> None:
    evidence, client = add(council)
    bucket(store).objects.all().delete()
    response = client.get(f"/evidence/{evidence.pk}/")
    assert (response.status_code, "Page not found" in response.content.decode()) == (404, True)


def test_a_file_is_printed_from_the_store(store: str, council: Reporting) -> None:
    evidence, _ = add(council)
    assert printable(facts_of(evidence)).page_count == 2
    bucket(store).objects.all().delete()
    with pytest.raises(NotThere, match=r"“plan\.pdf” is missing from the file store"):
        printable(facts_of(evidence))


def test_all_files_of_a_report_come_in_one_zip(store: str, council: Reporting) -> None:
    evidence, client = add(council)
    response = client.get(f"/reports/{ProgressReport.objects.get().pk}/evidence.zip")
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        names, content = archive.namelist(), archive.read("01 Business plan.pdf")
    response.close()
    with evidence.file.open() as stored:
        assert (names, content) == (["00 Contents.html", "01 Business plan.pdf"], stored.read())


def test_rows_and_files_of_the_store_are_compared(store: str, council: Reporting) -> None:
    assert check_files() == ("Every row has its file, and every file its row.\n", "")
    evidence, _ = add(council)
    assert check_files() == ("Every row has its file, and every file its row.\n", "")

    name = default_storage.save("evidence/ab/unclaimed", ContentFile(b"words"))
    told, error = check_files("--clean")
    assert (f"File without a row: {name} (younger than 60 minutes" in told, error) == (
        True,
        "1 file needs looking into.",
    )
    assert check_files("--clean", "--min-age-minutes", "0") == (
        f"File without a row: {name}: removed\nEvery row has its file, and every file its row.\n",
        "",
    )

    key = keys(store)[0]
    bucket(store).put_object(Key=key, Body=b"something else")
    told = f"File whose hash is wrong: evidence {evidence.pk}, {evidence.file.name}\n"
    assert check_files() == (told, "1 file needs looking into.")
    bucket(store).Object(key).delete()
    told = f"Row without its file: evidence {evidence.pk}, {evidence.file.name}\n"
    assert check_files() == (told, "1 file needs looking into.")


def test_files_of_others_in_the_bucket_are_none_of_ours(store: str) -> None:
    bucket(store).put_object(Key="other/file", Body=b"words")
    assert check_files() == ("Every row has its file, and every file its row.\n", "")
    assert default_storage.exists("other/file") is False


def test_a_stored_file_is_never_written_over(store: str) -> None:
    names = [default_storage.save("evidence/ab/same", ContentFile(content)) for content in (b"first", b"second")]
    read = []
    for name in names:
        with default_storage.open(name) as file:
            read.append(file.read())
    assert read == [b"first", b"second"]


def test_what_is_not_there_is_said_as_a_disk_says_it(store: str) -> None:
    with pytest.raises(FileNotFoundError):
        default_storage.open("evidence/ab/nothing")
    default_storage.delete("evidence/ab/nothing")


def test_many_read_at_once(store: str) -> None:
    name = default_storage.save("evidence/ab/large", ContentFile(LARGE))

    def size(_: int) -> int:
        with default_storage.open(name) as file:
            return sum(len(chunk) for chunk in file.chunks())

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(size, range(8))) == [len(LARGE)] * 8


def test_the_bucket_of_the_settings_is_that_of_the_store(store: str) -> None:
    assert (default_storage.bucket_name, default_storage.location) == (BUCKET, PREFIX)

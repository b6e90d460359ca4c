import pytest

from tracking.packs.pdf import PaperError, render
from tracking.packs.typesetting import OwnFilesOnly

PAGE = '<!DOCTYPE html><html lang="en-GB"><head><title>A paper</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/latest/meta-data",
        "https://example.org/picture.png",
        "ftp://example.org/x",
        "static:../../scrutiny/settings.py",
        "static:/etc/passwd",
        "static:%2e%2e/%2e%2e/manage.py",
        "static:js/scrutiny.js",
        "static:fonts/unknown.woff2",
        "data:text/plain,words",
        "data:application/octet-stream,MZ",
    ],
)
def test_nothing_is_fetched_but_pictures_in_data_and_our_own_static_files(address: str) -> None:
    with pytest.raises(ValueError, match=r"disallowed protocol|Not a static file of ours|Not a picture"):
        OwnFilesOnly().fetch(address)


def test_our_own_fonts_are_fetched_unpacked() -> None:
    name = "static:fonts/atkinson-hyperlegible-next-latin-400-normal.woff2"
    assert OwnFilesOnly().fetch(name).read(4) == b"\x00\x01\x00\x00"


def test_pictures_in_data_addresses_are_fetched() -> None:
    assert OwnFilesOnly().fetch("data:image/svg+xml,words").read() == b"words"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<p><a href="#nowhere">See there</a></p>', "No anchor #nowhere for internal URI reference"),
        ('<p><img src="file:///etc/passwd" alt="A picture"></p>', "disallowed protocol"),
        ('<p><img src="data:image/png;base64,AAAA"></p>', "image"),
    ],
)
def test_a_paper_that_would_lack_something_fails(body: str, fault: str) -> None:
    with pytest.raises(PaperError, match=fault):
        render(PAGE.format(body), stylesheet="")


def test_a_file_cannot_be_attached_from_the_machine() -> None:
    page = PAGE.replace("<title>", '<link rel="attachment" href="file:///etc/passwd"><title>')
    with pytest.raises(PaperError, match="disallowed protocol"):
        render(page.format("<p>Words</p>"), stylesheet="")

"""Adding evidence to a recommendation of a draft, and who may open it."""

import html
import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pikepdf
import pytest
from django.db import connection
from pytest_django import Settings

from scrutiny.guard import DOWNLOAD_POLICY
from tests.pages import text_of
from tests.reporting import Reporting, also_answering_for, reporting, section_answers, signed_in
from tests.uploads import csv_file, inspected, pdf
from tracking.actions.evidence import add_evidence
from tracking.actions.evidence_uses import change_evidence
from tracking.actions.openness import Openness
from tracking.actions.report_decisions import accept_report, publish_report, return_report
from tracking.actions.reports import submit_report
from tracking.enums import Exemption
from tracking.models import Event, Evidence, EvidenceUse, ProgressReport, ProgressUpdate

pytestmark = pytest.mark.django_db

CONTENT = b"year,figure\n2016,12\n"


@pytest.fixture
def council() -> Reporting:
    return reporting()


def update_of(report: ProgressReport) -> ProgressUpdate:
    return ProgressUpdate.objects.select_related("revision__report", "recommendation").get(
        revision__report=report, recommendation__number=1
    )


def published_with(council: Reporting, openness: Openness) -> Evidence:
    report = council.answered()
    use = add_evidence(
        update=update_of(report), title="Tender prices", file=inspected(), openness=openness, by=council.contributor
    )
    submit_report(report=report, by=council.holder)
    accept_report(report=report, by=council.officer)
    publish_report(report=report, by=council.clerk)
    return use.evidence


EXEMPT = Openness(Exemption.EXEMPT, 3, "It would harm the tender.")


def test_a_file_is_added_and_shown_on_a_card(council: Reporting) -> None:
    report = council.draft()
    client, address = signed_in(council.holder), f"/reports/{report.pk}/recommendations/R01/evidence/"
    sent = {"title": "Figures for 2016", "upload": csv_file(), "exemption": "public", "pages": "1"}
    response = client.post(address, sent, follow=True)
    content = response.content.decode()
    assert response.redirect_chain == [(f"/reports/{report.pk}/recommendations/R01/", 302)]
    assert "Figures for 2016" in content
    assert "Page 1. CSV, 20\xa0bytes. Supplied by Deputy Leader." in content


def test_public_is_not_the_default(council: Reporting) -> None:
    report = council.draft()
    client, address = signed_in(council.holder), f"/reports/{report.pk}/recommendations/R01/evidence/"
    assert "checked" not in client.get(address).content.decode()
    content = client.post(address, {"title": "Figures", "upload": csv_file()}).content.decode()
    assert "Choose whether this is public, exempt or confidential." in content
    assert '<a href="#id_exemption_0">' in content


def test_exempt_asks_for_the_paragraph_and_the_reason(council: Reporting) -> None:
    report = council.draft()
    client, address = signed_in(council.holder), f"/reports/{report.pk}/recommendations/R01/evidence/"
    sent = {"title": "Tender prices", "link": "https://www.example.org/tender", "exemption": "exempt"}
    content = client.post(address, sent).content.decode()
    assert "Choose the paragraph of Schedule 12A that applies." in content
    assert "Say why the public interest is in withholding it." in content
    assert 'value="Tender prices"' in content
    client.post(address, sent | {"exempt_paragraph": "3", "public_interest_reason": "It would harm the tender."})
    evidence = Evidence.objects.get()
    assert (evidence.exempt_paragraph, evidence.public_interest_reason) == (3, "It would harm the tender.")


def encrypted_pdf() -> bytes:
    made, written = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(written, encryption=pikepdf.Encryption(owner="o", user="u"))
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("notes.exe", b"MZ", "“notes.exe” is not a kind of file that is kept here."),
        ("empty.txt", b"", "“empty.txt” is empty."),
        ("locked.pdf", encrypted_pdf(), "“locked.pdf” is protected by a password"),
        ("photo.png", CONTENT, "“photo.png” is called a PNG picture but is not one"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_rest_is_still_there(
    council: Reporting, name: str, content: bytes, told: str
) -> None:
    report = council.draft()
    sent = {"title": "My careful title", "upload": csv_file(name, content), "exemption": "public"}
    response = signed_in(council.holder).post(f"/reports/{report.pk}/recommendations/R01/evidence/", sent)
    page = response.content.decode()
    assert told in page
    assert '<a href="#id_upload">' in page
    assert 'value="My careful title"' in page
    assert Evidence.objects.count() == 0


def test_one_file_is_used_for_another_recommendation_without_uploading_it_again(council: Reporting) -> None:
    report = council.draft()
    use = add_evidence(
        update=update_of(report),
        title="Figures",
        file=inspected(),
        openness=Openness(Exemption.PUBLIC),
        by=council.holder,
    )
    client, address = signed_in(council.holder), f"/reports/{report.pk}/recommendations/R02/evidence/"
    assert "Use what is there already" in client.get(address).content.decode()
    client.post(address, {"again": "1", "again-evidence": use.evidence.pk, "again-leaf": council.part_a.pk})
    assert [str(row.update.recommendation) for row in use.evidence.uses.order_by("pk")] == ["R01", "R02"]
    assert Evidence.objects.count() == 1


def test_evidence_is_taken_out_after_a_confirmation(council: Reporting) -> None:
    report = council.draft()
    use = add_evidence(
        update=update_of(report),
        title="Figures",
        file=inspected(),
        openness=Openness(Exemption.PUBLIC),
        by=council.holder,
    )
    client = signed_in(council.holder)
    address = f"/reports/{report.pk}/recommendations/R01/evidence/{use.pk}/remove/"
    assert "Take “Figures” out of R01?" in client.get(address).content.decode()
    assert client.post(address)["Location"] == f"/reports/{report.pk}/recommendations/R01/"
    assert use.evidence.uses.count() == 0


def test_a_public_file_comes_as_a_download_that_no_browser_runs(council: Reporting) -> None:
    evidence = published_with(council, Openness(Exemption.PUBLIC))
    response = signed_in(None).get(f"/evidence/{evidence.pk}/")
    assert b"".join(response.streaming_content) == CONTENT
    assert response["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert response["Content-Type"] == "text/csv"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == DOWNLOAD_POLICY
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (None, 404),
        ("administrator", 404),
        ("member", 200),
        ("officer", 200),
        ("clerk", 200),
        ("holder", 200),
        ("contributor", 200),
    ],
)
def test_an_exempt_file_is_for_the_committee_and_the_posts(council: Reporting, who: str | None, status: int) -> None:
    evidence = published_with(council, EXEMPT)
    response = signed_in(getattr(council, who) if who else None).get(f"/evidence/{evidence.pk}/")
    assert response.status_code == status
    if status == 200:
        assert "no-store" in response["Cache-Control"]
        response.close()


def test_the_public_reads_that_something_is_withheld_but_not_what(council: Reporting) -> None:
    evidence = published_with(council, EXEMPT)
    report = ProgressReport.objects.get()
    content = signed_in(None).get(f"/reports/{report.pk}/").content.decode()
    assert "Exempt: paragraph 3" in content
    assert evidence.title not in content
    assert evidence.title in signed_in(council.member).get(f"/reports/{report.pk}/").content.decode()


def test_evidence_of_a_draft_is_not_there_for_others(council: Reporting) -> None:
    report = council.draft()
    use = add_evidence(
        update=update_of(report),
        title="Figures",
        file=inspected(),
        openness=Openness(Exemption.PUBLIC),
        by=council.holder,
    )
    for user in (None, council.member, council.officer, council.administrator):
        assert signed_in(user).get(f"/evidence/{use.evidence.pk}/").status_code == 404
    other = also_answering_for(council.parent, council.other_post)
    address = f"/reports/{report.pk}/recommendations/R01/evidence/"
    assert signed_in(other).get(address).status_code == 404


def test_what_is_added_to_a_returned_report_waits_until_it_is_handed_in_again(council: Reporting) -> None:
    report = council.answered()
    first = add_evidence(
        update=update_of(report), title="Tender prices", file=inspected(), openness=EXEMPT, by=council.holder
    )
    submit_report(report=report, by=council.holder)
    return_report(report=report, reason="Figures, please.", by=council.officer)
    update = ProgressUpdate.objects.get(revision__report=report, revision__is_current=True, recommendation__number=1)
    public = Openness(Exemption.PUBLIC)
    for openness in (public, EXEMPT):
        use = add_evidence(update=update, title="New", file=inspected(), openness=openness, by=council.holder)
        assert signed_in(council.officer).get(f"/evidence/{use.evidence.pk}/").status_code == 404
        assert Evidence.objects.visible_to(council.contributor).filter(pk=use.evidence.pk).exists() is True
    assert list(Evidence.objects.visible_to(council.officer)) == [first.evidence]
    submit_report(report=report, by=council.holder)
    assert Evidence.objects.visible_to(council.officer).count() == 3


def added_to(report: ProgressReport, council: Reporting, title: str = "Figures", **changed: object) -> EvidenceUse:
    said: dict[str, object] = {"title": title, "file": inspected(), "openness": Openness(Exemption.PUBLIC)} | changed
    return add_evidence(update=update_of(report), by=council.holder, **said)  # type: ignore[arg-type]


def test_a_new_file_is_used_for_other_recommendations_that_are_ticked(council: Reporting) -> None:
    report = council.draft()
    client, address = signed_in(council.holder), f"/reports/{report.pk}/recommendations/R01/evidence/"
    other = ProgressUpdate.objects.get(revision__report=report, recommendation__number=2)
    assert "R02 Communications" in text_of(client.get(address))
    client.post(address, {"title": "Figures", "upload": csv_file(), "exemption": "public", "also": [other.pk]})
    evidence = Evidence.objects.get()
    assert [str(use.update.recommendation) for use in evidence.uses.order_by("pk")] == ["R01", "R02"]


def test_a_page_that_the_file_has_not_is_told_beside_the_pages(council: Reporting) -> None:
    report = council.draft()
    address = f"/reports/{report.pk}/recommendations/R01/evidence/"
    upload = csv_file("plan.pdf", pdf(pages=3))
    sent = {"title": "Plan", "upload": upload, "exemption": "public", "pages": "2 and 5"}
    content = signed_in(council.holder).post(address, sent).content.decode()
    assert "The file has 3 pages, so there is no page 5. Correct the pages, or choose another file." in content
    assert '<a href="#id_pages">' in content


def test_title_pages_and_openness_are_changed_on_a_page_of_their_own(council: Reporting) -> None:
    report = council.draft()
    use = added_to(report, council)
    client = signed_in(council.holder)
    address = f"/reports/{report.pk}/recommendations/R01/evidence/{use.pk}/"
    page = client.get(address).content.decode()
    assert 'value="Figures"' in page
    assert "Choose the paragraph" in text_of(client.post(address, {"title": "Prices", "exemption": "exempt"}))
    sent = {
        "title": "Prices",
        "pages": "4",
        "exemption": "exempt",
        "exempt_paragraph": "3",
        "public_interest_reason": "It would harm the tender.",
    }
    response = client.post(address, sent, follow=True)
    assert response.redirect_chain == [(f"/reports/{report.pk}/recommendations/R01/", 302)]
    assert "Prices Page 4. CSV, 20 bytes. Supplied by Deputy Leader. Exempt: paragraph 3" in text_of(response)


def test_whoever_changes_the_same_later_is_shown_what_it_says_now(council: Reporting) -> None:
    report = council.draft()
    use = added_to(report, council)
    client, address = signed_in(council.holder), f"/reports/{report.pk}/recommendations/R01/evidence/{use.pk}/"
    read = html.unescape(re.findall(r'name="read" value="([^"]+)"', client.get(address).content.decode())[0])
    change_evidence(use=use, title="Theirs", openness=EXEMPT, by=council.contributor)
    sent = {"title": "Mine", "exemption": "public", "read": read}
    response = client.post(address, sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "It now says: “Theirs”, Exempt: paragraph 3." in text_of(response)
    assert 'value="Mine"' in page
    assert Evidence.objects.get().title == "Theirs"
    now = html.unescape(re.findall(r'name="read" value="([^"]+)"', page)[0])
    assert client.post(address, sent | {"read": now}).status_code == 302
    assert Evidence.objects.get().title == "Mine"


def test_a_change_says_where_else_it_is_seen(council: Reporting) -> None:
    report = council.draft()
    other = ProgressUpdate.objects.get(revision__report=report, recommendation__number=2)
    use = added_to(report, council, also=[other])
    page = text_of(signed_in(council.holder).get(f"/reports/{report.pk}/recommendations/R01/evidence/{use.pk}/"))
    assert "It is also used for R02. The title, and who may see it, change there too." in page


def test_evidence_is_put_in_order_with_buttons(council: Reporting) -> None:
    report = council.draft()
    uses = [added_to(report, council, title) for title in ("First", "Second")]
    client = signed_in(council.holder)
    address = f"/reports/{report.pk}/recommendations/R01/evidence/order/"
    page = client.get(address).content.decode()
    assert (page.count("Move up"), page.count("Move down")) == (1, 1)
    response = client.post(address, {"move": f"up-{uses[1].pk}"})
    assert response["Location"] == f"{address}#evidence-{uses[1].pk}"
    assert [use.evidence.title for use in update_of(report).evidence_uses.all()] == ["Second", "First"]
    assert client.post(address, {"move": "up-0"}).status_code == 200


def test_the_section_leads_to_changing_and_ordering_once_it_is_saved(council: Reporting) -> None:
    report = council.draft()
    use = added_to(report, council)
    client, address = signed_in(council.holder), f"/reports/{report.pk}/recommendations/R01/"
    for go, path in ((f"change-{use.pk}", f"evidence/{use.pk}/"), ("order", "evidence/order/")):
        sent = section_answers(update_of(report), go=go, evidence_text=f"Typed before {go}.")
        assert client.post(address, sent)["Location"] == address + path
        assert update_of(report).evidence_text == f"Typed before {go}."


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_posts_at_once_add_one_file(council: Reporting, settings: Settings) -> None:
    report = council.draft()
    address = f"/reports/{report.pk}/recommendations/R01/evidence/"
    client = signed_in(council.holder)
    key = re.search(r'name="form_key" value="([^"]+)"', client.get(address).content.decode())
    assert key is not None
    before = Event.objects.count()
    start = Barrier(20)

    def post(_: int) -> str:
        browser = signed_in(council.holder)
        start.wait(timeout=60)
        sent = {"title": "Figures", "upload": csv_file(), "exemption": "public", "form_key": key[1]}
        try:
            return str(browser.post(address, sent).headers.get("Location"))
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(post, range(20)))

    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert answers == {f"/reports/{report.pk}/recommendations/R01/"}
    rows = (Evidence.objects.count(), EvidenceUse.objects.count(), Event.objects.count() - before)
    assert (*rows, len(files)) == (1, 1, 1, 1)

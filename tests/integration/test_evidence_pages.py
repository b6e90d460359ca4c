"""Adding evidence to a recommendation of a draft, and who may open it."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.reporting import Reporting, also_answering_for, reporting, signed_in
from tracking.actions.evidence import Openness, add_evidence
from tracking.actions.report_decisions import accept_report, publish_report, return_report
from tracking.actions.reports import submit_report
from tracking.enums import Exemption
from tracking.models import Evidence, ProgressReport, ProgressUpdate

pytestmark = pytest.mark.django_db

CONTENT = b"year,figure\n2016,12\n"


@pytest.fixture
def council() -> Reporting:
    return reporting()


def figures(name: str = "figures.csv", content: bytes = CONTENT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def update_of(report: ProgressReport) -> ProgressUpdate:
    return ProgressUpdate.objects.select_related("revision__report", "recommendation").get(
        revision__report=report, recommendation__number=1
    )


def published_with(council: Reporting, openness: Openness) -> Evidence:
    report = council.answered()
    use = add_evidence(
        update=update_of(report), title="Tender prices", upload=figures(), openness=openness, by=council.contributor
    )
    submit_report(report=report, by=council.holder)
    accept_report(report=report, by=council.officer)
    publish_report(report=report, by=council.clerk)
    return use.evidence


EXEMPT = Openness(Exemption.EXEMPT, 3, "It would harm the tender.")


def test_a_file_is_added_and_shown_on_a_card(council: Reporting) -> None:
    report = council.draft()
    client, address = signed_in(council.holder), f"/reports/{report.pk}/recommendations/R01/evidence/"
    sent = {"title": "Figures for 2016", "upload": figures(), "exemption": "public", "pages": "1"}
    response = client.post(address, sent, follow=True)
    content = response.content.decode()
    assert response.redirect_chain == [(f"/reports/{report.pk}/recommendations/R01/", 302)]
    assert "Figures for 2016" in content
    assert "Page 1. CSV, 20\xa0bytes. Supplied by Deputy Leader." in content


def test_public_is_not_the_default(council: Reporting) -> None:
    report = council.draft()
    client, address = signed_in(council.holder), f"/reports/{report.pk}/recommendations/R01/evidence/"
    assert "checked" not in client.get(address).content.decode()
    content = client.post(address, {"title": "Figures", "upload": figures()}).content.decode()
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
    sent = {"title": "My careful title", "upload": figures(name, content), "exemption": "public"}
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
        upload=figures(),
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
        upload=figures(),
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
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


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
        upload=figures(),
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
        update=update_of(report), title="Tender prices", upload=figures(), openness=EXEMPT, by=council.holder
    )
    submit_report(report=report, by=council.holder)
    return_report(report=report, reason="Figures, please.", by=council.officer)
    update = ProgressUpdate.objects.get(revision__report=report, revision__is_current=True, recommendation__number=1)
    public = Openness(Exemption.PUBLIC)
    for openness in (public, EXEMPT):
        use = add_evidence(update=update, title="New", upload=figures(), openness=openness, by=council.holder)
        assert signed_in(council.officer).get(f"/evidence/{use.evidence.pk}/").status_code == 404
        assert Evidence.objects.visible_to(council.contributor).filter(pk=use.evidence.pk).exists() is True
    assert list(Evidence.objects.visible_to(council.officer)) == [first.evidence]
    submit_report(report=report, by=council.holder)
    assert Evidence.objects.visible_to(council.officer).count() == 3

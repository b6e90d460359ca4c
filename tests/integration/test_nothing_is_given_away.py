"""Words that only some may read, looked for on every page that each kind of viewer comes to by following links."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.http.response import HttpResponseBase
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from tests import factories, pdfs
from tests.council import Council, build_council, rolled_back
from tests.register import registered
from tests.reporting import signed_in
from tracking.actions.drafts import keep_draft
from tracking.enums import DraftPage, Exemption, ExemptParagraph, InquiryState, MeetingState, ReportState
from tracking.models import EvidenceUse, Meeting, ProgressReport, User, Viewer

DRAFT = {"Draftoverview", "Draftevidence", "Draftproposal", "Draftcontact", "Draftwarning", "Draftpassage"}
WITHDRAWN = {"Withdrawnoverview", "Withdrawnevidence", "Withdrawnpassage"}
SUBMITTED = {"Submittedoverview", "Submittedevidence", "Submittedpassage"}
WITHHELD = {
    "Withheldtitle",
    "Withheldfile",
    "Withheldpages",
    "Confidentialtitle",
    "Withheldpassage",
    "Confidentialpassage",
}
UNHELD = {"Unheldreason", "Unheldasked", "Unheldminute"}
UNPUBLISHED = {"Draftinquiry", "Withdrawninquiry"}
# What no page shows: what was returned, once it is published anew, the grounds for withholding, and what a
# contributor has typed and not saved.
NEVER = {
    "Mistakewords",
    "Returnedoverview",
    "Returnedevidence",
    "Returnedreason",
    "Withheldground",
    "Confidentialground",
    "Unsavedtext",
    "Returnedpassage",
    "Passageground",
}
EVERYTHING = NEVER | DRAFT | WITHDRAWN | SUBMITTED | WITHHELD | UNHELD | UNPUBLISHED
PUBLISHED = "Publishedevidence"

# Whoever signs in may know the views of a meeting while they are recorded.
KEPT_FROM = {
    "anonymous": EVERYTHING,
    "administrator": EVERYTHING - UNHELD,
    "member": EVERYTHING - UNHELD - WITHHELD,
    "member elsewhere": EVERYTHING - UNHELD,
    "clerk elsewhere": EVERYTHING - UNHELD,
    "cabinet member elsewhere": EVERYTHING - UNHELD,
    "former cabinet member": EVERYTHING - UNHELD,
    # They answer for a recommendation that the reports of the other post leave out.
    "responsible cabinet member": EVERYTHING - UNHELD,
    "outside body": EVERYTHING - UNHELD,
    # The committee's own officers read everything but what is being written.
    "scrutiny officer": DRAFT | WITHDRAWN | NEVER,
    # Those who write read everything but what is the committee's alone.
    "cabinet member": UNPUBLISHED | NEVER,
}

READERS_OF_PAPERS = {"anonymous", "scrutiny officer"}


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _own_evidence_store(settings: Settings, media: Path) -> None:
    """One evidence store for the module, as there is one council."""
    settings.MEDIA_ROOT = str(media)


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: DjangoDbBlocker, media: Path) -> Iterator[Council]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(media)), rolled_back():
        council = build_council()
        _inquiries(council)
        meetings = _meetings(council)
        _published(council, meetings["issued"])
        for state in (ReportState.DRAFT, ReportState.WITHDRAWN, ReportState.SUBMITTED):
            _report(council, meetings[state], state)
        registered()
        yield council


def _inquiries(council: Council) -> None:
    for title, state in (("Draftinquiry", InquiryState.DRAFT), ("Withdrawninquiry", InquiryState.WITHDRAWN)):
        inquiry = factories.InquiryFactory(
            title=title,
            slug=title.lower(),
            state=state,
            withdrawn_reason="Entered twice." if state == InquiryState.WITHDRAWN else "",
            tracking_committee=council.committee,
        )
        factories.ResponsibilityFactory(
            recommendation=factories.RecommendationFactory(inquiry=inquiry), post=council.other_post
        )
    factories.RecommendationFactory(
        inquiry=council.inquiry, number=9, text="Mistakewords", withdrawn_reason="Entered twice."
    )


def _meetings(council: Council) -> dict[str, Meeting]:
    today = timezone.localdate()
    issued = factories.MeetingFactory(
        committee=council.committee, held_on=today + timedelta(days=3), state=MeetingState.PAPERS_ISSUED
    )
    planned = {
        state: factories.MeetingFactory(committee=council.committee, held_on=today + timedelta(days=days))
        for days, state in ((30, ReportState.DRAFT), (37, ReportState.WITHDRAWN), (44, ReportState.SUBMITTED))
    }
    return {"issued": issued} | planned


def _report(council: Council, meeting: Meeting, state: ReportState) -> ProgressReport:
    """A report on R01 alone, with a word of its own in everything that is written."""
    name = state.value.capitalize()
    reason = "Opened twice." if state == ReportState.WITHDRAWN else ""
    report = council.cover(council.open_report(meeting=meeting, state=state, withdrawn_reason=reason), 1)
    revision = report.revisions.get()
    revision.overview = f"{name}overview"
    if state == ReportState.SUBMITTED:
        revision.submitted_at = timezone.now()
        revision.submitted_by = council.user("contributor")
        revision.signed_by, revision.signed_name = council.user("cabinet member").person, "Councillor Example"
    revision.save()
    update = revision.updates.get()
    update.evidence_text = f"{name}evidence"
    update.save()
    factories.ExemptPassageFactory(update=update, text=f"{name}passage", public_interest_reason="Passageground")
    if state == ReportState.DRAFT:
        for page, recommendation in ((DraftPage.SECTION, update.recommendation), (DraftPage.OVERVIEW, None)):
            keep_draft(
                report=report,
                page=page,
                recommendation=recommendation,
                fields={"evidence_text": ["Unsavedtext"], "overview": ["Unsavedtext"]},
                by=council.user("contributor"),
            )
        revision.contact_officers.create(name="Draftcontact")
        claim = factories.SelfAssessmentFactory(
            update=update,
            leaf=update.recommendation,
            category=None,
            proposed_conclusion="overtaken",
            proposal_explanation="Draftproposal",
            pointer_text="See appendix 9",
        )
        claim.overrides.create(code="pointer-leads-nowhere", reason="Draftwarning", recorded_by=report.opened_by)
    return report


def _published(council: Council, meeting: Meeting) -> None:
    """Published after it was returned once, with evidence withheld and a view that is being recorded."""
    report = factories.published_report(
        [council.recommendations[0]],
        meeting=meeting,
        lead_post=council.post,
        published_by=council.user("clerk"),
    )
    report.revisions.get().updates.update(evidence_text=PUBLISHED)
    returned = factories.returned_copy(report, claims={})
    returned.overview, returned.returned_reason = "Returnedoverview", "Returnedreason"
    returned.save()
    returned.updates.update(evidence_text="Returnedevidence")
    factories.ExemptPassageFactory(update=returned.updates.get(), text="Returnedpassage")
    section = factories.current_revision(report).updates.get()
    for fields in (
        {
            "title": "Withheldtitle",
            "original_name": "Withheldfile.txt",
            "exemption": Exemption.EXEMPT,
            "exempt_paragraph": ExemptParagraph.BUSINESS_AFFAIRS,
            "public_interest_reason": "Withheldground",
        },
        {
            "title": "Confidentialtitle",
            "exemption": Exemption.CONFIDENTIAL,
            "confidential_ground": "Confidentialground",
        },
    ):
        evidence = factories.EvidenceFactory(file=ContentFile(b"Withheldfile", name="withheld.txt"), **fields)
        EvidenceUse.objects.create(evidence=evidence, update=section, pages="Withheldpages")
    factories.ExemptPassageFactory(update=section, text="Withheldpassage", public_interest_reason="Passageground")
    factories.ExemptPassageFactory(
        update=section,
        text="Confidentialpassage",
        exemption=Exemption.CONFIDENTIAL,
        exempt_paragraph=None,
        public_interest_reason="",
        confidential_ground="Passageground",
    )
    factories.AssessmentFactory(
        leaf=council.recommendations[0],
        meeting=meeting,
        report=report,
        reason="Unheldreason",
        asked_for="Unheldasked",
        minute="Unheldminute",
    )


_PEOPLE = ("/admin/tracking/", "/manage/people/")


def _links(page: str) -> set[str]:
    """The addresses a page leads to on this site, without signing in and out and lists filtered or by people."""
    found = {unescape(href).partition("#")[0] for href in re.findall(r'href="(/[^"/?][^"?]*|/)"', page)}
    # Data and feeds name their addresses in full.
    found |= {unescape(href) for href in re.findall(r'http://testserver(/[^"<>\s?#]*)', page)}
    return {href for href in found if not href.startswith(("/static/", "/accounts/", "/brand.css", *_PEOPLE))}


def _said_by(response: HttpResponseBase) -> str:
    """Everything a response gives away: its headers, and its words as a page, a paper or a file."""
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers} {_words_in(response.getvalue())}"  # type: ignore[attr-defined]


def _words_in(content: bytes) -> str:
    """The words of a page, of a paper, or of everything that a Word document or another archive holds."""
    if content.startswith(b"%PDF"):
        return pdfs.text_of(content)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            return " ".join(f"{name} {_words_in(archive.read(name))}" for name in archive.namelist())
    return content.decode(errors="replace")


def _everything_said_to(viewer: Viewer, *, with_papers: bool) -> dict[str, str]:
    """What is said at each address that can be reached from the first page by following links."""
    client = signed_in(viewer if isinstance(viewer, User) else None)
    said: dict[str, str] = {}
    reports = [f"/reports/{pk}/" for pk in ProgressReport.objects.values_list("pk", flat=True)]
    waiting = {
        "/",
        "/reports/",
        "/manage/",
        "/inquiries/?q=evidence",
        *(f"/recommendations/?format={kind}" for kind in ("csv", "xlsx", "json")),
        "/api/recommendations/?q=evidence",
        "/api/recommendations/own-inquiry/R01/",
        "/api/inquiries/",
        "/api/schema/",
        *reports,
        *(f"{row}report.pdf" for row in reports),
    }
    while waiting:
        address = waiting.pop()
        if address.endswith(".pdf") and not with_papers:
            continue
        response = client.get(address, follow=True)
        said[address] = _said_by(response)
        if response.headers.get("Content-Type", "").startswith(_WITH_LINKS):
            waiting |= _links(said[address]) - said.keys()
        assert len(said) < 1000
    return said


# Pages, and what machines read: both lead on.
_WITH_LINKS = ("text/html", "application/json", "application/atom+xml")

SaidTo = Callable[[str], dict[str, str]]


@pytest.fixture(scope="module")
def said_to(council: Council) -> SaidTo:
    """What somebody is told; asked once of each. Papers, which take their time, only of two."""
    return cache(lambda name: _everything_said_to(council.viewers[name], with_papers=name in READERS_OF_PAPERS))


@pytest.mark.django_db
@pytest.mark.parametrize("name", KEPT_FROM)
def test_nobody_comes_to_words_that_are_kept_from_them(said_to: SaidTo, name: str) -> None:
    said = said_to(name)
    given_away = {word: address for address, words in said.items() for word in KEPT_FROM[name] if word in words}
    assert given_away == {}
    assert any(PUBLISHED in words for words in said.values())


@pytest.mark.django_db
@pytest.mark.parametrize("name", KEPT_FROM)
def test_nobody_finds_what_is_kept_from_them_by_searching_for_it(council: Council, name: str) -> None:
    """Nor learns from a count that it is there."""
    viewer = council.viewers[name]
    client = signed_in(viewer if isinstance(viewer, User) else None)
    found = {}
    for word in (*sorted(KEPT_FROM[name]), PUBLISHED):
        listed = client.get("/recommendations/", {"q": word}).context["page"].paginator.count
        inquiries = client.get("/inquiries/", {"q": word}).context["page"].paginator.count
        data = client.get("/api/recommendations/", {"q": word}).json()["count"]
        found[word] = (listed, inquiries, data)
    assert {word for word, counts in found.items() if any(counts)} == {PUBLISHED}


@pytest.mark.django_db
def test_every_word_is_read_by_somebody(said_to: SaidTo) -> None:
    """Else the words above prove nothing: they might be on no page at all."""
    said = [words for name in ("scrutiny officer", "cabinet member") for words in said_to(name).values()]
    assert {word for word in EVERYTHING if not any(word in words for words in said)} == NEVER

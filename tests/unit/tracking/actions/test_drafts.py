"""Keeping what was typed and not saved: whose it is, and when it goes."""

import pytest

from tests.reporting import Reporting, also_answering_for, r01, reporting
from tracking.actions.drafts import LONGEST_DRAFT, discard_draft, keep_draft
from tracking.actions.reports import submit_report
from tracking.actions.updates import Contact, save_contact_officers, save_overview, save_update
from tracking.enums import DraftPage
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Draft, Event, ProgressReport, Recommendation, User, WrittenPage

pytestmark = pytest.mark.django_db

TYPED = {"evidence_text": ["As far as I got"], "r01-anticipated_on_3_day": ["31"], "version": ["0"]}


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def report(council: Reporting) -> ProgressReport:
    return council.draft()


def keep(
    report: ProgressReport,
    by: User,
    recommendation: Recommendation | None = None,
    page: DraftPage = DraftPage.SECTION,
    **typed: str,
) -> Draft:
    fields = {name: [text] for name, text in typed.items()} or TYPED
    return keep_draft(of=WrittenPage(report, page, recommendation), fields=fields, by=by)


def refused(council: Reporting, report: ProgressReport, page: DraftPage, recommendation: Recommendation | None) -> list:
    """Who of everybody may not keep a draft of a page."""
    names = []
    for name in ("holder", "contributor", "officer", "clerk", "member", "administrator"):
        try:
            keep(report, getattr(council, name), recommendation, page)
        except NotAllowed:
            names.append(name)
    return names


def test_what_was_typed_is_kept_as_it_is_without_an_event(council: Reporting, report: ProgressReport) -> None:
    before = Event.objects.count()
    draft = keep(report, council.holder, council.whole)
    assert (draft.fields, draft.written_by, Event.objects.count()) == (TYPED, council.holder, before)
    assert r01(report).evidence_text == ""


def test_a_user_has_one_draft_of_a_page_the_latest(council: Reporting, report: ProgressReport) -> None:
    for text in ("First", "First and second"):
        keep(report, council.holder, council.whole, evidence_text=text)
        keep(report, council.holder, page=DraftPage.OVERVIEW, overview=text)
    kept = [draft.fields for draft in Draft.objects.order_by("page")]
    assert kept == [{"overview": ["First and second"]}, {"evidence_text": ["First and second"]}]


def test_only_its_writer_sees_a_draft(council: Reporting, report: ProgressReport) -> None:
    keep(report, council.holder, council.whole)
    seen = {user: Draft.objects.visible_to(user).count() for user in (council.holder, council.contributor)}
    assert seen == {council.holder: 1, council.contributor: 0}


def test_those_who_write_a_page_keep_drafts_of_it_and_nobody_else(council: Reporting, report: ProgressReport) -> None:
    strangers = ["officer", "clerk", "member", "administrator"]
    assert refused(council, report, DraftPage.SECTION, council.whole) == strangers
    for page in (DraftPage.OVERVIEW, DraftPage.CONTACT_OFFICERS, DraftPage.CHECK):
        assert refused(council, report, page, None) == strangers


def test_another_post_keeps_drafts_of_its_own_recommendations(council: Reporting) -> None:
    other = also_answering_for(council.whole, council.other_post)
    report = council.draft()
    keep(report, other, council.whole)
    keep(report, other, page=DraftPage.CHECK)
    for recommendation, page in ((council.parent, DraftPage.SECTION), (None, DraftPage.OVERVIEW)):
        with pytest.raises(NotAllowed):
            keep(report, other, recommendation, page)


def test_a_user_who_may_no_longer_sign_in_keeps_nothing(council: Reporting, report: ProgressReport) -> None:
    council.holder.is_active = False
    council.holder.save()
    with pytest.raises(NotAllowed):
        keep(report, User.objects.get(pk=council.holder.pk), council.whole)


@pytest.mark.parametrize("page", DraftPage)
def test_a_section_has_its_recommendation_and_no_other_page_has_one(
    council: Reporting, report: ProgressReport, page: DraftPage
) -> None:
    wrong = None if page == DraftPage.SECTION else council.whole
    with pytest.raises(NotAllowed):
        keep(report, council.holder, wrong, page)


def test_a_part_has_no_page_of_its_own(council: Reporting, report: ProgressReport) -> None:
    with pytest.raises(NotAllowed):
        keep(report, council.holder, council.part_a)


def test_text_is_kept_of_a_report_that_was_handed_in_meanwhile(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    assert keep(report, council.contributor, council.whole).fields == TYPED


def test_line_ends_and_characters_no_database_holds_are_put_right(council: Reporting, report: ProgressReport) -> None:
    draft = keep(report, council.holder, council.whole, evidence_text="One\r\ntwo\x00")
    assert draft.fields == {"evidence_text": ["One\ntwo"]}


def test_a_text_beyond_all_measure_is_refused_and_what_was_kept_stands(
    council: Reporting, report: ProgressReport
) -> None:
    keep(report, council.holder, council.whole)
    with pytest.raises(NotPossible, match="too long to keep"):
        keep(report, council.holder, council.whole, evidence_text="x" * LONGEST_DRAFT)
    assert Draft.objects.get().fields == TYPED


def test_discarding_throws_away_ones_own_draft_of_that_page_alone(council: Reporting, report: ProgressReport) -> None:
    keep(report, council.contributor, council.whole)
    keep(report, council.holder, council.parent)
    keep(report, council.holder, council.whole)
    discard = {"of": WrittenPage(report, DraftPage.SECTION, council.whole), "by": council.holder}
    assert [discard_draft(**discard), discard_draft(**discard)] == [True, False]
    left = [(draft.written_by, draft.recommendation) for draft in Draft.objects.order_by("pk")]
    assert left == [(council.contributor, council.whole), (council.holder, council.parent)]


def test_saving_a_page_throws_away_the_savers_draft_of_it(council: Reporting, report: ProgressReport) -> None:
    for user in (council.holder, council.contributor):
        keep(report, user, council.whole)
        keep(report, user, page=DraftPage.OVERVIEW)
        keep(report, user, page=DraftPage.CONTACT_OFFICERS)
    save_update(
        report=report,
        update=r01(report),
        evidence_text="As far as I got",
        overall_statement="",
        answers={},
        version=0,
        by=council.holder,
    )
    save_overview(report=report, overview="Overview.", version=0, by=council.holder)
    save_contact_officers(report=report, contact_officers=[Contact("Head of ICT")], version=1, by=council.holder)
    assert [draft.written_by for draft in Draft.objects.all()] == [council.contributor] * 3

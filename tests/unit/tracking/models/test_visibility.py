"""What each kind of viewer may see, in every state: the querysets that every page starts from."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests import factories
from tests.council import Council, build_council, rolled_back, who
from tracking.enums import (
    Exemption,
    ExemptParagraph,
    InquiryState,
    MeetingState,
    PostKind,
    ReportState,
    SupplementState,
)
from tracking.models import (
    Assessment,
    Evidence,
    ExemptPassage,
    Inquiry,
    Meeting,
    Post,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportSupplement,
    User,
)

OFFICERS = {
    "scrutiny officer",
    "clerk",
    "scrutiny officer with a cabinet post",
    "scrutiny officer who contributes for a cabinet post",
    "scrutiny officer in an outside body",
}
WRITERS = {"cabinet member", "contributor", "responsible cabinet member", "responsible contributor", "outside body"}
OF_THE_POST = {"cabinet member", "contributor"}
RESPONSIBLE = {"responsible cabinet member", "responsible contributor"}
COMMITTEE_MEMBERS = {"member", "substitute member"}


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Council]:
    with django_db_blocker.unblock(), rolled_back():
        yield build_council()


def _everybody(council: Council) -> set[str]:
    return set(council.viewers)


def _those_who_see(council: Council, row: models.Model) -> set[str]:
    rows = type(row)._default_manager
    return {name for name, viewer in council.viewers.items() if rows.visible_to(viewer).filter(pk=row.pk).exists()}


def _put_inquiry_in(council: Council, state: InquiryState) -> Inquiry:
    council.inquiry.state = state
    council.inquiry.concluded_on = "2016-04-12" if state == InquiryState.CONCLUDED else None
    council.inquiry.withdrawn_reason = "Entered twice." if state == InquiryState.WITHDRAWN else ""
    council.inquiry.save()
    return council.inquiry


def _report_in(council: Council, state: ReportState) -> ProgressReport:
    fields: dict[str, object] = {"state": state}
    if state in ReportState.public():
        fields |= {"published_by": council.user("clerk"), "published_at": timezone.now()}
    if state == ReportState.CONSIDERED:
        fields["considered_on"] = "2016-04-12"
    if state == ReportState.WITHDRAWN:
        fields["withdrawn_reason"] = "No longer needed."
    report = council.cover(council.open_report(**fields))
    if state != ReportState.DRAFT:
        _hand_in(council, report)
    return report


def _hand_in(council: Council, report: ProgressReport) -> None:
    person = factories.PersonFactory()
    report.revisions.update(
        submitted_at=timezone.now(), submitted_by=council.user("contributor"), signed_by=person, signed_name=person.name
    )


def _evidence_in(report: ProgressReport, *, number: int = 1, **fields: object) -> Evidence:
    update = factories.current_revision(report).updates.get(recommendation__number=number)
    evidence = factories.EvidenceFactory(**fields)
    evidence.uses.create(update=update)
    return evidence


EXEMPT = {
    "exemption": Exemption.EXEMPT,
    "exempt_paragraph": ExemptParagraph.BUSINESS_AFFAIRS,
    "public_interest_reason": "Prices are being negotiated.",
}
CONFIDENTIAL = {"exemption": Exemption.CONFIDENTIAL, "confidential_ground": "A court forbids it."}


@pytest.mark.django_db
class TestInquiries:
    @pytest.mark.parametrize("state", sorted(InquiryState.public()))
    def test_everyone_sees_a_public_one(self, council: Council, state: InquiryState) -> None:
        assert _those_who_see(council, _put_inquiry_in(council, state)) == _everybody(council)

    @pytest.mark.parametrize("state", sorted(set(InquiryState) - InquiryState.public()))
    def test_only_the_committees_officers_see_any_other(self, council: Council, state: InquiryState) -> None:
        assert _those_who_see(council, _put_inquiry_in(council, state)) == who(council, OFFICERS)

    def test_a_draft_handed_on_is_seen_by_the_officers_of_the_next_committee(self, council: Council) -> None:
        inquiry = _put_inquiry_in(council, InquiryState.DRAFT)
        inquiry.tracking_committees.update(ends_on="2016-05-24")
        inquiry.tracking_committees.create(committee=council.other_committee, starts_on="2016-05-24")
        assert _those_who_see(council, inquiry) == {"scrutiny officer elsewhere", "clerk elsewhere"}


@pytest.mark.django_db
class TestRecommendations:
    def test_everyone_sees_those_of_a_public_inquiry(self, council: Council) -> None:
        assert _those_who_see(council, council.recommendations[0]) == _everybody(council)

    def test_those_of_a_draft_are_seen_by_those_who_see_the_draft(self, council: Council) -> None:
        _put_inquiry_in(council, InquiryState.DRAFT)
        assert _those_who_see(council, council.recommendations[0]) == who(council, OFFICERS)

    def test_nobody_sees_one_entered_by_mistake(self, council: Council) -> None:
        mistake: Recommendation = council.recommendations[2]
        Recommendation.objects.filter(pk=mistake.pk).update(withdrawn_reason="Entered twice.")
        assert _those_who_see(council, mistake) == set()


@pytest.mark.django_db
class TestMeetings:
    @pytest.mark.parametrize("state", MeetingState)
    def test_everyone_sees_a_meeting_whatever_its_state(self, council: Council, state: MeetingState) -> None:
        meeting: Meeting = factories.MeetingFactory(
            committee=council.committee,
            state=state,
            minutes_approved_on="2016-05-10" if state == MeetingState.MINUTES_APPROVED else None,
            cancelled_reason="Election." if state == MeetingState.CANCELLED else "",
        )
        assert _those_who_see(council, meeting) == _everybody(council)


@pytest.mark.django_db
class TestReports:
    def test_a_draft_is_seen_by_those_who_write_it(self, council: Council) -> None:
        assert _those_who_see(council, _report_in(council, ReportState.DRAFT)) == who(council, WRITERS)

    def test_a_draft_is_not_seen_by_a_post_whose_recommendations_it_leaves_out(self, council: Council) -> None:
        report = council.cover(council.open_report(), 1)
        assert _those_who_see(council, report) == who(council, OF_THE_POST)

    def test_a_draft_that_was_withdrawn_before_it_was_handed_in_stays_its_writers(self, council: Council) -> None:
        report = _report_in(council, ReportState.WITHDRAWN)
        report.revisions.update(submitted_at=None)
        assert _those_who_see(council, report) == who(council, WRITERS)

    @pytest.mark.parametrize("state", sorted(set(ReportState) - ReportState.public() - {ReportState.DRAFT}))
    def test_one_handed_in_is_seen_by_its_writers_and_the_committees_officers(
        self, council: Council, state: ReportState
    ) -> None:
        assert _those_who_see(council, _report_in(council, state)) == who(council, WRITERS | OFFICERS)

    @pytest.mark.parametrize("state", sorted(ReportState.public()))
    def test_everyone_sees_a_published_one(self, council: Council, state: ReportState) -> None:
        assert _those_who_see(council, _report_in(council, state)) == _everybody(council)

    @pytest.mark.parametrize("state", sorted(ReportState.public()))
    def test_one_published_on_an_inquiry_since_withdrawn_is_closed_to_the_public(
        self, council: Council, state: ReportState
    ) -> None:
        report = _report_in(council, state)
        _put_inquiry_in(council, InquiryState.WITHDRAWN)
        assert _those_who_see(council, report) == who(council, WRITERS | OFFICERS)

    def test_whoever_signed_one_may_read_it_after_leaving_the_post(self, council: Council) -> None:
        report = _report_in(council, ReportState.ACCEPTED)
        report.revisions.update(signed_by=council.user("former cabinet member").person)
        assert _those_who_see(council, report) == who(council, WRITERS | OFFICERS | {"former cabinet member"})

    def test_one_for_another_committees_meeting_is_seen_by_the_officers_of_both(self, council: Council) -> None:
        meeting = factories.MeetingFactory(committee=council.other_committee)
        report = council.cover(council.open_report(meeting=meeting, state=ReportState.SUBMITTED))
        elsewhere = {"scrutiny officer elsewhere", "clerk elsewhere"}
        assert _those_who_see(council, report) == who(council, WRITERS | OFFICERS | elsewhere)


@pytest.mark.django_db
class TestSections:
    @pytest.mark.parametrize("state", sorted(ReportState.editable()))
    @pytest.mark.parametrize(("number", "readers"), [(1, set()), (2, RESPONSIBLE), (3, {"outside body"})])
    def test_of_a_report_being_written_the_other_posts_read_their_own(
        self, council: Council, state: ReportState, number: int, readers: set[str]
    ) -> None:
        section = _section(_report_in(council, state), number)
        assert _those_who_read(council, section) == who(council, OF_THE_POST | readers)

    def test_of_a_published_report_everyone_reads_every_section(self, council: Council) -> None:
        section = _section(_report_in(council, ReportState.PUBLISHED), 1)
        assert _those_who_read(council, section) == _everybody(council)

    def test_whoever_signed_a_report_reads_all_of_it(self, council: Council) -> None:
        report = _report_in(council, ReportState.SUBMITTED)
        report.revisions.update(signed_by=council.user("user without a role").person)
        assert "user without a role" in _those_who_read(council, _section(report, 1))


def _section(report: ProgressReport, number: int) -> ProgressUpdate:
    return factories.current_revision(report).updates.get(recommendation__number=number)


def _those_who_read(council: Council, section: ProgressUpdate) -> set[str]:
    rows = ProgressUpdate.objects.filter(pk=section.pk)
    return {name for name, viewer in council.viewers.items() if rows.read_by(viewer).exists()}


@pytest.mark.django_db
class TestLateNews:
    @staticmethod
    def _on(report: ProgressReport, state: SupplementState, **fields: object) -> ReportSupplement:
        by = factories.UserFactory()
        said = {"text": "News.", "signed_by": by.person, "signed_name": "Example", "recorded_by": by, "state": state}
        if state == SupplementState.PUBLISHED:
            said |= {"number": 1, "published_by": by, "published_at": timezone.now()}
        if state == SupplementState.DECLINED:
            said |= {"declined_by": by, "declined_at": timezone.now(), "declined_reason": "It is in the report."}
        return ReportSupplement.objects.create(report=report, **(said | fields))

    @pytest.mark.parametrize("report_state", sorted(ReportState.public()))
    @pytest.mark.parametrize("state", [SupplementState.HANDED_IN, SupplementState.DECLINED])
    def test_what_is_not_published_is_for_the_reports_posts_and_its_officers(
        self, council: Council, state: SupplementState, report_state: ReportState
    ) -> None:
        news = self._on(_report_in(council, report_state), state)
        assert _those_who_see(council, news) == who(council, OF_THE_POST | OFFICERS)

    @pytest.mark.parametrize("field", ["recorded_by", "signed_by"])
    def test_whoever_signed_or_handed_it_in_may_read_it_after_leaving_the_post(
        self, council: Council, field: str
    ) -> None:
        former = council.user("former cabinet member")
        signatory = former.person if field == "signed_by" else former
        news = self._on(_report_in(council, ReportState.PUBLISHED), SupplementState.HANDED_IN, **{field: signatory})
        assert _those_who_see(council, news) == who(council, OF_THE_POST | OFFICERS | {"former cabinet member"})

    @pytest.mark.parametrize("report_state", sorted(ReportState.public()))
    def test_everyone_sees_what_is_published(self, council: Council, report_state: ReportState) -> None:
        news = self._on(_report_in(council, report_state), SupplementState.PUBLISHED)
        assert _those_who_see(council, news) == _everybody(council)

    def test_on_an_inquiry_since_withdrawn_it_goes_with_its_report(self, council: Council) -> None:
        report = _report_in(council, ReportState.PUBLISHED)
        news = self._on(report, SupplementState.PUBLISHED)
        _put_inquiry_in(council, InquiryState.WITHDRAWN)
        assert _those_who_see(council, news) == _those_who_see(council, report)


@pytest.mark.django_db
class TestEvidence:
    @pytest.mark.parametrize(("number", "readers"), [(1, set()), (2, RESPONSIBLE), (3, {"outside body"})])
    def test_public_evidence_in_a_draft_is_seen_by_those_who_read_its_section(
        self, council: Council, number: int, readers: set[str]
    ) -> None:
        evidence = _evidence_in(_report_in(council, ReportState.DRAFT), number=number)
        assert _those_who_see(council, evidence) == who(council, OF_THE_POST | readers)

    def test_public_evidence_in_a_submitted_report_is_seen_by_its_officers_too(self, council: Council) -> None:
        evidence = _evidence_in(_report_in(council, ReportState.SUBMITTED))
        assert _those_who_see(council, evidence) == who(council, OF_THE_POST | OFFICERS)

    @pytest.mark.parametrize("state", sorted(ReportState.public()))
    def test_everyone_sees_public_evidence_in_a_published_report(self, council: Council, state: ReportState) -> None:
        assert _those_who_see(council, _evidence_in(_report_in(council, state))) == _everybody(council)

    @pytest.mark.parametrize("reason", [EXEMPT, CONFIDENTIAL], ids=["exempt", "confidential"])
    @pytest.mark.parametrize("state", sorted(ReportState.public()))
    def test_withheld_evidence_in_a_published_report_is_for_posts_officers_and_members(
        self, council: Council, state: ReportState, reason: dict[str, object]
    ) -> None:
        evidence = _evidence_in(_report_in(council, state), **reason)
        assert _those_who_see(council, evidence) == who(council, OF_THE_POST | OFFICERS | COMMITTEE_MEMBERS)

    @pytest.mark.parametrize(
        "state", sorted(ReportState.seen_by_scrutiny() - ReportState.public() - ReportState.editable())
    )
    def test_withheld_evidence_in_a_report_handed_in_is_not_yet_the_members(
        self, council: Council, state: ReportState
    ) -> None:
        evidence = _evidence_in(_report_in(council, state), **EXEMPT)
        assert _those_who_see(council, evidence) == who(council, OF_THE_POST | OFFICERS)

    @pytest.mark.parametrize("state", sorted(ReportState.editable()))
    def test_withheld_evidence_in_what_is_being_written_is_the_posts_alone(
        self, council: Council, state: ReportState
    ) -> None:
        evidence = _evidence_in(_report_in(council, state), **EXEMPT)
        assert _those_who_see(council, evidence) == who(council, OF_THE_POST)

    def test_withheld_evidence_in_the_section_of_a_responsible_post_is_that_posts_too(self, council: Council) -> None:
        evidence = _evidence_in(_report_in(council, ReportState.DRAFT), number=2, **EXEMPT)
        assert _those_who_see(council, evidence) == who(council, OF_THE_POST | RESPONSIBLE)

    @pytest.mark.parametrize("fields", [{}, EXEMPT], ids=["public", "exempt"])
    def test_evidence_in_a_draft_that_was_withdrawn_stays_its_writers(
        self, council: Council, fields: dict[str, object]
    ) -> None:
        report = _report_in(council, ReportState.WITHDRAWN)
        report.revisions.update(submitted_at=None)
        assert _those_who_see(council, _evidence_in(report, **fields)) == who(council, OF_THE_POST)

    def test_a_user_of_an_outside_body_sees_the_withheld_evidence_they_uploaded(self, council: Council) -> None:
        report = _report_in(council, ReportState.DRAFT)
        evidence = _evidence_in(report, **EXEMPT, recorded_by=council.user("outside body"))
        assert _those_who_see(council, evidence) == who(council, OF_THE_POST | {"outside body"})

    def test_the_public_no_longer_sees_what_only_a_returned_revision_held(self, council: Council) -> None:
        report = _report_in(council, ReportState.PUBLISHED)
        evidence = _evidence_in(report)
        report.revisions.update(is_current=False)
        report.revisions.create(number=2)
        assert "anonymous" not in _those_who_see(council, evidence)

    def test_evidence_used_nowhere_is_its_uploaders_alone(self, council: Council) -> None:
        evidence = factories.EvidenceFactory(recorded_by=council.user("contributor"))
        assert _those_who_see(council, evidence) == {"contributor"}

    def test_the_public_queryset_never_holds_anything_withheld(self, council: Council) -> None:
        report = _report_in(council, ReportState.PUBLISHED)
        public = _evidence_in(report)
        _evidence_in(report, **EXEMPT)
        _evidence_in(report, **CONFIDENTIAL)
        assert list(Evidence.objects.public()) == [public]


@pytest.mark.django_db
class TestExemptPassages:
    """Read by the very people who may open evidence withheld in the same section."""

    @staticmethod
    def _pair_in(report: ProgressReport, *, number: int = 1, **fields: object) -> tuple[ExemptPassage, Evidence]:
        evidence = _evidence_in(report, number=number, **(EXEMPT | fields))
        section = _section(report, number)
        return factories.ExemptPassageFactory(update=section, **(EXEMPT | fields)), evidence

    @pytest.mark.parametrize("number", [1, 2, 3])
    @pytest.mark.parametrize("state", sorted(ReportState))
    def test_in_every_state_of_a_report_it_is_for_the_same_people(
        self, council: Council, state: ReportState, number: int
    ) -> None:
        passage, evidence = self._pair_in(_report_in(council, state), number=number)
        assert _those_who_see(council, passage) == _those_who_see(council, evidence)

    @pytest.mark.parametrize("state", sorted(InquiryState))
    def test_in_every_state_of_its_inquiry_it_is_for_the_same_people(
        self, council: Council, state: InquiryState
    ) -> None:
        passage, evidence = self._pair_in(_report_in(council, ReportState.PUBLISHED))
        _put_inquiry_in(council, state)
        assert _those_who_see(council, passage) == _those_who_see(council, evidence)

    @pytest.mark.parametrize("writer", ["outside body", "former cabinet member", "contributor"])
    def test_whoever_wrote_it_reads_it_as_whoever_uploaded_a_file_opens_it(self, council: Council, writer: str) -> None:
        report = _report_in(council, ReportState.DRAFT)
        passage, evidence = self._pair_in(report, recorded_by=council.user(writer))
        assert (
            _those_who_see(council, passage)
            == _those_who_see(council, evidence)
            == who(council, OF_THE_POST) | {writer}
        )

    def test_of_a_returned_report_the_officers_read_what_was_handed_in_alone(self, council: Council) -> None:
        report = _report_in(council, ReportState.RETURNED)
        handed_in, evidence = self._pair_in(report)
        report.revisions.update(is_current=False)
        anew = factories.ProgressUpdateFactory(
            revision=report.revisions.create(number=2), recommendation=council.recommendations[0]
        )
        rewritten = factories.ExemptPassageFactory(update=anew)
        assert _those_who_see(council, handed_in) == who(council, OF_THE_POST | OFFICERS)
        assert _those_who_see(council, evidence) == who(council, OF_THE_POST | OFFICERS)
        assert _those_who_see(council, rewritten) == who(council, OF_THE_POST)

    def test_in_a_published_report_it_is_for_posts_officers_and_members(self, council: Council) -> None:
        passage, _ = self._pair_in(_report_in(council, ReportState.PUBLISHED))
        assert _those_who_see(council, passage) == who(council, OF_THE_POST | OFFICERS | COMMITTEE_MEMBERS)

    @pytest.mark.parametrize("kind", PostKind)
    def test_of_the_posts_that_answer_for_it_those_of_the_council_read_it(
        self, council: Council, kind: PostKind
    ) -> None:
        rows = self._pair_in(_report_in(council, ReportState.DRAFT), number=2)
        Post.objects.filter(pk=council.responsible_post.pk).update(kind=kind)
        reader = User.objects.get(pk=council.user("responsible contributor").pk)
        sees = [type(row).objects.visible_to(reader).filter(pk=row.pk).exists() for row in rows]
        assert sees == [kind != PostKind.OUTSIDE_BODY] * 2

    def test_members_no_longer_read_what_only_a_returned_revision_held(self, council: Council) -> None:
        report = _report_in(council, ReportState.PUBLISHED)
        passage, evidence = self._pair_in(report)
        report.revisions.update(is_current=False)
        report.revisions.create(number=2)
        assert (
            _those_who_see(council, passage)
            == _those_who_see(council, evidence)
            == who(council, OF_THE_POST | OFFICERS)
        )


@pytest.mark.django_db
class TestAssessments:
    @staticmethod
    def _view_at(council: Council, state: MeetingState) -> Assessment:
        meeting = factories.MeetingFactory(
            committee=council.committee,
            state=state,
            minutes_approved_on="2016-05-10" if state == MeetingState.MINUTES_APPROVED else None,
        )
        return factories.AssessmentFactory(leaf=council.recommendations[0], meeting=meeting)

    @pytest.mark.parametrize("state", sorted(MeetingState.views_public()))
    def test_everyone_sees_the_views_that_are_published(self, council: Council, state: MeetingState) -> None:
        assert _those_who_see(council, self._view_at(council, state)) == _everybody(council)

    def test_the_public_does_not_see_views_while_they_are_being_recorded(self, council: Council) -> None:
        view = self._view_at(council, MeetingState.PAPERS_ISSUED)
        assert _those_who_see(council, view) == _everybody(council) - {"anonymous"}

    def test_everyone_sees_a_view_carried_over_from_before_the_system(self, council: Council) -> None:
        view = factories.AssessmentFactory(
            leaf=council.recommendations[0], meeting=None, considered_on="2012-03-01", source_text="Minute 14, 2012."
        )
        assert _those_who_see(council, view) == _everybody(council)


@pytest.mark.django_db
class TestAgendaDocuments:
    def test_until_it_is_issued_it_is_the_officers_alone(self, council: Council) -> None:
        for sequence, state in enumerate((MeetingState.PLANNED, MeetingState.PAPERS_ISSUED), start=1):
            meeting = factories.MeetingFactory(committee=council.committee, state=state, sequence=sequence)
            assert _those_who_see(council, factories.AgendaDocumentFactory(meeting=meeting)) == who(council, OFFICERS)

    def test_once_issued_everyone_sees_what_is_public_and_members_what_is_withheld(self, council: Council) -> None:
        meeting = factories.MeetingFactory(committee=council.committee, state=MeetingState.PAPERS_ISSUED)
        public = factories.AgendaDocumentFactory(meeting=meeting, issued=True)
        assert _those_who_see(council, public) == _everybody(council)
        for reason in (EXEMPT, CONFIDENTIAL):
            withheld = factories.AgendaDocumentFactory(meeting=meeting, issued=True, **reason)
            assert _those_who_see(council, withheld) == who(council, OFFICERS | COMMITTEE_MEMBERS)

    def test_what_was_taken_off_stays_with_the_officers(self, council: Council) -> None:
        meeting = factories.MeetingFactory(committee=council.committee, state=MeetingState.PAPERS_ISSUED)
        gone = factories.AgendaDocumentFactory(meeting=meeting, removed_reason="Sent by mistake.")
        assert _those_who_see(council, gone) == who(council, OFFICERS)

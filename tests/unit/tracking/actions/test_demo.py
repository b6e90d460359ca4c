from collections import Counter
from datetime import date, datetime
from hashlib import sha256
from tempfile import TemporaryDirectory

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.test import TestCase, override_settings
from django.utils import timezone

from tracking import dates
from tracking.actions.committee_views import CommitteeView, problems_with
from tracking.actions.demo import demo_sign_ins, load_demo
from tracking.dates import LONDON
from tracking.enums import (
    CabinetReportState,
    CommitteeRole,
    ConclusionReason,
    Decision,
    Exemption,
    InquiryState,
    MailState,
    MeetingState,
    Outcome,
    PlanRoundState,
    PlanUpdateState,
    ReportState,
)
from tracking.exceptions import NotPossible
from tracking.models import (
    AgendaDocument,
    Assessment,
    Committee,
    CommitteePack,
    ContactOfficer,
    Event,
    Evidence,
    ExemptPassage,
    Inquiry,
    Meeting,
    OutboxMail,
    ProgressReport,
    Recommendation,
    ReportRevision,
    ReportSupplement,
    SelfAssessment,
    UpdateRound,
    User,
)
from tracking.models.cabinet import CabinetReport, ExecutiveResponse
from tracking.models.plans import ImprovementPlan, PlanItem, PlanLink, PlanRound
from tracking.queries.cabinet.clocks import clocks_of
from tracking.queries.cabinet.decided import decisions_on
from tracking.queries.cabinet.readiness import clearing_of
from tracking.queries.cabinet.responses import rejected_in, response_contents
from tracking.queries.cabinet.tasks import cabinet_tasks_for
from tracking.queries.cabinet.withheld import editions_of, paper_for
from tracking.queries.plans.contents import plan_contents
from tracking.queries.plans.tasks import plan_tasks
from tracking.queries.reports import read_report

PASSWORD = "correct horse battery staple"
PUBLIC = AnonymousUser()


class TestTheDemoCouncil(TestCase):
    """The demo council is loaded once and only read."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.media = cls.enterClassContext(TemporaryDirectory())
        with override_settings(MEDIA_ROOT=cls.media):
            load_demo(password=PASSWORD, with_packs=False)
        cls.service_birmingham = Inquiry.objects.get(slug="refreshing-the-partnership-service-birmingham")

    # --- Service Birmingham, as its papers have it ------------------------------------------------

    def test_the_next_agenda_has_documents_that_the_clerk_added(self) -> None:
        documents = AgendaDocument.objects.order_by("pk")
        assert [(row.title, row.page_count, row.is_tagged) for row in documents] == [
            ("Minutes of the last meeting", 1, True),
            ("Work programme", 1, True),
        ]
        assert Event.objects.filter(type="added agenda document").count() == 2

    def test_service_birmingham_has_the_facts_of_its_report(self) -> None:
        inquiry = self.service_birmingham
        assert inquiry.title == "Refreshing the Partnership: Service Birmingham"
        assert (inquiry.approving_body, inquiry.approved_on) == ("City Council", date(2015, 6, 9))
        assert str(inquiry.lead_member) == "Councillor Carl Rice"
        assert str(inquiry.lead_officer) == "Head of Scrutiny Service"
        assert [committee.name for committee in inquiry.commissioned_by.all()] == [
            "Governance, Resources and Customer Services Overview and Scrutiny Committee",
            "Partnership, Contract Performance and Third Sector Overview and Scrutiny Committee",
        ]
        assert str(inquiry.tracking_committee) == "Corporate Resources Overview and Scrutiny Committee"

    def test_updates_were_asked_for_and_no_mail_of_the_demo_is_ever_sent(self) -> None:
        rounds = UpdateRound.objects.select_related("meeting")
        assert {row.meeting.state for row in rounds} == {MeetingState.PLANNED}
        assert [row for row in rounds if not row.recorded_at.date() < row.due_on < row.meeting.held_on] == []
        assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.SENT}
        assert OutboxMail.objects.filter(reports__isnull=True, plan_updates__isnull=True).count() == 0

    def test_service_birmingham_has_its_dates_as_written(self) -> None:
        leaves = self.service_birmingham.recommendations.leaves().select_related("parent")
        assert {leaf.label: leaf.due.due_text for leaf in leaves} == {
            "R01 a)": "November 2015",
            "R01 b)": "April 2016",
            "R01 c)": "Annual Review",
            "R02": "November 2015",
            "R03": "November 2015",
            "R04": "November 2015",
            "R05": "November 2015",
            "R06 a)": "November 2015",
            "R06 b)": "November 2015",
            "R06 c)": "November 2015",
            "R07 a)": "November 2015",
            "R07 b)": "Ongoing",
            "R07 c)": "Annual update",
            "R08": "November 2015",
            "R09": "November 2015",
        }

    def test_after_april_2016_the_public_sees_what_the_next_report_says_was_left(self) -> None:
        leaves = self.service_birmingham.recommendations.leaves().with_standing_assessment(seen_by=PUBLIC)
        assert [leaf.label for leaf in leaves.tracked()] == [
            "R01 b)",
            "R01 c)",
            "R06 a)",
            "R06 b)",
            "R07 a)",
            "R07 b)",
            "R07 c)",
        ]
        assert [leaf.label for leaf in leaves.concluded()] == [
            "R01 a)",
            "R02",
            "R03",
            "R04",
            "R05",
            "R06 c)",
            "R08",
            "R09",
        ]
        assert {leaf.standing_on for leaf in leaves} == {date(2016, 4, 12)}

    def test_in_april_2016_the_committee_differed_on_the_indicators(self) -> None:
        view = Assessment.objects.get(
            leaf=self.service_birmingham.recommendations.get(number=7, letter="a"), meeting__held_on=date(2016, 4, 12)
        )
        assert (str(view.self_assessment.category), str(view.category)) == (
            "1 Achieved (Fully)",
            "3 Not Achieved (Progress Made)",
        )

    def test_every_view_on_service_birmingham_is_marked_as_illustrative(self) -> None:
        views = Assessment.objects.filter(leaf__inquiry=self.service_birmingham)
        assert {view.source_text.partition(":")[0] for view in views} == {"Illustrative"}

    def test_the_round_of_november_2016_claims_all_achieved_and_waits_for_views(self) -> None:
        report = self.service_birmingham.reports.get(meeting__held_on=date(2016, 11, 10))
        claims = SelfAssessment.objects.filter(update__revision__report=report)
        assert report.state == ReportState.PUBLISHED
        assert report.meeting.state == MeetingState.PAPERS_ISSUED
        assert {(claim.leaf.label, str(claim.category)) for claim in claims} == {
            (label, "1 Achieved (Fully)")
            for label in ("R01 b)", "R01 c)", "R06 a)", "R06 b)", "R07 a)", "R07 b)", "R07 c)")
        }
        assert [view.leaf.label for view in report.assessments.all()] == ["R01 b)"]

    # --- Something of everything ------------------------------------------------------------------

    def test_every_state_is_there(self) -> None:
        assert set(Inquiry.objects.values_list("state", flat=True)) == set(InquiryState)
        assert set(ProgressReport.objects.values_list("state", flat=True)) == set(ReportState)
        assert set(Meeting.objects.values_list("state", flat=True)) == set(MeetingState)

    def test_every_outcome_category_and_reason_to_conclude_is_there(self) -> None:
        views = Assessment.objects
        assert set(views.values_list("outcome", flat=True)) == set(Outcome) - {Outcome.UNDONE}
        assert set(views.values_list("category__number", flat=True)) == {1, 2, 3, 4, 5, 6, None}
        assert set(views.values_list("conclusion_reason", flat=True)) == {"", *ConclusionReason}

    def test_one_published_inquiry_with_an_answer_was_never_tracked_in_more_than_a_year(self) -> None:
        never = Inquiry.objects.get(slug="a-home-of-ones-own")
        assert Assessment.objects.filter(leaf__inquiry=never).count() == 0
        assert dates.last_tracked_overdue(None, never.approved_on, dates.today()) is True

    def test_one_executive_response_is_overdue(self) -> None:
        overdue = [
            inquiry.slug
            for inquiry in Inquiry.objects.public().filter(responded_on__isnull=True)
            if (due_on := dates.response_due_on(inquiry.received_on, inquiry.notice_on)) and due_on < dates.today()
        ]
        assert overdue == ["safe-to-walk"]

    def test_one_inquiry_was_handed_on_from_an_abolished_committee(self) -> None:
        swimming = Inquiry.objects.get(slug="every-child-a-swimmer")
        assert [
            (str(row.committee), row.committee.abolished_on == row.ends_on)
            for row in swimming.tracking_committees.all()
        ] == [
            ("Leisure, Sport and Culture Overview and Scrutiny Committee", True),
            ("Health and Wellbeing Overview and Scrutiny Committee", True),
        ]

    def test_one_report_proposes_to_conclude_because_the_service_no_longer_exists(self) -> None:
        proposals = SelfAssessment.objects.filter(
            update__revision__report__state=ReportState.PUBLISHED, proposal_explanation__contains="no longer exists"
        )
        assert {(claim.leaf.label, claim.proposed_conclusion) for claim in proposals} == {
            ("R01 a)", ConclusionReason.OVERTAKEN),
            ("R01 b)", ConclusionReason.OVERTAKEN),
        }

    def test_one_date_slipped_twice(self) -> None:
        surveys = Recommendation.objects.get(inquiry__slug="damp-and-mould-in-council-homes", number=2)
        agreed = Assessment.objects.filter(leaf=surveys, agreed_due_on__isnull=False).order_by("considered_on")
        days = [surveys.due_on, *(view.agreed_due_on for view in agreed)]
        assert len(days) == 3
        assert days == sorted(set(days))

    def test_one_evidence_file_is_exempt_and_hidden_from_the_public(self) -> None:
        exempt = Evidence.objects.get(exemption=Exemption.EXEMPT)
        assert (exempt.exempt_paragraph, exempt.public_interest_reason != "") == (3, True)
        assert Evidence.objects.visible_to(PUBLIC).filter(pk=exempt.pk).count() == 0

    def test_a_published_report_has_an_exempt_passage_that_is_hidden_from_the_public(self) -> None:
        passage = ExemptPassage.objects.get()
        assert passage.update.revision.report.state == ReportState.PUBLISHED
        assert (passage.exempt_paragraph, passage.public_interest_reason != "") == (3, True)
        assert ExemptPassage.objects.visible_to(PUBLIC).count() == 0

    def test_views_were_carried_over_corrected_and_reopened(self) -> None:
        assert Assessment.objects.filter(meeting__isnull=True).count() == 3
        assert Assessment.objects.filter(supersedes__isnull=False).count() == 1
        assert Assessment.objects.filter(reopens=True).count() == 1

    def test_late_news_stands_beside_a_report_whose_meeting_is_days_away(self) -> None:
        supplement = ReportSupplement.objects.get()
        report = supplement.report
        assert (str(supplement.recommendation.label), supplement.number) == ("R02", 1)
        assert (report.state, report.meeting.state) == (ReportState.PUBLISHED, MeetingState.PAPERS_ISSUED)
        moments = [report.published_at, supplement.recorded_at, supplement.published_at, timezone.now()]
        assert moments == sorted(moments)

    def test_a_post_changed_hands_and_another_was_succeeded(self) -> None:
        deputy_leader = User.objects.get(email="cabinet.member@example.org").person.appointments.get().post
        assert deputy_leader.appointments.filter(capacity="holder").count() == 2
        assert list(deputy_leader.predecessors.all()) == []
        recycling = Inquiry.objects.get(slug="recycling-from-flats").recommendations.get(number=1)
        assert [row.post.slug for row in recycling.responsibilities_on(dates.today())] == [
            "cabinet-member-for-recycling-and-the-environment"
        ]

    # --- Ready to be used -------------------------------------------------------------------------

    def test_the_next_meeting_has_a_report_to_write_one_to_check_and_one_to_publish(self) -> None:
        committee = Committee.objects.get(slug="corporate-resources")
        meeting = committee.meetings.upcoming(dates.today()).first()
        assert {(report.inquiry.slug, report.state) for report in meeting.reports.all()} == {
            ("left-offline", ReportState.DRAFT),
            ("paying-small-suppliers-on-time", ReportState.SUBMITTED),
            ("well-at-work", ReportState.ACCEPTED),
        }
        assert dates.papers_due_on(meeting.held_on, 5) > dates.today()

    def test_the_improvement_plan_has_its_themes_aims_leads_and_what_changed(self) -> None:
        plan = ImprovementPlan.objects.get()
        contents = plan_contents(plan, on=date(2018, 10, 1))
        assert [len(row.aims) for row in contents.themes] == [10, 7, 5, 13, 3, 6, 3]
        assert [row.aim.reference for row in contents.aims if row.aim.number is None] == ["6-2"]
        assert [row.aim.label for row in contents.aims if not row.leads] == ["2.4"]
        assert [len(row.items) for row in contents.themes] == [0, 1, 0, 0, 0, 0, 0]
        changed = PlanItem.objects.filter(supersedes__isnull=False)
        assert {(row.changed_in, row.superseding_reason != "") for row in changed} == {(date(2018, 9, 1), True)}
        assert PlanItem.objects.exclude(taken_out_reason="").count() == 1
        assert PlanLink.objects.in_force().count() == 3

    def test_a_month_of_the_plan_is_open_with_updates_to_write_one_to_look_at_and_one_accepted(self) -> None:
        month = PlanRound.objects.get(state=PlanRoundState.OPEN)
        today = dates.today()
        assert (month.month, month.due_on > today) == (today.replace(day=1), True)
        by_email = {email: User.objects.get(email=f"plan.{email}@example.org") for email in ("keeper", "lead")}
        (of_keeper,) = plan_tasks(by_email["keeper"])
        (of_lead,) = plan_tasks(by_email["lead"])
        assert (of_keeper.to_check, of_keeper.is_ready, of_lead.to_write) == (1, False, 9)
        settled = month.updates.exclude(state=PlanUpdateState.DRAFT).order_by("state")
        told = [(row.state, [str(use.of) for use in row.uses.all()]) for row in settled]
        assert told == [("accepted", ["5.2"]), ("submitted", ["4.11"])]
        mails = OutboxMail.objects.filter(plan_updates__round=month)
        assert set(mails.values_list("state", flat=True)) == {MailState.SENT}

    def test_one_inquiry_has_an_executive_response_that_rejects_what_is_tracked_all_the_same(self) -> None:
        response = ExecutiveResponse.objects.get()
        assert (response.state, response.inquiry.slug) == ("published", "left-offline")
        assert (response.inquiry.responded_on, response.agreed_on < response.sent_on) == (response.sent_on, True)
        contents = response_contents(response, PUBLIC)
        assert (contents.counts, contents.unanswered) == ({"accepted": 3, "in_part": 1, "rejected": 1}, ())
        rejected = [row.recommendation.reference for row in rejected_in(response.inquiry, PUBLIC)]
        tracked = response.inquiry.recommendations.leaves().with_standing_assessment(PUBLIC).tracked()
        assert (rejected, "R03" in {leaf.reference for leaf in tracked}) == (["R03"], True)

    def test_each_role_has_one_user_who_can_sign_in(self) -> None:
        by_email = {user.email: user for user in User.objects.all() if user.has_usable_password()}
        assert set(by_email) == {sign_in.email for sign_in in demo_sign_ins()}
        assert {user.check_password(PASSWORD) for user in by_email.values()} == {True}
        roles = {email.partition("@")[0]: user.roles for email, user in by_email.items()}
        assert len(roles["cabinet.member"].posts_held) == 1
        assert len(roles["contributor"].posts_contributed_to) == 1
        assert len(roles["scrutiny.officer"].committees_supported) == 3
        assert len(roles["clerk"].committees_clerked) == 3
        assert len(roles["member"].committees_as([CommitteeRole.MEMBER])) == 1
        assert roles["administrator"].is_administrator is True
        assert len(roles["service.birmingham"].posts - roles["service.birmingham"].council_posts) == 1

    def test_every_report_that_was_handed_in_stands_up_to_the_claim_check(self) -> None:
        handed_in = ProgressReport.objects.exclude(state__in=(*ReportState.editable(), ReportState.WITHDRAWN))
        found = {
            str(report): [finding.message for finding in read_report(report, viewer=report.opened_by).open_findings]
            for report in handed_in
        }
        assert {report: messages for report, messages in found.items() if messages} == {}

    def test_nothing_was_completed_after_the_report_that_says_so_was_signed(self) -> None:
        claims = SelfAssessment.objects.filter(update__revision__submitted_at__isnull=False)
        later = claims.filter(completed_on__gt=TruncDate("update__revision__submitted_at"))
        assert [str(claim) for claim in later] == []

    def test_what_happened_to_each_report_happened_in_order(self) -> None:
        for report in ProgressReport.objects.all():
            revisions = report.revisions.order_by("number")
            moments = [report.opened_at]
            for revision in revisions:
                moments += [revision.submitted_at, revision.returned_at]
            moments += [report.accepted_at, report.published_at]
            happened = [at for at in moments if at is not None]
            assert happened == sorted(happened)

    def test_every_view_is_one_that_could_have_been_recorded(self) -> None:
        views = Assessment.objects.select_related(
            "leaf__inquiry", "leaf__parent", "category", "self_assessment__category"
        )
        found = {
            str(view): problems_with(
                _as_given(view), leaf=view.leaf, claim=view.self_assessment, meeting_on=view.considered_on
            )
            for view in views
        }
        assert {view: problems for view, problems in found.items() if problems} == {}

    def test_every_leaf_of_a_considered_report_has_one_view_that_stands(self) -> None:
        for report in ProgressReport.objects.filter(state=ReportState.CONSIDERED):
            claimed = SelfAssessment.objects.filter(update__revision__report=report, update__revision__is_current=True)
            viewed = Assessment.objects.live().filter(report=report)
            assert sorted(claimed.values_list("leaf", flat=True)) == sorted(viewed.values_list("leaf", flat=True))

    def test_a_concluded_inquiry_has_nothing_left_to_track_and_others_have(self) -> None:
        left = {
            inquiry.slug: inquiry.recommendations.leaves().with_standing_assessment().tracked().count()
            for inquiry in Inquiry.objects.public()
        }
        assert [slug for slug, leaves in left.items() if not leaves] == ["one-front-door"]

    def test_everything_has_its_event_and_nothing_happened_in_the_future(self) -> None:
        events = dict(Event.objects.values_list("type").annotate(number=Count("pk")).values_list("type", "number"))
        assert events["opened report"] == ProgressReport.objects.count()
        assert events["saved overview"] == ReportRevision.objects.filter(number=1).exclude(overview="").count()
        assert events["saved contact officers"] == ContactOfficer.objects.values("revision__report").distinct().count()
        assert events["created inquiry"] == Inquiry.objects.count()
        assert events["added recommendation"] == Recommendation.objects.count()
        assert events["planned meeting"] == Meeting.objects.count()
        assert (
            events["recorded view"]
            == Assessment.objects.filter(meeting__isnull=False, supersedes__isnull=True, reopens=False).count()
        )
        now = timezone.now()
        assert Event.objects.filter(at__gt=now).count() == 0
        assert Assessment.objects.filter(recorded_at__gt=now).count() == 0
        assert ProgressReport.objects.filter(published_at__gt=now).count() == 0

    def test_no_event_names_a_person(self) -> None:
        names = [*User.objects.values_list("email", flat=True), "Fairweather", "Thistlewood"]
        told = [str(event.after) + str(event.before) for event in Event.objects.all()]
        assert [name for name in names if any(name in text for text in told)] == []

    def test_every_file_is_stored_as_it_came(self) -> None:
        with override_settings(MEDIA_ROOT=self.media):
            for evidence in Evidence.objects.exclude(file=""):
                with evidence.file.open() as file:
                    assert sha256(file.read()).hexdigest() == evidence.sha256
        assert {evidence.content_type for evidence in Evidence.objects.all()} == {
            "",
            "application/pdf",
            "image/png",
            "text/csv",
        }
        assert set(Evidence.objects.values_list("is_tagged", flat=True)) == {True, False}

    def test_it_is_refused_where_there_are_inquiries(self) -> None:
        with pytest.raises(NotPossible, match="without inquiries"):
            load_demo(password=PASSWORD)

    # --- Reports to Cabinet -----------------------------------------------------------------------

    def test_one_report_to_cabinet_is_decided_with_something_withheld(self) -> None:
        report = CabinetReport.objects.get(state=CabinetReportState.DECIDED)
        papers = editions_of(report)
        assert (papers.public.exempt_paragraphs, papers.public.is_confidential) == ((3,), False)
        assert papers.restricted is not None
        assert [row.number for row in papers.public.sections if not row.is_readable] == ["7.4"]
        paper = paper_for(report, PUBLIC)
        assert paper is not None
        assert [(row.order, row.outcome) for row in decisions_on(report, paper, PUBLIC)] == [
            (1, "agreed"),
            (2, "amended"),
            (3, "agreed"),
        ]
        told = {row.section.heading.heading: row.is_cleared for row in clearing_of(report.revisions.get())}
        assert told == {
            "Legal Implications": True,
            "Financial Implications": False,
            "Procurement Implications": True,
            "Human Resources Implications": True,
        }
        assert not any(row.is_short for row in clocks_of(report, paper, today=report.decided_on))

    def test_another_is_being_written_and_waits_for_those_it_concerns(self) -> None:
        report = CabinetReport.objects.get(state=CabinetReportState.DRAFT)
        today = timezone.localdate()
        tasks = {
            email: [task.kind.value for task in cabinet_tasks_for(User.objects.get(email=email), today=today)]
            for email in ("plan.keeper@example.org", "plan.lead@example.org", "cabinet.clerk@example.org")
        }
        assert tasks == {
            "plan.keeper@example.org": ["draft"],
            "plan.lead@example.org": ["clear"],
            "cabinet.clerk@example.org": [],
        }
        assert report.meeting.held_on > today


@pytest.mark.django_db
def test_the_packs_of_meetings_that_are_not_over_are_frozen() -> None:
    load_demo(password=PASSWORD)

    packs = CommitteePack.objects.select_related("meeting", "document")
    assert {pack.meeting.state for pack in packs} == {MeetingState.PAPERS_ISSUED, MeetingState.HELD}
    assert Counter(pack.edition for pack in packs) == {"public": 3, "restricted": 1}
    for pack in packs:
        content = pack.document.file.read()
        pack.document.file.close()
        assert (content[:5], sha256(content).hexdigest()) == (b"%PDF-", pack.document.sha256)


def _as_given(view: Assessment) -> CommitteeView:
    return CommitteeView(
        outcome=Outcome(view.outcome),
        category=view.category,
        decision=Decision(view.decision) if view.decision else "",
        conclusion_reason=ConclusionReason(view.conclusion_reason) if view.conclusion_reason else "",
        conclusion_target=view.conclusion_target,
        conclusion_target_recommendation=view.conclusion_target_recommendation,
        reason=view.reason,
        asked_for=view.asked_for,
        agreed_due_on=view.agreed_due_on,
        minute=view.minute,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 12, 24)])
def test_it_never_goes_stale_whatever_day_it_is_loaded(day: date) -> None:
    load_demo(password=PASSWORD, now=datetime(day.year, day.month, day.day, 8, tzinfo=LONDON), with_packs=False)

    meeting = Committee.objects.get(slug="corporate-resources").meetings.upcoming(day).first()
    assert dates.papers_due_on(meeting.held_on, 5) > day
    handed_in = ProgressReport.objects.exclude(state__in=(*ReportState.editable(), ReportState.WITHDRAWN))
    assert [
        finding.message
        for report in handed_in
        for finding in read_report(report, viewer=report.opened_by).open_findings
    ] == []
    assert (
        Meeting.objects.filter(held_on__gt=day, state__in=(MeetingState.HELD, MeetingState.MINUTES_APPROVED)).count()
        == 0
    )

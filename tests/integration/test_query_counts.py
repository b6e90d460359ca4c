"""Every list and every detail page asks the database as often for 30 items as for 3."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, reset_queries
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests import cabinet_factories, factories
from tests.cabinet_publishing import ready
from tests.council import Council, build_council, rolled_back
from tests.register import registered
from tracking.actions.events import record_event
from tracking.enums import (
    CabinetReportState,
    CommitteeRole,
    ConclusionReason,
    Decision,
    ItemKind,
    JobState,
    MeetingState,
    PartyRole,
    PlanRoundState,
    PlanUpdateState,
    PostKind,
    ReportState,
    ResponseAnswer,
    ResponseState,
    SupplementState,
)
from tracking.models import (
    ClosedDay,
    EvidenceUse,
    Inquiry,
    Meeting,
    Person,
    ProgressReport,
    Recommendation,
    ReportSupplement,
    RoomScreen,
    UpdateRound,
)
from tracking.models.cabinet import CabinetReport, ExecutiveResponse
from tracking.models.plans import Aim, ImprovementPlan, PlanRound, PlanUpdate, Theme

FEW, MANY = 3, 30
# More letters than the alphabet has, so that one recommendation can have as many parts.
LETTERS = "abcdefghijklmnopqrstuvwxyzßàáâãäåæç"
VIEWERS = ("anonymous", "contributor", "scrutiny officer", "clerk", "administrator")


@dataclass
class Growing:
    """A council in which everything that a page may list grows to the same number."""

    council: Council
    meeting: Meeting
    """The meeting at which every inquiry is reported on."""
    planned: Meeting
    """The meeting for which every inquiry was asked about."""
    unasked: Meeting
    wide: Inquiry
    """An inquiry of many recommendations."""
    long: Inquiry
    """An inquiry of one recommendation that was reported on many times."""
    recommendation: Recommendation
    parted: Recommendation
    """A recommendation of many parts."""
    earlier: Meeting
    theme: Theme
    """The first theme of a plan, whose aims grow as its themes do."""
    response: ExecutiveResponse
    """The response to the wide inquiry."""
    cabinet_draft: CabinetReport
    cabinet_accepted: CabinetReport
    cabinet_published: CabinetReport
    """Reports to Cabinet after one template, whose headings grow as what is in them does."""
    next_on_long: ProgressReport
    """The draft of the next round on the inquiry of many rounds."""
    reports_on_wide: list[ProgressReport] = field(default_factory=list)
    size: int = 0

    @property
    def update_pk(self) -> int:
        """The update on the first aim, whose items grow."""
        return PlanUpdate.objects.filter(round__plan=self.theme.plan).earliest("pk").pk

    @property
    def whole_item_pk(self) -> int:
        """An output of the first theme as a whole, which is told of ever more."""
        return self.theme.items.current().get().pk

    @property
    def draft(self) -> ProgressReport:
        return self.reports_on_wide[0]

    @property
    def published(self) -> ProgressReport:
        return self.reports_on_wide[1]

    @property
    def late_news_waiting(self) -> int:
        return self.published.supplements.filter(number=None).order_by("pk").values_list("pk", flat=True)[0]

    def grow(self, size: int) -> None:
        for number in range(self.size + 1, size + 1):
            self._add(number)
        self.size = size
        registered()
        _tell_the_planner()

    def _add(self, number: int) -> None:
        record_event(by=self.council.user("clerk"), type="edited", target=self.council.user("clerk"))
        self._add_structure(number)
        self._add_round(number)
        self._add_recommendation(number)
        self._add_inquiry()
        self._add_conclusion(number)
        self._add_late_news(number)
        self._add_packs(number)
        self._add_documents()
        self._add_to_plan(number)
        self._add_to_cabinet()
        ClosedDay.objects.create(
            day=date(2020, 1, 1) + timedelta(days=number), reason="Closed", recorded_by=self.council.user("clerk")
        )

    def _add_packs(self, number: int) -> None:
        """One more pack as it was issued, and one more that was made, with more in it and more found."""
        factories.CommitteePackFactory(meeting=self.meeting, number=number)
        item = {"number": number, "title": f"Item {number}"}
        found = {"words": f"Words {number}", "source": "Evidence 1", "where": f"Text of page {number}", "reason": ""}
        job = factories.PackJobFactory(
            meeting=self.unasked,
            state=JobState.READY,
            contents={"items": {f"report-{key}": item for key in range(number)}},
            findings=[found] * number,
        )
        factories.MadeEditionFactory(job=job)

    def _add_to_plan(self, number: int) -> None:
        """One more plan and, in the one that grows, one more aim, theme and item, with leads, links and a change."""
        factories.ImprovementPlanFactory(owning_post=self.council.post)
        whole = factories.ThemeFactory(plan=self.theme.plan, number=number + 1)
        factories.PlanItemFactory(aim=None, theme=whole)
        aim = factories.AimFactory(theme=self.theme, number=number + 1)
        for of in (aim, self.theme.aims.get(number=1)):
            first = factories.PlanItemFactory(aim=of)
            changed = factories.PlanItemFactory(
                aim=of, supersedes=first, superseding_reason="Asked.", changed_in=date(2018, 9, 1), kind=ItemKind.OUTPUT
            )
            factories.LeadFactory(aim=None, item=changed, post=self.council.post)
            factories.LeadFactory(aim=of)
            factories.PlanLinkFactory(aim=None, item=changed, inquiry=self.wide)
        factories.PlanLinkFactory(aim=aim, inquiry=None, recommendation=self.recommendation)
        on_whole = self.theme.items.current().get()
        factories.LeadFactory(aim=None, item=on_whole)
        factories.PlanLinkFactory(aim=None, item=on_whole, inquiry=factories.InquiryFactory())
        factories.PlanItemFactory(
            aim=None, theme=self.theme, taken_out_reason="Said twice.", taken_out_in=date(2018, 9, 1)
        )
        self._add_to_months(number, aim)

    def _add_to_months(self, number: int, aim: Aim) -> None:
        """One more issued month; and in the two there were, one more update on the aim and on the first one."""
        plan, council = self.theme.plan, self.council
        year, month = divmod(number, 12)
        factories.PlanRoundFactory(plan=plan, month=date(2010 + year, month + 1, 1), state=PlanRoundState.ISSUED)
        for plan_round, state in (
            (_round(plan, 8), PlanUpdateState.ACCEPTED),
            (_round(plan, 9), PlanUpdateState.DRAFT),
        ):
            served = [aim, self.theme.aims.get(number=1)]
            update = factories.PlanUpdateFactory(round=plan_round, state=state, aims=served, by=[council.post])
            factories.LeadAssessmentFactory(revision=update.revisions.get(), item=self.theme.items.current().get())
            for of in served:
                item = of.items.current().last()
                factories.LeadAssessmentFactory(revision=update.revisions.get(), item=item, letter="A")
            of_first = PlanUpdate.objects.filter(round=plan_round).earliest("pk")
            for said in {update, of_first}:
                EvidenceUse.objects.create(
                    evidence=factories.EvidenceFactory(), plan_revision=said.revisions.get(), position=number
                )
            take = plan_round.narratives.create(
                position=number, title="Take", precis="Warmer.", recorded_by=update.opened_by
            )
            take.remarks.create(said_on=date(2018, 8, 1), speaker="Ada", text="Yes.", recorded_by=update.opened_by)

    def _add_to_cabinet(self) -> None:
        """One more report in each state and one more template; in those that grow, one more of everything."""
        version, meeting = self.cabinet_draft.template_version, self.cabinet_draft.meeting
        for state in (CabinetReportState.DRAFT, CabinetReportState.SUBMITTED, CabinetReportState.PUBLISHED):
            cabinet_factories.CabinetReportFactory(
                template_version=version, meeting=meeting, post=self.council.post, state=state
            )
        cabinet_factories.ReportTemplateFactory(committee=meeting.committee)
        place = version.headings.count() + 1
        heading = cabinet_factories.TemplateHeadingFactory(
            version=version,
            position=place,
            is_compliance=True,
            cleared_by=factories.PostFactory(kind=PostKind.OFFICER),
        )
        for report in (self.cabinet_draft, self.cabinet_accepted, self.cabinet_published):
            revision = cabinet_factories.current_revision(report)
            section = cabinet_factories.CabinetSectionFactory(revision=revision, heading=heading)
            cabinet_factories.SectionClearanceFactory(section=section)
            recommended = cabinet_factories.RecommendedDecisionFactory(revision=revision, position=place)
            for withheld in ({}, cabinet_factories.WITHHELD):
                cabinet_factories.CabinetAppendixFactory(revision=revision, position=place, **withheld)
            cabinet_factories.CabinetPartyFactory(report=report)
            post = factories.PostFactory()
            factories.appointed(post)
            cabinet_factories.CabinetPartyFactory(
                report=report, role=PartyRole.CABINET_MEMBER, post=post, name="", telephone=""
            )
            if report.is_public:
                cabinet_factories.ExecutiveDecisionFactory(report=report, recommended=recommended)
        self._add_editions(place)

    def _add_editions(self, number: int) -> None:
        """One more job of the accepted report, which withholds ever more of its appendices, with more found."""
        found = {"words": f"Words {number}", "source": "Section 1", "where": f"Text of page {number}", "reason": ""}
        ready(self.cabinet_accepted, findings=[found] * number)

    def _add_late_news(self, number: int) -> None:
        """One more supplement on what was published, and one more that waits for the clerk."""
        author = self.council.user("contributor")
        said = {
            "report": self.published,
            "recommendation": self.parted,
            "signed_by": author.person,
            "signed_name": "Councillor Example",
            "recorded_by": author,
        }
        published = {"state": SupplementState.PUBLISHED, "published_by": author, "published_at": timezone.now()}
        ReportSupplement.objects.create(text=f"News {number}.", number=number, **said, **published)
        ReportSupplement.objects.create(text=f"More news {number}.", **said)

    def _add_documents(self) -> None:
        """One more document on each agenda, one that has its place there, and one that was issued elsewhere."""
        for meeting in (self.meeting, self.planned):
            factories.AgendaDocumentFactory(meeting=meeting)
            placed = factories.AgendaDocumentFactory(meeting=meeting)
            factories.AgendaItemFactory(document=placed, position=meeting.agenda_items.count() + 1)
            issued = factories.IssuedDocumentFactory()
            factories.AgendaItemFactory(meeting=meeting, issued=issued, position=meeting.agenda_items.count() + 1)

    def _add_inquiry(self) -> None:
        """One more inquiry, reported on at the meeting and at the next one."""
        inquiry = factories.InquiryFactory(tracking_committee=self.council.committee)
        recommendation = factories.RecommendationFactory(inquiry=inquiry, number=1)
        factories.ResponsibilityFactory(recommendation=recommendation, post=self.council.post)
        for meeting in (self.meeting, self.planned):
            self._report(inquiry, meeting, [recommendation])

    def _add_conclusion(self, number: int) -> None:
        """One more leaf that was concluded at an earlier meeting, and that this one could reopen."""
        factories.AssessmentFactory(
            leaf=factories.RecommendationFactory(inquiry=self.council.inquiry, number=100 + number),
            meeting=self.earlier,
            decision=Decision.CONCLUDE,
            conclusion_reason=ConclusionReason.OVERTAKEN,
        )

    def _add_structure(self, number: int) -> None:
        """One more committee, post, person and meeting; and one more person in each thing that has people."""
        council = self.council
        factories.CommitteeFactory()
        factories.AppointmentFactory(post=factories.PostFactory(), person=self._grown_person(number))
        factories.AppointmentFactory(post=council.post)
        factories.CommitteeMembershipFactory(committee=council.committee)
        clerk = council.user("clerk").person
        factories.AppointmentFactory(person=clerk, ends_on=date(2016, 5, 1))
        factories.CommitteeMembershipFactory(person=clerk, ends_on=date(2016, 5, 1))
        council.post.predecessors.add(factories.PostFactory(ended_on=date(2015, 5, 1)))
        factories.MeetingFactory(
            committee=council.committee, held_on=timezone.localdate() + timedelta(days=90 + number)
        )

    def _grown_person(self, number: int) -> Person:
        user = factories.UserFactory(person__name=f"Grown {number}")
        factories.CommitteeMembershipFactory(person=user.person)
        return user.person

    def _add_round(self, number: int) -> None:
        """One more time that the same recommendation was reported on, with evidence and a view."""
        held = factories.MeetingFactory(
            committee=self.council.committee,
            held_on=date(2015, 9, 1) + timedelta(days=30 * number),
            state=MeetingState.HELD,
        )
        report = self._report(self.long, held, [self.recommendation])
        update = factories.current_revision(report).updates.get()
        assessed = update.self_assessments.get()
        assessed.overrides.create(code="late", reason="Agreed.", recorded_by=report.opened_by)
        factories.AssessmentFactory(
            leaf=self.recommendation, meeting=held, report=report, self_assessment=assessed, agreed_due_on=held.held_on
        )

    def _add_recommendation(self, number: int) -> None:
        """One more recommendation, with a part, in the wide inquiry and in its reports; one more part of another."""
        council, post = self.council, self.council.post
        whole = factories.RecommendationFactory(inquiry=self.wide, number=number)
        factories.PartFactory(parent=whole)
        factories.ResponsibilityFactory(recommendation=whole, post=post)
        factories.ResponsibilityFactory(recommendation=self.recommendation, post=factories.PostFactory())
        part = factories.PartFactory(parent=self.parted, letter=LETTERS[number - 1])
        said = {"answer": ResponseAnswer.REJECTED, "reason": "Too dear."} if number % 2 else {}
        factories.ResponseItemFactory(response=self.response, recommendation=whole, post=post, **said)
        for report in self.reports_on_wide:
            self._write(report, [whole])
            update = factories.current_revision(report).updates.get(recommendation=self.parted)
            factories.SelfAssessmentFactory(update=update, leaf=part, recorded_by=report.opened_by)
        update = factories.current_revision(self.draft).updates.get(recommendation__number=1)
        factories.EvidenceFactory(recorded_by=council.user("contributor")).uses.create(update=update, position=number)
        factories.ExemptPassageFactory(update=update, position=number, text=f"Passage {number}.")

    def _report(self, inquiry: Inquiry, meeting: Meeting, wholes: list[Recommendation]) -> ProgressReport:
        clerk = self.council.user("clerk")
        report = factories.ProgressReportFactory(
            inquiry=inquiry,
            meeting=meeting,
            lead_post=self.council.post,
            opened_by=self.council.user("contributor"),
            state=ReportState.PUBLISHED,
            published_by=clerk,
            published_at=timezone.now(),
        )
        self._write(report, wholes)
        return report

    def _write(self, report: ProgressReport, wholes: list[Recommendation]) -> None:
        author, revision = report.opened_by, factories.current_revision(report)
        for whole in wholes:
            update = factories.ProgressUpdateFactory(revision=revision, recommendation=whole, recorded_by=author)
            for leaf in whole.parts.all() or [whole]:
                factories.SelfAssessmentFactory(update=update, leaf=leaf, recorded_by=author)
            factories.EvidenceFactory(recorded_by=author).uses.create(update=update)
            factories.ExemptPassageFactory(update=update, recorded_by=author)


def _tell_the_planner() -> None:
    """PostgreSQL learns by itself only of what is committed; what it knew of empty tables makes it slow."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _growing() -> Growing:
    council = build_council()
    today = timezone.localdate()
    meeting = factories.MeetingFactory(
        committee=council.committee, held_on=today + timedelta(days=7), state=MeetingState.PAPERS_ISSUED
    )
    planned = factories.MeetingFactory(committee=council.committee, held_on=today + timedelta(days=40))
    UpdateRound.objects.create(meeting=planned, due_on=planned.held_on, recorded_by=council.user("scrutiny officer"))
    wide = factories.InquiryFactory(title="A wide inquiry", slug="wide", tracking_committee=council.committee)
    long = factories.InquiryFactory(title="A long inquiry", slug="long", tracking_committee=council.committee)
    recommendation = factories.RecommendationFactory(inquiry=long, number=1)
    factories.ResponsibilityFactory(recommendation=recommendation, post=council.post)
    next_on_long = council.open_report(inquiry=long, meeting=planned)
    factories.ProgressUpdateFactory(
        revision=factories.current_revision(next_on_long), recommendation=recommendation, evidence_text=""
    )
    growing = Growing(
        council=council,
        meeting=meeting,
        planned=planned,
        **_cabinet_reports(council),
        unasked=factories.MeetingFactory(committee=council.committee, held_on=today + timedelta(days=60)),
        wide=wide,
        long=long,
        recommendation=recommendation,
        next_on_long=next_on_long,
        theme=_theme(council),
        response=factories.ExecutiveResponseFactory(inquiry=wide, state=ResponseState.PUBLISHED),
        parted=factories.RecommendationFactory(inquiry=wide, number=99),
        earlier=factories.MeetingFactory(
            committee=council.committee, held_on=date(2015, 7, 1), state=MeetingState.HELD
        ),
    )
    RoomScreen.objects.create(
        meeting=meeting,
        led_by=council.user("scrutiny officer"),
        recommendation=growing.parted,
        choices={"judgement": "3"},
    )
    growing.reports_on_wide = [council.open_report(inquiry=wide, meeting=planned), growing._report(wide, meeting, [])]
    for report in growing.reports_on_wide:
        factories.ProgressUpdateFactory(
            revision=factories.current_revision(report), recommendation=growing.parted, recorded_by=report.opened_by
        )
    return growing


def _cabinet_reports(council: Council) -> dict[str, CabinetReport]:
    """A report of the council's post in three states, to a Cabinet whose clerk is the committee's."""
    version = cabinet_factories.a_template()
    cabinet = version.template.committee
    clerk = council.user("clerk").person
    factories.CommitteeMembershipFactory(person=clerk, committee=cabinet, role=CommitteeRole.CLERK)
    meeting = factories.MeetingFactory(committee=cabinet, held_on=timezone.localdate() + timedelta(days=40))
    return {
        f"cabinet_{state.value}": cabinet_factories.a_report(
            template_version=version, meeting=meeting, post=council.post, state=state
        )
        for state in (CabinetReportState.DRAFT, CabinetReportState.ACCEPTED, CabinetReportState.PUBLISHED)
    }


def _theme(council: Council) -> Theme:
    plan = factories.ImprovementPlanFactory(owning_post=council.post, slug="grows")
    theme: Theme = factories.ThemeFactory(plan=plan, number=1)
    factories.PlanItemFactory(aim=None, theme=theme)
    aim = factories.AimFactory(theme=theme, number=1)
    factories.PlanRoundFactory(plan=plan, month=date(2018, 8, 1), state=PlanRoundState.ISSUED)
    writing = factories.PlanRoundFactory(plan=plan, month=date(2018, 9, 1))
    factories.PlanUpdateFactory(round=writing, aims=[aim], by=[council.post])
    return theme


def _round(plan: ImprovementPlan, month: int) -> PlanRound:
    return plan.rounds.get(month=date(2018, month, 1))


# A list that is long before it grows is narrowed to what was added.
SEARCHES = {
    "manage_people": {"q": "Grown"},
    "register of what was looked for": {"q": "inquiry", "state": "tracked"},
    "figures of a year": {"year": "2015"},
    "plan_detail of one lead": {"lead": "deputy-leader", "due": "on"},
}
# Everyone is shown the same here, but for the officer's links.
FOR_EVERYONE = {
    "register",
    "register of what was looked for",
    "figures",
    "figures of a year",
    "figures_csv",
    "annual_report",
    "open_data",
    "api_schema",
    "api_recommendations",
    "api_recommendation",
    "api_inquiries",
    "api_inquiry",
    "api_committees",
    "api_committee",
    "api_posts",
    "api_post",
    "api_meetings",
    "api_meeting",
    "api_categories",
    "inquiry_list",
    "inquiry_detail",
    "inquiry_detail of many rounds",
    "inquiry_progress_csv",
    "inquiry_summary",
    "inquiry_summary_pdf",
    "inquiry_summary_docx",
    "recommendation_detail",
    "recommendation_detail of many parts",
    "post_list",
    "post_detail",
    "committee_list",
    "committee_detail",
    "report_detail when published",
    "committee_feed",
    "committee_feed of a Cabinet",
    "inquiry_feed",
    "inquiry_feed of many rounds",
    "recommendation_feed",
    "recommendation_feed of many parts",
    "calendar",
    "committee_calendar",
    "inquiry_calendar",
    "inquiry_follow",
}
ALIKE = {"contributor", "clerk", "administrator"}
Arguments = Callable[[Growing], dict[str, object]]
PAGES: dict[str, Arguments] = {
    "overview": lambda g: {},
    "register": lambda g: {},
    "register of what was looked for": lambda g: {},
    "figures": lambda g: {},
    "figures of a year": lambda g: {},
    "figures_csv": lambda g: {},
    "annual_report": lambda g: {"year": 2015},
    "inquiry_list": lambda g: {},
    "inquiry_detail": lambda g: {"slug": "wide"},
    "inquiry_detail of many rounds": lambda g: {"slug": "long"},
    "inquiry_progress_csv": lambda g: {"slug": "wide"},
    "inquiry_summary": lambda g: {"slug": "wide"},
    "inquiry_summary_pdf": lambda g: {"slug": "wide"},
    "inquiry_summary_docx": lambda g: {"slug": "wide"},
    "recommendation_detail": lambda g: {"slug": "long", "reference": "R01"},
    "recommendation_detail of many parts": lambda g: {"slug": "wide", "reference": "R99"},
    "committee_feed": lambda g: {"slug": g.council.committee.slug},
    "committee_feed of a Cabinet": lambda g: {"slug": g.cabinet_published.meeting.committee.slug},
    "inquiry_feed": lambda g: {"slug": "wide"},
    "inquiry_feed of many rounds": lambda g: {"slug": "long"},
    "recommendation_feed": lambda g: {"slug": "long", "reference": "R01"},
    "recommendation_feed of many parts": lambda g: {"slug": "wide", "reference": "R99"},
    "calendar": lambda g: {},
    "committee_calendar": lambda g: {"slug": g.council.committee.slug},
    "inquiry_calendar": lambda g: {"slug": "wide"},
    "inquiry_follow": lambda g: {"slug": "wide"},
    "post_list": lambda g: {},
    "post_detail": lambda g: {"slug": g.council.post.slug},
    "response_detail": lambda g: {"slug": "wide"},
    "plan_list": lambda g: {},
    "plan_detail": lambda g: {"slug": "grows"},
    "plan_detail of one lead": lambda g: {"slug": "grows"},
    "plan_aim": lambda g: {"slug": "grows", "reference": "1.1"},
    "plan_item": lambda g: {"slug": "grows", "item_pk": g.whole_item_pk},
    "plan_aim_leads": lambda g: {"slug": "grows", "reference": "1.1"},
    "plan_rounds": lambda g: {"slug": "grows"},
    "plan_round": lambda g: {"slug": "grows", "month": "2018-08"},
    "plan_round while open": lambda g: {"slug": "grows", "month": "2018-09"},
    "plan_round_work": lambda g: {"slug": "grows", "month": "2018-09"},
    "plan_round_issue": lambda g: {"slug": "grows", "month": "2018-09"},
    "plan_round_carry": lambda g: {"slug": "grows", "month": "2018-09"},
    "plan_updates": lambda g: {"slug": "grows", "month": "2018-09"},
    "plan_update": lambda g: {"slug": "grows", "month": "2018-09", "update_pk": g.update_pk},
    "plan_update_write": lambda g: {"slug": "grows", "month": "2018-09", "update_pk": g.update_pk},
    "plan_update_check": lambda g: {"slug": "grows", "month": "2018-09", "update_pk": g.update_pk},
    "plan_update_evidence_order": lambda g: {"slug": "grows", "month": "2018-09", "update_pk": g.update_pk},
    "overview since a meeting": lambda g: {},
    "register since a meeting": lambda g: {},
    "inquiry_detail since a meeting": lambda g: {"slug": "wide"},
    "inquiry_detail of many rounds since a meeting": lambda g: {"slug": "long"},
    "recommendation_detail since a meeting": lambda g: {"slug": "long", "reference": "R01"},
    "post_detail since a meeting": lambda g: {"slug": g.council.post.slug},
    "committee_detail since a meeting": lambda g: {"slug": g.council.committee.slug},
    "meeting_detail since a meeting": lambda g: _of_meeting(g.meeting),
    "committee_list": lambda g: {},
    "committee_detail": lambda g: {"slug": g.council.committee.slug},
    "meeting_detail": lambda g: _of_meeting(g.meeting),
    "open_data": lambda g: {},
    "api_schema": lambda g: {},
    "api_recommendations": lambda g: {},
    "api_recommendation": lambda g: {"slug": "long", "reference": "R01"},
    "api_inquiries": lambda g: {},
    "api_inquiry": lambda g: {"slug": "wide"},
    "api_committees": lambda g: {},
    "api_committee": lambda g: {"slug": g.council.committee.slug},
    "api_posts": lambda g: {},
    "api_post": lambda g: {"slug": g.council.post.slug},
    "api_meetings": lambda g: {},
    "api_meeting": lambda g: _of_meeting(g.meeting),
    "api_categories": lambda g: {},
    "meeting_ask": lambda g: _of_meeting(g.planned),
    "meeting_ask of much to ask for": lambda g: _of_meeting(g.unasked),
    "meeting_views": lambda g: _of_meeting(g.meeting),
    "meeting_screen": lambda g: _of_meeting(g.meeting),
    "meeting_screen_now": lambda g: _of_meeting(g.meeting),
    "meeting_minutes": lambda g: _of_meeting(g.meeting),
    "meeting_minutes_docx": lambda g: _of_meeting(g.meeting),
    "meeting_minutes_text": lambda g: _of_meeting(g.meeting),
    "meeting_actions": lambda g: _of_meeting(g.meeting),
    "meeting_declarations": lambda g: _of_meeting(g.meeting),
    "meeting_pack_builder": lambda g: _of_meeting(g.planned),
    "meeting_pack_builder of a meeting with papers": lambda g: _of_meeting(g.meeting),
    "meeting_pack_progress": lambda g: _of_meeting(g.unasked),
    "meeting_pack_findings": lambda g: _of_meeting(g.unasked),
    "meeting_pack_issue": lambda g: _of_meeting(g.unasked),
    "meeting_pack_preview_page": lambda g: _of_meeting(g.unasked),
    "meeting_papers": lambda g: _of_meeting(g.meeting),
    "view_record": lambda g: _of_meeting(g.meeting) | {"inquiry_slug": "wide", "reference": "R99"},
    "report_list": lambda g: {},
    "report_open": lambda g: {"slug": "wide"},
    "cabinet_report_list": lambda g: {},
    "cabinet_report of a draft": lambda g: {"pk": g.cabinet_draft.pk},
    "cabinet_report when published": lambda g: {"pk": g.cabinet_published.pk},
    "cabinet_report_check": lambda g: {"pk": g.cabinet_draft.pk},
    "cabinet_parties": lambda g: {"pk": g.cabinet_draft.pk},
    "cabinet_recommended": lambda g: {"pk": g.cabinet_draft.pk},
    "cabinet_appendices": lambda g: {"pk": g.cabinet_draft.pk},
    "cabinet_section": lambda g: {"pk": g.cabinet_draft.pk, "place": 1},
    "cabinet_report when accepted": lambda g: {"pk": g.cabinet_accepted.pk},
    "cabinet_report_publish": lambda g: {"pk": g.cabinet_accepted.pk},
    "cabinet_editions": lambda g: {"pk": g.cabinet_accepted.pk},
    "cabinet_editions_findings": lambda g: {"pk": g.cabinet_accepted.pk},
    "cabinet_decision": lambda g: {"pk": g.cabinet_published.pk},
    "cabinet_template_list": lambda g: {},
    "cabinet_template": lambda g: {"template_pk": g.cabinet_draft.template_version.template_id},
    "report_detail": lambda g: {"pk": g.draft.pk},
    "report_detail when published": lambda g: {"pk": g.published.pk},
    "report_preview": lambda g: {"pk": g.draft.pk},
    "report_recommendation": lambda g: {"pk": g.draft.pk, "reference": "R01"},
    "report_earlier": lambda g: {"pk": g.draft.pk, "reference": "R01"},
    "report_earlier of many rounds": lambda g: {"pk": g.next_on_long.pk, "reference": "R01"},
    "report_recommendation of many rounds": lambda g: {"pk": g.next_on_long.pk, "reference": "R01"},
    "report_check": lambda g: {"pk": g.draft.pk},
    "supplement_new": lambda g: {"pk": g.published.pk},
    "supplement_publish": lambda g: {"pk": g.published.pk, "supplement_pk": g.late_news_waiting},
    "report_move": lambda g: {"pk": g.published.pk},
    "view_reopen_choose": lambda g: _of_meeting(g.meeting),
    "manage_home": lambda g: {},
    "manage_inquiries": lambda g: {},
    "manage_meetings": lambda g: {},
    "manage_inquiry": lambda g: {"slug": "wide"},
    "manage_recommendation": lambda g: {"slug": "long", "reference": "R01"},
    "manage_responsibilities": lambda g: {"slug": "long", "reference": "R01"},
    "manage_meeting": lambda g: _of_meeting(g.planned),
    "manage_closed_days": lambda g: {},
    "audit": lambda g: {},
    "manage_people": lambda g: {},
    "manage_person": lambda g: {"pk": g.council.user("clerk").person_id},
    "manage_posts": lambda g: {},
    "manage_post": lambda g: {"slug": g.council.post.slug},
    "manage_committees": lambda g: {},
    "manage_committee": lambda g: {"slug": g.council.committee.slug},
    "manage_scheme": lambda g: {"slug": "six-categories"},
}


def _of_meeting(meeting: Meeting) -> dict[str, object]:
    return {"slug": meeting.committee.slug, "date_slug": meeting.date_slug}


def _query(page: str, growing: Growing) -> dict[str, str] | None:
    """What is asked of a page: the meeting of `earlier` where the page tells what changed since."""
    if page.endswith("since a meeting"):
        return {"since": f"{growing.earlier.committee.slug}/{growing.earlier.date_slug}"}
    return SEARCHES.get(page)


Counts = dict[tuple[str, str], int]


def _measure(growing: Growing) -> Counts:
    """Count the queries of each page for each viewer who is shown it."""
    counts: Counts = {}
    for viewer in VIEWERS:
        client = Client()
        if not isinstance(growing.council.viewers[viewer], AnonymousUser):
            client.force_login(growing.council.user(viewer))
        for page, arguments in PAGES.items():
            if viewer in ALIKE and page in FOR_EVERYONE:
                continue
            # Django's own log holds nine thousand queries, fewer than there are in all.
            reset_queries()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(reverse(page.split()[0], kwargs=arguments(growing)), _query(page, growing))
            if response.status_code == 200:
                counts[page, viewer] = len(queries)
    return counts


@pytest.fixture(scope="module")
def counts(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Counts, Counts]]:
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), rolled_back():
        growing = _growing()
        growing.grow(FEW)
        few = _measure(growing)
        growing.grow(MANY)
        yield few, _measure(growing)


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_more_of_the_database_for_30_items_than_for_3(page: str, counts: tuple[Counts, Counts]) -> None:
    few, many = ({viewer: count[page, viewer] for viewer in VIEWERS if (page, viewer) in count} for count in counts)
    assert few != {}, "nobody was shown this page"
    assert many == few

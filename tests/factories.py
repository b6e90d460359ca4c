"""Rows for tests. Every factory makes the smallest thing that stands by itself, and nothing behind one's back."""

from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.uploads import pdf
from tracking import models
from tracking.enums import (
    Capacity,
    CommitteeKind,
    CommitteeRole,
    Decision,
    Edition,
    Exemption,
    ExemptParagraph,
    InquiryState,
    ItemKind,
    JobState,
    MeetingState,
    Outcome,
    PlanRoundState,
    PlanState,
    PlanUpdateState,
    PostKind,
    ReportState,
    ResponseAnswer,
    ResponseState,
)
from tracking.models import cabinet, plans
from tracking.presenters.cabinet.response_faces import frozen_words
from tracking.queries.cabinet.responses import response_contents

PASSWORD = "correct horse battery staple"


def six_categories() -> models.AssessmentScheme:
    """The scheme every council starts with, from its fixture."""
    if not models.AssessmentScheme.objects.filter(slug="six-categories").exists():
        call_command("loaddata", "six_categories", verbosity=0)
    return models.AssessmentScheme.objects.get(slug="six-categories")


def category(number: int) -> models.Category:
    return six_categories().categories.get(number=number)


def on_track() -> models.AssessmentScheme:
    """The scheme of improvement plans, from its fixture."""
    if not models.AssessmentScheme.objects.filter(slug="on-track").exists():
        call_command("loaddata", "on_track", verbosity=0)
    return models.AssessmentScheme.objects.get(slug="on-track")


class AssessmentSchemeFactory(DjangoModelFactory[models.AssessmentScheme]):
    """Another council's scheme, still without categories."""

    class Meta:
        model = models.AssessmentScheme

    name = factory.Sequence(lambda n: f"Scheme {n}")
    slug = factory.Sequence(lambda n: f"scheme-{n}")


class PersonFactory(DjangoModelFactory[models.Person]):
    class Meta:
        model = models.Person

    name = factory.Sequence(lambda n: f"Person {n}")
    title = "Councillor"


class UserFactory(DjangoModelFactory[models.User]):
    """Somebody who can sign in with PASSWORD and is nothing in particular."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    person = factory.SubFactory(PersonFactory)
    password = factory.django.Password(PASSWORD)


class PostFactory(DjangoModelFactory[models.Post]):
    class Meta:
        model = models.Post

    name = factory.Sequence(lambda n: f"Cabinet Member {n}")
    slug = factory.Sequence(lambda n: f"cabinet-member-{n}")
    kind = PostKind.PORTFOLIO


class AppointmentFactory(DjangoModelFactory[models.Appointment]):
    class Meta:
        model = models.Appointment

    person = factory.SubFactory(PersonFactory)
    post = factory.SubFactory(PostFactory)
    capacity = Capacity.HOLDER
    starts_on = date(2015, 5, 1)


class CommitteeFactory(DjangoModelFactory[models.Committee]):
    class Meta:
        model = models.Committee

    name = factory.Sequence(lambda n: f"Overview and Scrutiny Committee {n}")
    slug = factory.Sequence(lambda n: f"committee-{n}")


class CommitteeMembershipFactory(DjangoModelFactory[models.CommitteeMembership]):
    class Meta:
        model = models.CommitteeMembership

    person = factory.SubFactory(PersonFactory)
    committee = factory.SubFactory(CommitteeFactory)
    role = CommitteeRole.MEMBER
    starts_on = date(2015, 5, 1)


class MeetingFactory(DjangoModelFactory[models.Meeting]):
    """A planned meeting; the views of one that was held are published unless `views_published_by=None`."""

    class Meta:
        model = models.Meeting

    committee = factory.SubFactory(CommitteeFactory)
    held_on = date(2016, 4, 12)
    starts_at = time(14, 0)
    place = "Committee Room 6"
    state = MeetingState.PLANNED
    views_published_by = factory.LazyAttribute(
        lambda row: UserFactory() if row.state in MeetingState.views_public() else None
    )
    views_published_at = factory.LazyAttribute(lambda row: timezone.now() if row.views_published_by else None)


class InquiryFactory(DjangoModelFactory[models.Inquiry]):
    """A published inquiry; `tracking_committee=` adds the committee that tracks it (default: a new one)."""

    class Meta:
        model = models.Inquiry
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Inquiry {n}")
    slug = factory.Sequence(lambda n: f"inquiry-{n}")
    state = InquiryState.PUBLISHED
    scheme = factory.LazyFunction(six_categories)
    approved_on = date(2015, 6, 9)

    @factory.post_generation
    def tracking_committee(self, create: bool, extracted: models.Committee | None, **kwargs: Any) -> None:
        models.TrackingCommittee.objects.create(
            inquiry=self, committee=extracted or CommitteeFactory(**kwargs), starts_on=date(2015, 6, 9)
        )


class RecommendationFactory(DjangoModelFactory[models.Recommendation]):
    class Meta:
        model = models.Recommendation

    inquiry = factory.SubFactory(InquiryFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.LazyAttribute(lambda row: f"That the council does thing {row.number}.")
    due_text = "November 2015"
    due_on = date(2015, 11, 30)


class PartFactory(RecommendationFactory):
    """A lettered part; give it `parent=` and `letter=`."""

    inquiry = factory.SelfAttribute("parent.inquiry")
    number = factory.SelfAttribute("parent.number")
    letter = "a"
    text = factory.LazyAttribute(lambda row: f"That the council does part {row.letter}.")


class ResponsibilityFactory(DjangoModelFactory[models.Responsibility]):
    class Meta:
        model = models.Responsibility

    recommendation = factory.SubFactory(RecommendationFactory)
    post = factory.SubFactory(PostFactory)


class ImprovementPlanFactory(DjangoModelFactory[plans.ImprovementPlan]):
    """A published plan, still without themes; a draft with `state=PlanState.DRAFT`."""

    class Meta:
        model = plans.ImprovementPlan

    title = factory.Sequence(lambda n: f"Improvement Plan {n}")
    slug = factory.Sequence(lambda n: f"improvement-plan-{n}")
    owning_post = factory.SubFactory(PostFactory, kind=PostKind.OFFICER)
    scheme = factory.LazyFunction(on_track)
    state = PlanState.PUBLISHED
    published_on = factory.LazyAttribute(lambda row: None if row.state == PlanState.DRAFT else date(2018, 6, 29))


class ThemeFactory(DjangoModelFactory[plans.Theme]):
    class Meta:
        model = plans.Theme

    plan = factory.SubFactory(ImprovementPlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda row: f"Theme number {row.number}")


class AimFactory(DjangoModelFactory[plans.Aim]):
    """A numbered aim, at the place of its number unless told."""

    class Meta:
        model = plans.Aim

    theme = factory.SubFactory(ThemeFactory)
    number = factory.Sequence(lambda n: n + 1)
    position = factory.LazyAttribute(lambda row: row.number)
    text = factory.LazyAttribute(lambda row: f"That aim {row.number} is reached.")


class PlanItemFactory(DjangoModelFactory[plans.PlanItem]):
    """A required action of an aim; of a whole theme with `aim=None, theme=`."""

    class Meta:
        model = plans.PlanItem

    aim = factory.SubFactory(AimFactory)
    kind = ItemKind.ACTION
    position = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Do thing {n}.")
    due_text = "September 2018"
    due_on = date(2018, 9, 30)
    recorded_by = factory.SubFactory(UserFactory)


class LeadFactory(DjangoModelFactory[plans.Lead]):
    """A post that leads on an aim; on an item with `aim=None, item=`."""

    class Meta:
        model = plans.Lead

    aim = factory.SubFactory(AimFactory)
    post = factory.SubFactory(PostFactory, kind=PostKind.OFFICER)


class PlanLinkFactory(DjangoModelFactory[plans.PlanLink]):
    """An aim that answers an inquiry; give it `recommendation=` and `inquiry=None` for one of its recommendations."""

    class Meta:
        model = plans.PlanLink

    aim = factory.SubFactory(AimFactory)
    inquiry = factory.SubFactory(InquiryFactory)


class ExecutiveResponseFactory(DjangoModelFactory[cabinet.ExecutiveResponse]):
    """A draft response without answers; another `state` with all that it needs. Answers are frozen as they are made."""

    class Meta:
        model = cabinet.ExecutiveResponse

    inquiry = factory.SubFactory(InquiryFactory)
    state = ResponseState.DRAFT
    recorded_by = factory.SubFactory(UserFactory)
    withdrawn_reason = factory.LazyAttribute(lambda row: "A mistake." if row.state == ResponseState.WITHDRAWN else "")

    @factory.lazy_attribute
    def cabinet_meeting(self) -> models.Meeting | None:
        if self.state not in ResponseState.agreed():
            return None
        day = date(2015, 7, 27)
        held = models.Meeting.objects.filter(committee__kind=CommitteeKind.CABINET, held_on=day).first()
        there = models.Committee.objects.filter(kind=CommitteeKind.CABINET).first()
        committee = there or CommitteeFactory(name="Cabinet", slug="cabinet", kind=CommitteeKind.CABINET)
        return held or MeetingFactory(committee=committee, held_on=day, state=MeetingState.HELD)

    agreed_by = factory.LazyAttribute(lambda row: row.recorded_by if row.state in ResponseState.agreed() else None)
    sent_on = factory.LazyAttribute(lambda row: date(2015, 8, 7) if row.state in ResponseState.given() else None)
    sent_by = factory.LazyAttribute(lambda row: row.recorded_by if row.state in ResponseState.given() else None)
    signed_by = factory.LazyAttribute(lambda row: row.sent_by.person if row.sent_by else None)
    signed_name = factory.LazyAttribute(lambda row: "Councillor Example" if row.sent_by else "")
    signed_title = factory.LazyAttribute(lambda row: "Deputy Leader" if row.sent_by else "")
    published_on = factory.LazyAttribute(
        lambda row: date(2015, 8, 14) if row.state == ResponseState.PUBLISHED else None
    )
    published_by = factory.LazyAttribute(lambda row: row.recorded_by if row.state == ResponseState.PUBLISHED else None)
    frozen = factory.LazyAttribute(lambda row: {"recommendations": []} if row.state in ResponseState.agreed() else None)


def frozen_again(response: cabinet.ExecutiveResponse) -> None:
    """Freeze what a response that was agreed says now, as when Cabinet agreed it."""
    if response.frozen is None:
        return
    response.frozen = None
    contents = response_contents(response, response.recorded_by)
    response.frozen = frozen_words(contents, response.cabinet_meeting)
    if response.sent_on:
        response.frozen["committee"] = str(response.inquiry.tracking_committee or "")
    response.save(update_fields=["frozen"])


class ResponseItemFactory(DjangoModelFactory[cabinet.ResponseItem]):
    """An accepted recommendation; give it a `recommendation` of the response's own inquiry."""

    class Meta:
        model = cabinet.ResponseItem

    response = factory.SubFactory(ExecutiveResponseFactory)
    recommendation = factory.SubFactory(RecommendationFactory, inquiry=factory.SelfAttribute("..response.inquiry"))
    answer = ResponseAnswer.ACCEPTED
    action = "Do as the committee asks."
    post = factory.SubFactory(PostFactory)
    due_text = "November 2015"
    due_on = date(2015, 11, 30)
    version = 1
    recorded_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type, *args: object, **kwargs: object) -> cabinet.ResponseItem:
        item: cabinet.ResponseItem = super()._create(model_class, *args, **kwargs)
        frozen_again(item.response)
        return item


class PlanRoundFactory(DjangoModelFactory[plans.PlanRound]):
    """An open month of a plan; issued with `state=PlanRoundState.ISSUED`."""

    class Meta:
        model = plans.PlanRound

    class Params:
        is_issued = factory.LazyAttribute(lambda row: row.state == PlanRoundState.ISSUED)

    plan = factory.SubFactory(ImprovementPlanFactory)
    month = date(2018, 9, 1)
    state = PlanRoundState.OPEN
    due_on = date(2018, 9, 21)
    opened_by = factory.SubFactory(UserFactory)
    issued_by = factory.LazyAttribute(lambda row: row.opened_by if row.is_issued else None)
    issued_at = factory.LazyAttribute(lambda row: datetime(2018, 9, 28, 12, tzinfo=UTC) if row.is_issued else None)
    signed_by = factory.LazyAttribute(lambda row: row.opened_by.person if row.is_issued else None)
    signed_name = factory.LazyAttribute(lambda row: row.opened_by.person.name if row.is_issued else "")


class PlanUpdateFactory(DjangoModelFactory[plans.PlanUpdate]):
    """A draft by one post, with its first revision; give it `aims=`, and an accepted one its `state`."""

    class Meta:
        model = plans.PlanUpdate
        skip_postgeneration_save = True

    round = factory.SubFactory(PlanRoundFactory)
    label = "September 2018 update"
    month = date(2018, 9, 1)
    opened_by = factory.SubFactory(UserFactory)
    accepted_by = factory.LazyAttribute(
        lambda row: row.opened_by if getattr(row, "state", "") == PlanUpdateState.ACCEPTED else None
    )
    accepted_at = factory.LazyAttribute(lambda row: row.accepted_by and datetime(2018, 9, 22, 9, tzinfo=UTC))

    @factory.post_generation
    def aims(self, create: bool, extracted: Any) -> None:
        for position, of in enumerate(extracted or (), start=1):
            name = "aim" if isinstance(of, plans.Aim) else "theme"
            plans.PlanUpdateUse.objects.create(update=self, position=position, **{name: of})

    @factory.post_generation
    def by(self, create: bool, extracted: Any) -> None:
        for position, post in enumerate(extracted or [PostFactory(kind=PostKind.OFFICER)], start=1):
            plans.UpdatePost.objects.create(update=self, post=post, position=position)

    @factory.post_generation
    def text(self, create: bool, extracted: Any) -> None:
        """What its revision says; handed in, unless it is a draft, by whoever opened it."""
        handed_in: dict[str, Any] = {}
        if self.state in PlanUpdateState.handed_in():
            person = self.opened_by.person
            handed_in = {
                "submitted_by": self.opened_by,
                "submitted_at": datetime(2018, 9, 20, 9, tzinfo=UTC),
                "signed_by": person,
                "signed_name": person.name,
            }
        plans.PlanUpdateRevision.objects.create(update=self, text=extracted or "It was begun.", **handed_in)


class LeadAssessmentFactory(DjangoModelFactory[plans.LeadAssessment]):
    """An item that is not rated; give it `letter=` of a category, or `item=None` and `aim=`."""

    class Meta:
        model = plans.LeadAssessment

    class Params:
        letter = ""

    revision = factory.LazyAttribute(lambda row: PlanUpdateFactory().revisions.get())
    item = factory.SubFactory(PlanItemFactory)
    category = factory.LazyAttribute(lambda row: on_track().categories.filter(letter=row.letter).first())
    recorded_by = factory.SubFactory(UserFactory)


class AskingChangeFactory(DjangoModelFactory[plans.AskingChange]):
    """An aim that is asked about no more."""

    class Meta:
        model = plans.AskingChange

    aim = factory.SubFactory(AimFactory)
    asks = False
    month = date(2018, 9, 1)
    reason = "The plan says so."
    recorded_by = factory.SubFactory(UserFactory)


class NarrativeUpdateFactory(DjangoModelFactory[plans.NarrativeUpdate]):
    """A text beside a plan; a temperature take with `text="", precis=`."""

    class Meta:
        model = plans.NarrativeUpdate

    round = factory.SubFactory(PlanRoundFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Text {n}")
    text = "What happened beside the plan."
    recorded_by = factory.SubFactory(UserFactory)


class RemarkFactory(DjangoModelFactory[plans.Remark]):
    """What somebody said, not published."""

    class Meta:
        model = plans.Remark

    narrative = factory.SubFactory(NarrativeUpdateFactory, text="", precis="In short.")
    said_on = date(2018, 9, 3)
    speaker = "Zenobia Fallow"
    text = "It goes well."
    recorded_by = factory.SubFactory(UserFactory)


class ProgressReportFactory(DjangoModelFactory[models.ProgressReport]):
    """A draft report with its first revision, of its lead post."""

    class Meta:
        model = models.ProgressReport
        skip_postgeneration_save = True

    inquiry = factory.SubFactory(InquiryFactory)
    meeting = factory.LazyAttribute(
        lambda row: MeetingFactory(committee=row.inquiry.tracking_committees.get(ends_on=None).committee)
    )
    lead_post = factory.SubFactory(PostFactory)
    state = ReportState.DRAFT
    opened_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def content(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        models.ReportPost.objects.create(report=self, post=self.lead_post, position=1)
        models.ReportRevision.objects.create(report=self, **kwargs)


class ProgressUpdateFactory(DjangoModelFactory[models.ProgressUpdate]):
    """An update in a report's current revision; give it `revision=` and `recommendation=`."""

    class Meta:
        model = models.ProgressUpdate

    evidence_text = "The work was done and the figures were published."
    recorded_by = factory.SubFactory(UserFactory)


class SelfAssessmentFactory(DjangoModelFactory[models.SelfAssessment]):
    """Category 6 unless told otherwise; give it `update=` and `leaf=`."""

    class Meta:
        model = models.SelfAssessment

    category = factory.LazyFunction(lambda: category(6))
    recorded_by = factory.SubFactory(UserFactory)


class EvidenceFactory(DjangoModelFactory[models.Evidence]):
    """A small public text file."""

    class Meta:
        model = models.Evidence

    title = factory.Sequence(lambda n: f"Evidence {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"Figures for the year.\n", name="figures.txt"))
    original_name = "figures.txt"
    content_type = "text/plain"
    size = 22
    sha256 = factory.LazyAttribute(lambda row: _sha256_of(row.file))
    exemption = Exemption.PUBLIC
    recorded_by = factory.SubFactory(UserFactory)


class AgendaDocumentFactory(DjangoModelFactory[models.AgendaDocument]):
    """A small public PDF on a planned meeting's agenda."""

    class Meta:
        model = models.AgendaDocument

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Document {n}")
    file = factory.LazyFunction(lambda: ContentFile(pdf(pages=1), name="document.pdf"))
    original_name = "document.pdf"
    content_type = "application/pdf"
    size = factory.LazyFunction(lambda: len(pdf(pages=1)))
    sha256 = factory.LazyAttribute(lambda row: _sha256_of(row.file))
    page_count = 1
    exemption = Exemption.PUBLIC
    recorded_by = factory.SubFactory(UserFactory)


class AgendaItemFactory(DjangoModelFactory[models.AgendaItem]):
    """A place on an agenda; give it `document=` or `report=`, or `issued=` with `meeting=`."""

    class Meta:
        model = models.AgendaItem

    meeting = factory.LazyAttribute(lambda row: (row.document or row.report).meeting)
    report = None
    document = None
    issued = None
    position = 1
    recorded_by = factory.SubFactory(UserFactory)


class ExemptPassageFactory(DjangoModelFactory[models.ExemptPassage]):
    """Text withheld under paragraph 3; give it `update=`."""

    class Meta:
        model = models.ExemptPassage

    text = "The lowest price was £1."
    exemption = Exemption.EXEMPT
    exempt_paragraph = ExemptParagraph.BUSINESS_AFFAIRS
    public_interest_reason = "Prices are being negotiated."
    recorded_by = factory.SubFactory(UserFactory)


class AssessmentFactory(DjangoModelFactory[models.Assessment]):
    """The committee's view: category 3, tracking continues; give it `leaf=` and `meeting=`."""

    class Meta:
        model = models.Assessment

    considered_on = factory.LazyAttribute(lambda row: row.meeting.held_on)
    outcome = Outcome.VIEWED
    category = factory.LazyFunction(lambda: category(3))
    decision = Decision.CONTINUE
    recorded_by = factory.SubFactory(UserFactory)


def _sha256(content: bytes) -> str:
    return sha256(content).hexdigest()


def _sha256_of(file: ContentFile | str) -> str:
    """The hash of what is to be stored; some hash, for a file that is only named."""
    return _sha256(file.encode() if isinstance(file, str) else file.open().read())


class PackJobFactory(DjangoModelFactory[models.PackJob]):
    """Packs asked for, still waiting for the worker; `state=READY` or `ISSUED` are finished with a made-up digest."""

    class Meta:
        model = models.PackJob

    meeting = factory.SubFactory(MeetingFactory)
    requested_by = factory.SubFactory(UserFactory)
    finished_at = factory.LazyAttribute(lambda row: None if row.state in JobState.unfinished() else row.requested_at)
    requested_at = factory.LazyFunction(timezone.now)
    state = JobState.WAITING
    contents_digest = factory.LazyAttribute(
        lambda row: "0" * 64 if row.state in {JobState.READY, JobState.ISSUED} else ""
    )
    failure = factory.LazyAttribute(lambda row: "A page was too long." if row.state == JobState.FAILED else "")


class MadeEditionFactory(DjangoModelFactory[models.MadeEdition]):
    """A public edition with files that say next to nothing; give it `job=`."""

    class Meta:
        model = models.MadeEdition

    edition = Edition.PUBLIC
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7 a pack being made", name="pack.pdf"))
    sha256 = _sha256(b"%PDF-1.7 a pack being made")
    page_count = 12
    web_page = factory.LazyFunction(lambda: ContentFile(b"<p>A pack being made</p>", name="pack.html"))
    web_page_sha256 = _sha256(b"<p>A pack being made</p>")


class IssuedDocumentFactory(DjangoModelFactory[models.IssuedDocument]):
    """A public document as it was issued, with files that say next to nothing."""

    class Meta:
        model = models.IssuedDocument

    title = factory.Sequence(lambda n: f"Issued document {n}")
    is_public = True
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7 an issued pack", name="pack.pdf"))
    sha256 = _sha256(b"%PDF-1.7 an issued pack")
    page_count = 12
    web_page = factory.LazyFunction(lambda: ContentFile(b"<p>An issued pack</p>", name="pack.html"))
    web_page_sha256 = _sha256(b"<p>An issued pack</p>")
    issued_by = factory.SubFactory(UserFactory)
    issued_at = factory.LazyFunction(timezone.now)


class CommitteePackFactory(DjangoModelFactory[models.CommitteePack]):
    """A public pack as it was issued; what is said of its document goes to `document__`."""

    class Meta:
        model = models.CommitteePack

    meeting = factory.SubFactory(MeetingFactory, state=MeetingState.PAPERS_ISSUED)
    edition = Edition.PUBLIC
    number = 1
    document = factory.SubFactory(
        IssuedDocumentFactory, is_public=factory.LazyAttribute(lambda row: row.factory_parent.edition == Edition.PUBLIC)
    )


def current_revision(report: models.ProgressReport) -> models.ReportRevision:
    return report.revisions.get(is_current=True)


def appointed(post: models.Post, capacity: Capacity = Capacity.HOLDER) -> models.User:
    """A user who holds, or contributes for, a post."""
    user = UserFactory()
    AppointmentFactory(person=user.person, post=post, capacity=capacity)
    return user


def seated(committee: models.Committee, role: CommitteeRole = CommitteeRole.MEMBER) -> models.User:
    """A user who has a role in a committee."""
    user = UserFactory()
    CommitteeMembershipFactory(person=user.person, committee=committee, role=role)
    return user


def administrator() -> models.User:
    return UserFactory(is_administrator=True)


def published_report(
    leaves: list[models.Recommendation],
    *,
    meeting: models.Meeting | None = None,
    claims: dict[str, Any] | None = None,
    **fields: Any,
) -> models.ProgressReport:
    """A report published for a meeting whose papers are out, with a claim on each leaf (`claims`: its fields)."""
    inquiry = leaves[0].inquiry
    if meeting is None:
        committee = inquiry.tracking_committees.get(ends_on=None).committee
        meeting = MeetingFactory(committee=committee, state=MeetingState.PAPERS_ISSUED)
    clerk = UserFactory()
    defaults: dict[str, Any] = {
        "state": ReportState.PUBLISHED,
        "published_by": clerk,
        "published_at": datetime(2016, 4, 4, 9, tzinfo=UTC),
    }
    report = ProgressReportFactory(inquiry=inquiry, meeting=meeting, **defaults | fields)
    revision = current_revision(report)
    for leaf in leaves:
        whole = leaf.parent or leaf
        update = revision.updates.filter(recommendation=whole).first()
        update = update or ProgressUpdateFactory(revision=revision, recommendation=whole)
        SelfAssessmentFactory(update=update, leaf=leaf, **claims or {})
    return report


def returned_copy(report: models.ProgressReport, *, claims: dict[str, Any]) -> models.ReportRevision:
    """An earlier revision of a report, handed in and returned, with other claims on the same leaves."""
    current = current_revision(report)
    officer = UserFactory()
    current.number += 1
    current.save()
    returned = models.ReportRevision.objects.create(
        report=report,
        number=current.number - 1,
        is_current=False,
        returned_by=officer,
        returned_at=datetime(2016, 3, 24, 9, tzinfo=UTC),
        returned_reason="The evidence is missing.",
    )
    for claim in models.SelfAssessment.objects.filter(update__revision=current):
        update = ProgressUpdateFactory(
            revision=returned, recommendation=claim.update.recommendation, evidence_text="Returned text."
        )
        SelfAssessmentFactory(update=update, leaf=claim.leaf, **claims)
    return returned

"""What the database itself refuses: every named constraint, violated once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from tests import factories
from tests.cabinet_violations import CABINET_VIOLATIONS
from tests.draft_violations import DRAFT_VIOLATIONS
from tests.plan_month_violations import PLAN_MONTH_VIOLATIONS
from tests.plan_violations import PLAN_VIOLATIONS
from tests.response_violations import RESPONSE_VIOLATIONS
from tracking import audit_guards
from tracking.enums import (
    Audience,
    Capacity,
    CommitteeRole,
    ConclusionReason,
    Decision,
    Exemption,
    InquiryState,
    JobState,
    MailState,
    MeetingState,
    Outcome,
    ReportState,
    SupplementState,
)
from tracking.models import (
    Assessment,
    AssessmentScheme,
    AuditHead,
    AuditLink,
    Declaration,
    Event,
    EvidenceUse,
    OutboxMail,
    PrivateSession,
    ProgressReport,
    ProgressUpdate,
    RegisterEntry,
    ReportPost,
    ReportRevision,
    ReportSupplement,
    SelfAssessment,
    Subscription,
    TrackingCommittee,
)

START, BEFORE_START = date(2016, 4, 12), date(2016, 4, 11)
BACKWARDS = {"starts_on": START, "ends_on": BEFORE_START}

Violation = Callable[[], object]
VIOLATIONS: dict[str, Violation] = {
    **PLAN_VIOLATIONS,
    **PLAN_MONTH_VIOLATIONS,
    **RESPONSE_VIOLATIONS,
    **CABINET_VIOLATIONS,
    **DRAFT_VIOLATIONS,
}


def violates(name: str) -> Callable[[Violation], Violation]:
    """Register a function as the violation of the constraint of that name."""

    def register(violation: Violation) -> Violation:
        VIOLATIONS[name] = violation
        return violation

    return register


@dataclass
class Handed:
    """A report with one section, whose one leaf is assessed."""

    report: ProgressReport
    revision: ReportRevision
    update: ProgressUpdate
    self_assessment: SelfAssessment


def a_report() -> Handed:
    report = factories.ProgressReportFactory()
    revision = factories.current_revision(report)
    leaf = factories.RecommendationFactory(inquiry=report.inquiry)
    update = factories.ProgressUpdateFactory(revision=revision, recommendation=leaf)
    return Handed(report, revision, update, factories.SelfAssessmentFactory(update=update, leaf=leaf))


def a_view(**fields: Any) -> Assessment:
    leaf = fields.pop("leaf", None) or factories.RecommendationFactory()
    meeting = fields.pop("meeting", None) or factories.MeetingFactory()
    return factories.AssessmentFactory(leaf=leaf, meeting=meeting, **fields)


def a_use(handed: Handed, **fields: Any) -> EvidenceUse:
    return EvidenceUse.objects.create(update=handed.update, **fields)


# --- People, posts and committees --------------------------------------------------------------


@violates("person_has_a_name")
def _person_without_a_name() -> None:
    factories.PersonFactory(name="")


@violates("user_email_unique_whatever_the_case")
def _address_in_capitals() -> None:
    factories.UserFactory(email="clerk@example.org")
    factories.UserFactory(email="Clerk@Example.org")


@violates("post_has_a_name")
def _post_without_a_name() -> None:
    factories.PostFactory(name="")


@violates("appointment_ends_after_it_starts")
def _appointment_backwards() -> None:
    factories.AppointmentFactory(**BACKWARDS)


@violates("appointment_open_once")
def _appointed_twice() -> None:
    first = factories.AppointmentFactory(capacity=Capacity.HOLDER)
    factories.AppointmentFactory(person=first.person, post=first.post, capacity=Capacity.HOLDER)


@violates("committee_has_a_name")
def _committee_without_a_name() -> None:
    factories.CommitteeFactory(name="")


@violates("membership_ends_after_it_starts")
def _membership_backwards() -> None:
    factories.CommitteeMembershipFactory(**BACKWARDS)


@violates("membership_open_once")
def _seated_twice() -> None:
    first = factories.CommitteeMembershipFactory(role=CommitteeRole.CLERK)
    factories.CommitteeMembershipFactory(person=first.person, committee=first.committee, role=CommitteeRole.CLERK)


# --- Meetings and packs ------------------------------------------------------------------------


@violates("meeting_once_for_committee_date_and_sitting")
def _same_sitting_twice() -> None:
    first = factories.MeetingFactory()
    factories.MeetingFactory(committee=first.committee, held_on=first.held_on, sequence=1)


@violates("meeting_sitting_from_1_to_9")
def _tenth_sitting_of_a_day() -> None:
    factories.MeetingFactory(sequence=10)


@violates("meeting_minutes_approved_with_date")
def _minutes_approved_without_a_date() -> None:
    factories.MeetingFactory(state=MeetingState.MINUTES_APPROVED)


@violates("meeting_cancelled_with_reason")
def _cancelled_without_a_reason() -> None:
    factories.MeetingFactory(state=MeetingState.CANCELLED)


@violates("pack_number_once_in_an_edition")
def _two_packs_of_one_number() -> None:
    meeting = factories.MeetingFactory()
    factories.CommitteePackFactory(meeting=meeting)
    factories.CommitteePackFactory(meeting=meeting)


@violates("issued_document_has_its_title_and_hash")
def _issued_without_its_hash() -> None:
    factories.IssuedDocumentFactory(sha256="")


@violates("issued_document_web_page_has_its_hash")
def _web_page_without_its_hash() -> None:
    factories.IssuedDocumentFactory(web_page_sha256="")


@violates("pack_job_one_unfinished_for_a_meeting")
def _two_packs_being_made_at_once() -> None:
    job = factories.PackJobFactory()
    factories.PackJobFactory(meeting=job.meeting)


@violates("pack_job_failed_says_why")
def _failed_without_why() -> None:
    factories.PackJobFactory(state=JobState.FAILED, failure="")


@violates("pack_job_ready_with_when_and_of_what")
def _ready_of_nothing() -> None:
    factories.PackJobFactory(state=JobState.READY, contents_digest="")


@violates("made_edition_once_in_a_job")
def _one_edition_made_twice() -> None:
    job = factories.PackJobFactory()
    factories.MadeEditionFactory(job=job)
    factories.MadeEditionFactory(job=job)


# --- Agendas -----------------------------------------------------------------------------------


@violates("document_has_title_and_file_with_hash")
def _document_without_its_hash() -> None:
    factories.AgendaDocumentFactory(sha256="")


@violates("document_issued_is_never_removed")
def _issued_document_taken_off() -> None:
    factories.AgendaDocumentFactory(issued=True, removed_reason="Sent by mistake.")


@violates("document_says_why_withheld")
def _withheld_document_without_a_reason() -> None:
    factories.AgendaDocumentFactory(exemption=Exemption.EXEMPT, exempt_paragraph=3)


@violates("agenda_item_a_report_a_document_or_an_issued_one")
def _agenda_item_of_nothing() -> None:
    factories.AgendaItemFactory(meeting=factories.MeetingFactory())


@violates("agenda_item_report_once_at_a_meeting")
def _report_twice_on_an_agenda() -> None:
    report = factories.ProgressReportFactory()
    factories.AgendaItemFactory(report=report)
    factories.AgendaItemFactory(report=report, position=2)


@violates("agenda_item_document_once")
def _document_twice_on_agendas() -> None:
    document = factories.AgendaDocumentFactory()
    factories.AgendaItemFactory(document=document)
    factories.AgendaItemFactory(document=document, meeting=factories.MeetingFactory())


@violates("agenda_item_issued_document_once_at_a_meeting")
def _issued_document_twice_on_an_agenda() -> None:
    meeting, document = factories.MeetingFactory(), factories.IssuedDocumentFactory()
    factories.AgendaItemFactory(meeting=meeting, issued=document)
    factories.AgendaItemFactory(meeting=meeting, issued=document, position=2)


# --- Inquiries and recommendations -------------------------------------------------------------


@violates("inquiry_has_a_title")
def _inquiry_without_a_title() -> None:
    factories.InquiryFactory(title="")


@violates("inquiry_concluded_with_date")
def _concluded_without_a_date() -> None:
    factories.InquiryFactory(state=InquiryState.CONCLUDED)


@violates("inquiry_withdrawn_with_reason")
def _inquiry_withdrawn_without_a_reason() -> None:
    factories.InquiryFactory(state=InquiryState.WITHDRAWN)


@violates("tracking_committee_ends_after_it_starts")
def _tracked_backwards() -> None:
    inquiry = factories.InquiryFactory()
    TrackingCommittee.objects.create(inquiry=inquiry, committee=factories.CommitteeFactory(), **BACKWARDS)


@violates("inquiry_one_tracking_committee_at_a_time")
def _two_tracking_committees() -> None:
    TrackingCommittee.objects.create(inquiry=factories.InquiryFactory(), committee=factories.CommitteeFactory())


@violates("recommendation_reference_once_in_an_inquiry")
def _two_of_one_reference() -> None:
    first = factories.RecommendationFactory()
    factories.RecommendationFactory(inquiry=first.inquiry, number=first.number)


@violates("recommendation_number_from_1")
def _recommendation_nought() -> None:
    factories.RecommendationFactory(number=0)


@violates("recommendation_letter_if_and_only_if_a_part")
def _letter_without_a_parent() -> None:
    factories.RecommendationFactory(letter="a")


@violates("recommendation_part_has_words")
def _part_without_words() -> None:
    factories.PartFactory(parent=factories.RecommendationFactory(), text="")


@violates("responsibility_ends_after_it_starts")
def _responsible_backwards() -> None:
    factories.ResponsibilityFactory(**BACKWARDS)


@violates("responsibility_open_once_for_a_post")
def _responsible_twice() -> None:
    first = factories.ResponsibilityFactory()
    factories.ResponsibilityFactory(recommendation=first.recommendation, post=first.post)


# --- Schemes -----------------------------------------------------------------------------------


@violates("scheme_one_default_for_a_use")
def _two_default_schemes() -> None:
    factories.six_categories()
    AssessmentScheme.objects.create(name="Another scheme", slug="another-scheme", is_default=True)


@violates("standing_question_one_for_each_position")
def _two_questions_in_one_place() -> None:
    question = factories.six_categories().standing_questions.first()
    question.pk = None
    question.save(force_insert=True)


def a_copy_of_category_1(**fields: Any) -> None:
    copy = factories.category(1)
    copy.pk = None
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)


@violates("category_number_once_in_a_scheme")
def _two_categories_of_one_number() -> None:
    a_copy_of_category_1(name="Another name")


@violates("category_name_once_in_a_scheme")
def _two_categories_of_one_name() -> None:
    a_copy_of_category_1(number=7)


# --- Progress Reports --------------------------------------------------------------------------


@violates("report_one_live_for_inquiry_meeting_and_lead_post")
def _two_live_reports() -> None:
    first = factories.ProgressReportFactory()
    factories.ProgressReportFactory(inquiry=first.inquiry, meeting=first.meeting, lead_post=first.lead_post)


@violates("report_published_with_who_and_when")
def _published_by_nobody() -> None:
    factories.ProgressReportFactory(state=ReportState.PUBLISHED)


@violates("report_considered_with_date")
def _considered_without_a_date() -> None:
    factories.ProgressReportFactory(
        state=ReportState.CONSIDERED, published_by=factories.UserFactory(), published_at=timezone.now()
    )


@violates("report_withdrawn_with_reason")
def _report_withdrawn_without_a_reason() -> None:
    factories.ProgressReportFactory(state=ReportState.WITHDRAWN)


@violates("report_post_once")
def _of_one_post_twice() -> None:
    report = a_report().report
    ReportPost.objects.create(report=report, post=report.lead_post, position=2)


@violates("report_post_one_for_each_position")
def _two_lead_posts() -> None:
    ReportPost.objects.create(report=a_report().report, post=factories.PostFactory(), position=1)


@violates("revision_number_once_in_a_report")
def _two_revisions_of_one_number() -> None:
    ReportRevision.objects.create(report=a_report().report, number=1, is_current=False)


@violates("revision_one_current_in_a_report")
def _two_current_revisions() -> None:
    ReportRevision.objects.create(report=a_report().report, number=2)


@violates("revision_submitted_with_who_and_signature")
def _submitted_unsigned() -> None:
    ReportRevision.objects.create(
        report=a_report().report,
        number=2,
        is_current=False,
        submitted_at=timezone.now(),
        submitted_by=factories.UserFactory(),
    )


@violates("revision_returned_with_who_and_reason")
def _returned_without_a_reason() -> None:
    ReportRevision.objects.create(
        report=a_report().report,
        number=2,
        is_current=False,
        returned_at=timezone.now(),
        returned_by=factories.UserFactory(),
    )


@violates("update_one_for_a_recommendation_in_a_revision")
def _two_sections_of_one_recommendation() -> None:
    handed = a_report()
    factories.ProgressUpdateFactory(revision=handed.revision, recommendation=handed.update.recommendation)


@violates("self_assessment_one_for_a_leaf_in_an_update")
def _assessed_twice() -> None:
    handed = a_report()
    factories.SelfAssessmentFactory(update=handed.update, leaf=handed.self_assessment.leaf)


@violates("self_assessment_category_or_proposal_not_both")
def _category_and_proposal() -> None:
    handed = a_report()
    factories.SelfAssessmentFactory(
        update=handed.update,
        leaf=factories.RecommendationFactory(inquiry=handed.report.inquiry),
        proposed_conclusion=ConclusionReason.OVERTAKEN,
        proposal_explanation="The service has ended.",
    )


@violates("self_assessment_proposal_is_explained")
def _proposal_unexplained() -> None:
    handed = a_report()
    factories.SelfAssessmentFactory(
        update=handed.update,
        leaf=factories.RecommendationFactory(inquiry=handed.report.inquiry),
        category=None,
        proposed_conclusion=ConclusionReason.OVERTAKEN,
    )


def an_override(handed: Handed, reason: str) -> None:
    handed.self_assessment.overrides.create(code="completed-late", reason=reason, recorded_by=factories.UserFactory())


@violates("override_once_for_a_warning")
def _overridden_twice() -> None:
    handed = a_report()
    an_override(handed, "The date was agreed by the committee.")
    an_override(handed, "The date was agreed by the committee.")


@violates("override_has_a_reason")
def _overridden_without_a_reason() -> None:
    an_override(a_report(), "")


# --- Evidence ----------------------------------------------------------------------------------


@violates("evidence_has_a_title")
def _evidence_without_a_title() -> None:
    factories.EvidenceFactory(title="")


@violates("evidence_a_file_with_its_hash_or_a_link")
def _file_without_its_hash() -> None:
    factories.EvidenceFactory(sha256="")


@violates("evidence_says_why_withheld")
def _withheld_without_a_reason() -> None:
    factories.EvidenceFactory(exemption=Exemption.EXEMPT, exempt_paragraph=3)


@violates("evidence_once_in_an_update")
def _evidence_twice() -> None:
    handed, evidence = a_report(), factories.EvidenceFactory()
    a_use(handed, evidence=evidence)
    a_use(handed, evidence=evidence)


@violates("evidence_once_for_a_leaf_in_an_update")
def _evidence_twice_for_a_leaf() -> None:
    handed, evidence = a_report(), factories.EvidenceFactory()
    a_use(handed, evidence=evidence, leaf=handed.self_assessment.leaf)
    a_use(handed, evidence=evidence, leaf=handed.self_assessment.leaf)


@violates("passage_withheld_says_something")
def _public_passage() -> None:
    factories.ExemptPassageFactory(
        update=a_report().update, exemption=Exemption.PUBLIC, exempt_paragraph=None, public_interest_reason=""
    )


@violates("passage_withheld_says_something")
def _empty_passage() -> None:
    factories.ExemptPassageFactory(update=a_report().update, text="")


@violates("passage_says_why_withheld")
def _passage_without_a_reason() -> None:
    factories.ExemptPassageFactory(update=a_report().update, public_interest_reason="")


# --- The committee's views ---------------------------------------------------------------------


@violates("assessment_decides_if_and_only_if_a_view_is_given")
def _view_without_a_decision() -> None:
    a_view(decision="")


@violates("assessment_continues_with_a_category")
def _continued_without_a_category() -> None:
    a_view(category=None)


@violates("assessment_concludes_with_its_reason")
def _concluded_without_a_reason() -> None:
    a_view(decision=Decision.CONCLUDE)


@violates("assessment_says_where_it_went")
def _transferred_nowhere() -> None:
    a_view(decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.TRANSFERRED)


@violates("assessment_at_a_meeting_or_with_its_source")
def _carried_over_from_nowhere() -> None:
    factories.AssessmentFactory(leaf=factories.RecommendationFactory(), meeting=None, considered_on=START)


@violates("assessment_supersedes_with_a_reason")
def _corrected_without_a_reason() -> None:
    first = a_view()
    a_view(leaf=first.leaf, meeting=first.meeting, supersedes=first)


@violates("assessment_reopens_with_a_reason")
def _reopened_without_a_reason() -> None:
    a_view(reopens=True)


@violates("assessment_first_view_once_for_a_leaf_at_a_meeting")
def _two_first_views() -> None:
    first = a_view()
    a_view(leaf=first.leaf, meeting=first.meeting, outcome=Outcome.DEFERRED, category=None, decision="")


@violates("assessment_undoes_another")
def _undoing_nothing() -> None:
    a_view(outcome=Outcome.UNDONE, category=None, decision="")


@violates("assessment_once_for_a_leaf_and_form")
def _one_form_recorded_twice() -> None:
    key = uuid4()
    first = a_view(form_key=key)
    a_view(leaf=first.leaf, meeting=factories.MeetingFactory(), form_key=key)


@violates("inquiry_next_round_only_while_tracked")
def _next_round_of_a_concluded_inquiry() -> None:
    factories.InquiryFactory(state=InquiryState.CONCLUDED, concluded_on=START, next_round_on=START)


@violates("meeting_views_published_once_held_with_who")
def _views_published_before_the_meeting_was_held() -> None:
    factories.MeetingFactory(views_published_at=timezone.now(), views_published_by=factories.UserFactory())


@violates("mail_sent_with_when")
def _sent_at_no_time() -> None:
    OutboxMail.objects.create(key="asked:1", to=factories.UserFactory(), state=MailState.SENT)


@violates("mail_to_one_user_subscriber_or_office")
def _mail_to_nobody() -> None:
    OutboxMail.objects.create(key="asked:1")


@violates("event_has_its_digest")
def _event_without_digest() -> None:
    Event.objects.create(type="edited")


@violates("audit_head_is_one")
def _second_head() -> None:
    audit_guards.take_away(connection)
    AuditHead.objects.create(pk=2, number=0, hash="0" * 64)


def _links(**second: object) -> None:
    audit_guards.take_away(connection)
    first = {"event_id": 1, "previous_hash": "a" * 64, "hash": "b" * 64}
    AuditLink.objects.create(number=1, **first)
    AuditLink.objects.create(number=2, **({"event_id": 2, "previous_hash": "b" * 64, "hash": "c" * 64} | second))


@violates("audit_link_once_for_an_event")
def _event_linked_twice() -> None:
    _links(event_id=1)


@violates("audit_link_never_forks")
def _two_links_on_one() -> None:
    _links(previous_hash="a" * 64)


@violates("audit_link_hash_once")
def _two_links_with_one_hash() -> None:
    _links(hash="b" * 64)


@violates("register_entry_once_for_an_audience")
def _two_entries_of_a_leaf_for_an_audience() -> None:
    leaf = factories.RecommendationFactory()
    for _ in range(2):
        RegisterEntry.objects.create(leaf=leaf, inquiry=leaf.inquiry, audience=Audience.EVERYONE)


def a_subscription(**fields: Any) -> Subscription:
    return Subscription.objects.create(email="resident@example.org", **fields)


@violates("subscription_to_an_inquiry_or_a_recommendation")
def _subscription_to_nothing() -> None:
    a_subscription()


@violates("subscription_once_to_an_inquiry")
def _inquiry_followed_twice() -> None:
    inquiry = factories.InquiryFactory()
    for _ in range(2):
        a_subscription(inquiry=inquiry)


@violates("subscription_once_to_a_recommendation")
def _recommendation_followed_twice() -> None:
    recommendation = factories.RecommendationFactory()
    for _ in range(2):
        a_subscription(recommendation=recommendation)


# -----------------------------------------------------------------------------------------------


def late_news(**fields: Any) -> ReportSupplement:
    report = fields.pop("report", None) or factories.ProgressReportFactory()
    author = factories.UserFactory()
    said = {"text": "News.", "signed_by": author.person, "signed_name": "Example", "recorded_by": author}
    return ReportSupplement.objects.create(report=report, **(said | fields))


def published_news(**fields: Any) -> ReportSupplement:
    published = {"state": SupplementState.PUBLISHED, "number": 1, "published_at": timezone.now()}
    return late_news(**({"published_by": factories.UserFactory()} | published | fields))


@violates("supplement_number_once_in_a_report")
def _two_supplements_of_the_same_number() -> None:
    report = factories.ProgressReportFactory()
    published_news(report=report)
    published_news(report=report)


@violates("supplement_says_something_signed")
def _late_news_that_says_nothing() -> None:
    late_news(text="")


@violates("supplement_published_with_number_who_and_when")
def _a_supplement_that_nobody_published() -> None:
    published_news(published_by=None)


@pytest.mark.django_db
def test_a_supplement_is_not_published_without_a_number() -> None:
    with pytest.raises(IntegrityError, match="supplement_published_with_number_who_and_when"), transaction.atomic():
        published_news(number=None)


@violates("supplement_declined_with_who_when_and_reason")
def _late_news_declined_without_a_reason() -> None:
    late_news(state=SupplementState.DECLINED, declined_by=factories.UserFactory(), declined_at=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"number": 1}, {"published_at": timezone.now()}, {"state": SupplementState.DECLINED, "number": 1}]
)
def test_late_news_that_is_not_published_has_neither_number_nor_day(fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        late_news(**fields)


@pytest.mark.django_db
def test_late_news_without_a_number_stands_beside_other_such_news() -> None:
    report = factories.ProgressReportFactory()
    rows = [late_news(report=report), late_news(report=report)]
    assert list(report.supplements.order_by("pk")) == rows


def a_private_session(**fields: object) -> PrivateSession:
    return PrivateSession.objects.create(paragraphs=[3], recorded_by=factories.UserFactory(), **fields)


@violates("private_session_one_at_a_time")
def _a_second_private_session_before_the_first_ended() -> object:
    meeting = factories.MeetingFactory()
    a_private_session(meeting=meeting)
    return a_private_session(meeting=meeting)


@violates("private_session_ended_with_who_and_when")
def _a_private_session_that_ended_with_nobody() -> object:
    return a_private_session(meeting=factories.MeetingFactory(), ended_at=timezone.now())


@violates("declaration_says_the_interest")
def _an_interest_declared_without_words() -> object:
    return Declaration.objects.create(
        meeting=factories.MeetingFactory(),
        person=factories.PersonFactory(),
        interest="",
        recorded_by=factories.UserFactory(),
    )


def _named_constraints() -> dict[str, tuple[type[models.Model], models.BaseConstraint]]:
    return {
        constraint.name: (model, constraint)
        for model in apps.get_app_config("tracking").get_models()
        for constraint in model._meta.constraints
    }


def _refusal(model: type[models.Model], constraint: models.BaseConstraint) -> str:
    """How the database calls what it refuses: by name, but SQLite calls a unique one by its columns."""
    fields = getattr(constraint, "fields", ())
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint) and fields:
        columns = (model._meta.get_field(name).column for name in fields)
        return "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return constraint.name


def _words(message: str) -> set[str]:
    return set(re.findall(r"[\w.]+", message))


@pytest.mark.django_db
@pytest.mark.parametrize("name", VIOLATIONS)
def test_the_database_refuses_a_violation_by_name(name: str) -> None:
    model, constraint = _named_constraints()[name]
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        VIOLATIONS[name]()
    assert _words(_refusal(model, constraint)) <= _words(str(refusal.value))


def test_every_constraint_has_a_violation() -> None:
    assert set(_named_constraints()) == set(VIOLATIONS)


@pytest.mark.django_db
def test_a_mail_is_not_to_a_user_and_a_subscriber_at_once() -> None:
    subscription = a_subscription(inquiry=factories.InquiryFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.create(key="asked:1", to=factories.UserFactory(), subscription=subscription)


@pytest.mark.django_db
def test_a_mail_is_not_to_a_user_and_an_office_at_once() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.create(key="asked:1", to=factories.UserFactory(), address="office@example.org")


@pytest.mark.django_db
def test_a_subscription_is_not_to_an_inquiry_and_a_recommendation_at_once() -> None:
    recommendation = factories.RecommendationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_subscription(inquiry=recommendation.inquiry, recommendation=recommendation)


@pytest.mark.django_db
def test_two_subscriptions_never_have_the_same_key() -> None:
    inquiry, recommendation = factories.InquiryFactory(), factories.RecommendationFactory()
    first = a_subscription(inquiry=inquiry)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_subscription(recommendation=recommendation, key=first.key)


@pytest.mark.django_db
def test_a_withdrawn_report_makes_room_for_another_on_the_same_inquiry_meeting_and_post() -> None:
    first = factories.ProgressReportFactory(state=ReportState.WITHDRAWN, withdrawn_reason="Opened by mistake.")
    second = factories.ProgressReportFactory(inquiry=first.inquiry, meeting=first.meeting, lead_post=first.lead_post)
    assert first.inquiry.reports.count() == 2
    assert list(first.inquiry.reports.live()) == [second]


@pytest.mark.django_db
def test_a_correction_stands_beside_the_view_it_supersedes() -> None:
    first = a_view()
    correction = a_view(
        leaf=first.leaf, meeting=first.meeting, supersedes=first, superseding_reason="Minuted differently."
    )
    assert list(first.leaf.assessments.live()) == [correction]


@pytest.mark.django_db
def test_a_person_may_return_to_a_post_they_left() -> None:
    first = factories.AppointmentFactory(starts_on=date(2012, 5, 1), ends_on=date(2014, 5, 1))
    factories.AppointmentFactory(person=first.person, post=first.post, starts_on=date(2016, 5, 1))
    assert first.post.appointments.count() == 2

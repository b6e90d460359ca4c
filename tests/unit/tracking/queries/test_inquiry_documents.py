"""The papers of an inquiry, as each viewer may see them."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from tracking.enums import CommitteeRole, Edition, Exemption, MeetingState, ReportState
from tracking.models import EvidenceUse, Inquiry
from tracking.queries.inquiries import inquiry_history

pytestmark = pytest.mark.django_db

PUBLIC = AnonymousUser()


@pytest.fixture
def leaf():
    return factories.RecommendationFactory(number=1)


@pytest.fixture
def meeting(leaf):
    return factories.MeetingFactory(committee=leaf.inquiry.tracking_committee, state=MeetingState.HELD)


def documents(leaf, viewer=PUBLIC):
    inquiry = Inquiry.objects.with_tracking_committee().get(pk=leaf.inquiry_id)
    return inquiry_history(inquiry, viewer, today=date(2017, 1, 1)).documents


def test_each_round_has_its_report_and_the_packs_the_viewer_may_read_the_latest_round_first(leaf, meeting):
    later = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10))
    reports = [factories.published_report([leaf], meeting=row) for row in (meeting, later)]
    public = factories.CommitteePackFactory(meeting=meeting)
    restricted = factories.CommitteePackFactory(meeting=meeting, edition=Edition.RESTRICTED)
    factories.CommitteePackFactory()
    clerk = factories.seated(meeting.committee, CommitteeRole.CLERK)

    found = documents(leaf)

    assert [(row.meeting, row.reports) for row in found] == [(later, (reports[1],)), (meeting, (reports[0],))]
    assert [row.packs for row in found] == [(), (public,)]
    assert documents(leaf, clerk)[1].packs == (public, restricted)


def test_a_piece_of_evidence_is_named_once_with_everything_it_was_used_for(leaf, meeting):
    other = factories.RecommendationFactory(inquiry=leaf.inquiry, number=2)
    factories.published_report([leaf, other], meeting=meeting)
    evidence = factories.EvidenceFactory()
    EvidenceUse.objects.create(evidence=evidence, update=leaf.updates.get())
    EvidenceUse.objects.create(evidence=evidence, update=other.updates.get(), leaf=other)

    (found,) = documents(leaf)[0].evidence

    assert (found.row.evidence, found.used_for) == (evidence, (leaf, other))


def test_withheld_evidence_and_that_of_drafts_is_not_among_them(leaf, meeting):
    report = factories.published_report([leaf], meeting=meeting)
    exempt = factories.EvidenceFactory(
        exemption=Exemption.EXEMPT, exempt_paragraph=3, public_interest_reason="Prices of a live tender."
    )
    EvidenceUse.objects.create(evidence=exempt, update=leaf.updates.get())
    planned = factories.MeetingFactory(committee=meeting.committee, held_on=date(2016, 11, 10))
    draft = factories.published_report([leaf], meeting=planned, state=ReportState.DRAFT, lead_post=report.lead_post)
    drafted = factories.EvidenceFactory()
    EvidenceUse.objects.create(evidence=drafted, update=factories.current_revision(draft).updates.get())
    holder = factories.appointed(report.lead_post)

    assert [row.evidence for row in documents(leaf)] == [()]
    assert [[found.row.evidence for found in row.evidence] for row in documents(leaf, holder)] == [[], [exempt]]

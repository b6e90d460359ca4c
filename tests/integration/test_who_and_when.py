"""Who records a view, and when: every role with every state of the report and of the meeting, by form, address, action.

The table follows the design, not the code: officers and clerks of the committee, nobody of a cabinet post; on papers
published for the meeting, once they are issued and until the minutes are approved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests import factories
from tests.council import Council, build_council, rolled_back, who
from tracking.actions.assessments import agree_with_the_rest, record_view, record_view_for_all_parts
from tracking.actions.committee_views import CommitteeView
from tracking.actions.view_corrections import correct_view, reopen_leaf, undo_view
from tracking.enums import ConclusionReason, Decision, MeetingState, ReportState
from tracking.exceptions import NotAllowed, NotPossible
from tracking.models import Assessment, Event, Meeting, ProgressReport, Recommendation, SelfAssessment, User

pytestmark = pytest.mark.django_db

RECORDERS = {"scrutiny officer", "scrutiny officer in an outside body", "clerk"}
PUBLISHED = {ReportState.PUBLISHED, ReportState.CONSIDERED}
OPEN = {MeetingState.PAPERS_ISSUED, MeetingState.HELD}
CORRECTABLE = OPEN | {MeetingState.MINUTES_APPROVED}
STATES = [(report, meeting) for report in ReportState for meeting in MeetingState]

AGREED = CommitteeView(agrees=True)
CORRECTED = CommitteeView(
    decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN, reason="The service has ended."
)

DONE, NOT_ALLOWED, NOT_POSSIBLE = "done", "not allowed", "not possible"


@dataclass
class Case:
    """A report in one state for a meeting in one state, on R01 and on the parts of R05."""

    council: Council
    meeting: Meeting
    report: ProgressReport
    leaf: Recommendation
    parts: list[Recommendation]

    @property
    def claims(self) -> list[SelfAssessment]:
        return list(SelfAssessment.objects.filter(update__revision__report=self.report, leaf=self.leaf))

    def viewed(self) -> Assessment:
        """A view on the leaf, whatever the states."""
        return factories.AssessmentFactory(leaf=self.leaf, meeting=self.meeting, report=self.report)

    def address(self, name: str, **more: str) -> str:
        place = {"slug": self.council.committee.slug, "date_slug": self.meeting.date_slug}
        return reverse(name, kwargs=place | more)

    def address_of_leaf(self, name: str) -> str:
        return self.address(name, inquiry_slug=self.council.inquiry.slug, reference=self.leaf.reference)


@pytest.fixture(scope="module")
def cases(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[tuple[ReportState, MeetingState], Case]]:
    with django_db_blocker.unblock(), rolled_back():
        council = build_council()
        whole = factories.RecommendationFactory(inquiry=council.inquiry, number=5)
        parts = [factories.PartFactory(parent=whole, letter=letter) for letter in "ab"]
        yield {
            states: _case(council, parts, *states, day=date(2016, 1, 1 + number))
            for number, states in enumerate(STATES[:31])
        } | {
            states: _case(council, parts, *states, day=date(2016, 2, 1 + number))
            for number, states in enumerate(STATES[31:])
        }


def _case(
    council: Council,
    parts: list[Recommendation],
    report_state: ReportState,
    meeting_state: MeetingState,
    *,
    day: date,
) -> Case:
    more: dict[str, Any] = {
        MeetingState.MINUTES_APPROVED: {"minutes_approved_on": date(2016, 6, 1)},
        MeetingState.CANCELLED: {"cancelled_reason": "Election."},
    }.get(meeting_state, {})
    meeting = factories.MeetingFactory(committee=council.committee, held_on=day, state=meeting_state, **more)
    clerk = council.user("clerk")
    fields: dict[str, Any] = {"state": report_state, "published_by": None, "published_at": None}
    if report_state in PUBLISHED:
        fields |= {"published_by": clerk, "published_at": timezone.now()}
    if report_state == ReportState.CONSIDERED:
        fields["considered_on"] = day
    if report_state == ReportState.WITHDRAWN:
        fields["withdrawn_reason"] = "A mistake."
    leaf = council.recommendations[0]
    report = factories.published_report([leaf, *parts], meeting=meeting, lead_post=council.post, **fields)
    return Case(council, meeting, report, leaf, parts)


@pytest.fixture(scope="module")
def clients(
    cases: dict[tuple[ReportState, MeetingState], Case], django_db_blocker: DjangoDbBlocker
) -> dict[str, Client]:
    council = next(iter(cases.values())).council
    found = {name: Client() for name in council.viewers}
    with django_db_blocker.unblock():
        for name, client in found.items():
            if not isinstance(council.viewers[name], AnonymousUser):
                client.force_login(council.user(name))
    return found


def _users(council: Council) -> dict[str, User]:
    return {name: viewer for name, viewer in council.viewers.items() if isinstance(viewer, User)}


def _outcome(act: Any, **arguments: Any) -> str:
    try:
        act(**arguments)
    except NotAllowed:
        return NOT_ALLOWED
    except NotPossible:
        return NOT_POSSIBLE
    return DONE


@pytest.mark.parametrize(("report_state", "meeting_state"), STATES)
def test_first_views_are_for_papers_published_at_a_meeting_that_is_open_and_for_recorders_alone(
    cases: dict[tuple[ReportState, MeetingState], Case], report_state: ReportState, meeting_state: MeetingState
) -> None:
    case = cases[report_state, meeting_state]
    is_open = report_state in PUBLISHED and meeting_state in OPEN
    before = Assessment.objects.count()
    for name, user in _users(case.council).items():
        may = name in RECORDERS
        due = (DONE if is_open else NOT_POSSIBLE) if may else NOT_ALLOWED
        if may and is_open:
            continue
        at = {"meeting": case.meeting, "report": case.report, "view": AGREED, "by": user}
        assert (name, _outcome(record_view, leaf=case.leaf, **at)) == (name, due)
        assert (name, _outcome(record_view_for_all_parts, parts=case.parts, **at)) == (name, due)
        agreed = _outcome(agree_with_the_rest, meeting=case.meeting, claims=case.claims, by=user)
        assert (name, agreed) == (name, due)
    assert (Assessment.objects.count(), Event.objects.count()) == (before, 0)


@pytest.mark.parametrize(("report_state", "meeting_state"), list(product(sorted(PUBLISHED), sorted(OPEN))))
@pytest.mark.parametrize("name", sorted(RECORDERS))
def test_recorders_record_in_the_states_that_are_open(
    cases: dict[tuple[ReportState, MeetingState], Case],
    name: str,
    report_state: ReportState,
    meeting_state: MeetingState,
) -> None:
    case = cases[report_state, meeting_state]
    user = case.council.user(name)
    at = {"meeting": case.meeting, "report": case.report, "view": AGREED, "by": user}
    assert _outcome(record_view_for_all_parts, parts=case.parts, **at) == DONE
    assert _outcome(agree_with_the_rest, meeting=case.meeting, claims=case.claims, by=user) == DONE
    recorded = Assessment.objects.live().get(leaf=case.leaf, meeting=case.meeting)
    assert _outcome(undo_view, assessment=recorded, by=user) == DONE
    assert _outcome(record_view, leaf=case.leaf, **at) == DONE


@pytest.mark.parametrize("meeting_state", sorted(CORRECTABLE))
def test_views_are_undone_until_the_minutes_are_approved_and_corrected_even_then(
    cases: dict[tuple[ReportState, MeetingState], Case], meeting_state: MeetingState
) -> None:
    case = cases[ReportState.CONSIDERED, meeting_state]
    view = case.viewed()
    correction = {"assessment": view, "view": CORRECTED, "superseding_reason": "Misheard."}
    for name, user in _users(case.council).items():
        if name not in RECORDERS:
            assert (name, _outcome(correct_view, **correction, by=user)) == (name, NOT_ALLOWED)
            assert (name, _outcome(undo_view, assessment=view, by=user)) == (name, NOT_ALLOWED)
    officer = case.council.user("scrutiny officer")
    if meeting_state not in OPEN:
        assert _outcome(undo_view, assessment=view, by=officer) == NOT_POSSIBLE
    assert _outcome(correct_view, **correction, by=officer) == DONE


@pytest.mark.parametrize("meeting_state", MeetingState)
def test_a_concluded_leaf_is_reopened_only_at_a_meeting_that_is_open_and_by_recorders_alone(
    cases: dict[tuple[ReportState, MeetingState], Case], meeting_state: MeetingState
) -> None:
    case = cases[ReportState.PUBLISHED, meeting_state]
    earlier = factories.MeetingFactory(
        committee=case.council.committee, held_on=date(2015, 6, 1), state=MeetingState.HELD
    )
    leaf = factories.RecommendationFactory(inquiry=case.council.inquiry, number=9)
    factories.AssessmentFactory(
        leaf=leaf, meeting=earlier, decision=Decision.CONCLUDE, conclusion_reason=ConclusionReason.OVERTAKEN
    )
    reopening = CommitteeView(category=factories.category(5), reason="It has stopped.")
    for name, user in _users(case.council).items():
        due = (DONE if meeting_state in OPEN else NOT_POSSIBLE) if name in RECORDERS else NOT_ALLOWED
        if due == DONE and name != "clerk":
            continue
        assert (name, _outcome(reopen_leaf, leaf=leaf, meeting=case.meeting, view=reopening, by=user)) == (name, due)


@pytest.mark.parametrize(("report_state", "meeting_state"), STATES)
def test_the_page_asks_for_a_view_exactly_when_one_can_be_recorded(
    cases: dict[tuple[ReportState, MeetingState], Case],
    clients: dict[str, Client],
    report_state: ReportState,
    meeting_state: MeetingState,
) -> None:
    case = cases[report_state, meeting_state]
    is_open = report_state in PUBLISHED and meeting_state in OPEN
    address = case.address_of_leaf("view_record")
    response = clients["scrutiny officer"].get(address)
    assert response.status_code == (200 if report_state in PUBLISHED else 404)
    assert (b"Record and next" in response.content) is is_open
    sent = {"judgement": "agree", "decision": "usual", "form_key": "6a4c6a52-8c3b-4d29-9d7d-0a1b2c3d4e5f"}
    clients["scrutiny officer"].post(address, sent)
    clients["scrutiny officer"].post(case.address("views_agree"), {f"report_{case.report.pk}": "1"})
    assert Assessment.objects.filter(meeting=case.meeting).count() == (1 if is_open else 0)


ADDRESSES = ("view_record", "view_correct", "view_undo", "view_reopen")


@pytest.mark.parametrize("meeting_state", sorted(CORRECTABLE))
def test_to_anybody_else_no_address_of_recording_exists_and_what_they_send_writes_nothing(
    cases: dict[tuple[ReportState, MeetingState], Case], clients: dict[str, Client], meeting_state: MeetingState
) -> None:
    case = cases[ReportState.PUBLISHED, meeting_state]
    case.viewed()
    before = Assessment.objects.count()
    addresses = [case.address_of_leaf(name) for name in ADDRESSES] + [
        case.address(name) for name in ("meeting_views", "views_agree", "view_jump", "view_reopen_choose")
    ]
    sent = {"judgement": "agree", "decision": "usual", "superseding_reason": "Misheard.", "reason": "Because."}
    for name in who(case.council, {"member", "cabinet member", "contributor", "administrator", "clerk elsewhere"}) | {
        "scrutiny officer with a cabinet post",
        "scrutiny officer who contributes for a cabinet post",
        "former scrutiny officer",
    }:
        for address in addresses:
            answers = [clients[name].get(address), clients[name].post(address, sent)]
            assert (name, address, {answer.status_code for answer in answers} - {405}) == (name, address, {404})
    assert (Assessment.objects.count(), Event.objects.count()) == (before, 0)

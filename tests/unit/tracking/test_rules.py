"""Who may do what: every rule against every kind of viewer, after the design's role table."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import DjangoDbBlocker, Settings

from tests import cabinet_factories as cabinet
from tests import factories
from tests.council import Council, build_council, rolled_back, who
from tracking import rules
from tracking.enums import Capacity, CommitteeKind, CommitteeRole, Decision, MeetingState, PartyRole, PostKind
from tracking.exceptions import NotAllowed
from tracking.models import Inquiry, Meeting, ProgressReport, Recommendation, User
from tracking.models.cabinet import CabinetReport, ExecutiveResponse

CABINET_MEMBERS = {
    "cabinet member",
    "responsible cabinet member",
    "cabinet member elsewhere",
    "scrutiny officer with a cabinet post",
}
CONTRIBUTORS = {
    "contributor",
    "responsible contributor",
    "contributor elsewhere",
    "scrutiny officer who contributes for a cabinet post",
}
SCRUTINY_OFFICERS = {
    "scrutiny officer",
    "scrutiny officer with a cabinet post",
    "scrutiny officer who contributes for a cabinet post",
    "scrutiny officer in an outside body",
}
# Nobody who holds or contributes for a cabinet post judges.
IMPARTIAL_OFFICERS = {"scrutiny officer", "scrutiny officer in an outside body"}
ANSWERABLE = {
    "cabinet member",
    "contributor",
    "responsible cabinet member",
    "responsible contributor",
    "outside body",
}

# Rules asked of no thing in particular.
SEE_EXEMPT_PAPERS = {
    *CABINET_MEMBERS,
    *CONTRIBUTORS,
    *SCRUTINY_OFFICERS,
    *("outside body", "outside body elsewhere"),
    *("member", "member elsewhere", "substitute member", "substitute member elsewhere"),
    *("clerk", "clerk elsewhere", "clerk of Cabinet", "scrutiny officer elsewhere"),
}
OF_NOTHING = {
    "is_administrator": {"administrator"},
    "is_scrutiny_officer": SCRUTINY_OFFICERS | {"scrutiny officer elsewhere"},
    "is_clerk": {"clerk", "clerk elsewhere", "clerk of Cabinet"},
    "clerks_a_cabinet": {"clerk of Cabinet"},
    "can_agree_response": {"clerk of Cabinet"},
    "is_for_a_cabinet_post": CABINET_MEMBERS | CONTRIBUTORS,
    "is_for_any_post": CABINET_MEMBERS
    | CONTRIBUTORS
    | {"outside body", "outside body elsewhere", "scrutiny officer in an outside body"},
    "can_administer": {"administrator"},
    "sees_exempt_papers": SEE_EXEMPT_PAPERS,
    # By the setting: tested below.
    "needs_second_step": set(),
    "can_manage_inquiries": SCRUTINY_OFFICERS | {"scrutiny officer elsewhere"},
}
# Rules asked of the inquiry, whose three recommendations three posts answer for.
OF_INQUIRY = {
    "supports_its_committee": SCRUTINY_OFFICERS,
    "can_manage_inquiry": SCRUTINY_OFFICERS,
    "can_open_report_on": ANSWERABLE | SCRUTINY_OFFICERS,
    "is_of_a_responsible_post": ANSWERABLE,
}
# Rules asked of the inquiry or of the response to it: an outside body answers for part of it, and does not respond.
RESPONDING = {"cabinet member", "contributor", "responsible cabinet member", "responsible contributor"}
OF_RESPONSE = {
    "holds_a_responding_post": {"cabinet member", "responsible cabinet member"},
    "contributes_to_a_responding_post": {"contributor", "responsible contributor"},
    "can_write_response": RESPONDING,
    "can_send_response": {"cabinet member", "responsible cabinet member"},
    "can_send_response_on_behalf": {"contributor", "responsible contributor"},
    "can_take_back_response": RESPONDING | {"clerk of Cabinet"},
    "can_publish_response": IMPARTIAL_OFFICERS | {"clerk"},
}
# Rules asked of a meeting of the committee.
OF_MEETING = {
    "clerks_its_committee": {"clerk"},
    "runs_its_committee": SCRUTINY_OFFICERS | {"clerk"},
    "can_manage_meetings_of": SCRUTINY_OFFICERS | {"clerk"},
    "can_ask_for_updates": SCRUTINY_OFFICERS,
    "can_issue_papers": {"clerk"},
    "can_record_views": IMPARTIAL_OFFICERS | {"clerk"},
}
# Rules asked of the report, which is of one of the three posts.
OF_REPORT = {
    "holds_a_post_of_the_report": {"cabinet member"},
    "contributes_to_a_post_of_the_report": {"contributor"},
    "is_of_a_post_of_the_report": {"cabinet member", "contributor"},
    "can_draft_report": ANSWERABLE,
    "can_submit_report": {"cabinet member"},
    "can_submit_report_on_behalf": {"contributor"},
    "can_withdraw_report": {"cabinet member", "contributor"},
    "can_return_or_accept_report": IMPARTIAL_OFFICERS | {"clerk"},
    "can_publish_report": {"clerk"},
    "can_publish_views": {"clerk"},
    "can_hand_in_late_news": {"cabinet member", "contributor"},
    "can_publish_late_news": {"clerk"},
}
# Rules asked of a plan that the report's post keeps.
OF_PLAN = {
    "is_of_the_owning_post": {"cabinet member", "contributor"},
    "can_edit_plan": {"cabinet member", "contributor"},
    "can_keep_month": {"cabinet member", "contributor"},
    "can_issue_month": {"cabinet member"},
    "can_issue_month_on_behalf": {"cabinet member", "contributor"},
}
# Rules asked of an update on a plan that is by the report's post.
OF_PLAN_UPDATE = {
    "holds_a_post_of_the_update": {"cabinet member"},
    "contributes_to_a_post_of_the_update": {"contributor"},
    "can_draft_plan_update": {"cabinet member", "contributor"},
    "can_submit_plan_update": {"cabinet member"},
    "can_submit_plan_update_on_behalf": {"contributor"},
}
# Rules asked of a report to Cabinet that is of the report's post, whose Cabinet is the other committee.
OF_CABINET_REPORT = {
    "writes_cabinet_report": {"cabinet member", "contributor"},
    "can_submit_cabinet_report": {"cabinet member"},
    "can_submit_cabinet_report_on_behalf": {"cabinet member", "contributor"},
    "clerks_the_cabinet": {"clerk elsewhere"},
    "can_check_cabinet_report": {"clerk elsewhere"},
    "can_publish_cabinet_report": {"clerk elsewhere"},
    "can_record_executive_decisions": {"clerk elsewhere"},
}


@pytest.fixture(scope="module")
def council(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Council]:
    with django_db_blocker.unblock(), rolled_back():
        yield build_council()


@pytest.fixture(scope="module")
def report(council: Council, django_db_blocker: DjangoDbBlocker) -> ProgressReport:
    with django_db_blocker.unblock():
        return council.cover(council.open_report())


@pytest.mark.django_db
def test_a_report_is_drafted_by_those_who_answer_for_something_in_it(council: Council) -> None:
    report = council.cover(council.open_report(meeting=factories.MeetingFactory(committee=council.committee)), 1, 3)
    assert _those_who(council, rules.can_draft_report, report) == who(
        council, {"cabinet member", "contributor", "outside body"}
    )


def _those_who(council: Council, rule: rules.Rule, thing: object) -> set[str]:
    return {name for name, viewer in council.viewers.items() if rule(viewer, thing)}


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_NOTHING)
def test_a_rule_about_the_viewer_alone_holds_for_exactly_these(council: Council, name: str) -> None:
    assert _those_who(council, getattr(rules, name), None) == who(council, OF_NOTHING[name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_INQUIRY)
def test_a_rule_about_an_inquiry_holds_for_exactly_these(council: Council, name: str) -> None:
    assert _those_who(council, getattr(rules, name), council.inquiry) == who(council, OF_INQUIRY[name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_MEETING)
def test_a_rule_about_a_meeting_holds_for_exactly_these(council: Council, report: ProgressReport, name: str) -> None:
    assert _those_who(council, getattr(rules, name), report.meeting) == who(council, OF_MEETING[name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_REPORT)
def test_a_rule_about_a_report_holds_for_exactly_these(council: Council, report: ProgressReport, name: str) -> None:
    assert _those_who(council, getattr(rules, name), report) == who(council, OF_REPORT[name])


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_PLAN)
def test_a_rule_about_a_plan_holds_for_exactly_these(council: Council, name: str) -> None:
    plan = factories.ImprovementPlanFactory(owning_post=council.post)
    assert _those_who(council, getattr(rules, name), plan) == who(council, OF_PLAN[name])
    assert _those_who(council, getattr(rules, name), council.post) == who(council, OF_PLAN[name])


def _cabinet_report(council: Council) -> CabinetReport:
    """One that names another post as a Cabinet Member's, and a third to clear a section."""
    version = cabinet.ReportTemplateVersionFactory(template__committee=council.other_committee)
    cabinet.TemplateHeadingFactory(version=version, is_compliance=True, cleared_by=council.other_post)
    report = cabinet.CabinetReportFactory(template_version=version, post=council.post)
    cabinet.CabinetPartyFactory(
        report=report, role=PartyRole.CABINET_MEMBER, post=council.responsible_post, name="", telephone=""
    )
    return report


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_CABINET_REPORT)
def test_a_rule_about_a_report_to_cabinet_holds_for_exactly_these(council: Council, name: str) -> None:
    report = _cabinet_report(council)
    found = _those_who(council, getattr(rules, name), report)
    assert found == who(council, OF_CABINET_REPORT[name])


@pytest.mark.django_db
def test_a_compliance_section_is_cleared_by_the_holder_of_the_post_its_template_names(council: Council) -> None:
    report = _cabinet_report(council)
    section = cabinet.CabinetSectionFactory(
        revision=cabinet.current_revision(report), heading=report.template_version.headings.get()
    )
    found = _those_who(council, rules.can_clear_cabinet_section, section)
    assert found == who(council, {"cabinet member elsewhere", "scrutiny officer with a cabinet post"})


@pytest.mark.django_db
def test_a_report_to_cabinet_is_started_by_those_of_a_post_of_the_council(council: Council) -> None:
    found = _those_who(council, rules.can_start_cabinet_report_of, council.post)
    assert found == who(council, {"cabinet member", "contributor"})
    assert _those_who(council, rules.can_start_cabinet_report_of, council.outside_body) == set()


@pytest.mark.django_db
def test_templates_are_their_cabinets_clerk_s(council: Council) -> None:
    found = _those_who(council, rules.can_manage_report_templates, council.other_committee)
    assert found == who(council, {"clerk elsewhere"})


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_RESPONSE)
def test_a_rule_about_a_response_holds_for_exactly_these(council: Council, name: str) -> None:
    response = ExecutiveResponse(inquiry=council.inquiry)
    assert _those_who(council, getattr(rules, name), response) == who(council, OF_RESPONSE[name])
    assert _those_who(council, getattr(rules, name), council.inquiry) == who(council, OF_RESPONSE[name])


@pytest.mark.django_db
def test_outside_bodies_respond_where_nobody_in_the_council_answers(council: Council) -> None:
    inquiry = factories.InquiryFactory()
    recommendation = factories.RecommendationFactory(inquiry=inquiry)
    factories.ResponsibilityFactory(recommendation=recommendation, post=council.outside_body)
    assert _those_who(council, rules.can_write_response, inquiry) == who(council, {"outside body"})


@pytest.mark.django_db
@pytest.mark.parametrize("name", OF_PLAN_UPDATE)
def test_a_rule_about_an_update_on_a_plan_holds_for_exactly_these(council: Council, name: str) -> None:
    update = factories.PlanUpdateFactory(by=[council.post])
    assert _those_who(council, getattr(rules, name), update) == who(council, OF_PLAN_UPDATE[name])


@pytest.mark.django_db
def test_an_outside_body_drafts_its_own_update_on_a_plan_and_keeps_no_month(council: Council) -> None:
    update = factories.PlanUpdateFactory(by=[council.outside_body])
    assert "outside body" in _those_who(council, rules.can_draft_plan_update, update)
    assert _those_who(council, rules.can_keep_month, update.round) == set()


@pytest.mark.django_db
def test_nobody_keeps_a_plan_for_an_outside_body(council: Council) -> None:
    assert _those_who(council, rules.is_of_the_owning_post, council.outside_body) == set()


@pytest.mark.django_db
def test_everyone_active_is_signed_in_but_the_anonymous(council: Council) -> None:
    nobody = {"anonymous", "inactive administrator", "inactive scrutiny officer"}
    assert _those_who(council, rules.is_signed_in, None) == set(council.viewers) - who(council, nobody)


@pytest.mark.django_db
def test_a_second_step_is_needed_by_those_whom_the_setting_names(council: Council, settings: Settings) -> None:
    nobody = {"anonymous", "inactive administrator", "inactive scrutiny officer"}
    found = {}
    for setting in ("nobody", "exempt", "everyone"):
        settings.SECOND_STEP_FOR = setting
        found[setting] = _those_who(council, rules.needs_second_step, None)
    assert found == {
        "nobody": set(),
        "exempt": SEE_EXEMPT_PAPERS | {"administrator"},
        "everyone": set(council.viewers) - nobody,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "writers"),
    [
        (1, {"cabinet member", "contributor"}),
        (2, {"cabinet member", "responsible cabinet member", "responsible contributor"}),
        (3, {"cabinet member", "outside body"}),
    ],
)
def test_a_section_is_written_by_those_who_answer_for_it_and_by_whoever_signs_for_all_of_it(
    council: Council, report: ProgressReport, number: int, writers: set[str]
) -> None:
    recommendation = council.recommendations[number - 1]
    found = {name for name, viewer in council.viewers.items() if rules.can_draft_update(viewer, report, recommendation)}
    assert found == who(council, writers)


@pytest.mark.django_db
def test_a_post_whose_responsibility_has_moved_on_no_longer_drafts(council: Council, report: ProgressReport) -> None:
    council.recommendations[1].responsibilities.update(ends_on="2016-01-01")
    assert rules.can_draft_report(council.user("responsible cabinet member"), report) is False


@pytest.mark.django_db
def test_a_recommendation_withdrawn_as_a_mistake_makes_nobody_answerable(
    council: Council, report: ProgressReport
) -> None:
    Recommendation.objects.filter(pk=council.recommendations[1].pk).update(withdrawn_reason="Entered twice.")
    assert rules.can_draft_report(council.user("responsible cabinet member"), report) is False


@pytest.mark.django_db
def test_a_part_is_written_by_those_who_answer_for_its_recommendation(council: Council, report: ProgressReport) -> None:
    part = factories.PartFactory(parent=council.recommendations[1])
    assert rules.can_draft_update(council.user("responsible contributor"), report, part) is True


@pytest.mark.django_db
def test_a_part_with_a_post_of_its_own_is_that_posts(council: Council, report: ProgressReport) -> None:
    whole = council.recommendations[0]
    own, inherits = factories.PartFactory(parent=whole), factories.PartFactory(parent=whole, letter="b")
    factories.ResponsibilityFactory(recommendation=own, post=council.responsible_post)
    rows = Recommendation.objects.filter(parent=whole).with_responsibilities()
    written = {
        name: [row.letter for row in rows if rules.writing_rights(council.user(name), report).may_write(row)]
        for name in ("cabinet member", "contributor", "responsible contributor", "outside body")
    }
    assert written == {
        "cabinet member": [own.letter, inherits.letter],
        "contributor": [inherits.letter],
        "responsible contributor": [own.letter],
        "outside body": [],
    }


@pytest.mark.django_db
def test_a_contributor_to_the_reports_post_stands_in_where_nobody_responsible_can_sign_in(
    council: Council, report: ProgressReport
) -> None:
    contributor, leaf = council.user("contributor"), council.recommendations[1]
    assert rules.can_draft_update(contributor, report, leaf) is False
    User.objects.filter(person__appointments__post=council.responsible_post).update(is_active=False)
    assert rules.can_draft_update(contributor, report, leaf) is True
    factories.AppointmentFactory(post=council.responsible_post)
    assert rules.can_draft_update(contributor, report, leaf) is True, "a person without an account writes nothing"
    factories.appointed(council.responsible_post, Capacity.CONTRIBUTOR)
    assert rules.can_draft_update(contributor, report, leaf) is False


@pytest.mark.django_db
def test_a_concluded_part_lets_nobody_but_a_signatory_write_its_section(
    council: Council, report: ProgressReport
) -> None:
    leaf = council.recommendations[1]
    held = factories.MeetingFactory(committee=council.committee, held_on=date(2015, 9, 8), state=MeetingState.HELD)
    factories.AssessmentFactory(leaf=leaf, meeting=held, decision=Decision.CONCLUDE, conclusion_reason="overtaken")
    names = ("cabinet member", "responsible cabinet member", "responsible contributor")
    assert {name: rules.can_draft_update(council.user(name), report, leaf) for name in names} == {
        "cabinet member": True,
        "responsible cabinet member": False,
        "responsible contributor": False,
    }


@pytest.mark.django_db
def test_an_inquiry_handed_on_is_managed_by_the_officers_of_the_committee_that_tracks_it_now(council: Council) -> None:
    inquiry: Inquiry = factories.InquiryFactory(tracking_committee=council.committee)
    inquiry.tracking_committees.update(ends_on="2016-05-24")
    inquiry.tracking_committees.create(committee=council.other_committee, starts_on="2016-05-24")
    assert _those_who(council, rules.can_manage_inquiry, inquiry) == {"scrutiny officer elsewhere"}


@pytest.mark.django_db
def test_a_report_belongs_to_the_committee_of_its_meeting(council: Council) -> None:
    meeting: Meeting = factories.MeetingFactory(committee=council.other_committee)
    report = council.open_report(meeting=meeting)
    assert _those_who(council, rules.can_publish_report, report) == {"clerk elsewhere"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", CommitteeKind)
def test_only_a_committee_of_scrutiny_records_views_publishes_them_and_asks_for_updates(kind: CommitteeKind) -> None:
    committee = factories.CommitteeFactory(kind=kind)
    meeting = factories.MeetingFactory(committee=committee)
    officer, clerk = (
        factories.seated(committee, role) for role in (CommitteeRole.SCRUTINY_OFFICER, CommitteeRole.CLERK)
    )
    is_scrutiny = kind == CommitteeKind.SCRUTINY
    assert [
        rules.is_scrutinys(clerk, meeting),
        rules.is_scrutinys(clerk, committee),
        rules.can_record_views(clerk, meeting),
        rules.can_publish_views(clerk, meeting),
        rules.can_ask_for_updates(officer, meeting),
    ] == [is_scrutiny] * 5
    assert (rules.can_manage_meetings_of(clerk, meeting), rules.can_issue_papers(clerk, meeting)) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "may_record"),
    [
        (PostKind.PORTFOLIO, False),
        (PostKind.OFFICER, True),
        (PostKind.COLLECTIVE, True),
        (PostKind.OUTSIDE_BODY, True),
    ],
)
def test_only_a_cabinet_post_keeps_its_people_from_recording_views(kind: PostKind, may_record: bool) -> None:
    committee = factories.CommitteeFactory()
    clerk = factories.seated(committee, CommitteeRole.CLERK)
    factories.AppointmentFactory(person=clerk.person, post=factories.PostFactory(kind=kind))
    assert rules.can_record_views(clerk, factories.MeetingFactory(committee=committee)) is may_record


@pytest.mark.django_db
def test_an_inquiry_that_nobody_tracks_is_nobodys_to_manage(council: Council) -> None:
    inquiry = factories.InquiryFactory()
    inquiry.tracking_committees.all().delete()
    assert _those_who(council, rules.can_manage_inquiry, inquiry) == set()


def test_check_raises_for_those_the_rule_does_not_hold_for() -> None:
    nobody = rules.Rule(lambda viewer, thing: False)
    with pytest.raises(NotAllowed, match=r"^You do not have permission to do this\.$"):
        nobody.check(None)


def test_check_lets_the_others_pass() -> None:
    everybody = rules.Rule(lambda viewer, thing: True)
    assert everybody.check(None) is None


@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("right", [True, False])
def test_rules_compose_like_logic(left: bool, right: bool) -> None:
    one, other = rules.Rule(lambda viewer, thing: left), rules.Rule(lambda viewer, thing: right)
    assert (one & other)(None) is (left and right)
    assert (one | other)(None) is (left or right)
    assert (~one)(None) is (not left)


def test_every_rule_has_a_row_in_the_tables_above() -> None:
    apart = {
        "can_clear_cabinet_section",
        "can_start_cabinet_report_of",
        "can_manage_report_templates",
        "can_write_page",
    }
    tables = (OF_NOTHING, OF_INQUIRY, OF_MEETING, OF_REPORT, OF_PLAN, OF_PLAN_UPDATE, OF_RESPONSE, OF_CABINET_REPORT)
    rows = set().union(*tables) | {"is_signed_in", "is_scrutinys"} | apart
    assert {name for name, value in vars(rules).items() if isinstance(value, rules.Rule)} == rows

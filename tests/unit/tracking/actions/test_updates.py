"""Writing a Progress Report: sections, overview, contact officers, answers to the claim check."""

from datetime import date

import pytest

from tests.factories import AssessmentSchemeFactory, PartFactory, ResponsibilityFactory, category
from tests.reporting import Reporting, also_answering_for, reporting
from tracking.actions.overrides import override_warnings
from tracking.actions.report_decisions import return_report
from tracking.actions.reports import submit_report
from tracking.actions.updates import (
    Answer,
    Contact,
    save_contact_officers,
    save_overview,
    save_update,
)
from tracking.enums import ConclusionReason
from tracking.exceptions import NotAllowed, NotPossible, StaleReport, StaleText
from tracking.models import ClaimCheckOverride, Event, ProgressReport, ProgressUpdate, SelfAssessment, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Reporting:
    return reporting()


def update_of(report: ProgressReport, recommendation) -> ProgressUpdate:  # type: ignore[no-untyped-def]
    return ProgressUpdate.objects.get(revision__report=report, recommendation=recommendation)


def save(report: ProgressReport, update: ProgressUpdate, by: User, **changed) -> ProgressUpdate:  # type: ignore[no-untyped-def]
    values = {"evidence_text": "", "overall_statement": "", "answers": {}, "version": update.version} | changed
    return save_update(report=report, update=update, by=by, **values)


def test_a_draft_may_be_incomplete_and_one_save_is_one_event(council: Reporting) -> None:
    report = council.draft()
    before = Event.objects.count()
    answers = {council.part_a.pk: Answer(category=category(3))}
    update = save(report, update_of(report, council.parent), council.holder, evidence_text="So far.", answers=answers)
    assert (update.evidence_text, update.version, update.recorded_by) == ("So far.", 1, council.holder)
    assert SelfAssessment.objects.get(leaf=council.part_a).category == category(3)
    assert SelfAssessment.objects.get(leaf=council.part_b).category is None
    event = Event.objects.latest("pk")
    assert (Event.objects.count(), event.type) == (before + 1, "saved update")
    assert sorted(event.after) == ["R02a", "evidence_text"]
    assert event.before["evidence_text"] == ""


def test_saying_again_what_is_there_writes_nothing(council: Reporting) -> None:
    report = council.draft()
    update = update_of(report, council.whole)
    save(report, update, council.holder, evidence_text="So far.", answers={council.whole.pk: Answer()})
    before = Event.objects.count()
    save(report, update, council.holder, evidence_text="So far.", answers={council.whole.pk: Answer()}, version=0)
    update.refresh_from_db()
    assert (Event.objects.count(), update.version) == (before, 1)


def test_what_the_category_does_not_ask_for_is_left_out(council: Reporting) -> None:
    report = council.draft()
    answer = Answer(
        category=category(4),
        proposed_conclusion=ConclusionReason.OVERTAKEN,
        proposal_explanation="The service is gone.",
        completed_on=date(2016, 1, 1),
        anticipated_on=date(2017, 1, 1),
        anticipated_text="New year",
        obstacle="The Act is not in force.",
    )
    save(report, update_of(report, council.whole), council.holder, answers={council.whole.pk: answer})
    claim = SelfAssessment.objects.get(leaf=council.whole)
    assert (claim.proposed_conclusion, claim.completed_on, claim.anticipated_on) == ("", None, None)
    assert (claim.proposal_explanation, claim.anticipated_text) == ("", "")
    assert claim.obstacle == "The Act is not in force."


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(proposed_conclusion=ConclusionReason.OVERTAKEN), "Say why tracking of R01 should be concluded"),
        (
            Answer(proposed_conclusion=ConclusionReason.IMPLEMENTED, proposal_explanation="Done."),
            "choose a category that says it is achieved",
        ),
    ],
)
def test_a_proposal_to_conclude_says_why_and_is_never_an_achievement(
    council: Reporting, answer: Answer, told: str
) -> None:
    report = council.draft()
    with pytest.raises(NotPossible, match=told):
        save(report, update_of(report, council.whole), council.holder, answers={council.whole.pk: answer})


def test_a_category_of_another_scheme_is_refused(council: Reporting) -> None:
    other = AssessmentSchemeFactory()
    stranger = category(1)
    stranger.pk, stranger.scheme = None, other
    stranger.save()
    report = council.draft()
    with pytest.raises(NotPossible, match="not one of the inquiry’s"):
        save(
            report,
            update_of(report, council.whole),
            council.holder,
            answers={council.whole.pk: Answer(category=stranger)},
        )


def test_the_later_of_two_saves_is_told_and_nothing_is_lost(council: Reporting) -> None:
    report = council.draft()
    update = update_of(report, council.whole)
    save(report, update, council.contributor, evidence_text="Mine.", version=0)
    with pytest.raises(StaleText):
        save(report, update, council.holder, evidence_text="Theirs.", version=0)
    update.refresh_from_db()
    assert (update.evidence_text, update.recorded_by) == ("Mine.", council.contributor)
    save(report, update, council.holder, evidence_text="Mine. Theirs.", version=1)
    update.refresh_from_db()
    assert (update.evidence_text, update.version) == ("Mine. Theirs.", 2)


@pytest.mark.parametrize("who", ["officer", "clerk", "member", "administrator"])
def test_nobody_outside_the_posts_writes(council: Reporting, who: str) -> None:
    report = council.draft()
    user = getattr(council, who)
    with pytest.raises(NotAllowed):
        save(report, update_of(report, council.whole), user, evidence_text="Changed.")
    with pytest.raises(NotAllowed):
        save_overview(report=report, overview="Changed.", version=0, by=user)
    with pytest.raises(NotAllowed):
        save_contact_officers(report=report, contact_officers=[], version=0, by=user)


def test_another_responsible_post_writes_its_own_recommendation_only(council: Reporting) -> None:
    other = also_answering_for(council.whole, council.other_post)
    report = council.draft()
    save(report, update_of(report, council.whole), other, evidence_text="From Transport.")
    with pytest.raises(NotAllowed):
        save(report, update_of(report, council.parent), other, evidence_text="Not mine.")
    with pytest.raises(NotAllowed):
        save_overview(report=report, overview="Not mine.", version=0, by=other)


def test_a_parts_assessment_is_its_own_posts(council: Reporting) -> None:
    other = also_answering_for(council.part_a, council.other_post)
    ResponsibilityFactory(recommendation=council.part_b, post=council.post)
    report = council.draft()
    update = update_of(report, council.parent)
    update = save(report, update, other, evidence_text="Shared.", answers={council.part_a.pk: Answer(category(6))})
    with pytest.raises(NotAllowed):
        save(report, update, other, answers={council.part_b.pk: Answer(category(6))})
    assert SelfAssessment.objects.get(leaf=council.part_b).category is None


def test_a_leaf_outside_the_section_takes_no_assessment(council: Reporting) -> None:
    report = council.draft()
    with pytest.raises(NotPossible, match="takes no new assessment"):
        save(
            report,
            update_of(report, council.whole),
            council.holder,
            answers={council.part_a.pk: Answer(category=category(6))},
        )


def test_a_part_made_after_opening_is_answered_like_any_other(council: Reporting) -> None:
    report = council.draft()
    part = PartFactory(parent=council.parent, letter="c")
    save(report, update_of(report, council.parent), council.holder, answers={part.pk: Answer(category=category(6))})
    assert SelfAssessment.objects.get(leaf=part).category == category(6)


def test_nothing_is_written_once_the_report_was_handed_in(council: Reporting) -> None:
    report = council.answered()
    open_elsewhere = ProgressReport.objects.get(pk=report.pk)
    submit_report(report=report, by=council.holder)
    with pytest.raises(StaleReport):
        save(open_elsewhere, update_of(report, council.whole), council.contributor, evidence_text="Too late.")
    with pytest.raises(StaleReport):
        save_overview(report=open_elsewhere, overview="Too late.", version=0, by=council.contributor)
    with pytest.raises(StaleReport):
        override_warnings(report=open_elsewhere, reasons={}, by=council.contributor)


def test_the_overview_is_saved_once_and_a_later_save_is_told(council: Reporting) -> None:
    report = council.draft()
    save_overview(report=report, overview="All is well.", version=0, by=council.contributor)
    save_overview(report=report, overview="All is well.", version=0, by=council.contributor)
    with pytest.raises(StaleText):
        save_overview(report=report, overview="Not at all.", version=0, by=council.holder)
    assert report.revisions.get().overview == "All is well."
    assert Event.objects.filter(type="saved overview").count() == 1


def test_contact_officers_are_saved_in_order(council: Reporting) -> None:
    report = council.draft()
    contacts = [Contact("Head of Procurement", telephone="0121 496 0123"), Contact("Chief Executive")]
    save_contact_officers(report=report, contact_officers=contacts, version=0, by=council.contributor)
    revision = report.revisions.get()
    assert [(row.position, row.name, row.telephone) for row in revision.contact_officers.all()] == [
        (1, "Head of Procurement", "0121 496 0123"),
        (2, "Chief Executive", ""),
    ]
    assert Event.objects.filter(type="saved contact officers").count() == 1


def test_reasons_against_warnings_are_saved_changed_and_taken_back(council: Reporting) -> None:
    report = council.draft()
    council.answer(report, update_of(report, council.whole), Answer(category=category(1)))
    key = (council.whole.pk, "completion-date-missing")
    for reason in ("Unknown.", "Not recorded.", ""):
        override_warnings(report=report, reasons={key: reason}, by=council.contributor)
    assert ClaimCheckOverride.objects.count() == 0
    told = Event.objects.filter(type="overrode warnings").order_by("pk")
    assert [list(event.after.values()) for event in told] == [["Unknown."], ["Not recorded."], [""]]


def test_an_error_cannot_be_overridden(council: Reporting) -> None:
    report = council.draft()
    with pytest.raises(NotPossible, match="R01 has no assessment"):
        override_warnings(report=report, reasons={(council.whole.pk, "left-out"): "So what."}, by=council.holder)


def test_a_warning_that_is_not_there_needs_no_reason(council: Reporting) -> None:
    report = council.answered()
    with pytest.raises(NotPossible, match="no longer stands"):
        override_warnings(report=report, reasons={(council.whole.pk, "obstacle-missing"): "So."}, by=council.holder)


def test_a_section_opened_before_the_report_was_returned_does_not_change_what_was_handed_in(
    council: Reporting,
) -> None:
    report = council.answered()
    handed_in = update_of(report, council.whole)
    submit_report(report=report, by=council.holder)
    return_report(report=report, reason="The figures are missing.", by=council.officer)
    before = Event.objects.count()

    with pytest.raises(StaleReport):
        save(report, handed_in, council.holder, evidence_text="Rewritten.", version=handed_in.version)

    handed_in.refresh_from_db()
    assert (handed_in.evidence_text, Event.objects.count()) == ("The plan was agreed in **March**.", before)


def test_reasons_against_warnings_are_for_those_who_write_the_report(council: Reporting) -> None:
    report = council.answered()
    for user in (council.officer, council.clerk, council.member, council.administrator):
        with pytest.raises(NotAllowed):
            override_warnings(report=report, reasons={(council.whole.pk, "no-such-warning"): "Because."}, by=user)
        with pytest.raises(NotAllowed):
            override_warnings(report=report, reasons={}, by=user)


def test_the_event_about_contact_officers_names_none_of_them(council: Reporting) -> None:
    report = council.draft()
    contact = Contact(name="Pat Example", title="Head of Service", telephone="0121 496 0123", email="pat@example.org")
    save_contact_officers(report=report, contact_officers=[contact], version=0, by=council.holder)

    event = Event.objects.latest("pk")

    assert (event.before, event.after) == (
        {"contact_officers": []},
        {"contact_officers": ["Head of Service"]},
    )

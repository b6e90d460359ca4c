"""Changing what a draft says of its evidence, and in which order."""

import pytest

from tests.reporting import Reporting, also_answering_for, reporting
from tests.uploads import inspected, pdf
from tracking.actions.conflicts import fingerprints
from tracking.actions.evidence import add_evidence
from tracking.actions.evidence_uses import (
    change_evidence,
    move_evidence_use,
    remove_evidence_use,
    use_as_saved,
    use_evidence_again,
)
from tracking.actions.openness import Openness
from tracking.actions.report_decisions import return_report
from tracking.actions.reports import submit_report
from tracking.enums import Exemption
from tracking.exceptions import NotAllowed, NotPossible, StaleReport, StaleText
from tracking.models import Event, Evidence, EvidenceUse, ProgressReport, ProgressUpdate

pytestmark = pytest.mark.django_db

PUBLIC = Openness(Exemption.PUBLIC)
EXEMPT = Openness(Exemption.EXEMPT, 3, "It would harm the tender.")


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def report(council: Reporting) -> ProgressReport:
    return council.answered()


def section(report: ProgressReport, number: int = 2) -> ProgressUpdate:
    return ProgressUpdate.objects.get(revision__report=report, revision__is_current=True, recommendation__number=number)


def added(council: Reporting, report: ProgressReport, title: str = "Plan") -> EvidenceUse:
    return add_evidence(
        update=section(report), title=title, file=inspected("plan.pdf", pdf()), openness=PUBLIC, by=council.holder
    )


def test_title_part_pages_and_openness_are_changed_in_a_draft(council: Reporting, report: ProgressReport) -> None:
    use, before = added(council, report), Event.objects.count()
    change_evidence(
        use=use, title=" Better plan ", openness=EXEMPT, leaf=council.part_b, pages="2", by=council.contributor
    )
    use = EvidenceUse.objects.get()
    evidence = use.evidence
    assert (evidence.title, evidence.exemption, evidence.exempt_paragraph) == ("Better plan", "exempt", 3)
    assert (use.leaf, use.pages, Evidence.objects.count()) == (council.part_b, "2", 1)
    event = Event.objects.latest("pk")
    assert (Event.objects.count(), event.type) == (before + 1, "changed evidence")
    assert "Better plan" not in str(event.after)


def test_saying_again_what_is_there_writes_nothing(council: Reporting, report: ProgressReport) -> None:
    use, before = added(council, report), Event.objects.count()
    change_evidence(use=use, title="Plan", openness=PUBLIC, by=council.holder)
    assert Event.objects.count() == before


def test_two_who_change_different_things_lose_neither(council: Reporting, report: ProgressReport) -> None:
    use = added(council, report)
    read = fingerprints(use_as_saved(use))
    change_evidence(use=use, title="Theirs", openness=PUBLIC, by=council.holder, read=read)
    change_evidence(use=use, title="Plan", openness=EXEMPT, pages="2", by=council.contributor, read=read)
    use = EvidenceUse.objects.get()
    assert (use.evidence.title, use.evidence.exemption, use.pages) == ("Theirs", "exempt", "2")


def test_two_who_change_the_same_are_told_and_nothing_is_written(council: Reporting, report: ProgressReport) -> None:
    use = added(council, report)
    read = fingerprints(use_as_saved(use))
    change_evidence(use=use, title="Theirs", openness=PUBLIC, by=council.holder, read=read)
    before = Event.objects.count()
    with pytest.raises(StaleText):
        change_evidence(use=use, title="Mine", openness=PUBLIC, pages="2", by=council.contributor, read=read)
    assert (EvidenceUse.objects.get().evidence.title, Event.objects.count()) == ("Theirs", before)


def test_what_was_taken_out_meanwhile_is_neither_changed_nor_moved_nor_taken_out_again(
    council: Reporting, report: ProgressReport
) -> None:
    use = added(council, report)
    remove_evidence_use(use=EvidenceUse.objects.get(), by=council.holder)
    before = Event.objects.count()
    for act, said in (
        (change_evidence, {"title": "Mine", "openness": PUBLIC}),
        (move_evidence_use, {"up": True}),
        (remove_evidence_use, {}),
    ):
        with pytest.raises(NotPossible, match="Somebody has taken this evidence out meanwhile"):
            act(use=use, by=council.holder, **said)
    assert Event.objects.count() == before


def test_what_was_handed_in_keeps_its_title_and_openness(council: Reporting, report: ProgressReport) -> None:
    handed_in = added(council, report)
    use_evidence_again(update=section(report, 1), evidence=handed_in.evidence, by=council.holder)
    submit_report(report=report, by=council.holder)
    return_report(report=report, reason="This is exempt.", by=council.officer)
    use = section(report).evidence_uses.get()

    change_evidence(use=use, title="New title", openness=EXEMPT, by=council.holder)

    handed_in.refresh_from_db()
    now = [section(report, number).evidence_uses.get().evidence for number in (1, 2)]
    assert (handed_in.evidence.title, handed_in.evidence.exemption) == ("Plan", "public")
    assert [(row.title, row.exemption) for row in now] == [("New title", "exempt")] * 2
    assert now[0].file.name == handed_in.evidence.file.name


def test_pages_belong_to_the_use_and_need_no_row_of_their_own(council: Reporting, report: ProgressReport) -> None:
    handed_in = added(council, report)
    submit_report(report=report, by=council.holder)
    return_report(report=report, reason="Which page?", by=council.officer)
    change_evidence(
        use=section(report).evidence_uses.get(), title="Plan", openness=PUBLIC, pages="1", by=council.holder
    )
    handed_in.refresh_from_db()
    assert (handed_in.pages, section(report).evidence_uses.get().pages, Evidence.objects.count()) == ("", "1", 1)


@pytest.mark.parametrize("pages", ["3", "1 to 3", "pp. 2, 9", "0"])
def test_pages_that_the_file_has_not_are_told(council: Reporting, report: ProgressReport, pages: str) -> None:
    with pytest.raises(NotPossible, match=r"The file has 2 pages, so there is no page \d"):
        change_evidence(use=added(council, report), title="Plan", openness=PUBLIC, pages=pages, by=council.holder)


def test_a_place_that_is_no_page_may_be_named_in_any_words(council: Reporting, report: ProgressReport) -> None:
    use = added(council, report)
    change_evidence(use=use, title="Plan", openness=PUBLIC, pages="Table 7 of 2016", by=council.holder)
    assert EvidenceUse.objects.get().pages == "Table 7 of 2016"


def test_evidence_moves_up_and_down_and_stays_at_either_end(council: Reporting, report: ProgressReport) -> None:
    uses = [added(council, report, title) for title in ("A", "B", "C")]
    titles = []
    for use, up in ((uses[2], True), (uses[0], False), (uses[2], True), (uses[2], True)):
        move_evidence_use(use=use, up=up, by=council.holder)
        titles.append("".join(row.evidence.title for row in section(report).evidence_uses.all()))
    assert titles == ["ACB", "CAB", "CAB", "CAB"]
    assert Event.objects.filter(type="put evidence in order").count() == 2


def test_others_change_and_move_nothing(council: Reporting, report: ProgressReport) -> None:
    use = added(council, report)
    for user in (council.officer, council.clerk, council.member, council.administrator):
        with pytest.raises(NotAllowed):
            change_evidence(use=use, title="Mine", openness=PUBLIC, by=user)
        with pytest.raises(NotAllowed):
            move_evidence_use(use=use, up=True, by=user)


def test_what_one_may_not_see_one_may_not_change(council: Reporting, report: ProgressReport) -> None:
    council.other_post.kind = "outside_body"
    council.other_post.save()
    outside = also_answering_for(council.parent, council.other_post)
    outside.person.appointments.exclude(post=council.other_post).delete()
    use = added(council, report)
    change_evidence(use=use, title="Plan", openness=EXEMPT, by=council.holder)
    with pytest.raises(NotAllowed):
        change_evidence(use=use, title="Mine", openness=PUBLIC, by=outside)


def test_nothing_is_changed_once_the_report_was_handed_in(council: Reporting, report: ProgressReport) -> None:
    use = added(council, report)
    submit_report(report=report, by=council.holder)
    with pytest.raises(StaleReport):
        change_evidence(use=use, title="Late", openness=PUBLIC, by=council.holder)
    with pytest.raises(StaleReport):
        move_evidence_use(use=use, up=True, by=council.holder)

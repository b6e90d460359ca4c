"""Taking over into a section what was said and shown before."""

from datetime import timedelta

import pytest

from tests.factories import (
    EvidenceFactory,
    ExemptPassageFactory,
    MeetingFactory,
    RecommendationFactory,
    SelfAssessmentFactory,
    current_revision,
    published_report,
)
from tests.reporting import Reporting, also_answering_for, reporting
from tracking import dates
from tracking.actions.reports import submit_report
from tracking.actions.taking_over import TakenOver, take_over
from tracking.enums import Exemption, ScanState
from tracking.exceptions import NotAllowed, StaleReport
from tracking.models import (
    Draft,
    Event,
    EvidenceUse,
    ExemptPassage,
    ProgressReport,
    ProgressUpdate,
    ReportPost,
    SelfAssessment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def earlier(council: Reporting) -> ProgressUpdate:
    """What the last report said on R02, for the meeting three months ago."""
    meeting = MeetingFactory(committee=council.committee, held_on=dates.today() - timedelta(days=90), state="held")
    claims = {"pointer_text": "see appendix 4, page 8"}
    report = published_report([council.part_a], meeting=meeting, claims=claims, lead_post=council.post)
    return current_revision(report).updates.get()


@pytest.fixture
def update(council: Reporting) -> ProgressUpdate:
    return section(council.draft(), 2)


def section(report: ProgressReport, number: int) -> ProgressUpdate:
    return ProgressUpdate.objects.get(revision__report=report, recommendation__number=number)


def used_in(update: ProgressUpdate, **fields: object) -> EvidenceUse:
    where = {"leaf": fields.pop("leaf", None), "pages": fields.pop("pages", "")}
    return EvidenceUse.objects.create(evidence=EvidenceFactory(**fields), update=update, **where)


def test_passages_files_and_pointers_are_added_in_one_event(
    council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate
) -> None:
    use = used_in(earlier, leaf=council.part_a, pages="8")
    ProgressUpdate.objects.filter(pk=update.pk).update(evidence_text="Mine.")
    before = Event.objects.count()
    taken = take_over(
        update=update,
        passages=["One.", "Two."],
        evidence=[use],
        pointers=[earlier.self_assessments.get()],
        by=council.contributor,
    )
    update.refresh_from_db()
    here = update.evidence_uses.get()
    assert taken == TakenOver(passages=2, evidence=1, pointers=1)
    assert (update.evidence_text, update.version) == ("Mine.\n\nOne.\n\nTwo.", 1)
    assert update.recorded_by == council.contributor
    assert (here.evidence, here.leaf, here.pages) == (use.evidence, council.part_a, "8")
    claim = SelfAssessment.objects.get(update=update, leaf=council.part_a)
    assert (claim.pointer_text, claim.category) == ("see appendix 4, page 8", None)
    event = Event.objects.latest("pk")
    assert (Event.objects.count(), event.type) == (before + 1, "took over from before")
    assert event.before == {"evidence_text": "Mine.", "R02a pointer_text": ""}
    assert event.after["evidence"] == [use.evidence_id]


def test_sent_twice_it_is_added_once_and_told_once(
    council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate
) -> None:
    chosen = {
        "passages": ["- a\n- b", "Two."],
        "evidence": [used_in(earlier)],
        "pointers": [earlier.self_assessments.get()],
    }
    take_over(update=update, by=council.holder, **chosen)
    before = Event.objects.count()
    assert take_over(update=update, by=council.holder, **chosen) == TakenOver(0, 0, 0)
    update.refresh_from_db()
    assert (update.evidence_text, update.version) == ("- a\n- b\n\nTwo.", 1)
    assert (update.evidence_uses.count(), Event.objects.count()) == (1, before)


def test_what_is_said_already_is_never_replaced(
    council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate
) -> None:
    SelfAssessment.objects.filter(update=update, leaf=council.part_a).update(pointer_text="see page 2")
    take_over(update=update, pointers=[earlier.self_assessments.get()], by=council.holder)
    assert SelfAssessment.objects.get(update=update, leaf=council.part_a).pointer_text == "see page 2"


def test_a_draft_not_saved_yet_stays(council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate) -> None:
    report = update.revision.report
    draft = Draft.objects.create(
        report=report,
        page="section",
        recommendation=council.parent,
        written_by=council.holder,
        fields={"evidence_text": ["Half a sentence"]},
    )
    take_over(update=update, passages=["One."], by=council.holder)
    assert list(Draft.objects.all()) == [draft]


def test_a_file_of_a_part_concluded_since_serves_the_whole_recommendation(
    council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate
) -> None:
    use = used_in(earlier, leaf=council.whole)
    take_over(update=update, evidence=[use], by=council.holder)
    assert update.evidence_uses.get().leaf is None


@pytest.mark.parametrize("who", ["officer", "clerk", "member", "administrator"])
def test_nobody_outside_the_posts_takes_anything_over(council: Reporting, update: ProgressUpdate, who: str) -> None:
    with pytest.raises(NotAllowed):
        take_over(update=update, passages=["One."], by=getattr(council, who))


def test_a_pointer_is_its_own_posts(council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate) -> None:
    other = also_answering_for(council.part_b, council.other_post)
    with pytest.raises(NotAllowed):
        take_over(update=update, pointers=[earlier.self_assessments.get()], by=other)
    own = SelfAssessmentFactory(update=earlier, leaf=council.part_b, pointer_text="see page 3")
    assert take_over(update=update, pointers=[own], by=other) == TakenOver(0, 0, 1)


def test_evidence_that_may_not_be_opened_or_is_of_another_inquiry_is_refused(
    council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate
) -> None:
    stranger = also_answering_for(council.parent, council.other_post)
    exempt = {"exemption": Exemption.EXEMPT, "exempt_paragraph": 3, "public_interest_reason": "The tender."}
    first_round = section_of_another_recommendation(council)
    refused = [
        used_in(earlier, scan_state=ScanState.INFECTED),
        used_in(first_round, **exempt),
        used_in(current_revision(published_report([RecommendationFactory()])).updates.get()),
    ]
    for use in refused:
        with pytest.raises(NotAllowed):
            take_over(update=update, evidence=[use], by=stranger)
    assert update.evidence_uses.count() == 0


def section_of_another_recommendation(council: Reporting) -> ProgressUpdate:
    meeting = MeetingFactory(committee=council.committee, held_on=dates.today() - timedelta(days=200), state="held")
    return current_revision(published_report([council.whole], meeting=meeting, lead_post=council.post)).updates.get()


def test_after_the_report_was_handed_in_nothing_is_added(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    with pytest.raises(StaleReport):
        take_over(update=section(report, 1), passages=["One."], by=council.holder)


class TestExemptPassages:
    def test_one_is_copied_with_its_part_and_why_it_is_withheld(
        self, council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate
    ) -> None:
        passage = ExemptPassageFactory(update=earlier, leaf=council.part_a, text="Markedword.")
        assert take_over(update=update, exempt=[passage], by=council.holder).exempt == 1
        copy = update.exempt_passages.get()
        assert (copy.text, copy.leaf, copy.recorded_by) == ("Markedword.", council.part_a, council.holder)
        assert (copy.exemption, copy.exempt_paragraph, copy.public_interest_reason) == (
            "exempt",
            3,
            passage.public_interest_reason,
        )
        event = Event.objects.latest("pk")
        assert (event.type, event.after) == ("took over from before", {"exempt_passages": [copy.pk]})

    def test_sent_twice_it_is_there_once(
        self, council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate
    ) -> None:
        passage = ExemptPassageFactory(update=earlier)
        counts = [take_over(update=update, exempt=[passage], by=council.holder).exempt for _ in range(2)]
        assert (counts, ExemptPassage.objects.filter(update=update).count()) == ([1, 0], 1)

    def test_only_who_may_read_it_takes_it_over(
        self, council: Reporting, earlier: ProgressUpdate, update: ProgressUpdate
    ) -> None:
        passage = ExemptPassageFactory(update=earlier)
        ReportPost.objects.filter(report=update.revision.report).update(post=council.other_post)
        ReportPost.objects.filter(report=earlier.revision.report).update(post=council.other_post)
        outside = also_answering_for(council.parent, council.other_post)
        council.other_post.kind = "outside body"
        council.other_post.save()
        outside.person.appointments.exclude(post=council.other_post).delete()
        with pytest.raises(NotAllowed):
            take_over(update=update, exempt=[passage], by=outside)
        assert ExemptPassage.objects.filter(update=update).count() == 0

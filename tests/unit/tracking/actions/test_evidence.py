"""Adding evidence, using it again, and taking it out of a draft."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings, settings

from tests.reporting import Reporting, also_answering_for, reporting
from tests.uploads import inspected, pdf
from tracking.actions.evidence import add_evidence
from tracking.actions.evidence_uses import remove_evidence_use, use_evidence_again
from tracking.actions.openness import Openness
from tracking.actions.report_decisions import return_report
from tracking.actions.reports import submit_report
from tracking.enums import Exemption, ScanState
from tracking.exceptions import NotAllowed, NotPossible, StaleReport
from tracking.models import Event, Evidence, EvidenceUse, ProgressReport, ProgressUpdate, User

pytestmark = pytest.mark.django_db

PUBLIC = Openness(Exemption.PUBLIC)
EXEMPT = Openness(Exemption.EXEMPT, 3, "It would harm the tender.")


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def report(council: Reporting) -> ProgressReport:
    return council.draft()


@pytest.fixture
def update(council: Reporting, report: ProgressReport) -> ProgressUpdate:
    return ProgressUpdate.objects.get(revision__report=report, recommendation=council.parent)


def add(update: ProgressUpdate, by: User, **changed: object) -> EvidenceUse:
    values: dict[str, object] = {"title": "Figures", "file": inspected(), "openness": PUBLIC} | changed
    return add_evidence(update=update, by=by, **values)  # type: ignore[arg-type]


def test_a_file_is_kept_under_a_random_name_with_its_hash(council: Reporting, update: ProgressUpdate) -> None:
    before = Event.objects.count()
    use = add(update, council.holder, leaf=council.part_a, pages="1")
    evidence = use.evidence
    assert (evidence.original_name, evidence.size, evidence.content_type) == ("figures.csv", 20, "text/csv")
    assert "figures" not in evidence.file.name
    assert Path(evidence.file.path).read_bytes() == b"year,figure\n2016,12\n"
    assert evidence.sha256 == "0f7b7fb62bd374add4d994dbf3f36f4cc6b570a695afaca67e98b78ccfb47bdc"
    assert (use.leaf, use.pages, use.position, evidence.supplied_by) == (council.part_a, "1", 1, council.post)
    assert Event.objects.count() == before + 1
    assert Event.objects.latest("pk").type == "added evidence"


def test_a_link_is_kept_without_a_file(council: Reporting, update: ProgressUpdate) -> None:
    use = add(update, council.contributor, file=None, link="https://www.example.org/minutes")
    assert (use.evidence.link, use.evidence.file.name, use.evidence.sha256) == (
        "https://www.example.org/minutes",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"file": None}, "one of the two"),
        ({"link": "https://www.example.org/"}, "one of the two"),
        ({"file": None, "link": "javascript:alert(1)"}, "Enter the whole address"),
        ({"file": inspected("plan.pdf", pdf(pages=3)), "pages": "2 to 4"}, "so there is no page 4"),
        ({"title": "  "}, "Give the evidence a title"),
        ({"openness": Openness("")}, "Choose whether this is public"),
        ({"openness": Openness(Exemption.EXEMPT, None, "Because.")}, "Say which paragraph"),
        ({"openness": Openness(Exemption.EXEMPT, 3, " ")}, "Say which paragraph"),
        ({"openness": Openness(Exemption.CONFIDENTIAL)}, "Say why this must be withheld"),
    ],
)
def test_what_is_missing_is_told(
    council: Reporting, update: ProgressUpdate, changed: dict[str, object], told: str
) -> None:
    with pytest.raises(NotPossible, match=told):
        add(update, council.holder, **changed)
    assert Evidence.objects.count() == 0


def test_withheld_evidence_keeps_its_reason(council: Reporting, update: ProgressUpdate) -> None:
    evidence = add(update, council.holder, openness=EXEMPT).evidence
    assert (evidence.exempt_paragraph, evidence.public_interest_reason) == (3, "It would harm the tender.")


def test_evidence_for_a_leaf_of_another_recommendation_is_refused(council: Reporting, update: ProgressUpdate) -> None:
    with pytest.raises(NotPossible, match="Choose a part of this recommendation"):
        add(update, council.holder, leaf=council.whole)


@pytest.mark.parametrize("who", ["officer", "clerk", "member", "administrator"])
def test_nobody_outside_the_posts_adds_or_removes(council: Reporting, update: ProgressUpdate, who: str) -> None:
    user, use = getattr(council, who), add(update, council.holder)
    with pytest.raises(NotAllowed):
        add(update, user)
    with pytest.raises(NotAllowed):
        remove_evidence_use(use=use, by=user)


def test_one_file_serves_several_recommendations(
    council: Reporting, report: ProgressReport, update: ProgressUpdate
) -> None:
    evidence = add(update, council.holder).evidence
    other = ProgressUpdate.objects.get(revision__report=report, recommendation=council.whole)
    use_evidence_again(update=other, evidence=evidence, by=council.holder, pages="2")
    assert [use.update for use in evidence.uses.order_by("pk")] == [update, other]
    with pytest.raises(NotPossible, match="used here already"):
        use_evidence_again(update=other, evidence=evidence, by=council.holder)


def test_evidence_of_another_inquiry_is_not_used_again(council: Reporting, update: ProgressUpdate) -> None:
    stray = Evidence.objects.create(
        title="Stray", link="https://www.example.org/", exemption=Exemption.PUBLIC, recorded_by=council.holder
    )
    with pytest.raises(NotPossible, match="not in a report on this inquiry"):
        use_evidence_again(update=update, evidence=stray, by=council.holder)


def test_what_one_may_not_see_one_may_not_use_again(council: Reporting, update: ProgressUpdate) -> None:
    council.other_post.kind = "outside_body"
    council.other_post.save()
    outside = also_answering_for(council.parent, council.other_post)
    outside.person.appointments.exclude(post=council.other_post).delete()
    evidence = add(update, council.holder, openness=EXEMPT).evidence
    with pytest.raises(NotAllowed):
        use_evidence_again(update=update, evidence=evidence, by=outside, leaf=council.part_a)


def test_taking_a_use_out_keeps_the_evidence(council: Reporting, update: ProgressUpdate) -> None:
    use = add(update, council.holder)
    remove_evidence_use(use=use, by=council.contributor)
    assert (EvidenceUse.objects.count(), Evidence.objects.count()) == (0, 1)
    assert Event.objects.latest("pk").type == "removed evidence"


def test_nothing_is_added_once_the_report_was_handed_in(council: Reporting) -> None:
    report = council.answered()
    update = ProgressUpdate.objects.filter(revision__report=report).select_related("revision__report")[0]
    use = add(update, council.holder)
    submit_report(report=report, by=council.holder)
    with pytest.raises(StaleReport):
        add(update, council.holder)
    with pytest.raises(StaleReport):
        remove_evidence_use(use=use, by=council.holder)


def test_evidence_chosen_before_the_report_was_returned_does_not_change_what_was_handed_in(
    council: Reporting,
) -> None:
    report = council.answered()
    handed_in = ProgressUpdate.objects.select_related("revision__report").get(
        revision__report=report, recommendation=council.parent
    )
    use = add(handed_in, council.holder)
    submit_report(report=report, by=council.holder)
    return_report(report=report, reason="The figures are missing.", by=council.officer)
    before = Event.objects.count()

    for act in (
        lambda: add(handed_in, council.holder, file=inspected("more.csv")),
        lambda: use_evidence_again(update=handed_in, evidence=use.evidence, by=council.holder, leaf=council.part_a),
        lambda: remove_evidence_use(use=use, by=council.holder),
    ):
        with pytest.raises(StaleReport):
            act()

    assert (list(handed_in.evidence_uses.all()), Event.objects.count()) == ([use], before)


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_same_form_sent_again_adds_nothing(council: Reporting, update: ProgressUpdate) -> None:
    key, before = uuid4(), Event.objects.count()
    uses = [add(update, council.holder, form_key=key) for _ in range(3)]
    assert uses == [uses[0]] * 3
    assert (Evidence.objects.count(), Event.objects.count() - before, len(stored_files())) == (1, 1, 1)


def test_a_form_whose_evidence_was_taken_out_since_says_so(council: Reporting, update: ProgressUpdate) -> None:
    key = uuid4()
    remove_evidence_use(use=add(update, council.holder, form_key=key), by=council.holder)
    with pytest.raises(NotPossible, match="was taken out since"):
        add(update, council.holder, form_key=key)


def test_a_refused_file_is_not_left_in_the_store(council: Reporting, report: ProgressReport) -> None:
    update = ProgressUpdate.objects.filter(revision__report=report)[0]
    for section in ProgressUpdate.objects.filter(revision__report=report):
        council.answer(report, section)
    submit_report(report=report, by=council.holder)
    with pytest.raises(StaleReport):
        add(update, council.holder)
    assert (Evidence.objects.count(), stored_files()) == (0, [])


def test_a_file_may_serve_several_recommendations_from_the_start(
    council: Reporting, report: ProgressReport, update: ProgressUpdate
) -> None:
    before = Event.objects.count()
    other = ProgressUpdate.objects.get(revision__report=report, recommendation=council.whole)
    evidence = add(update, council.holder, leaf=council.part_a, also=[other]).evidence
    uses = evidence.uses.order_by("pk")
    assert [(use.update, use.leaf) for use in uses] == [(update, council.part_a), (other, None)]
    assert (Event.objects.count() - before, Event.objects.latest("pk").after["also_in"]) == (1, [other.pk])


def test_evidence_is_not_put_where_one_may_not_write(
    council: Reporting, report: ProgressReport, update: ProgressUpdate
) -> None:
    stranger = also_answering_for(council.parent, council.other_post)
    other = ProgressUpdate.objects.get(revision__report=report, recommendation=council.whole)
    with pytest.raises(NotAllowed):
        add(update, stranger, also=[other])
    assert Evidence.objects.count() == 0


def test_with_a_scanner_a_new_file_waits_and_a_link_does_not(
    council: Reporting, update: ProgressUpdate, settings: LazySettings
) -> None:
    settings.CLAMAV_SOCKET = "unix:///nowhere"
    link = add(update, council.holder, file=None, link="https://www.example.org/")
    assert add(update, council.holder).evidence.scan_state == ScanState.WAITING
    assert link.evidence.scan_state == ScanState.NOT_SCANNED

"""A report divided up: who writes what, who reads what, and the task list that says who has it."""

import pytest
from django.utils import timezone

from tests.factories import ResponsibilityFactory, appointed
from tests.pages import text_of
from tests.reporting import Reporting, page, r01, reporting, section_answers, signed_in
from tracking import dates
from tracking.enums import Capacity
from tracking.models import Draft, ProgressReport, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def transport(council: Reporting) -> User:
    """Drafts for another post, which answers for part a of R02 and for nothing else."""
    ResponsibilityFactory(recommendation=council.part_a, post=council.other_post)
    return appointed(council.other_post, Capacity.CONTRIBUTOR)


@pytest.fixture
def draft(council: Reporting, transport: User) -> ProgressReport:
    return council.draft()


def words(user: User, address: str) -> str:
    return text_of(signed_in(user).get(address))


def test_a_part_of_another_post_is_read_only_with_who_has_it(
    council: Reporting, transport: User, draft: ProgressReport
) -> None:
    content = words(council.contributor, f"/reports/{draft.pk}/recommendations/R02/")
    assert "Cabinet Member’s assessment of R02 b)" in content
    assert "Cabinet Member’s assessment of R02 a)" not in content
    assert f"Another post answers for this part. With {transport.person}, Cabinet Member for Transport." in content


def test_whoever_holds_the_reports_post_writes_all_of_it(
    council: Reporting, transport: User, draft: ProgressReport
) -> None:
    content = words(council.holder, f"/reports/{draft.pk}/recommendations/R02/")
    assert "Cabinet Member’s assessment of R02 a)" in content
    assert "Another post answers for this part." not in content


def test_another_post_shares_the_evidence_text_and_answers_for_its_own_part(
    council: Reporting, transport: User, draft: ProgressReport
) -> None:
    address = f"/reports/{draft.pk}/recommendations/R02/"
    content = words(transport, address)
    assert "Evidence of progress" in content
    assert "Cabinet Member’s assessment of R02 b)" not in content
    signed_in(transport).post(address, {"version": 0, "evidence_text": "From Transport.", "go": "tasks"})
    update = draft.revisions.get().updates.get(recommendation=council.parent)
    assert (update.evidence_text, update.recorded_by) == ("From Transport.", transport)


def test_another_post_reads_its_own_sections_of_a_draft_and_the_state_of_the_rest(
    council: Reporting, transport: User, draft: ProgressReport
) -> None:
    signed_in(council.holder).post(
        f"/reports/{draft.pk}/recommendations/R01/", section_answers(r01(draft), evidence_text="Not for Transport.")
    )
    tasks = words(transport, f"/reports/{draft.pk}/")
    assert "1 of 2 recommendations is complete." in tasks
    assert "R01 Operational plan" in tasks
    for rest in ("", "preview/", "check/", "recommendations/R02/"):
        assert "Not for Transport." not in page(transport, f"/reports/{draft.pk}/{rest}")[1]
    assert "Not for Transport." in page(council.contributor, f"/reports/{draft.pk}/preview/")[1]
    assert page(transport, f"/reports/{draft.pk}/recommendations/R01/")[0] == 404


def test_the_task_list_says_who_has_what_and_who_saved_it(
    council: Reporting, transport: User, draft: ProgressReport
) -> None:
    signed_in(council.contributor).post(
        f"/reports/{draft.pk}/recommendations/R01/", section_answers(r01(draft), evidence_text="Begun.")
    )
    content = words(transport, f"/reports/{draft.pk}/")
    at = timezone.localtime(r01(draft).recorded_at)
    assert f"With {council.holder.person} and {council.contributor.person}, Deputy Leader" in content
    assert f"With {transport.person}, Cabinet Member for Transport" in content
    assert f"Saved by {council.contributor.person}, {at:%H:%M} today" in content


def test_ones_own_tasks_come_first_and_those_of_others_have_no_link(
    council: Reporting, transport: User, draft: ProgressReport
) -> None:
    response = signed_in(transport).get(f"/reports/{draft.pk}/")
    yours, _, others = text_of(response).partition("With others")
    assert "Yours R02 Communications" in yours
    assert "R01 Operational plan" in others
    content = response.content.decode()
    assert f'href="/reports/{draft.pk}/recommendations/R02/"' in content
    assert f'href="/reports/{draft.pk}/recommendations/R01/"' not in content
    assert "With others" not in words(council.holder, f"/reports/{draft.pk}/")


def test_what_was_saved_on_another_day_is_told_with_the_date(council: Reporting, draft: ProgressReport) -> None:
    draft.revisions.get().updates.filter(recommendation=council.whole).update(
        version=1, recorded_at="2016-04-01T09:00Z"
    )
    assert "1 April 2016" in words(council.holder, f"/reports/{draft.pk}/")


def test_the_task_list_tells_that_somebody_else_is_writing_but_not_what(
    council: Reporting, draft: ProgressReport
) -> None:
    Draft.objects.create(
        report=draft,
        page="section",
        recommendation=council.whole,
        written_by=council.contributor,
        fields={"evidence_text": ["Half a sentence"]},
    )
    told = f"{council.contributor.person} has text here that is not saved yet"
    content = words(council.holder, f"/reports/{draft.pk}/")
    assert (told in content, "Half a sentence" in content) == (True, False)
    assert told not in words(council.contributor, f"/reports/{draft.pk}/")


def test_a_post_without_anybody_is_told_and_the_reports_contributor_stands_in(
    council: Reporting, transport: User, draft: ProgressReport
) -> None:
    council.other_post.appointments.update(ends_on=dates.today())
    assert "With the Cabinet Member for Transport, where nobody is appointed today" in words(
        council.contributor, f"/reports/{draft.pk}/"
    )
    content = words(council.contributor, f"/reports/{draft.pk}/recommendations/R02/")
    assert "Cabinet Member’s assessment of R02 a)" in content


def test_many_people_in_a_post_are_counted(council: Reporting, draft: ProgressReport) -> None:
    for _ in range(6):
        appointed(council.post, Capacity.CONTRIBUTOR)
    assert "and 4 others, Deputy Leader" in words(council.holder, f"/reports/{draft.pk}/")


def test_a_report_on_behalf_is_submitted_by_a_contributor_who_reads_all_of_it(
    council: Reporting, transport: User
) -> None:
    report = council.answered()
    other_text = "The plan was agreed in <strong>March</strong>."
    assert page(council.contributor, f"/reports/{report.pk}/preview/")[1].count(other_text) == 2
    response = signed_in(council.contributor).post(
        f"/reports/{report.pk}/submit/",
        {
            "signed_by": council.holder.person.pk,
            "approved_how": "By e-mail to me",
            "approved_on_day": dates.today().day,
            "approved_on_month": dates.today().month,
            "approved_on_year": dates.today().year,
        },
    )
    report.refresh_from_db()
    assert (response.status_code, report.state) == (302, "submitted")

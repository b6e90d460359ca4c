"""Text of a report that the public may not read: adding, changing and taking it out, and what becomes of it."""

import pytest

from tests.factories import ExemptPassageFactory
from tests.reporting import Reporting, also_answering_for, r01, reporting
from tracking.actions.conflicts import fingerprints
from tracking.actions.exempt_passages import (
    add_exempt_passage,
    change_exempt_passage,
    passage_as_saved,
    remove_exempt_passage,
)
from tracking.actions.openness import Openness
from tracking.actions.report_decisions import return_report
from tracking.actions.reports import submit_report
from tracking.enums import Exemption
from tracking.exceptions import NotAllowed, NotPossible, StaleReport, StaleText
from tracking.models import Event, ExemptPassage, ProgressReport, ProgressUpdate, User

pytestmark = pytest.mark.django_db

TEXT = "The lowest price was £1,204,000."
REASON = "It would harm the tender."
EXEMPT = Openness(Exemption.EXEMPT, 3, REASON)
CONFIDENTIAL = Openness(Exemption.CONFIDENTIAL, confidential_ground="A court forbids it.")


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def report(council: Reporting) -> ProgressReport:
    return council.answered()


def r02(report: ProgressReport) -> ProgressUpdate:
    return ProgressUpdate.objects.get(revision__report=report, revision__is_current=True, recommendation__number=2)


def added(report: ProgressReport, by: User, text: str = TEXT) -> ExemptPassage:
    return add_exempt_passage(update=r02(report), text=text, openness=EXEMPT, by=by)


def outsiders(council: Reporting) -> list[User]:
    return [council.officer, council.clerk, council.member, council.administrator]


def last_event() -> Event:
    return Event.objects.latest("pk")


class TestAdding:
    def test_it_comes_last_in_its_section(self, council: Reporting, report: ProgressReport) -> None:
        added(report, council.holder)
        passage = add_exempt_passage(
            update=r02(report), text=f" {TEXT}2 ", openness=CONFIDENTIAL, leaf=council.part_b, by=council.contributor
        )
        passage.refresh_from_db()
        assert (passage.text, passage.position, passage.leaf, passage.recorded_by) == (
            f"{TEXT}2",
            2,
            council.part_b,
            council.contributor,
        )
        assert (passage.exemption, passage.exempt_paragraph, passage.confidential_ground) == (
            "confidential",
            None,
            "A court forbids it.",
        )

    def test_its_event_says_neither_what_it_says_nor_why(self, council: Reporting, report: ProgressReport) -> None:
        before = Event.objects.count()
        passage = added(report, council.holder)
        event = last_event()
        assert (Event.objects.count(), event.type, event.before) == (before + 1, "added exempt passage", {})
        assert event.after == {
            "passage": passage.pk,
            "exemption": "exempt",
            "exempt_paragraph": 3,
            "leaf": None,
        }

    def test_the_same_sent_twice_is_added_once(self, council: Reporting, report: ProgressReport) -> None:
        first = added(report, council.holder)
        events = Event.objects.count()
        assert added(report, council.holder) == first
        assert (ExemptPassage.objects.count(), Event.objects.count()) == (1, events)

    def test_one_about_the_recommendation_itself_is_about_the_whole(
        self, council: Reporting, report: ProgressReport
    ) -> None:
        passage = add_exempt_passage(
            update=r02(report), text=TEXT, openness=EXEMPT, leaf=council.parent, by=council.holder
        )
        assert passage.leaf_id is None

    @pytest.mark.parametrize(
        ("text", "openness", "told"),
        [
            (" ", EXEMPT, "Enter the text of the passage."),
            (TEXT, Openness(Exemption.PUBLIC), "Choose whether the passage is exempt or confidential."),
            (TEXT, Openness(Exemption.EXEMPT, 3), "Say which paragraph of Schedule 12A applies"),
            (TEXT, Openness(Exemption.EXEMPT, None, REASON), "Say which paragraph of Schedule 12A applies"),
            (TEXT, Openness(Exemption.CONFIDENTIAL), "Say why this must be withheld."),
        ],
    )
    def test_it_says_something_and_why_it_is_withheld(
        self, council: Reporting, report: ProgressReport, text: str, openness: Openness, told: str
    ) -> None:
        with pytest.raises(NotPossible, match=told):
            add_exempt_passage(update=r02(report), text=text, openness=openness, by=council.holder)

    def test_it_is_about_a_part_of_its_own_recommendation(self, council: Reporting, report: ProgressReport) -> None:
        with pytest.raises(NotPossible, match="Choose a part of this recommendation"):
            add_exempt_passage(update=r02(report), text=TEXT, openness=EXEMPT, leaf=council.whole, by=council.holder)

    def test_only_those_who_write_the_section_add_to_it(self, council: Reporting, report: ProgressReport) -> None:
        of_another_section = also_answering_for(council.parent, council.other_post)
        for user in [*outsiders(council), of_another_section]:
            with pytest.raises(NotAllowed):
                add_exempt_passage(update=r01(report), text=TEXT, openness=EXEMPT, by=user)
        assert added(report, of_another_section).recorded_by == of_another_section

    def test_nothing_is_added_once_the_report_is_handed_in(self, council: Reporting, report: ProgressReport) -> None:
        submit_report(report=report, by=council.holder)
        with pytest.raises(StaleReport):
            added(report, council.holder)


class TestChanging:
    def test_everything_of_it_is_changed(self, council: Reporting, report: ProgressReport) -> None:
        passage = added(report, council.holder)
        change_exempt_passage(
            passage=passage, text="Another price.", openness=CONFIDENTIAL, leaf=council.part_a, by=council.contributor
        )
        passage.refresh_from_db()
        assert (passage.text, passage.leaf, passage.recorded_by) == (
            "Another price.",
            council.part_a,
            council.contributor,
        )
        assert (passage.exemption, passage.exempt_paragraph, passage.public_interest_reason) == (
            "confidential",
            None,
            "",
        )

    def test_its_event_says_what_was_changed_and_not_to_what(self, council: Reporting, report: ProgressReport) -> None:
        passage = added(report, council.holder)
        change_exempt_passage(passage=passage, text="Another price.", openness=CONFIDENTIAL, by=council.holder)
        event, what = last_event(), {"passage": passage.pk, "leaf": None}
        assert event.type == "changed exempt passage"
        assert event.before == what | {"exemption": "exempt", "exempt_paragraph": 3}
        assert event.after == what | {
            "exemption": "confidential",
            "exempt_paragraph": None,
            "changed": ["openness", "text"],
        }

    def test_who_changes_only_why_it_is_withheld_has_not_written_it(
        self, council: Reporting, report: ProgressReport
    ) -> None:
        passage = added(report, council.holder)
        change_exempt_passage(passage=passage, text=TEXT, openness=CONFIDENTIAL, by=council.contributor)
        passage.refresh_from_db()
        assert (passage.recorded_by, passage.exemption) == (council.holder, "confidential")

    def test_saying_again_what_is_there_writes_nothing(self, council: Reporting, report: ProgressReport) -> None:
        passage = added(report, council.holder)
        events = Event.objects.count()
        change_exempt_passage(passage=passage, text=TEXT, openness=EXEMPT, by=council.contributor)
        assert Event.objects.count() == events

    def test_what_two_change_at_once_stands_where_they_changed_different_things(
        self, council: Reporting, report: ProgressReport
    ) -> None:
        passage = added(report, council.holder)
        read = fingerprints(passage_as_saved(passage))
        change_exempt_passage(passage=passage, text="Theirs.", openness=EXEMPT, read=read, by=council.holder)
        change_exempt_passage(passage=passage, text=TEXT, openness=CONFIDENTIAL, read=read, by=council.contributor)
        passage.refresh_from_db()
        assert (passage.text, passage.exemption) == ("Theirs.", "confidential")

    def test_the_second_of_two_who_change_the_text_is_told(self, council: Reporting, report: ProgressReport) -> None:
        passage = added(report, council.holder)
        read = fingerprints(passage_as_saved(passage))
        change_exempt_passage(passage=passage, text="Theirs.", openness=EXEMPT, read=read, by=council.holder)
        with pytest.raises(StaleText):
            change_exempt_passage(passage=passage, text="Mine.", openness=EXEMPT, read=read, by=council.contributor)

    def test_only_those_who_write_the_section_and_may_read_it_change_it(
        self, council: Reporting, report: ProgressReport
    ) -> None:
        passage = added(report, council.holder)
        for user in outsiders(council):
            with pytest.raises(NotAllowed):
                change_exempt_passage(passage=passage, text="Mine.", openness=EXEMPT, by=user)

    def test_a_user_of_an_outside_body_changes_their_own_alone(
        self, council: Reporting, report: ProgressReport
    ) -> None:
        council.other_post.kind = "outside body"
        council.other_post.save()
        outside = also_answering_for(council.parent, council.other_post)
        outside.person.appointments.exclude(post=council.other_post).delete()
        own, other = added(report, outside, "Ours."), added(report, council.holder)
        change_exempt_passage(passage=own, text="Ours, again.", openness=EXEMPT, by=outside)
        with pytest.raises(NotAllowed):
            change_exempt_passage(passage=other, text="Ours.", openness=EXEMPT, by=outside)
        own.refresh_from_db()
        assert own.text == "Ours, again."

    def test_one_that_was_taken_out_is_not_changed(self, council: Reporting, report: ProgressReport) -> None:
        passage = added(report, council.holder)
        ExemptPassage.objects.all().delete()
        with pytest.raises(NotPossible, match="Somebody has taken this passage out meanwhile"):
            change_exempt_passage(passage=passage, text="Mine.", openness=EXEMPT, by=council.holder)


class TestTakingOut:
    def test_it_is_gone_and_an_event_says_which(self, council: Reporting, report: ProgressReport) -> None:
        passage = added(report, council.holder)
        remove_exempt_passage(passage=ExemptPassage.objects.get(), by=council.contributor)
        event = last_event()
        assert (ExemptPassage.objects.count(), event.type, event.after) == (0, "removed exempt passage", {})
        assert event.before["passage"] == passage.pk

    def test_only_those_who_write_the_section_take_it_out(self, council: Reporting, report: ProgressReport) -> None:
        passage = added(report, council.holder)
        for user in outsiders(council):
            with pytest.raises(NotAllowed):
                remove_exempt_passage(passage=passage, by=user)

    def test_a_report_that_was_handed_in_keeps_its_passages(self, council: Reporting, report: ProgressReport) -> None:
        passage = added(report, council.holder)
        submit_report(report=report, by=council.holder)
        with pytest.raises(StaleReport):
            remove_exempt_passage(passage=passage, by=council.holder)


class TestReturning:
    def test_the_new_revision_has_a_copy_and_the_old_one_stands(
        self, council: Reporting, report: ProgressReport
    ) -> None:
        old = added(report, council.contributor)
        submit_report(report=report, by=council.holder)
        return_report(report=report, reason="Say more.", by=council.officer)
        copy = ExemptPassage.objects.get(update=r02(report))
        assert (copy.text, copy.exemption, copy.exempt_paragraph, copy.recorded_by) == (
            TEXT,
            "exempt",
            3,
            council.contributor,
        )
        change_exempt_passage(passage=copy, text="Anew.", openness=EXEMPT, by=council.holder)
        old.refresh_from_db()
        assert old.text == TEXT

    def test_what_the_returned_revision_says_is_changed_no_more(
        self, council: Reporting, report: ProgressReport
    ) -> None:
        old = added(report, council.holder)
        submit_report(report=report, by=council.holder)
        return_report(report=report, reason="Say more.", by=council.officer)
        with pytest.raises(StaleReport):
            change_exempt_passage(passage=old, text="Mine.", openness=EXEMPT, by=council.holder)


def test_a_section_that_says_everything_in_an_exempt_passage_is_complete(
    council: Reporting, report: ProgressReport
) -> None:
    ProgressUpdate.objects.update(evidence_text="")
    for update in ProgressUpdate.objects.all():
        ExemptPassageFactory(update=update)
    submit_report(report=report, by=council.holder)
    report.refresh_from_db()
    assert report.state == "submitted"

"""Two people draft, save, collide, hand in, are given back and judged in any order: no text of theirs vanishes."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.reporting import Reporting, reporting, signed_in
from tracking.actions.assessments import record_view
from tracking.actions.committee_views import CommitteeView
from tracking.actions.conflicts import fingerprints
from tracking.actions.drafts import discard_draft, keep_draft
from tracking.actions.report_decisions import accept_report, publish_report, return_report
from tracking.actions.reports import submit_report
from tracking.actions.updates import save_update
from tracking.actions.view_corrections import correct_view
from tracking.enums import DraftPage, MeetingState, ReportState
from tracking.exceptions import NotPossible, StaleReport, StaleText
from tracking.models import (
    Assessment,
    Draft,
    Event,
    Meeting,
    ProgressReport,
    ProgressUpdate,
    Recommendation,
    ReportRevision,
    User,
    WrittenPage,
)

WRITERS = st.sampled_from(["holder", "contributor"])
SECTIONS = st.sampled_from([1, 2])

Place = tuple[str, int]
"""A writer and the number of a recommendation."""


@dataclass
class Written:
    """What the test remembers of what was written: the texts themselves, not where they should be."""

    unsaved: dict[Place, str] = field(default_factory=dict)
    saved: list[str] = field(default_factory=list)
    handed_in: dict[int, list[str]] = field(default_factory=dict)
    """The texts of each revision as it was handed in, by the revision's primary key."""


class Submission(RuleBasedStateMachine):
    """A report of two sections, written by two people, checked by an officer, judged by the committee."""

    council: ClassVar[Reporting]
    pk: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.undo: AbstractContextManager[Any] = transaction.atomic()
        self.undo.__enter__()
        self.numbers = count(1)
        self.looked_at: tuple[str, set[str]] | None = None
        self.written = Written()
        self.read = {
            (writer, number): self._section(number).evidence_text
            for writer in ("holder", "contributor")
            for number in (1, 2)
        }
        self.events = Event.objects.count()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # --- What is there ---

    @property
    def report(self) -> ProgressReport:
        return ProgressReport.objects.select_related("meeting", "inquiry").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.report.state

    def _user(self, writer: str) -> User:
        user: User = getattr(self.council, writer)
        return user

    def _recommendation(self, number: int) -> Recommendation:
        return {1: self.council.whole, 2: self.council.parent}[number]

    def _section(self, number: int) -> ProgressUpdate:
        return ProgressUpdate.objects.select_related("revision", "recommendation").get(
            revision__report=self.pk, revision__is_current=True, recommendation__number=number
        )

    def _new_text(self) -> str:
        return f"Paragraph number {next(self.numbers)} of the story."

    # --- What people do ---

    @rule(writer=WRITERS, number=SECTIONS)
    def opens_a_section(self, writer: str, number: int) -> None:
        if (writer, number) not in self.written.unsaved:
            self.read[writer, number] = self._section(number).evidence_text

    @rule(writer=WRITERS, number=SECTIONS)
    def types(self, writer: str, number: int) -> None:
        text = self._new_text()
        keep_draft(
            of=WrittenPage(self.report, DraftPage.SECTION, self._recommendation(number)),
            fields={"evidence_text": [text]},
            by=self._user(writer),
        )
        self.written.unsaved[writer, number] = text

    @rule(writer=WRITERS, number=SECTIONS)
    def saves(self, writer: str, number: int) -> None:
        """Save what was typed: refused once the report is handed in, and where the other one was faster."""
        if (writer, number) not in self.written.unsaved:
            self.types(writer, number)
        section = self._section(number)
        text = self.written.unsaved[writer, number]
        if self.state not in ReportState.editable():
            with pytest.raises(StaleReport):
                self._save(section, writer, number, text)
        elif self.read[writer, number] != section.evidence_text:
            with pytest.raises(StaleText):
                self._save(section, writer, number, text)
        else:
            self._save(section, writer, number, text)
            self.events += 1
            del self.written.unsaved[writer, number]
            self.written.saved.append(text)
            self.read[writer, number] = self._section(number).evidence_text

    def _save(self, section: ProgressUpdate, writer: str, number: int, text: str) -> None:
        save_update(
            report=self.report,
            update=section,
            evidence_text=text,
            overall_statement=section.overall_statement,
            answers={},
            version=section.version,
            read=fingerprints({"evidence_text": self.read[writer, number], "overall_statement": ""}),
            by=self._user(writer),
        )

    @rule(writer=WRITERS, number=SECTIONS)
    def sees_both_texts_and_decides_for_their_own(self, writer: str, number: int) -> None:
        """What the page of a conflict offers: the saved text was read, and the own one is still there to be saved."""
        self.read[writer, number] = self._section(number).evidence_text

    @rule(writer=WRITERS, number=SECTIONS)
    def discards(self, writer: str, number: int) -> None:
        discard_draft(
            of=WrittenPage(self.report, DraftPage.SECTION, self._recommendation(number)),
            by=self._user(writer),
        )
        self.written.unsaved.pop((writer, number), None)

    @rule()
    def signs_and_hands_in(self) -> None:
        if self.state not in ReportState.editable():
            with pytest.raises((NotPossible, StaleReport)):
                submit_report(report=self.report, by=self.council.holder)
            return
        revision = submit_report(report=self.report, by=self.council.holder)
        self.events += 1
        self.written.handed_in[revision.pk] = self._texts_of(revision)

    @staticmethod
    def _texts_of(revision: ReportRevision) -> list[str]:
        return list(revision.updates.order_by("recommendation__number").values_list("evidence_text", flat=True))

    @precondition(lambda self: self.state != ReportState.DRAFT)
    @rule()
    def gives_back(self) -> None:
        if self.state != ReportState.SUBMITTED:
            with pytest.raises(NotPossible):
                return_report(report=self.report, reason="R02 is silent on the website.", by=self.council.officer)
            return
        return_report(report=self.report, reason="R02 is silent on the website.", by=self.council.officer)
        self.events += 1

    @precondition(lambda self: self.state == ReportState.SUBMITTED)
    @rule()
    def accepts_and_publishes(self) -> None:
        accept_report(report=self.report, by=self.council.officer)
        publish_report(report=self.report, by=self.council.clerk)
        self.events += 2
        Meeting.objects.filter(pk=self.council.meeting.pk).update(state=MeetingState.PAPERS_ISSUED)

    @precondition(lambda self: self.state in ReportState.public())
    @rule()
    def records_or_supersedes_a_view(self) -> None:
        view = CommitteeView(agrees=True, reason=self._new_text())
        standing = Assessment.objects.live().filter(leaf=self.council.whole).first()
        if standing is None:
            meeting = Meeting.objects.get(pk=self.council.meeting.pk)
            record_view(
                leaf=self.council.whole, meeting=meeting, report=self.report, view=view, by=self.council.officer
            )
        else:
            correct_view(assessment=standing, view=view, superseding_reason="Heard amiss.", by=self.council.officer)
        self.events += 1

    # --- What always holds ---

    @invariant()
    def nothing_typed_vanishes_and_it_is_its_writers_own(self) -> None:
        kept = {
            (name, draft.recommendation.number): draft.fields["evidence_text"][0]
            for name in ("holder", "contributor")
            for draft in Draft.objects.visible_to(self._user(name)).select_related("recommendation")
        }
        assert kept == self.written.unsaved

    @invariant()
    def everything_saved_can_be_found_again(self) -> None:
        saves = Event.objects.filter(type="saved update").order_by("pk").values_list("after", flat=True)
        told = [after["evidence_text"] for after in saves if "evidence_text" in after]
        assert [text for text in told if text in self.written.saved] == self.written.saved

    @invariant()
    def what_was_handed_in_stands_as_it_was(self) -> None:
        revisions = ReportRevision.objects.filter(pk__in=self.written.handed_in)
        assert {revision.pk: self._texts_of(revision) for revision in revisions} == self.written.handed_in

    @invariant()
    def every_action_has_one_event(self) -> None:
        assert Event.objects.count() == self.events

    @invariant()
    def views_are_only_added_to(self) -> None:
        assert Assessment.objects.live().count() <= 1

    @invariant()
    def the_public_sees_nothing_but_what_is_published(self) -> None:
        """The pages themselves, looked at whenever there is something new that they must not show, or must."""
        written = {*self.written.unsaved.values(), *self.written.saved}
        if self.looked_at == (self.state, written):
            return
        self.looked_at = (self.state, written)
        addresses = [
            reverse("report_detail", args=[self.pk]),
            reverse("recommendation_detail", args=[self.council.inquiry.slug, "R01"]),
        ]
        pages = " ".join(signed_in(None).get(address).content.decode() for address in addresses)
        is_public = self.state in ReportState.public()
        published = {self._section(number).evidence_text for number in (1, 2)} if is_public else set()
        assert {text for text in written if text in pages} == written & published


@pytest.mark.django_db
def test_whatever_is_done_in_whatever_order_nothing_vanishes_and_no_draft_is_seen() -> None:
    Submission.council = reporting()
    Submission.pk = Submission.council.answered().pk
    run_state_machine_as_test(
        Submission,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            # Twenty steps are short enough to read; looking for fewer takes minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

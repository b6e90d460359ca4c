"""What a month says, on the hard cases that real improvement plans bring: all but one as the demo council has them."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    AimFactory,
    ImprovementPlanFactory,
    LeadAssessmentFactory,
    NarrativeUpdateFactory,
    PlanItemFactory,
    PlanRoundFactory,
    PlanUpdateFactory,
    PostFactory,
    RemarkFactory,
    ThemeFactory,
    appointed,
)
from tracking.actions.demo import load_demo
from tracking.enums import PlanRoundState, PlanUpdateState
from tracking.models import Event
from tracking.models.plans import (
    CarriedUpdate,
    ImprovementPlan,
    LeadAssessment,
    PlanItem,
    PlanRound,
    PlanUpdate,
    Remark,
)
from tracking.queries.plans.contents import plan_contents
from tracking.queries.plans.month_contents import month_contents, month_for_everyone
from tracking.queries.plans.months import AimInMonth, MonthContents, UnitInMonth, narrowed_month
from tracking.queries.plans.ratings import Wordings
from tracking.queries.plans.standing import plan_standing

NOBODY = AnonymousUser()
AUGUST, SEPTEMBER = date(2018, 8, 1), date(2018, 9, 1)


class TestTheHardCasesOfTheDemoCouncil(TestCase):
    """Loaded once and only read."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_demo(password="correct horse battery staple", with_packs=False)
        cls.july, cls.august, cls.september = (
            month_contents(row, NOBODY) for row in PlanRound.objects.issued().order_by("month")
        )

    @staticmethod
    def aim(month: MonthContents, reference: str) -> AimInMonth:
        return next(row for row in month.aims if row.aim.reference == reference)

    @staticmethod
    def unit(month: MonthContents, words: str) -> UnitInMonth:
        return next(row for row in month.units if row.unit.item and words in row.unit.item.text)

    def test_an_aim_may_have_several_updates_under_one_lead(self) -> None:
        updates = [row.said for row in self.aim(self.september, "1.3").updates]
        of_solicitor = [row for row in updates if [post.post.name for post in row.posts] == ["City Solicitor"]]
        assert len(of_solicitor) >= 5
        assert len({row.update.pk for row in of_solicitor}) == len(of_solicitor)

    def test_complete_for_cabinet_is_not_complete(self) -> None:
        limited = [unit for unit in self.aim(self.september, "1.3").units if unit.is_limited]
        assert [unit.rating.assessment.limited_to for unit in limited] == ["for Cabinet", "for Cabinet"]
        assert all(unit.category.achieved and not unit.is_complete for unit in limited)
        counts = self.september.counts
        assert ({str(key)[0]: n for key, n in counts.of_category}["G"], counts.limited) == (29, 2)
        assert counts.in_all == len(self.september.units)

    def test_an_aim_without_lead_or_output_stands_in_the_month(self) -> None:
        bare = [
            row for row in self.september.aims if not row.row.leads and not any(unit.unit.leads for unit in row.units)
        ]
        assert bare
        assert any(not any(item.item.kind == "output" for item in row.row.items) for row in self.september.aims)

    def test_an_output_of_a_whole_theme_is_rated_in_an_update_on_one_of_its_aims(self) -> None:
        (unit,) = self.september.themes[1].units
        assert unit.unit.aim is None
        assert [str(use.of) for use in unit.rating.update.uses.all()] == ["2.7"]

    def test_one_passage_stands_in_full_once_and_elsewhere_says_where(self) -> None:
        placed = {
            reference: next(
                row for row in self.aim(self.september, reference).updates if "specification" in row.said.revision.text
            )
            for reference in ("1.1", "1.5", "1.7")
        }
        assert len({row.said.update.pk for row in placed.values()}) == 1
        assert placed["1.1"].is_in_full
        assert [str(placed[reference].see) for reference in ("1.5", "1.7")] == ["1.1", "1.1"]

    def test_see_1_7_is_computed(self) -> None:
        elsewhere = [row for row in self.aim(self.september, "1.9").updates if not row.is_in_full]
        assert [str(row.see) for row in elsewhere] == ["1.7"]

    def test_what_is_asked_about_no_more_keeps_its_rating_and_is_not_complete(self) -> None:
        units = self.aim(self.september, "6.3").units
        assert all(unit.stopped is not None for unit in units)
        assert self.september.counts.stopped == len(units)
        assert not any(unit.stopped for unit in self.aim(self.august, "6.3").units)
        assert not all(unit.is_complete for unit in units)

    def test_an_update_may_have_neither_label_nor_month(self) -> None:
        unlabelled = PlanUpdate.objects.filter(label="", month=None)
        assert unlabelled
        shown = [row.said.update for row in self.aim(self.september, "1.3").updates]
        assert set(unlabelled) & set(shown)

    def test_a_reworded_item_is_read_as_it_was_in_each_month_and_keeps_its_rating(self) -> None:
        row = PlanItem.objects.get(aim__theme__number=1, aim__number=3, supersedes__isnull=False)
        before, after = row.supersedes, row
        assert before in [unit.unit.item for unit in self.august.units]
        unit = next(unit for unit in self.september.units if unit.unit.item == after)
        assert unit.is_reworded
        assert unit.has_changed
        taken_out = PlanItem.objects.get(taken_out_in=SEPTEMBER)
        assert taken_out in [unit.unit.item for unit in self.july.units]
        assert taken_out not in [unit.unit.item for unit in self.september.units]

    def test_carried_updates_keep_their_labels_and_stand_apart_from_the_latest(self) -> None:
        aim = self.aim(self.september, "1.1")
        assert [row.said.update.label for row in aim.earlier] == ["August 2018 update"]
        assert all(row.said.update.round.month == SEPTEMBER for row in aim.latest)

    def test_remarks_are_read_only_when_published(self) -> None:
        (take,) = [row for row in self.september.narratives if row.narrative.is_temperature_take]
        assert len(take.remarks) == 2
        assert Remark.objects.filter(narrative=take.narrative).count() == 3

    def test_what_is_not_from_the_paper_is_marked_as_illustrative(self) -> None:
        issued = LeadAssessment.objects.filter(revision__update__round__state=PlanRoundState.ISSUED)
        rated = issued.filter(category__isnull=False)
        marked = rated.filter(note__startswith="Illustrative")
        assert (rated.count() - marked.count(), rated.exclude(category__letter="G").exclude(pk__in=marked).count()) == (
            31,
            0,
        )

    def test_everything_has_its_event(self) -> None:
        types = list(Event.objects.values_list("type", flat=True))
        assert PlanUpdate.objects.filter(round__state=PlanRoundState.ISSUED).count() == 155
        for verb, number in (
            ("opened month of plan", 4),
            ("submitted update on a plan", PlanUpdate.objects.filter(state__in=PlanUpdateState.handed_in()).count()),
            ("accepted update on a plan", PlanUpdate.objects.filter(state=PlanUpdateState.ACCEPTED).count()),
            ("issued month of plan", 3),
            ("stopped asking", 1),
        ):
            assert types.count(verb) == number, verb


pytestmark = pytest.mark.django_db


def an_item(**fields: object) -> PlanItem:
    """One that was written before any month was issued."""
    return PlanItemFactory(recorded_at=datetime(2018, 7, 1, 9, tzinfo=UTC), **fields)


def issued(plan: ImprovementPlan, month: date) -> PlanRound:
    return PlanRoundFactory(plan=plan, month=month, state=PlanRoundState.ISSUED)


def rated(plan_round: PlanRound, item: PlanItem, letter: str, **fields: object) -> PlanUpdate:
    update = PlanUpdateFactory(round=plan_round, state=PlanUpdateState.ACCEPTED, aims=[item.aim])
    LeadAssessmentFactory(revision=update.revisions.get(), item=item, letter=letter, **fields)
    return update


def only_unit(plan_round: PlanRound) -> UnitInMonth:
    (unit,) = month_contents(plan_round, NOBODY).units
    return unit


def test_the_latest_rating_of_an_issued_month_stands() -> None:
    item = an_item()
    august, september = issued(item.plan, AUGUST), issued(item.plan, SEPTEMBER)
    assert only_unit(september).category is None
    rated(august, item, "A")
    unit = only_unit(september)
    assert (unit.category.letter, unit.has_changed) == ("A", False)
    rated(september, item, "G")
    unit = only_unit(september)
    assert (unit.category.letter, unit.before.category.letter, unit.has_changed) == ("G", "A", True)
    assert only_unit(august).category.letter == "A"


def test_a_rating_without_category_stands_as_not_rated() -> None:
    item = an_item()
    rated(issued(item.plan, AUGUST), item, "A")
    rated(september := issued(item.plan, SEPTEMBER), item, "")
    unit = only_unit(september)
    assert (unit.category, unit.has_changed) == (None, True)


def test_what_is_handed_in_or_open_does_not_count_for_everyone() -> None:
    item = an_item()
    plan_round = PlanRoundFactory(plan=item.plan)
    update = rated(plan_round, item, "G")
    assert only_unit(plan_round).category is None
    keeper = appointed(item.plan.owning_post)
    (unit,) = month_contents(plan_round, keeper).units
    assert unit.is_complete, "whoever keeps the plan reads it as it will be issued"
    (unit,) = month_for_everyone(plan_round).units
    assert unit.is_complete
    PlanUpdate.objects.filter(pk=update.pk).update(state=PlanUpdateState.SUBMITTED, accepted_at=None, accepted_by=None)
    assert month_contents(plan_round, keeper).units[0].category is None


def test_a_rating_given_to_an_earlier_wording_says_so() -> None:
    item = an_item()
    september = issued(item.plan, SEPTEMBER)
    rated(issued(item.plan, AUGUST), item, "A")
    reworded = an_item(aim=item.aim, supersedes=item, superseding_reason="Clearer.", changed_in=SEPTEMBER)
    unit = only_unit(september)
    assert (unit.unit.item, unit.rating.rated_as) == (reworded, item)


def test_what_was_added_after_a_month_was_issued_is_not_in_it() -> None:
    chain = (PlanItemFactory(),)
    known = Wordings((chain,)).in_month(SEPTEMBER, known_by=None)
    assert known == list(chain)
    assert Wordings((chain,)).in_month(SEPTEMBER, known_by=issued(chain[0].plan, AUGUST).issued_at) == []


def test_late_is_what_passed_its_date_and_is_not_complete() -> None:
    item = an_item(due_on=date(2018, 9, 29))
    assert not only_unit(issued(item.plan, AUGUST)).is_late
    september = issued(item.plan, SEPTEMBER)
    assert only_unit(september).is_late
    update = rated(september, item, "G", limited_to="for Cabinet")
    assert only_unit(september).is_late
    LeadAssessment.objects.filter(revision__update=update).update(limited_to="")
    assert not only_unit(september).is_late


def test_what_is_due_on_the_last_day_of_a_month_is_in_time_in_it() -> None:
    item = an_item(due_on=date(2018, 9, 30))
    assert not only_unit(issued(item.plan, SEPTEMBER)).is_late


def test_the_plan_says_that_a_rating_was_given_to_an_earlier_wording() -> None:
    item = an_item()
    rated(issued(item.plan, SEPTEMBER), item, "G")
    reworded = an_item(aim=item.aim, supersedes=item, superseding_reason="More.", changed_in=date(2018, 10, 1))
    standing = plan_standing(plan_contents(item.plan, on=date(2018, 10, 1)))
    assert standing.units[reworded.pk, 0].rating.rated_as == item


def test_an_aim_without_items_is_rated_itself() -> None:
    aim = AimFactory()
    plan_round = issued(aim.plan, SEPTEMBER)
    update = PlanUpdateFactory(round=plan_round, state=PlanUpdateState.ACCEPTED, aims=[aim])
    LeadAssessmentFactory(revision=update.revisions.get(), item=None, aim=aim, letter="R")
    unit = only_unit(plan_round)
    assert (unit.unit.aim, unit.category.letter) == (aim, "R")


def test_an_update_on_a_whole_theme_stands_under_it() -> None:
    aim = AimFactory()
    plan_round = issued(aim.plan, SEPTEMBER)
    PlanUpdateFactory(round=plan_round, state=PlanUpdateState.ACCEPTED, aims=[aim.theme, aim])
    contents = month_contents(plan_round, NOBODY)
    assert contents.themes[0].updates[0].is_in_full
    assert contents.aims[0].updates[0].see == aim.theme


def test_filters_keep_whole_aims_with_the_units_that_fit() -> None:
    item = an_item()
    an_item(aim=item.aim)
    plan_round = issued(item.plan, SEPTEMBER)
    contents = month_contents(plan_round, NOBODY)
    assert len(contents.units) == 2
    kept = narrowed_month(contents, lambda unit: unit.unit.item == item)
    assert [unit.unit.item for unit in kept.units] == [item]
    assert narrowed_month(contents, lambda unit: False).themes == ()


def test_remarks_not_published_reach_the_owning_post_alone() -> None:
    remark = RemarkFactory(narrative=NarrativeUpdateFactory(text="", precis="In short.", round__state="issued"))
    plan_round = remark.narrative.round
    for viewer, number in ((NOBODY, 0), (appointed(PostFactory()), 0), (appointed(plan_round.plan.owning_post), 1)):
        (text,) = month_contents(plan_round, viewer).narratives
        assert len(text.remarks) == number
    assert month_for_everyone(plan_round).narratives[0].remarks == ()


def a_month(number: int) -> PlanRound:
    plan = ImprovementPlanFactory()
    theme = ThemeFactory(plan=plan)
    before, plan_round = issued(plan, AUGUST), issued(plan, SEPTEMBER)
    for _ in range(number):
        item = an_item(aim=AimFactory(theme=theme))
        CarriedUpdate.objects.create(update=rated(before, item, "A"), round=plan_round)
        rated(plan_round, item, "G")
    return plan_round


def test_a_month_of_thirty_aims_is_read_in_as_many_queries_as_one_of_three() -> None:
    counts = []
    for number in (3, 30):
        plan_round = PlanRound.objects.select_related("plan__scheme").get(pk=a_month(number).pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(month_contents(plan_round, NOBODY).units) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]

"""The months of a plan: opened, written, handed in, checked, issued; who may, when, and what is told of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.factories import AimFactory, LeadFactory, PlanItemFactory, PostFactory, administrator, appointed
from tests.plan_months import THIS_MONTH, MonthScene, month_scene
from tracking import dates
from tracking.actions.openness import Openness
from tracking.actions.plans.asking import change_asking
from tracking.actions.plans.evidence import add_plan_evidence, remove_plan_evidence
from tracking.actions.plans.items import change_item, take_out_item
from tracking.actions.plans.leads import add_lead, end_lead
from tracking.actions.plans.narratives import (
    add_narrative,
    add_remark,
    edit_narrative,
    edit_remark,
    publish_remark,
    remove_narrative,
    remove_remark,
    unpublish_remark,
)
from tracking.actions.plans.overrides import override_warnings
from tracking.actions.plans.plans import end_plan
from tracking.actions.plans.reminders import queue_plan_reminders, remind_of_round
from tracking.actions.plans.rounds import carry_updates, change_round, issue_round, open_round
from tracking.actions.plans.update_decisions import (
    accept_update,
    leave_out_updates,
    return_update,
    submit_update,
    take_update_back_in,
)
from tracking.actions.plans.updates import (
    RatingAnswer,
    change_update_aims,
    save_update,
    start_update,
)
from tracking.dates import add_months
from tracking.enums import Exemption, MailKind, PlanState, PlanUpdateState
from tracking.exceptions import ClaimContradicted, NotAllowed, NotPossible, StaleState, StaleText
from tracking.models import Event, Evidence, OutboxMail, User
from tracking.models.plans import PlanUpdate, PlanUpdateRevision
from tracking.queries.plans.claims import checked_ratings
from tracking.queries.plans.month_contents import month_for_everyone
from tracking.queries.plans.ratings import month_ends_on
from tracking.queries.plans.round_pages import ratings_offered
from tracking.queries.plans.round_work import updates_to_carry

pytestmark = pytest.mark.django_db

NEXT_MONTH = add_months(THIS_MONTH, 1)
PUBLIC = Openness(exemption=Exemption.PUBLIC)


@pytest.fixture
def scene() -> MonthScene:
    return month_scene()


def last_event() -> Event:
    return Event.objects.latest("pk")


def current(update: PlanUpdate) -> PlanUpdateRevision:
    return update.revisions.get(is_current=True)


def save(scene: MonthScene, by: User, **fields: object) -> PlanUpdateRevision:
    update = scene.update
    said = {"text": "New words.", "label": update.label, "answers": {}, "version": current(update).version}
    return save_update(by=by, update=update, **said | fields)


ACTS: dict[str, Callable[[MonthScene, User], object]] = {
    "open": lambda scene, by: open_round(by=by, plan=scene.plan, month=NEXT_MONTH, due_on=dates.today()),
    "change": lambda scene, by: change_round(by=by, plan_round=scene.update.round, due_on=dates.today()),
    "carry": lambda scene, by: carry_updates(by=by, plan_round=scene.update.round, updates=[]),
    "issue": lambda scene, by: issue_round(by=by, plan_round=scene.update.round),
    "return": lambda scene, by: return_update(by=by, update=scene.update, reason="So."),
    "accept": lambda scene, by: accept_update(by=by, update=scene.update),
    "leave out": lambda scene, by: leave_out_updates(
        by=by, plan_round=scene.update.round, updates=[scene.update], reason="So."
    ),
    "take back in": lambda scene, by: take_update_back_in(by=by, update=scene.update),
    "remind": lambda scene, by: remind_of_round(by=by, plan_round=scene.update.round),
    "stop asking": lambda scene, by: change_asking(by=by, on=scene.aim, asks=False, month=THIS_MONTH, reason="So."),
    "add text": lambda scene, by: add_narrative(
        by=by, plan_round=scene.update.round, posts=[], title="Text", text="Words."
    ),
}
LEADS_ACTS: dict[str, Callable[[MonthScene, User], object]] = {
    "save": save,
    "submit": lambda scene, by: submit_update(by=by, update=scene.update),
    "override": lambda scene, by: override_warnings(by=by, update=scene.update, reasons={}),
    "change aims": lambda scene, by: change_update_aims(by=by, update=scene.update, served=[scene.aim]),
    "add evidence": lambda scene, by: add_plan_evidence(
        by=by, update=scene.update, title="Page", openness=PUBLIC, link="https://www.example.org/"
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_those_of_the_owning_post_keep_the_months(scene: MonthScene, act: str) -> None:
    scene.open()
    for stranger in (scene.lead, scene.drafter, administrator(), appointed(PostFactory())):
        with pytest.raises(NotAllowed):
            ACTS[act](scene, stranger)


@pytest.mark.parametrize("act", LEADS_ACTS)
def test_only_those_of_its_posts_write_an_update(scene: MonthScene, act: str) -> None:
    scene.open()
    for stranger in (scene.keeper, scene.deputy, administrator(), appointed(PostFactory())):
        with pytest.raises(NotAllowed):
            LEADS_ACTS[act](scene, stranger)


def test_opening_a_month_gives_each_group_of_leads_a_draft(scene: MonthScene) -> None:
    led_apart = PlanItemFactory(aim=scene.aim)
    LeadFactory(aim=None, item=led_apart, post=(other := PostFactory()))
    AimFactory(theme=scene.aim.theme, number=9)  # nobody leads on it
    opened = open_round(by=scene.keeper, plan=scene.plan, month=THIS_MONTH, due_on=dates.today(), message="Please.")

    mine, theirs = opened.updates
    assert [str(row.of) for update in opened.updates for row in update.uses.all()] == ["1.4", "1.4"]
    assert {row.item for row in current(mine).assessments.all()} == {scene.action, scene.output}
    assert [row.item for row in current(theirs).assessments.all()] == [led_apart]
    assert opened.silent_posts == (other,)
    assert set(opened.told) == {scene.lead, scene.drafter}
    event = last_event()
    assert (event.type, event.target_id) == ("opened month of plan", str(opened.round.pk))
    assert event.after["updates"] == [mine.pk, theirs.pk]
    mail = OutboxMail.objects.filter(kind=MailKind.ASKED, to=scene.lead).get()
    assert "1.4" in mail.text
    assert "Please." in mail.text


@pytest.mark.parametrize(
    ("month", "due_in", "words"),
    [
        (add_months(THIS_MONTH, 2), 0, "too far ahead"),
        (date(2018, 1, 1), 0, "published in June 2018"),
        (THIS_MONTH, -1, "has passed"),
        (THIS_MONTH, 400, "more than a year ahead"),
    ],
)
def test_a_month_cannot_be_opened_at_the_wrong_time(scene: MonthScene, month: date, due_in: int, words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        open_round(by=scene.keeper, plan=scene.plan, month=month, due_on=dates.today() + timedelta(days=due_in))


def test_one_month_is_open_at_a_time_and_each_is_opened_once(scene: MonthScene) -> None:
    scene.issue()
    with pytest.raises(NotPossible, match="issued already"):
        scene.open(THIS_MONTH)
    scene.open(NEXT_MONTH)
    with pytest.raises(NotPossible, match="still open"):
        scene.open(NEXT_MONTH)


def test_a_draft_plan_has_no_months(scene: MonthScene) -> None:
    type(scene.plan).objects.filter(pk=scene.plan.pk).update(state=PlanState.DRAFT, published_on=None)
    with pytest.raises(NotPossible, match="Publish it"):
        scene.open()
    with pytest.raises(NotPossible, match="Nobody is asked"):
        change_asking(by=scene.keeper, on=scene.aim, asks=False, month=THIS_MONTH, reason="So.")


def test_a_draft_begins_with_what_its_leads_said_and_how_they_rated_it_last(scene: MonthScene) -> None:
    first = scene.issue(action="A", output="R")
    said = first.updates.get()
    plan_round = scene.open(NEXT_MONTH)
    update = scene.update
    assert (update.begun_from, current(update).text) == (said, "The group met twice.")
    letters = {row.item: (row.category.letter, row.recovery_text) for row in current(update).assessments.all()}
    assert letters == {scene.action: ("A", ""), scene.output: ("R", "More people.")}
    assert not plan_round.carried.exists()


def test_a_passage_on_several_aims_goes_on_as_one_draft(scene: MonthScene) -> None:
    second = AimFactory(theme=scene.aim.theme, number=5)
    LeadFactory(aim=second, post=scene.aim.leads.get().post)
    plan_round = scene.open()
    passage, other = plan_round.updates.order_by("pk")
    change_update_aims(by=scene.lead, update=passage, served=[scene.aim, second])
    version = current(passage).version
    answers = {("item", scene.action.pk): RatingAnswer(), ("aim", second.pk): RatingAnswer(scene.category("A"))}
    save_update(by=scene.lead, update=passage, text="Both.", label="", answers=answers, version=version)
    submit_update(by=scene.lead, update=passage)
    accept_update(by=scene.keeper, update=passage)
    leave_out_updates(by=scene.keeper, plan_round=plan_round, updates=[other], reason="It is said there.")
    issue_round(by=scene.keeper, plan_round=plan_round)
    (draft,) = scene.open(NEXT_MONTH).updates.all()
    assert [str(use.of) for use in draft.uses.all()] == ["1.4", "1.5"]
    assert {(row.item, row.aim) for row in current(draft).assessments.all()} == {
        (scene.action, None),
        (scene.output, None),
        (None, second),
    }


def test_a_draft_begins_with_what_was_accepted_not_with_what_was_returned(scene: MonthScene) -> None:
    plan_round = scene.open()
    scene.write(text="Said at first.", action="A", output="")
    submit_update(by=scene.lead, update=scene.update)
    return_update(by=scene.keeper, update=scene.update, reason="Say more.")
    scene.write(text="Said in the end.", action="A", output="")
    submit_update(by=scene.lead, update=scene.update)
    accept_update(by=scene.keeper, update=scene.update)
    issue_round(by=scene.keeper, plan_round=plan_round)
    scene.open(NEXT_MONTH)
    assert current(scene.update).text == "Said in the end."


def test_an_issued_month_says_what_it_said_whatever_is_written_of_it_afterwards(scene: MonthScene) -> None:
    plan_round = scene.issue(action="A", output="G")
    plan_round.refresh_from_db()

    def said() -> tuple:
        units = month_for_everyone(plan_round).units
        return tuple((row.unit.item, row.category, row.stopped, row.unit.leads) for row in units)

    before = said()
    change_asking(by=scene.keeper, on=scene.aim, asks=False, month=THIS_MONTH, reason="Enough.")
    take_out_item(by=scene.keeper, item=scene.output, reason="Said twice.", month=THIS_MONTH)
    lead = scene.aim.leads.get()
    for act in (
        lambda: end_lead(by=scene.keeper, lead=lead, ends_on=month_ends_on(THIS_MONTH)),
        lambda: add_lead(by=scene.keeper, on=scene.aim, post=PostFactory(), starts_on=THIS_MONTH),
        lambda: add_lead(by=scene.keeper, on=scene.aim, post=PostFactory()),
    ):
        with pytest.raises(NotPossible, match="is issued and stays as it is"):
            act()
    assert said() == before
    end_lead(by=scene.keeper, lead=lead, ends_on=NEXT_MONTH)
    add_lead(by=scene.keeper, on=scene.aim, post=PostFactory(), starts_on=NEXT_MONTH)
    assert said() == before


def test_a_plan_ends_once_its_last_month_is_issued_and_nobody_is_reminded_then(scene: MonthScene) -> None:
    scene.open()
    with pytest.raises(NotPossible, match="is still open"):
        end_plan(by=scene.keeper, plan=scene.plan, on=dates.today())
    type(scene.plan).objects.filter(pk=scene.plan.pk).update(state=PlanState.ENDED, ended_on=dates.today())
    assert not PlanUpdate.objects.awaited().exists()


def test_what_is_left_out_is_not_returned_until_it_is_waited_for_again(scene: MonthScene) -> None:
    plan_round = scene.open()
    scene.hand_in()
    leave_out_updates(by=scene.keeper, plan_round=plan_round, updates=[scene.update], reason="So.")
    with pytest.raises(NotPossible, match="Wait for it after all, then return it"):
        return_update(by=scene.keeper, update=scene.update, reason="So.")
    take_update_back_in(by=scene.keeper, update=scene.update)
    return_update(by=scene.keeper, update=scene.update, reason="So.")


def test_what_no_draft_begins_with_is_printed_again(scene: MonthScene) -> None:
    scene.open()
    scene.accept()
    post = scene.update.update_posts.get().post
    start_update(by=scene.lead, plan_round=scene.update.round, posts=[post], served=[scene.aim], label="")
    scene.accept(action="A")
    issued = issue_round(by=scene.keeper, plan_round=scene.update.round)
    earlier, later = issued.updates.order_by("pk")
    plan_round = scene.open(NEXT_MONTH)
    assert scene.update.begun_from == later
    assert [row.update for row in plan_round.carried.all()] == [earlier]

    carry_updates(by=scene.keeper, plan_round=plan_round, updates=[])
    assert last_event().after == {"carried": []}
    with pytest.raises(NotPossible, match="earlier month"):
        carry_updates(by=scene.keeper, plan_round=plan_round, updates=[scene.update])


def test_saving_writes_words_and_ratings_and_what_is_not_asked_for_is_left_out(scene: MonthScene) -> None:
    scene.open()
    amber = RatingAnswer(scene.category("A"), limited_to=" for Cabinet ", recovery_text="Nothing.")
    revision = save(scene, scene.drafter, answers={("item", scene.action.pk): amber}, label="August / September")
    row = revision.assessments.get()
    assert (row.limited_to, row.recovery_text, row.recorded_by) == ("for Cabinet", "", scene.drafter)
    assert scene.update.label == "August / September"
    event = last_event()
    assert event.type == "saved update on a plan"
    assert event.after["text"] == "New words."
    assert event.before[f"item {scene.output.pk}"]["category"] is None
    save(scene, scene.drafter, answers={("item", scene.action.pk): amber}, label="August / September")
    assert last_event().pk == event.pk, "saying it again is nothing new"


def test_two_writers_of_the_same_words_are_told(scene: MonthScene) -> None:
    scene.open()
    save(scene, scene.lead, version=0)
    with pytest.raises(StaleText):
        save(scene, scene.drafter, text="Other words.", version=0)


def test_an_update_rates_what_it_serves_by_the_scheme_of_its_plan(scene: MonthScene) -> None:
    scene.open()
    with pytest.raises(NotPossible, match="not one that the update is about"):
        save(scene, scene.lead, answers={("item", PlanItemFactory().pk): RatingAnswer()})
    with pytest.raises(NotPossible, match="not one that the update is about"):
        save(scene, scene.lead, answers={("aim", scene.aim.pk): RatingAnswer()})


def test_an_update_may_serve_several_aims_and_rate_what_is_of_the_whole_theme(scene: MonthScene) -> None:
    scene.open()
    second = AimFactory(theme=scene.aim.theme, number=8)
    whole = PlanItemFactory(aim=None, theme=scene.aim.theme)
    change_update_aims(by=scene.lead, update=scene.update, served=[second, scene.aim])
    assert last_event().after == {"serves": ["1.8", "1.4"]}
    answers = {("item", whole.pk): RatingAnswer(), ("aim", second.pk): RatingAnswer(scene.category("G"))}
    assert save(scene, scene.lead, answers=answers).assessments.count() == 2
    change_update_aims(by=scene.lead, update=scene.update, served=[scene.aim])
    assert [row.item for row in current(scene.update).assessments.all()] == [whole]
    with pytest.raises(NotPossible, match="once"):
        change_update_aims(by=scene.lead, update=scene.update, served=[scene.aim, scene.aim])
    with pytest.raises(NotPossible, match="aims of this plan"):
        change_update_aims(by=scene.lead, update=scene.update, served=[AimFactory()])


def test_a_lead_rates_nothing_that_others_lead_on_but_may_serve_it(scene: MonthScene) -> None:
    scene.open()
    update = scene.update
    theirs = PlanItemFactory(aim=AimFactory(theme=scene.aim.theme, number=7))
    LeadFactory(aim=theirs.aim, post=(other := PostFactory()))
    change_update_aims(by=scene.lead, update=update, served=[scene.aim, theirs.aim])
    with pytest.raises(NotPossible, match="others lead on it"):
        save(scene, scene.lead, answers={("item", theirs.pk): RatingAnswer(scene.category("G"))})
    assert {row.item for row in ratings_offered(update, current(update))} == {scene.action, scene.output}
    mine = update.update_posts.get().post
    with pytest.raises(NotAllowed):
        start_update(by=scene.lead, plan_round=update.round, posts=[mine, other], served=[scene.aim, theirs.aim])
    joint = start_update(by=scene.keeper, plan_round=update.round, posts=[mine, other], served=[scene.aim, theirs.aim])
    assert theirs in {row.item for row in ratings_offered(joint, current(joint))}


def test_a_month_opened_late_asks_about_the_words_it_had(scene: MonthScene) -> None:
    type(scene.plan).objects.filter(pk=scene.plan.pk).update(published_on=add_months(THIS_MONTH, -2))
    scene.plan.refresh_from_db()
    change_item(by=scene.keeper, item=scene.output, reason="More.", month=THIS_MONTH, text="Trust has doubled.")
    scene.open(add_months(THIS_MONTH, -1))
    assert {row.item for row in current(scene.update).assessments.all()} == {scene.action, scene.output}
    offered = {row.item for row in ratings_offered(scene.update, current(scene.update))}
    assert offered == {scene.action, scene.output}
    save(scene, scene.lead, answers={("item", scene.output.pk): RatingAnswer(scene.category("A"))})


def test_another_update_is_started_by_a_post_that_leads_there(scene: MonthScene) -> None:
    plan_round = scene.open()
    post = scene.update.update_posts.get().post
    update = start_update(by=scene.lead, plan_round=plan_round, posts=[post], served=[scene.aim], label="Late update")
    assert (update.label, current(update).text) == ("Late update", "")
    assert last_event().type == "started update on a plan"
    stranger = PostFactory()
    with pytest.raises(NotPossible, match="leads on nothing"):
        start_update(by=scene.keeper, plan_round=plan_round, posts=[stranger], served=[scene.aim])
    with pytest.raises(NotAllowed):
        start_update(by=appointed(stranger), plan_round=plan_round, posts=[post], served=[scene.aim])
    with pytest.raises(NotPossible, match="at least one aim"):
        start_update(by=scene.lead, plan_round=plan_round, posts=[post], served=[])


def test_an_outside_body_that_leads_hands_in_its_update(scene: MonthScene) -> None:
    scene.open()
    body = PostFactory(kind="outside_body")
    LeadFactory(aim=scene.aim, post=body, position=9)
    speaker = appointed(body)
    update = start_update(by=speaker, plan_round=scene.update.round, posts=[body], served=[scene.aim])
    save_update(by=speaker, update=update, text="We came.", label="", answers={}, version=0)
    submit_update(by=speaker, update=update)
    assert update.state == PlanUpdateState.SUBMITTED


def test_a_contributor_hands_in_on_behalf_and_says_how_it_was_approved(scene: MonthScene) -> None:
    scene.open()
    scene.write(action="A")
    with pytest.raises(NotPossible, match="how and when"):
        submit_update(by=scene.drafter, update=scene.update)
    with pytest.raises(NotPossible, match="still to come"):
        submit_update(
            by=scene.drafter,
            update=scene.update,
            approved_how="By mail.",
            approved_on=dates.today() + timedelta(days=1),
        )
    revision = submit_update(by=scene.drafter, update=scene.update, approved_how="By mail.", approved_on=dates.today())
    assert (revision.signed_by, revision.submitted_by) == (scene.lead.person, scene.drafter)
    assert revision.signed_title
    event = last_event()
    assert (event.type, event.after["state"]) == ("submitted update on a plan", "submitted")
    assert OutboxMail.objects.filter(kind=MailKind.HANDED_IN, to=scene.keeper).exists()
    assert OutboxMail.objects.filter(kind=MailKind.RECEIPT, to=scene.drafter).exists()


def test_what_was_handed_in_is_written_no_more(scene: MonthScene) -> None:
    scene.open()
    scene.hand_in()
    with pytest.raises(StaleState):
        save(scene, scene.lead)
    with pytest.raises(StaleState):
        submit_update(by=scene.lead, update=scene.update)
    with pytest.raises(StaleState):
        override_warnings(by=scene.lead, update=scene.update, reasons={})


def test_an_update_without_words_is_not_handed_in(scene: MonthScene) -> None:
    scene.open()
    with pytest.raises(NotPossible, match="says nothing"):
        submit_update(by=scene.lead, update=scene.update)


def test_red_without_a_way_back_is_not_handed_in(scene: MonthScene) -> None:
    scene.open()
    save(scene, scene.lead, answers={("item", scene.action.pk): RatingAnswer(scene.category("R"))})
    with pytest.raises(ClaimContradicted, match="update cannot be submitted") as refused:
        submit_update(by=scene.lead, update=scene.update)
    (finding,) = refused.value.findings
    assert (finding.code, finding.blocks) == ("recovery-missing", True)


def test_a_way_back_whose_day_has_passed_by_the_end_of_the_month_is_doubted(scene: MonthScene) -> None:
    scene.open()
    past = month_ends_on(THIS_MONTH)
    red = RatingAnswer(scene.category("R"), recovery_text="More people.", recovery_on=past)
    save(scene, scene.lead, answers={("item", scene.action.pk): red})
    (finding,) = (finding for row in checked_ratings(current(scene.update)) for finding in row.findings)
    assert (finding.code, finding.blocks) == ("recovery-by-meeting", False)
    assert "is to be back on track by" in finding.message


def test_the_leads_are_told_of_an_update_that_the_owning_post_starts(scene: MonthScene) -> None:
    plan_round = scene.open()
    post = scene.update.update_posts.get().post
    start_update(by=scene.lead, plan_round=plan_round, posts=[post], served=[scene.aim])
    update = start_update(by=scene.keeper, plan_round=plan_round, posts=[post], served=[scene.aim])
    mails = OutboxMail.objects.filter(kind=MailKind.ASKED, plan_updates=update)
    assert {mail.to for mail in mails} == {scene.lead, scene.drafter}
    assert OutboxMail.objects.filter(kind=MailKind.ASKED).count() == 4


@pytest.mark.parametrize(
    "text", ["The work is underway.", "It is to be implemented with the budget.", "Not yet complete."]
)
def test_green_beside_words_of_what_is_to_come_is_doubted_until_somebody_says_why(scene: MonthScene, text: str) -> None:
    scene.open()
    scene.write(text=text, action="G")
    with pytest.raises(ClaimContradicted) as refused:
        submit_update(by=scene.lead, update=scene.update)
    (finding,) = refused.value.findings
    assert finding.code == "still-to-be-done"
    assert "is said to be complete" in finding.message
    override_warnings(by=scene.lead, update=scene.update, reasons={finding.key: "The rest is another action."})
    assert last_event().type == "overrode warnings"
    submit_update(by=scene.lead, update=scene.update)
    (checked,) = (row for row in checked_ratings(current(scene.update)) if row.findings)
    assert checked.reason_against(finding) == "The rest is another action."


def test_amber_after_the_due_date_is_doubted(scene: MonthScene) -> None:
    scene.open()
    type(scene.action).objects.filter(pk=scene.action.pk).update(due_on=date(2018, 9, 30), ongoing=False)
    scene.write(action="A")
    (finding,) = (finding for row in checked_ratings(current(scene.update)) for finding in row.findings)
    assert finding.code == "not-yet-due-but-past"
    assert "said to be on track, but its date of 30 September 2018 is before the end of" in finding.message


def test_a_returned_update_is_opened_anew_and_the_one_handed_in_stands(scene: MonthScene) -> None:
    scene.open()
    scene.write(text="The work is underway.", action="G")
    (finding,) = (finding for row in checked_ratings(current(scene.update)) for finding in row.findings)
    override_warnings(by=scene.lead, update=scene.update, reasons={finding.key: "So."})
    link = {"title": "Page", "openness": PUBLIC, "link": "https://www.example.org/"}
    add_plan_evidence(by=scene.lead, update=scene.update, **link)
    submit_update(by=scene.lead, update=scene.update)
    with pytest.raises(NotPossible, match="Say why"):
        return_update(by=scene.keeper, update=scene.update, reason=" ")
    update = scene.update
    new = return_update(by=scene.deputy, update=update, reason="Say more.")
    old = update.revisions.get(number=1)
    assert (old.returned_by, old.returned_reason, old.signed_by) == (scene.deputy, "Say more.", scene.lead.person)
    assert (new.number, new.text, new.submitted_at) == (2, "The work is underway.", None)
    assert new.assessments.get(item=scene.action).overrides.get().reason == "So."
    assert new.evidence_uses.get().evidence == old.evidence_uses.get().evidence
    assert (last_event().type, last_event().after["reason"]) == ("returned update on a plan", "Say more.")
    assert OutboxMail.objects.filter(kind=MailKind.RETURNED, to=scene.lead).exists()
    with pytest.raises(NotPossible):
        accept_update(by=scene.keeper, update=update)
    submit_update(by=scene.lead, update=update)
    accept_update(by=scene.keeper, update=update)


def test_who_comes_second_is_told(scene: MonthScene) -> None:
    plan_round = scene.open()
    scene.hand_in()
    mine, theirs = scene.update, scene.update
    accept_update(by=scene.keeper, update=mine)
    assert last_event().type == "accepted update on a plan"
    with pytest.raises(StaleState):
        return_update(by=scene.deputy, update=theirs, reason="So.")
    other = type(plan_round).objects.get(pk=plan_round.pk)
    issue_round(by=scene.keeper, plan_round=plan_round)
    with pytest.raises(StaleState):
        issue_round(by=scene.keeper, plan_round=other)


def test_a_month_is_issued_when_every_update_is_accepted_or_left_out(scene: MonthScene) -> None:
    plan_round = scene.open()
    with pytest.raises(NotPossible, match="1 update is neither"):
        issue_round(by=scene.keeper, plan_round=plan_round)
    with pytest.raises(NotPossible, match="Say why"):
        leave_out_updates(by=scene.keeper, plan_round=plan_round, updates=[scene.update], reason="")
    leave_out_updates(by=scene.keeper, plan_round=plan_round, updates=[scene.update], reason="On leave.")
    assert (last_event().type, last_event().after) == ("left out update on a plan", {"reason": "On leave."})
    with pytest.raises(StaleState):
        save(scene, scene.lead)
    with pytest.raises(NotPossible, match="left out already"):
        leave_out_updates(by=scene.keeper, plan_round=plan_round, updates=[scene.update], reason="On leave.")
    issue_round(by=scene.keeper, plan_round=plan_round)
    assert (last_event().type, plan_round.signed_by) == ("issued month of plan", scene.keeper.person)
    for act in (
        lambda: change_round(by=scene.keeper, plan_round=plan_round, due_on=dates.today()),
        lambda: take_update_back_in(by=scene.keeper, update=scene.update),
        lambda: accept_update(by=scene.keeper, update=scene.update),
        lambda: remind_of_round(by=scene.keeper, plan_round=plan_round),
    ):
        with pytest.raises(NotPossible, match="It stays as it is"):
            act()


def test_what_is_left_out_prints_the_words_it_began_with(scene: MonthScene) -> None:
    said = scene.issue().updates.get()
    plan_round = scene.open(NEXT_MONTH)
    leave_out_updates(by=scene.keeper, plan_round=plan_round, updates=[scene.update], reason="On leave.")
    assert plan_round.carried.get().update == said
    take_update_back_in(by=scene.keeper, update=scene.update)
    assert last_event().type == "took update on a plan back in"
    assert not plan_round.carried.exists()
    with pytest.raises(NotPossible, match="not left out"):
        take_update_back_in(by=scene.keeper, update=scene.update)


def test_a_contributor_issues_on_behalf_and_says_how_it_was_approved(scene: MonthScene) -> None:
    plan_round = scene.open()
    scene.accept()
    with pytest.raises(NotPossible, match="how and when"):
        issue_round(by=scene.deputy, plan_round=plan_round)
    issue_round(by=scene.deputy, plan_round=plan_round, approved_how="On the telephone.", approved_on=dates.today())
    assert (plan_round.signed_by, plan_round.issued_by) == (scene.keeper.person, scene.deputy)
    assert plan_round.approved_how == "On the telephone."


def test_no_further_update_required_stops_asking_until_it_is_resumed(scene: MonthScene) -> None:
    change = change_asking(by=scene.keeper, on=scene.output, asks=False, month=THIS_MONTH, reason="The plan says so.")
    assert (last_event().type, last_event().after["reason"]) == ("stopped asking", "The plan says so.")
    assert not change.asks
    scene.open()
    assert [row.item for row in current(scene.update).assessments.all()] == [scene.action]
    with pytest.raises(NotPossible, match="no more already"):
        change_asking(by=scene.keeper, on=scene.output, asks=False, month=THIS_MONTH, reason="Again.")
    with pytest.raises(NotPossible, match="Give the reason"):
        change_asking(by=scene.keeper, on=scene.output, asks=True, month=THIS_MONTH, reason="")
    reworded = change_item(
        by=scene.keeper, item=scene.output, reason="Clearer.", month=THIS_MONTH, text="Better words."
    )
    with pytest.raises(StaleState):
        change_asking(by=scene.keeper, on=scene.output, asks=True, month=THIS_MONTH, reason="Open again.")
    change_asking(by=scene.keeper, on=reworded, asks=True, month=THIS_MONTH, reason="Open again.")
    assert last_event().type == "resumed asking"
    take_out_item(by=scene.keeper, item=reworded, reason="Done otherwise.", month=THIS_MONTH)
    with pytest.raises(NotPossible, match="taken out"):
        change_asking(by=scene.keeper, on=reworded, asks=False, month=THIS_MONTH, reason="So.")


def test_nobody_is_asked_about_an_aim_whose_asking_stopped(scene: MonthScene) -> None:
    change_asking(by=scene.keeper, on=scene.aim, asks=False, month=THIS_MONTH, reason="The plan says so.")
    assert open_round(by=scene.keeper, plan=scene.plan, month=THIS_MONTH, due_on=dates.today()).updates == ()


def test_leads_are_reminded_once_a_day_and_the_keepers_of_what_is_overdue(scene: MonthScene) -> None:
    plan_round = scene.open()
    assert set(remind_of_round(by=scene.keeper, plan_round=plan_round)) == {scene.lead, scene.drafter}
    assert last_event().type == "reminded of month of plan"
    with pytest.raises(NotPossible, match="reminded today already"):
        remind_of_round(by=scene.keeper, plan_round=plan_round)

    type(plan_round).objects.filter(pk=plan_round.pk).update(due_on=dates.today() - timedelta(days=1))
    OutboxMail.objects.all().delete()
    assert queue_plan_reminders() == 4
    assert queue_plan_reminders() == 0
    kinds = list(OutboxMail.objects.order_by("kind").values_list("kind", flat=True))
    assert kinds == [MailKind.OVERDUE, MailKind.OVERDUE, MailKind.REMINDER, MailKind.REMINDER]
    plan_round.refresh_from_db()
    leave_out_updates(by=scene.keeper, plan_round=plan_round, updates=[scene.update], reason="On leave.")
    with pytest.raises(NotPossible, match="Nobody needs to be reminded"):
        remind_of_round(by=scene.keeper, plan_round=plan_round)


def test_a_text_beside_the_plan_is_written_while_the_month_is_open(scene: MonthScene) -> None:
    plan_round, post = scene.open(), PostFactory()
    text = add_narrative(by=scene.keeper, plan_round=plan_round, posts=[post], title="Care", text="It goes on.")
    assert (last_event().type, text.update_posts.get().post) == ("added text beside plan", post)
    edit_narrative(by=scene.deputy, narrative=text, posts=[], version=0, text="It went on.")
    assert last_event().type == "edited text beside plan"
    with pytest.raises(StaleText):
        edit_narrative(by=scene.keeper, narrative=text, posts=[], version=0, text="It stopped.")
    with pytest.raises(NotPossible, match="précis"):
        add_narrative(by=scene.keeper, plan_round=plan_round, posts=[], title="Both", text="A", precis="B")
    with pytest.raises(NotPossible, match="temperature take"):
        add_remark(by=scene.keeper, narrative=text, said_on=dates.today(), speaker="Somebody", text="Well.")
    scene.accept()
    issue_round(by=scene.keeper, plan_round=plan_round)
    with pytest.raises(NotPossible, match="stays as it is"):
        remove_narrative(by=scene.keeper, narrative=text)


def test_a_remark_is_published_with_the_agreement_of_whoever_said_it(scene: MonthScene) -> None:
    take = add_narrative(by=scene.keeper, plan_round=scene.open(), posts=[], title="Take", precis="In short.")
    said = {"said_on": dates.today(), "speaker": "Zenobia Fallow", "text": "It goes well."}
    with pytest.raises(NotAllowed):
        add_remark(by=scene.lead, narrative=take, **said)
    remark = add_remark(by=scene.keeper, narrative=take, **said)
    edit_remark(by=scene.keeper, remark=remark, version=0, text="It goes very well.")
    assert "well" not in str(last_event().after)
    with pytest.raises(NotPossible, match="how and when the speaker agreed"):
        publish_remark(by=scene.keeper, remark=remark, agreement="", agreed_on=None)
    with pytest.raises(NotPossible, match="between the day"):
        publish_remark(by=scene.keeper, remark=remark, agreement="By mail.", agreed_on=date(2018, 1, 1))
    with pytest.raises(NotAllowed):
        publish_remark(by=scene.lead, remark=remark, agreement="By mail.", agreed_on=dates.today())
    publish_remark(by=scene.keeper, remark=remark, agreement="By mail.", agreed_on=dates.today())
    assert (last_event().type, remark.published_by) == ("published remark", scene.keeper)
    with pytest.raises(NotPossible, match="Take it back first"):
        edit_remark(by=scene.keeper, remark=remark, version=1, text="No.")
    with pytest.raises(NotPossible, match="Say why"):
        unpublish_remark(by=scene.keeper, remark=remark, reason="")
    unpublish_remark(by=scene.keeper, remark=remark, reason="They no longer agree.")
    assert (last_event().type, remark.agreement) == ("took remark back", "")
    remove_remark(by=scene.keeper, remark=remark)
    assert last_event().type == "removed remark"
    remove_narrative(by=scene.keeper, narrative=take)
    assert last_event().type == "removed text beside plan"


def test_a_temperature_take_goes_with_its_remarks_but_not_while_one_is_published(scene: MonthScene) -> None:
    plan_round = scene.open()
    take = add_narrative(by=scene.keeper, plan_round=plan_round, posts=[], title="Take", precis="Warmer.")
    said = {"said_on": dates.today(), "speaker": "Ada Fiction", "text": "They listen."}
    remark = add_remark(by=scene.keeper, narrative=take, **said)
    with pytest.raises(NotPossible, match="has remarks"):
        edit_narrative(by=scene.keeper, narrative=take, posts=[], version=0, text="Words.", precis="")
    publish_remark(by=scene.keeper, remark=remark, agreement="By mail.", agreed_on=dates.today())
    with pytest.raises(NotPossible, match="is published"):
        remove_narrative(by=scene.keeper, narrative=take)
    unpublish_remark(by=scene.keeper, remark=remark, reason="So.")
    remove_narrative(by=scene.keeper, narrative=take)
    types = list(Event.objects.order_by("-pk").values_list("type", flat=True)[:2])
    assert set(types) == {"removed remark", "removed text beside plan"}


def test_what_a_draft_begins_with_is_not_printed_again_as_well(scene: MonthScene) -> None:
    said = scene.issue().updates.get()
    plan_round = scene.open(NEXT_MONTH)
    assert said not in updates_to_carry(plan_round)
    with pytest.raises(NotPossible, match="begins with these words"):
        carry_updates(by=scene.keeper, plan_round=plan_round, updates=[said])
    leave_out_updates(by=scene.keeper, plan_round=plan_round, updates=[scene.update], reason="So.")
    assert said in updates_to_carry(plan_round)


def test_evidence_goes_with_its_update(scene: MonthScene) -> None:
    scene.open()
    use = add_plan_evidence(
        by=scene.lead,
        update=scene.update,
        title="Minutes",
        openness=Openness(exemption=Exemption.EXEMPT, exempt_paragraph=3, public_interest_reason="Prices."),
        link="https://www.example.org/minutes",
    )
    assert last_event().type == "added evidence"
    public = add_plan_evidence(
        by=scene.lead, update=scene.update, title="Page", openness=PUBLIC, link="https://www.example.org/"
    )

    def seen_by(viewer: User) -> set[Evidence]:
        return set(Evidence.objects.visible_to(User.objects.get(pk=viewer.pk)))

    assert seen_by(scene.drafter) == {use.evidence, public.evidence}
    assert seen_by(scene.keeper) == set()
    stranger = appointed(PostFactory())
    scene.accept()
    assert seen_by(scene.keeper) == {use.evidence, public.evidence}
    assert seen_by(stranger) == set()
    issue_round(by=scene.keeper, plan_round=scene.update.round)
    assert seen_by(stranger) == {public.evidence}
    with pytest.raises(StaleState):
        remove_plan_evidence(by=scene.lead, use=use)


def test_evidence_is_taken_out_while_the_update_is_written(scene: MonthScene) -> None:
    scene.open()
    use = add_plan_evidence(
        by=scene.lead, update=scene.update, title="Page", openness=PUBLIC, link="https://www.example.org/"
    )
    with pytest.raises(NotAllowed):
        remove_plan_evidence(by=scene.keeper, use=use)
    remove_plan_evidence(by=scene.drafter, use=use)
    assert last_event().type == "removed evidence"
    with pytest.raises(NotPossible):
        remove_plan_evidence(by=scene.lead, use=use)
    with pytest.raises(NotPossible, match="one of the two"):
        add_plan_evidence(by=scene.lead, update=scene.update, title="Page", openness=PUBLIC)

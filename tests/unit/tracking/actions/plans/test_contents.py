"""What a plan holds: themes, aims, actions and outputs, leads and links, written by those of the owning post."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    AimFactory,
    ImprovementPlanFactory,
    InquiryFactory,
    LeadFactory,
    PlanItemFactory,
    PlanLinkFactory,
    PostFactory,
    RecommendationFactory,
    ThemeFactory,
    administrator,
    appointed,
)
from tracking.actions.plans.items import add_item, change_item, edit_item, take_out_item
from tracking.actions.plans.leads import add_lead, end_lead, put_lead_first, remove_lead
from tracking.actions.plans.links import add_link, remove_link
from tracking.actions.plans.themes import add_aim, add_theme, edit_aim, edit_theme, remove_aim, remove_theme
from tracking.enums import InquiryState, ItemKind, PlanState, PostKind
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import Event, User
from tracking.models.plans import Aim, ImprovementPlan, Lead, PlanItem, PlanLink, Theme

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2018, 9, 1)


@pytest.fixture
def draft() -> ImprovementPlan:
    return ImprovementPlanFactory(state=PlanState.DRAFT)


@pytest.fixture
def published() -> ImprovementPlan:
    return ImprovementPlanFactory()


def keeper_of(plan: ImprovementPlan) -> User:
    return appointed(plan.owning_post)


def an_aim(plan: ImprovementPlan, number: int = 1) -> Aim:
    theme = plan.themes.first() or ThemeFactory(plan=plan, number=1)
    return AimFactory(theme=theme, number=number)


def only_event() -> tuple[str, dict, dict]:
    event = Event.objects.get()
    return event.type, event.before, event.after


def test_a_theme_has_a_number_once(draft: ImprovementPlan) -> None:
    keeper = keeper_of(draft)
    theme = add_theme(by=keeper, plan=draft, number=1, title="Leadership", statement="Well led.")
    assert only_event() == (
        "added theme",
        {},
        {"plan": draft.pk, "number": 1, "title": "Leadership", "statement": "Well led.", "note": ""},
    )
    with pytest.raises(NotPossible, match="This plan already has a theme with this number"):
        add_theme(by=keeper, plan=draft, number=1, title="Culture")
    assert list(draft.themes.all()) == [theme]


def test_the_numbers_of_what_is_published_stay(published: ImprovementPlan) -> None:
    keeper, aim = keeper_of(published), an_aim(published)
    with pytest.raises(NotPossible, match="the number of a theme stays"):
        edit_theme(by=keeper, theme=aim.theme, number=7, reason="Typing.")
    with pytest.raises(NotPossible, match="the number of an aim stays"):
        edit_aim(by=keeper, aim=aim, text="Other words.", number=7, reason="Typing.")
    edit_theme(by=keeper, theme=aim.theme, title="Leadership", reason="Typing.")
    assert only_event()[0] == "corrected theme"


def test_an_aim_stands_behind_those_before_it_and_may_have_no_number(draft: ImprovementPlan) -> None:
    first = an_aim(draft)
    aim = add_aim(by=keeper_of(draft), theme=first.theme, text="Trust between partners.")
    assert (aim.position, aim.label, aim.reference) == (2, "1, unnumbered", "1-2")
    assert only_event() == (
        "added aim",
        {},
        {"theme": first.theme_id, "position": 2, "number": None, "text": "Trust between partners."},
    )
    with pytest.raises(NotPossible, match="This theme already has an aim with this number"):
        add_aim(by=keeper_of(draft), theme=first.theme, text="Again.", number=1)


def test_the_words_of_a_published_aim_are_corrected_with_a_reason(published: ImprovementPlan) -> None:
    keeper, aim = keeper_of(published), an_aim(published)
    with pytest.raises(NotPossible, match="Give the reason"):
        edit_aim(by=keeper, aim=aim, text="Other words.", number=1)
    edit_aim(by=keeper, aim=aim, text="Other words.", number=1, reason="A word was missing.")
    assert only_event() == (
        "corrected aim",
        {"text": "That aim 1 is reached."},
        {"text": "Other words.", "reason": "A word was missing."},
    )


def test_only_a_draft_loses_aims_and_themes(draft: ImprovementPlan, published: ImprovementPlan) -> None:
    with pytest.raises(NotPossible, match="an aim stays in it"):
        remove_aim(by=keeper_of(published), aim=an_aim(published))
    with pytest.raises(NotPossible, match="a theme stays in it"):
        remove_theme(by=keeper_of(published), theme=published.themes.get())
    aim = an_aim(draft)
    PlanItemFactory(aim=aim)
    with pytest.raises(NotPossible, match="This theme has aims"):
        remove_theme(by=keeper_of(draft), theme=aim.theme)
    remove_aim(by=keeper_of(draft), aim=aim)
    remove_theme(by=keeper_of(draft), theme=draft.themes.get())
    assert [event.type for event in Event.objects.order_by("pk")] == ["removed aim", "removed theme"]
    assert (draft.themes.count(), PlanItem.objects.count()) == (0, 0)


def test_an_item_is_of_an_aim_or_of_a_whole_theme(draft: ImprovementPlan) -> None:
    keeper, aim = keeper_of(draft), an_aim(draft)
    action = add_item(by=keeper, of=aim, kind=ItemKind.ACTION, text="Do it.")
    output = add_item(by=keeper, of=aim.theme, kind=ItemKind.OUTPUT, text="It is done.", due_on=date(2018, 9, 30))
    assert (action.aim, action.theme, output.aim, output.theme) == (aim, None, None, aim.theme)
    assert (action.plan, output.plan) == (draft, draft)
    assert [event.type for event in Event.objects.all()] == ["added plan item", "added plan item"]
    with pytest.raises(NotPossible):
        add_item(by=keeper, of=aim, kind=ItemKind.ACTION, text="")


def test_an_item_of_a_draft_is_edited_in_place(draft: ImprovementPlan) -> None:
    item = PlanItemFactory(aim=an_aim(draft), text="Do it.")
    edit_item(by=keeper_of(draft), item=item, text="Do it well.")
    assert only_event() == ("edited plan item", {"text": "Do it."}, {"text": "Do it well."})
    with pytest.raises(NotPossible, match="This plan is a draft"):
        change_item(by=keeper_of(draft), item=item, text="Do it soon.", reason="Late.", month=SEPTEMBER)


def test_a_changed_item_is_a_new_row_with_reason_month_leads_and_links(published: ImprovementPlan) -> None:
    keeper = keeper_of(published)
    item = PlanItemFactory(aim=an_aim(published), text="Finish the review.", position=4)
    goes_on = LeadFactory(aim=None, item=item, as_written="ACE", starts_on=date(2018, 6, 1))
    LeadFactory(aim=None, item=item, ends_on=date(2018, 8, 1))
    link = PlanLinkFactory(aim=None, item=item)

    changed = change_item(
        by=keeper,
        item=item,
        due_text="November 2018",
        due_on=date(2018, 11, 30),
        reason="The Council decides in November.",
        month=date(2018, 9, 17),
    )

    item.refresh_from_db()
    assert (item.text, item.due_on, item.superseded_by) == ("Finish the review.", date(2018, 9, 30), changed)
    assert (changed.text, changed.position, changed.changed_in) == ("Finish the review.", 4, SEPTEMBER)
    assert (changed.superseding_reason, changed.recorded_by) == ("The Council decides in November.", keeper)
    assert [(row.post, row.as_written, row.starts_on) for row in changed.leads.all()] == [
        (goes_on.post, "ACE", date(2018, 6, 1))
    ]
    assert [row.inquiry for row in changed.links.all()] == [link.inquiry]
    assert list(PlanItem.objects.current()) == [changed]
    assert only_event() == (
        "changed plan item",
        {"item": item.pk, "due_text": "September 2018", "due_on": "2018-09-30"},
        {
            "due_text": "November 2018",
            "due_on": "2018-11-30",
            "reason": "The Council decides in November.",
            "changed_in": "2018-09-01",
        },
    )


def test_who_changes_an_item_second_is_told_so(published: ImprovementPlan) -> None:
    keeper, item = keeper_of(published), PlanItemFactory(aim=an_aim(published))
    change_item(by=keeper, item=item, text="First.", reason="Asked.", month=SEPTEMBER)
    for act in (
        lambda: change_item(by=keeper, item=item, text="Second.", reason="Asked.", month=SEPTEMBER),
        lambda: take_out_item(by=keeper, item=item, reason="Asked.", month=SEPTEMBER),
        lambda: add_lead(by=keeper, on=item, post=PostFactory()),
    ):
        with pytest.raises(StaleState, match="Somebody else has changed this"):
            act()
    assert PlanItem.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": " "}, "Give the reason"),
        ({"month": None}, "Choose the month"),
        ({"month": date(2018, 5, 1)}, "could not change before June 2018"),
        ({"month": timezone.localdate() + timedelta(days=40)}, "still to come"),
        ({"text": "Do it."}, "Nothing was changed"),
        ({"text": ""}, "cannot be blank"),
    ],
)
def test_a_change_needs_its_reason_a_month_that_can_be_and_other_words(
    published: ImprovementPlan, said: dict, words: str
) -> None:
    item = PlanItemFactory(aim=an_aim(published), text="Do it.")
    asked = {"text": "Do it well.", "reason": "Asked.", "month": SEPTEMBER} | said
    with pytest.raises(NotPossible, match=words):
        change_item(by=keeper_of(published), item=item, **asked)
    assert (PlanItem.objects.count(), Event.objects.count()) == (1, 0)


def test_a_later_change_is_not_of_an_earlier_month(published: ImprovementPlan) -> None:
    keeper, item = keeper_of(published), PlanItemFactory(aim=an_aim(published))
    changed = change_item(by=keeper, item=item, text="First.", reason="Asked.", month=SEPTEMBER)
    with pytest.raises(NotPossible, match="could not change before September 2018"):
        change_item(by=keeper, item=changed, text="Second.", reason="Asked.", month=date(2018, 8, 1))


def test_what_is_taken_out_of_a_published_plan_stays_as_a_row(published: ImprovementPlan) -> None:
    keeper, item = keeper_of(published), PlanItemFactory(aim=an_aim(published))
    with pytest.raises(NotPossible, match="Give the reason"):
        take_out_item(by=keeper, item=item, month=SEPTEMBER)
    take_out_item(by=keeper, item=item, reason="Said twice.", month=SEPTEMBER)
    assert only_event() == (
        "took out plan item",
        {"taken_out_reason": "", "taken_out_in": None},
        {"taken_out_reason": "Said twice.", "taken_out_in": "2018-09-01"},
    )
    assert (PlanItem.objects.count(), PlanItem.objects.current().count()) == (1, 0)
    with pytest.raises(NotPossible, match="was taken out of the plan"):
        change_item(by=keeper, item=item, text="Other.", reason="Asked.", month=SEPTEMBER)


def test_what_is_taken_out_of_a_draft_is_gone(draft: ImprovementPlan) -> None:
    item = PlanItemFactory(aim=an_aim(draft))
    take_out_item(by=keeper_of(draft), item=item)
    assert (Event.objects.get().type, PlanItem.objects.count()) == ("removed plan item", 0)


def test_a_published_item_is_not_edited_in_place(published: ImprovementPlan) -> None:
    with pytest.raises(NotPossible, match="Change the item with its reason and month"):
        edit_item(by=keeper_of(published), item=PlanItemFactory(aim=an_aim(published)), text="Other.")


def test_a_post_leads_behind_those_before_it_as_written(published: ImprovementPlan) -> None:
    keeper, aim = keeper_of(published), an_aim(published)
    first = LeadFactory(aim=aim)
    lead = add_lead(by=keeper, on=aim, post=PostFactory(), as_written="ACE", starts_on=date(2018, 6, 1))
    assert list(aim.leads.all()) == [first, lead]
    assert only_event() == (
        "added lead",
        {},
        {
            "aim": aim.pk,
            "item": None,
            "post": lead.post_id,
            "position": 2,
            "starts_on": "2018-06-01",
            "as_written": "ACE",
        },
    )
    with pytest.raises(NotPossible, match="leads on this already"):
        add_lead(by=keeper, on=aim, post=lead.post)
    with pytest.raises(NotPossible, match="ended on 24 May 2016"):
        add_lead(by=keeper, on=aim, post=PostFactory(ended_on=date(2016, 5, 24)), starts_on=date(2018, 6, 1))


def test_a_lead_ends_once_and_stays_as_history(published: ImprovementPlan) -> None:
    keeper, lead = keeper_of(published), LeadFactory(aim=an_aim(published))
    end_lead(by=keeper, lead=lead, ends_on=date(2018, 8, 1))
    assert only_event() == ("ended lead", {"ends_on": None}, {"ends_on": "2018-08-01"})
    with pytest.raises(NotPossible, match="led on this until 1 August 2018"):
        end_lead(by=keeper, lead=lead, ends_on=date(2018, 9, 1))


def test_a_lead_put_down_by_mistake_is_taken_out_of_a_draft_alone(
    draft: ImprovementPlan, published: ImprovementPlan
) -> None:
    lead = LeadFactory(aim=an_aim(draft))
    with pytest.raises(NotAllowed):
        remove_lead(by=administrator(), lead=lead)
    remove_lead(by=keeper_of(draft), lead=lead)
    assert (Event.objects.get().type, Lead.objects.count()) == ("removed lead", 0)
    with pytest.raises(NotPossible, match="End it instead"):
        remove_lead(by=keeper_of(published), lead=LeadFactory(aim=an_aim(published)))


def test_a_post_is_put_first(published: ImprovementPlan) -> None:
    aim = an_aim(published)
    first, second = LeadFactory(aim=aim, position=1), LeadFactory(aim=aim, position=2)
    put_lead_first(by=keeper_of(published), lead=second)
    assert list(aim.leads.all()) == [second, first]
    assert only_event() == ("put lead first", {"position": 2}, {"position": 1})


def test_an_aim_or_item_answers_an_inquiry_or_a_recommendation_once(published: ImprovementPlan) -> None:
    keeper, aim = keeper_of(published), an_aim(published)
    recommendation = RecommendationFactory()
    link = add_link(by=keeper, source=aim, target=recommendation)
    assert only_event() == (
        "added plan link",
        {},
        {"aim": aim.pk, "item": None, "inquiry": None, "recommendation": recommendation.pk},
    )
    assert (link.source, link.target) == (aim, recommendation)
    add_link(by=keeper, source=PlanItemFactory(aim=aim), target=recommendation.inquiry)
    with pytest.raises(NotPossible, match="is there already"):
        add_link(by=keeper, source=aim, target=recommendation)


def test_only_what_everyone_may_read_is_linked(published: ImprovementPlan) -> None:
    keeper, aim = keeper_of(published), an_aim(published)
    with pytest.raises(NotPossible, match="Only a published inquiry can be linked"):
        add_link(by=keeper, source=aim, target=InquiryFactory(state=InquiryState.DRAFT))
    with pytest.raises(NotPossible, match="was withdrawn as entered by mistake"):
        add_link(by=keeper, source=aim, target=RecommendationFactory(withdrawn_reason="Entered twice."))


def test_a_link_is_removed(published: ImprovementPlan) -> None:
    link = PlanLinkFactory(aim=an_aim(published))
    remove_link(by=keeper_of(published), link=link)
    assert (Event.objects.get().type, PlanLink.objects.count()) == ("removed plan link", 0)


def _acts(plan: ImprovementPlan) -> dict[str, Callable[[User], object]]:
    aim = an_aim(plan)
    item, lead, link = PlanItemFactory(aim=aim), LeadFactory(aim=aim), PlanLinkFactory(aim=aim)
    return {
        "add_theme": lambda by: add_theme(by=by, plan=plan, number=9, title="Mine"),
        "edit_theme": lambda by: edit_theme(by=by, theme=aim.theme, title="Mine", reason="Mine."),
        "remove_theme": lambda by: remove_theme(by=by, theme=aim.theme),
        "add_aim": lambda by: add_aim(by=by, theme=aim.theme, text="Mine."),
        "edit_aim": lambda by: edit_aim(by=by, aim=aim, text="Mine.", number=1, reason="Mine."),
        "remove_aim": lambda by: remove_aim(by=by, aim=aim),
        "add_item": lambda by: add_item(by=by, of=aim, kind=ItemKind.ACTION, text="Mine."),
        "edit_item": lambda by: edit_item(by=by, item=item, text="Mine."),
        "change_item": lambda by: change_item(by=by, item=item, text="Mine.", reason="Mine.", month=SEPTEMBER),
        "take_out_item": lambda by: take_out_item(by=by, item=item, reason="Mine.", month=SEPTEMBER),
        "add_lead": lambda by: add_lead(by=by, on=aim, post=PostFactory()),
        "end_lead": lambda by: end_lead(by=by, lead=lead, ends_on=date(2018, 8, 1)),
        "put_lead_first": lambda by: put_lead_first(by=by, lead=lead),
        "add_link": lambda by: add_link(by=by, source=aim, target=InquiryFactory()),
        "remove_link": lambda by: remove_link(by=by, link=link),
    }


ACTS = [
    "add_theme",
    "edit_theme",
    "remove_theme",
    "add_aim",
    "edit_aim",
    "remove_aim",
    "add_item",
    "edit_item",
    "change_item",
    "take_out_item",
    "add_lead",
    "end_lead",
    "put_lead_first",
    "add_link",
    "remove_link",
]


@pytest.mark.parametrize("name", ACTS)
def test_nobody_else_writes_in_a_plan(published: ImprovementPlan, name: str) -> None:
    """Neither an administrator nor who leads on all of it."""
    act = _acts(published)[name]
    leading = Lead.objects.get(aim__theme__plan=published).post
    for by in (administrator(), appointed(leading)):
        with pytest.raises(NotAllowed):
            act(by)
    assert Event.objects.count() == 0


@pytest.mark.parametrize("name", ACTS)
def test_nothing_changes_in_a_plan_that_has_ended(published: ImprovementPlan, name: str) -> None:
    act = _acts(published)[name]
    ImprovementPlan.objects.filter(pk=published.pk).update(state=PlanState.ENDED, ended_on=date(2019, 3, 31))
    with pytest.raises(NotPossible, match="This plan has ended"):
        act(keeper_of(published))
    assert Event.objects.count() == 0


def test_every_act_is_asked_about_above(published: ImprovementPlan) -> None:
    assert set(_acts(published)) == set(ACTS)


def test_the_keepers_of_another_plan_write_nothing_here(published: ImprovementPlan) -> None:
    theme: Theme = ThemeFactory(plan=published)
    other = appointed(PostFactory(kind=PostKind.OFFICER))
    with pytest.raises(NotAllowed):
        edit_theme(by=other, theme=theme, title="Mine", reason="Mine.")

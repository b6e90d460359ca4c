"""An improvement plan as a whole: started, edited, published and ended by those of its owning post."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import AimFactory, ImprovementPlanFactory, PostFactory, administrator, appointed, on_track
from tracking.actions.plans.plans import create_plan, edit_plan, end_plan, hand_over_plan, publish_plan
from tracking.enums import Capacity, PlanState, PostKind
from tracking.exceptions import NotAllowed, NotPossible, StaleState
from tracking.models import Event, Post, User
from tracking.models.plans import ImprovementPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return PostFactory(name="Head of Improvement", kind=PostKind.OFFICER)


@pytest.fixture
def keeper(post: Post) -> User:
    return appointed(post, Capacity.CONTRIBUTOR)


@pytest.fixture
def draft(post: Post) -> ImprovementPlan:
    return ImprovementPlanFactory(owning_post=post, state=PlanState.DRAFT)


@pytest.fixture
def published(post: Post) -> ImprovementPlan:
    return ImprovementPlanFactory(owning_post=post, title="The Plan")


def test_a_plan_starts_as_a_draft_with_the_scheme_of_plans(post: Post, keeper: User) -> None:
    scheme = on_track()
    plan = create_plan(by=keeper, owning_post=post, title="Governance Plan", introduction="Why.")

    assert (plan.state, plan.slug, plan.scheme, plan.published_on) == ("draft", "governance-plan", scheme, None)
    event = Event.objects.get()
    assert (event.type, event.target_label, event.target_id) == (
        "created improvement plan",
        "tracking.improvementplan",
        str(plan.pk),
    )
    assert event.after == {"title": "Governance Plan", "owning_post": post.pk, "scheme": scheme.pk}


def test_no_plan_is_called_as_the_page_that_starts_one(post: Post, keeper: User) -> None:
    on_track()
    assert create_plan(by=keeper, owning_post=post, title="New").slug == "new-2"


def test_an_outside_body_keeps_no_plan(post: Post) -> None:
    body = PostFactory(kind=PostKind.OUTSIDE_BODY)
    with pytest.raises(NotAllowed):
        create_plan(by=appointed(body), owning_post=body, title="A plan")


def test_a_plan_needs_a_title_a_scheme_and_a_post_that_exists(post: Post, keeper: User) -> None:
    with pytest.raises(NotPossible, match="No assessment scheme is set up for improvement plans"):
        create_plan(by=keeper, owning_post=post, title="A plan")
    on_track()
    with pytest.raises(NotPossible):
        create_plan(by=keeper, owning_post=post, title="")
    ended = PostFactory(kind=PostKind.OFFICER, ended_on=date(2016, 5, 24))
    with pytest.raises(NotPossible, match="ended on 24 May 2016"):
        create_plan(by=appointed(ended), owning_post=ended, title="A plan")


def test_a_draft_is_edited_without_a_reason(keeper: User, draft: ImprovementPlan) -> None:
    edit_plan(by=keeper, plan=draft, title="Better title")
    event = Event.objects.get()
    assert (event.type, event.after) == ("edited improvement plan", {"title": "Better title"})


def test_what_is_published_is_corrected_with_a_reason(keeper: User, published: ImprovementPlan) -> None:
    with pytest.raises(NotPossible, match="Give the reason for the correction"):
        edit_plan(by=keeper, plan=published, title="Better title")
    with pytest.raises(NotPossible, match="Nothing was changed"):
        edit_plan(by=keeper, plan=published, title="The Plan", reason="Typing.")
    edit_plan(by=keeper, plan=published, title="Better title", reason="Typing.")
    event = Event.objects.get()
    assert (event.type, event.before, event.after) == (
        "corrected improvement plan",
        {"title": "The Plan"},
        {"title": "Better title", "reason": "Typing."},
    )


def test_publishing_needs_an_aim_and_sets_the_day(keeper: User, draft: ImprovementPlan) -> None:
    with pytest.raises(NotPossible, match="The plan has no aim yet"):
        publish_plan(by=keeper, plan=draft)
    AimFactory(theme__plan=draft)
    publish_plan(by=keeper, plan=draft)

    draft.refresh_from_db()
    today = timezone.localdate()
    assert (draft.state, draft.published_on) == (PlanState.PUBLISHED, today)
    event = Event.objects.get()
    assert (event.type, event.before, event.after) == (
        "published improvement plan",
        {"state": "draft"},
        {"state": "published", "published_on": str(today)},
    )


def test_who_publishes_second_is_told_so(keeper: User, draft: ImprovementPlan) -> None:
    AimFactory(theme__plan=draft)
    also_read = ImprovementPlan.objects.get(pk=draft.pk)
    publish_plan(by=keeper, plan=draft)
    with pytest.raises(StaleState):
        publish_plan(by=keeper, plan=also_read)


def test_a_plan_ends_on_a_day_with_the_plan_that_follows(keeper: User, published: ImprovementPlan) -> None:
    following = ImprovementPlanFactory()
    end_plan(by=keeper, plan=published, on=date(2019, 3, 31), successor=following)

    published.refresh_from_db()
    assert (published.state, published.ended_on, published.successor) == ("ended", date(2019, 3, 31), following)
    event = Event.objects.get()
    assert (event.type, event.after) == (
        "ended improvement plan",
        {"state": "ended", "ended_on": "2019-03-31", "successor": following.pk},
    )


def test_a_plan_does_not_end_before_its_publication_in_the_future_or_for_itself(
    keeper: User, published: ImprovementPlan
) -> None:
    with pytest.raises(NotPossible, match="The plan was published on 29 June 2018"):
        end_plan(by=keeper, plan=published, on=date(2018, 6, 28))
    with pytest.raises(NotPossible, match="still to come"):
        end_plan(by=keeper, plan=published, on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(NotPossible, match="A plan cannot follow itself"):
        end_plan(by=keeper, plan=published, on=date(2019, 3, 31), successor=published)
    with pytest.raises(NotPossible, match="Only a published plan takes over"):
        end_plan(
            by=keeper, plan=published, on=date(2019, 3, 31), successor=ImprovementPlanFactory(state=PlanState.DRAFT)
        )
    assert Event.objects.count() == 0


def test_a_plan_that_has_ended_stays_as_it_is(keeper: User, published: ImprovementPlan) -> None:
    end_plan(by=keeper, plan=published, on=date(2019, 3, 31))
    with pytest.raises(NotPossible, match="This plan has ended"):
        edit_plan(by=keeper, plan=published, title="Other", reason="Typing.")


def test_nobody_else_writes_a_plan(post: Post, draft: ImprovementPlan, published: ImprovementPlan) -> None:
    on_track()
    AimFactory(theme__plan=draft)
    for by in (administrator(), appointed(PostFactory(kind=PostKind.OFFICER))):
        with pytest.raises(NotAllowed):
            create_plan(by=by, owning_post=post, title="A plan")
        with pytest.raises(NotAllowed):
            edit_plan(by=by, plan=draft, title="Other")
        with pytest.raises(NotAllowed):
            publish_plan(by=by, plan=draft)
        with pytest.raises(NotAllowed):
            end_plan(by=by, plan=published, on=date(2019, 3, 31))
    assert Event.objects.count() == 0


def test_a_plan_is_handed_over_to_another_post_of_the_council(
    post: Post, keeper: User, published: ImprovementPlan
) -> None:
    other = PostFactory(name="Director of Change", kind=PostKind.OFFICER)
    hand_over_plan(by=keeper, plan=published, post=other, reason="The posts were put in a new order.")

    assert ImprovementPlan.objects.get().owning_post == other
    event = Event.objects.get()
    assert (event.type, event.before, event.after) == (
        "handed over improvement plan",
        {"owning_post": post.pk},
        {"owning_post": other.pk, "reason": "The posts were put in a new order."},
    )
    with pytest.raises(NotAllowed):
        edit_plan(by=keeper, plan=published, reason="Too late.", title="Another")


def test_who_comes_second_to_a_plan_that_was_handed_over_is_told_so(
    post: Post, keeper: User, published: ImprovementPlan
) -> None:
    stale = [ImprovementPlan.objects.select_related("owning_post").get(pk=published.pk) for _ in range(3)]
    other, third = PostFactory(kind=PostKind.OFFICER), PostFactory(kind=PostKind.OFFICER)
    hand_over_plan(by=keeper, plan=published, post=other, reason="A new order.")
    with pytest.raises(StaleState):
        hand_over_plan(by=keeper, plan=stale[0], post=third, reason="Another order.")
    with pytest.raises(StaleState):
        edit_plan(by=keeper, plan=stale[1], reason="Too late.", title="Another")
    with pytest.raises(StaleState):
        end_plan(by=keeper, plan=stale[2], on=timezone.localdate())
    assert ImprovementPlan.objects.get().owning_post == other


def test_a_plan_is_handed_over_for_a_reason_to_a_post_that_may_keep_it(
    post: Post, keeper: User, published: ImprovementPlan
) -> None:
    other = PostFactory(kind=PostKind.OFFICER)
    ended = PostFactory(kind=PostKind.OFFICER, ended_on=date(2016, 5, 24))
    body = PostFactory(kind=PostKind.OUTSIDE_BODY)
    for to, reason, words in (
        (other, " ", "Give the reason"),
        (post, "Why not?", "keeps this plan already"),
        (ended, "Why not?", "cannot keep a plan"),
        (body, "Why not?", "cannot keep a plan"),
    ):
        with pytest.raises(NotPossible, match=words):
            hand_over_plan(by=keeper, plan=published, post=to, reason=reason)
    with pytest.raises(NotAllowed):
        hand_over_plan(by=administrator(), plan=published, post=other, reason="To have it.")


def test_what_a_post_kept_until_it_ended_its_successors_keep(post: Post, draft: ImprovementPlan) -> None:
    successor, stranger = PostFactory(kind=PostKind.OFFICER), PostFactory(kind=PostKind.OFFICER)
    post.successors.set([successor])
    heir = appointed(successor)
    with pytest.raises(NotAllowed):
        edit_plan(by=heir, plan=draft, title="Not yet")
    assert not ImprovementPlan.objects.visible_to(heir).exists()

    post.ended_on = timezone.localdate()
    post.save()
    draft.refresh_from_db()
    edit_plan(by=heir, plan=draft, title="Taken over")

    assert ImprovementPlan.objects.edited_by(heir).get() == draft
    assert ImprovementPlan.objects.visible_to(heir).get() == draft
    assert not ImprovementPlan.objects.visible_to(appointed(stranger)).exists()

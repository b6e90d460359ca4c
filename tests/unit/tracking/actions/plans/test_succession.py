"""What becomes of the updates of a post that leads and ends in the middle of a month: its successor finishes them."""

from dataclasses import dataclass

import pytest

from tests.factories import PostFactory, administrator, appointed
from tests.plan_months import MonthScene, address, month_scene, signed_in
from tracking import dates
from tracking.actions.openness import Openness
from tracking.actions.plans.evidence import add_plan_evidence
from tracking.actions.plans.reminders import remind_of_round
from tracking.actions.plans.update_decisions import return_update, submit_update
from tracking.actions.plans.updates import save_update
from tracking.actions.posts import end_post
from tracking.enums import Capacity, Exemption, PlanUpdateState, PostKind
from tracking.exceptions import NotAllowed
from tracking.models import Evidence, OutboxMail, Post, User
from tracking.models.plans import PlanUpdate
from tracking.queries.plans.tasks import plan_tasks

pytestmark = pytest.mark.django_db

EXEMPT = Openness(Exemption.EXEMPT, 3, "It would harm the tender.")


@dataclass
class Succeeded:
    """A month in which the City Solicitor leads, and the Monitoring Officer who takes over."""

    scene: MonthScene
    post: Post
    holder: User
    drafter: User

    def take_over(self) -> None:
        lead = self.scene.aim.leads.get().post
        end_post(by=administrator(), post=lead, on=dates.today(), successors=[self.post])

    def write(self, by: User, text: str) -> None:
        update = self.scene.update
        version = update.revisions.get(is_current=True).version
        save_update(by=by, update=update, text=text, label=update.label, answers={}, version=version)


@pytest.fixture
def succeeded() -> Succeeded:
    scene = month_scene()
    scene.open()
    post = PostFactory(name="Monitoring Officer", kind=PostKind.OFFICER)
    return Succeeded(scene, post, appointed(post), appointed(post, Capacity.CONTRIBUTOR))


def test_a_draft_goes_to_the_successor_who_writes_signs_and_hands_it_in(succeeded: Succeeded) -> None:
    scene, holder = succeeded.scene, succeeded.holder
    scene.write(text="Begun before.")
    with pytest.raises(NotAllowed):
        succeeded.write(holder, "Too early.")
    succeeded.take_over()
    assert [(task.round, task.to_write) for task in plan_tasks(holder)] == [(scene.update.round, 1)]
    assert "Begun before." in signed_in(holder).get(address("plan_update_write", scene.update.pk)).content.decode()
    succeeded.write(succeeded.drafter, "Finished after.")
    revision = submit_update(by=holder, update=scene.update)
    assert (revision.text, revision.signed_by, revision.signed_title) == (
        "Finished after.",
        holder.person,
        "Monitoring Officer",
    )


def test_what_was_returned_goes_to_the_successor_too(succeeded: Succeeded) -> None:
    scene = succeeded.scene
    scene.hand_in()
    succeeded.take_over()
    return_update(by=scene.keeper, update=scene.update, reason="Say more.")
    told = OutboxMail.objects.filter(plan_updates=scene.update, kind="returned")
    assert {mail.to for mail in told} == {succeeded.holder, succeeded.drafter}
    succeeded.write(succeeded.holder, "More is said.")
    submit_update(by=succeeded.holder, update=scene.update)
    assert PlanUpdate.objects.get().state == PlanUpdateState.SUBMITTED


def test_the_predecessors_people_write_it_no_more(succeeded: Succeeded) -> None:
    scene = succeeded.scene
    succeeded.take_over()
    assert plan_tasks(scene.lead) == []
    with pytest.raises(NotAllowed):
        succeeded.write(scene.lead, "Still here.")
    assert signed_in(scene.lead).get(address("plan_update_write", scene.update.pk)).status_code == 404


def test_the_successor_reads_what_is_withheld_in_it_and_supplies_evidence_itself(succeeded: Succeeded) -> None:
    scene, holder = succeeded.scene, succeeded.holder
    link = {"openness": EXEMPT, "link": "https://example.org/tender"}
    add_plan_evidence(by=scene.lead, update=scene.update, title="Tender", **link)
    assert list(Evidence.objects.visible_to(holder)) == []
    succeeded.take_over()
    use = add_plan_evidence(by=holder, update=scene.update, title="Tender, signed", **link)
    assert use.evidence.supplied_by == succeeded.post
    assert [row.title for row in Evidence.objects.visible_to(holder).order_by("pk")] == ["Tender", "Tender, signed"]


def test_reminders_go_to_the_successor(succeeded: Succeeded) -> None:
    succeeded.take_over()
    OutboxMail.objects.all().delete()
    remind_of_round(by=succeeded.scene.keeper, plan_round=succeeded.scene.update.round)
    assert {mail.to for mail in OutboxMail.objects.all()} == {succeeded.holder, succeeded.drafter}


def test_who_keeps_the_plan_on_for_a_post_that_ended_is_told_of_what_is_handed_in(succeeded: Succeeded) -> None:
    scene, heir = succeeded.scene, appointed(succeeded.post)
    end_post(by=administrator(), post=scene.plan.owning_post, on=dates.today(), successors=[succeeded.post])
    OutboxMail.objects.all().delete()
    scene.hand_in()
    assert heir in [mail.to for mail in OutboxMail.objects.filter(plan_updates=scene.update)]

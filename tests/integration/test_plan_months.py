"""A month of a plan on its pages: read, opened, worked on and issued."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import AimFactory, PostFactory, UserFactory
from tests.plan_months import THIS_MONTH, MonthScene, address, month_scene, signed_in
from tracking import dates
from tracking.actions.plans.narratives import add_narrative, add_remark
from tracking.actions.plans.update_decisions import leave_out_updates
from tracking.enums import PlanRoundState, PlanUpdateState
from tracking.models.plans import AskingChange, NarrativeUpdate, PlanRound, PlanUpdate, Remark

pytestmark = pytest.mark.django_db

LAST_MONTH = dates.add_months(THIS_MONTH, -1)
DAY = dates.today()


@pytest.fixture
def scene() -> MonthScene:
    return month_scene()


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def date_parts(name: str, day=DAY) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_an_issued_month_tells_everyone_how_much_is_what_and_who_signed_it(client: Client, scene: MonthScene) -> None:
    scene.issue(action="A", output="R")
    response = client.get(address("plan_round"))
    page = response.context["month_page"]
    assert page.state == "2 actions, outputs and aims are judged: 1 on track and 1 off track."
    assert page.issued.startswith("Issued on ")
    text = text_of(response)
    assert "A On track" in text
    assert "What will bring it back: More people. By 31 January 2030." in text
    assert "The group met twice." in text


def test_an_open_month_is_not_there_for_anybody_who_does_not_work_on_it(client: Client, scene: MonthScene) -> None:
    scene.open()
    seen = {}
    for name in ("keeper", "deputy", "lead", "drafter"):
        seen[name] = signed_in(getattr(scene, name)).get(address("plan_round")).status_code
    seen["stranger"] = signed_in(UserFactory()).get(address("plan_round")).status_code
    seen["nobody"] = client.get(address("plan_round")).status_code
    expected = dict.fromkeys(("keeper", "deputy", "lead", "drafter"), 200)
    assert seen == expected | {"stranger": 404, "nobody": 404}
    assert list(client.get(reverse("plan_rounds", args=["governance"])).context["lines"]) == []


def test_filters_leave_what_they_ask_for_and_say_how_much_that_is(client: Client, scene: MonthScene) -> None:
    scene.issue(action="A", output="")
    found = {
        query: client.get(f"{address('plan_round')}?{query}").context["month_page"].state
        for query in ("state=a", "state=not-rated", "state=g", "changed=on", "late=on", "lead=no-such-post")
    }
    assert found == {
        "state=a": "1 of 2 actions, outputs and aims fit these filters.",
        "state=not-rated": "1 of 2 actions, outputs and aims fit these filters.",
        "state=g": "Nothing in this month fits these filters.",
        "changed=on": "1 of 2 actions, outputs and aims fit these filters.",
        "late=on": "Nothing in this month fits these filters.",
        "lead=no-such-post": "2 actions, outputs and aims are judged: 1 on track and 1 not rated.",
    }


def test_a_passage_that_serves_two_aims_is_printed_once_and_led_to_from_the_other(
    client: Client, scene: MonthScene
) -> None:
    other = AimFactory(theme=scene.aim.theme, number=5, text="Well run.")
    scene.open()
    lead = signed_in(scene.lead)
    update = scene.update
    served = {"first": f"aim-{scene.aim.pk}", "others": [f"aim-{other.pk}"]}
    lead.post(address("plan_update_aims", update.pk), served)
    scene.accept(action="A", output="A")
    signed_in(scene.keeper).post(address("plan_round_issue"))
    response = client.get(address("plan_round"))
    assert response.content.decode().count("The group met twice.") == 1
    assert "See 1.4" in text_of(response)


def test_the_keeper_opens_the_next_month_and_is_told_what_came_of_it(scene: MonthScene) -> None:
    keeper = signed_in(scene.keeper)
    typed = {"month": f"{THIS_MONTH:%Y-%m-%d}", "message": "Be brief."} | date_parts("due_on", DAY + timedelta(days=7))
    response = keeper.post(reverse("plan_round_new", args=["governance"]), typed, follow=True)
    assert response.redirect_chain == [(address("plan_round_work"), 302)]
    assert "1 update is open for writing. 2 people get a mail." in text_of(response)
    assert PlanRound.objects.get().message == "Be brief."


def test_a_month_that_cannot_be_opened_says_why_and_keeps_what_was_typed(scene: MonthScene) -> None:
    keeper = signed_in(scene.keeper)
    typed = {"month": f"{THIS_MONTH:%Y-%m-%d}", "message": "Be brief."} | date_parts("due_on", DAY - timedelta(days=1))
    response = keeper.post(reverse("plan_round_new", args=["governance"]), typed)
    assert response.context["form"].errors["__all__"] == [
        "The day to send updates by has passed. Choose today or a later day."
    ]
    assert "Be brief." in response.content.decode()


def test_the_work_page_tells_who_is_waited_for_and_who_was_told(scene: MonthScene) -> None:
    scene.open()
    response = signed_in(scene.keeper).get(address("plan_round_work"))
    ((heading, (line,)),) = response.context["work"].groups
    assert (heading, line.title, line.by) == ("Waiting for the leads", "Aim 1.4", "City Solicitor")
    assert line.told.startswith("Asked on ")
    assert str(scene.lead) in line.told


def test_the_leads_are_reminded_once_a_day(scene: MonthScene, django_capture_on_commit_callbacks) -> None:
    scene.open()
    keeper = signed_in(scene.keeper)
    assert "A mail goes to" in text_of(keeper.get(address("plan_round_remind")))
    assert "2 people get a reminder." in text_of(keeper.post(address("plan_round_remind"), follow=True))
    again = keeper.post(address("plan_round_remind"))
    assert "have been reminded today already" in text_of(again)
    assert len(mail.outbox) in (0, 2)


def test_an_update_is_left_out_with_its_reason_and_waited_for_again(scene: MonthScene) -> None:
    scene.open()
    keeper, update = signed_in(scene.keeper), scene.update
    missing = keeper.post(address("plan_update_leave_out", update.pk), {"reason": ""})
    assert missing.context["form"].errors["reason"] == ["Say why the month goes out without this update."]
    keeper.post(address("plan_update_leave_out", update.pk), {"reason": "Nobody is in post."})
    update.refresh_from_db()
    assert update.left_out_reason == "Nobody is in post."
    assert "Nobody is in post." in text_of(keeper.get(address("plan_round_work")))
    keeper.post(address("plan_update_take_back_in", update.pk))
    update.refresh_from_db()
    assert update.left_out_reason == ""


def test_several_updates_are_left_out_for_one_reason(scene: MonthScene) -> None:
    scene.open()
    keeper, update = signed_in(scene.keeper), scene.update
    wrong = keeper.post(address("plan_round_leave_out"), {"reason": "Nobody is in post."})
    assert wrong.context["form"].errors["updates"] == ["Choose at least one update."]
    keeper.post(address("plan_round_leave_out"), {"reason": "Nobody is in post.", "updates": [str(update.pk)]})
    update.refresh_from_db()
    assert update.left_out_reason == "Nobody is in post."
    assert keeper.get(address("plan_round_leave_out")).context["form"].fields["updates"].choices == []


def test_a_month_says_what_stands_in_its_way_and_cannot_be_issued_until_that_is_settled(scene: MonthScene) -> None:
    plan_round = scene.open()
    keeper = signed_in(scene.keeper)
    before = keeper.get(address("plan_round_issue"))
    assert [link.text for link in before.context["check"].blocking] == ["Update on aim 1.4"]
    assert "Issue the month</button>" not in before.content.decode()
    assert keeper.post(address("plan_round_issue")).status_code == 200
    scene.accept(action="A", output="A")
    after = keeper.post(address("plan_round_issue"), follow=True)
    plan_round.refresh_from_db()
    assert (plan_round.state, plan_round.signed_by) == (PlanRoundState.ISSUED, scene.keeper.person)
    assert "Everyone can read it now." in text_of(after)


def test_a_contributor_issues_on_behalf_and_says_how_it_was_approved(scene: MonthScene) -> None:
    plan_round = scene.open()
    scene.accept(action="A", output="A")
    deputy = signed_in(scene.deputy)
    wrong = deputy.post(address("plan_round_issue"), {"signed_by": scene.keeper.person.pk})
    assert set(wrong.context["form"].errors) == {"approved_how", "approved_on"}
    typed = {"signed_by": scene.keeper.person.pk, "approved_how": "By e-mail"} | date_parts("approved_on")
    deputy.post(address("plan_round_issue"), typed)
    plan_round.refresh_from_db()
    assert (plan_round.signed_by, plan_round.approved_how) == (scene.keeper.person, "By e-mail")


def test_what_was_said_before_is_chosen_to_be_printed_again(scene: MonthScene) -> None:
    scene.issue(LAST_MONTH, action="A", output="A")
    earlier = scene.update
    plan_round = scene.open()
    keeper = signed_in(scene.keeper)
    leave_out_updates(by=scene.keeper, plan_round=plan_round, updates=[scene.update], reason="On leave.")
    offered = keeper.get(address("plan_round_carry")).context["form"].fields["updates"].choices
    assert [key for key, _ in offered] == [str(earlier.pk)]
    keeper.post(address("plan_round_carry"), {})
    assert not plan_round.carried.exists()
    keeper.post(address("plan_round_carry"), {"updates": [str(earlier.pk)]})
    assert list(plan_round.carried.values_list("update", flat=True)) == [earlier.pk]


def test_asking_stops_with_a_reason_and_is_taken_up_again_by_the_same_page(client: Client, scene: MonthScene) -> None:
    keeper = signed_in(scene.keeper)
    page = reverse("plan_item_asking", args=["governance", scene.output.pk])
    typed = {"month": f"{THIS_MONTH:%Y-%m-%d}", "reason": "No further update required"}
    assert "Stop asking about output" in text_of(keeper.get(page))
    keeper.post(page, typed)
    scene.issue(action="A")
    response = client.get(f"{address('plan_round')}?state=stopped")
    assert response.context["month_page"].state == "1 of 2 actions, outputs and aims fit these filters."
    assert "No further update required." in text_of(response)
    assert "Ask again about output" in text_of(keeper.get(page))
    keeper.post(page, typed | {"reason": "It is needed after all"})
    assert [row.asks for row in AskingChange.objects.order_by("pk")] == [False, True]


def test_a_text_beside_the_plan_is_added_changed_and_taken_out(scene: MonthScene) -> None:
    scene.open()
    keeper = signed_in(scene.keeper)
    both = {"title": "Schools", "text": "One", "precis": "Two"}
    wrong = keeper.post(address("plan_narrative_new"), both)
    assert "leave the other empty" in wrong.context["form"].errors["text"][0]
    neither = keeper.post(address("plan_narrative_new"), both | {"text": "", "precis": ""})
    assert neither.context["form"].errors["text"] == ["Write the text or, for a temperature take, the précis."]
    keeper.post(address("plan_narrative_new"), both | {"precis": ""})
    text = NarrativeUpdate.objects.get()
    version = {"version": str(text.version)}
    keeper.post(address("plan_narrative_edit", text.pk), {"title": "Schools", "text": "Three"} | version)
    stale = keeper.post(address("plan_narrative_edit", text.pk), {"title": "Schools", "text": "Four"} | version)
    assert "Somebody else saved this" in text_of(stale)
    assert "Four" in stale.content.decode()
    text.refresh_from_db()
    assert text.text == "Three"
    keeper.post(address("plan_narrative_remove", text.pk))
    assert not NarrativeUpdate.objects.exists()


def test_a_remark_is_for_the_owning_post_alone_until_its_speaker_agreed(client: Client, scene: MonthScene) -> None:
    plan_round = scene.open()
    take = add_narrative(by=scene.keeper, plan_round=plan_round, posts=[], title="Temperature take", precis="Warmer.")
    said = {"said_on": DAY, "speaker": "Ada Fiction", "role": "Chair", "text": "They listen now."}
    remark = add_remark(by=scene.keeper, narrative=take, **said)
    scene.accept(action="A", output="A")
    keeper = signed_in(scene.keeper)
    keeper.post(address("plan_round_issue"))
    seen = [
        "They listen now." in text_of(who.get(address("plan_round"))) for who in (keeper, signed_in(scene.lead), client)
    ]
    assert seen == [True, False, False]
    wrong = keeper.post(address("plan_remark_publish", remark.pk), {"agreement": ""})
    assert set(wrong.context["form"].errors) == {"agreement", "agreed_on"}
    keeper.post(address("plan_remark_publish", remark.pk), {"agreement": "By e-mail"} | date_parts("agreed_on"))
    assert "They listen now." in text_of(client.get(address("plan_round")))
    keeper.post(address("plan_remark_take_back", remark.pk), {"reason": "She has changed her mind"})
    assert "They listen now." not in text_of(client.get(address("plan_round")))
    assert Remark.objects.get().published_at is None


def test_a_remark_is_added_changed_and_taken_out(scene: MonthScene) -> None:
    plan_round = scene.open()
    take = add_narrative(by=scene.keeper, plan_round=plan_round, posts=[], title="Temperature take", precis="Warmer.")
    keeper = signed_in(scene.keeper)
    typed = {"speaker": "Ada Fiction", "role": "", "text": "They listen."} | date_parts("said_on")
    keeper.post(address("plan_remark_new", take.pk), typed)
    remark = Remark.objects.get()
    keeper.post(address("plan_remark_edit", remark.pk), typed | {"text": "They listen now.", "version": "0"})
    remark.refresh_from_db()
    assert remark.text == "They listen now."
    keeper.post(address("plan_remark_remove", remark.pk))
    assert not Remark.objects.exists()


def test_an_update_is_started_beside_those_that_were_asked_for(scene: MonthScene) -> None:
    scene.open()
    lead = signed_in(scene.lead)
    post = scene.update.posts.get()
    lead.post(address("plan_update_new"), {"posts": [post.pk], "first": f"aim-{scene.aim.pk}"})
    started = scene.update
    assert (started.state, started.revisions.get().text, started.uses.get().of) == (
        PlanUpdateState.DRAFT,
        "",
        scene.aim,
    )
    stranger = PostFactory()
    wrong = lead.post(address("plan_update_new"), {"posts": [stranger.pk], "first": f"aim-{scene.aim.pk}"})
    assert wrong.context["form"].errors["posts"]
    assert PlanUpdate.objects.count() == 2


def test_the_page_of_an_aim_sets_its_latest_month_apart_from_those_before(client: Client, scene: MonthScene) -> None:
    scene.issue(LAST_MONTH, action="R", output="")
    scene.issue(action="A", output="A")
    response = client.get(reverse("plan_aim", args=["governance", "1.4"]))
    timeline = response.context["aim_page"].timeline
    assert [entry.name for entry in timeline.latest] == [f"{THIS_MONTH:%B %Y}"]
    assert [entry.name for entry in timeline.earlier] == [f"{LAST_MONTH:%B %Y}"]
    tags = {
        group.heading: [entry.rating.tag.words for entry in group.entries]
        for group in response.context["aim_page"].groups
    }
    assert tags == {"Required actions": ["On track"], "Outputs": ["On track"]}


def test_an_open_month_changes_nothing_on_the_pages_of_the_plan_and_the_aim(client: Client, scene: MonthScene) -> None:
    scene.issue(LAST_MONTH, action="A", output="")
    scene.open()
    scene.write("Not for everyone yet.", action="R", output="R")
    for name, more in (("plan_detail", []), ("plan_aim", ["1.4"])):
        text = text_of(client.get(reverse(name, args=["governance", *more])))
        assert "A On track" in text
        assert "R Off track What" not in text
        assert "Not for everyone yet." not in text


def test_the_page_of_a_plan_is_filtered_by_what_its_latest_month_says(client: Client, scene: MonthScene) -> None:
    page = reverse("plan_detail", args=["governance"])
    assert set(client.get(page).context["form"].fields) == {"lead", "due"}
    scene.issue(action="A", output="")
    found = {
        query: client.get(f"{page}?{query}").context["plan_page"].state for query in ("state=a", "state=r", "late=on")
    }
    assert found == {
        "state=a": "1 of 2 actions and outputs fit these filters.",
        "state=r": "Nothing in the plan fits these filters.",
        "late=on": "Nothing in the plan fits these filters.",
    }


def test_the_overview_tells_a_lead_what_to_write_and_the_keeper_what_to_look_at(scene: MonthScene) -> None:
    def told(user) -> list[str]:
        return [line.text for line in signed_in(user).get(reverse("overview")).context["face"].needed]

    name = f"{THIS_MONTH:%B %Y} of Governance Plan"
    scene.open()
    assert (told(scene.lead), told(scene.keeper)) == ([f"Write 1 update for {name}"], [])
    scene.hand_in()
    assert (told(scene.lead), told(scene.keeper)) == ([], [f"Accept or return 1 update for {name}"])
    signed_in(scene.keeper).post(address("plan_update_accept", scene.update.pk))
    assert told(scene.keeper) == [f"Issue {name}"]
    assert told(UserFactory()) == []

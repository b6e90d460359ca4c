"""What is typed into a page of a report is not lost: drafts, sessions that ended, two people on one text."""

from html import unescape

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.factories import PASSWORD, appointed, category
from tests.pages import text_of
from tests.reporting import Reporting, also_answering_for, r01, reporting, section_answers, signed_in
from tracking.actions.drafts import LONGEST_DRAFT
from tracking.actions.overrides import override_warnings
from tracking.actions.reports import submit_report
from tracking.actions.updates import Answer
from tracking.enums import DraftPage
from tracking.forms.drafts import DraftToken
from tracking.models import ClaimCheckOverride, Draft, Event, ProgressReport, SelfAssessment, User, WrittenPage

pytestmark = pytest.mark.django_db

TEXT = "An hour of work on wards & words."


@pytest.fixture
def council() -> Reporting:
    return reporting()


@pytest.fixture
def report(council: Reporting) -> ProgressReport:
    return council.draft()


def section(report: ProgressReport) -> str:
    return f"/reports/{report.pk}/recommendations/R01/"


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the form at an address would send as it stands: its texts, choices and hidden fields."""
    response = client.get(address)
    forms = response.context["forms"].all if "forms" in response.context else [response.context["form"]]
    sent = {field.html_name: field.value() for form in forms for field in form if isinstance(field.value(), str | int)}
    return sent | {"read": forms[-1]["read"].value(), "draft_token": response.context["draft_token"]}


def typed(council: Reporting, report: ProgressReport, by: User | None = None, **fields: str) -> dict[str, str]:
    """The section as its form stands for a user, with what they typed."""
    return form_of(signed_in(by or council.holder), section(report)) | {"evidence_text": TEXT} | fields


def texts_at(user: User, address: str) -> str:
    return unescape(signed_in(user).get(address).content.decode())


def asked_by_script(client: Client, report: ProgressReport, form: dict[str, str]) -> HttpResponse:
    return client.post(f"{section(report)}draft/", form, headers={"accept": "application/json"})


# --- Drafts -----------------------------------------------------------------------------------


def test_a_draft_is_in_the_form_again_unchecked_and_the_page_says_when_it_was_kept(
    council: Reporting, report: ProgressReport
) -> None:
    wrong = {"r01-choice": "", "r01-anticipated_on_3_day": "31", "r01-anticipated_on_3_month": "February"}
    before = Event.objects.count()
    answer = signed_in(council.holder).post(f"{section(report)}draft/", typed(council, report, **wrong))
    assert (answer.status_code, answer["Location"], Event.objects.count()) == (303, section(report), before)
    page = signed_in(council.holder).get(section(report))
    assert "and is not saved yet. Only you can see it." in text_of(page)
    assert 'value="February"' in page.content.decode()
    assert (TEXT in text_of(page), "There is a problem" in text_of(page)) == (True, False)


def test_a_script_is_told_when_the_draft_was_kept(council: Reporting, report: ProgressReport) -> None:
    answer = asked_by_script(signed_in(council.holder), report, typed(council, report))
    kept = Draft.objects.get()
    assert answer.json()["state"] == "kept"
    assert answer.json()["words"].startswith("Saved as draft at ")
    assert kept.fields["evidence_text"] == [TEXT]
    assert kept.fields.keys() & {"draft_token", "csrfmiddlewaretoken", "go"} == set()


def test_saving_ends_the_draft(council: Reporting, report: ProgressReport) -> None:
    form = typed(council, report)
    asked_by_script(signed_in(council.holder), report, form)
    assert signed_in(council.holder).post(section(report), form | {"go": "tasks"}).status_code == 302
    assert (Draft.objects.count(), r01(report).evidence_text) == (0, TEXT)


def test_what_cannot_be_saved_is_a_draft_by_then(council: Reporting, report: ProgressReport) -> None:
    wrong = {"r01-choice": str(category(3).pk), "r01-anticipated_on_3_day": "99"}
    answer = signed_in(council.holder).post(section(report), typed(council, report, **wrong))
    assert (answer.status_code, Draft.objects.get().fields["evidence_text"]) == (200, [TEXT])


@pytest.mark.parametrize("page", ["overview", "contact-officers"])
def test_the_other_pages_keep_drafts_too(council: Reporting, report: ProgressReport, page: str) -> None:
    client, address = signed_in(council.holder), f"/reports/{report.pk}/{page}/"
    form = form_of(client, address) | {
        "overview": TEXT,
        "officer-0-title": TEXT,
        "officer-5-telephone": "0121 496 0123",
    }
    client.post(f"{address}draft/", form)
    content = texts_at(council.holder, address)
    assert (TEXT in content, "0121 496 0123" in content) == (True, page == "contact-officers")
    assert TEXT not in texts_at(council.contributor, address)


def test_reasons_against_warnings_are_kept_too(council: Reporting) -> None:
    report, name = doubted(council)
    client, address = signed_in(council.holder), f"/reports/{report.pk}/check/"
    client.post(f"{address}draft/", form_of(client, address) | {name: TEXT})
    assert TEXT in texts_at(council.holder, address)
    assert (TEXT in texts_at(council.contributor, address), ClaimCheckOverride.objects.count()) == (False, 0)


def test_before_signing_one_is_told_of_drafts_that_are_not_in_the_report(council: Reporting) -> None:
    report, told = council.answered(), "You have a draft of R01. It is not saved, so it is not in the report."
    asked_by_script(signed_in(council.holder), report, typed(council, report))
    pages = [texts_at(user, f"/reports/{report.pk}/check/") for user in (council.holder, council.contributor)]
    assert [told in page for page in pages] == [True, False]


def test_a_text_too_long_to_keep_is_shown_once_more_with_what_to_do(council: Reporting, report: ProgressReport) -> None:
    too_long = typed(council, report, overall_statement="x" * LONGEST_DRAFT)
    answer = signed_in(council.holder).post(f"{section(report)}draft/", too_long)
    assert (answer.status_code, Draft.objects.count()) == (403, 0)
    assert "This text is too long to keep as a draft." in text_of(answer)
    assert TEXT in text_of(answer)


def test_discarding_asks_first_and_goes_back_to_what_is_saved(council: Reporting, report: ProgressReport) -> None:
    client, address = signed_in(council.holder), f"{section(report)}draft/"
    asked_by_script(client, report, typed(council, report))
    asked = client.get(address)
    assert "Discard your draft of R01?" in text_of(asked)
    assert Draft.objects.count() == 1
    said = {"go": "discard", **{name: asked.context[name] for name in ("draft_token", "kept_at")}}
    done = client.post(address, said, follow=True)
    assert (done.redirect_chain, Draft.objects.count()) == ([(section(report), 302)], 0)
    assert TEXT not in unescape(done.content.decode())


def test_what_was_typed_since_the_question_was_asked_is_not_discarded(
    council: Reporting, report: ProgressReport
) -> None:
    client, address = signed_in(council.holder), f"{section(report)}draft/"
    asked_by_script(client, report, typed(council, report))
    asked = client.get(address)
    asked_by_script(client, report, typed(council, report) | {"evidence_text": "A second window."})
    said = {"go": "discard", **{name: asked.context[name] for name in ("draft_token", "kept_at")}}
    answer = client.post(address, said, follow=True)
    assert "The draft has changed since you looked at it." in text_of(answer)
    assert Draft.objects.get().fields["evidence_text"] == ["A second window."]


def test_a_report_handed_in_meanwhile_keeps_the_text_and_shows_it_again(council: Reporting) -> None:
    report = council.answered()
    form = typed(council, report, council.contributor)
    submit_report(report=report, by=council.holder)
    client = signed_in(council.contributor)
    asked_by_script(client, report, form)
    answer = client.post(section(report), form)
    assert answer.status_code == 409
    for page in (answer, client.get(section(report))):
        assert text_of(page).count(TEXT) == 1
        assert "It is kept as your draft" in text_of(page)
    assert TEXT not in texts_at(council.holder, f"/reports/{report.pk}/")


# --- Signed out, or somebody else ---------------------------------------------------------------


def test_after_the_session_ended_the_text_is_in_the_form_of_whoever_typed_it_and_of_nobody_else(
    council: Reporting, report: ProgressReport
) -> None:
    form, browser = typed(council, report), Client()
    answer = browser.post(section(report), form)
    assert answer.status_code == 403
    assert "You have been signed out" in text_of(answer)
    assert TEXT not in unescape(answer.content.decode())
    sign_in = unescape(answer.content.decode().partition('href="/accounts/login/?')[2].partition('"')[0])
    assert sign_in == f"next={section(report).replace('/', '%2F')}"

    for user, has_it in ((council.contributor, False), (council.holder, True)):
        there = Client().post(
            f"/accounts/login/?{sign_in}",
            {"login": user.email, "password": PASSWORD, "next": section(report)},
            follow=True,
        )
        assert there.redirect_chain[-1][0] == section(report)
        assert (TEXT in text_of(there)) == has_it


def test_a_form_of_one_user_sent_by_another_is_saved_for_neither_and_kept_for_the_first(
    council: Reporting, report: ProgressReport
) -> None:
    answer = signed_in(council.contributor).post(section(report), typed(council, report))
    assert (answer.status_code, Draft.objects.get().written_by) == (403, council.holder)
    assert "Somebody else is signed in now" in text_of(answer)
    assert TEXT not in unescape(answer.content.decode())
    assert (r01(report).version, TEXT in texts_at(council.contributor, section(report))) == (0, False)


def test_a_script_is_told_that_its_user_is_signed_out(council: Reporting, report: ProgressReport) -> None:
    told = asked_by_script(Client(), report, typed(council, report)).json()
    assert (told["state"], told["link"]) == ("signed_out", "Sign in again")
    assert told["address"].endswith(section(report).replace("/", "%2F"))
    assert Draft.objects.get().written_by == council.holder


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_form_whose_csrf_token_has_changed_is_kept(
    council: Reporting, report: ProgressReport, is_signed_in: bool
) -> None:
    form = typed(council, report)
    browser = Client(enforce_csrf_checks=True)
    if is_signed_in:
        browser.force_login(council.holder, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = browser.post(section(report), form, follow=True)
    assert (r01(report).version, Draft.objects.get().written_by) == (0, council.holder)
    expected = "Your text is kept, but nothing is saved yet." if is_signed_in else "You have been signed out"
    assert expected in text_of(answer)
    assert (TEXT in text_of(answer)) == is_signed_in


def test_a_form_of_another_page_whose_csrf_token_has_changed_says_that_nothing_was_saved(council: Reporting) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "draft_token": "made up"})
    assert (answer.status_code, "The form has expired" in answer.content.decode()) == (403, True)


def test_nothing_is_kept_for_whoever_may_not_write_the_page_any_more(
    council: Reporting, report: ProgressReport
) -> None:
    form = typed(council, report)
    User.objects.filter(pk=council.holder.pk).update(is_active=False)
    answer = Client().post(section(report), form)
    told = asked_by_script(Client(), report, form)
    assert Draft.objects.count() == 0
    assert TEXT in unescape(answer.content.decode())
    assert (told.status_code, told.json()["state"]) == (422, "refused")


def test_a_token_is_good_for_its_own_page_alone(council: Reporting, report: ProgressReport) -> None:
    other = also_answering_for(council.whole, council.other_post)
    token = DraftToken.of(other, WrittenPage(report, DraftPage.OVERVIEW))
    form = {"overview": TEXT, "draft_token": token}
    assert asked_by_script(Client(), report, form).status_code == 422
    assert asked_by_script(signed_in(other), report, form | {"draft_token": f"{token}x"}).status_code == 302
    assert Draft.objects.count() == 0


def test_throwing_a_draft_away_takes_its_writer(council: Reporting, report: ProgressReport) -> None:
    form = typed(council, report)
    asked_by_script(signed_in(council.holder), report, form)
    asked_by_script(signed_in(council.contributor), report, typed(council, report, council.contributor))
    kept_at = Draft.objects.get(written_by=council.contributor).saved_at.isoformat()
    for client in (Client(), signed_in(council.contributor)):
        client.post(f"{section(report)}draft/", form | {"go": "discard", "kept_at": kept_at})
    assert Draft.objects.count() == 2


# --- Two people on one text ------------------------------------------------------------------------


def test_the_later_of_two_saves_sees_who_was_faster_and_what_differs(
    council: Reporting, report: ProgressReport
) -> None:
    mine, theirs = typed(council, report), typed(council, report, council.contributor, evidence_text="Words & wards.")
    signed_in(council.contributor).post(section(report), theirs)
    answer = signed_in(council.holder).post(section(report), mine)
    assert (answer.status_code, r01(report).evidence_text) == (409, "Words & wards.")
    assert f"Saved by {council.contributor} at" in text_of(answer)
    assert "Yours, not saved yet" in text_of(answer)
    assert '<mark class="app-differing">Words</mark>' in answer.content.decode()
    assert Draft.objects.get().fields["evidence_text"] == [TEXT]

    again = signed_in(council.holder).post(section(report), mine | shown_hidden(answer))
    assert (again.status_code, r01(report).evidence_text, Draft.objects.count()) == (302, TEXT, 0)


def shown_hidden(answer: HttpResponse) -> dict[str, str]:
    """The hidden fields of the section's form as a page shows it."""
    form = answer.context["forms"].section
    return {name: form[name].value() for name in ("version", "read")}


def test_a_draft_that_others_overtook_comes_to_the_same_page(council: Reporting, report: ProgressReport) -> None:
    asked_by_script(signed_in(council.holder), report, typed(council, report))
    theirs = typed(council, report, council.contributor, evidence_text="Quicker.")
    signed_in(council.contributor).post(section(report), theirs)
    client = signed_in(council.holder)
    assert f"{council.contributor} saved this page" in text_of(client.get(section(report)))
    assert client.post(section(report), form_of(client, section(report))).status_code == 409


def test_who_changed_different_things_of_one_section_meets_no_conflict(
    council: Reporting, report: ProgressReport
) -> None:
    address = f"/reports/{report.pk}/recommendations/R02/"
    clients = {user: signed_in(user) for user in (council.holder, council.contributor)}
    forms = {user: form_of(client, address) for user, client in clients.items()}
    six = str(category(6).pk)
    first = clients[council.contributor].post(address, forms[council.contributor] | {"r02b-choice": six})
    second = clients[council.holder].post(address, forms[council.holder] | {"r02a-choice": six, "evidence_text": TEXT})
    assert (first.status_code, second.status_code) == (302, 302)
    claims = SelfAssessment.objects.filter(update__recommendation=council.parent).order_by("leaf__letter")
    assert [claim.category for claim in claims] == [category(6)] * 2
    assert [claim.recorded_by for claim in claims] == [council.holder, council.contributor]


def test_what_one_did_not_touch_is_shown_as_others_have_saved_it(council: Reporting, report: ProgressReport) -> None:
    address = f"/reports/{report.pk}/recommendations/R02/"
    client = signed_in(council.holder)
    client.post(f"{address}draft/", form_of(client, address) | {"evidence_text": TEXT})
    theirs = form_of(signed_in(council.contributor), address) | {"r02b-choice": str(category(6).pk)}
    signed_in(council.contributor).post(address, theirs)
    form = form_of(client, address)
    assert (form["evidence_text"], form["r02b-choice"]) == (TEXT, str(category(6).pk))


def test_words_under_a_choice_that_was_not_made_stay_beside_what_others_have_saved(
    council: Reporting, report: ProgressReport
) -> None:
    address = f"/reports/{report.pk}/recommendations/R02/"
    client = signed_in(council.holder)
    client.post(f"{address}draft/", form_of(client, address) | {"r02b-obstacle_4": TEXT})
    theirs = form_of(signed_in(council.contributor), address) | {"r02b-choice": str(category(6).pk)}
    signed_in(council.contributor).post(address, theirs)
    form = form_of(client, address)
    assert (form["r02b-obstacle_4"], form["r02b-choice"]) == (TEXT, str(category(6).pk))


def test_the_overview_and_the_contact_officers_are_no_conflict_of_each_other(
    council: Reporting, report: ProgressReport
) -> None:
    client, base = signed_in(council.holder), f"/reports/{report.pk}"
    overview, officers = form_of(client, f"{base}/overview/"), form_of(client, f"{base}/contact-officers/")
    officers |= {"officer-TOTAL_FORMS": "1", "officer-INITIAL_FORMS": "0", "officer-0-name": "Head of ICT"}
    client.post(f"{base}/contact-officers/", officers)
    assert client.post(f"{base}/overview/", overview | {"overview": TEXT}).status_code == 302
    assert report.revisions.get().overview == TEXT


def test_two_lists_of_contact_officers_are_shown_side_by_side(council: Reporting, report: ProgressReport) -> None:
    address = f"/reports/{report.pk}/contact-officers/"
    form = form_of(signed_in(council.holder), address)
    form |= {"officer-TOTAL_FORMS": "1", "officer-INITIAL_FORMS": "0"}
    theirs = form_of(signed_in(council.contributor), address) | form | {"officer-0-name": "Head of ICT"}
    del theirs["draft_token"]
    signed_in(council.contributor).post(address, theirs)
    answer = signed_in(council.holder).post(address, form | {"officer-0-name": "Head of Legal"})
    assert answer.status_code == 409
    assert f"Saved by {council.contributor} at" in text_of(answer)
    assert ("Head of ICT" in text_of(answer), 'value="Head of Legal"' in answer.content.decode()) == (True, True)


def doubted(council: Reporting) -> tuple[ProgressReport, str]:
    """A report with a warning on R01, and the name of the box for the reason against it."""
    report = council.answered()
    council.answer(report, r01(report), Answer(category=category(4)))
    return report, f"reason-{council.whole.pk}-obstacle-missing"


def test_a_reason_given_meanwhile_is_neither_taken_back_nor_overwritten(council: Reporting) -> None:
    report, name = doubted(council)
    client, address = signed_in(council.holder), f"/reports/{report.pk}/check/"
    form = form_of(client, address) | {"go": "save"}
    key = next(key for key, box in client.get(address).context["form"].names.items() if box == name)
    override_warnings(report=report, reasons={key: "The Act."}, by=council.contributor)
    assert client.post(address, form | {name: ""}).status_code == 302
    assert ClaimCheckOverride.objects.get().reason == "The Act."
    answer = client.post(address, form | {name: "The law."})
    assert (answer.status_code, ClaimCheckOverride.objects.get().reason) == (409, "The Act.")
    assert "Two versions of the same text" in text_of(answer)


# --- Twice ----------------------------------------------------------------------------------------


def acts(council: Reporting) -> dict[str, tuple[User, dict[str, str], str]]:
    """What is done with a report on its way, by whom, with what, and the Event it makes."""
    return {
        "submit": (council.holder, {}, "submitted report"),
        "return": (council.officer, {"reason": "No figures."}, "returned report"),
        "accept": (council.officer, {}, "accepted report"),
        "publish": (council.clerk, {}, "published report"),
    }


def test_whoever_does_a_thing_twice_ends_where_doing_it_once_ends(council: Reporting) -> None:
    report = council.answered()
    for step in ("submit", "return", "submit", "accept", "publish"):
        user, said, event = acts(council)[step]
        done = Event.objects.filter(type=event).count()
        pages = [signed_in(user).post(f"/reports/{report.pk}/{step}/", said) for _ in range(2)]
        assert [page.status_code for page in pages] == [302, 302], step
        assert pages[0]["Location"] == pages[1]["Location"]
        assert Event.objects.filter(type=event).count() == done + 1


def test_whoever_was_faster_is_another_the_later_is_told(council: Reporting) -> None:
    report = council.answered()
    submit_report(report=report, by=council.holder)
    signed_in(council.officer).post(f"/reports/{report.pk}/return/", {"reason": "No figures."})
    for user, reason in ((council.clerk, "No figures."), (council.officer, "Another reason.")):
        told = signed_in(user).post(f"/reports/{report.pk}/return/", {"reason": reason})
        assert (told.status_code, "There is a problem" in text_of(told)) == (200, True)
    assert Event.objects.filter(type="returned report").count() == 1


def test_a_report_opened_twice_is_one_report(council: Reporting) -> None:
    chosen = {
        "meeting": council.meeting.pk,
        "lead_post": council.post.pk,
        "recommendations": [council.whole.pk, council.parent.pk],
    }
    address = f"/reports/new/{council.inquiry.slug}/"
    to = {signed_in(council.holder).post(address, chosen)["Location"] for _ in range(2)}
    assert to == {f"/reports/{ProgressReport.objects.get().pk}/"}
    assert Event.objects.filter(type="opened report").count() == 1
    other = appointed(council.post)
    assert signed_in(other).post(address, chosen).status_code == 200


def test_the_second_of_two_presses_stays_where_the_claim_check_doubts(
    council: Reporting, report: ProgressReport
) -> None:
    answers = section_answers(r01(report), **{"r01-choice": category(1).pk, "go": "next"})
    to = [signed_in(council.holder).post(section(report), answers)["Location"] for _ in range(2)]
    assert to == [section(report)] * 2
    assert r01(report).version == 1

"""The demo council's inquiries: what each recommended, to whom, by when."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from tracking.actions.demo_council import DemoCouncil, Facts
from tracking.actions.demo_days import day_meant, moment, optional_day
from tracking.enums import InquiryState
from tracking.models import Inquiry, Post, Recommendation, Responsibility, TrackingCommittee, User


@dataclass
class DemoInquiry:
    """An inquiry with its recommendations by reference ("R01", "R01b"); those in `leaves` are judged."""

    inquiry: Inquiry
    officer: User
    posts: list[Post]
    recommendations: dict[str, Recommendation] = field(default_factory=dict)
    concluded: set[str] = field(default_factory=set)

    @property
    def whole(self) -> dict[str, Recommendation]:
        return {reference: row for reference, row in self.recommendations.items() if row.parent_id is None}

    def leaves_of(self, whole: Recommendation) -> dict[str, Recommendation]:
        """Return the parts of a recommendation, or itself where it has none."""
        parts = {reference: row for reference, row in self.recommendations.items() if row.parent_id == whole.pk}
        return parts or {whole.reference: whole}

    @property
    def leaves(self) -> dict[str, Recommendation]:
        return {reference: leaf for whole in self.whole.values() for reference, leaf in self.leaves_of(whole).items()}


def write_inquiry(council: DemoCouncil, facts: Facts) -> DemoInquiry:
    """Write an inquiry, who tracks it, its recommendations and who answers for each, with their Events."""
    inquiry = Inquiry.objects.create(
        title=facts["title"],
        slug=facts["slug"],
        summary=facts["summary"],
        state=InquiryState(facts["state"]),
        scheme=council.scheme,
        lead_member=council.people.get(facts.get("lead_member", "")),
        lead_officer=council.people.get(facts.get("lead_officer", "")),
        withdrawn_reason=facts.get("withdrawn_reason", ""),
        **_dates(council, facts),
    )
    inquiry.commissioned_by.set(council.committees[key] for key in facts["commissioned_by"])
    _write_tracking_committees(council, inquiry, facts["tracked_by"])
    committee = council.committees[facts["tracked_by"][-1]["committee"]]
    posts = [council.posts[key] for key in facts["posts"]]
    demo_inquiry = DemoInquiry(inquiry=inquiry, officer=council.officers[committee.pk], posts=posts)
    _record_what_happened(council, demo_inquiry, facts)
    for row in facts.get("recommendations", ()):
        _write_recommendation(council, demo_inquiry, row)
    return demo_inquiry


def _dates(council: DemoCouncil, facts: Facts) -> dict[str, date | None]:
    names = ("approved_on", "received_on", "notice_on", "responded_on", "last_tracked_on_carried_over")
    days = {name: optional_day(facts.get(name), council.now.date()) for name in names}
    concluded_at = facts.get("concluded_at")
    return days | {"concluded_on": council.meetings[concluded_at].held_on if concluded_at else None}


def _write_tracking_committees(council: DemoCouncil, inquiry: Inquiry, rows: list[Facts]) -> None:
    today = council.now.date()
    for row in rows:
        TrackingCommittee.objects.create(
            inquiry=inquiry,
            committee=council.committees[row["committee"]],
            starts_on=day_meant(row["from"], today),
            ends_on=optional_day(row.get("until"), today),
        )
    for earlier, later in pairwise(rows):
        committee = council.committees[later["committee"]]
        council.record(
            "handed on inquiry",
            inquiry,
            at=moment(day_meant(later["from"], today), 9),
            by=council.officers[committee.pk],
            before={"tracking_committee": council.committees[earlier["committee"]].pk},
            after={"tracking_committee": committee.pk},
        )


def _record_what_happened(council: DemoCouncil, demo_inquiry: DemoInquiry, facts: Facts) -> None:
    inquiry = demo_inquiry.inquiry
    created_at = _created_at(council, inquiry)
    happened: list[tuple[str, datetime, dict[str, Any]]] = [("created inquiry", created_at, {"title": inquiry.title})]
    if inquiry.approved_on and inquiry.state in InquiryState.public():
        published_at = moment(inquiry.approved_on, 12)
        happened.append(("published inquiry", published_at, {"state": InquiryState.PUBLISHED}))
    if inquiry.responded_on:
        answered_at = moment(inquiry.responded_on, 12)
        happened.append(("recorded executive response", answered_at, {"responded_on": inquiry.responded_on}))
    if inquiry.state == InquiryState.WITHDRAWN:
        withdrawn_at = moment(day_meant(facts["withdrawn_on"], council.now.date()), 12)
        happened.append(("withdrew inquiry", withdrawn_at, {"reason": inquiry.withdrawn_reason}))
    for type_of_event, at, after in happened:
        council.record(type_of_event, inquiry, at=at, by=demo_inquiry.officer, after=after)


def _created_at(council: DemoCouncil, inquiry: Inquiry) -> datetime:
    return moment(inquiry.approved_on or council.now.date(), 9)


def _write_recommendation(council: DemoCouncil, demo_inquiry: DemoInquiry, facts: Facts) -> None:
    whole = Recommendation(
        inquiry=demo_inquiry.inquiry,
        number=int(facts["reference"].removeprefix("R")),
        title=facts["title"],
        text=facts.get("text", ""),
        success_measure=facts.get("success_measure", ""),
        **_due(council, facts),
    )
    _save_recommendation(council, demo_inquiry, whole)
    posts = [council.posts[key] for key in facts["posts"]] if "posts" in facts else demo_inquiry.posts
    _write_responsibilities(council, whole, posts)
    for letter, part in facts.get("parts", {}).items():
        row = Recommendation(
            inquiry=demo_inquiry.inquiry,
            parent=whole,
            number=whole.number,
            letter=letter,
            title=part.get("title", ""),
            text=part["text"],
            success_measure=part.get("success_measure", ""),
            **_due(council, part),
        )
        _save_recommendation(council, demo_inquiry, row)


def _save_recommendation(council: DemoCouncil, demo_inquiry: DemoInquiry, row: Recommendation) -> None:
    row.save()
    demo_inquiry.recommendations[row.reference] = row
    at = _created_at(council, demo_inquiry.inquiry)
    council.record("added recommendation", row, at=at, by=demo_inquiry.officer, after={"reference": row.reference})


def _due(council: DemoCouncil, facts: Facts) -> dict[str, Any]:
    due_on = optional_day(facts.get("due_on"), council.now.date())
    return {
        "due_on": due_on,
        "due_text": facts.get("due_text", f"{due_on:%B %Y}" if due_on else ""),
        "ongoing": facts.get("ongoing", False),
        "recurs_every_months": facts.get("recurs_every_months"),
    }


def _write_responsibilities(council: DemoCouncil, whole: Recommendation, posts: list[Post]) -> None:
    """Give each post its place; where a post has ended since, its successors answer from that day."""
    for position, post in enumerate(posts, start=1):
        first = Responsibility.objects.create(
            recommendation=whole,
            post=post,
            position=position,
            as_written=post.name,
            starts_on=whole.inquiry.approved_on,
            ends_on=post.ended_on,
        )
        if post.ended_on is None:
            continue
        for successor in post.successors.all():
            Responsibility.objects.create(
                recommendation=whole, post=successor, position=position, starts_on=post.ended_on
            )
            council.record(
                "moved responsibility",
                first,
                at=moment(post.ended_on, 10),
                by=council.users["scrutiny-officer"],
                before={"post": post.pk},
                after={"post": successor.pk},
            )

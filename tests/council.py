"""A small council with one of everybody: for tests that ask the same question of every kind of viewer.

Its own committee tracks one inquiry; another committee has business of its own. "Elsewhere" is somebody with the
same role in another committee or post.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from tests import factories
from tracking.enums import Capacity, CommitteeKind, CommitteeRole, PostKind
from tracking.models import Committee, Inquiry, Meeting, Post, ProgressReport, Recommendation, User, Viewer

LONG_AGO = date(2012, 5, 1)


@dataclass
class Council:
    """The things of the council; `viewers` are its people, by what they are."""

    committee: Committee
    other_committee: Committee
    cabinet: Committee
    post: Post
    """The post that the report is of; answers for R01."""
    responsible_post: Post
    """Another cabinet post of the same inquiry; answers for R02."""
    other_post: Post
    outside_body: Post
    """An outside body; answers for R03."""
    other_body: Post
    inquiry: Inquiry
    recommendations: list[Recommendation]
    viewers: dict[str, Viewer] = field(default_factory=dict)

    def user(self, name: str) -> User:
        """A viewer who is signed in."""
        viewer = self.viewers[name]
        assert isinstance(viewer, User)
        return viewer

    def cover(self, report: ProgressReport, *numbers: int) -> ProgressReport:
        """Write a section of the report for the recommendations of these numbers, all of them unless told."""
        revision = factories.current_revision(report)
        for recommendation in self.recommendations:
            if recommendation.number in (numbers or (1, 2, 3)):
                factories.ProgressUpdateFactory(revision=revision, recommendation=recommendation)
        return report

    def open_report(self, *, meeting: Meeting | None = None, **fields: object) -> ProgressReport:
        """A report of the council's post on its inquiry, still without a section; `fields` go to the row."""
        row = {
            "inquiry": self.inquiry,
            "meeting": meeting or factories.MeetingFactory(committee=self.committee),
            "lead_post": self.post,
            "opened_by": self.user("contributor"),
        }
        return factories.ProgressReportFactory(**(row | fields))


def build_council() -> Council:
    """Make the council's things and people."""
    committee = factories.CommitteeFactory(name="Own Overview and Scrutiny Committee", slug="own-committee")
    other_committee = factories.CommitteeFactory(name="Other Overview and Scrutiny Committee", slug="other-committee")
    inquiry = factories.InquiryFactory(
        title="Inquiry of the own committee", slug="own-inquiry", tracking_committee=committee
    )
    council = Council(
        committee=committee,
        other_committee=other_committee,
        cabinet=factories.CommitteeFactory(name="Cabinet", slug="cabinet", kind=CommitteeKind.CABINET),
        post=factories.PostFactory(name="Deputy Leader", slug="deputy-leader"),
        responsible_post=factories.PostFactory(name="Cabinet Member for Housing", slug="housing"),
        other_post=factories.PostFactory(name="Cabinet Member for Parks", slug="parks"),
        outside_body=factories.PostFactory(name="Water Company", slug="water-company", kind=PostKind.OUTSIDE_BODY),
        other_body=factories.PostFactory(name="Bus Company", slug="bus-company", kind=PostKind.OUTSIDE_BODY),
        inquiry=inquiry,
        recommendations=[factories.RecommendationFactory(inquiry=inquiry, number=number) for number in (1, 2, 3)],
    )
    answerable = (council.post, council.responsible_post, council.outside_body)
    for recommendation, post in zip(council.recommendations, answerable, strict=True):
        factories.ResponsibilityFactory(recommendation=recommendation, post=post)
    council.viewers = _nobody_in_particular() | _on_committees(council) | _in_posts(council) | _in_both(council)
    return council


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo everything written inside: a world that is built once for a whole module."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def who(council: Council, names: Collection[str]) -> set[str]:
    """Those names, checked against the council's people: a misspelt one would silently prove nothing."""
    unknown = set(names) - set(council.viewers)
    assert unknown == set()
    return set(names)


def _nobody_in_particular() -> dict[str, Viewer]:
    return {
        "anonymous": AnonymousUser(),
        "user without a role": factories.UserFactory(),
        "administrator": factories.administrator(),
        "inactive administrator": factories.UserFactory(is_administrator=True, is_active=False),
    }


def _on_committees(council: Council) -> dict[str, Viewer]:
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    names = {
        CommitteeRole.MEMBER: "member",
        CommitteeRole.SUBSTITUTE: "substitute member",
        CommitteeRole.SCRUTINY_OFFICER: "scrutiny officer",
        CommitteeRole.CLERK: "clerk",
    }
    viewers: dict[str, Viewer] = {}
    for role, name in names.items():
        viewers[name] = factories.seated(council.committee, role)
        viewers[f"{name} elsewhere"] = factories.seated(council.other_committee, role)
        viewers[f"former {name}"] = _seated(council.committee, role, LONG_AGO, today)
        viewers[f"{name} from tomorrow"] = _seated(council.committee, role, tomorrow, None)
    viewers["clerk of Cabinet"] = factories.seated(council.cabinet, CommitteeRole.CLERK)
    inactive = factories.seated(council.committee, CommitteeRole.SCRUTINY_OFFICER)
    inactive.is_active = False
    inactive.save(update_fields=["is_active"])
    viewers["inactive scrutiny officer"] = inactive
    return viewers


def _in_posts(council: Council) -> dict[str, Viewer]:
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    viewers: dict[str, Viewer] = {}
    for capacity, name in ((Capacity.HOLDER, "cabinet member"), (Capacity.CONTRIBUTOR, "contributor")):
        viewers[name] = factories.appointed(council.post, capacity)
        viewers[f"responsible {name}"] = factories.appointed(council.responsible_post, capacity)
        viewers[f"{name} elsewhere"] = factories.appointed(council.other_post, capacity)
        viewers[f"former {name}"] = _appointed(council.post, capacity, LONG_AGO, today)
        viewers[f"{name} from tomorrow"] = _appointed(council.post, capacity, tomorrow, None)
    viewers["outside body"] = factories.appointed(council.outside_body)
    viewers["outside body elsewhere"] = factories.appointed(council.other_body)
    return viewers


def _in_both(council: Council) -> dict[str, Viewer]:
    both: dict[str, Viewer] = {}
    for name, post, capacity in (
        ("scrutiny officer with a cabinet post", council.other_post, Capacity.HOLDER),
        ("scrutiny officer who contributes for a cabinet post", council.other_post, Capacity.CONTRIBUTOR),
        ("scrutiny officer in an outside body", council.other_body, Capacity.HOLDER),
    ):
        user = factories.seated(council.committee, CommitteeRole.SCRUTINY_OFFICER)
        factories.AppointmentFactory(person=user.person, post=post, capacity=capacity)
        both[name] = user
    return both


def _seated(committee: Committee, role: CommitteeRole, starts_on: date, ends_on: date | None) -> User:
    user = factories.UserFactory()
    factories.CommitteeMembershipFactory(
        person=user.person, committee=committee, role=role, starts_on=starts_on, ends_on=ends_on
    )
    return user


def _appointed(post: Post, capacity: Capacity, starts_on: date, ends_on: date | None) -> User:
    user = factories.UserFactory()
    factories.AppointmentFactory(person=user.person, post=post, capacity=capacity, starts_on=starts_on, ends_on=ends_on)
    return user

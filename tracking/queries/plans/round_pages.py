"""What the pages of a plan's months start from: the months and updates a viewer may see, and what each takes up."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from tracking import dates
from tracking.dates import add_months
from tracking.enums import Capacity, PlanRoundState, PlanState, ScanState
from tracking.models import Appointment, Person, Post, Viewer
from tracking.models.plans import (
    Aim,
    AskingChange,
    ImprovementPlan,
    LeadAssessment,
    NarrativeUpdate,
    PlanItem,
    PlanRound,
    PlanUpdate,
    PlanUpdateRevision,
    PlanUpdateUse,
    Remark,
    UpdatePost,
)
from tracking.models.plans.months import PlanRoundQuerySet
from tracking.queries.plans.contents import PlanContents, Unit, plan_contents
from tracking.queries.plans.evidence import evidence_in
from tracking.queries.plans.month_names import month_names
from tracking.queries.plans.ratings import Wordings, month_ends_on, ratings_until, wordings_of
from tracking.queries.report_content import EvidenceInReport

_MONTH = re.compile(r"(?P<year>[1-9]\d{3})-(?P<month>0[1-9]|1[0-2])")


def month_at(reference: str) -> date | None:
    """Return the first day of a month as addresses name it: 2018-09."""
    match = _MONTH.fullmatch(reference)
    return date(int(match["year"]), int(match["month"]), 1) if match else None


def rounds_of(plan: ImprovementPlan, viewer: Viewer) -> PlanRoundQuerySet:
    """Return the months of a plan that a viewer may see, the latest first."""
    return _joined(PlanRound.objects.visible_to(viewer)).filter(plan=plan).order_by("-month")


def rounds_at(slug: str, reference: str) -> PlanRoundQuerySet:
    """Return the month at an address, whoever may see it: for its pages to limit further."""
    return _joined(PlanRound.objects.filter(plan__slug=slug, month=month_at(reference) or date.min))


def _joined(rows: PlanRoundQuerySet) -> PlanRoundQuerySet:
    return rows.select_related("plan__owning_post", "plan__scheme", "plan__successor", "issued_by__person", "document")


def latest_issued(plan: ImprovementPlan) -> PlanRound | None:
    """Return the latest month of a plan that was issued."""
    return _joined(PlanRound.objects.issued()).filter(plan=plan).order_by("-month").first()


def open_round_of(plan: ImprovementPlan) -> PlanRound | None:
    return _joined(PlanRound.objects.filter(plan=plan, state=PlanRoundState.OPEN)).first()


def months_to_open(plan: ImprovementPlan, *, today: date) -> list[date]:
    """Return the months that may be opened, the likeliest first: after the last, and no later than the next one."""
    last = PlanRound.objects.filter(plan=plan).order_by("-month").values_list("month", flat=True).first()
    this = today.replace(day=1)
    published = plan.published_on.replace(day=1) if plan.published_on else this
    earliest = add_months(last, 1) if last else published
    months = [add_months(this, -back) for back in range(-1, 12)]
    offered = [month for month in sorted(months) if month >= earliest]
    likely = earliest if earliest in offered else this
    return sorted(offered, key=lambda month: (month != likely, month))


def suggested_due_on(today: date) -> date:
    """Return the day two weeks on."""
    return today + timedelta(days=14)


def updates_in(plan_round: PlanRound) -> QuerySet[PlanUpdate]:
    """Return the updates a month was opened with, with their posts and what they take up."""
    return _with_what_they_serve(PlanUpdate.objects.filter(round=plan_round)).order_by("pk")


def own_updates_in(plan_round: PlanRound, viewer: Viewer) -> QuerySet[PlanUpdate]:
    """Return the updates of a month that a viewer's posts write."""
    own = PlanUpdate.objects.written_by(viewer).filter(round=plan_round)
    return updates_in(plan_round).filter(pk__in=own.values("pk"))


def kept_rounds(viewer: Viewer) -> PlanRoundQuerySet:
    """Return the months of plans that a viewer keeps."""
    return _joined(PlanRound.objects.kept_by(viewer))


def remarks_of(plan_round: PlanRound) -> QuerySet[Remark]:
    """Return what people said in the texts beside a month, published or not."""
    return Remark.objects.filter(narrative__round=plan_round).select_related("narrative__round__plan")


def readable_updates(viewer: Viewer) -> QuerySet[PlanUpdate]:
    """Return the updates a viewer works on: those their posts write, and those of plans they keep, drafts too."""
    kept = PlanUpdate.objects.kept_by(viewer)
    own = PlanUpdate.objects.written_by(viewer)
    return _with_what_they_serve(PlanUpdate.objects.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=own.values("pk"))))


def _with_what_they_serve(rows: QuerySet[PlanUpdate]) -> QuerySet[PlanUpdate]:
    return rows.select_related("round__plan__owning_post", "round__plan__scheme", "begun_from").prefetch_related(
        Prefetch("update_posts", UpdatePost.objects.select_related("post")),
        Prefetch("uses", PlanUpdateUse.objects.select_related("aim__theme__plan", "theme__plan")),
    )


@dataclass(frozen=True)
class UpdateRead:
    """An update as a viewer reads it. `shown` is the revision; `returned` the last one that was sent back."""

    update: PlanUpdate
    shown: PlanUpdateRevision | None
    assessments: tuple[LeadAssessment, ...]
    evidence: tuple[EvidenceInReport, ...]
    returned: PlanUpdateRevision | None
    is_writer: bool

    @property
    def says_nothing(self) -> bool:
        return self.shown is None or not self.shown.text.strip()

    @property
    def has_virus(self) -> bool:
        """Whether the virus scanner found something in its evidence."""
        return any(row.evidence.scan_state == ScanState.INFECTED for row in self.evidence)


def read_update(update: PlanUpdate, viewer: Viewer) -> UpdateRead:
    """Read an update: its writers what is being written, everyone else what was last handed in.

    Its ratings are called what they were called when its month was issued.
    """
    is_writer = PlanUpdate.objects.written_by(viewer).filter(pk=update.pk).exists()
    revisions = list(update.revisions.select_related("submitted_by__person", "returned_by__person").order_by("-number"))
    if is_writer:
        shown = next((row for row in revisions if row.is_current), None)
    else:
        shown = next((row for row in revisions if row.submitted_at), None)
    returned = next((row for row in revisions if row.returned_at), None)
    names = month_names(update.round)
    rows = [names.assessment_as_called(row) for row in assessments_of(shown)] if shown else []
    evidence = evidence_in(shown, viewer) if shown else ()
    return UpdateRead(update, shown, tuple(rows), evidence, returned, is_writer)


def assessments_of(revision: PlanUpdateRevision) -> list[LeadAssessment]:
    """Return the ratings in a revision, in the order of the plan."""
    rows = (
        LeadAssessment.objects.filter(revision=revision)
        .select_related("category__scheme", "item__aim__theme", "item__theme", "aim__theme")
        .prefetch_related("overrides")
    )
    return sorted(rows, key=_place)


def _place(row: LeadAssessment) -> tuple[int, int, int, int]:
    aim = row.aim or (row.item.aim if row.item else None)
    theme = aim.theme if aim else row.item.of_theme if row.item else None
    return (theme.number if theme else 0, aim.position if aim else 0, row.item.position if row.item else 0, row.pk)


def writing_posts(update: PlanUpdate) -> list[Post]:
    """Return the posts that an update is by, each with those that took over from it once it has ended."""
    rows = update.update_posts.select_related("post")
    return [post for row in rows for post in row.post.keepers_on(dates.today())]


def holders_of(posts: list[Post]) -> dict[Person, Post]:
    """Return who holds these posts today and the post each signs for, in the order of the posts."""
    holders: dict[Person, Post] = {}
    for post in posts:
        held = Appointment.objects.filter(post=post, capacity=Capacity.HOLDER).in_force(dates.today())
        for appointment in held.select_related("person").order_by("starts_on", "pk"):
            holders.setdefault(appointment.person, post)
    return holders


def narratives_of(plan_round: PlanRound) -> QuerySet[NarrativeUpdate]:
    """Return the texts beside a month, with whose they are and what people said."""
    return NarrativeUpdate.objects.filter(round=plan_round).prefetch_related(
        Prefetch("update_posts", UpdatePost.objects.select_related("post")),
        Prefetch("remarks", Remark.objects.order_by("said_on", "pk")),
    )


def plans_with_months(viewer: Viewer) -> QuerySet[ImprovementPlan]:
    """Return the plans a viewer keeps that go on, with how many of their months are open."""
    return (
        ImprovementPlan.objects.edited_by(viewer)
        .filter(state=PlanState.PUBLISHED)
        .annotate(open_rounds=Count("rounds", filter=Q(rounds__state=PlanRoundState.OPEN)))
    )


def ratings_offered(update: PlanUpdate, revision: PlanUpdateRevision) -> list[LeadAssessment]:
    """Return a rating for each unit an update may rate: those in it as saved, and one not saved for each other.

    What was changed or taken out of the plan by its month is rated no more.
    """
    units = units_to_rate(update)
    fitting = {(unit.item.pk, None) if unit.item else (None, unit.aim.pk if unit.aim else 0) for unit in units}
    found = [row for row in assessments_of(revision) if (row.item_id, row.aim_id) in fitting]
    rated = {(row.item_id, row.aim_id) for row in found}
    for unit in units:
        row = LeadAssessment(revision=revision, item=unit.item, aim=None if unit.item else unit.aim)
        if (row.item_id, row.aim_id) not in rated:
            found.append(row)
    return sorted(found, key=_place)


def units_to_rate(update: PlanUpdate) -> list[Unit]:
    """Return what an update may rate: units of what it serves that one of its posts, or nobody, leads on in its month.

    What others lead on is rated by them alone, whoever started the update; serving it ("See 1.7") stays free.
    Source: the council's process: each lead rates what it leads on (docs/domain-rules.md).
    """
    uses = PlanUpdateUse.objects.filter(update=update)
    aims = set(uses.filter(aim__isnull=False).values_list("aim", flat=True))
    themes = set(uses.values_list(Coalesce("theme", "aim__theme"), flat=True))
    posts = {post.pk for post in writing_posts(update)}
    return [
        unit
        for unit in contents_in_month(update.round, wordings_of(update.plan)).units
        if (unit.aim.pk in aims if unit.aim else unit.theme.pk in themes)
        and (not unit.leads or any(lead.post_id in posts for lead in unit.leads))
    ]


def contents_in_month(plan_round: PlanRound, wordings: Wordings) -> PlanContents:
    """Read a plan as it stands in a month that is worked on: with its words and its leads of that month."""
    plan, month = plan_round.plan, plan_round.month
    items = wordings.in_month(month, known_by=plan_round.issued_at)
    return plan_contents(plan, on=month_ends_on(month), items_in_force=items)


def ratings_before(update: PlanUpdate) -> tuple[str, list[LeadAssessment]]:
    """Return the words an update began with, and how what it rates was rated before, called as its own month does."""
    text = ""
    if update.begun_from is not None:
        begun = update.begun_from.revisions.filter(is_current=True).first()
        text = begun.text if begun else ""
    wordings = wordings_of(update.plan)
    stood = ratings_until(update.plan, add_months(update.round.month, -1), wordings)
    names = month_names(update.round)
    return text, [names.assessment_as_called(ratings[0].assessment) for ratings in stood.values()]


def is_asked_about(on: Aim | PlanItem) -> bool:
    """Whether a thing, in whatever wording it had, is asked about as far as was said of itself."""
    if isinstance(on, Aim):
        rows = AskingChange.objects.filter(aim=on)
    else:
        same = next((chain for chain in wordings_of(on.plan).chains if on in chain), (on,))
        rows = AskingChange.objects.filter(item__in=[row.pk for row in same])
    last = rows.order_by("-month", "-pk").first()
    return last is None or last.asks

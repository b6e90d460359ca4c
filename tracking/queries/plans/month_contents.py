"""Reads a month of a plan: as somebody may read it, and as everyone may once it is issued."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from tracking.enums import PlanUpdateState
from tracking.models import EvidenceUse, Viewer
from tracking.models.plans import (
    NarrativeUpdate,
    PlanRound,
    PlanUpdate,
    PlanUpdateRevision,
    PlanUpdateUse,
    Remark,
    UpdatePost,
)
from tracking.models.plans.months import PlanUpdateQuerySet
from tracking.models.plans.narratives import NarrativeUpdateQuerySet, RemarkQuerySet
from tracking.queries.evidence import evidence_that_opens
from tracking.queries.plans.contents import ThemeRow, Unit, units_of
from tracking.queries.plans.month_words import MonthRows, month_rows
from tracking.queries.plans.months import (
    AimInMonth,
    MonthContents,
    NarrativeInMonth,
    PlacedUpdate,
    ThemeInMonth,
    UnitInMonth,
    UpdateInMonth,
)
from tracking.queries.plans.ratings import (
    Asking,
    Rating,
    UnitKey,
    Wordings,
    asking_in,
    ratings_until,
    wordings_of,
)
from tracking.queries.report_content import EvidenceInReport


def month_contents(plan_round: PlanRound, viewer: Viewer) -> MonthContents:
    """Read a month as a viewer may read it, in a fixed number of queries.

    Of a month that is still open they read the accepted updates they may, and ratings count as if it were issued.
    """
    updates = PlanUpdate.objects.visible_to(viewer).printed_in(plan_round)
    texts = NarrativeUpdate.objects.visible_to(viewer).filter(round=plan_round)
    return _read(plan_round, updates, texts, Remark.objects.visible_to(viewer), viewer)


def month_for_everyone(plan_round: PlanRound) -> MonthContents:
    """Read a month as everyone may once it is issued: published remarks alone, and no evidence that is withheld."""
    updates = PlanUpdate.objects.printed_in(plan_round)
    texts = NarrativeUpdate.objects.filter(round=plan_round)
    return _read(plan_round, updates, texts, Remark.objects.published(), AnonymousUser())


def _read(
    plan_round: PlanRound,
    updates: PlanUpdateQuerySet,
    texts: NarrativeUpdateQuerySet,
    remarks: RemarkQuerySet,
    viewer: Viewer,
) -> MonthContents:
    plan, month = plan_round.plan, plan_round.month
    wordings = wordings_of(plan)
    rows = month_rows(plan_round, wordings)
    said = _updates_said(plan_round, updates, viewer, rows)
    own = [row.update.pk for row in said if not row.is_carried] if plan_round.is_open else []
    reader = _Reader(
        month=month,
        wordings=wordings,
        ratings=ratings_until(plan, month, wordings, unissued=own),
        asking=asking_in(plan, month, wordings, known_by=plan_round.issued_at),
        said=said,
        rows=rows,
    )
    return MonthContents(
        round=plan_round,
        plan=rows.plan,
        themes=tuple(reader.theme(row) for row in rows.contents.themes),
        categories=tuple(rows.categories.values()),
        narratives=_narratives(texts, remarks, rows),
    )


@dataclass(frozen=True)
class _Reader:
    """Puts together what was read of a month."""

    month: date
    wordings: Wordings
    ratings: dict[UnitKey, tuple[Rating, ...]]
    asking: Asking
    said: list[UpdateInMonth]
    rows: MonthRows

    def theme(self, row: ThemeRow) -> ThemeInMonth:
        units = [self._unit(unit) for unit in units_of(row)]
        return ThemeInMonth(
            row=row,
            units=tuple(unit for unit in units if unit.unit.aim is None),
            updates=tuple(self._placed("theme_id", row.theme.pk)),
            aims=tuple(
                AimInMonth(
                    row=aim,
                    units=tuple(unit for unit in units if unit.unit.aim and unit.unit.aim.pk == aim.aim.pk),
                    updates=tuple(self._placed("aim_id", aim.aim.pk)),
                )
                for aim in row.aims
            ),
        )

    def _unit(self, unit: Unit) -> UnitInMonth:
        key = self.wordings.key_of(unit)
        found = [self.rows.as_called(row).for_wording(unit) for row in self.ratings.get(key, ())]
        stands = found[0] if found else None
        if stands is not None and stands.round.month < self.month:
            before: Rating | None = stands
        else:
            before = found[1] if len(found) > 1 else None
        return UnitInMonth(unit, stands, before, self.asking.stopped(unit, key), self.month)

    def _placed(self, name: str, pk: int) -> Iterator[PlacedUpdate]:
        for said in self.said:
            if any(getattr(use, name) == pk for use in said.uses):
                first = said.uses[0]
                yield PlacedUpdate(said, None if getattr(first, name) == pk else self.rows.place_of(first))


def _updates_said(
    plan_round: PlanRound, updates: PlanUpdateQuerySet, viewer: Viewer, words: MonthRows
) -> list[UpdateInMonth]:
    """This month's own first, then those of earlier months, the latest first."""
    current = PlanUpdateRevision.objects.filter(is_current=True).prefetch_related(
        Prefetch(
            "evidence_uses", EvidenceUse.objects.select_related("evidence__supplied_by").order_by("position", "pk")
        ),
    )
    rows = list(
        updates.filter(state=PlanUpdateState.ACCEPTED)
        .select_related("round__plan")
        .prefetch_related(
            Prefetch("revisions", current),
            Prefetch("uses", PlanUpdateUse.objects.select_related("aim__theme__plan", "theme__plan")),
            Prefetch("update_posts", UpdatePost.objects.select_related("post")),
        )
        .order_by("-round__month", "pk")
    )
    revisions = [revision for row in rows for revision in row.revisions.all()]
    opens = evidence_that_opens({use.evidence_id for row in revisions for use in row.evidence_uses.all()}, viewer)
    return [_said(row, plan_round, opens, words) for row in rows]


def _said(row: PlanUpdate, plan_round: PlanRound, opens: dict[int, bool], words: MonthRows) -> UpdateInMonth:
    revision = row.revisions.all()[0]
    return UpdateInMonth(
        update=row,
        revision=revision,
        posts=words.posts_as_called(row.update_posts.all()),
        uses=tuple(row.uses.all()),
        evidence=tuple(
            EvidenceInReport(use, use.evidence, is_open_to_viewer=True, file_opens=opens[use.evidence_id])
            for use in revision.evidence_uses.all()
            if use.evidence_id in opens
        ),
        is_carried=row.round_id != plan_round.pk,
    )


def _narratives(
    texts: NarrativeUpdateQuerySet, remarks: RemarkQuerySet, words: MonthRows
) -> tuple[NarrativeInMonth, ...]:
    rows = texts.prefetch_related(
        Prefetch("update_posts", UpdatePost.objects.select_related("post")), Prefetch("remarks", remarks)
    )
    return tuple(
        NarrativeInMonth(row, words.posts_as_called(row.update_posts.all()), tuple(row.remarks.all())) for row in rows
    )

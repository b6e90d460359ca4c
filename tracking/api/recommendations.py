"""What the API says of recommendations: the columns of the data dictionary, and the history of one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracking.api.serializers import Base, CategoryLinkSerializer, Code, MeetingLinkSerializer
from tracking.enums import ConclusionReason, Decision, Outcome
from tracking.models import SelfAssessment
from tracking.presenters.judgements import signed_by
from tracking.presenters.register_columns import COLUMNS, Column, Kind, site_address, values_of
from tracking.queries.judgements import LeafRound
from tracking.queries.register_rows import RegisterRow
from tracking.queries.slips import DateMove, SlipLedger

_FIELDS: Final[dict[Kind, Callable[..., serializers.Field]]] = {
    Kind.ADDRESS: serializers.URLField,
    Kind.TEXT: serializers.CharField,
    Kind.CODE: serializers.ChoiceField,
    Kind.NUMBER: serializers.IntegerField,
    Kind.DATE: serializers.DateField,
    Kind.YES_NO: serializers.BooleanField,
    Kind.LIST: serializers.ListField,
}


def _field(column: Column) -> serializers.Field:
    more: dict[str, Any] = {"choices": column.choices} if column.choices else {}
    if column.kind == Kind.LIST:
        more["child"] = serializers.CharField()
    return _FIELDS[column.kind](help_text=column.meaning, allow_null=not column.always, **more)


class RecommendationLinksSerializer(serializers.Serializer):
    """Where to read more in this API."""

    recommendation = serializers.URLField(help_text="The recommendation with its history.")
    inquiry = serializers.URLField()
    committee = serializers.URLField(allow_null=True)
    posts = serializers.ListField(child=serializers.URLField())


class RecommendationSerializer(Base):
    """A recommendation without parts, or a part of one: the unit that is judged.

    The same fields under the same names as in the files, and `links`.
    """

    def get_fields(self) -> dict[str, serializers.Field]:
        return {column.name: _field(column) for column in COLUMNS} | {"links": RecommendationLinksSerializer()}

    def to_representation(self, instance: RegisterRow) -> dict[str, Any]:
        return {**values_of(instance, today=self.context["today"]), "links": self._links(instance)}

    def _links(self, row: RegisterRow) -> dict[str, Any]:
        inquiry = row.entry.inquiry.slug
        return {
            "recommendation": self.address("api_recommendation", inquiry, row.entry.leaf.reference),
            "inquiry": self.address("api_inquiry", inquiry),
            "committee": self.address("api_committee", row.committee.slug) if row.committee else None,
            "posts": [self.address("api_post", post.slug) for post in row.posts],
        }


class ClaimSerializer(Base):
    """A Cabinet Member’s assessment in a published Progress Report, with the evidence given for it."""

    category = CategoryLinkSerializer(allow_null=True)
    proposed_conclusion = Code(
        choices=ConclusionReason.choices, allow_null=True, help_text="The reason proposed for concluding tracking."
    )
    explanation = serializers.CharField(source="proposal_explanation", help_text="Why tracking should be concluded.")
    completed_on = serializers.DateField(allow_null=True)
    anticipated_on = serializers.DateField(allow_null=True, help_text="The anticipated completion date.")
    anticipated_text = serializers.CharField(help_text="That date as written.")
    obstacle = serializers.CharField(help_text="The obstacle outside the council’s control.")
    statement = serializers.CharField(
        source="update.overall_statement", help_text="What the report says of the recommendation as a whole."
    )
    evidence = serializers.CharField(source="update.evidence_text", help_text="The evidence of progress, in Markdown.")
    report_of = serializers.CharField(source="update.revision.report.lead_post.name", help_text="Whose report it is.")
    signed_by = serializers.SerializerMethodField(help_text="Who signed it, as what and when.")
    report = serializers.SerializerMethodField(help_text="The address of the report on this site.")

    def get_signed_by(self, claim: SelfAssessment) -> str:
        return signed_by(claim.update.revision)

    @extend_schema_field(OpenApiTypes.URI)
    def get_report(self, claim: SelfAssessment) -> str:
        return site_address(reverse("report_detail", args=[claim.update.revision.report_id]))


class ViewSerializer(Base):
    """The committee’s view."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    category = CategoryLinkSerializer(allow_null=True)
    decision = Code(choices=Decision.choices, allow_null=True)
    conclusion_reason = Code(choices=ConclusionReason.choices, allow_null=True)
    where_it_went = serializers.CharField(
        source="conclusion_target", help_text="What it was transferred to or merged into."
    )
    reason = serializers.CharField(help_text="Why the committee took this view.")
    asked_for = serializers.CharField(help_text="What the committee wants to see next time.")
    agreed_due_on = serializers.DateField(allow_null=True, help_text="The new date that the committee agreed.")
    minute = serializers.CharField(help_text="The number of the minute.")
    source = serializers.CharField(
        source="source_text", help_text="Where the view is recorded, if it is from before this system."
    )


class RoundSerializer(Base):
    """One time that the recommendation came before a committee: what was claimed, and what the committee thought."""

    on = serializers.DateField(source="sitting.considered_on")
    meeting = MeetingLinkSerializer(
        source="sitting.meeting", allow_null=True, help_text="Null for a view from before this system."
    )
    claims = ClaimSerializer(many=True, help_text="The one that the view answers comes first.")
    view = ViewSerializer(allow_null=True)
    earlier_wordings = serializers.SerializerMethodField(help_text="How often the view has been corrected.")

    def get_earlier_wordings(self, row: LeafRound) -> int:
        return len(row.superseded)


class DateMoveSerializer(Base):
    """One move of the completion date."""

    due_on = serializers.DateField(help_text="The new date.")
    set_by = serializers.SerializerMethodField(help_text="Who moved it.")
    on = serializers.DateField(source="sitting.considered_on")
    meeting = MeetingLinkSerializer(source="sitting.meeting", allow_null=True)
    days = serializers.IntegerField(allow_null=True, help_text="Days from the date before.")
    days_in_all = serializers.IntegerField(allow_null=True, help_text="Days from the original date.")

    @extend_schema_field(
        serializers.ChoiceField(choices=[("cabinet_member", "Cabinet Member"), ("committee", "Committee")])
    )
    def get_set_by(self, move: DateMove) -> str:
        return "cabinet_member" if move.claim else "committee"


@dataclass(frozen=True)
class RecommendationWithHistory:
    """A row of the register, its rounds, the latest first, and what became of its date."""

    row: RegisterRow
    history: tuple[LeafRound, ...]
    slips: SlipLedger


class RecommendationDetailSerializer(RecommendationSerializer):
    """A recommendation or part with its history."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | {
            "history": RoundSerializer(many=True, help_text="Every round, the latest first."),
            "moves_of_the_date": DateMoveSerializer(many=True, help_text="Every move, the earliest first."),
        }

    def to_representation(self, instance: RecommendationWithHistory) -> dict[str, Any]:  # type: ignore[override]
        return {
            **super().to_representation(instance.row),
            "history": self.fields["history"].to_representation(instance.history),
            "moves_of_the_date": self.fields["moves_of_the_date"].to_representation(instance.slips.moves),
        }

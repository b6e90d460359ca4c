"""What the API says of inquiries, committees, posts, meetings and categories.

The words of the fields are the documentation (`/api/schema/`).
"""

from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracking.dates import municipal_year, municipal_year_words
from tracking.enums import AsksFor, CommitteeKind, Decision, InquiryState, MeetingState, PostKind, Timing
from tracking.models import Committee, Meeting, Post
from tracking.presenters.positions import known_state
from tracking.presenters.register_columns import site_address
from tracking.queries.register_counts import InquiryCounts


class Code(serializers.ChoiceField):
    """One of a few codes; null where there is none."""

    def to_representation(self, value: str | None) -> str | None:
        return value or None


class Base(serializers.Serializer):
    """Knows addresses in this API."""

    def address(self, name: str, *arguments: str) -> str:
        return self.context["request"].build_absolute_uri(reverse(name, args=arguments))


class LinkSerializer(Base):
    """A committee or a post, and where to read more of it."""

    name = serializers.CharField()
    slug = serializers.CharField(help_text="What it is called in addresses and filters.")
    url = serializers.SerializerMethodField(help_text="Its address in this API.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, thing: Committee | Post) -> str:
        return self.address("api_committee" if isinstance(thing, Committee) else "api_post", thing.slug)


class MeetingLinkSerializer(Base):
    """A meeting, and where to read more of it."""

    committee = serializers.CharField(source="committee.name", help_text="The committee’s name.")
    held_on = serializers.DateField()
    url = serializers.SerializerMethodField(help_text="Its address in this API.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, meeting: Meeting) -> str:
        return self.address("api_meeting", meeting.committee.slug, meeting.date_slug)


class CategoryLinkSerializer(Base):
    """A category of the scheme the inquiry is assessed by."""

    number = serializers.IntegerField()
    name = serializers.CharField()


class WrongSerializer(serializers.Serializer):
    """What was wrong with a request."""

    detail = serializers.CharField(help_text="What is wrong, in words.")


class WrongParametersSerializer(WrongSerializer):
    """What was wrong with the parameters of a request."""

    parameters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), help_text="What is wrong, by parameter."
    )


class StartSerializer(Base):
    """Where the lists and the document that describes them are."""

    recommendations = serializers.URLField()
    inquiries = serializers.URLField()
    committees = serializers.URLField()
    posts = serializers.URLField()
    meetings = serializers.URLField()
    categories = serializers.URLField()
    schema = serializers.URLField(help_text="The OpenAPI document.")
    open_data = serializers.URLField(help_text="The page with the data dictionary.")
    licence = serializers.URLField(help_text="The licence of everything served here.")


class AddressedSerializer(Base):
    """Something with a page on this site and an address in this API."""

    page_name = api_name = ""

    id = serializers.SerializerMethodField(help_text="The address of its page on this site. It stays the same.")
    url = serializers.SerializerMethodField(help_text="Its address in this API.")

    def arguments_of(self, thing: Any) -> tuple[str, ...]:
        return (thing.slug,)

    @extend_schema_field(OpenApiTypes.URI)
    def get_id(self, thing: Any) -> str:
        return site_address(reverse(self.page_name, args=self.arguments_of(thing)))

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, thing: Any) -> str:
        return self.address(self.api_name, *self.arguments_of(thing))


class InquirySerializer(AddressedSerializer):
    """A review that made recommendations."""

    page_name, api_name = "inquiry_detail", "api_inquiry"

    slug = serializers.CharField(source="inquiry.slug", help_text="What it is called in addresses and filters.")
    title = serializers.CharField(source="inquiry.title")
    summary = serializers.CharField(source="inquiry.summary", help_text="What it was about, in Markdown.")
    state = serializers.SerializerMethodField(help_text="Concluded once each of its recommendations is.")
    approving_body = serializers.CharField(source="inquiry.approving_body", help_text="Who approved its report.")
    approved_on = serializers.DateField(source="inquiry.approved_on", allow_null=True)
    municipal_year = serializers.SerializerMethodField(help_text="The municipal year of approval: 2015/16.")
    received_on = serializers.DateField(
        source="inquiry.received_on", allow_null=True, help_text="When the executive received the report."
    )
    notice_on = serializers.DateField(
        source="inquiry.notice_on", allow_null=True, help_text="When the executive was given notice to respond."
    )
    response_due_on = serializers.DateField(
        allow_null=True, help_text="The last day for the executive's response; null where none is owed."
    )
    responded_on = serializers.DateField(
        source="inquiry.responded_on", allow_null=True, help_text="When the executive gave its response."
    )
    concluded_on = serializers.SerializerMethodField(help_text="The day on which it was concluded.")
    commissioned_by = LinkSerializer(
        source="inquiry.commissioned_by", many=True, help_text="The committees that asked for it."
    )
    tracking_committee = LinkSerializer(
        source="inquiry.tracking_committee", allow_null=True, help_text="The committee that tracks it now."
    )
    recommendations = serializers.IntegerField(
        source="leaves", help_text="How many recommendations and parts of it are judged."
    )
    still_tracked = serializers.IntegerField(source="tracked", help_text="How many of them are still tracked.")
    recommendations_url = serializers.SerializerMethodField(help_text="The address of its recommendations in this API.")

    def arguments_of(self, thing: InquiryCounts) -> tuple[str, ...]:
        return (thing.inquiry.slug,)

    @extend_schema_field(serializers.ChoiceField(choices=InquiryState.choices))
    def get_state(self, counts: InquiryCounts) -> str:
        return known_state(counts.inquiry, is_tracked=counts.is_tracked).value

    def get_municipal_year(self, counts: InquiryCounts) -> str | None:
        approved_on = counts.inquiry.approved_on
        return municipal_year_words(municipal_year(approved_on)) if approved_on else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_concluded_on(self, counts: InquiryCounts) -> str | None:
        concluded_on = counts.inquiry.concluded_on
        return concluded_on.isoformat() if concluded_on and not counts.is_tracked else None

    @extend_schema_field(OpenApiTypes.URI)
    def get_recommendations_url(self, counts: InquiryCounts) -> str:
        return f"{self.address('api_recommendations')}?inquiry={counts.inquiry.slug}"


class CommitteeSerializer(AddressedSerializer):
    """An Overview and Scrutiny committee, Cabinet or the Council."""

    page_name, api_name = "committee_detail", "api_committee"

    slug = serializers.CharField(help_text="What it is called in addresses and filters.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=CommitteeKind.choices)
    abolished_on = serializers.DateField(allow_null=True)


class PostSerializer(AddressedSerializer):
    """An office of the executive, or an outside body, that answers for recommendations."""

    page_name, api_name = "post_detail", "api_post"

    slug = serializers.CharField(help_text="What it is called in addresses and filters.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=PostKind.choices)
    ended_on = serializers.DateField(allow_null=True, help_text="The day from which there was no such post any more.")
    holders = serializers.SerializerMethodField(help_text="Who holds it today.")
    successors = LinkSerializer(many=True, help_text="The posts that took over from it.")
    predecessors = LinkSerializer(many=True, help_text="The posts it took over from.")

    def get_holders(self, post: Post) -> list[str]:
        return [person.name for person in post.holders_on(self.context["today"])]


class MeetingSerializer(AddressedSerializer):
    """One sitting of a committee."""

    page_name, api_name = "meeting_detail", "api_meeting"

    committee = LinkSerializer()
    held_on = serializers.DateField()
    sitting = serializers.IntegerField(source="sequence", help_text="Which sitting on that day, from 1.")
    starts_at = serializers.SerializerMethodField(help_text="The time by the clock in London: 14:00.")
    place = serializers.CharField()
    state = serializers.ChoiceField(choices=MeetingState.choices)
    minutes_approved_on = serializers.DateField(allow_null=True)
    views_are_published = serializers.SerializerMethodField(help_text="Whether the views given there are published.")

    def arguments_of(self, thing: Meeting) -> tuple[str, ...]:
        return (thing.committee.slug, thing.date_slug)

    def get_starts_at(self, meeting: Meeting) -> str | None:
        return f"{meeting.starts_at:%H:%M}" if meeting.starts_at else None

    def get_views_are_published(self, meeting: Meeting) -> bool:
        return meeting.views_published_at is not None


class CategorySerializer(Base):
    """A category that a Cabinet Member claims and a committee gives as its view."""

    code = serializers.CharField(help_text="What it is called in filters, the same for ever.")
    scheme = serializers.CharField(source="scheme.name", help_text="The set of categories it belongs to.")
    number = serializers.IntegerField()
    name = serializers.CharField()
    criterion = serializers.CharField(help_text="When it applies, in Markdown.")
    achieved = serializers.BooleanField(help_text="Whether it means that the recommendation is achieved.")
    timing = serializers.ChoiceField(choices=Timing.choices, help_text="What it says about the completion date.")
    asks_for = serializers.ChoiceField(choices=AsksFor.choices, help_text="What the Cabinet Member must add.")
    usual_decision = Code(
        source="default_decision",
        choices=Decision.choices,
        allow_null=True,
        help_text="What the committee usually decides; null where it must choose.",
    )

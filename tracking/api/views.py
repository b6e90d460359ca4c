"""The addresses of the API. Lists filter as the pages do; what the reader may not see is not there."""

from collections.abc import Iterable
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from tracking import dates
from tracking.api.framework import NOTHING_THERE, ReadOnlyView
from tracking.api.pages import Pages
from tracking.api.parameters import SameFilters
from tracking.api.recommendations import (
    RecommendationDetailSerializer,
    RecommendationSerializer,
    RecommendationWithHistory,
)
from tracking.api.serializers import (
    CategorySerializer,
    CommitteeSerializer,
    InquirySerializer,
    MeetingSerializer,
    PostSerializer,
    StartSerializer,
)
from tracking.enums import SchemeUse
from tracking.filters import InquiryFilter, RegisterFilter
from tracking.models import Category, Committee, Inquiry, Meeting, Post, Recommendation, RegisterEntry, Viewer
from tracking.models.recommendations import reference_parts
from tracking.presenters.register_columns import LICENCE_ADDRESS
from tracking.queries.judgements import rounds_by_leaf
from tracking.queries.register_counts import inquiry_counts
from tracking.queries.register_rows import register_rows
from tracking.queries.slips import slip_ledger


class Start(ReadOnlyView):
    """Where everything is."""

    serializer_class = StartSerializer

    def get(self, request: Request) -> Response:
        names = ("recommendations", "inquiries", "committees", "posts", "meetings", "categories", "schema")
        found = {name: request.build_absolute_uri(reverse(f"api_{name}")) for name in names}
        open_data = request.build_absolute_uri(reverse("open_data"))
        return Response(StartSerializer(found | {"open_data": open_data, "licence": LICENCE_ADDRESS}).data)


class _Shown(ReadOnlyView, GenericAPIView):
    """A list, or one thing of it: a queryset limited to what the viewer may see, and what to make of its rows."""

    pagination_class = Pages
    filter_backends = (SameFilters,)

    def get_serializer_context(self) -> dict[str, Any]:
        return super().get_serializer_context() | {"today": dates.today()}

    def rows(self, found: Iterable[Any]) -> Iterable[Any]:
        """What the serializer is given for the rows of a page."""
        return found

    def make_filters(self, data: QueryDict, queryset: Any, *, viewer: Viewer) -> filters.FilterSet | None:
        """The filters of the list; None for one without."""
        return None


class _List(_Shown):
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.get_serializer(self.rows(page), many=True).data)


class _One(_Shown):
    lookup_field = "slug"

    def get(self, request: Request, **names: str) -> Response:
        (row,) = self.rows([self.find(**names)])
        return Response(self.get_serializer(row).data)

    def find(self, **names: str) -> Any:
        """The row at an address; raises Http404."""
        return get_object_or_404(self.get_queryset(), **names)


class _Recommendations(_Shown):
    def get_queryset(self) -> QuerySet[RegisterEntry]:
        return RegisterEntry.objects.visible_to(self.request.user).with_everything()

    def rows(self, found: Iterable[RegisterEntry]) -> Iterable[Any]:
        return register_rows(found, today=dates.today())


class RecommendationList(_Recommendations, _List):
    """The register: recommendations without parts, and parts. Filters and order are those of its page."""

    serializer_class = RecommendationSerializer

    def make_filters(self, data: QueryDict, queryset: Any, *, viewer: Viewer) -> filters.FilterSet:
        return RegisterFilter(data, queryset, viewer=viewer, today=dates.today())


class RecommendationDetail(_Recommendations, _One):
    """One recommendation or part with both judgements of every round and every move of its date."""

    serializer_class = RecommendationDetailSerializer

    def find(self, **names: str) -> RegisterEntry:
        slug, reference = names["slug"], names["reference"]
        number, letter = reference_parts(reference) or (0, "")
        here = self.get_queryset().filter(inquiry__slug=slug, leaf__number=number, leaf__letter=letter)
        entry = here.first()
        if entry is None:
            raise NotFound(NOTHING_THERE if letter else self._why(slug, number))
        return entry

    def _why(self, slug: str, number: int) -> str:
        """A recommendation with parts is judged part by part."""
        parts = Recommendation.objects.visible_to(self.request.user).filter(inquiry__slug=slug, number=number)
        part = parts.exclude(letter="").first()
        return f"{part.parent} is judged by its parts: ask for {part.reference}." if part else NOTHING_THERE

    def rows(self, found: Iterable[RegisterEntry]) -> Iterable[RecommendationWithHistory]:
        rows = register_rows(found, today=dates.today())
        rounds = rounds_by_leaf([row.entry.leaf_id for row in rows], self.request.user)
        for row in rows:
            mine = rounds[row.entry.leaf_id]
            yield RecommendationWithHistory(row, mine[::-1], slip_ledger(row.entry.leaf, mine))


class _Inquiries(_Shown):
    serializer_class = InquirySerializer

    def get_queryset(self) -> QuerySet[Inquiry]:
        inquiries = Inquiry.objects.visible_to(self.request.user).with_tracking_committee()
        return inquiries.prefetch_related("commissioned_by").newest_first()

    def rows(self, found: Iterable[Inquiry]) -> Iterable[Any]:
        return inquiry_counts(found, self.request.user)


class InquiryList(_Inquiries, _List):
    """Inquiries, those approved last first. Filters are those of the page of inquiries."""

    def make_filters(self, data: QueryDict, queryset: Any, *, viewer: Viewer) -> filters.FilterSet:
        return InquiryFilter(data, queryset, viewer=viewer)


class InquiryDetail(_Inquiries, _One):
    """One inquiry."""


class _Committees(_Shown):
    serializer_class = CommitteeSerializer

    def get_queryset(self) -> QuerySet[Committee]:
        return Committee.objects.current_first(dates.today())


class CommitteeList(_Committees, _List):
    """Committees, those of scrutiny before others, by name, those abolished last."""


class CommitteeDetail(_Committees, _One):
    """One committee."""


class _Posts(_Shown):
    serializer_class = PostSerializer

    def get_queryset(self) -> QuerySet[Post]:
        return Post.objects.current_first().with_holders().prefetch_related("successors", "predecessors")


class PostList(_Posts, _List):
    """Posts and outside bodies by name, those that ended last."""


class PostDetail(_Posts, _One):
    """One post."""


class MeetingFilter(filters.FilterSet):
    """Meetings by their committee."""

    committee = filters.ModelChoiceFilter(
        label="Committee",
        queryset=Committee.objects.all(),
        to_field_name="slug",
        error_messages={"invalid_choice": "Choose a committee from the list."},
    )

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()


class _Meetings(_Shown):
    serializer_class = MeetingSerializer

    def get_queryset(self) -> QuerySet[Meeting]:
        meetings = Meeting.objects.visible_to(self.request.user).select_related("committee")
        return meetings.order_by("-held_on", "-sequence", "committee__name")


class MeetingList(_Meetings, _List):
    """Meetings of all committees, the latest first."""

    def make_filters(self, data: QueryDict, queryset: Any, *, viewer: Viewer) -> filters.FilterSet:
        return MeetingFilter(data, queryset)


class MeetingDetail(_Meetings, _One):
    """One meeting."""

    def find(self, **names: str) -> Meeting:
        meetings = self.get_queryset().filter(committee__slug=names["slug"])
        return get_object_or_404(meetings.at_address(names["date_slug"]))  # type: ignore[attr-defined]


class CategoryList(_List):
    """The categories of every scheme that inquiries have, by number."""

    serializer_class = CategorySerializer
    queryset = (
        Category.objects.filter(scheme__use=SchemeUse.INQUIRIES)
        .select_related("scheme")
        .order_by("scheme__name", "number")
    )

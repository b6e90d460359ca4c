"""Posts (offices and outside bodies) and who holds or contributes for them."""

from collections.abc import Iterable
from datetime import date

from django.db import models

from tracking.enums import Capacity, PostKind
from tracking.models.base import Dated, InForceQuerySet
from tracking.models.people import Person


class PostQuerySet(models.QuerySet["Post"]):
    def current(self, on: date) -> "PostQuerySet":
        """Posts that exist on that day."""
        return self.filter(models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=on))

    def current_first(self) -> "PostQuerySet":
        """Those that go on, by name, before those that ended, the latest first."""
        return self.order_by(models.F("ended_on").desc(nulls_first=True), "name")

    def kept_by(self, posts: Iterable[int], on: date) -> "PostQuerySet":
        """Posts of those primary keys, and posts ended by that day that one of them took over from."""
        ended = Post.objects.filter(ended_on__lte=on, successors__in=posts)
        return self.filter(models.Q(pk__in=posts) | models.Q(pk__in=ended.values("pk")))

    def with_holders(self) -> "PostQuerySet":
        """Prefetch appointments with their people, earliest first."""
        return self.prefetch_related(
            models.Prefetch("appointments", Appointment.objects.select_related("person").order_by("starts_on", "pk"))
        )


class Post(models.Model):
    """An office, a collective of them or an outside body: what is responsible, whoever holds it."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=12, choices=PostKind, default=PostKind.PORTFOLIO)
    ended_on = models.DateField("ended on", null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="post_has_a_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def is_outside_body(self) -> bool:
        return self.kind == PostKind.OUTSIDE_BODY

    def keepers_on(self, day: date) -> list["Post"]:
        """The post and, once it has ended, those that took over from it: who goes on with what it began."""
        if self.ended_on is None or self.ended_on > day:
            return [self]
        return [self, *self.successors.all()]

    def holders_on(self, day: date) -> list[Person]:
        """People who hold the post on a day; reads the `with_holders` prefetch."""
        return [
            appointment.person
            for appointment in self.appointments.all()
            if appointment.capacity == Capacity.HOLDER and appointment.in_force(day)
        ]


class Appointment(Dated):
    """A person in a post, as holder or as contributor, with dates. Several at once are normal."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    capacity = models.CharField(max_length=12, choices=Capacity, default=Capacity.HOLDER)

    objects = InForceQuerySet.as_manager()

    class Meta:
        ordering = ("post", "starts_on", "pk")
        constraints = (
            Dated.ends_after_start("appointment_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=("person", "post", "capacity"),
                condition=models.Q(ends_on__isnull=True),
                name="appointment_open_once",
                violation_error_message="This person is already appointed to this post.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display().lower()} of {self.post}"

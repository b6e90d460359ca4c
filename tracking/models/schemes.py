"""Assessment schemes: the categories, with their meaning as data, and the standing questions."""

from django.db import models

from tracking.enums import AsksFor, Decision, SchemeUse, Timing, Tone


class SchemeManager(models.Manager["AssessmentScheme"]):
    def get_by_natural_key(self, slug: str) -> "AssessmentScheme":
        return self.get(slug=slug)


class SchemeRowManager(models.Manager):
    """Rows of a scheme are known by its slug and their place in it, so that fixtures need no primary keys."""

    def __init__(self, place: str = "") -> None:
        # Django makes the managers of related rows, such as `scheme.categories`, without arguments.
        super().__init__()
        self.place = place

    def get_by_natural_key(self, slug: str, place: int) -> models.Model:
        return self.get(**{"scheme__slug": slug, self.place: place})


class AssessmentScheme(models.Model):
    """A council's set of categories, for inquiries or for plans. Loaded from a fixture; its wording may be edited."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    use = models.CharField("given to", max_length=9, choices=SchemeUse, default=SchemeUse.INQUIRIES)
    is_default = models.BooleanField("used for what is new", default=False)

    objects = SchemeManager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("use",), condition=models.Q(is_default=True), name="scheme_one_default_for_a_use"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class StandingQuestion(models.Model):
    """A question the committee asks of every recommendation; printed in every report."""

    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.CASCADE, related_name="standing_questions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    objects = SchemeRowManager("position")

    class Meta:
        ordering = ("scheme", "position")
        constraints = (
            models.UniqueConstraint(fields=("scheme", "position"), name="standing_question_one_for_each_position"),
        )

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[str, int]:
        return (*self.scheme.natural_key(), self.position)


class Category(models.Model):
    """One of a scheme's categories. Rules read its columns; no code compares its number.

    A plan's category has a letter beside its colour and words, an inquiry's its number.
    """

    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.CASCADE, related_name="categories")
    number = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=1, blank=True)
    name = models.CharField(max_length=100)
    criterion = models.TextField()
    achieved = models.BooleanField()
    timing = models.CharField(max_length=12, choices=Timing, default=Timing.NONE)
    asks_for = models.CharField(max_length=20, choices=AsksFor, default=AsksFor.NOTHING)
    default_decision = models.CharField(max_length=8, choices=Decision, blank=True)
    tone = models.CharField(max_length=12, choices=Tone)

    objects = SchemeRowManager("number")

    class Meta:
        ordering = ("scheme", "number")
        verbose_name_plural = "categories"
        constraints = (
            models.UniqueConstraint(fields=("scheme", "number"), name="category_number_once_in_a_scheme"),
            models.UniqueConstraint(fields=("scheme", "name"), name="category_name_once_in_a_scheme"),
        )

    def __str__(self) -> str:
        return f"{self.mark} {self.name}"

    @property
    def mark(self) -> str:
        """What stands in the square of its tag: its letter, or its number."""
        return self.letter or str(self.number)

    @property
    def code(self) -> str:
        """What it is called in addresses and in data, the same for ever: "six-categories-3"."""
        return f"{self.scheme.slug}-{self.number}"

    def natural_key(self) -> tuple[str, int]:
        return (*self.scheme.natural_key(), self.number)

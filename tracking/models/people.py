"""People, the users among them, and what they are today."""

import uuid
from datetime import date
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tracking.models.roles import NO_ROLES, Roles


class Person(models.Model):
    """Somebody with a name and a title. Most past holders of a post never sign in."""

    name = models.CharField(max_length=200)
    title = models.CharField("job title or form of address", max_length=200, blank=True)
    data_removed_at = models.DateTimeField("personal data removed", null=True, blank=True, editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name_plural = "people"
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def name_and_title(self) -> str:
        return f"{self.name}, {self.title}" if self.title not in self.name else self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, *, name: str = "", **fields) -> "User":
        """Create a user and, unless `person` is given, the person they are."""
        if "person" not in fields:
            fields["person"] = Person.objects.create(name=name or email)
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Create the first administrator (`manage.py createsuperuser`)."""
        return self.create_user(email, password, is_administrator=True, **fields)


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address.

    What a user may do follows from the appointments and memberships their person holds today; the
    administrator alone is a flag.
    """

    public_id = models.UUIDField("opaque id used in events", default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    is_administrator = models.BooleanField("administrator", default=False)
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    invited_at = models.DateTimeField("invited to sign in", null=True, blank=True)
    session_round = models.PositiveIntegerField(
        "how often all sessions were ended",
        default=0,
        editable=False,
        help_text="A session of an earlier round is over.",
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ("email",)
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_the_case"),)

    def __str__(self) -> str:
        return self.person.name

    @property
    def name(self) -> str:
        """Whose name a password must not be like."""
        return self.person.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must have been signed in with: this password, in this round of sessions."""
        told = f"{self.session_round} {self.password}"
        return salted_hmac("tracking.models.User.session", told, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def roles(self) -> Roles:
        """What this user is today; read once for each request."""
        return self.roles_on(timezone.localdate())

    def roles_on(self, day: date) -> Roles:
        if not self.is_active:
            return NO_ROLES
        return Roles.of_person(self.person_id, on=day, is_administrator=self.is_administrator)

    # The Django admin is read-only and for administrators.
    @property
    def is_staff(self) -> bool:
        return self.is_active and self.is_administrator

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff and perm.partition(".")[2].startswith("view_")

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


Viewer = User | AnonymousUser


def roles_of(viewer: Viewer) -> Roles:
    """Return what a viewer is today; nobody in particular when not signed in."""
    return viewer.roles if isinstance(viewer, User) else NO_ROLES

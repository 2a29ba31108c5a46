import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from mentorhub.people import addresses
from mentorhub.people.lines import validate_line


def validate_zone(name: str) -> None:
    """Raise ValidationError for what is no time zone of the IANA database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose one of the time zones in the list."))


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is kept in one spelling, so that a person has one account."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a new user. Without a password they sign in by emailed code."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a new administrator."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=addresses.normalise(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by email."""

    email = models.EmailField(_("email"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120, validators=[validate_line])
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_zone]
    )
    is_editor = models.BooleanField(
        _("editor"),
        default=False,
        help_text=_("Writes guides, articles, webinars and newsletters."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off instead of deleting: history stays.")
    )
    session_round = models.PositiveIntegerField(default=0, editable=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        indexes = [
            # Staff search by any part of a name or an address.
            GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="user_name_parts"),
            GinIndex(OpClass(Upper("email"), "gin_trgm_ops"), name="user_email_parts"),
            models.Index(fields=["name", "-id"], name="user_name"),  # as the list is sorted
        ]
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = addresses.normalise(self.email)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.email = addresses.normalise(self.email)

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold to be this person's: ends with the password and with the round."""
        value = f"{self.session_round} {self.password}"
        return salted_hmac("people.session", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def first_name(self) -> str:
        """What a colleague calls them."""
        return self.name.split()[0] if self.name.strip() else self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        """One or two letters for the round picture."""
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in [words[0], *words[1:][-1:]]).upper()

    @property
    def zone(self) -> zoneinfo.ZoneInfo | None:
        """The person's time zone; None when they chose none, or one that is no more."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone) if self.time_zone else None
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return None

    @property
    def is_staff(self) -> bool:
        """Asked by Django's admin: whoever is anything to the desk or the editors."""
        from mentorhub.people import access  # noqa: PLC0415 (cycle: access asks these models)

        return access.is_staff(self)

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.paths.models import Path
from mentorhub.people import access
from mentorhub.people.models import User


class ReadyAnswerQuerySet(models.QuerySet["ReadyAnswer"]):
    def visible_to(self, user: User | AnonymousUser) -> "ReadyAnswerQuerySet":
        """One's own, those for every path, those of the paths one manages; administrators see
        all but what others keep for themselves."""
        of = access.of(user)
        if not of.works_the_desk or not isinstance(user, User):
            return self.none()
        shared = Q(owner=None)
        if not of.is_superuser:
            shared &= Q(path=None) | Q(path__in=of.managed)
        return self.filter(shared | Q(owner=user))

    def fit_for(self, path: Path) -> "ReadyAnswerQuerySet":
        """Those to answer a request of this path with."""
        return self.filter(Q(path=None) | Q(path=path), is_active=True)


class ReadyAnswer(models.Model):
    """Words to begin an answer with. Its placeholders are filled in when it is put into one.

    Without an owner it is shared: by the managers of its path, or without a path by everybody.
    """

    class Language(models.TextChoices):
        ANY = "", _("any language")
        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")

    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2, blank=True, choices=Language)
    path = models.ForeignKey(
        Path, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("path")
    )
    owner = models.ForeignKey(
        User, models.CASCADE, related_name="+", null=True, blank=True, verbose_name=_("only for")
    )
    is_active = models.BooleanField(
        _("offered"), default=True, help_text=_("Taken off, it stays here and is offered no more.")
    )
    used = models.PositiveIntegerField(_("times used"), default=0, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    created_at = models.DateTimeField(_("made"), db_default=Now())

    objects = ReadyAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-used", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None) | Q(path=None), name="own_ready_answer_has_no_path"
            )
        ]
        verbose_name = _("ready answer")
        verbose_name_plural = _("ready answers")

    def __str__(self) -> str:
        return self.title

    def may_be_changed_by(self, user: User | AnonymousUser) -> bool:
        """Its owner, the managers of its path; what is shared by every path, administrators."""
        if self.owner_id is not None:
            return self.owner_id == user.pk
        of = access.of(user)
        return of.is_superuser or self.path_id in of.managed

"""Two accounts of one person become one: everything that was of the one is of the other."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from . import audit, sessions
from .models import Absence, AccountMerge, AuditEntry, User
from .signals import rights_lost

# What stays with the account that it tells of, or ends with it.
STAYS = {AuditEntry, LogEntry, Authenticator, EmailAddress, AccountMerge}


class CannotMerge(Exception):
    """These two accounts are not to be merged; says why."""


def what_moves(gone: User) -> list[tuple[str, int]]:
    """How many rows of each kind would belong to the other; kinds with none are left out."""
    counted: dict[str, int] = {}
    for field in fields():
        rows = field.model._default_manager.filter(**{field.name: gone}).count()
        if rows:
            name = str(field.model._meta.verbose_name_plural)
            counted[name] = counted.get(name, 0) + rows
    return sorted(counted.items())


@transaction.atomic
def merge(kept: User, gone: User, by: User) -> None:
    """Give all that is `gone`'s to `kept`, who signs in with either address from now on.

    What both have (the same role, say) is kept once. `gone` is switched off and can never sign in
    again; what it did stays written down under its name. Raises CannotMerge.
    """
    check(kept, gone)
    address = gone.email
    _join(kept, gone)
    # Nothing is lost, but what was the other's may belong where the kept one is now.
    rights_lost.send(User, people=[kept.pk, gone.pk], lost=set())
    audit.note(audit.Act.MERGED, by, kept, gone=gone.pk, address=address)


def _join(kept: User, gone: User) -> None:
    list(User.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk"))
    # Nobody covers for themselves; the absence itself stays.
    Absence.objects.filter(user__in=[kept, gone], cover__in=[kept, gone]).update(cover=None)
    for field in fields():
        for row in field.model._base_manager.filter(**{field.name: gone}):
            move(row, field, kept)
    EmailAddress.objects.filter(user=gone).update(user=kept, primary=False)
    Authenticator.objects.filter(user=gone).delete()
    gone.email, gone.is_active = f"merged-{gone.pk}@merged.invalid", False
    gone.set_unusable_password()
    gone.save()
    sessions.end_all([kept])  # it may have become a manager by this


def check(kept: User, gone: User) -> None:
    """Raise CannotMerge when that would be a mistake, or give somebody rights by the back door."""
    if kept.pk == gone.pk:
        raise CannotMerge(_("This is the same account."))
    if gone.is_superuser or gone.is_editor:
        raise CannotMerge(
            _("The other account is an administrator's or an editor's. Take that right away first.")
        )
    if not kept.is_active:
        raise CannotMerge(_("This account is switched off."))


def fields() -> Iterator[Any]:
    """Every column of every table that names a user, those of many-to-many tables too."""
    for model in apps.get_models(include_auto_created=True):
        if model in STAYS or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                yield field


def move(row: models.Model, field: Any, kept: User) -> None:
    """One by one, for the other may have the same already; then one of the two is enough."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.name: kept})
    except IntegrityError:
        row.delete()

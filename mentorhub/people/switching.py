"""Switching an account off, and on again. Nothing is deleted: what they wrote and hold stays theirs."""

from django.db import transaction
from django.utils.translation import gettext as _

from . import audit, leaving, sessions
from .models import User


class Refused(Exception):
    """This cannot be done to this account; says why."""


@transaction.atomic
def switch_off(person: User, by: User) -> None:
    """They are out at once, everywhere, and nothing lets them in until it is switched on. Raises Refused."""
    if person.pk == by.pk:
        raise Refused(_("Your own account is switched off by another administrator."))
    with leaving.watched([person.pk]):
        _switch(person, by, to=False)
    sessions.end_all([person])  # what was open does not open again with the account


@transaction.atomic
def switch_on(person: User, by: User) -> None:
    """They sign in as before, and their roles count again. Raises Refused."""
    if person.email.endswith("@merged.invalid"):
        raise Refused(_("This account was merged into another one, which has all that was here."))
    _switch(person, by, to=True)


def end_sessions(person: User, by: User) -> None:
    """End all of their sessions; they may sign in again."""
    with transaction.atomic():
        sessions.end_all([person])
        audit.note(audit.Act.PERSON_CHANGED, by, person, sessions="ended")


def _switch(person: User, by: User, *, to: bool) -> None:
    if User.objects.filter(pk=person.pk).exclude(is_active=to).update(is_active=to):
        audit.note(audit.Act.PERSON_CHANGED, by, person, is_active=[str(not to), str(to)])

"""Inviting a person by email, and their acceptance."""

import datetime
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from .models import Invitation, Role, User
from .signals import invited

LIFETIME = datetime.timedelta(hours=72)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(invitation: Invitation, invited_by: User) -> Invitation:
    """Save a new invitation and have its link mailed; earlier open ones to the address end."""
    token = secrets.token_urlsafe(32)
    Invitation.objects.open().filter(email=invitation.email).update(expires_at=Now())
    invitation.invited_by = invited_by
    invitation.token_hash = _hash(token)
    invitation.expires_at = timezone.now() + LIFETIME
    invitation.save()
    invited.send(sender=Invitation, invitation=invitation, token=token)
    return invitation


def find(token: str) -> Invitation | None:
    """The open invitation that a link's token belongs to."""
    return Invitation.objects.open().filter(token_hash=_hash(token)).select_related("path").first()


def accept(invitation: Invitation, name: str, password: str) -> User | None:
    """Make the account, its proved address and its role. None when the link was used meanwhile."""
    try:
        return _accept(invitation, name, password)
    except IntegrityError:  # the address was taken at this very moment
        return None


@transaction.atomic
def _accept(invitation: Invitation, name: str, password: str) -> User | None:
    spent = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=Now())
    if not spent or User.objects.filter(email=invitation.email).exists():
        return None
    user = User.objects.create_user(
        invitation.email, password, name=name, is_editor=invitation.is_editor
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if invitation.path and invitation.kind:
        Role.objects.create(user=user, path=invitation.path, kind=invitation.kind)
    return user

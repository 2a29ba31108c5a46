"""What people hears from allauth."""

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from .models import User


@receiver(authenticator_removed)
def forget_second_factor(
    sender: type[Authenticator], request: HttpRequest, user: User, **_: Any
) -> None:
    """Who has taken the last one away has shown none: staff pages ask for a new one."""
    if Authenticator.objects.filter(user=user).exists():
        return
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa"
    ]

"""What people hears from Django and allauth."""

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.signals import email_changed, password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from . import addresses, audit, sessions
from .models import User


@receiver(authenticator_removed)
def forget_second_factor(
    sender: type[Authenticator], request: HttpRequest, user: User, **_: Any
) -> None:
    """Who has taken the last one away has shown none: staff pages ask for a new one, and whoever
    else is signed in as them, with a factor that is no more, is out."""
    if Authenticator.objects.filter(user=user).exists():
        return
    if request.user == user:
        sessions.end_others(request)
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa"
    ]


@receiver(user_logged_in)
def note_sign_in(sender: type[User], user: User, **_: Any) -> None:
    """Each time somebody comes in, by whatever way."""
    audit.note(audit.Act.SIGNED_IN, user, user)


@receiver(user_login_failed)
def note_refusal(sender: str, credentials: dict[str, Any], **_: Any) -> None:
    """Whose door it was, if anybody's; what a stranger typed is not kept."""
    typed = addresses.normalise(str(credentials.get("email") or credentials.get("username") or ""))
    known = User.objects.filter(email=typed).first()
    audit.note(audit.Act.REFUSED, None, known or "an unknown address")


@receiver(authenticator_added)
def note_factor_added(authenticator: Authenticator, user: User, **_: Any) -> None:
    audit.note(audit.Act.FACTOR_ADDED, user, user, kind=authenticator.type)


@receiver(authenticator_removed)
def note_factor_removed(authenticator: Authenticator, user: User, **_: Any) -> None:
    audit.note(audit.Act.FACTOR_REMOVED, user, user, kind=authenticator.type)


@receiver([password_changed, password_reset])
def note_password(user: User, **_: Any) -> None:
    audit.note(audit.Act.PASSWORD_CHANGED, user, user)


@receiver(email_changed)
def note_address(user: User, **_: Any) -> None:
    audit.note(audit.Act.EMAIL_CHANGED, user, user)

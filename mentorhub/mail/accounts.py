"""Account mail: what allauth and people want to tell somebody goes through the outbox."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorhub.people import addresses
from mentorhub.people.models import Invitation, PersonalExport

from . import outbox, rendering


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter: our outbox instead of its own sending, sign-up by invitation, and errors that
    say what to do."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and this password do not belong together. Check both, or have a sign-in"
            " code sent to you."
        ),
        "too_many_login_attempts": _(
            "Too many wrong passwords. Wait five minutes, or have a sign-in code sent to you."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def clean_email(self, email: str) -> str:
        """In the spelling that we keep; refused when mail to it could not leave."""
        email = addresses.normalise(email)
        addresses.validate(email)
        return email

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the configured site, whatever Host header asked for it."""
        return f"{settings.SITE_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the email. All of them may hold a code or a link, so all count as secret.

        What is no address is not written to. Nobody is told: the same page answers every address.
        """
        try:
            addresses.validate(email)
        except ValidationError:
            return
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        outbox.queue_rendered(
            rendering.from_text(str(message.subject), str(message.body)),
            kind=template_prefix,
            to=email,
            key=f"account:{uuid.uuid4()}",
            secret=True,
        )


def queue_invitation(invitation: Invitation, token: str) -> None:
    """Mail the link of an invitation."""
    address = reverse("people:accept_invitation", args=[token])
    outbox.queue(
        "people/invitation",
        invitation.email,
        {"invitation": invitation, "link": f"{settings.SITE_URL}{address}"},
        key=f"people.invitation:{invitation.pk}",
        secret=True,
    )


def queue_export(export: PersonalExport) -> None:
    """Tell a person that what they asked for is ready. The page asks who they are."""
    outbox.queue(
        "people/export_ready",
        export.person.email,
        {
            "person": export.person,
            "until": export.kept_until,
            "link": f"{settings.SITE_URL}{reverse('people:export')}",
        },
        key=f"people.export:{export.pk}",
    )
